"""Dumps read: lines of JSON made into a SQLite file with the schema that they were written from, whichever that was."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from pydantic import Field, ValidationError
from sqlalchemy import JSON, Column, Connection, MetaData, Table, insert
from sqlalchemy import DateTime as DateTimeType
from sqlalchemy.exc import IntegrityError

from coach.config import Strict
from coach.practice.store.engine import connect, parse
from coach.practice.store.errors import BadBackup, NewerDatabase
from coach.practice.store.schema import ensure, revisions

FORMAT = "coach-practice-dump"
MAX_LINE = 16_000_000
"""Bytes of a line: a state of the greatest length, each of its characters written as four bytes, and room for the rest."""
NOT_OURS = {"en": "it is neither a dump nor a SQLite copy of ours", "ar": "ليس ملف تصدير ولا نسخة SQLite من برنامجنا"}
WRONG_ROW = {"en": "a row does not fit its table", "ar": "فيه صف لا يوافق جدوله"}
_END = b'{"rows"'
_HALF = {"en": "its end is missing, or some rows are", "ar": "آخره ناقص أو تنقصه صفوف"}


class Head(Strict):
    """The first line: what this is, and the schema it was written from."""

    format: str = Field(pattern=f"^{FORMAT}$")
    schema_: str = Field(alias="schema", max_length=40)
    made: datetime


class Line(Strict):
    """One row of a table."""

    table: str = Field(max_length=60)
    row: dict[str, Any]


class End(Strict):
    """The last line: how many rows each table has."""

    rows: dict[str, int]


def load(path: Path, apart: Path) -> None:
    """Make a dump into the SQLite file `apart`; raises BadBackup with the line, or NewerDatabase."""
    with path.open("rb") as given:
        lines = _lines(given, path)
        try:
            head = Head.model_validate_json(next(lines)[1])
        except (ValidationError, StopIteration):
            raise BadBackup(where=str(path), what=NOT_OURS) from None
        known = revisions()
        if head.schema_ not in known:
            raise NewerDatabase(where=str(path), found=head.schema_, known=known[-1])
        url = parse(f"sqlite:///{apart}")
        engine = connect(url)
        try:
            ensure(url, engine, head.schema_)
            with engine.begin() as connection:
                _fill(connection, lines, path)
        finally:
            engine.dispose()


def _fill(connection: Connection, lines: Iterator[tuple[int, bytes]], path: Path) -> None:
    metadata = MetaData()
    metadata.reflect(connection)
    counts: Counter[str] = Counter()
    for at, line in lines:
        where = f"{path}:{at}"
        try:
            if line.startswith(_END):
                if counts != Counter(End.model_validate_json(line).rows) or next(lines, None) is not None:
                    raise BadBackup(where=where, what=_HALF)
                return
            found = Line.model_validate_json(line)
            table = metadata.tables[found.table]
            connection.execute(insert(table), _values(table, found.row))
        except (ValidationError, ValueError, KeyError, IntegrityError):
            raise BadBackup(where=where, what=WRONG_ROW) from None
        counts[found.table] += 1
    raise BadBackup(where=str(path), what=_HALF)


def _lines(given: IO[bytes], path: Path) -> Iterator[tuple[int, bytes]]:
    at = 0
    while line := given.readline(MAX_LINE + 1):
        at += 1
        if len(line) > MAX_LINE:
            raise BadBackup(where=f"{path}:{at}", what=WRONG_ROW)
        yield at, line


def _values(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """Give the row as the table takes it; raises ValueError where it does not fit."""
    if set(row) != set(table.columns.keys()):
        raise ValueError("columns")
    return {column.name: _value(column, row[column.name]) for column in table.columns}


def _value(column: Column[Any], value: Any) -> Any:
    """Give a value that its column takes: SQLite itself would take any."""
    if isinstance(column.type, JSON):
        return value
    if value is None:
        if not column.nullable:
            raise ValueError("empty")
        return None
    if isinstance(column.type, DateTimeType):
        return datetime.fromisoformat(value).astimezone(UTC).replace(tzinfo=None)
    wanted = (int, float) if column.type.python_type is float else column.type.python_type
    if not isinstance(value, wanted) or (isinstance(value, bool) and column.type.python_type is not bool):
        raise ValueError("type")
    if isinstance(value, str) and len(value) > (getattr(column.type, "length", None) or len(value)):
        raise ValueError("length")
    return value
