"""Calibration: how far trainers and the score agree, and which weights and thresholds would bring them closer.

Agreement is Cohen's kappa on the grades, weighted by the square of their distance (Cohen 1968); its interval draws
scenarios with replacement, since replies to one message stand or fall together. A suggestion is tried on each scenario
with what the others gave, so that it is never fitted to itself.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coach.errors import MissingExtra
from coach.practice.result import Result
from coach.practice.rubric import weights_now
from coach.practice.settings import Grades, settings
from coach.statistics import generator

OVERALL = "overall"
LEAST_SCORES, LEAST_SCENARIOS = 20, 5
"""Below either a figure says little, and is marked so."""
LEAST_KAPPA = 0.2
"""Agreement below is slight at best (Landis & Koch 1977): nothing is suggested from it."""
_DRAWS = 1_000
_FLAT = 0.004  # of kappa: thresholds so near to the best are as good, and the middle of them is taken
_PULL = 0.8  # the trainers' noise (8 points) over how far weights may be off (10 of 100): how strongly they keep their place
_ROUNDS = 8  # until the weights' sum by reply, which they depend on, moves no longer
_LEAST_WEIGHT = 0.1
_SUBSTANCE = ("completeness", "facts")

Floats = NDArray[np.float64]
Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply as we score it. `faults` are points off the whole; `ceiling` is the cap that held, 100 where none did; `shown` are
    the criteria as they are shown, where they differ from those that the score was reckoned from."""

    scenario: str
    turn: str
    text: str
    score: int
    criteria: Mapping[str, float]
    faults: float = 0.0
    ceiling: float = 100.0
    shown: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, result: Result, text: str, reckoned: Mapping[str, int]) -> "Reply":
        """Take a result apart, with the criteria that its score was reckoned from."""
        faults = sum(one.lost for one in result.reasons if one.key == "length" or one.key.startswith(("claim:", "never:")))
        capped = any(one.lost > 0 and one.key.startswith(("cap:", "gaming:")) for one in result.reasons)
        shown = {name: float(value) for name, value in result.criteria.items() if value is not None}
        criteria = {name: float(value) for name, value in reckoned.items()}
        return cls(result.scenario, result.turn, text, result.score, criteria, faults, float(result.score) if capped else 100.0, shown)

    def ours(self, criterion: str) -> float | None:
        """Give our score of a criterion, or overall; None where the criterion does not apply."""
        return float(self.score) if criterion == OVERALL else (self.shown or self.criteria).get(criterion)


@dataclass(frozen=True, slots=True)
class Mark:
    """What a trainer gives a reply, named by its place, by one criterion or overall: 0 to 100."""

    reply: int
    trainer: str
    criterion: str
    score: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two agree. `bias` is how much more the second gives; `few`: too little to build on."""

    n: int
    scenarios: int
    kappa: float | None
    interval: Interval | None
    pearson: float | None
    mae: float | None
    bias: float | None
    few: bool


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Weights and thresholds and the kappa that they reach on scenarios which they were not taken from."""

    weights: Mapping[str, float]
    grades: Grades
    kappa: float | None


@dataclass(frozen=True, slots=True)
class Calibration:
    """All that marks tell: agreement by criterion and trainer, and what would be better.

    `thresholds` keeps the weights, `both` changes them too; `best` is the one to take, None where what there is serves as well.
    """

    agreement: Mapping[str, Agreement]
    trainers: Mapping[str, Agreement]
    between: Mapping[tuple[str, str], Agreement]
    now: Suggestion
    thresholds: Suggestion | None
    both: Suggestion | None
    best: Suggestion | None


def _key(reply: Reply, mark: Mark) -> tuple[str, ...]:
    return reply.scenario, reply.turn, reply.text, mark.trainer, mark.criterion


def calibrate(replies: Sequence[Reply], marks: Sequence[Mark], seed: int = 0) -> Calibration:
    """Hold trainers' marks against our scores; the same marks, in any order, give the same figures."""
    marks = sorted(marks, key=lambda one: _key(replies[one.reply], one))
    grades = settings().grades
    rows = [(replies[one.reply].scenario, one, ours) for one in marks if (ours := replies[one.reply].ours(one.criterion)) is not None]
    by_criterion: dict[str, list[tuple[str, float, float]]] = {}
    by_trainer: dict[str, list[tuple[str, float, float]]] = {}
    for scenario, mark, ours in rows:
        by_criterion.setdefault(mark.criterion, []).append((scenario, ours, mark.score))
        if mark.criterion == OVERALL:
            by_trainer.setdefault(mark.trainer, []).append((scenario, ours, mark.score))
    names = [OVERALL, *weights_now()]
    overall = [one for one in marks if one.criterion == OVERALL]
    now, thresholds, both, best = _suggested(replies, overall, seed)
    return Calibration(
        {name: agreement(by_criterion[name], grades, seed, name) for name in names if name in by_criterion},
        {name: agreement(by_trainer[name], grades, seed, name) for name in sorted(by_trainer)},
        _between(replies, overall, grades, seed),
        now,
        thresholds,
        both,
        best,
    )


def agreement(rows: Sequence[tuple[str, float, float]], grades: Grades, seed: int = 0, name: str = OVERALL) -> Agreement:
    """Tell how far two agree, from rows of scenario and both scores."""
    first, second = (np.array([row[side] for row in rows], dtype=np.float64) for side in (1, 2))
    bands = bands_of(first, grades), bands_of(second, grades)
    counts = _tables(np.array([row[0] for row in rows]), *bands)
    return Agreement(
        n=len(rows),
        scenarios=len(counts),
        kappa=_kappa(*bands),
        interval=_interval(counts, seed, name),
        pearson=_pearson(first, second),
        mae=float(np.abs(second - first).mean()) if len(rows) else None,
        bias=float((second - first).mean()) if len(rows) else None,
        few=len(rows) < LEAST_SCORES or len(counts) < LEAST_SCENARIOS,
    )


def bands_of(scores: Floats, grades: Grades) -> NDArray[np.int64]:
    """Give the grades of scores as 0, 1, 2; half points round as the score's own do."""
    return np.digitize(np.round(scores), [grades.fair, grades.excellent]).astype(np.int64)


def total(criteria: Mapping[str, float], weights: Mapping[str, float], faults: float = 0.0, ceiling: float = 100.0) -> float:
    """Give the score that criteria come to by some weights, as coach.practice.scoring reckons it."""
    names = [name for name in criteria if name in weights]
    counts = _counts(criteria, weights)
    whole = sum(weights[name] for name in names) or 1.0
    gained = sum(weights[name] / whole * counts[name] * criteria[name] for name in names) - faults
    return float(max(0.0, min(ceiling, gained)))


def _counts(criteria: Mapping[str, float], weights: Mapping[str, float]) -> dict[str, float]:
    """Say how far each criterion counts: the matter's own fully, all others as far as the matter is served."""
    own = [name for name in _SUBSTANCE if name in criteria]
    weight = sum(weights[name] for name in own)
    served = sum(weights[name] * criteria[name] for name in own) / (100 * weight) if weight else 1.0
    floor = settings().floor
    return {name: 1.0 if name in _SUBSTANCE else floor + (1 - floor) * served for name in criteria}


def kappas(counts: Floats) -> Floats:
    """Give the weighted kappa of each table of counts, shape (…, 3, 3); nan where one side gives a single grade and the other it too."""
    distance = (np.arange(3)[:, None] - np.arange(3)[None, :]) ** 2
    n = counts.sum(axis=(-1, -2))
    rows, columns = counts.sum(axis=-1), counts.sum(axis=-2)
    by_chance = np.einsum("...i,...j,ij->...", rows, columns, distance)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(1 - n * (counts * distance).sum(axis=(-1, -2)) / by_chance, dtype=np.float64)


def best_grades(scores: Floats, given: NDArray[np.int64]) -> Grades:
    """Find the thresholds on our scores that agree best with the grades given: the middle of those that are about as good."""
    table = np.zeros((3, 102))
    np.add.at(table, (given, np.clip(np.round(scores), 0, 100).astype(np.int64) + 1), 1.0)
    below = table.cumsum(axis=1)  # [:, t]: how many score below t
    fair, excellent = _thresholds()
    whole = below[:, -1:]
    counts = np.stack([below[:, fair], below[:, excellent] - below[:, fair], whole - below[:, excellent]], axis=1)
    found = np.nan_to_num(kappas(np.moveaxis(counts, -1, 0)), nan=-1.0)
    good = found >= found.max() - _FLAT
    middle = fair[good].mean(), excellent[good].mean()
    nearest = np.argmin(np.hypot(fair - middle[0], excellent - middle[1]) + np.where(good, 0, 1_000))
    return Grades(fair=int(fair[nearest]), excellent=int(excellent[nearest]))


@lru_cache(maxsize=1)
def _thresholds() -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    pairs = np.array(list(combinations(range(1, 101), 2)), dtype=np.int64)
    return pairs[:, 0], pairs[:, 1]


def best_weights(replies: Sequence[Reply], given: Floats) -> dict[str, float]:
    """Find weights, none below zero, by which the replies come nearest to what was given, in least squares.

    Held near those in force, so that few replies move them little, and of the same sum. A reply at its cap tells nothing of weights.
    """
    now = weights_now()
    names = list(now)
    start = np.array([now[name] for name in names])
    whole = float(start.sum())
    start *= 100 / whole
    told = [(one, goal + one.faults) for one, goal in zip(replies, given, strict=True) if one.ceiling >= 100]
    if not told:
        return now
    applies = np.array([[name in one.criteria for name in names] for one, _ in told], dtype=np.float64)
    values = np.array([[one.criteria.get(name, 0.0) for name in names] for one, _ in told])
    goals = np.array([goal for _, goal in told])
    weights = start
    for _ in range(_ROUNDS):
        by_name = dict(zip(names, weights.tolist(), strict=True))
        counts = np.array([[seen.get(name, 0.0) for name in names] for one, _ in told for seen in (_counts(one.criteria, by_name),)])
        gaps = applies * (counts * values - goals[:, None]) / np.maximum(applies @ weights, 1e-9)[:, None]
        weights = _least(np.vstack([gaps, _PULL * np.eye(len(names))]), np.concatenate([np.zeros(len(goals)), _PULL * start]))
        weights = np.maximum(weights, _LEAST_WEIGHT)
        weights *= 100 / weights.sum()
    return dict(zip(names, (weights * whole / 100).tolist(), strict=True))


def _suggested(
    replies: Sequence[Reply], marks: Sequence[Mark], seed: int
) -> tuple[Suggestion, Suggestion | None, Suggestion | None, Suggestion | None]:
    """Give what is in force; new thresholds; new weights with thresholds of their own; and the best, if it is surely better.

    Weights are changed only where that is surely better than thresholds alone. None of it with fewer than two scenarios.
    """
    now, grades = weights_now(), settings().grades
    of = [replies[one.reply] for one in marks]
    goals = np.array([one.score for one in marks])
    given = bands_of(goals, grades)
    ours = np.array([float(one.score) for one in of])
    scenarios = np.array([one.scenario for one in of])
    names = sorted(set(scenarios.tolist()))
    before = bands_of(ours, grades)
    in_force = Suggestion(now, grades, _kappa(before, given))
    if len(names) < 2:
        return in_force, None, None, None
    moved, weighed = np.zeros_like(given), np.zeros_like(given)
    for scenario in names:
        out = scenarios == scenario
        moved[out] = bands_of(ours[out], best_grades(ours[~out], given[~out]))
        weights = best_weights([one for one, left in zip(of, out, strict=True) if not left], goals[~out])
        scores = _rescored(of, weights)
        weighed[out] = bands_of(scores[out], best_grades(scores[~out], given[~out]))
    weights = {name: round(value, 1) for name, value in best_weights(of, goals).items()}
    thresholds = Suggestion(now, best_grades(ours, given), _kappa(moved, given))
    both = Suggestion(weights, best_grades(_rescored(of, weights), given), _kappa(weighed, given))
    draws = {
        name: _draws(_tables(scenarios, bands, given), seed, OVERALL) for name, bands in (("now", before), ("t", moved), ("w", weighed))
    }
    few = len(marks) < LEAST_SCORES or len(names) < LEAST_SCENARIOS
    best: Suggestion | None = None
    if not few and _surely_better(draws["t"], draws["now"]) and (thresholds.kappa or 0.0) >= LEAST_KAPPA:
        best = thresholds
    if not few and _surely_better(draws["w"], draws["t" if best else "now"]) and (both.kappa or 0.0) >= LEAST_KAPPA:
        best = both
    return in_force, thresholds, both, best


def _surely_better(new: Floats, old: Floats) -> bool:
    """Tell whether the gain stands in nearly all draws of the same scenarios."""
    gain = new - old
    gain = gain[np.isfinite(gain)]
    return bool(len(gain)) and float(np.quantile(gain, 0.025)) > 0


def _rescored(replies: Iterable[Reply], weights: Mapping[str, float]) -> Floats:
    return np.array([total(one.criteria, weights, one.faults, one.ceiling) for one in replies])


def _between(replies: Sequence[Reply], marks: Sequence[Mark], grades: Grades, seed: int) -> dict[tuple[str, str], Agreement]:
    """Hold trainers against each other where two scored the same replies."""
    given: dict[str, dict[int, float]] = {}
    for mark in marks:
        given.setdefault(mark.trainer, {})[mark.reply] = mark.score
    found = {}
    for one, other in combinations(sorted(given), 2):
        shared = sorted(given[one].keys() & given[other].keys())
        if shared:
            rows = [(replies[at].scenario, given[one][at], given[other][at]) for at in shared]
            found[one, other] = agreement(rows, grades, seed, f"{one}\n{other}")
    return found


def _kappa(first: NDArray[np.int64], second: NDArray[np.int64]) -> float | None:
    """Give the quadratic weighted kappa; None where both give one and the same grade throughout."""
    if not len(first) or len({*first.tolist(), *second.tolist()}) < 2:
        return None
    return float(_library("sklearn.metrics").cohen_kappa_score(first, second, labels=[0, 1, 2], weights="quadratic"))


def _tables(scenarios: NDArray[Any], first: NDArray[np.int64], second: NDArray[np.int64]) -> Floats:
    """Count grade against grade by scenario; shape (scenarios, 9)."""
    names, places = np.unique(scenarios, return_inverse=True)
    counts = np.zeros((len(names), 9))
    np.add.at(counts, (places, first * 3 + second), 1.0)
    return counts


def _draws(counts: Floats, seed: int, name: str) -> Floats:
    """Give kappa for draws of scenarios with replacement; equal seeds and names draw the same scenarios."""
    n = len(counts)
    drawn = generator(seed, name).multinomial(n, np.full(n, 1 / n), size=_DRAWS) @ counts
    return kappas(drawn.reshape(-1, 3, 3))


def _interval(counts: Floats, seed: int, name: str) -> Interval | None:
    """Give kappa's 95 % interval; None with fewer than two scenarios."""
    if len(counts) < 2:
        return None
    found = _draws(counts, seed, name)
    found = found[np.isfinite(found)]
    if not len(found):
        return None
    low, high = np.quantile(found, [0.025, 0.975]).tolist()
    return low, high


def _pearson(first: Floats, second: Floats) -> float | None:
    if len(first) < 3 or np.ptp(first) == 0 or np.ptp(second) == 0:
        return None
    return float(np.corrcoef(first, second)[0, 1])


def _least(matrix: Floats, goal: Floats) -> Floats:
    """Solve a least-squares problem over values that are not below zero."""
    return np.asarray(_library("scipy.optimize").nnls(matrix, goal)[0], dtype=np.float64)


def _library(name: str) -> Any:
    from importlib import import_module

    try:
        return import_module(name)
    except ImportError:
        raise MissingExtra(what="coach practice calibrate", library="scikit-learn", extra="practice") from None
