"""Progress, criteria and the rubric as they are told."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from coach.config import Texts
from coach.practice.settings import Grades

from .people import Named, Told


class Point(Told):
    """An attempt by its first tries: the mean of each figure."""

    at: datetime
    scenario: str
    held_out: bool
    seen: bool
    figures: Mapping[str, float]


class Who(Told):
    """Whose progress it is."""

    person: Named | None = None
    cohort: Named | None = None


class ProgressBody(Told):
    """Progress, held-out scenarios apart; with a training, `change` stands in both."""

    who: Who
    practised: dict[str, dict[str, Any]]
    held_out: dict[str, dict[str, Any]]
    series: list[Point]


class StandingRow(Told):
    """Where one of a cohort stands: scenarios tried, hours since the last reply, figures of practised and of held-out ones."""

    person: dict[str, str]
    tried: int
    hours_since: float | None
    standing: dict[str, Any]
    held_out: dict[str, Any]
    change: dict[str, Any] | None
    next: str | None


class StandingBody(Told):
    """A cohort's table, and the report of its agents."""

    people: list[StandingRow]
    cohort: dict[str, Any]


class CriterionBody(Told):
    """A criterion by its name."""

    id: str
    name: Texts


class CriteriaBody(Told):
    """What replies are judged by, and where grades begin; what kinds of conversation and levels are called."""

    criteria: list[CriterionBody]
    grades: Grades
    kinds: dict[str, Texts]
    difficulties: dict[str, Texts]


class RubricBody(Told):
    """A version of the rubric; `ruleset` is what stands in the results that it judged."""

    id: str
    thresholds: Grades
    weights: dict[str, float]
    note: str
    trainer: Named | None
    created: datetime
    ruleset: str


class InForce(Told):
    """What new replies are judged by; `id` is null where no version was set."""

    id: str | None
    thresholds: Grades
    weights: dict[str, float]
    ruleset: str


class RubricsBody(Told):
    """The versions, the latest first, and what is in force."""

    rubrics: list[RubricBody]
    in_force: InForce
