"""The way to the database: its address, its connections, and transactions that are tried again when others were in the way."""

import json
import os
import random
import sqlite3
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from coach.errors import MissingExtra
from coach.practice.store.errors import BadUrl, ForeignDatabase, StoreBusy, StoreFault, StoreUnreachable

BUSY_SECONDS = 30
"""How long SQLite waits for another writer: fifty agents at once need a fraction of a second."""

_TRIES = 12
_FIRST_PAUSE = 0.01
_SERIALISATION = frozenset(("40001", "40P01", "55P03"))  # serialisation failure, deadlock, lock not available
_UNIQUE = "23505"
_UNIQUE_SQLITE = (sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY)
_LOCKED_SQLITE = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_WRITING = "coach_writing"

T = TypeVar("T")


def parse(url: str) -> URL:
    """Read a database's address; raises BadUrl. PostgreSQL is spoken to by psycopg, whatever driver is named."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise BadUrl() from None
    name = parsed.get_backend_name()
    if name == "sqlite" and parsed.database not in (None, "", ":memory:") and not parsed.query and parsed.host is None:
        return parsed.set(drivername="sqlite+pysqlite")
    if name in ("postgresql", "postgres") and parsed.database:
        return parsed.set(drivername="postgresql+psycopg")
    raise BadUrl()


def place(url: URL) -> str:
    """Say where the database is, without anyone's password or name."""
    if url.get_backend_name() == "sqlite":
        return url.database or ""
    return f"{url.database} ({url.host or url.query.get('host') or 'localhost'})"


def connect(url: URL, migrating: bool = False) -> Engine:
    """Make the engine; a SQLite file is made if there is none, readable by its owner alone.

    `migrating` leaves foreign keys unchecked: a migration in SQLite makes a table anew, and dropping the old one would take
    along all that refers to it. Values never stand in errors.
    """
    if url.get_backend_name() == "postgresql":
        try:
            return create_engine(
                url,
                hide_parameters=True,
                json_serializer=_json,
                pool_pre_ping=True,
                pool_size=8,
                max_overflow=24,
                connect_args={"connect_timeout": 10},
            )
        except ModuleNotFoundError:
            raise MissingExtra(what="PostgreSQL", library="psycopg", extra="postgres") from None
    path = Path(url.database or "")
    try:
        held = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
        os.fchmod(held, 0o600)  # a file that was there before; SQLite gives its side files the same mode
        os.close(held)
    except OSError:
        raise StoreUnreachable(where=str(path)) from None
    engine = create_engine(url, hide_parameters=True, json_serializer=_json, connect_args={"timeout": BUSY_SECONDS})
    foreign_keys = "OFF" if migrating else "ON"

    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # BEGIN is ours
        for pragma in (f"foreign_keys={foreign_keys}", "secure_delete=ON", "synchronous=FULL"):
            connection.execute(f"PRAGMA {pragma}")

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)  # an Arabic letter is one character, not six


def _begin(connection: Connection) -> None:
    # A transaction that reads first and writes later fails at once where another wrote between; one that means to write says so.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get(_WRITING) else "BEGIN")


class Transactions:
    """Runs work in transactions. Whatever is handed in may run several times, so it does nothing outside the database."""

    def __init__(self, engine: Engine, where: str) -> None:
        """Keep the engine, and how its place is called in errors."""
        self._reader = engine
        self._writer = engine.execution_options(**{_WRITING: True})
        self._where = where
        # SQLite lets one write at a time and has the others look again and again; threads of one process had better queue.
        self._turn: AbstractContextManager[object] = Lock() if engine.dialect.name == "sqlite" else nullcontext()

    def read(self, work: Callable[[Session], T]) -> T:
        """Give what `work` reads, of one moment: nothing is written meanwhile that it would see by halves."""
        level = {"isolation_level": "REPEATABLE READ"} if self._reader.dialect.name == "postgresql" else {}

        def once() -> T:
            with Session(self._reader) as session, session.begin():
                session.connection(execution_options=level)
                return work(session)

        return self._again(once)

    def write(self, work: Callable[[Session], T]) -> T:
        """Give what `work` gives once its writes are kept; raises StoreBusy, and then nothing is."""

        def once() -> T:
            with self._turn, Session(self._writer, expire_on_commit=False) as session, session.begin():
                return work(session)

        return self._again(once)

    def _again(self, once: Callable[[], T]) -> T:
        """Try until others are no longer in the way: a lock, a serialisation failure, or a number that another took first."""
        for attempt in range(_TRIES):
            try:
                return once()
            except PoolTimeout:
                raise StoreBusy() from None
            except DBAPIError as error:
                if _is_down(error):
                    raise StoreUnreachable(where=self._where) from None
                if _is_foreign(error):
                    raise ForeignDatabase(where=self._where) from None
                if not _in_the_way(error):
                    raise StoreFault(what=_code(error)) from None
                time.sleep(_FIRST_PAUSE * 2 ** min(attempt, 6) * random.random())
        raise StoreBusy()


def _in_the_way(error: DBAPIError) -> bool:
    state, code = getattr(error.orig, "sqlstate", None), getattr(error.orig, "sqlite_errorcode", None)
    if isinstance(error, IntegrityError):
        return state == _UNIQUE or code in _UNIQUE_SQLITE
    return state in _SERIALISATION or (code is not None and code & 0xFF in _LOCKED_SQLITE)


def _is_down(error: DBAPIError) -> bool:
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL)
    state = getattr(error.orig, "sqlstate", None)
    refused = state is None and type(error.orig).__name__ in ("OperationalError", "ConnectionTimeout")
    return error.connection_invalidated or refused or (state or "")[:2] in ("08", "28", "3D", "57")


def _code(error: DBAPIError) -> str:
    return str(getattr(error.orig, "sqlstate", None) or getattr(error.orig, "sqlite_errorname", None) or type(error.orig).__name__)


def _is_foreign(error: DBAPIError) -> bool:
    code = getattr(error.orig, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)
