"""The server's clock."""

from datetime import UTC, date, datetime, time


def now() -> datetime:
    """Give this moment in UTC."""
    return datetime.now(UTC)


def midnight(day: date | None) -> datetime | None:
    """Give the moment in which a day begins, in UTC."""
    return None if day is None else datetime.combine(day, time.min, UTC)
