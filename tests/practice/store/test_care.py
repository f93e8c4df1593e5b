"""A word of care comes after a run of hostile conversations, and not again and again."""

from datetime import UTC, datetime, timedelta

import pytest

from coach.practice.care import Exposure, Shown, exposures, nudge_for, team_strain
from coach.practice.progress import Outcome

NOW = datetime(2026, 3, 1, 15, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def _lately(marks: str, every: int = 10, last: int = 1) -> list[Exposure]:
    """`h` for a hostile conversation, the last of them `last` minutes ago."""
    return [Exposure(NOW - (last + every * place) * MINUTE, mark == "h") for place, mark in reversed(list(enumerate(reversed(marks))))]


@pytest.mark.parametrize(
    ("marks", "kind"),
    [
        ("", None),
        ("hh", None),
        ("chhh", "hostile-run"),
        ("hhhc", None),
        ("hhchhchh", "hostile-share"),
        ("hchchh", None),
        ("ccccch", None),
    ],
)
def test_a_run_or_many_in_a_short_time(marks: str, kind: str | None) -> None:
    found = nudge_for(_lately(marks), NOW)
    assert (found.kind if found else None) == kind


def test_what_is_long_ago_or_far_between_is_no_run() -> None:
    assert nudge_for(_lately("hhh", last=45), NOW) is None
    assert nudge_for(_lately("hhh", every=90), NOW) is None


def test_it_is_not_said_again_soon_and_who_waves_it_away_is_left_alone() -> None:
    run = _lately("hhh")
    assert nudge_for(run, NOW, [Shown(NOW - 30 * MINUTE, False)]) is None
    assert nudge_for(run, NOW, [Shown(NOW - 180 * MINUTE, True)]) is not None
    assert nudge_for(run, NOW, [Shown(NOW - 300 * MINUTE, True), Shown(NOW - 180 * MINUTE, True)]) is None
    assert nudge_for(run, NOW, [Shown(NOW - 3_000 * MINUTE, True), Shown(NOW - 180 * MINUTE, True)]) is not None


def test_it_is_said_in_both_languages() -> None:
    found = nudge_for(_lately("hhhh"), NOW)
    assert found is not None
    assert found.say("en").startswith("4 hostile")
    assert "عدائية" in found.say("ar")


def _outcome(person: str, attempt: str, minute: int, hostile: bool) -> Outcome:
    kinds = ("hostile", "refusal") if hostile else ("calm",)
    return Outcome(person, attempt, "s", kinds, "easy", False, "start", 1, 50, {}, NOW + minute * MINUTE)


def test_an_attempt_counts_once_at_its_last_try() -> None:
    given = [_outcome("omar", "a", 0, True), _outcome("omar", "b", 1, False), _outcome("omar", "a", 5, True)]
    assert exposures(given) == [Exposure(NOW + MINUTE, False), Exposure(NOW + 5 * MINUTE, True)]


def test_a_teams_strain_is_told_of_no_small_team() -> None:
    team = [_outcome(f"p{number}", f"a{number}", number, number % 2 == 0) for number in range(5)]
    assert team_strain(team[:4]) is None
    found = team_strain(team)
    assert found is not None
    assert (found.agents, found.conversations, found.hostile) == (5, 5, 3)
