"""`coach digest`: a hostile message without its hostility."""

import sys
from typing import Annotated

import typer

from coach.case import NO_DRAFT, Case

from .cases import Channel, ChannelOption, Gender, GenderOption, MessageOption, ProfileOption, Ui, UiOption, profile_from, read_text, settle
from .draft import Format


def digest(
    file: Annotated[str, typer.Argument(metavar="[FILE or -]", help="The customer's message: a text file, or - for standard input.")] = "-",
    message: MessageOption = None,
    channel: ChannelOption = Channel.email,
    ui: UiOption = Ui.en,
    gender: GenderOption = Gender.unknown,
    profile: ProfileOption = None,
    format: Annotated[Format, typer.Option(help="How the digest is written.")] = Format.text,
) -> None:
    """Say what a customer's message comes to, the insults folded away: facts, asks, what is owed, and calm words by firmness."""
    fields = {"customer": message if message is not None else read_text(file, "customer"), "channel": channel.value}
    case = Case.make({**fields, "draft": NO_DRAFT, "ui_language": ui.value, "context": {"addressee_gender": gender.value}})
    from coach.pipeline import Coach

    from . import formats

    coach = Coach(profile_from(profile))
    settle()
    result = coach.digest(case)
    if result is None:
        raise typer.BadParameter("the message is empty")
    if format is Format.json:
        formats.write_json(result.as_dict(), sys.stdout, indent=2)
    else:
        formats.write_digest(result, ui.value, sys.stdout)
