"""Turns: what one side of a conversation says before the other speaks again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from coach.audit.posts import Conversation, Post
from coach.reading import CustomerReading, Reading

SAME_BREATH = timedelta(minutes=15)
"""An agent's messages no further apart than this are one reply, as the lines of a chat are; later ones are a reply of their own."""


@dataclass(slots=True)
class Turn:
    """One side's posts in a row, read: `reading` of an agent's reply, `customer` of a customer's turn.

    `first` is the place of its first post among all of the conversation's. A turn that could not be read
    (too long, no words) has neither. `canned` is the mark of a reply's template (`coach.audit.canned`).
    """

    role: Literal["customer", "agent", "bot"]
    posts: tuple[Post, ...]
    first: int
    reading: Reading | None = field(default=None, repr=False)
    customer: CustomerReading | None = field(default=None, repr=False)
    canned: str | None = None

    @property
    def text(self) -> str:
        """All that is said in it, a line for each post."""
        return "\n".join(post.text for post in self.posts)

    @property
    def author(self) -> str | None:
        """Who speaks."""
        return self.posts[0].author

    @property
    def sent_at(self) -> datetime | None:
        """When it began."""
        return self.posts[0].sent_at

    @property
    def ended_at(self) -> datetime | None:
        """When its last post was sent."""
        return self.posts[-1].sent_at


def turns(conversation: Conversation) -> list[Turn]:
    """Group the posts that customer and company see; notes, events and posts without words belong to no turn."""
    return list(_turns(conversation.posts))


def _turns(posts: Sequence[Post]) -> Iterator[Turn]:
    held: list[Post] = []
    first = 0
    for place, post in enumerate(posts):
        if post.role in ("note", "event") or not post.text.strip():
            continue
        if held and not _goes_on(held[-1], post):
            yield _turn(held, first)
            held = []
        if not held:
            first = place
        held.append(post)
    if held:
        yield _turn(held, first)


def _turn(posts: list[Post], first: int) -> Turn:
    role = posts[0].role
    assert role in ("customer", "agent", "bot")
    return Turn(role, tuple(posts), first)


def _goes_on(last: Post, post: Post) -> bool:
    """Tell whether a post belongs to the turn that ends with `last`."""
    if post.role != last.role:
        return False
    if post.role != "agent":
        return True
    if post.author != last.author:
        return False
    return last.sent_at is None or post.sent_at is None or post.sent_at - last.sent_at <= SAME_BREATH


def minutes(start: datetime | None, end: datetime | None) -> float | None:
    """Give the minutes from one moment to another, never less than none; None where one is not known."""
    return None if start is None or end is None else round(max(0.0, (end - start).total_seconds() / 60), 2)
