"""What every source shares: its options, and how a raw message becomes a Post within bounds."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from coach.audit.posts import Post, Rejected, Role
from coach.audit.sources import times, words
from coach.audit.sources.files import MARK
from coach.audit.sources.markup import plain
from coach.case import MAX_CUSTOMER, MAX_DRAFT, MAX_MESSAGES

MAX_ID = 200
MAX_NAME = 200
MAX_SUBJECT = 500
MAX_TAGS = 50
MAX_HTML = 400_000
"""Code points of a body before its tags are taken off."""
_LIMITS: dict[Role, int] = {"customer": MAX_CUSTOMER, "agent": MAX_DRAFT, "bot": MAX_DRAFT, "note": MAX_CUSTOMER, "event": MAX_NAME}
_SPEAKERS = ("customer", "agent", "bot")
_TAG_BREAK = re.compile(r"[,;|،؛\n]")

Found = Post | Rejected


@dataclass(frozen=True, slots=True)
class Options:
    """What an auditor tells about all inputs.

    `zone` is where naive times were taken; `day_first` whether 03/04 is the third of April (None: yes,
    unless the file shows otherwise). `own_domains` and `own_addresses` tell our side of a mailbox. `encoding` forces one.
    """

    zone: str = "UTC"
    day_first: bool | None = None
    own_domains: frozenset[str] = frozenset()
    own_addresses: frozenset[str] = frozenset()
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class Thread:
    """What a source says of a whole conversation; goes onto each of its posts."""

    id: object
    channel: str | None = None
    team: object = None
    subject: object = None
    status: str | None = None
    customer_name: object = None
    csat: float | None = None
    tags: object = ()


def make(
    row: int,
    thread: Thread,
    role: Role | None,
    text: object,
    options: Options,
    *,
    html: bool = False,
    author: object = None,
    sent_at: object = None,
    message: object = None,
    time_format: str | None = None,
    customer_gender: str | None = None,
) -> Iterator[Found]:
    """Yield a Post, or why there is none; before it, what of it was lost."""
    conversation = name(thread.id, MAX_ID + 1)
    if conversation is None:
        yield Rejected(row, "no-id", "conversation")
        return
    if role is None:
        yield Rejected(row, "unknown-role", "role")
        return
    body = str(text) if isinstance(text, str | int | float) else ""
    if html and len(body) <= MAX_HTML:
        body = plain(body)
    body = body.strip()
    if reason := _wrong(conversation, body, role):
        yield Rejected(row, reason, "conversation" if len(conversation) > MAX_ID else "text")
        return
    at: datetime | None = None
    if sent_at not in (None, ""):
        at = times.parse(sent_at, options.zone, options.day_first, time_format)
        if at is None:
            yield Rejected(row, "bad-time", "sent_at")
    yield Post(
        conversation,
        role,
        body,
        author=name(author),
        sent_at=at,
        message=name(message),
        channel=thread.channel,
        team=name(thread.team),
        subject=name(thread.subject, MAX_SUBJECT),
        status=words.status(thread.status),
        customer_name=name(thread.customer_name, 100),
        customer_gender=customer_gender,
        csat=thread.csat,
        tags=tags(thread.tags),
    )


def _wrong(conversation: str, body: str, role: Role) -> str | None:
    if len(conversation) > MAX_ID or len(body) > _LIMITS[role]:
        return "too-long"
    if MARK in body:
        return "wrong-encoding"
    if not _sound(body):
        return "not-text"
    if role in _SPEAKERS and not body:
        return "no-text"
    return None


def _sound(text: str) -> bool:
    """Tell whether a text can be written down: no NUL, no half of a surrogate pair."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text


def name(value: object, limit: int = MAX_NAME) -> str | None:
    """Give a short value as text on one line, cut at `limit`; None where there is none or it is no text."""
    if value is None or isinstance(value, bool | dict | list):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # a column of numbers with gaps is read as floats
    text = " ".join(str(value)[: limit * 4].split())[:limit]
    return text if text and MARK not in text and _sound(text) else None


def tags(value: object) -> tuple[str, ...]:
    """Give tags in order, without repetition: of a list, or of a text parted by commas, semicolons or bars."""
    if isinstance(value, str):
        value = _TAG_BREAK.split(value[: MAX_TAGS * MAX_NAME])
    if not isinstance(value, list | tuple):
        return ()
    found = (name(one.get("name") if isinstance(one, dict) else one, 100) for one in value[:MAX_TAGS])
    return tuple(dict.fromkeys(one for one in found if one))


def within(row: int, posts: Iterable[Found]) -> Iterator[Found]:
    """Pass on what a record gives, unless that is nothing, or more messages than a conversation may hold."""
    held = list(posts)
    if not held:
        yield Rejected(row, "not-a-conversation", "text")
    if sum(isinstance(one, Post) and one.role in _SPEAKERS for one in held) > MAX_MESSAGES:
        yield Rejected(row, "too-many-messages")
        return
    yield from held


def get(value: Any, *path: str | int) -> Any:
    """Give what stands at a path of nested objects and lists; None where any step is missing."""
    for step in path:
        if isinstance(step, int):
            value = value[step] if isinstance(value, list) and len(value) > step else None
        else:
            value = value.get(step) if isinstance(value, Mapping) else None
    return value


def listed(value: Any, *path: str) -> list[dict[str, Any]]:
    """Give the objects of a list at a path; none where there is no list."""
    found = get(value, *path)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
