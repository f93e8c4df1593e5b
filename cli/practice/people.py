"""`coach practice people`: who practises, trains or administers, added, given keys and listed on the machine where the store lies."""

from enum import Enum
from typing import Annotated

import typer

from coach.cli.cases import Ui, UiOption
from coach.cli.formats import isolate
from coach.cli.serve import ConfigOption, settings_from

from .common import STORE, KeysOption, Language, PersonArgument, StoreOption, begin, called, named, opened
from .texts import TEXTS

app = typer.Typer(help="Who practises, trains or administers: add someone with a key, give a new key, list them.", no_args_is_help=True)
RATE = 600.0


class Role(str, Enum):
    """What somebody may do."""

    agent = "agent"
    trainer = "trainer"
    admin = "admin"


@app.command("add")
def add(
    name: Annotated[str, typer.Argument(help="What they are called.")],
    role: Annotated[Role, typer.Option(help="What they may do.")] = Role.agent,
    language: Annotated[Language, typer.Option(help="The language that they practise in.")] = Language.en,
    rate: Annotated[float, typer.Option(min=0, help="Requests a minute with their key; 0 for no bound.")] = RATE,
    database: StoreOption = STORE,
    keys: KeysOption = None,
    config: ConfigOption = None,
    ui: UiOption = Ui.en,
) -> None:
    """Make a person with a key of theirs and show the key, this once; the store is made where there is none."""
    begin(ui)
    settings = settings_from(config, "coach practice people add", database=keys)
    from coach.api.store import Store
    from coach.practice.store import open_store

    with open_store(database) as store:
        kept = Store(settings.database)
        key = kept.create_key(name, frozenset(("practice",)), rate)
        try:
            person = store.add_person(name, role.value, language.value, kept.id_of(key))
        except BaseException:
            kept.revoke_key(kept.id_of(key))
            raise
    typer.echo(key)
    typer.echo(TEXTS["added"][ui.value].format(name=isolate(name), role=TEXTS[role.value][ui.value], id=isolate(person.id)), err=True)


@app.command("key")
def key(
    person: PersonArgument,
    database: StoreOption = STORE,
    keys: KeysOption = None,
    config: ConfigOption = None,
    ui: UiOption = Ui.en,
) -> None:
    """Make a new key for someone who lost theirs and show it, this once; the old one is refused from now on."""
    begin(ui)
    settings = settings_from(config, "coach practice people key", database=keys)
    from coach.api.store import Store

    with opened(database) as store:
        found = called(store, person)
        kept = Store(settings.database)
        before = kept.key_called(found.key_id)
        scopes = before.scopes if before else frozenset(("practice",))
        made = kept.create_key(found.name, scopes, before.rate if before else RATE, before.quota if before else 0)
        try:
            store.rekey(found.id, kept.id_of(made))
        except BaseException:
            kept.revoke_key(kept.id_of(made))
            raise
        if before is not None:
            kept.revoke_key(before.id)
    typer.echo(made)
    typer.echo(TEXTS["rekeyed"][ui.value].format(name=isolate(found.name)), err=True)


@app.command("list")
def list_people(database: StoreOption = STORE, ui: UiOption = Ui.en) -> None:
    """List everyone, by name."""
    begin(ui)
    with opened(database) as store:
        from coach.practice.store.machine import Machine

        found = Machine(store).everyone()
    for one in found:
        role = TEXTS[one.role][ui.value]
        typer.echo(f"{named(one.id, ui.value)}  {role} · {TEXTS[one.language][ui.value]} · {one.created:%Y-%m-%d} · {isolate(one.name)}")
    typer.echo(TEXTS["people"][ui.value].format(n=len(found)))
