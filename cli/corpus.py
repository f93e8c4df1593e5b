"""`coach corpus`: the labelled corpus, checked and counted."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="The labelled corpus: check it and count it.", no_args_is_help=True)
FolderArgument = Annotated[Path, typer.Argument(help="The corpus folder.")]


@app.command("lint")
def lint(folder: FolderArgument = Path("corpus")) -> None:
    """Check schema, ids, labels, spans, splits and near-duplicates."""
    from coach import corpus

    records = corpus.load(folder)
    problems = corpus.lint(records)
    for problem in problems:
        typer.echo(problem, err=True)
    n = len(records.customers) + len(records.replies) + len(records.rewrites) + len(records.parallel)
    typer.echo(f"{n} records, {len(problems)} problems")
    raise typer.Exit(1 if problems else 0)


@app.command("stats")
def stats(folder: FolderArgument = Path("corpus")) -> None:
    """Count records by label, dialect, sector and split."""
    from coach import corpus

    typer.echo(corpus.stats(corpus.load(folder)))
