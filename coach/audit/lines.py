"""Lines: the sentences of a conversation, ready to be held against each other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from coach.audit.marks import marks
from coach.audit.turns import Turn
from coach.models.asks import content_words
from coach.reading import CustomerReading, Reading, count_matters
from coach.text.document import Sentence
from coach.text.values import find_values


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
    """One post of an agent's turn, read; `unasked` where the customer said nothing since the agents last wrote."""

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
        start = 0
        for number, post in enumerate(turn.posts):
            end = start + len(post.text)
            inside = [sentence for sentence in turn.reading.sentences if start <= sentence.start < end]
            lines = tuple(Line(sentence, frozenset(marks(sentence))) for sentence in inside)
            yield Message(reply, place, post.sent_at, lines, turn.reading, turn.reading.customer is None or number > 0)
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
