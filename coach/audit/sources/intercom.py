"""Intercom: conversations with their parts, as the API and the data export give them.

https://developers.intercom.com/docs/references/rest-api/api.intercom.io/conversations
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from coach.audit.posts import Rejected, Role
from coach.audit.sources import records, words
from coach.audit.sources.base import Found, Options, Thread, get, listed, make, within
from coach.audit.sources.mapping import Mapping
from coach.audit.sources.markup import plain

LISTS = (("conversations",), ("data",))
_ROLES: dict[str, Role] = {"user": "customer", "lead": "customer", "contact": "customer", "admin": "agent", "bot": "bot"}
_STATES = {"open": "open", "snoozed": "pending", "closed": "solved"}
_EVENTS = {
    "close": "closed", "open": "reopened", "assignment": "assigned", "assign_and_reopen": "reopened", "snoozed": "snoozed",
    "away_mode_assignment": "assigned", "default_assignment": "assigned", "timer_unsnooze": "reopened",
}  # fmt: skip


def looks_like(record: dict[str, Any]) -> bool:
    """Tell a conversation of Intercom's by its fields."""
    return "conversation_parts" in record or (record.get("type") == "conversation" and "source" in record)


def read(path: Path, options: Options, mapping: Mapping | None, label: str) -> Iterator[Found]:
    """Yield the posts of each conversation."""
    for record in records.read(path, LISTS, options.encoding):
        if isinstance(record, Rejected):
            yield record
        else:
            yield from within(record.row, _conversation(record.row, record.fields, options))


def _conversation(row: int, fields: dict[str, Any], options: Options) -> Iterator[Found]:
    source = fields.get("source") or fields.get("conversation_message")
    parts = listed(fields, "conversation_parts", "conversation_parts") or listed(fields, "conversation_parts")
    rating = get(fields, "conversation_rating", "rating")
    authors = [get(source, "author"), *(part.get("author") for part in parts)]
    told = Thread(
        id=fields.get("id"),
        channel=words.channel(get(source, "type")),
        team=get(fields, "team_assignee", "name") or fields.get("team_assignee_id"),
        subject=_plain_title(fields.get("title") or get(source, "subject")),
        status=_STATES.get(str(fields.get("state"))),
        customer_name=next((get(one, "name") for one in authors if _role(one) == "customer" and get(one, "name")), None),
        csat=(rating - 1) / 4 if isinstance(rating, int | float) and 1 <= rating <= 5 else None,
        tags=listed(fields, "tags", "tags"),
    )
    if isinstance(source, dict) and source.get("body"):
        yield from _said(row, told, source, _role(source.get("author")), source.get("created_at") or fields.get("created_at"), options)
    for part in parts:
        kind = str(part.get("part_type"))
        if part.get("body"):
            role = "note" if kind in ("note", "note_and_reopen") else _role(part.get("author"))
            yield from _said(row, told, part, role, part.get("created_at"), options)
        if kind in _EVENTS:
            who = get(part, "author", "name")
            yield from make(row, told, "event", _EVENTS[kind], options, author=who, sent_at=part.get("created_at"))


def _said(row: int, told: Thread, part: dict[str, Any], role: Role | None, sent_at: Any, options: Options) -> Iterator[Found]:
    author = get(part, "author", "name") or get(part, "author", "id")
    yield from make(row, told, role, part["body"], options, html=True, author=author, sent_at=sent_at, message=part.get("id"))


def _role(author: Any) -> Role | None:
    if get(author, "from_ai_agent") is True:
        return "bot"
    return _ROLES.get(str(get(author, "type")))


def _plain_title(title: Any) -> Any:
    return plain(title[:2_000]) if isinstance(title, str) else None
