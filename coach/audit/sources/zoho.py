"""Zoho Desk: tickets with their conversations (threads and comments), as the API gives them.

https://desk.zoho.com/DeskAPIDocument#Threads
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from coach.audit.posts import Rejected, Role
from coach.audit.sources import records, words
from coach.audit.sources.base import Found, Options, Thread, get, listed, make, within
from coach.audit.sources.mapping import Mapping

LISTS = (("data",), ("tickets",))
_RATINGS = {"good": 1.0, "okay": 0.5, "ok": 0.5, "bad": 0.0}


def looks_like(record: dict[str, Any]) -> bool:
    """Tell a ticket of Zoho Desk's by its fields."""
    return "ticketNumber" in record or any({"direction", "isDescriptionThread", "commenter"} & one.keys() for one in _parts(record)[:5])


def read(path: Path, options: Options, mapping: Mapping | None, label: str) -> Iterator[Found]:
    """Yield the posts of each ticket."""
    for record in records.read(path, LISTS, options.encoding):
        if isinstance(record, Rejected):
            yield record
        else:
            yield from within(record.row, _ticket(record.row, record.fields, options))


def _parts(ticket: dict[str, Any]) -> list[dict[str, Any]]:
    """List a ticket's threads and comments, oldest first; the API gives the newest first."""
    found = [part for key in ("conversations", "threads", "comments") for part in listed(ticket, key) or listed(ticket, key, "data")]
    return sorted(found, key=lambda part: str(part.get("createdTime") or part.get("commentedTime") or ""))


def _ticket(row: int, ticket: dict[str, Any], options: Options) -> Iterator[Found]:
    told = Thread(
        id=ticket.get("ticketNumber") or ticket.get("id"),
        channel=words.channel(ticket.get("channel")),
        team=get(ticket, "department", "name") or get(ticket, "team", "name") or ticket.get("departmentId"),
        subject=ticket.get("subject"),
        status=words.status(ticket.get("statusType")) or words.status(ticket.get("status")),
        customer_name=_called(ticket.get("contact")),
        csat=_RATINGS.get(str(ticket.get("customerRating")).lower()),
        tags=ticket.get("tags") or listed(ticket, "tags"),
    )
    parts = _parts(ticket)
    if ticket.get("description") and not any(part.get("direction") == "in" for part in parts[:1]):
        yield from make(
            row, told, "customer", ticket["description"], options, html=True, author=told.customer_name, sent_at=ticket.get("createdTime")
        )
    for part in parts:
        commented = "commentedTime" in part or part.get("type") == "comment"
        author = part.get("commenter") if commented else part.get("author")
        ours = str(get(author, "type")).upper() != "END_USER" if commented else part.get("direction") == "out"
        role: Role | None = "agent" if ours else "customer"
        public = part.get("isPublic") is True if commented else part.get("visibility") not in ("private", "internal")
        if not public or part.get("isForward") is True:
            role = "note"
        elif not commented and part.get("direction") not in ("in", "out"):
            role = None
        elif ours and (part.get("responderType") == "system" or get(author, "type") == "SYSTEM"):
            role = "bot"
        yield from make(
            row, told, role, part.get("content") or part.get("plainText") or part.get("summary"), options,
            html=part.get("contentType") != "plainText" and bool(part.get("content")),
            author=_called(author) or part.get("fromEmailAddress"), message=part.get("id"),
            sent_at=part.get("createdTime") or part.get("commentedTime"),
        )  # fmt: skip
    if told.status == "solved" and ticket.get("closedTime"):
        yield from make(row, told, "event", "closed", options, sent_at=ticket["closedTime"])


def _called(person: Any) -> str | None:
    parts = [get(person, key) for key in ("firstName", "lastName")]
    return get(person, "name") or " ".join(part for part in parts if isinstance(part, str) and part) or None
