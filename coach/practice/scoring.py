"""Scoring: a reply to one message of a scenario, judged by the coach and held against the scenario's goals.

The score is the mean, by weight, of the coach's criteria (`completeness` by the scenario's own asks) and of `facts` and
`moves`. All but completeness and facts count only as far as those two are met: kind words earn little where nothing is
answered. Then points go for what is false, forbidden, too long or too short, and caps come last. scoring.yaml holds the
figures.
"""

from collections.abc import Mapping, Sequence

from coach.config import Profile
from coach.findings import Judged
from coach.pipeline import Coach
from coach.practice import claims as claiming
from coach.practice import gaming
from coach.practice.goals import case_of, reached
from coach.practice.known import folded_words, known_names
from coach.practice.reasons import (
    asks_held,
    facts_held,
    moves_held,
    of_claims,
    of_findings,
    of_forbidden,
    of_length,
    raised,
    reason,
    shared_out,
)
from coach.practice.result import Changed, Marked, Reason, Result
from coach.practice.rubric import Rubric, laid_over, ruleset, weights_of
from coach.practice.scenario import Grade, Scenario, Turn
from coach.practice.settings import Grades, Weights, settings
from coach.rubric import criteria_scores

_PASSED_OVER = 0.75  # of an ask or a fact: what lacks so much was passed over
_SUBSTANCE = ("completeness", "facts")


def grade_of(score: float, grades: Grades | None = None) -> Grade:
    """Give the grade that a score is, by the thresholds that ship if no others are given."""
    grades = grades or settings().grades
    return "excellent" if score >= grades.excellent else "fair" if score >= grades.fair else "poor"


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
    here = scenario.turns[turn]
    if here.goals is None:
        raise ValueError("a turn without goals takes no reply")
    reading = coach.read(case_of(scenario, here, text))
    judged, _ = coach.judge(reading)
    known = known_names(scenario, turn)
    judged = [one for one in judged if one[1].id != "unanswered-question" and not _is_known(one, scenario, text, known)]
    goals = reached(scenario, turn, reading, coach)
    held = {"completeness": asks_held(here.goals, goals), "facts": facts_held(scenario, goals), "moves": moves_held(goals)}
    found = claiming.check(scenario, turn, reading.draft)
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
    reasons += of_findings(judged, criteria, {name: share * counts[name] for name, share in shares.items()}, profile.penalties, text)
    faults = [*of_claims(found, text), *of_forbidden(here.goals, reading), *of_length(here.goals, reading)]
    reasons += faults
    total -= sum(one.lost for one in faults)
    capped = _caps(judged, profile.verdict.hold, found, faults, tricks, (*held["completeness"].lacks, *held["facts"].lacks))
    for why, cap in capped:
        if total > cap:
            why = why.model_copy(update={"lost": round(total - cap, 1)})
            total = float(cap)
        reasons.append(why)
    points = max(0, min(100, round(total)))
    kept = tuple(sorted((one for one in reasons if one.lost > 0 or one.criterion == "gaming"), key=lambda one: (-one.lost, one.key)))
    return Result(
        scenario=scenario.id,
        version=scenario.version,
        turn=turn,
        score=points,
        grade=grade_of(points, rules.grades),
        criteria={name: None if value is None else round(value) for name, value in criteria.items()},
        asks=tuple(one.status for one in goals.asks),
        reasons=kept,
        claims=tuple(Marked(verdict=c.verdict, kind=c.kind, start=c.start, end=c.end, fact=c.fact) for c in found),
        tricks=tuple(dict.fromkeys(one.trick for one in tricks)),
        changed=_changed(points, kept, previous),
        next_turn=next_turn(here, points),
        ruleset=ruleset(rubric, coach.profile),
        models=coach.models.names,
    )


def _is_known(judged: Judged, scenario: Scenario, text: str, known: frozenset[str]) -> bool:
    """Tell whether a finding takes for a wrong name what the scenario knows, in a reply that has the customer's name right."""
    finding, rule, _ = judged
    if rule.id != "wrong-name":
        return False
    right = folded_words(scenario.customer.name) & folded_words(text)
    return bool(right) or not known.isdisjoint(folded_words(text[finding.start : finding.end]))


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


def _caps(
    judged: Sequence[Judged],
    hold: Sequence[str],
    found: Sequence[claiming.Claim],
    faults: Sequence[Reason],
    tricks: Sequence[gaming.Played],
    lacks: Sequence[Reason],
) -> list[tuple[Reason, int]]:
    """List the caps that hold, the highest first, each with its reason."""
    caps = settings().caps
    reached = [
        (reason(f"cap:{name}", "truth", "cap_truth", 0.0), caps[name]) for name in dict.fromkeys(c.verdict for c in found) if name in caps
    ]
    if any(one.key.startswith("never:") and one.lost >= settings().points["never"] for one in faults):
        reached.append((reason("cap:never", "moves", "cap_never", 0.0), caps["never"]))
    if any(one.lost >= _PASSED_OVER for one in lacks):
        reached.append((reason("cap:unanswered", "completeness", "cap_unanswered", 0.0), caps["unanswered"]))
    if any(rule.id in hold and severity == "error" for _, rule, severity in judged):
        reached.append((reason("cap:hold", "tone", "cap_hold", 0.0), caps["hold"]))
    reached += [(reason(f"gaming:{one.trick}", "gaming", one.trick.replace("-", "_"), 0.0, one.spans), caps["gaming"]) for one in tricks]
    return sorted(reached, key=lambda one: -one[1])


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
