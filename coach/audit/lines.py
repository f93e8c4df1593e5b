"""Lines: the sentences of a conversation, ready to be held against each other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from coach.audit.marks import marked, marks
from coach.audit.turns import Turn
from coach.reading import CustomerReading, Reading, count_matters
from coach.text.document import Sentence
from coach.text.stems import content_words
from coach.text.values import find_values

_LONGEST_THANKS = 10
"""Words: what is longer says more than thanks."""


@dataclass(frozen=True)
class Line:
    """A sentence of an agent's with its marks."""

    sentence: Sentence
    marks: frozenset[str]

    @cached_property
    def words(self) -> frozenset[str]:
        """The stems of its content words without its times."""
        sentence = self.sentence
        spans = [(sentence.start + value.start, sentence.start + value.end) for value in find_values(sentence.text)]
        spans += [sentence.span(hit) for hit in sentence.hits if hit.label.startswith(("time.", "moves.greeting"))]
        return content_words(sentence, spans)

    @cached_property
    def matters(self) -> frozenset[str]:
        """What it is about."""
        return frozenset(count_matters([self.sentence]))

    def bears(self, *names: str) -> bool:
        """Tell whether it bears one of the marks `names`."""
        return not self.marks.isdisjoint(names)

    def makes(self, moves: frozenset[str]) -> bool:
        """Tell whether it makes one of `moves`."""
        return not moves.isdisjoint(self.sentence.moves)


@dataclass(frozen=True, slots=True)
class Message:
    """One post of an agent's turn, read; `unasked` where the customer said nothing but thanks since the agents last wrote."""

    reply: int
    turn: int
    sent_at: datetime | None
    lines: tuple[Line, ...]
    reading: Reading
    unasked: bool

    def bears(self, *names: str) -> bool:
        """Tell whether one of its lines bears one of the marks `names`."""
        return any(line.bears(*names) for line in self.lines)


def messages(turns: Sequence[Turn]) -> Iterator[Message]:
    """Yield the agents' posts that were read, in order; `reply` numbers the agents' turns from 0."""
    reply = -1
    for place, turn in enumerate(turns):
        if turn.role != "agent":
            continue
        reply += 1
        if turn.reading is None:
            continue
        unasked = turn.reading.customer is None or merely_thanks(turn.reading.customer)
        start = 0
        for number, post in enumerate(turn.posts):
            end = start + len(post.text)
            inside = [sentence for sentence in turn.reading.sentences if start <= sentence.start < end]
            lines = tuple(Line(sentence, frozenset(marks(sentence))) for sentence in inside)
            yield Message(reply, place, post.sent_at, lines, turn.reading, unasked or number > 0)
            start = end + 1


def heard(turns: Sequence[Turn]) -> list[CustomerReading | None]:
    """Give for each turn what a customer's was read as, on its own or with the reply that answers it; None for any other."""
    found: list[CustomerReading | None] = [None] * len(turns)
    answer: CustomerReading | None = None
    for place in range(len(turns) - 1, -1, -1):
        turn = turns[place]
        if turn.role == "agent":
            answer = turn.reading.customer if turn.reading else None
        elif turn.role == "customer":
            found[place] = turn.customer or answer
            answer = None
    return found


@dataclass(frozen=True, slots=True)
class Said:
    """What one post of a customer's says; the feeling is that of its whole turn."""

    turn: int
    sent_at: datetime | None
    sentences: tuple[Sentence, ...]
    emotion: int

    def bears(self, *names: str) -> bool:
        """Tell whether one of its sentences bears one of the marks `names`."""
        return marked(self.sentences, *names)


def said(turns: Sequence[Turn]) -> Iterator[Said]:
    """Yield the customer's posts that were read, in order."""
    for place, (turn, reading) in enumerate(zip(turns, heard(turns), strict=True)):
        if reading is not None:
            for sent_at, sentences in _by_post(turn, reading):
                yield Said(place, sent_at, sentences, reading.emotion.level)


def _by_post(turn: Turn, reading: CustomerReading) -> Iterator[tuple[datetime | None, tuple[Sentence, ...]]]:
    """Deal out what a turn was read as to its posts; a sentence that none holds whole stays with the one before it."""
    dealt: list[list[Sentence]] = [[] for _ in turn.posts]
    number = 0
    for sentence in reading.document.body:
        number = next((later for later in range(number, len(dealt)) if sentence.text in turn.posts[later].text), number)
        dealt[number].append(sentence)
    return ((post.sent_at, tuple(sentences)) for post, sentences in zip(turn.posts, dealt, strict=True) if sentences)


def merely_thanks(reading: CustomerReading | None) -> bool:
    """Tell whether a customer only thanks and waits for no answer: nothing is asked, told or complained of."""
    return reading is not None and not reading.asks and not reading.emotion.level and _only_thanks(reading.document.body)


def waits_since(turn: Turn, reading: CustomerReading | None) -> datetime | None:
    """Give when a customer's turn began to wait for an answer: with the first post that is more than thanks."""
    if reading is None:
        return turn.sent_at
    return next((sent_at for sent_at, sentences in _by_post(turn, reading) if not _only_thanks(sentences)), turn.sent_at)


def _only_thanks(sentences: Sequence[Sentence]) -> bool:
    if sum(len(sentence.words) for sentence in sentences) > _LONGEST_THANKS or any(find_values(sentence.text) for sentence in sentences):
        return False
    if any(sentence.is_question or sentence.has("customer.ask") for sentence in sentences):
        return False
    return any(map(_thanks, sentences)) and all(
        _thanks(sentence) or len(sentence.words) <= 2 or marked((sentence,), "settled", "promise/came") for sentence in sentences
    )


def _thanks(sentence: Sentence) -> bool:
    return sentence.has("customer.thanks")
