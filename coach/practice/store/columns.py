"""Column types that mean the same in SQLite and in PostgreSQL."""

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import uuid4

from sqlalchemy import JSON, DateTime, String
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import mapped_column
from sqlalchemy.types import TypeDecorator

ID_LENGTH = 32


class Moment(TypeDecorator[datetime]):
    """A moment that knows its zone, kept in UTC; a time without a zone is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give what is kept: SQLite, which knows no zones, is given the time in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give it back in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def new_id() -> str:
    """Give an id that nobody guesses, so that knowing one tells nothing of the next."""
    return uuid4().hex


def now() -> datetime:
    """Give this moment in UTC."""
    return datetime.now(UTC)


Id = Annotated[str, mapped_column(String(ID_LENGTH), primary_key=True, default=new_id)]
Key = Annotated[str, mapped_column(String(60))]
"""A short word of ours: a scenario's or a turn's id, a criterion, a kind."""
Name = Annotated[str, mapped_column(String(120))]
Made = Annotated[datetime, mapped_column(Moment, default=now)]
Object = Annotated[dict[str, Any], mapped_column(JSON)]
Array = Annotated[list[Any], mapped_column(JSON)]
