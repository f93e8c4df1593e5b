"""`coach practice new`, `import` and `lint`: a company's own scenarios."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli.cases import Ui, UiOption, read_text, settle, stream_cases
from coach.cli.formats import isolate
from coach.errors import CoachError, InputError

from .common import EXIT_PROBLEMS, EXIT_SOME_REJECTED, IdArgument, Language, begin, files_of, named
from .texts import TEXTS

if TYPE_CHECKING:
    from coach.practice.scenario import Scenario


def lint(
    path: Annotated[
        Path | None, typer.Argument(metavar="[FOLDER or FILE]", help="A folder with en/ and ar/, or one file; else ours.")
    ] = None,
    ui: UiOption = Ui.en,
) -> None:
    """Say what is wrong with scenarios, and what is still to be filled in; advice alone is no fault."""
    begin(ui)
    from coach.pipeline import Coach
    from coach.practice import bank, lint

    ours = bank.load()
    checked: list[Scenario] = []
    problems = 0
    for file, language in files_of(path):
        try:
            one = read_whole(file, language, ui.value)
        except CoachError as error:
            typer.echo(error.describe(ui.value), err=True)
            problems += 1
            continue
        if isinstance(one, int):
            problems += one
        else:
            checked.append(one)
    own = {one.id: one for one in checked} if path is not None else {}
    others = [*(one for one in ours if one.id not in own), *own.values()] if checked else []
    coach = Coach()
    settle()
    for one in checked:
        for problem in lint.check(one, coach, others):
            problems += not problem.advice
            note = f"{TEXTS['advice'][ui.value]}: " if problem.advice else ""
            typer.echo(f"{named(one.id, ui.value)}: {note}{isolate(problem.say(ui.value))}", err=True)
    typer.echo(TEXTS["linted"][ui.value].format(n=len(checked), problems=problems))
    raise typer.Exit(EXIT_PROBLEMS if problems else 0)


def read_whole(file: Path, language: str | None, ui: str) -> "Scenario | int":
    """Read a scenario; where something is still to be filled in, say so and give how much."""
    from coach.practice.bank import ScenarioError, parse
    from coach.practice.make import missing

    text = read_text(str(file), file.name)
    left = missing(text, str(file))
    for one in left:
        said = f" ({isolate(one.what)})" if one.what else ""
        typer.echo(f"{file}:{one.line}: {TEXTS['to_fill'][ui].format(place=isolate(one.place))}{said}", err=True)
    if left:
        return len(left)
    scenario = parse(text, str(file))
    if language is not None and (scenario.id, scenario.language) != (file.stem, language):
        what = {"en": "id and language must be those of the file's place", "ar": "يجب أن يطابق المعرّف واللغة مكان الملف"}
        raise ScenarioError(where=str(file), what=what)
    return scenario


def new(
    key: IdArgument,
    language: Annotated[Language, typer.Option(help="The scenario's language.")],
    out: Annotated[Path, typer.Option(metavar="FILE", help="The file to write.")],
    ui: UiOption = Ui.en,
) -> None:
    """Write an empty scenario with comments; fill it in, then `coach practice lint FILE`."""
    begin(ui)
    from coach.practice.make import template, write_new

    write_new(out, template(key, language.value))
    typer.echo(TEXTS["made"][ui.value].format(file=isolate(str(out))))


def import_cases(
    cases: Annotated[
        str, typer.Argument(metavar="CASES.jsonl", help="Cases, one a line: {customer, draft, channel, context}; - for input.")
    ],
    out: Annotated[Path, typer.Option(metavar="FOLDER", help="Where en/ and ar/ are made.")],
    mask: Annotated[bool, typer.Option("--mask/--no-mask", help="Put TODO in place of names and numbers.")] = True,
    ui: UiOption = Ui.en,
) -> None:
    """Make skeletons of scenarios from past cases, with TODO for what only a trainer knows."""
    begin(ui)
    from coach.practice.make import id_of, skeleton, write_new

    made = rejected = 0
    for number, case, _ in stream_cases(cases):
        try:
            if isinstance(case, InputError):
                raise case
            key = id_of(case, number)
            language, text = skeleton(case, key, mask)
            write_new(out / language / f"{key}.yaml", text)
            made += 1
        except CoachError as error:
            typer.echo(f"{TEXTS['line'][ui.value]} {number}: {error.describe(ui.value)}", err=True)
            rejected += 1
    typer.echo(TEXTS["imported"][ui.value].format(n=made, folder=isolate(str(out))))
    raise typer.Exit(EXIT_SOME_REJECTED if rejected else 0)
