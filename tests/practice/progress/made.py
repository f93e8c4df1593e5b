"""Made-up outcomes: agents who practise for some weeks, with a training between and a true gain after it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from sqlalchemy.orm import Session

from coach.config import CRITERIA
from coach.practice.progress import PRACTISED, Outcome
from coach.practice.store import models
from coach.practice.store.store import PracticeStore

BEGIN = datetime(2026, 1, 5, 9, tzinfo=UTC)
TRAINING = datetime(2026, 3, 2, 8, tzinfo=UTC)
END = datetime(2026, 4, 27, 9, tzinfo=UTC)
KINDS = ("angry", "delay", "hostile", "refusal", "calm")
LEVELS = ("easy", "medium", "hard")


def outcome(score: int, at: datetime = BEGIN, scenario: str = "s1", **other: Any) -> Outcome:
    given = {
        "person": "lina", "attempt": f"{scenario}@{at.isoformat()}", "kinds": ("angry",), "difficulty": "easy", "held_out": False,
        "turn": "start", "number": 1, "criteria": dict.fromkeys((*CRITERIA, "facts", "moves"), score) | {"refusal": None},
    }  # fmt: skip
    return Outcome(scenario=scenario, score=score, at=at, **{**given, **other})


def one_person(seed: int = 1, person: str = "lina", gain: float = 8, practised: int = 24, tested: int = 12) -> list[Outcome]:
    """Give somebody's tries, about half of them on either side of the training, at a level of their own."""
    return list(_tries(np.random.default_rng(seed), person, gain, practised, tested))


def cohort(seed: int = 1, agents: int = 12, gain: float = 8, practised: int = 12, tested: int = 12) -> list[Outcome]:
    """Give the tries of several."""
    rng = np.random.default_rng(seed)
    return [one for number in range(agents) for one in _tries(rng, f"agent-{number}", gain, practised, tested)]


def _tries(rng: np.random.Generator, person: str, gain: float, practised: int, tested: int) -> Iterator[Outcome]:
    own = rng.normal(60, 8)
    for held_out, count, lack in ((False, practised, 0), (True, tested, 4)):
        for number in range(count):
            after = number >= count / 2
            start, end = (TRAINING, END) if after else (BEGIN, TRAINING)
            share = (number % (count / 2) + 0.5) / (count / 2)
            at = start + (end - start) * share + timedelta(minutes=int(rng.integers(0, 300)))
            level = own - lack + gain * after
            criteria = {name: int(np.clip(rng.normal(level, 14), 0, 100)) for name in PRACTISED}
            yield outcome(
                int(np.clip(rng.normal(level, 10), 0, 100)),
                at,
                f"{'test' if held_out else 'scenario'}-{number}",
                person=person,
                attempt=f"{person}-{held_out}-{number}",
                held_out=held_out,
                difficulty=LEVELS[number % 2],
                kinds=(KINDS[number % 5], KINDS[(number + 1) % 5])[: 1 + number % 2],
                criteria=criteria,
            )


def keep(store: PracticeStore, outcomes: list[Outcome], names: dict[str, str], cohort: str | None = None) -> None:
    """Put outcomes into a store as if they had been practised at their time."""
    admin = store.as_(store.add_person("Huda", "admin"))
    people = {person: store.add_person(names.get(person, person)).id for person in {one.person: None for one in outcomes}}
    if cohort is not None:
        made = admin.create_cohort(cohort)
        for identity in people.values():
            admin.join(made.id, identity)

    def write(session: Session) -> None:
        for one in outcomes:
            attempt = models.Attempt(
                person_id=people[one.person], set_id=None, scenario=one.scenario, scenario_version=1, scenario_sha="", language="en",
                difficulty=one.difficulty, kinds=list(one.kinds), held_out=one.held_out, state={}, revision=1, started=one.at,
            )  # fmt: skip
            session.add(attempt)
            session.flush()
            session.add(
                models.Try(
                    attempt_id=attempt.id, turn=one.turn, number=one.number, text="…", score=one.score, grade="fair",
                    criteria=dict(one.criteria), reasons=[], ruleset_sha="", models={}, seconds=None, created=one.at,
                )
            )  # fmt: skip

    store.transactions.write(write)
