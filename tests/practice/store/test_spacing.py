"""What comes next: due before not due, the weakest first, never a held-out scenario, never one fresh in mind."""

from datetime import UTC, datetime, timedelta
from typing import Any

from coach.practice.progress import Outcome
from coach.practice.spacing import Candidate, next_up

DAY = timedelta(days=1)
BEGIN = datetime(2026, 3, 1, 9, tzinfo=UTC)
KINDS = ("refusal", "delay", "angry")
BANK = [Candidate(f"{kind}-{number}", (kind,), ("easy", "medium", "hard")[number % 3]) for kind in KINDS for number in range(9)]


def practised(kind: str, scores: list[int], start: datetime = BEGIN, step: timedelta = DAY, **criteria: Any) -> list[Outcome]:
    return [
        Outcome(
            "omar", f"{kind}{number}{start}", f"{kind}-{number}", (kind,), "easy", False, "start", 1, score, criteria, start + number * step
        )
        for number, score in enumerate(scores)
    ]


def _due(scores: list[int], bank: list[Candidate] = BANK) -> float:
    """Days from the last practice to when the kind is due."""
    last = BEGIN + (len(scores) - 1) * DAY
    (found,) = next_up(practised("delay", scores), [one for one in bank if "delay" in one.kinds], last, 1)
    assert found.due is not None
    return (found.due - last) / DAY


def test_intervals_grow_with_success_and_fall_back_with_failure() -> None:
    assert [_due([90] * n) for n in range(1, 8)] == [1, 3, 7, 16, 35, 35, 35]
    assert _due([90, 90, 90, 20]) == 1
    assert _due([90, 90, 60]) == 3


def test_a_scenario_met_before_raises_nothing() -> None:
    once = practised("delay", [90])
    again = [*once, *(practised("delay", [95], BEGIN + day * DAY)[0] for day in (40, 80))]
    (found,) = next_up(again, BANK[9:18], BEGIN + 80 * DAY, 1)
    assert found.due == BEGIN + 81 * DAY


def test_what_is_new_or_due_comes_first_and_the_weakest_before_the_rest() -> None:
    past = practised("delay", [60] * 3, next_step=30, empathy=80) + practised("angry", [60] * 3, tone=85, empathy=80)
    names = [(one.kind, one.criterion, one.why) for one in next_up(past, BANK, BEGIN + 30 * DAY, 3)]
    assert names == [("delay", "next_step", "due"), ("angry", "empathy", "due"), ("refusal", None, "new")]
    fresh = [(one.kind, one.why) for one in next_up(past, BANK, BEGIN + 2 * DAY + timedelta(hours=1), 3)]
    assert fresh == [("refusal", "new"), ("delay", "early"), ("angry", "early")]


def test_scenarios_grow_harder_and_are_not_met_again_at_once() -> None:
    assert next_up([], BANK[9:18], BEGIN, 1)[0].scenario == "delay-0"
    later = next_up(practised("delay", [90] * 5), BANK[9:18], BEGIN + 60 * DAY, 1)[0]
    assert later.scenario == "delay-5"
    met = practised("delay", [90] * 9)
    assert next_up(met, BANK[9:18], BEGIN + 10 * DAY) == []
    assert next_up(met, BANK[9:18], BEGIN + 60 * DAY, 1)[0].scenario == "delay-2"


def test_held_out_scenarios_are_kept_back_and_each_comes_once() -> None:
    bank = [*BANK, Candidate("secret", ("angry",), "easy", held_out=True)]
    found = next_up([], bank, BEGIN, 100)
    assert len(found) == len({one.scenario for one in found}) == len(BANK)
    assert "secret" not in {one.scenario for one in found}
    assert {one.kind for one in found[:3]} == set(KINDS)
    assert found[0].say("ar") != found[0].say("en")
    assert next_up([], [], BEGIN) == []
