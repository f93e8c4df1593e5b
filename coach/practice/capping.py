"""Capping: what a reply can score at most, and why."""

from collections.abc import Sequence

from coach.findings import Judged
from coach.practice.claim import Claim
from coach.practice.gaming import Played
from coach.practice.reasons import reason
from coach.practice.result import Reason
from coach.practice.settings import Grades, settings

_PASSED_OVER = 0.75  # of an ask or a fact: what lacks so much was passed over
_UNTRUE = frozenset(("contradicted", "granted", "secret"))
_BELONGS = {"off-matter": "completeness", "hollow": "completeness", "other-language": "clarity", "copied-facts": "clarity"}
"""Criteria of the tricks that nobody is accused of; all others play for points."""


def caps(
    judged: Sequence[Judged],
    hold: Sequence[str],
    found: Sequence[Claim],
    faults: Sequence[Reason],
    tricks: Sequence[Played],
    lacks: Sequence[Reason],
    grades: Grades,
    text: str,
) -> list[tuple[Reason, int]]:
    """List the caps that hold for a reply `text`, the highest first, each with its reason."""
    own = settings()
    most = own.caps
    untrue = len({(one.fact or one.kind, text[one.start : one.end].lower()) for one in found if one.verdict in _UNTRUE})
    reached: list[tuple[Reason, int]] = []
    if untrue:
        cap = grades.fair + (own.untrue.one if untrue == 1 else own.untrue.more)
        reached.append((reason("cap:untrue", "truth", "cap_false" if untrue == 1 else "cap_falser", 0.0, n=cap), cap))
    if any(one.verdict == "invented" for one in found):
        reached.append((reason("cap:invented", "truth", "cap_truth", 0.0, n=most["invented"]), most["invented"]))
    if any(one.key.startswith("never:") and one.lost >= own.points["never"] for one in faults):
        reached.append((reason("cap:never", "moves", "cap_never", 0.0), most["never"]))
    if any(one.lost >= _PASSED_OVER for one in lacks):
        reached.append((reason("cap:unanswered", "completeness", "cap_unanswered", 0.0), most["unanswered"]))
    if any(rule.id in hold and severity == "error" for _, rule, severity in judged):
        reached.append((reason("cap:hold", "tone", "cap_hold", 0.0), most["hold"]))
    asked = [finding for finding, rule, _ in judged if rule.id == "personal-data" and finding.variant == "asked"]
    if asked:
        spans = [(one.start, one.end) for one in asked]
        reached.append((reason("cap:asked", "truth", "cap_asked_secret", 0.0, spans, n=most["asked_secret"]), most["asked_secret"]))
    wrong = [finding for finding, rule, _ in judged if rule.id == "gender-mismatch" and finding.variant != "mixed"]
    if len(wrong) >= own.wrong_gender:
        reached.append((reason("cap:gender", "tone", "cap_gender", 0.0, n=grades.excellent - 1), grades.excellent - 1))
    reached += [
        (
            reason(f"gaming:{one.trick}", _BELONGS.get(one.trick, "gaming"), one.trick.replace("-", "_"), 0.0, one.spans),
            grades.fair - 1 if one.trick == "off-matter" else most["gaming"],
        )
        for one in tricks
    ]
    return sorted(reached, key=lambda one: -one[1])
