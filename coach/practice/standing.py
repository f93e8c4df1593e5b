"""A cohort's table: where each of its people stands, and all of its agents together. Pure over people and outcomes."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from coach.practice.progress import FIGURES, OVERALL, First, Outcome, attempts, change, report, standing
from coach.practice.spacing import weakness
from coach.practice.store.rows import Person

_SIDES = (("practised", False), ("held_out", True))


def cohort_standing(
    people: Sequence[Person], outcomes: Sequence[Outcome], now: datetime, training: datetime | None = None
) -> dict[str, Any]:
    """Give the table as JSON, people in the order given; `cohort` is the report of the agents among them,
    which tells nothing of too few.

    Of each: `tried` scenarios, `hours_since` the last reply, where they stand with what was practised (`standing`) and with what was
    held out (`held_out`), `next` the criterion in which they lack most, and with a training what `change` there is in the whole.
    """
    tries: dict[str, list[Outcome]] = defaultdict(list)
    for one in outcomes:
        tries[one.person].append(one)
    agents = {person.id for person in people if person.role == "agent"}
    return {
        "people": [_row(person, tries[person.id], now, training) for person in people],
        "cohort": report([one for one in outcomes if one.person in agents], training, group=True),
    }


def _row(person: Person, outcomes: Sequence[Outcome], now: datetime, training: datetime | None) -> dict[str, Any]:
    mine = attempts(outcomes)
    sides = {name: [one for one in mine if not one.seen and one.held_out == held_out] for name, held_out in _SIDES}
    last = max((one.at for one in outcomes), default=None)
    weak = weakness(mine)
    return {
        "person": {"id": person.id, "name": person.name, "role": person.role},
        "tried": len({one.scenario for one in mine}),
        "hours_since": None if last is None else round((now - last).total_seconds() / 3600, 1),
        "standing": {figure: asdict(standing(sides["practised"], figure)) for figure in FIGURES},
        "held_out": {figure: asdict(standing(sides["held_out"], figure)) for figure in FIGURES},
        "change": None if training is None else {OVERALL: {name: _change(some, training) for name, some in sides.items()}},
        "next": max(weak, key=lambda name: weak[name]) if weak else None,
    }


def _change(some: Sequence[First], training: datetime) -> dict[str, Any]:
    found = change(some, training)
    return {**asdict(found), "sure": found.sure}
