"""The schema's version: what the database has, what the program knows, and the way from one to the other."""

import random
import sqlite3
import time
from contextlib import closing
from threading import Lock

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.engine import URL

from coach.practice.store.engine import BUSY_SECONDS, Transactions, connect, place
from coach.practice.store.errors import ForeignDatabase, NewerDatabase, NoDowngrade, StoreBusy

_LOCK = 0x436F6163  # PostgreSQL's name for "someone brings this database up to date"
_alembic = Lock()  # Alembic keeps the migration that runs in a variable of its module


def configuration(connection: Connection | None = None) -> Config:
    """Give Alembic's settings; its scripts lie in this package, also in an installed one."""
    config = Config()
    config.set_main_option("script_location", "coach.practice.store:migrations")
    config.attributes["connection"] = connection
    return config


def revisions() -> list[str]:
    """List the schema's versions that the program knows, oldest first."""
    with _alembic:
        return [script.revision for script in ScriptDirectory.from_config(configuration()).walk_revisions()][::-1]


def current(connection: Connection) -> str | None:
    """Give the database's version; None where there is none yet."""
    return MigrationContext.configure(connection).get_current_revision()


def ensure(url: URL, engine: Engine, to: str | None = None) -> None:
    """Bring the database to the version `to` (the newest if None), made if it is empty; several may do so at once.

    Raises NewerDatabase where a later program wrote it, ForeignDatabase where something else lies there, NoDowngrade.
    """
    known = revisions()
    target = to or known[-1]
    found = Transactions(engine, place(url)).read(lambda session: _found(session.connection(), url, known))
    if found == target:
        return
    if found is not None and known.index(found) > known.index(target):
        raise NoDowngrade(to=target)
    migrating = connect(url, migrating=True)
    if url.get_backend_name() == "sqlite":
        _keep_a_log(url)
    try:
        Transactions(migrating, place(url)).write(lambda session: _upgrade(session.connection(), url, known, target))
    finally:
        migrating.dispose()


def _found(connection: Connection, url: URL, known: list[str]) -> str | None:
    found = current(connection)
    if found is not None and found not in known:
        raise NewerDatabase(where=place(url), found=found, known=known[-1])
    if found is None and inspect(connection).get_table_names():
        raise ForeignDatabase(where=place(url))
    return found


def _keep_a_log(url: URL) -> None:
    """Let readers and a writer go on side by side; the file remembers it. SQLite does not wait by itself for others to let go here."""
    until = time.monotonic() + BUSY_SECONDS
    with closing(sqlite3.connect(url.database or "", timeout=BUSY_SECONDS)) as held:
        while True:
            try:
                held.execute("PRAGMA journal_mode=WAL")
                return
            except sqlite3.OperationalError:
                if time.monotonic() > until:
                    raise StoreBusy() from None
                time.sleep(random.uniform(0.01, 0.05))


def _upgrade(connection: Connection, url: URL, known: list[str], target: str) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:name)"), {"name": _LOCK})
    found = _found(connection, url, known)
    if found is not None and known.index(found) >= known.index(target):
        return
    with _alembic:
        command.upgrade(configuration(connection), target)
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise ForeignDatabase(where=place(url))
