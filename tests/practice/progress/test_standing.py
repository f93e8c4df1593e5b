"""A cohort's table: everyone in it, and its agents together."""

import json
from datetime import timedelta
from typing import Literal

import pytest

from coach.practice.progress import FIGURES, firsts, report, standing
from coach.practice.standing import cohort_standing
from coach.practice.store.rows import Person
from tests.practice.progress import made
from tests.practice.progress.made import BEGIN, END, TRAINING, outcome


def person(identity: str, role: Literal["agent", "trainer"] = "agent") -> Person:
    return Person(identity, identity.title(), role, "en", None, None, BEGIN)


OUTCOMES = made.cohort(agents=9)
PEOPLE = [person("mona", "trainer"), *(person(f"agent-{number}") for number in range(9)), person("new")]


def test_everyone_is_in_it_in_the_order_given() -> None:
    told = cohort_standing(PEOPLE, OUTCOMES, END, TRAINING)
    assert [row["person"]["id"] for row in told["people"]] == [one.id for one in PEOPLE]
    assert told["people"][0]["person"] == {"id": "mona", "name": "Mona", "role": "trainer"}
    json.dumps(told, allow_nan=False)


def test_each_row_is_that_persons_own() -> None:
    for row in cohort_standing(PEOPLE, OUTCOMES, END, TRAINING)["people"][1:-1]:
        mine = [one for one in OUTCOMES if one.person == row["person"]["id"]]
        assert row["tried"] == 24
        assert row["standing"].keys() == row["held_out"].keys() == set(FIGURES)
        for side, held_out in (("standing", False), ("held_out", True)):
            assert row[side]["overall"]["mean"] == standing(firsts(mine, held_out)).mean
        own = report(mine, TRAINING)
        assert row["change"] == {"overall": {side: own[side]["change"]["overall"] for side in ("practised", "held_out")}}


def test_who_has_not_practised_has_an_empty_row() -> None:
    row = cohort_standing(PEOPLE, OUTCOMES, END)["people"][-1]
    assert (row["tried"], row["hours_since"], row["change"], row["next"]) == (0, None, None, None)
    assert all(one["too_little"] and one["mean"] is None for one in row["standing"].values())


def test_the_cohort_is_its_agents() -> None:
    trainers = [outcome(100, BEGIN + timedelta(days=day), f"s{day}", person="mona") for day in range(9)]
    assert cohort_standing(PEOPLE, [*OUTCOMES, *trainers], END, TRAINING)["cohort"] == report(OUTCOMES, TRAINING)


def test_hours_count_from_the_last_reply_of_any_kind() -> None:
    tries = [outcome(50, BEGIN, person="new", attempt="a"), outcome(60, BEGIN + timedelta(hours=2), person="new", attempt="a", number=2)]
    (row,) = cohort_standing([person("new")], tries, BEGIN + timedelta(hours=7))["people"]
    assert row["hours_since"] == pytest.approx(5)


def test_next_is_the_weakest_criterion_that_is_known() -> None:
    tries = [
        outcome(
            80,
            BEGIN + timedelta(days=day),
            f"s{day}",
            person="new",
            criteria={"empathy": 80, "tone": 40, "refusal": 10 if day == 0 else None},
        )
        for day in range(4)
    ]
    (row,) = cohort_standing([person("new")], tries, END)["people"]
    assert row["next"] == "tone"
