"""Backups: SQLite's own copy of a file in use, and a dump of lines of JSON that either engine takes back.

A dump begins with a line that says what it is, holds one row a line, tables in the order in which they refer to each other, and
ends with a line that counts them, so that half a dump is noticed. A restore is one transaction: whole, or not at all.
"""

import json
import os
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from sqlalchemy import Table, func, insert, select
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from coach.errors import NotFound
from coach.practice.store.columns import now
from coach.practice.store.engine import place
from coach.practice.store.errors import BadBackup, ForeignDatabase, NotEmpty
from coach.practice.store.loading import FORMAT, NOT_OURS, WRONG_ROW, load
from coach.practice.store.models import Base
from coach.practice.store.schema import revisions
from coach.practice.store.store import PracticeStore

_SQLITE = b"SQLite format 3\0"
_AT_ONCE = 500
_TABLES: list[Table] = list(Base.metadata.sorted_tables)


def copy(store: PracticeStore, path: Path) -> None:
    """Write a SQLite store to a file while it is in use; for PostgreSQL, `dump` does it."""
    if store.engine.dialect.name != "sqlite":
        dump(store, path)
        return
    with (
        beside(path) as unfinished,
        closing(sqlite3.connect(store.url.database or "")) as source,
        closing(sqlite3.connect(unfinished)) as target,
    ):
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")  # one file, whole in itself


def dump(store: PracticeStore, path: Path) -> dict[str, int]:
    """Write all tables as of one moment to a file of JSON lines; gives the rows of each."""
    with beside(path) as unfinished, unfinished.open("w", encoding="utf-8") as out:
        return store.transactions.read(lambda session: _dump(session, out))


def _dump(session: Session, out: IO[str]) -> dict[str, int]:
    out.seek(0)
    out.truncate()
    counts: Counter[str] = Counter({table.name: 0 for table in _TABLES})
    _line(out, {"format": FORMAT, "schema": revisions()[-1], "made": now().isoformat()})
    for table in _TABLES:
        keys = list(table.primary_key.columns)
        for row in session.execute(select(table).order_by(*keys).execution_options(yield_per=_AT_ONCE)).mappings():
            values = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in row.items()}
            _line(out, {"table": table.name, "row": values})
            counts[table.name] += 1
    _line(out, {"rows": counts})
    out.flush()
    return dict(counts)


def _line(out: IO[str], value: object) -> None:
    out.write(json.dumps(value, ensure_ascii=False) + "\n")


def restore(store: PracticeStore, path: Path, force: bool = False) -> dict[str, int]:
    """Fill a store from a dump or from a SQLite copy, of this version or an older one; gives the rows of each table.

    Raises NotEmpty where it holds anything, unless `force` lets that go; BadBackup, NewerDatabase or NotFound, and then nothing
    was changed: the file is first made into a store of its own and brought up to date.
    """
    try:
        with path.open("rb") as given:
            is_copy = given.read(len(_SQLITE)) == _SQLITE
    except OSError as error:
        raise NotFound(where=str(path), what=error.strerror or "-") from None
    with TemporaryDirectory(prefix="coach-restore-") as folder:
        apart = Path(folder) / "restored.db"
        _unpack(path, apart) if is_copy else load(path, apart)
        try:
            with PracticeStore(f"sqlite:///{apart}") as source:
                return source.transactions.read(
                    lambda rows: store.transactions.write(lambda session: _fill(session, rows, store, path, force))
                )
        except ForeignDatabase:
            raise BadBackup(where=str(path), what=NOT_OURS) from None


def _fill(session: Session, source: Session, store: PracticeStore, path: Path, force: bool) -> dict[str, int]:
    if any(session.scalar(select(func.count()).select_from(table)) for table in _TABLES):
        if not force:
            raise NotEmpty(where=place(store.url))
        for table in reversed(_TABLES):
            session.execute(table.delete())
    counts = {}
    for table in _TABLES:
        counts[table.name] = 0
        for some in source.execute(select(table)).mappings().partitions(_AT_ONCE):
            try:
                session.execute(insert(table), [dict(row) for row in some])
            except (IntegrityError, DataError):
                raise BadBackup(where=str(path), what=WRONG_ROW) from None
            counts[table.name] += len(some)
    return counts


def _unpack(path: Path, apart: Path) -> None:
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as source, closing(sqlite3.connect(apart)) as target:
            source.backup(target)
    except sqlite3.DatabaseError:
        raise BadBackup(where=str(path), what=NOT_OURS) from None


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """Give a file beside `path`, its owner's alone, that takes its place once it is whole; raises NotFound."""
    unfinished = path.with_name(path.name + ".part")
    try:
        os.close(os.open(unfinished, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))
        os.chmod(unfinished, 0o600)
        yield unfinished
        os.replace(unfinished, path)
    except OSError as error:
        raise NotFound(where=str(path), what=error.strerror or "-") from None
    finally:
        with suppress(OSError):
            unfinished.unlink()
