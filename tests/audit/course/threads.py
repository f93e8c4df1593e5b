"""Threads as the cases write them, made into a conversation and turns whose readings are filled in as an audit fills them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from coach.audit import canned
from coach.audit.posts import Conversation, Post
from coach.audit.turns import Turn, turns
from coach.case import NO_DRAFT, Case
from coach.pipeline import Coach
from tests.cases import COACH

START = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
"""A Tuesday."""
_UNITS = {"m": 1, "h": 60, "d": 1440}


def minutes(written: str) -> int:
    """Read "5m", "3h", "2d" and what is joined with spaces."""
    return sum(int(part[:-1]) * _UNITS[part[-1]] for part in written.split())


def conversation(thread: list[list[str]], **more: Any) -> Conversation:
    """Make a conversation of lines [who, when, text]; who is `customer`, `bot`, `note`, `event`, or an agent's name."""
    posts = []
    for who, when, text in thread:
        role: Any = who if who in ("customer", "bot", "note", "event") else "agent"
        posts.append(Post("c", role, text, who if role == "agent" else None, START + timedelta(minutes=minutes(when))))
    return Conversation("c", tuple(posts), **more)


def read_turns(held: Conversation, coach: Coach = COACH) -> list[Turn]:
    """Give its turns, read."""
    found = turns(held)
    channel = held.channel or "email"
    for place, turn in enumerate(found):
        if turn.role == "agent":
            before = next((index for index in range(place - 1, -1, -1) if found[index].role == "agent"), -1)
            asked = any(one.role == "customer" for one in found[before + 1 : place])
            thread = [{"role": one.role, "text": one.text} for one in found[:place] if one.role != "bot"]
            turn.reading = coach.read(Case.make({"draft": turn.text, "channel": channel, "customer": thread if asked else None}))
            turn.canned = canned.fingerprint(turn.text, turn.reading.draft.facts, [turn.author or ""])
        elif turn.role == "customer" and not any(one.role == "agent" for one in found[place + 1 :]):
            turn.customer = coach.customers.read(turn.text, Case.make({"draft": NO_DRAFT, "customer": turn.text}))
    return found
