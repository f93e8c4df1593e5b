"""Zendesk: tickets with their comments, as the JSON export and the ticket API give them, with users and groups beside them or within.

https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_comments/
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from coach.audit.posts import Rejected, Role
from coach.audit.sources import records, words
from coach.audit.sources.base import Found, Options, Thread, get, listed, make, name, within
from coach.audit.sources.mapping import Mapping

LISTS = (("tickets",), ("results",))
_BESIDE = (("users",), ("groups",))
MAX_PEOPLE = 1_000_000
"""Users whose names are held in memory."""
_EVENTS = {"assignee_id": "assigned", "group_id": "assigned"}


class _Known(NamedTuple):
    """Names by id, and who of the users is one of us."""

    names: dict[Any, str]
    groups: dict[Any, str]
    staff: set[Any]


def looks_like(record: dict[str, Any]) -> bool:
    """Tell a ticket of Zendesk's by its fields."""
    own = {"requester_id", "requester"} & record.keys() and {"via", "satisfaction_rating", "submitter_id"} & record.keys()
    return bool(own) and "responder_id" not in record


def read(path: Path, options: Options, mapping: Mapping | None, label: str) -> Iterator[Found]:
    """Yield the posts of each ticket."""
    known = _beside(path, options)
    for record in records.read(path, LISTS, options.encoding):
        if isinstance(record, Rejected):
            yield record
        else:
            yield from within(record.row, _ticket(record.row, record.fields, known, options))


def _beside(path: Path, options: Options) -> _Known:
    """Collect the users and groups that stand beside the tickets; they may stand after them."""
    known = _Known({}, {}, set())
    first = records.sample(path, (), options.encoding, 1)
    if not first or looks_like(first[0]):
        return known
    for record in records.read(path, _BESIDE, options.encoding):
        if isinstance(record, Rejected) or record.path not in _BESIDE or len(known.names) >= MAX_PEOPLE:
            continue
        identity, called = record.fields.get("id"), name(record.fields.get("name"))
        if called is not None and isinstance(identity, int | str):
            (known.groups if record.path == ("groups",) else known.names)[identity] = called
        if record.path == ("users",) and record.fields.get("role") in ("agent", "admin") and isinstance(identity, int | str):
            known.staff.add(identity)
    return known


def _ticket(row: int, ticket: dict[str, Any], known: _Known, options: Options) -> Iterator[Found]:
    requester = _id(ticket.get("requester_id")) or _id(get(ticket, "requester", "id"))
    names = {_id(get(ticket, who, "id")): name(get(ticket, who, "name")) for who in ("requester", "assignee", "submitter")}

    def called(identity: Any) -> Any:
        if identity == -1:
            return None  # the system
        return known.names.get(identity) or names.get(identity) or identity

    told = Thread(
        id=ticket.get("id"),
        channel=words.channel(get(ticket, "via", "channel")),
        team=known.groups.get(_id(ticket.get("group_id"))) or get(ticket, "group", "name"),
        subject=ticket.get("subject"),
        status=_status(ticket.get("status")),
        customer_name=known.names.get(requester) or names.get(requester),
        csat=words.rating(str(get(ticket, "satisfaction_rating", "score")).removesuffix("_with_comment")),
        tags=ticket.get("tags"),
    )
    copied = [one for key in ("email_cc_ids", "collaborator_ids") if isinstance(held := ticket.get(key), list) for one in held]
    customers = {requester, *map(_id, copied)} - known.staff - {None}
    comments = listed(ticket, "comments") or [
        {**event, "created_at": audit.get("created_at"), "via": audit.get("via")}
        for audit in listed(ticket, "audits")
        for event in listed(audit, "events")
        if event.get("type") == "Comment"
    ]
    if not comments and ticket.get("description"):
        comments = [{"author_id": requester, "body": ticket["description"], "created_at": ticket.get("created_at")}]
    for comment in comments:
        author = _id(comment.get("author_id"))
        outsider = bool(known.staff) and author in known.names and author not in known.staff
        role: Role = "customer" if author in customers or outsider else "agent"
        if comment.get("public") is False:
            role = "note"
        elif author == -1 or str(get(comment, "via", "channel")).startswith(("rule", "answer_bot")):
            role = "bot"
        text, html = next(
            ((comment[key], key == "html_body") for key in ("plain_body", "html_body", "body") if comment.get(key)), (None, False)
        )
        yield from make(
            row, told, role, text, options,
            html=html, author=called(author), sent_at=comment.get("created_at"), message=comment.get("id"),
        )  # fmt: skip
    for audit in listed(ticket, "audits"):
        for event in listed(audit, "events"):
            if text := _event(event):
                yield from make(
                    row, told, "event", text, options, author=called(_id(audit.get("author_id"))), sent_at=audit.get("created_at")
                )


def _id(value: Any) -> int | str | None:
    return value if isinstance(value, int | str) else None


def _status(value: Any) -> str | None:
    return {"new": "open", "hold": "pending"}.get(str(value), value if isinstance(value, str) else None)


def _event(event: dict[str, Any]) -> str | None:
    if event.get("type") != "Change":
        return None
    if event.get("field_name") != "status":
        return _EVENTS.get(str(event.get("field_name")))
    now, before = words.status(_status(event.get("value"))), words.status(_status(event.get("previous_value")))
    if now == "solved":
        return None if before == "solved" else "closed"
    return "reopened" if before == "solved" else None
