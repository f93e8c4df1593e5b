"""Posts: one message of a past conversation each, in one form whatever system it came from."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Role = Literal["customer", "agent", "bot", "note", "event"]
"""Who speaks: `note` is a private remark between agents, `event` what the system tells (assigned, closed)."""
ROLES: tuple[Role, ...] = ("customer", "agent", "bot", "note", "event")

Status = Literal["open", "pending", "solved"]
"""Where a conversation stands: owed by us, waiting for the customer, done."""


@dataclass(frozen=True, slots=True)
class Post:
    """One message and what its source says of the conversation around it.

    Only `conversation`, `role` and `text` are always there (a note or an event may have no text). `sent_at` is
    aware, in UTC. What belongs to the whole conversation (`channel` to `tags`) may stand on each of its posts or on one:
    the last value counts for `status` and `csat`, the first for the others. `csat` is the customer's own rating, 0 to 1.
    """

    conversation: str
    role: Role
    text: str
    author: str | None = None
    sent_at: datetime | None = None
    message: str | None = None
    channel: str | None = None
    team: str | None = None
    subject: str | None = None
    status: Status | None = None
    customer_name: str | None = None
    customer_gender: str | None = None
    csat: float | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that cannot be read: its number in its file (from 1) and why, by a code of `coach.audit.rejects`; never its text."""

    row: int
    reason: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Conversation:
    """A whole conversation: its posts in the order in which they were sent, and what is known of it."""

    id: str
    posts: tuple[Post, ...]
    channel: str | None = None
    team: str | None = None
    subject: str | None = None
    status: Status | None = None
    customer_name: str | None = None
    customer_gender: str | None = None
    csat: float | None = None
    tags: tuple[str, ...] = ()
