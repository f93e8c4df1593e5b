"""Results: what one reply is worth and why, as it is shown, stored and compared."""

from typing import Literal

from pydantic import Field

from coach.config import Strict, Texts
from coach.practice.claim import Verdict
from coach.practice.scenario import Grade
from coach.reading import AskStatus

Span = tuple[int, int]


class Reason(Strict):
    """Why points were lost: the criterion, how many, in both languages, and the words it is about, half-open offsets in the reply.

    `key` is the same for the same fault in another try.
    """

    key: str
    criterion: str
    lost: float
    text: Texts
    spans: tuple[Span, ...] = ()


class Changed(Strict):
    """What a try does otherwise than the one before: points, and the reasons that went and that came."""

    points: int
    better: tuple[Texts, ...] = ()
    worse: tuple[Texts, ...] = ()


class Marked(Strict):
    """A value or a sentence in the reply and how it stands to what is known."""

    verdict: Verdict
    kind: str
    start: int
    end: int
    fact: str | None = None


class Result(Strict):
    """What one reply is worth, and why. `version` is the scenario's."""

    schema_version: Literal[1] = 1
    scenario: str
    version: int
    turn: str
    score: int = Field(ge=0, le=100)
    grade: Grade
    criteria: dict[str, int | None]
    asks: tuple[AskStatus, ...]
    reasons: tuple[Reason, ...]
    claims: tuple[Marked, ...]
    tricks: tuple[str, ...]
    changed: Changed | None = None
    next_turn: str | None = None
    ruleset: str
    models: dict[str, str]
