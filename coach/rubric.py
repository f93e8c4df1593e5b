"""From findings to a score, a verdict and a suggested status."""

from collections.abc import Sequence

from coach.config import CRITERIA, Profile, Severity
from coach.findings import Finding
from coach.reading import SURELY_MISSED, Ask, Reading

_DOUBTFUL = 0.9  # an ask of which it is not sure that it was missed
_STATUS_WORTH = {"answered": 1.0, "refused": 1.0, "deferred": 0.8, "missed": 0.0}
"""What an ask's status is worth: an answer and a reasoned no settle it, a deferral nearly."""


def criteria_scores(reading: Reading, findings: Sequence[tuple[Finding, str, Severity]], profile: Profile) -> dict[str, int | None]:
    """Score each criterion 0-100, or None where it does not apply.

    What the whole leaves open by a reviewer's impression, 100 where nothing tells it, less each finding's penalty times its
    confidence; of completeness the mean worth of the customer's asks is left open too. Nothing is earned by repeating a phrase.
    """
    points: dict[str, float] = {name: left_open(reading, name, profile) for name in CRITERIA}
    asks = reading.customer.asks if reading.customer else []
    if asks:
        points["completeness"] *= sum(map(_worth, asks)) / len(asks)
    hit = set()
    for finding, criterion, severity in findings:
        hit.add(criterion)
        if finding.rule != "unanswered-question":
            points[criterion] -= profile.penalties[severity] * finding.confidence
    applies = {
        "empathy": reading.level >= profile.thresholds.empathy_from
        or (reading.customer is not None and reading.customer.has("vulnerable")),
        "refusal": reading.makes("refusal"),
        "next_step": reading.customer is not None or reading.makes("commitment", "instruction", "question", "handoff", "follow_up"),
    }
    return {name: max(0, round(points[name])) if applies.get(name, True) or name in hit else None for name in CRITERIA}


def _worth(ask: Ask) -> float:
    return _DOUBTFUL if ask.status == "missed" and ask.confidence < SURELY_MISSED else _STATUS_WORTH[ask.status]


def left_open(reading: Reading, criterion: str, profile: Profile) -> float:
    """Give what the impression of the whole leaves of a criterion, 0 to 100: it, and the room by which it may err."""
    if reading.impression is None or criterion not in reading.impression.criteria:
        return 100.0
    limits = profile.thresholds
    room = limits.empathy_room if criterion == "empathy" else limits.impression_room
    return min(100.0, reading.impression.criteria[criterion] + room)


def overall(scores: dict[str, int | None], severities: Sequence[Severity], profile: Profile) -> int:
    """Average the criteria that apply by weight; the gravest finding caps the result, a point lower for each further one.

    So a draft gains by each fault that is mended, also while a graver one stands.
    """
    weights: dict[str, float] = {str(name): weight for name, weight in profile.criteria.items()}
    applied = [(weights.get(name, 0.0), score) for name, score in scores.items() if score is not None]
    weight = sum(weight for weight, _ in applied)
    total = sum(weight * score for weight, score in applied) / weight if weight else 100.0
    caps = [profile.caps[severity] - (len(severities) - 1) for severity in set(severities) if severity in profile.caps]
    return max(0, round(min([total, *caps])))


def verdict(score: int, findings: Sequence[tuple[str, Severity]], profile: Profile) -> str:
    """Say `hold` where a rule holds the reply back, `send` from the profile's score on without errors, else `revise`."""
    if any(rule in profile.verdict.hold and severity == "error" for rule, severity in findings):
        return "hold"
    if score >= profile.verdict.send_from and all(severity != "error" for _, severity in findings):
        return "send"
    return "revise"


def suggested_status(reading: Reading) -> str:
    """Suggest the ticket's status after this reply.

    `pending` while something is asked of the customer, `open` while we owe something, else `solved`.
    """
    if reading.makes("question"):
        return "pending"
    if reading.makes("commitment", "handoff", "follow_up", "vague_promise"):
        return "open"
    if reading.makes("instruction", "alternative") and not reading.makes("resolution", "refusal"):
        return "pending"
    if reading.customer and any(ask.status == "missed" for ask in reading.customer.asks):
        return "open"
    return "solved" if reading.makes("resolution", "refusal", "explanation", "compensation") else "open"
