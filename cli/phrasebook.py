"""`coach phrasebook`: what can be said, and whether it is sound."""

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="The phrasebooks: list, check and try them.", no_args_is_help=True)
OverlayArgument = Annotated[Path | None, typer.Argument(help="A company's phrasebook folder; ours if left out.")]


@app.command("list")
def list_entries(
    folder: OverlayArgument = None,
    language: Annotated[str | None, typer.Option(help="Only this language: en or ar.")] = None,
    move: Annotated[str | None, typer.Option(help="Only this move; its phrases are shown.")] = None,
) -> None:
    """Count the entries by language and move, or show a move's phrases."""
    from coach.errors import UnknownName
    from coach.phrasebook import LANGUAGES, PHRASE_MOVES, Phrasebook

    if move is not None and move not in PHRASE_MOVES:
        raise UnknownName(kind="move", name=move, known=", ".join(PHRASE_MOVES))
    if language is not None and language not in LANGUAGES:
        raise UnknownName(kind="language", name=language, known=", ".join(LANGUAGES))
    book = Phrasebook(folder)
    for code in [language] if language else LANGUAGES:
        if move is not None:
            for entry in book.entries(code, move):
                for form, text in entry.forms.items():
                    typer.echo(f"{code}  {entry.dialect or '-':10} {'/'.join(entry.registers):16} {form:8} {text}")
            continue
        counts = Counter({name: len(book.entries(code, name)) for name in PHRASE_MOVES})
        typer.echo(f"{code}: {counts.total()} entries, {len(book.items(code))} items")
        for name, count in counts.items():
            typer.echo(f"  {name:16} {count}")


@app.command("lint")
def lint(folder: OverlayArgument = None) -> None:
    """Load every file; the first error is shown with file and line."""
    from coach.errors import NotFound
    from coach.phrasebook import check_folder, our_folder

    if folder is not None and not folder.is_dir():
        raise NotFound(where=str(folder), what="no such folder")
    n = check_folder(folder or our_folder())
    typer.echo(f"{n} records are sound")


@app.command("test")
def try_phrases(folder: OverlayArgument = None) -> None:
    """Judge every phrase as if an agent had written it: none may be flagged."""
    from coach.pipeline import Coach
    from coach.rewrite.phrases import flagged_phrases

    problems = list(flagged_phrases(Coach(), folder))
    for where, rule, text in problems:
        typer.echo(f"{where}: {rule}: {text}", err=True)
    typer.echo(f"{len(problems)} phrases are flagged")
    raise typer.Exit(1 if problems else 0)
