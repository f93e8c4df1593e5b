"""`coach rewrite`: the best text that can be made of a draft without inventing anything."""

import sys
from enum import Enum
from typing import Annotated, Any

import typer

from coach.errors import InputError

from .cases import (
    AgentOption,
    Channel,
    ChannelOption,
    CustomerOption,
    DraftLanguage,
    DraftOption,
    FileArgument,
    Gender,
    GenderOption,
    JsonlOption,
    LanguageOption,
    MessageOption,
    NameOption,
    Offsets,
    OffsetsOption,
    ProfileOption,
    Ui,
    UiOption,
    one_case,
    profile_from,
    settle,
    stream_cases,
)


class Format(str, Enum):
    """How the rewrite is written."""

    text = "text"
    json = "json"
    ndjson = "ndjson"


GoalOption = Annotated[
    str,
    typer.Option(
        metavar="GOAL",
        help="fix (all that is found), shorten, clarify, warmer, firmer, polite-no, formal, casual, gender:m|f|neutral|plural, next-step.",
    ),
]


def rewrite(
    file: FileArgument = "-",
    draft: DraftOption = None,
    customer: CustomerOption = None,
    message: MessageOption = None,
    channel: ChannelOption = Channel.email,
    language: LanguageOption = DraftLanguage.auto,
    ui: UiOption = Ui.en,
    name: NameOption = None,
    agent: AgentOption = None,
    gender: GenderOption = Gender.unknown,
    profile: ProfileOption = None,
    format: Annotated[Format | None, typer.Option(help="How the rewrite is written; text by default, ndjson with --jsonl.")] = None,
    goal: GoalOption = "fix",
    ways: Annotated[int, typer.Option("--ways", min=1, max=5, help="How many ways of doing it to give, the best first.")] = 1,
    offsets: OffsetsOption = Offsets.codepoint,
    jsonl: JsonlOption = False,
) -> None:
    """Rewrite a draft: every fact kept, nothing invented; ⟦slots⟧ ask for what only the agent knows."""
    from coach.pipeline import Coach

    from . import formats

    coach = Coach(profile_from(profile))
    settle()
    if jsonl:
        failed = False
        for number, given, identity in stream_cases(file):
            if isinstance(given, InputError):
                failed = True
                formats.write_json(formats.record_error(given, number, identity), sys.stdout)
            else:
                formats.write_json({"id": given.id, **_counted(coach.rewrite(given, goal, ways), given, offsets)}, sys.stdout)
        raise typer.Exit(3 if failed else 0)
    case = one_case(file, draft, customer, message, channel, language, ui, name, agent, gender)
    result = coach.rewrite(case, goal, ways)
    if (format or Format.text) is Format.text:
        formats.write_rewrite(result, case, sys.stdout)
    else:
        formats.write_json(_counted(result, case, offsets), sys.stdout, indent=2 if format is Format.json else None)


def _counted(result: Any, case: Any, offsets: Offsets) -> dict[str, Any]:
    from coach.report import edits_in_utf16

    written: dict[str, Any] = result.as_dict()
    return written if offsets is Offsets.codepoint else edits_in_utf16(written, case.draft)
