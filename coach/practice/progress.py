"""Progress: how someone does, and whether a training changed it. Pure over the store's outcomes.

Only **first tries** count: the first reply to each message in the first attempt at a scenario, before anything was told of it.
Held-out scenarios are told apart, so that phrases learnt by heart from the others show as what they are.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache
from importlib.resources import files
from math import sqrt
from typing import Any, Literal

import yaml
from pydantic import Field

from coach.config import CRITERIA, Criterion, Strict, Texts
from coach.practice.scenario import Kind
from coach.statistics import Cells, difference, interval

OVERALL = "overall"
PRACTISED = (*CRITERIA, "facts", "moves")
"""The criteria of an attempt: the rubric's, and those that practice adds."""
FIGURES = (OVERALL, *PRACTISED)
_Z = 1.959964  # the normal quantile of a 95 % interval

Interval = tuple[float, float]


class Least(Strict):
    """Below which numbers nothing is told."""

    people: int = Field(ge=2)
    replies: int = Field(ge=2)
    recent: int = Field(ge=1)
    group: int = Field(ge=2)


class Care(Strict):
    """When a word of care is due."""

    kinds: tuple[Kind, ...]
    run: int = Field(ge=2)
    share: tuple[int, int]
    within_minutes: int = Field(ge=1)
    fresh_minutes: int = Field(ge=1)
    quiet_minutes: int = Field(ge=0)
    quiet_after_dismissals: int = Field(ge=1)
    quiet_days: int = Field(ge=1)


class Limits(Strict):
    """What progress.yaml holds; the reasons stand there."""

    least: Least
    spacing_days: tuple[int, ...] = Field(min_length=1)
    again_after_days: int
    recent_firsts: int
    trains: dict[Kind, tuple[Criterion | Literal["facts", "moves"], ...]]
    care: Care
    texts: dict[str, Texts]

    @property
    def least_group(self) -> int:
        """How many agents a total about strain needs."""
        return self.least.group


@lru_cache(maxsize=1)
def limits() -> Limits:
    """Give the limits that ship."""
    return Limits.model_validate(yaml.safe_load((files("coach.practice") / "progress.yaml").read_text(encoding="utf-8")))


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one try came out; a trainer's score stands in the machine's place where there is one, and `overridden` tells so."""

    person: str
    attempt: str
    scenario: str
    kinds: tuple[str, ...]
    difficulty: str
    held_out: bool
    turn: str
    number: int
    score: int
    criteria: Mapping[str, int | None]
    at: datetime
    overridden: bool = False


@dataclass(frozen=True, slots=True)
class First:
    """One attempt by its first tries: the mean of each figure over its messages. `seen` tells that the scenario was met before,
    `overridden` that a trainer scored one of them.
    """

    person: str
    scenario: str
    kinds: tuple[str, ...]
    difficulty: str
    held_out: bool
    seen: bool
    figures: Mapping[str, float]
    at: datetime
    overridden: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """The mean of a figure over `n` scenarios, with its 95 % interval; None of either with too little."""

    n: int
    mean: float | None
    interval: Interval | None
    too_little: bool


@dataclass(frozen=True, slots=True)
class Change:
    """How a figure changed from before a training to after it, with its 95 % interval.

    `paired` tells that each person is compared with themself and `n` counts people; else `n` counts scenarios on the scarcer side.
    """

    before: float | None
    after: float | None
    difference: float | None
    interval: Interval | None
    n: int
    paired: bool
    too_little: bool

    @property
    def sure(self) -> bool:
        """Tell whether the interval leaves out zero."""
        return self.interval is not None and (self.interval[0] > 0 or self.interval[1] < 0)


def attempts(outcomes: Iterable[Outcome]) -> list[First]:
    """Give every attempt by its first tries, in order of time; `outcomes` go back to the first, or `seen` is told wrongly."""
    tries: dict[tuple[str, str], list[Outcome]] = defaultdict(list)
    for outcome in sorted(outcomes, key=lambda one: (one.at, one.attempt, one.turn, one.number)):
        if outcome.number == 1:
            tries[outcome.person, outcome.attempt].append(outcome)
    met: set[tuple[str, str]] = set()
    found = []
    for same in tries.values():
        one = same[0]
        figures = {OVERALL: sum(tried.score for tried in same) / len(same)}
        for name in PRACTISED:
            given = [score for tried in same if (score := tried.criteria.get(name)) is not None]
            if given:
                figures[name] = sum(given) / len(given)
        seen = (one.person, one.scenario) in met
        met.add((one.person, one.scenario))
        marked = any(tried.overridden for tried in same)
        found.append(First(one.person, one.scenario, one.kinds, one.difficulty, one.held_out, seen, figures, one.at, marked))
    return found


def firsts(outcomes: Iterable[Outcome], held_out: bool) -> list[First]:
    """Give the first attempts at scenarios, the held-out ones or the others, in order of time."""
    return [one for one in attempts(outcomes) if not one.seen and one.held_out == held_out]


def standing(some: Sequence[First], figure: str = OVERALL, seed: int = 0) -> Standing:
    """Give the mean of a figure; a group's interval draws people, one person's draws scenarios."""
    values = [(one.person, one.figures[figure]) for one in some if figure in one.figures]
    if len(values) < limits().least.replies:
        return Standing(len(values), None, None, True)
    people: dict[str, list[float]] = defaultdict(list)
    for person, value in values:
        people[person].append(value)
    clusters = list(people.values()) if len(people) > 1 else [[value] for _, value in values]
    cells = Cells.of((len(one), sum(one), 1) for one in clusters)
    few = len(clusters) < (limits().least.people if len(people) > 1 else limits().least.replies)
    ends = None if few else _widened(interval(cells, seed, figure), cells.mean(), len(clusters))
    return Standing(len(values), cells.mean(), None if ends is None else (max(0.0, ends[0]), min(100.0, ends[1])), False)


def change(some: Sequence[First], at: datetime, figure: str = OVERALL, seed: int = 0) -> Change:
    """Compare the first tries before a training, held at `at`, with those after it.

    Only scenarios of the same difficulty are compared, and the differences pooled. For a group each person is compared with
    themself, and the interval draws people (bootstrap, Efron & Tibshirani 1993); one person's draws scenarios on either side.
    Better figures after a training are not yet the training's doing: who had none in the same weeks says how much is mere practice.
    """
    people: dict[str, list[First]] = defaultdict(list)
    for one in some:
        if figure in one.figures:
            people[one.person].append(one)
    if len(people) == 1:
        return _own_change(next(iter(people.values())), at, figure, seed)
    pairs = [pair for mine in people.values() if (pair := _pair(mine, at, figure)) is not None]
    if len(pairs) < limits().least.people:
        return Change(None, None, None, None, len(pairs), True, True)
    cells = Cells.of((1, after - before, 1) for before, after in pairs)
    before, after = (sum(pair[side] for pair in pairs) / len(pairs) for side in (0, 1))
    ends = _widened(interval(cells, seed, figure), after - before, len(pairs))
    return Change(before, after, after - before, ends, len(pairs), True, False)


def _widened(ends: Interval | None, middle: float | None, n: int) -> Interval | None:
    """Widen a percentile interval of `n` draws to what a t interval would span, sqrt(n / (n - 1)) t / z (Hesterberg 2015).

    Of simulated groups without any change 12 in 100 would else be called changed at eight people and 8 at twenty; so it is 7 and 6.
    """
    if ends is None or middle is None:
        return None
    z, freedom = _Z, n - 1
    t = z + (z**3 + z) / (4 * freedom) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)  # Cornish & Fisher's expansion
    factor = sqrt(n / freedom) * t / z
    return middle - (middle - ends[0]) * factor, middle + (ends[1] - middle) * factor


def _sides(mine: Sequence[First], at: datetime, figure: str) -> list[tuple[list[float], list[float]]]:
    """Give the values before and after for each difficulty that has both."""
    strata: dict[str, tuple[list[float], list[float]]] = defaultdict(lambda: ([], []))
    for one in mine:
        strata[one.difficulty][one.at >= at].append(one.figures[figure])
    return [sides for _, sides in sorted(strata.items()) if all(sides)]


def _pair(mine: Sequence[First], at: datetime, figure: str) -> tuple[float, float] | None:
    sides = _sides(mine, at, figure)
    if not sides:
        return None
    weights = [len(before) * len(after) / (len(before) + len(after)) for before, after in sides]
    means = [(sum(before) / len(before), sum(after) / len(after)) for before, after in sides]
    before, after = (sum(weight * mean[side] for weight, mean in zip(weights, means, strict=True)) / sum(weights) for side in (0, 1))
    return before, after


def _own_change(mine: Sequence[First], at: datetime, figure: str, seed: int) -> Change:
    sides = [(before, after) for before, after in _sides(mine, at, figure) if min(len(before), len(after)) >= 2]
    n = min(sum(len(one[side]) for one in sides) for side in (0, 1)) if sides else 0
    cells = [(Cells.of((1, value, 1) for value in before), Cells.of((1, value, 1) for value in after)) for before, after in sides]
    found = difference(cells, seed, figure) if n >= limits().least.replies else None
    if found is None:
        return Change(None, None, None, None, n, False, True)
    return Change(found.a, found.b, found.difference, _widened(found.interval, found.difference, n), n, False, False)


def people_with(some: Sequence[First], figure: str) -> int:
    """Count who has a figure."""
    return len({one.person for one in some if figure in one.figures})


def standing_of(some: Sequence[First], figure: str, group: bool, seed: int = 0) -> Standing:
    """Give how things stand; of a group nothing below `limits().least_group` people, since it would be somebody's own."""
    found = standing(some, figure, seed)
    return Standing(found.n, None, None, True) if group and people_with(some, figure) < limits().least_group else found


def change_of(some: Sequence[First], at: datetime, figure: str, group: bool, seed: int = 0) -> Change:
    """Give the change since a training, of a group likewise."""
    found = change(some, at, figure, seed)
    few = group and people_with(some, figure) < limits().least_group
    return Change(None, None, None, None, found.n, found.paired, True) if few else found


def report(outcomes: Sequence[Outcome], at: datetime | None = None, seed: int = 0, *, group: bool = False) -> dict[str, Any]:
    """Give every figure of someone, or of a group, as JSON: `practised` and `held_out` apart; `change` where a training is named.

    A group is told of as in words and plots: not where so few have a figure that it would be somebody's own.
    """
    told: dict[str, Any] = {}
    for name, held_out in (("practised", False), ("held_out", True)):
        some = firsts(outcomes, held_out)
        told[name] = {"standing": {figure: asdict(standing_of(some, figure, group, seed)) for figure in FIGURES}}
        if at is not None:
            told[name]["change"] = {
                figure: {**asdict(one), "sure": one.sure} for figure in FIGURES for one in (change_of(some, at, figure, group, seed),)
            }
    return told
