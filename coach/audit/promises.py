"""Promises: what agents say will be done, by when, and what the thread shows of it.

A promise of word ("I'll check and get back to you") is kept by a later message of any agent's that brings what was
promised; a promise of a deed ("I'll refund you") by one that says it was done. What comes outside the thread, a
parcel, a visit, money or a telephone call, is held against nobody unless the customer says that it did not come.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from coach.audit.due import reckon
from coach.audit.lines import Line, Message, Said, messages, said
from coach.audit.turns import Turn
from coach.audit.workweek import Calendar
from coach.text.stems import content_words

Outcome = Literal["kept", "late", "broken", "unknown"]

GRACE = timedelta(minutes=15)
"""So much after its time a promise still counts as kept: clocks differ, and a chat's answer takes time to be written."""
AT_ONCE = timedelta(hours=2)
"""What is promised within this time may be kept by the next lines of the same reply; what is promised for later may not."""
LOOKS_AHEAD = 100
"""So many messages after a promise are looked through."""

_BRINGS = frozenset(("resolution", "refusal", "compensation", "alternative", "explanation", "instruction"))
_DOES = frozenset(("resolution", "compensation"))
_MAKES = frozenset(("commitment", "follow_up", "vague_promise"))
_NOT_DONE = _MAKES | {"refusal"}
_HELD_UP = ("promise/holding", "promise/failed")


@dataclass(frozen=True, slots=True)
class Promise:
    """A sentence that promises something: in which reply, by when, and what came of it; `settled_by` is the reply that kept it."""

    reply: int
    agent: str | None
    sentence: str
    due: datetime | None
    outcome: Outcome
    settled_by: int | None = None


def promises(turns: Sequence[Turn], ends_at: datetime | None, calendar: Calendar | None = None) -> list[Promise]:
    """List the promises of a conversation in the order in which they were made.

    `ends_at` is the newest time in all of the data: what is not due by then is unknown.
    """
    calendar = calendar or Calendar()
    posts = list(messages(turns))
    made = [(place, one) for place, message in enumerate(posts) for one in _made_in(message, calendar)]
    spoken = list(said(turns))
    found = []
    for place, one in made:
        beside = [other for _, other in made if other is not one and other.message.reply == one.message.reply]
        one.others = frozenset().union(*(other.words for other in beside)) - one.words
        later = posts[place + 1 : place + 1 + LOOKS_AHEAD]
        settling = next((message for message in later if one.kept_by(message)), None)
        outcome = _outcome(one, settling, later, [post for post in spoken if post.turn > one.message.turn], ends_at)
        settled_by = settling.reply if settling is not None and outcome in ("kept", "late") else None
        author = turns[one.message.turn].author
        found.append(Promise(one.message.reply, author, one.line.sentence.text, one.due, outcome, settled_by))
    return found


def _made_in(message: Message, calendar: Calendar) -> Iterator["_Made"]:
    sent_at = message.sent_at
    for line in message.lines:
        makes = line.makes(_MAKES)
        if line.sentence.is_question or line.bears("promise/none", "fact") or not (makes or line.bears("promise/outside", "promise/will")):
            continue
        facts = message.reading.draft.facts
        due = reckon(line.sentence, facts, sent_at, calendar.zone, calendar.weekend) if sent_at else None
        if due is not None or makes:
            yield _Made(line, message, due)


class _Made:
    """A promise, and what would keep it."""

    def __init__(self, line: Line, message: Message, due: datetime | None) -> None:
        self.line = line
        self.message = message
        self.due = due
        self.others: frozenset[str] = frozenset()
        self.words = line.words
        self.outside = line.bears("promise/outside")
        self.called = line.bears("promise/call") and not self.outside
        self._of_word = line.bears("promise/contact") and not self.outside
        self._by_any_word = self._of_word and line.bears("promise/update")
        customer = message.reading.customer
        spoken = frozenset().union(*(content_words(sentence) for sentence in customer.document.body)) if customer else frozenset()
        self._chooses = not self.words.isdisjoint(spoken)
        self._topic = self.words | spoken
        self._matters = line.matters.union(customer.matters if customer else ())

    def kept_by(self, later: Message) -> bool:
        """Tell whether a later message of an agent's brings or does what was promised."""
        sent_at = self.message.sent_at
        if later.reply == self.message.reply and self.due and sent_at and self.due - sent_at > AT_ONCE:
            return False
        return self._word_kept_by(later) if self._of_word else any(map(self._done_in, later.lines))

    def may_be_kept_by(self, later: Message) -> bool:
        """Tell whether a message states something about the matter, or unasked a deed, that is neither a delay nor another promise."""
        return any(
            self._on_topic(line) or (later.unasked and _tells_a_deed(line) and not self._for_another(line))
            for line in later.lines
            if not line.sentence.is_question and not line.bears(*_HELD_UP) and not line.makes(_MAKES)
        )

    def _done_in(self, line: Line) -> bool:
        """Tell whether a line says that the deed was done; a mere step must name the deed itself."""
        if line.sentence.is_question or line.bears(*_HELD_UP) or line.makes(_NOT_DONE):
            return False
        if not (_tells_a_deed(line) or line.bears("promise/fulfilled")):
            return False
        return self._names(line) or (not line.bears("promise/step") and self._on_topic(line))

    def _word_kept_by(self, later: Message) -> bool:
        """Tell whether a message brings the word that was promised, or for a promise of any word, says one unasked."""
        if later.bears("reminder", "closed"):
            return False
        if any(map(self._is_news, later.lines)) or (self._by_any_word and later.bears("promise/fulfilled")):
            return True
        unasked = later.unasked and later.reply != self.message.reply
        if not (self._by_any_word and unasked):
            return False
        return later.bears("promise/holding", "promise/update", "follow_up") or any(map(self._is_unasked_news, later.lines))

    def _is_news(self, line: Line) -> bool:
        """Tell whether a line brings an answer, a deed or a no about the matter; not that it takes longer, nor another promise."""
        if line.sentence.is_question or line.bears(*_HELD_UP):
            return False
        if line.makes(_MAKES):
            return not line.bears("promise/contact") and self._on_topic(line)
        return (line.makes(_BRINGS) or line.bears("promise/brings")) and self._on_topic(line)

    def _is_unasked_news(self, line: Line) -> bool:
        """Tell whether a line says that something is there or done, and is about no other promise."""
        stated = not line.sentence.is_question and not line.bears(*_HELD_UP) and not line.makes(_NOT_DONE)
        return stated and line.bears("promise/brings") and not self._for_another(line)

    def _names(self, line: Line) -> bool:
        """Tell whether a line speaks of what the promise itself names."""
        return not self.words.isdisjoint(line.words) or not self.line.matters.isdisjoint(line.matters)

    def _on_topic(self, line: Line) -> bool:
        """Tell whether a line speaks of the promise or of what the customer had said."""
        if self._for_another(line):
            return False
        return not self._topic.isdisjoint(line.words) or not self._matters.isdisjoint(line.matters)

    def _for_another(self, line: Line) -> bool:
        """Tell whether a line is about another promise of the reply; one that names none of the customer's things is about all of them."""
        return self._chooses and not line.words.isdisjoint(self.others) and line.words.isdisjoint(self.words)


def _tells_a_deed(line: Line) -> bool:
    return line.makes(_DOES) or line.bears("promise/brings")


def _outcome(
    made: _Made,
    settling: Message | None,
    later: Sequence[Message],
    after: Sequence[Said],
    ends_at: datetime | None,
) -> Outcome:
    """Judge a promise by the first message that kept it, by what the customer says, and by how far the data reach.

    What may have kept it, though it does not clearly say so, keeps it from being called broken.
    """
    due = made.due
    if settling is not None:
        if due is None or settling.sent_at is None:
            return "kept" if due is None else "unknown"
        return "kept" if settling.sent_at <= due + GRACE else "late"
    if due is None:
        return "unknown"
    if made.outside and (came := _came(after, due)):
        return came
    if _let_go(after, due) or ends_at is None or ends_at <= due + GRACE or any(map(made.may_be_kept_by, later)):
        return "unknown"
    missed = any(_misses(post, due) for post in after)
    if made.outside and not missed:
        return "unknown"
    return "unknown" if made.called and not missed and not any(_is_past(post, due) and post.emotion for post in after) else "broken"


def _is_past(post: Said, due: datetime) -> bool:
    return post.sent_at is not None and post.sent_at > due


def _misses(post: Said, due: datetime) -> bool:
    """Tell whether a customer says after the time that what was promised did not come."""
    return _is_past(post, due) and post.bears("promise/undone")


def _came(after: Sequence[Said], due: datetime) -> Outcome | None:
    """Tell by the customer's word how what comes from outside came: late only where they had missed it before."""
    missed = False
    for post in after:
        if post.sent_at and post.bears("promise/came"):
            if post.sent_at <= due + GRACE:
                return "kept"
            return "late" if missed else None
        missed = missed or _misses(post, due)
    return None


def _let_go(after: Sequence[Said], due: datetime) -> bool:
    """Tell whether the customer had it or no longer wanted it, and not in anger because its time had passed."""
    for post in after:
        if _misses(post, due) or (_is_past(post, due) and post.emotion):
            return False
        if post.bears("promise/moot", "promise/came", "settled"):
            return True
    return False
