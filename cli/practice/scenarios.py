"""`coach practice list` and `show`: the scenarios, and what an agent sees of one."""

import sys
from typing import TYPE_CHECKING, Annotated, cast

import typer

from coach.cli.cases import Ui, UiOption
from coach.cli.formats import isolate, write_json
from coach.errors import UnknownName

from .common import Difficulty, FolderOption, Format, FormatOption, IdArgument, LanguageOption, begin, code_of, named, open_bank
from .texts import TEXTS

if TYPE_CHECKING:
    from coach.practice.scenario import Kind


def list_scenarios(
    language: LanguageOption = None,
    kind: Annotated[str | None, typer.Option(help="Only this kind: angry, refusal, delay …")] = None,
    difficulty: Annotated[Difficulty | None, typer.Option(help="Only this difficulty.")] = None,
    held_out: Annotated[
        bool | None, typer.Option("--held-out/--no-held-out", help="Only those kept for tests, or only the others.")
    ] = None,
    folder: FolderOption = None,
    format: FormatOption = Format.text,
    ui: UiOption = Ui.en,
) -> None:
    """List the scenarios."""
    begin(ui)
    from coach.practice.names import called

    kinds_of, levels = called("kinds", ui.value), called("difficulties", ui.value)
    if kind is not None and kind not in kinds_of:
        raise UnknownName(kind="kind", name=kind[:80], known=", ".join(kinds_of))
    found = open_bank(folder).pick(
        language=code_of(language), kind=cast("Kind | None", kind), difficulty=difficulty.value if difficulty else None, held_out=held_out
    )
    if format is Format.json:
        names = ("id", "version", "language", "dialect", "title", "sector", "channel", "difficulty", "kinds", "held_out")
        write_json([one.model_dump(include=set(names)) for one in found], sys.stdout, indent=2)
        return
    for one in found:
        kinds = TEXTS["comma"][ui.value].join(kinds_of[kind] for kind in one.kinds)
        kept = f" · {TEXTS['held_out'][ui.value]}" if one.held_out else ""
        level = levels[one.difficulty]
        typer.echo(f"{named(one.id, ui.value)}  {named(one.language, ui.value)} · {level} · {isolate(one.title[ui.value])} · {kinds}{kept}")
    typer.echo(TEXTS["listed"][ui.value].format(n=len(found)))


def show(key: IdArgument, folder: FolderOption = None, format: FormatOption = Format.text, ui: UiOption = Ui.en) -> None:
    """Show what an agent sees: the situation, what is known, and the message."""
    begin(ui)
    scenario = open_bank(folder)[key]
    if format is Format.json:
        names = {
            "id",
            "version",
            "language",
            "dialect",
            "title",
            "channel",
            "difficulty",
            "kinds",
            "customer",
            "agent",
            "company",
            "situation",
        }
        facts = [fact.model_dump(include={"key", "say", "denied", "secret"}) for fact in scenario.facts]
        write_json(scenario.model_dump(include=names) | {"facts": facts, "message": scenario.turns["start"].message}, sys.stdout, indent=2)
        return
    from .showing import say_scenario

    say_scenario(scenario, ui.value)
