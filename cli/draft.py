"""`coach draft`: a whole reply to a customer's message, from notes and facts."""

import sys
from enum import Enum
from typing import Annotated, Any

import typer

from coach.case import DraftRequest
from coach.errors import BadRecord

from .cases import (
    AgentOption,
    Channel,
    ChannelOption,
    DraftLanguage,
    Gender,
    GenderOption,
    LanguageOption,
    MessageOption,
    NameOption,
    ProfileOption,
    Ui,
    UiOption,
    profile_from,
    read_text,
    settle,
)


class Format(str, Enum):
    """How the reply is written."""

    text = "text"
    json = "json"


def draft(
    file: Annotated[str, typer.Argument(metavar="[FILE or -]", help="The customer's message: a text file, or - for standard input.")] = "-",
    message: MessageOption = None,
    notes: Annotated[str, typer.Option(help='What you know, in a line: "refund refused, over 30 days, can offer credit".')] = "",
    fact: Annotated[list[str] | None, typer.Option("--fact", metavar="NAME=VALUE", help="A fact by name (date, reason, amount …).")] = None,
    situation: Annotated[str | None, typer.Option(help="The situation to answer, in place of the one that fits best.")] = None,
    channel: ChannelOption = Channel.email,
    language: LanguageOption = DraftLanguage.auto,
    ui: UiOption = Ui.en,
    name: NameOption = None,
    agent: AgentOption = None,
    gender: GenderOption = Gender.unknown,
    profile: ProfileOption = None,
    format: Annotated[Format, typer.Option(help="How the reply is written.")] = Format.text,
) -> None:
    """Write a whole reply to a customer; ⟦slots⟧ ask for what is not known."""
    request = DraftRequest.make(
        {
            "customer": message if message is not None else read_text(file, "customer"),
            "notes": notes,
            "facts": dict(_fact(one) for one in fact or ()),
            "situation": situation,
            "channel": channel.value,
            "language": language.value,
            "ui_language": ui.value,
            "context": {"customer_name": name, "agent_name": agent, "addressee_gender": gender.value},
        }
    )
    from coach.pipeline import Coach

    from . import formats

    coach = Coach(profile_from(profile))
    settle()
    result = coach.draft(request)
    if format is Format.json:
        formats.write_json(result.as_dict(), sys.stdout, indent=2)
    else:
        formats.write_drafted(result, ui.value, sys.stdout)


def _fact(given: str) -> tuple[str, str]:
    """Read NAME=VALUE; raises BadRecord."""
    name, sign, value = given.partition("=")
    if not sign or not name.strip() or not value.strip():
        what: Any = {"en": "a fact is written NAME=VALUE", "ar": "تُكتب المعلومة هكذا: الاسم=القيمة"}
        raise BadRecord(where="--fact", what=what)
    return name.strip(), value.strip()
