"""Fitting: which of the coach's findings hold in a scenario, which knows more of the matter than a single message tells."""

from collections.abc import Sequence

from coach.config import Severity
from coach.findings import Judged
from coach.practice.goals import Reached
from coach.practice.known import folded_words, known_names
from coach.practice.scenario import Goals, Scenario
from coach.reading import Reading
from coach.rules import register_mismatch
from coach.text.document import DIALECTS

_OURS = frozenset(("own-fault", "delay"))
_LENGTHS = frozenset(("too-long", "too-short"))
_WAYS_ON = ("alternative", "compensation", "handoff")
_PERHAPS = 0.3  # likeliness of a move from which on it is not said to be missing
_HALF = 0.5
_RUDE = frozenset(("dismissive-tone", "mirrored-hostility", "blames-customer"))
"""Findings of tone that lower what is shown for courtesy too."""


def fitting(judged: Sequence[Judged], scenario: Scenario, turn: str, goals: Goals, reading: Reading, made: Reached) -> list[Judged]:
    """Give the findings on a reply to the message of `turn` that hold; the scenario's own asks and length stand for the coach's.

    What the scenario knows to be so is left out: a name that it gives, an apology that nobody owes or that is made, another way
    that is offered. A fault at which only a model points counts against no trainee. A clash with the scenario's dialect is told
    where the message alone does not show it.
    """
    known = known_names(scenario, turn)
    kept = [
        one
        for one in judged
        if not (one[0].suspected and one[0].confidence < _HALF)
        and one[1].id not in _LENGTHS
        and one[1].id != "unanswered-question"
        and not _is_known(one, scenario, reading.case.draft, known)
        and not (one[1].id == "missing-apology" and not _owed(scenario, goals, reading))
        and not (one[1].id == "refusal-without-alternative" and _goes_on(goals, reading, made))
    ]
    if scenario.dialect in DIALECTS and all(rule.id != register_mismatch.RULE.id for _, rule, _ in kept):
        severity: Severity = "warning"
        kept += [(one, register_mismatch.RULE, severity) for one in register_mismatch.clash(reading, scenario.dialect or "")]
    return kept


def rudeness(judged: Sequence[Judged]) -> float:
    """Give how sure it is that a reply is rude, 0 to 1."""
    return max((finding.confidence for finding, rule, _ in judged if rule.id in _RUDE), default=0.0)


def _is_known(judged: Judged, scenario: Scenario, text: str, known: frozenset[str]) -> bool:
    """Tell whether a finding takes for a wrong name what the scenario knows, in a reply that has the customer's name right."""
    finding, rule, _ = judged
    if rule.id != "wrong-name":
        return False
    right = folded_words(scenario.customer.name) & folded_words(text)
    return bool(right) or not known.isdisjoint(folded_words(text[finding.start : finding.end]))


def _owed(scenario: Scenario, goals: Goals, reading: Reading) -> bool:
    """Tell whether an apology is owed, by the scenario's kinds or by its goals, and not a word of one stands in the reply."""
    if _OURS.isdisjoint(scenario.kinds) and "apology" not in goals.moves:
        return False
    return not any(sentence.has("style.sorry") for sentence in reading.sentences)


def _goes_on(goals: Goals, reading: Reading, made: Reached) -> bool:
    """Tell whether a reply offers another way: by a move, by a hint of one, or by the facts that go with what is refused."""
    if any(one.has(f"moves.{move}") or one.likely.get(move, 0.0) >= _PERHAPS for one in reading.sentences for move in _WAYS_ON):
        return True
    beside = {key for ask in goals.asks if ask.outcome == "refuse" for key in ask.facts}
    return any(worth >= _HALF for key, worth in made.facts.items() if key in beside) or made.moves.get("alternative", 0.0) >= _HALF
