"""`coach practice try`: a reply scored, or a whole conversation on the terminal."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ClassVar

import typer

from coach.case import check_text
from coach.cli.cases import Ui, UiOption, read_text, settle
from coach.cli.formats import write_json
from coach.errors import InputError, UnknownName

from .common import FolderOption, Format, FormatOption, IdArgument, RubricOption, begin, open_bank, rubric_from
from .texts import TEXTS

if TYPE_CHECKING:
    from coach.practice.rubric import Rubric
    from coach.practice.scenario import Scenario


class NoReply(InputError):
    """Nobody is there to write a reply."""

    code = "no-reply"
    text: ClassVar[dict[str, str]] = {
        "en": "this is no terminal, so a reply is needed: --reply FILE, or --reply - for standard input",
        "ar": "هذه ليست طرفية، فلا بد من الرد: ‎--reply FILE، أو ‎--reply -‎ للإدخال القياسي",
    }


def try_reply(
    key: IdArgument,
    reply: Annotated[str | None, typer.Option(metavar="FILE or -", help="The reply; without it, a conversation on the terminal.")] = None,
    turn: Annotated[str, typer.Option(help="With --reply: which of the customer's messages it answers.")] = "start",
    previous: Annotated[
        Path | None, typer.Option(metavar="RESULT.json", help="With --reply: the last try's result, to say what changed.")
    ] = None,
    timer: Annotated[float | None, typer.Option(metavar="SECONDS", min=1, max=86_400, help="Without --reply: how long there is.")] = None,
    state: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Without --reply: where the conversation is kept, to go on later.")
    ] = None,
    rubric: RubricOption = None,
    folder: FolderOption = None,
    format: FormatOption = Format.text,
    ui: UiOption = Ui.en,
) -> None:
    """Answer a made-up customer and see what the reply is worth, and why."""
    begin(ui)
    scenario, version = open_bank(folder)[key], rubric_from(rubric)
    if reply is not None:
        _score(scenario, turn, read_text(reply, "reply"), previous, version, format, ui.value)
        return
    if format is Format.json or turn != "start" or previous is not None:
        raise typer.BadParameter("--turn, --previous and --format json go with --reply")
    if not sys.stdin.isatty():
        raise NoReply
    from coach.pipeline import Coach
    from coach.practice.attempt import start

    from .talk import Talk, load_state

    kept = load_state(state, scenario) if state is not None else None
    Talk(scenario, kept or start(scenario, timer), Coach(), ui.value, state, version).run()


def _score(scenario: "Scenario", turn: str, text: str, previous: Path | None, rubric: "Rubric | None", format: Format, ui: str) -> None:
    from coach.pipeline import Coach
    from coach.practice.attempt import MAX_REPLY
    from coach.practice.scoring import score

    from .showing import say_message, say_result
    from .talk import load_result

    open_turns = [name for name, one in scenario.turns.items() if one.goals is not None]
    if turn not in open_turns:
        raise UnknownName(kind="turn", name=turn[:80], known=", ".join(open_turns))
    text = text.rstrip("\r\n")
    check_text(text, "reply", MAX_REPLY)
    coach = Coach()
    settle()
    before = load_result(previous, scenario, turn) if previous is not None else None
    result = score(scenario, turn, text, coach, before, rubric=rubric)
    if format is Format.json:
        write_json(result.model_dump(mode="json"), sys.stdout, indent=2)
        return
    say_result(result, text, ui)
    typer.echo()
    if result.next_turn is None:
        typer.echo(TEXTS["end"][ui])
    else:
        say_message(scenario, result.next_turn, ui)
