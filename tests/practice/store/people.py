"""A small training floor: two trainers, two cohorts, three agents, and how they practise."""

from dataclasses import dataclass, replace
from typing import Any

from coach.practice.store.rows import Attempt, Cohort, NewTry, Person, Start, Try
from coach.practice.store.store import PracticeStore

START = Start("late-parcel", 1, "a" * 64, "en", "easy", ("delay", "angry"), False, {"turn": "start"})
REPLY = NewTry("start", "Hi Sara, your parcel left Riyadh today.", 62, "fair", {"empathy": 40, "tone": 90, "refusal": None})


@dataclass(frozen=True)
class Floor:
    """Mona trains Omar and Lina; Karl trains Nadia."""

    store: PracticeStore
    admin: Person
    mona: Person
    karl: Person
    omar: Person
    lina: Person
    nadia: Person
    first: Cohort
    second: Cohort

    @classmethod
    def open(cls, store: PracticeStore, admin: Person) -> "Floor":
        mona, karl = store.add_person("Mona", "trainer", "ar"), store.add_person("Karl", "trainer")
        omar, lina, nadia = (store.add_person(name) for name in ("Omar", "Lina", "Nadia"))
        first, second = store.as_(mona).create_cohort("First"), store.as_(karl).create_cohort("Second")
        for cohort, agent in ((first, omar), (first, lina), (second, nadia)):
            store.as_(admin).join(cohort.id, agent.id)
        return cls(store, admin, mona, karl, omar, lina, nadia, first, second)

    def practise(self, person: Person, start: Start = START, reply: NewTry = REPLY) -> tuple[Attempt, Try]:
        view = self.store.as_(person)
        attempt = view.start(start)
        tried = view.add_try(attempt.id, reply)
        return attempt, tried


def start(**other: Any) -> Start:
    return replace(START, **other)


def reply(**other: Any) -> NewTry:
    return replace(REPLY, **other)
