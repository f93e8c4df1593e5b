"""What rules found by words and absences, weighed by what a model makes of the whole: surer, told at last, or left unsaid."""

from collections.abc import Sequence

from coach.findings import WEAKENS, Finding, Rule
from coach.reading import Reading, Suspicion
from coach.slots import slots_in
from coach.text.document import Sentence

_AS_LIKELY = 1.0
"""A sentence may stand for the likeliest one, where that is told already, if its log odds are at most this much lower."""

TRUSTED = 0.5
"""A rule that is right at least as often as not, by itself, keeps what it finds missing."""
_DOUBTED = 0.5
"""From this part of a rule's bound on, what it finds missing is pointed at; below it, left unsaid. In the corpus' dev split 50 of 59
masters' replies that lack empathy by their words lie below it, and 32 of 33 faulty ones whose writer marked that above."""
_LIKELY = 0.5
"""Below this chance what only the model sees is pointed at, and not held against the draft."""

_BROAD = ("dismissive-tone",)
"""Colours many sentences: a fault with a narrower name is said before it."""

Found = tuple[Finding, Rule]


def weigh(reading: Reading, rules: Sequence[Rule], found: Sequence[Found]) -> list[Found]:
    """Give the findings that stand, and those that only the model sees.

    What words show stands. That something is missing is told as surely as the model thinks, pointed at where it is doubted, and left
    unsaid where it is unlikely, unless the rule is mostly right by itself. Of the rules that found nothing, those whose fault is likely
    enough say it: each in a sentence of its own.
    """
    suspicion = reading.suspicion
    if suspicion is None:
        return [*found]
    kept = [one for one in found if _stands(*one, suspicion)]
    told = {rule.id for finding, rule in kept if finding.variant != WEAKENS}
    silent = [(rule, rule.suspect) for rule in rules if rule.suspect and rule.id in suspicion.rules and rule.id not in told]
    written_later = reading.slots_filled and bool(slots_in(reading.case.draft))  # what stands open may hold what is missing
    chances = {rule.id: suspicion.chance(rule.id) for rule, _ in silent}
    for rule, suspect in sorted(silent, key=lambda one: (one[0].id in _BROAD, -chances[one[0].id])):
        weighed = suspicion.rules[rule.id]
        if chances[rule.id] < weighed.bound or (written_later and not weighed.sought):
            continue
        sentence = _place(reading, suspicion, rule, kept) if weighed.sought else None
        if weighed.sought and sentence is None:
            continue
        finding = suspect(reading, sentence)
        if finding is None:
            continue
        finding.suspected, finding.confidence = True, chances[rule.id]
        if finding.confidence < _LIKELY:
            finding.severity = "advice"
        elif (finding.severity or rule.severity) == "error":
            finding.severity = "warning"  # an error is what words show
        if sentence is not None:
            kept = [one for one in kept if one[0].variant != WEAKENS or not _lies_in(one[0], sentence)]
        kept.append((finding, rule))
    return kept


def _stands(finding: Finding, rule: Rule, suspicion: Suspicion) -> bool:
    """Tell whether a finding stands; that of a doubtful absence takes the model's confidence."""
    weighed = suspicion.rules.get(rule.id)
    if weighed is None or finding.target != "missing" or weighed.alone >= TRUSTED:
        return True
    finding.confidence = suspicion.chance(rule.id, finding.confidence)
    if finding.confidence < weighed.bound:
        finding.severity = "advice"
    return finding.confidence >= _DOUBTED * weighed.bound


def _place(reading: Reading, suspicion: Suspicion, rule: Rule, kept: Sequence[Found]) -> Sentence | None:
    """Give the sentence in which a fault most likely stands, if the model has not named another there or in one as likely.

    A sentence with an open place is still the agent's to write; a broad fault is not said of one of which words show a narrower.
    """
    odds = suspicion.places[rule.id]
    here = [one for one, _ in kept if one.target == "draft" and one.variant != WEAKENS]
    said = [one for one in here if one.suspected or rule.id in _BROAD]
    for sentence, own in sorted(zip(reading.sentences, odds, strict=False), key=lambda one: -one[1]):
        if own < max(odds) - _AS_LIKELY:
            return None
        if "⟦" not in sentence.text and not any(_lies_in(finding, sentence) for finding in said):
            return sentence
    return None


def _lies_in(finding: Finding, sentence: Sentence) -> bool:
    return finding.start < sentence.end and sentence.start < finding.end
