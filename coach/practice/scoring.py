"""Scoring: a reply to one message of a scenario, judged by the coach and held against the scenario's goals.

The score is the mean, by weight, of the coach's criteria (`completeness` by the scenario's own asks) and of `facts` and
`moves`. All but completeness and facts count only as far as those two are met: kind words earn little where nothing is
answered. Then points go for what is false, forbidden, too long or too short, and caps come last. scoring.yaml holds the
figures. What is shown of a criterion is lowered by the faults that belong to it, so that bars and reasons agree.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coach.config import Profile
from coach.pipeline import Coach
from coach.practice import claims as claiming
from coach.practice import gaming
from coach.practice.capping import caps
from coach.practice.fitting import fitting, rudeness
from coach.practice.goals import case_of, reached
from coach.practice.reasons import (
    asks_held,
    facts_held,
    lowered,
    moves_held,
    of_claims,
    of_findings,
    of_forbidden,
    of_length,
    raised,
    shared_out,
)
from coach.practice.result import Changed, Marked, Reason, Result
from coach.practice.rubric import Rubric, laid_over, ruleset, weights_of
from coach.practice.scenario import Grade, Scenario, Turn
from coach.practice.settings import Grades, Weights, settings
from coach.rubric import criteria_scores, left_open

_SUBSTANCE = ("completeness", "facts")


def grade_of(score: float, grades: Grades | None = None) -> Grade:
    """Give the grade that a score is, by the thresholds that ship if no others are given."""
    grades = grades or settings().grades
    return "excellent" if score >= grades.excellent else "fair" if score >= grades.fair else "poor"


@dataclass(frozen=True, slots=True)
class Scored:
    """A result, and the criteria that its score was reckoned from: those that are shown are lowered by the faults that belong to them."""

    result: Result
    reckoned: Mapping[str, int]


def score(
    scenario: Scenario,
    turn: str,
    text: str,
    coach: Coach,
    previous: Result | None = None,
    *,
    shown: bool = False,
    rubric: Rubric | None = None,
) -> Result:
    """Score a reply to the message of `turn`, which has goals; `shown` says that the agent has seen the master's reply.

    `rubric` is the version in force, None the one that ships. Deterministic: the same reply, rubric and models give the same result.
    Raises InputError for a text that is no draft.
    """
    return scored(scenario, turn, text, coach, previous, shown=shown, rubric=rubric).result


def scored(
    scenario: Scenario,
    turn: str,
    text: str,
    coach: Coach,
    previous: Result | None = None,
    *,
    shown: bool = False,
    rubric: Rubric | None = None,
) -> Scored:
    """Score a reply as `score` does, and tell what the score was reckoned from."""
    here = scenario.turns[turn]
    if here.goals is None:
        raise ValueError("a turn without goals takes no reply")
    reading = coach.read(case_of(scenario, here, text))
    judged, _ = coach.judge(reading)
    goals = reached(scenario, turn, reading, coach)
    judged = fitting(judged, scenario, turn, here.goals, reading, goals)
    found = claiming.check(scenario, turn, reading.draft)
    goals = goals.without(one.fact for one in found if one.verdict == "contradicted" and one.fact)
    held = {"completeness": asks_held(here.goals, goals), "facts": facts_held(scenario, goals), "moves": moves_held(goals)}
    tricks = gaming.check(scenario, turn, reading.draft, coach.models.encoder, shown)

    rules, profile = laid_over(rubric, coach.profile)
    judgements = [(finding, rule.criterion, severity) for finding, rule, severity in judged]
    criteria: dict[str, float | None] = {**criteria_scores(reading, judgements, profile), **{name: one.score for name, one in held.items()}}
    shares = _shares(criteria, profile, scenario, rules.weights)
    counts = _counts(criteria, shares)
    total = sum(share * counts[name] * (criteria[name] or 0.0) for name, share in shares.items())
    uncounted = sum(share * (1 - counts[name]) * 100 for name, share in shares.items())

    reasons = [one for name in _SUBSTANCE for one in shared_out(held[name], shares.get(name, 0.0))]
    reasons = raised(reasons, uncounted)
    reasons += shared_out(held["moves"], shares.get("moves", 0.0) * counts["moves"])
    short = {name: 100 - left_open(reading, name, profile) for name in criteria}
    counted = {name: share * counts[name] for name, share in shares.items()}
    reasons += of_findings(judged, criteria, short, counted, profile.penalties, text)
    faults = [*of_claims(found, text, scenario), *of_forbidden(here.goals, reading, judged), *of_length(here.goals, reading)]
    reasons += faults
    total -= sum(one.lost for one in faults)
    lacks = (*held["completeness"].lacks, *held["facts"].lacks)
    capped = caps(judged, profile.verdict.hold, found, faults, tricks, lacks, rules.grades, text)
    for why, cap in capped:
        if total > cap:
            why = why.model_copy(update={"lost": round(total - cap, 1)})
            total = float(cap)
        reasons.append(why)
    points = max(0, min(100, round(total)))
    told = (one for one in reasons if one.lost > 0 or one.key.startswith(("gaming:", "cap:asked")))
    kept = tuple(sorted(told, key=lambda one: (one.key != "cap:asked", -one.lost, one.key)))
    result = Result(
        scenario=scenario.id,
        version=scenario.version,
        turn=turn,
        score=points,
        grade=grade_of(points, rules.grades),
        criteria=lowered(criteria, faults, rudeness(judged)),
        asks=tuple(one.status for one in goals.asks),
        reasons=kept,
        claims=tuple(Marked(verdict=c.verdict, kind=c.kind, start=c.start, end=c.end, fact=c.fact) for c in found),
        tricks=tuple(dict.fromkeys(one.trick for one in tricks)),
        changed=_changed(points, kept, previous),
        next_turn=next_turn(here, points),
        ruleset=ruleset(rubric, coach.profile),
        models=coach.models.names,
    )
    return Scored(result, {name: round(value) for name, value in criteria.items() if value is not None})


def next_turn(turn: Turn, points: int) -> str | None:
    """Name the turn that follows a reply of so many points; None at the end."""
    return next((branch.turn for branch in turn.then if points >= branch.from_score), None)


def _shares(criteria: Mapping[str, float | None], profile: Profile, scenario: Scenario, ours: Weights) -> dict[str, float]:
    """Give each criterion's share in the score: the rubric's weights, ours and the scenario's, of those that apply."""
    weights = weights_of(profile.criteria, ours) | {str(name): value for name, value in scenario.weights.items()}
    applied = {name: weights.get(name, 0.0) for name, value in criteria.items() if value is not None}
    whole = sum(applied.values()) or 1.0
    return {name: weight / whole for name, weight in applied.items()}


def _counts(criteria: Mapping[str, float | None], shares: Mapping[str, float]) -> dict[str, float]:
    """Say how far each criterion counts: the matter's own fully, all others as far as the matter is served."""
    weight = sum(shares.get(name, 0.0) for name in _SUBSTANCE)
    served = sum(shares.get(name, 0.0) * (criteria[name] or 0.0) for name in _SUBSTANCE) / (100 * weight) if weight else 1.0
    floor = settings().floor
    return {name: 1.0 if name in _SUBSTANCE else floor + (1 - floor) * served for name in criteria}


def _changed(points: int, reasons: Sequence[Reason], previous: Result | None) -> Changed | None:
    """Say what became better and worse since the previous try of the same turn."""
    if previous is None:
        return None
    old = {one.key: one for one in previous.reasons}
    new = {one.key: one for one in reasons}
    return Changed(
        points=points - previous.score,
        better=tuple(one.text for key, one in old.items() if key not in new),
        worse=tuple(one.text for key, one in new.items() if key not in old),
    )
