"""What the store gives back: plain values, cut loose from the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, TypeVar

from coach.practice.scenario import Grade

Role = Literal["agent", "trainer", "admin"]
Language = Literal["en", "ar"]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Person:
    """Who practises, trains or administers."""

    id: str
    name: str
    role: Role
    language: Language
    key_id: str | None
    external_id: str | None
    created: datetime


@dataclass(frozen=True, slots=True)
class Cohort:
    """People who are trained together."""

    id: str
    name: str
    created: datetime


@dataclass(frozen=True, slots=True)
class PracticeSet:
    """Scenarios in the order in which a trainer wants them practised."""

    id: str
    name: str
    scenarios: list[str]
    timer_seconds: int | None
    deadline: datetime | None
    shows_master: bool
    trainer_id: str | None
    created: datetime


@dataclass(frozen=True, slots=True)
class Invitation:
    """A set given to a cohort; its token is told once, when it is made."""

    id: str
    set_id: str
    cohort_id: str
    trainer_id: str | None
    created: datetime
    expires: datetime
    withdrawn: datetime | None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One go at a scenario; `revision` is to be sent along with the next reply."""

    id: str
    person_id: str
    set_id: str | None
    scenario: str
    scenario_version: int
    scenario_sha: str
    language: Language
    difficulty: str
    kinds: list[str]
    held_out: bool
    state: dict[str, Any]
    revision: int
    started: datetime
    finished: datetime | None


@dataclass(frozen=True, slots=True)
class Try:
    """One reply to one message, with what was found in it; `text` is None once it was erased."""

    id: str
    attempt_id: str
    turn: str
    number: int
    text: str | None
    score: int
    grade: Grade
    criteria: dict[str, int | None]
    reasons: list[Any]
    ruleset_sha: str
    models: dict[str, str]
    seconds: float | None
    created: datetime


@dataclass(frozen=True, slots=True)
class Override:
    """A trainer's score, beside the machine's."""

    id: str
    try_id: str
    trainer_id: str | None
    criterion: str
    score: int
    reason: str
    created: datetime


@dataclass(frozen=True, slots=True)
class Comment:
    """A trainer's words about a stretch of a try."""

    id: str
    try_id: str
    trainer_id: str | None
    start: int
    end: int
    text: str
    created: datetime


@dataclass(frozen=True, slots=True)
class RubricVersion:
    """The thresholds and weights by which attempts are judged from `created` on."""

    id: str
    thresholds: dict[str, Any]
    weights: dict[str, Any]
    note: str
    trainer_id: str | None
    created: datetime


@dataclass(frozen=True, slots=True)
class Nudge:
    """A word of care that someone was shown."""

    id: str
    kind: str
    shown_at: datetime
    dismissed: datetime | None


@dataclass(frozen=True, slots=True)
class Start:
    """What is kept of a scenario when an attempt at it begins."""

    scenario: str
    version: int
    sha: str
    language: Language
    difficulty: str
    kinds: Sequence[str]
    held_out: bool
    state: Mapping[str, Any]
    set_id: str | None = None


@dataclass(frozen=True, slots=True)
class NewTry:
    """A reply and its judgement, to be kept."""

    turn: str
    text: str
    score: int
    grade: Grade
    criteria: Mapping[str, int | None]
    reasons: Sequence[Any] = ()
    ruleset_sha: str = ""
    models: Mapping[str, str] = field(default_factory=dict)
    seconds: float | None = None


def row(kind: type[T], source: object) -> T:
    """Copy the fields of a table's row that `kind` has."""
    names = kind.__dataclass_fields__  # type: ignore[attr-defined]
    return kind(**{name: getattr(source, name) for name in names})
