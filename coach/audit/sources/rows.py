"""Rows to posts by a mapping: of a table, or of nested records; one message in a row, both sides in a row, or a list of messages."""

from collections.abc import Iterator
from collections.abc import Mapping as Fields
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from coach.audit.posts import Rejected, Role
from coach.audit.sources import words
from coach.audit.sources.base import MAX_NAME, Found, Options, Thread, make, name, within
from coach.audit.sources.mapping import Mapping
from coach.text.normalise import western_digits

_TRUE = frozenset(("true", "1", "yes", "y", "t", "نعم", "صح", "private", "internal", "خاص", "داخلي"))
_MAX_NUMBER = 40


class Reader:
    """Reading of rows by a mapping; `file` names conversations where no column does."""

    def __init__(self, mapping: Mapping, options: Options, file: str) -> None:
        """Prepare what is the same for every row."""
        times = mapping.times
        self._mapping = mapping
        self._options = replace(
            options, zone=times.zone or options.zone, day_first=options.day_first if times.day_first is None else times.day_first
        )
        self._file = file
        self._columns = mapping.columns.model_dump(exclude_none=True)
        listed = [path for path in self._columns.values() if "[]" in path]
        self._list = listed[0].partition("[]")[0] if listed else None

    def posts(self, row: int, fields: Fields[str, Any]) -> Iterator[Found]:
        """Yield what one row holds."""
        if self._list is None:
            yield from self._row(row, fields, None)
            return
        messages = at(fields, self._list)
        if not isinstance(messages, list):
            yield Rejected(row, "not-a-conversation", "text")
            return
        yield from within(row, (one for number, message in enumerate(messages) for one in self._row(row, fields, message, number == 0)))

    def _row(self, row: int, fields: Fields[str, Any], message: Any, first: bool = True) -> Iterator[Found]:
        def value(field: str) -> Any:
            path = self._columns.get(field)
            if path is None:
                return None
            return at(message, path.partition("[]")[2].lstrip(".")) if "[]" in path else at(fields, path)

        constants, own, columns = self._mapping.constants, self._mapping.own_words, self._columns
        rated = value("csat")
        csat = rating(rated, self._mapping)
        if csat is None and rated not in (None, "") and first:
            yield Rejected(row, "bad-rating", "csat")
        told = Thread(
            id=value("conversation") if "conversation" in columns else f"{self._file}#{row}",
            channel=words.channel(value("channel"), own["channels"]) or constants.channel,
            team=value("team") or constants.team,
            subject=value("subject"),
            status=words.status(value("status"), own["statuses"]) or constants.status,
            customer_name=value("customer_name"),
            csat=csat,
            tags=value("tags"),
        )
        sides: list[tuple[Role | None, Any, Any, Any, Any]]
        author = value("author") or constants.author
        if "customer_text" in columns or "reply" in columns:
            asked, reply, answer = value("customer_text"), value("reply"), name(value("message"), MAX_NAME - 10)
            sides = [
                ("customer", asked, told.customer_name, value("sent_at"), value("message")),
                ("agent", reply, author, value("reply_at"), answer and f"{answer}/reply"),
            ]
            sides = [side for side in sides if side[1] not in (None, "")] or sides[:1]
        else:
            role = words.role(value("role"), own["roles"]) or (constants.role if not value("role") else None)
            if str(value("private")).strip().lower() in _TRUE and role != "event":
                role = "note"
            sides = [(role, value("text"), author, value("sent_at"), value("message"))]
        gender = words.gender(value("customer_gender")) or constants.customer_gender
        for role, text, who, sent_at, message_id in sides:
            yield from make(
                row, told, role, text, self._options,
                html=self._mapping.html, author=who, sent_at=sent_at, message=message_id,
                time_format=self._mapping.times.format, customer_gender=gender,
            )  # fmt: skip


def at(value: Any, path: str) -> Any:
    """Give what a path names: a key as it stands, else a step for each dot; the value itself for an empty path."""
    if not path:
        return value
    if isinstance(value, dict) and path in value:
        return value[path]
    for step in path.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    return value


def rating(value: Any, mapping: Mapping | None = None) -> float | None:
    """Give a rating from 0 to 1; None where it is not on its scale."""
    scale = mapping.csat if mapping else None
    if (word := words.rating(value, mapping.own_words["ratings"] if mapping else None)) is not None:
        return word
    try:
        number = Decimal(western_digits(str(value)[:_MAX_NUMBER]).strip().rstrip("%"))
    except (InvalidOperation, ValueError):
        return None
    low, high = (scale.low, scale.high) if scale else (1.0, 5.0)
    return (float(number) - low) / (high - low) if number.is_finite() and low <= number <= high else None
