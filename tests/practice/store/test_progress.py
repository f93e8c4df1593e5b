"""Progress counts first tries at what was not met before, and tells nothing of too few."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import numpy as np
import pytest

from coach.practice.progress import PRACTISED, Outcome, attempts, change, firsts, limits, report, standing
from coach.practice.scenario import Kind

DAY = timedelta(days=1)
BEGIN = datetime(2026, 3, 1, 9, tzinfo=UTC)
TRAINING = BEGIN + 50 * DAY


def outcome(score: int, at: datetime = BEGIN, scenario: str = "s1", **other: Any) -> Outcome:
    given = {
        "person": "omar", "attempt": f"{scenario}@{at.isoformat()}", "kinds": ("angry",), "difficulty": "easy", "held_out": False,
        "turn": "start", "number": 1, "criteria": {"empathy": score, "refusal": None},
    }  # fmt: skip
    return Outcome(scenario=scenario, score=score, at=at, **{**given, **other})


def series(scores: Sequence[int], start: datetime, person: str = "omar", **other: Any) -> list[Outcome]:
    return [
        outcome(score, start + number * DAY, f"{start:%m%d}-{number}-{other.get('difficulty', '')}", person=person, **other)
        for number, score in enumerate(scores)
    ]


def test_later_tries_and_scenarios_met_before_do_not_count() -> None:
    same: dict[str, Any] = {"attempt": "a1"}
    outcomes = [
        outcome(40, **same),
        outcome(95, BEGIN + timedelta(minutes=1), number=2, **same),
        outcome(60, BEGIN + timedelta(minutes=2), turn="angrier", **same),
        outcome(99, BEGIN + DAY, attempt="a2"),
    ]
    (first,) = firsts(outcomes, held_out=False)
    assert first.figures == {"overall": 50, "empathy": 50}
    assert [one.seen for one in attempts(reversed(outcomes))] == [False, True]
    assert firsts(outcomes, held_out=True) == []


def test_held_out_scenarios_show_what_was_learnt_by_heart() -> None:
    told = report(series([90] * 10, BEGIN) + series([45] * 10, BEGIN + 20 * DAY, held_out=True))
    assert told["practised"]["standing"]["overall"]["mean"] == 90
    assert told["held_out"]["standing"]["overall"]["mean"] == 45
    assert told["held_out"]["standing"]["refusal"] == {"n": 0, "mean": None, "interval": None, "too_little": True}


def test_too_little_is_told_as_such() -> None:
    few = firsts(series([50] * 4, BEGIN), False)
    assert standing(few).too_little
    assert standing(few).mean is None
    assert change(few, TRAINING).too_little
    people = [one for number in range(7) for one in series([50, 60], BEGIN, f"p{number}") + series([70, 80], TRAINING, f"p{number}")]
    small = change(firsts(people, False), TRAINING)
    assert (small.too_little, small.difference, small.n) == (True, None, 7)


def test_a_group_is_compared_person_by_person() -> None:
    rng = np.random.default_rng(5)
    outcomes = []
    for number in range(12):
        own = rng.normal(60, 15)
        for start, gain in ((BEGIN, 0), (TRAINING, 10)):
            scores = np.clip(rng.normal(own + gain, 4, 5), 0, 100).astype(int)
            outcomes += series([int(score) for score in scores], start, f"p{number}")
    found = change(firsts(outcomes, False), TRAINING)
    assert found.paired
    assert found.n == 12
    assert found.sure
    assert found.interval is not None
    assert found.interval[0] < 10 < found.interval[1]
    assert found.interval[1] - found.interval[0] < 8
    assert found == change(firsts(outcomes, False), TRAINING)
    assert found.before is not None
    assert found.after == pytest.approx(found.before + (found.difference or 0))


def test_a_group_that_is_too_small_has_no_figures_but_its_members_have() -> None:
    people = [one for number in range(4) for one in series([70] * 6, BEGIN, f"p{number}") + series([80] * 6, TRAINING, f"p{number}")]
    told = report(people, TRAINING, group=True)["practised"]
    assert {(one["mean"], one["too_little"]) for one in told["standing"].values()} == {(None, True)}
    assert {(one["difference"], one["too_little"]) for one in told["change"].values()} == {(None, True)}
    whole = people + series([75] * 6, BEGIN, "p4")
    assert report(whole, group=True)["practised"]["standing"]["overall"]["mean"] == pytest.approx((48 * 75 + 6 * 75) / 54)
    own = [one for one in people if one.person == "p0"]
    assert report(own)["practised"]["standing"]["overall"]["mean"] == 75


def test_harder_scenarios_after_a_training_are_no_loss() -> None:
    before = series([80] * 6, BEGIN, difficulty="easy") + series([50] * 2, BEGIN + 10 * DAY, difficulty="hard")
    after = series([80] * 2, TRAINING, difficulty="easy") + series([50] * 6, TRAINING + 10 * DAY, difficulty="hard")
    found = change(firsts(before + after, False), TRAINING)
    assert (found.difference, found.paired, found.too_little) == (0, False, False)
    assert change(firsts(series([80] * 9, BEGIN) + series([50] * 9, TRAINING, difficulty="hard"), False), TRAINING).too_little


def test_no_change_is_seldom_called_one() -> None:
    rng = np.random.default_rng(7)
    sure = 0
    for run in range(300):
        outcomes = []
        for number in range(8):
            own = rng.normal(60, 12)
            for start in (BEGIN, TRAINING):
                outcomes += series([int(score) for score in np.clip(rng.normal(own, 12, 3), 0, 100)], start, f"p{number}")
        sure += change(firsts(outcomes, False), TRAINING, seed=run).sure
    assert sure / 300 < 0.1


def test_the_limits_fit_the_scenarios_and_speak_both_languages() -> None:
    found = limits()
    assert set(found.trains) == set(get_args(Kind))
    assert set(PRACTISED) == {name for names in found.trains.values() for name in names}
    assert list(found.spacing_days) == sorted(found.spacing_days)
    assert set(found.texts) == {"hostile-run", "hostile-share", "new", "due", "early"}
    assert all(text.en != text.ar for text in found.texts.values())
