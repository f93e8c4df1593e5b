"""`coach keys`: who may use the API."""

from enum import Enum
from typing import TYPE_CHECKING, Annotated

import typer

from .serve import ConfigOption, DatabaseOption, settings_from

if TYPE_CHECKING:
    from coach.api.store import Store

app = typer.Typer(help="The API's keys: create, list, revoke.", no_args_is_help=True)


class Scope(str, Enum):
    """What a key is good for."""

    check = "check"
    rewrite = "rewrite"
    practice = "practice"
    admin = "admin"


@app.command("create")
def create(
    name: Annotated[str, typer.Argument(help="Whose key it is.")],
    scope: Annotated[list[Scope] | None, typer.Option(help="What it is good for, once for each; check and rewrite by default.")] = None,
    rate: Annotated[float, typer.Option(min=0, help="Requests a minute; 0 for no bound.")] = 600,
    quota: Annotated[int, typer.Option(min=0, help="Drafts a day (UTC); 0 for no bound.")] = 0,
    config: ConfigOption = None,
    database: DatabaseOption = None,
) -> None:
    """Make a key and show it, this once; only its hash is kept."""
    scopes = frozenset(one.value for one in scope or (Scope.check, Scope.rewrite))
    typer.echo(_store(config, database).create_key(name, scopes, rate, quota))


@app.command("list")
def list_keys(config: ConfigOption = None, database: DatabaseOption = None) -> None:
    """List the keys, revoked ones too."""
    for key in _store(config, database).list_keys():
        bounds = f"{key.rate:g}/min {key.quota or '-'}/day"
        typer.echo(
            f"{key.id}  {' '.join(sorted(key.scopes)):32} {bounds:20} {'revoked' if key.revoked else 'live':8} {key.created}  {key.name}"
        )


@app.command("revoke")
def revoke(
    identity: Annotated[str, typer.Argument(metavar="ID", help="The key's id, as `coach keys list` shows it.")],
    config: ConfigOption = None,
    database: DatabaseOption = None,
) -> None:
    """Refuse a key from now on, in running servers too."""
    _store(config, database).revoke_key(identity)
    typer.echo(f"{identity} is revoked")


def _store(config: ConfigOption, database: DatabaseOption) -> "Store":
    settings = settings_from(config, "coach keys", database=database)
    from coach.api.store import Store

    return Store(settings.database)
