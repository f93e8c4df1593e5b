"""The guard: what a rewrite must keep, checked on the texts themselves and not on the plan."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from coach.models.asks import content_words
from coach.reading import Reading
from coach.text.facts import PERSONAL, Fact

LEAST_MEANING = 0.5
"""Share of the draft's content words, outside the spans that were to be mended, that must remain."""


def check_rewrite(before: Reading, after: Reading, mended: Iterable[tuple[int, int]]) -> dict[str, Any]:
    """Compare a rewrite with its draft; `checks` says what was kept, `passed` whether all of it was.

    Facts are compared as values, personal data that was masked excepted. A new commitment or
    compensation passes only with a slot that the agent must fill.
    """
    spans = list(mended)
    checks: dict[str, Any] = {
        "facts": _facts(before, after),
        "promises": _promises(before, after),
        "refusals": "kept" if not before.makes("refusal") or after.makes("refusal") else "lost",
        "language": "kept" if before.language == after.language else "changed",
        "meaning": _meaning(before, after, spans),
    }
    passed = (
        checks["facts"] == "kept"
        and checks["promises"] == "none added"
        and checks["refusals"] == "kept"
        and checks["language"] == "kept"
        and checks["meaning"] >= LEAST_MEANING
    )
    return {"passed": passed, "checks": checks}


def _facts(before: Reading, after: Reading) -> str:
    """Say `kept`, or which kinds of fact were lost or added."""
    known = _values(f for f in before.draft.facts if f.kind not in PERSONAL)
    found = _values(f for f in after.draft.facts if f.kind not in PERSONAL)
    allowed = set(before.case.context.facts.values())
    if before.customer:
        allowed |= {fact.value for fact in before.customer.document.facts}
    masked = {fact.value[-4:] for fact in before.draft.facts if fact.kind in PERSONAL}
    lost = sorted({kind for kind, value in (known - found)})
    added = sorted({kind for kind, value in (found - known) if value not in allowed and value not in masked})
    names = before.greeted and after.greeted and before.greeted[0] != after.greeted[0]
    if names and before.case.context.customer_name and after.greeted:
        names = after.greeted[0].split()[0] not in before.case.context.customer_name
    if lost:
        return f"lost: {', '.join(lost)}"
    if added:
        return f"added: {', '.join(added)}"
    return "changed: name" if names else "kept"


def _values(facts: Iterable[Fact]) -> Counter[tuple[str, str]]:
    return Counter((fact.kind, fact.value) for fact in facts)


def _promises(before: Reading, after: Reading) -> str:
    """Say `none added`, or what was: commitments or compensations without a slot."""
    for move in ("compensation", "commitment"):
        old = len(before.where(move))
        new = [after.sentences[index] for index in after.where(move)]
        bound = [sentence for sentence in new if "⟦" not in sentence.text]
        if len(bound) > old:
            return f"added: {move}"
    return "none added"


def _meaning(before: Reading, after: Reading, spans: list[tuple[int, int]]) -> float:
    """Give the share of the draft's content words kept, those inside mended spans not counted."""
    kept = {word for sentence in after.sentences for word in content_words(sentence)}
    wanted = {word for sentence in before.sentences for word in content_words(sentence, spans)}
    return round(len(wanted & kept) / len(wanted), 2) if wanted else 1.0
