"""A promise without who, what or when.

"We'll get back to you soon" commits nobody and gives the customer nothing to plan by; «في أقرب وقت»
and «قريبًا» are no times. A promise with a day, an hour or a span is not vague, nor is one that the
next sentence makes definite.

Severity: warning; error where the customer is angry or has asked before, as for them an empty
promise is the fault repeated.

English
    Flagged:      We will look into it and get back to you soon.
    Better:       I'll check the payment with the bank and write to you by Sunday noon.
    Not flagged:  I'll get back to you by Sunday noon.
Arabic
    Flagged:      سيتم الرد عليك في أقرب وقت.
    Better:       سأراجع العملية مع البنك وأكتب إليك قبل ظهر الأحد.
    Not flagged:  سأرد عليك قبل ظهر يوم الأحد.
"""

from collections.abc import Iterator

from coach.config import Severity
from coach.findings import Finding, Fix, Rule
from coach.reading import SURE, Reading
from coach.text.document import Sentence

_ASKS = {"instruction", "question"}
"""What the customer is to do is no promise of ours."""


def check(reading: Reading) -> Iterator[Finding]:
    """Flag each vague promise that no time stands beside."""
    grave = _is_grave(reading)
    promises = reading.where("vague_promise")
    for index in promises:
        sentence = reading.sentences[index]
        if reading.has_time(sentence) or sentence.is_question:
            continue
        after = reading.sentences[index + 1] if index + 1 < len(reading.sentences) else None
        if after and "commitment" in after.moves and reading.has_time(after) and "vague_promise" not in after.moves:
            continue
        start, end = _vague(sentence)
        confidence = min(0.9, sentence.moves["vague_promise"])
        # A general answer to a calm question ("if anything goes wrong, we …") promises nothing to this customer.
        told = any(near.has("style.conditional") for near in reading.sentences[max(0, index - 1) : index + 1])
        general = reading.level == 0 and (told or not reading.speaks_to_customer(sentence))
        severity: Severity | None = "error" if grave else "advice" if general else None
        yield Finding(RULE.id, start, end, confidence, severity=severity, fixes=(_promised(sentence),))


def suspect(reading: Reading, sentence: Sentence | None) -> Finding | None:
    """Flag a sentence that may leave open what is done or when."""
    if sentence is None or sentence.moves.keys() & _ASKS or reading.has_time(sentence):
        return None
    severity: Severity | None = "error" if _is_grave(reading) else None
    empty = "vague_promise" in {*sentence.moves, *sentence.likely}  # else it may tell what was done, and only its end be open
    fix = _promised(sentence) if empty else Fix("reword", sentence.start, sentence.end)
    return Finding(RULE.id, sentence.start, sentence.end, severity=severity, fixes=(fix,))


def _is_grave(reading: Reading) -> bool:
    return reading.level >= 2 or (reading.customer is not None and reading.customer.has("repeat_contact"))


def _promised(sentence: Sentence) -> Fix:
    return Fix("rephrase", sentence.start, sentence.end, "commitment", slot="action")


def _vague(sentence: Sentence) -> tuple[int, int]:
    """Give the span that says nothing: the empty time, else the empty act, with what overlaps it."""
    times = [hit for hit in sentence.labelled("time.vague") if hit.confidence >= SURE]
    hits = times or sentence.labelled("moves.vague_promise")
    if not hits:
        return sentence.start, sentence.end
    start, end = sentence.span(hits[0])
    for hit in hits[1:]:
        left, right = sentence.span(hit)
        if left < end:
            end = max(end, right)
    return start, end


RULE = Rule(
    id="vague-next-step",
    criterion="next_step",
    severity="warning",
    message={
        "en": "“{found}” leaves open what is done or when; say who does what, and by when.",
        "ar": "«{found}» بلا موعد أو بلا فعل محدد؛ اذكر من سيفعل ماذا ومتى.",
    },
    why={
        "en": "A promise that can be planned by is believed; “soon” is not.",
        "ar": "الوعد المحدد يُصدَّق ويُبنى عليه، أما «قريبًا» فلا.",
    },
    check=check,
    page=__doc__,
    suspect=suspect,
)
