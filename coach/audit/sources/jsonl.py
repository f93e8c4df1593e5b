"""JSON Lines and JSON arrays: our own cases, a conversation in a line, or a message in a line."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from coach.audit.posts import Rejected
from coach.audit.sources import records, words
from coach.audit.sources.base import Found, Options, Thread, get, listed, make, within
from coach.audit.sources.delimited import complete
from coach.audit.sources.guess import ROWS, guess_from
from coach.audit.sources.mapping import Mapping
from coach.audit.sources.rows import Reader

LISTS = (("conversations",), ("messages",), ("cases",), ("data",), ("results",), ("items",))
"""Where an object may hold its records."""


def read(path: Path, options: Options, mapping: Mapping | None, label: str) -> Iterator[Found]:
    """Yield the posts of a file of records; raises NoMapping where its fields cannot be told."""
    lists = _lists(path, options)
    reader = None if mapping is None else Reader(complete(mapping, path), options, label)
    for record in records.read(path, lists, options.encoding):
        if isinstance(record, Rejected):
            yield record
        elif reader is None and isinstance(record.fields.get("draft"), str):
            yield from within(record.row, _case(record.row, record.fields, options, f"{label}#{record.row}"))
        else:
            reader = reader or Reader(complete(guess(path, options) or guess_from([], options), path), options, label)
            yield from reader.posts(record.row, record.fields)


def guess(path: Path, options: Options) -> Mapping | None:
    """Guess the mapping of a file of records by the first of them; None for cases of ours, which need none."""
    rows = records.sample(path, _lists(path, options), options.encoding, ROWS)
    return None if rows and all(isinstance(row.get("draft"), str) for row in rows) else guess_from(rows, options)


def _lists(path: Path, options: Options) -> records.Lists:
    """Give the lists to look into: none if the outermost object is itself a conversation, which has an id."""
    first = records.sample(path, (), options.encoding, 1)
    return () if first and ("id" in first[0] or "draft" in first[0]) else LISTS


def _case(row: int, case: dict[str, Any], options: Options, own: str) -> Iterator[Found]:
    """Yield a case of ours: what the customer wrote, a thread perhaps, and the draft as the last reply."""
    told = Thread(
        id=case.get("id") or own,
        channel=words.channel(case.get("channel")),
        customer_name=get(case, "context", "customer_name"),
    )
    gender = words.gender(get(case, "context", "addressee_gender"))
    customer = case.get("customer")
    if isinstance(customer, str) and customer.strip():
        yield from make(row, told, "customer", customer, options, customer_gender=gender, author=told.customer_name)
    for message in listed(case, "customer"):
        said = make(
            row, told, words.role(message.get("role")), message.get("text"), options,
            author=message.get("author"), sent_at=message.get("sent_at"), customer_gender=gender,
        )  # fmt: skip
        yield from said
    yield from make(row, told, "agent", case["draft"], options, author=get(case, "context", "agent_name"), customer_gender=gender)
