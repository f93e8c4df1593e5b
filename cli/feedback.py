"""`coach feedback`: what agents did with findings."""

import sys

import typer

from .serve import ConfigOption, DatabaseOption, settings_from

app = typer.Typer(help="What agents did with findings.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Keep `export` a command of its own."""


@app.command("export")
def export(config: ConfigOption = None, database: DatabaseOption = None) -> None:
    """Write the feedback as JSON lines, oldest first, for training."""
    settings = settings_from(config, "coach feedback", database=database)
    from pydantic_core import to_json

    from coach.api.store import Store

    for row in Store(settings.database).feedback():
        sys.stdout.write(to_json(row).decode() + "\n")
