"""Care: a word after a run of hostile conversations, and a team's strain without anyone's own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from coach.practice.progress import Outcome, limits


@dataclass(frozen=True, slots=True)
class Exposure:
    """One conversation, practised or real, and whether the customer was hostile."""

    at: datetime
    hostile: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A word of care that was shown, and whether it was waved away."""

    at: datetime
    dismissed: bool


@dataclass(frozen=True, slots=True)
class Nudge:
    """A word of care: its kind, and how many hostile conversations gave rise to it."""

    kind: str
    n: int

    def say(self, language: str) -> str:
        """Say it in `en` or `ar`."""
        return limits().texts[self.kind][language].format(n=self.n)


@dataclass(frozen=True, slots=True)
class TeamStrain:
    """How many of a group's conversations were hostile."""

    agents: int
    conversations: int
    hostile: int


def exposures(outcomes: Iterable[Outcome]) -> list[Exposure]:
    """Give one person's attempts in order of time, each at its last try."""
    last: dict[str, Exposure] = {}
    for one in sorted(outcomes, key=lambda one: one.at):
        last.pop(one.attempt, None)
        last[one.attempt] = Exposure(one.at, not set(limits().care.kinds).isdisjoint(one.kinds))
    return list(last.values())


def nudge_for(recent: Sequence[Exposure], now: datetime, shown: Sequence[Shown] = ()) -> Nudge | None:
    """Give the word that is due now, None if there is none; `recent` is one person's conversations in order of time.

    It is due after a run of hostile ones, or after many in a short time, and not soon after another one was shown; someone who
    waves them away is left alone for a day.
    """
    care = limits().care
    if any(now - one.at < timedelta(minutes=care.quiet_minutes) for one in shown):
        return None
    lately = [one for one in shown if one.dismissed and now - one.at < timedelta(days=care.quiet_days)]
    if len(lately) >= care.quiet_after_dismissals:
        return None
    window = [one for one in recent if timedelta(0) <= now - one.at <= timedelta(minutes=care.within_minutes)]
    if not window or not window[-1].hostile or now - window[-1].at > timedelta(minutes=care.fresh_minutes):
        return None
    run = next((place for place, one in enumerate(reversed(window)) if not one.hostile), len(window))
    if run >= care.run:
        return Nudge("hostile-run", run)
    many, of = care.share
    hostile = sum(one.hostile for one in window[-of:])
    return Nudge("hostile-share", hostile) if hostile >= many else None


def team_strain(outcomes: Iterable[Outcome]) -> TeamStrain | None:
    """Give a group's strain; None where it is so small that it would tell of somebody."""
    attempts = {(one.person, one.attempt): one.kinds for one in outcomes}
    people = {person for person, _ in attempts}
    if len(people) < limits().least_group:
        return None
    hostile = sum(not set(limits().care.kinds).isdisjoint(kinds) for kinds in attempts.values())
    return TeamStrain(len(people), len(attempts), hostile)
