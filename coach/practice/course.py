"""The course of someone's first tries: the points that a plot shows, and the means through them. Pure over first tries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from coach.practice.progress import First, Standing, limits, standing


@dataclass(frozen=True, slots=True)
class Point:
    """One first try, or of a group the mean of some weeks over `people` agents."""

    at: datetime
    value: float
    people: int
    difficulty: str | None


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean at a moment, with what is known of it."""

    at: datetime
    standing: Standing


@dataclass(frozen=True, slots=True)
class Course:
    """Points in order of time, and stretches of means; a training parts one stretch from the next."""

    points: tuple[Point, ...]
    means: tuple[tuple[Mean, ...], ...]


def course(some: Sequence[First], figure: str, training: datetime | None = None, group: bool = False) -> Course:
    """Give the course of a figure.

    One person's points are their first tries, and each mean is that of the last ten (`recent_firsts`), from the fifth on. A
    group's are weeks, as many together as hold `limits().least_group` agents: nobody's own figure shows in them.
    """
    having = [one for one in some if figure in one.figures]
    sides = [having] if training is None else [[one for one in having if (one.at >= training) == after] for after in (False, True)]
    parts = [_weeks(side, figure) if group else _own(side, figure) for side in sides]
    points = tuple(point for found, _ in parts for point in found)
    return Course(points, tuple(tuple(means) for _, means in parts if means))


def _own(some: Sequence[First], figure: str) -> tuple[list[Point], list[Mean]]:
    points = [Point(one.at, one.figures[figure], 1, one.difficulty) for one in some]
    means = []
    for end in range(limits().least.replies, len(some) + 1):
        window = some[max(0, end - limits().recent_firsts) : end]
        means.append(Mean(some[end - 1].at, standing(window, figure)))
    return points, means


def _weeks(some: Sequence[First], figure: str) -> tuple[list[Point], list[Mean]]:
    points, means = [], []
    for held in _enough(some):
        found = standing(held, figure)
        if found.mean is not None:
            at = held[0].at + (held[-1].at - held[0].at) / 2
            points.append(Point(at, found.mean, len(_people(held)), None))
            means.append(Mean(at, found))
    return points, means


def _enough(some: Sequence[First]) -> list[list[First]]:
    """Put whole weeks together until each stretch holds enough agents; what is left at the end joins the last stretch."""
    weeks: dict[tuple[int, int], list[First]] = {}
    for one in some:
        weeks.setdefault(one.at.astimezone(UTC).isocalendar()[:2], []).append(one)
    found: list[list[First]] = []
    held: list[First] = []
    for week in weeks.values():
        held = [*held, *week]
        if len(_people(held)) >= limits().least_group:
            found.append(held)
            held = []
    if held and found:
        found[-1].extend(held)
    return found


def _people(some: Sequence[First]) -> set[str]:
    return {one.person for one in some}
