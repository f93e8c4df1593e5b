"""A summary of someone's practice to print and to sign: one HTML document that needs nothing else, and claims no more than it knows.

A grade is called reached only where held-out scenarios say so: the lower end of the interval of their mean lies at its threshold or
above. With too little data it says that someone takes part. Its style sheet is let in by a hash (`paper`): no style stands in attributes.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, Literal

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from coach.practice.paper import style
from coach.practice.plot_pen import SCHEME
from coach.practice.plots import progress_plot
from coach.practice.progress import FIGURES, OVERALL, Change, First, Outcome, Standing, change, firsts, limits, standing
from coach.practice.settings import Grades, settings
from coach.practice.spacing import Next
from coach.practice.told import Words, verdict_of
from coach.words import Language

_LEVELS = ("easy", "medium", "hard")
_UPCOMING = 3


@dataclass(frozen=True, slots=True)
class Claim:
    """What may be said of someone: that a grade was reached, that the mean is not there yet, or only that they take part."""

    kind: Literal["reached", "below", "unknown"]
    grade: Literal["fair", "excellent"]
    bar: int
    standing: Standing


def claim(tested: Sequence[First], grades: Grades) -> Claim:
    """Give the most that held-out first tries bear out; where no grade is reached, `grade` and `bar` are the lowest one's."""
    found = standing(tested)
    low = None if found.interval is None else found.interval[0]
    if low is not None and low >= grades.excellent:
        return Claim("reached", "excellent", grades.excellent, found)
    if low is not None and low >= grades.fair:
        return Claim("reached", "fair", grades.fair, found)
    return Claim("unknown" if low is None else "below", "fair", grades.fair, found)


def certificate(
    name: str,
    outcomes: Sequence[Outcome],
    ui: Language,
    made: date,
    *,
    training: datetime | None = None,
    rubric: str = "",
    grades: Grades | None = None,
    upcoming: Sequence[Next] = (),
    trainer: str = "",
    digits: str = "western",
) -> str:
    """Give the document; `outcomes` are one person's, `rubric` and `grades` the version in force, `upcoming` what to practise next."""
    words = Words(ui, digits)
    practised, tested = firsts(outcomes, False), firsts(outcomes, True)
    both = sorted([*practised, *tested], key=lambda one: one.at)
    rows = [_row(words, figure, practised, tested, training) for figure in FIGURES]
    return (
        _environment()
        .get_template("certificate.html.jinja")
        .render(
            w=words,
            who=name,
            claim=claim(tested, grades or settings().grades),
            both=both,
            days=list(dict.fromkeys(_day(words, one.at.astimezone(UTC).date()) for one in (*both[:1], *both[-1:]))),
            kinds=_kinds(words, both),
            levels=_LEVELS,
            all=_counted(both),
            tests=_counted(tested),
            style=Markup(style()),
            plot=Markup(progress_plot(outcomes, OVERALL, ui, training, digits=digits).replace(SCHEME, "", 1)),
            rows=rows,
            rest=words.all([row["name"] for row in rows if not row["known"]]),
            training=None if training is None else _day(words, training.astimezone(UTC).date()),
            overridden=sum(one.overridden for one in both),
            upcoming=upcoming[:_UPCOMING],
            made=_day(words, made),
            rubric=rubric,
            trainer=trainer,
            least=limits().least,
        )
    )


def _row(words: Words, figure: str, practised: Sequence[First], tested: Sequence[First], training: datetime | None) -> dict[str, Any]:
    row: dict[str, Any] = {"name": words.figure(figure)}
    for side, some in (("held_out", tested), ("practised", practised)):
        found = standing(some, figure)
        row[side] = {"shown": words.standing(found), "few": found.too_little, "n": words.number(found.n)}
        if training is not None:
            row[f"{side}_change"] = _changed(words, change(some, training, figure))
    return row | {"known": not (row["held_out"]["few"] and row["practised"]["few"])}


def _changed(words: Words, found: Change) -> dict[str, Any]:
    return {"shown": words.change(found), "few": found.too_little, "verdict": verdict_of(found)}


def _kinds(words: Words, both: Sequence[First]) -> list[tuple[str, dict[str, int]]]:
    """Give how many scenarios of each kind were practised, by difficulty, the commonest kind first."""
    found = Counter(kind for one in both for kind in one.kinds)
    return [(words.name("kinds", kind), _counted([one for one in both if kind in one.kinds])) for kind, _ in found.most_common()]


def _counted(some: Sequence[First]) -> dict[str, int]:
    levels = Counter(one.difficulty for one in some)
    return {level: levels[level] for level in _LEVELS} | {"all": len(some)}


def _day(words: Words, day: date) -> str:
    return words.day(day.isoformat())


@lru_cache(maxsize=1)
def _environment() -> Environment:
    loader = PackageLoader("coach.practice", "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
