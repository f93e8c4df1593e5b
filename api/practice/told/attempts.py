"""Scenarios and attempts as they are told."""

from datetime import datetime
from typing import Literal

from coach.config import Texts
from coach.practice.result import Result

from .people import Named, Told

Ended = Literal["finished", "time", "given-up"]


class Brief(Told):
    """A scenario in a list; `tried` and `best` are the caller's own: attempts with a reply, and the best mean of last tries."""

    id: str
    version: int
    title: Texts
    language: str
    dialect: str | None
    sector: str
    channel: str
    difficulty: str
    kinds: list[str]
    held_out: bool
    turns: int
    tried: int = 0
    best: int | None = None


class Part(Told):
    """The customer, or the agent who is played."""

    name: str
    gender: str


class FactBody(Told):
    """Something that the agent knows; `denied` cannot be had, `secret` must not be told."""

    key: str
    say: str
    denied: bool
    secret: bool


class SampleBody(Told):
    """A graded reply to the first message."""

    grade: str
    text: str
    why: str


class Situation(Brief):
    """A scenario as an agent sees it before answering."""

    situation: str
    company: str
    customer: Part
    agent: Part
    facts: list[FactBody]


class ScenarioBody(Situation):
    """A scenario with its first message; master's reply and samples are for trainers."""

    message: str
    master: str | None = None
    samples: list[SampleBody] | None = None


class ScenariosBody(Told):
    """Scenarios, in order of id."""

    scenarios: list[Brief]


class NextOne(Told):
    """What to practise next, and why."""

    scenario: Brief
    kind: str
    criterion: str | None
    why: Literal["new", "due", "early"]
    due: datetime | None
    text: Texts


class NextBody(Told):
    """What to practise next, the most urgent first."""

    next: list[NextOne]


class CommentBody(Told):
    """A trainer's words about a stretch of a try; `withdrawn` ones are told to trainers alone."""

    id: str
    trainer: Named | None
    start: int
    end: int
    text: str
    created: datetime
    withdrawn: datetime | None = None


class OverrideBody(Told):
    """A trainer's score beside the machine's; the latest of a criterion counts that was not `withdrawn`."""

    id: str
    trainer: Named | None
    criterion: str
    score: int
    reason: str
    created: datetime
    withdrawn: datetime | None = None


class TryBody(Told):
    """One reply and what it is worth; `text` is null once it was erased. `at`: seconds since the attempt began."""

    id: str
    number: int
    text: str | None
    at: float | None
    created: datetime
    result: Result
    comments: list[CommentBody]
    overrides: list[OverrideBody]


class VisitBody(Told):
    """A message of the customer's and the tries at answering it."""

    turn: str
    message: str
    hints: list[str]
    open: bool
    ends: bool
    shown: bool
    master: str | None
    tries: list[TryBody]


class AttemptBody(Told):
    """Where an attempt stands. `current` is false where the scenario was changed or taken away since: then it only can be read.

    `shows_master` is false where the set keeps masters' replies back until the attempt is over.
    """

    id: str
    person: Named
    set_id: str | None
    scenario: Situation
    current: bool
    language: str
    revision: int
    started: datetime
    finished: datetime | None
    ended: Ended | None
    shows_master: bool
    limit: float | None
    left: float | None
    first: float | None
    last: float | None
    visits: list[VisitBody]


class SummaryBody(Told):
    """An attempt in a list."""

    id: str
    person: Named
    set_id: str | None
    scenario: str
    title: Texts
    language: str
    difficulty: str
    kinds: list[str]
    held_out: bool
    started: datetime
    finished: datetime | None
    ended: Ended | None
    tries: int
    first: float | None
    last: float | None
    grade: str | None
    remarks: int


class AttemptsBody(Told):
    """Attempts, the latest first; `next`, given back as `before`, asks for the next page."""

    attempts: list[SummaryBody]
    next: datetime | None
