"""`coach practice store`: backups, what the law asks for, and the daily sweep, on the machine where the store lies."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli.cases import Ui, UiOption
from coach.cli.formats import isolate, write_json
from coach.cli.serve import ConfigOption
from coach.errors import NotFound

from .common import STORE, KeysOption, PersonArgument, StoreOption, begin, called, opened
from .texts import TEXTS

if TYPE_CHECKING:
    from coach.practice.store.privacy import Erased
    from coach.practice.store.rows import Person

app = typer.Typer(help="The practice store: back up, restore, give out, erase, sweep.", no_args_is_help=True)


@app.command("backup")
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write, its owner's alone.")],
    lines: Annotated[
        bool, typer.Option("--lines", help="Lines of JSON, which either engine takes back; PostgreSQL gives no other.")
    ] = False,
    database: StoreOption = STORE,
    ui: UiOption = Ui.en,
) -> None:
    """Write the whole store to a file while it is in use."""
    begin(ui)
    with opened(database) as store:
        from coach.practice.store.backup import copy, dump

        if lines:
            dump(store, file)
        else:
            copy(store, file)
    typer.echo(TEXTS["backed_up"][ui.value].format(file=isolate(str(file))))


@app.command("restore")
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `backup` wrote, of this version or an older one.")],
    force: Annotated[bool, typer.Option("--force", help="Replace what the store holds.")] = False,
    database: StoreOption = STORE,
    ui: UiOption = Ui.en,
) -> None:
    """Fill a store from a backup, whole or not at all; it is made where there is none."""
    begin(ui)
    if not file.exists():
        raise NotFound(where=str(file), what={"en": "there is no such file", "ar": "لا يوجد هذا الملف"})
    from coach.practice.store import open_store

    with open_store(database) as store:
        from coach.practice.store.backup import restore

        counts = restore(store, file, force)
    typer.echo(TEXTS["restored"][ui.value].format(people=counts["people"], attempts=counts["attempts"], tries=counts["tries"]))


@app.command("export")
def export(
    person: PersonArgument,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Where to write it; else to standard output.")] = None,
    database: StoreOption = STORE,
    ui: UiOption = Ui.en,
) -> None:
    """Give everything that is kept about someone, as JSON."""
    begin(ui)
    with opened(database) as store:
        content = store.export_person(called(store, person).id)
    if out is None:
        write_json(content, sys.stdout, indent=2)
        return
    from coach.practice.store.backup import beside

    with beside(out) as unfinished, unfinished.open("w", encoding="utf-8") as file:
        write_json(content, file, indent=2)


@app.command("erase")
def erase(
    person: PersonArgument,
    keep_scores: Annotated[bool, typer.Option("--keep-scores", help="Let scores stay, as nobody's.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    database: StoreOption = STORE,
    keys: KeysOption = None,
    config: ConfigOption = None,
    ui: UiOption = Ui.en,
) -> None:
    """Erase someone with all they wrote, and revoke their key; backups are not searched."""
    begin(ui)
    with opened(database) as store:
        found = called(store, person)
        if not yes:
            typer.confirm(TEXTS["sure"][ui.value].format(name=isolate(found.name)), abort=True)
        erased = store.erase_person(found.id, keep_scores)
    _revoke(found, keys, config)
    _say_erased("erased", erased, ui)


@app.command("sweep")
def sweep(database: StoreOption = STORE, ui: UiOption = Ui.en) -> None:
    """Let go of words that are older than the retention; for a daily task."""
    begin(ui)
    with opened(database) as store:
        _say_erased("swept", store.sweep(), ui)


def _revoke(person: "Person", keys: Path | None, config: Path | None) -> None:
    """Refuse the person's key from now on, where it lies on this machine."""
    from coach.cli.serve import settings_from
    from coach.errors import MissingExtra, UnknownName

    try:
        file = settings_from(config, database=keys).database
    except MissingExtra:
        return
    if person.key_id is None or not file.exists():
        return
    from coach.api.store import Store

    try:
        Store(file).revoke_key(person.key_id)
    except UnknownName:
        return


def _say_erased(name: str, erased: "Erased", ui: Ui) -> None:
    typer.echo(TEXTS[name][ui.value].format(attempts=erased.attempts, tries=erased.tries, comments=erased.comments))
