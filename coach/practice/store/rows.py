"""What the store gives back: plain values, cut loose from the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
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
    joined: int


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
    """A trainer's score, beside the machine's; one that was withdrawn counts no more."""

    id: str
    try_id: str
    trainer_id: str | None
    criterion: str
    score: int
    reason: str
    created: datetime
    withdrawn: datetime | None = None


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
    withdrawn: datetime | None = None


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
class Named:
    """Someone, by id and name."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Summary:
    """An attempt in a list, without its words; one whose timer ran out has `ended` and is `finished` since.

    `first` and `last` are means over its messages, trainers' scores counted in.
    """

    id: str
    person: Named
    set_id: str | None
    scenario: str
    language: Language
    difficulty: str
    kinds: list[str]
    held_out: bool
    started: datetime
    finished: datetime | None
    ended: str | None
    limit: float | None
    tries: int
    first: float | None
    last: float | None
    remarks: int


@dataclass(frozen=True, slots=True)
class Whole:
    """An attempt with all that was tried and said in it; `shows_master` is its set's, `names` are the trainers'."""

    attempt: Attempt
    person: Named
    shows_master: bool
    tries: list[Try]
    comments: list[Comment]
    overrides: list[Override]
    names: dict[str, str]

    @property
    def first(self) -> float | None:
        """The mean of the first tries, trainers' scores counted in."""
        return means(self.tries, self.overrides)[0]

    @property
    def last(self) -> float | None:
        """The mean of the last tries, likewise."""
        return means(self.tries, self.overrides)[1]


@dataclass(frozen=True, slots=True)
class GivenSet:
    """A set as it is listed: who made it, how many of its scenarios who asks has finished, and whether anyone has begun it."""

    set: PracticeSet
    trainer: Named | None
    done: int
    begun: bool


@dataclass(frozen=True, slots=True)
class Invited:
    """What an invitation is for; `taken` where its cohort holds an agent of the name that was asked about."""

    set: str
    scenarios: int
    cohort: str
    trainer: str | None
    taken: bool


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


def means(tries: Sequence[Try], overrides: Sequence[Override]) -> tuple[float | None, float | None]:
    """Give the mean scores of the first and of the last tries by message, the latest trainer's score in the machine's place."""
    whole = [one for one in overrides if one.criterion == "overall" and one.withdrawn is None]
    latest = {one.try_id: one.score for one in sorted(whole, key=lambda one: one.created)}
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for one in sorted(tries, key=lambda one: one.number):
        score = latest.get(one.id, one.score)
        first.setdefault(one.turn, score)
        last[one.turn] = score
    return (sum(first.values()) / len(first), sum(last.values()) / len(last)) if first else (None, None)


def over_at(started: datetime, limit: float | None, at: datetime) -> datetime | None:
    """Give the moment in which a timer ran out; None where there is none, or where it still runs at `at`."""
    end = None if limit is None else started + timedelta(seconds=limit)
    return end if end is not None and end < at else None


def row(kind: type[T], source: object) -> T:
    """Copy the fields of a table's row that `kind` has."""
    names = kind.__dataclass_fields__  # type: ignore[attr-defined]
    return kind(**{name: getattr(source, name) for name in names})
