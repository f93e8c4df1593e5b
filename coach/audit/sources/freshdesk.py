"""Freshdesk: tickets with their conversations, as the API gives them or as the account's export wraps them.

https://developers.freshdesk.com/api/#conversations
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from coach.audit.posts import Rejected, Role
from coach.audit.sources import records, words
from coach.audit.sources.base import Found, Options, Thread, get, listed, make, within
from coach.audit.sources.mapping import Mapping

LISTS = (("tickets",), ("results",))
_STATUSES = {2: "open", 3: "pending", 4: "solved", 5: "solved", 6: "pending", 7: "open"}
_SOURCES = {1: "email", 2: "email", 5: "social", 6: "social", 7: "chat", 9: "email", 10: "email", 13: "whatsapp"}
_OUTBOUND = 10
_FORWARD = 8
_RATINGS = {103: 1.0, 102: 5 / 6, 101: 4 / 6, 100: 0.5, -101: 2 / 6, -102: 1 / 6, -103: 0.0}
"""Freshdesk's codes, from extremely happy to extremely unhappy."""


def looks_like(record: dict[str, Any]) -> bool:
    """Tell a ticket of Freshdesk's by its fields."""
    return bool({"helpdesk_ticket", "responder_id"} & record.keys()) or any("incoming" in one for one in listed(record, "conversations"))


def read(path: Path, options: Options, mapping: Mapping | None, label: str) -> Iterator[Found]:
    """Yield the posts of each ticket."""
    for record in records.read(path, LISTS, options.encoding):
        if isinstance(record, Rejected):
            yield record
        else:
            ticket = record.fields.get("helpdesk_ticket")
            yield from within(record.row, _ticket(record.row, ticket if isinstance(ticket, dict) else record.fields, options))


def _ticket(row: int, ticket: dict[str, Any], options: Options) -> Iterator[Found]:
    status, source = ticket.get("status"), ticket.get("source")
    told = Thread(
        id=ticket.get("display_id") or ticket.get("id"),
        channel=_SOURCES.get(source) if isinstance(source, int) else words.channel(ticket.get("source_name") or source),
        team=get(ticket, "group", "name") or ticket.get("group_name") or ticket.get("group_id"),
        subject=ticket.get("subject"),
        status=_STATUSES.get(status) if isinstance(status, int) else status if isinstance(status, str) else None,
        customer_name=get(ticket, "requester", "name") or ticket.get("requester_name"),
        csat=_rating(get(ticket, "satisfaction_rating", "ratings", "default_question")),
        tags=ticket.get("tags"),
    )
    begun: Role = "agent" if source == _OUTBOUND else "customer"
    author = ticket.get("responder_id") if begun == "agent" else told.customer_name or ticket.get("requester_id")
    if ticket.get("description_text") or ticket.get("description"):
        yield from _said(row, told, begun, ticket, "description", author, options)
    for one in listed(ticket, "conversations") or _notes(ticket):
        role: Role = "customer" if one.get("incoming") else "agent"
        if one.get("private") or one.get("source") == _FORWARD:
            role = "note"
        who = get(one, "user", "name") or (told.customer_name if role == "customer" else None) or one.get("user_id")
        yield from _said(row, told, role, one, "body", who, options)


def _notes(ticket: dict[str, Any]) -> list[dict[str, Any]]:
    """List what the account's export has in place of conversations: notes, each within an object of its own."""
    held = listed(ticket, "notes") or listed(ticket, "helpdesk_notes")
    inner = [one.get("note") or one.get("helpdesk_note") or one for one in held]
    return [one for one in inner if isinstance(one, dict)]


def _said(row: int, told: Thread, role: Role, fields: dict[str, Any], key: str, author: Any, options: Options) -> Iterator[Found]:
    """Yield what stands under `key` as HTML, which marks what is quoted, else as plain text."""
    html = bool(fields.get(key))
    text = fields[key] if html else fields.get(f"{key}_text")
    message = fields.get("id") if key == "body" else None
    yield from make(row, told, role, text, options, html=html, author=author, sent_at=fields.get("created_at"), message=message)


def _rating(code: Any) -> float | None:
    return _RATINGS.get(code) if isinstance(code, int) else None
