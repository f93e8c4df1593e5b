"""Empathy that would fit any message.

"We understand your frustration" and «نتفهم استياءكم» are read as machine-made, more so the angrier
the reader. The same words with the customer's own matter in them are fine.

Severity: advice; warning where the customer is angry, as formulas then add to the anger.

English
    Customer:     My fridge came broken and the food is gone!
    Flagged:      We understand your frustration. A new fridge comes on Sunday.
    Better:       A broken fridge and a week's food in the bin: that is a rotten start. A new one comes on Sunday.
    Not flagged:  I understand how annoying a broken fridge is, with all your food gone. A new one comes on Sunday.
Arabic
    Customer:     الثلاجة وصلت مكسورة وخرب الأكل كله!
    Flagged:      نتفهم استياءكم. تصلكم ثلاجة جديدة يوم الأحد.
    Better:       ثلاجة مكسورة وطعام تلف كله: خسارة فوق خسارة. تصلكم ثلاجة جديدة يوم الأحد.
    Not flagged:  أتفهم كم هو مزعج أن تصل الثلاجة مكسورة ويخرب الأكل. تصلكم ثلاجة جديدة يوم الأحد.
"""

from collections.abc import Iterator

from coach.findings import Finding, Fix, Rule
from coach.models.asks import content_words
from coach.reading import Reading
from coach.text.document import Sentence


def check(reading: Reading) -> Iterator[Finding]:
    """Flag formulas in sentences that share no matter and no word with the customer's case."""
    theirs = {word for sentence in reading.customer.document.sentences for word in content_words(sentence)} if reading.customer else set()
    for sentence in reading.sentences:
        hits = sentence.labelled("style.canned") or sentence.labelled("moves.empathy/formula")
        if not hits or _specific(reading, sentence, theirs):
            continue
        start, end = sentence.span(hits[0])
        severity = "warning" if reading.level >= 2 else None
        alone = set(sentence.moves) <= {"empathy", "apology", "acknowledgement"}
        fix = Fix("rephrase", sentence.start, sentence.end, "empathy") if alone and reading.level else Fix("swap", start, end)
        yield Finding(RULE.id, start, end, 0.75, severity="warning" if severity else None, fixes=(fix,))


def _specific(reading: Reading, sentence: Sentence, theirs: set[str]) -> bool:
    """Tell whether a sentence names the case: a fact, a matter, or words of the customer's own."""
    own = {word for hit in sentence.hits if hit.label == "style.canned" or hit.label == "moves.empathy/formula" for word in sentence.words[hit.start : hit.end]}
    rest = [word for word in sentence.words if word not in own]
    if any(sentence.start <= fact.start < sentence.end for fact in reading.draft.facts):
        return True
    shared = content_words(sentence) & theirs
    return bool(shared) and len(rest) >= 3


RULE = Rule(
    id="canned-empathy",
    criterion="empathy",
    severity="advice",
    message={
        "en": "“{found}” would fit any message; name this customer's own trouble instead.",
        "ar": "«{found}» تصلح لأي رسالة؛ سمِّ ما جرى لهذا العميل بعينه.",
    },
    why={
        "en": "A formula shows that the message was not read.",
        "ar": "العبارة الجاهزة توحي بأن الرسالة لم تُقرأ.",
    },
    check=check,
    page=__doc__,
)
