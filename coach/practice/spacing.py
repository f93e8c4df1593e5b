"""What to practise next: spaced, so that it lasts, and the weakest first. The rule and its sources stand in progress.yaml."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from coach.practice.progress import OVERALL, PRACTISED, First, Outcome, attempts, limits
from coach.practice.settings import Grades, settings


@dataclass(frozen=True, slots=True)
class Candidate:
    """A scenario that could be practised."""

    scenario: str
    kinds: tuple[str, ...]
    difficulty: Literal["easy", "medium", "hard"]
    held_out: bool = False


@dataclass(frozen=True, slots=True)
class Next:
    """What to practise: a scenario, for a kind of conversation, with the criterion that needs it and why now."""

    scenario: str
    kind: str
    criterion: str | None
    why: Literal["new", "due", "early"]
    due: datetime | None

    def say(self, language: str) -> str:
        """Say why, in `en` or `ar`."""
        return limits().texts[self.why][language]


@dataclass(slots=True)
class _Box:
    place: int = 0
    last: datetime | None = None


def next_up(
    outcomes: Iterable[Outcome], candidates: Sequence[Candidate], now: datetime, n: int = 5, grades: Grades | None = None
) -> list[Next]:
    """Give what one person should practise next, at most `n`, each of another kind as far as there are kinds.

    What is due comes before what is not, then the kinds that train the weakest criterion, then what was due first. Of a kind, a
    scenario never met comes first, as hard as the kind's box allows; one met lately is not given again, a held-out one never.
    `grades` are those in force, None those that ship.
    """
    mine = attempts(outcomes)
    last = {one.scenario: one.at for one in mine}
    again = now - timedelta(days=limits().again_after_days)
    free = [one for one in candidates if not one.held_out and (one.scenario not in last or last[one.scenario] < again)]
    boxes, weak = _boxes(mine, grades or settings().grades), weakness(mine)
    order = sorted({kind for one in free for kind in one.kinds}, key=lambda kind: _urgency(kind, boxes, weak, now))
    found: list[Next] = []
    while free and len(found) < n:
        taken = len(found)
        for kind in order:
            fitting = [one for one in free if kind in one.kinds]
            if not fitting or len(found) == n:
                continue
            box = boxes.get(kind, _Box())
            best = min(fitting, key=lambda one: (one.scenario in last, _too_hard(one, box.place), one.scenario))
            free.remove(best)
            due = _due(box)
            why: Literal["new", "due", "early"] = "new" if due is None else "due" if due <= now else "early"
            found.append(Next(best.scenario, kind, _weakest(kind, weak), why, due))
        if len(found) == taken:
            break
    return found


def _boxes(mine: Sequence[First], grades: Grades) -> dict[str, _Box]:
    """Give each kind's box. A scenario that was met before can lower it, never raise it: it may be remembered."""
    boxes: dict[str, _Box] = defaultdict(_Box)
    for one in mine:
        for kind in one.kinds:
            box = boxes[kind]
            if one.figures[OVERALL] < grades.fair:
                box.place = 0
            elif one.figures[OVERALL] >= grades.excellent and not one.seen:
                box.place = min(box.place + 1, len(limits().spacing_days) - 1) if box.last is not None else 0
            box.last = one.at
    return boxes


def _due(box: _Box) -> datetime | None:
    return None if box.last is None else box.last + timedelta(days=limits().spacing_days[box.place])


def weakness(mine: Sequence[First]) -> dict[str, float]:
    """Give the points that someone lacks now, by criterion; too few tries tell of none."""
    lacking = {}
    for name in PRACTISED:
        values = [one.figures[name] for one in mine if not one.seen and name in one.figures][-limits().recent_firsts :]
        if len(values) >= limits().least.recent:
            lacking[name] = 100 - sum(values) / len(values)
    return lacking


def _weakest(kind: str, weak: Mapping[str, float]) -> str | None:
    trained = [name for trained, names in limits().trains.items() if trained == kind for name in names if name in weak]
    return max(trained, key=lambda name: weak[name]) if trained else None


def _urgency(kind: str, boxes: Mapping[str, _Box], weak: Mapping[str, float], now: datetime) -> tuple[bool, float, float, str]:
    due = _due(boxes[kind]) if kind in boxes else None
    worst = _weakest(kind, weak)
    return due is not None and due > now, -(weak[worst] if worst else 0.0), due.timestamp() if due else 0.0, kind


def _too_hard(one: Candidate, place: int) -> int:
    fitting = ("easy", "medium", "medium", "hard", "hard")[min(place, 4)]
    levels = ("easy", "medium", "hard")
    return abs(levels.index(one.difficulty) - levels.index(fitting))
