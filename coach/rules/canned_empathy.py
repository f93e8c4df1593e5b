"""Empathy that would fit any message.

"We understand your frustration" and «نتفهم استياءكم» are read as machine-made, more so the angrier
the reader. The same words with the customer's own matter in them are fine, and so are set phrases of greeting,
thanks, offer and goodbye.

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
from coach.reading import Reading
from coach.slots import slots_in
from coach.text.document import Sentence
from coach.text.stems import content_words, stem

_FEELING = {"empathy", "apology", "acknowledgement"}
_MANNERS = {"greeting", "gratitude", "offer_help", "closing", "question"}
_HEARS = {"acknowledgement", "apology", "empathy"}
_CONDOLES = "moves.empathy/condolence"
_OWN_WORDS = 3
"""So many words beside the formula tell of a case where no customer's message is there to compare."""


def check(reading: Reading) -> Iterator[Finding]:
    """Flag formulas in sentences that share no matter and no word with the customer's case."""
    theirs = _said_by(reading)
    for index, sentence in enumerate(reading.sentences):
        hits = sentence.labelled("style.canned") or sentence.labelled("moves.empathy/formula")
        if sentence.has(_CONDOLES):
            continue  # there is no other way to say it
        polite = sentence.moves.keys() & _MANNERS and not sentence.moves.keys() & _FEELING
        if not hits or polite or slots_in(sentence.text) or _specific(reading, sentence, theirs):
            continue  # a place that stands open is filled with the case's own words
        beside = [*reading.sentences[max(0, index - 1) : index], *reading.sentences[index + 1 : index + 2]]
        if any(near.moves.keys() & _HEARS and _specific(reading, near, theirs) for near in beside):
            continue  # after "I'm sorry about the missing charger", a plain "that is annoying" is about the charger
        start, end = sentence.span(hits[0])
        fixes = _said_anew(reading, sentence) if sentence.moves.keys() <= _FEELING else (Fix("swap", start, end),)
        yield Finding(RULE.id, start, end, 0.75, severity="warning" if reading.level >= 2 else None, fixes=fixes)


def suspect(reading: Reading, sentence: Sentence | None) -> Finding | None:
    """Flag a sentence that may be a formula no list names."""
    if (
        sentence is None
        or sentence.has(_CONDOLES)
        or not sentence.moves.keys() & _FEELING
        or _specific(reading, sentence, _said_by(reading))
    ):
        return None
    fixes = _said_anew(reading, sentence) if sentence.moves.keys() <= _FEELING else ()
    return Finding(RULE.id, sentence.start, sentence.end, severity="warning" if reading.level >= 2 else None, fixes=fixes)


def _said_anew(reading: Reading, sentence: Sentence) -> tuple[Fix, ...]:
    gone = Fix("delete", sentence.start, sentence.end)
    rephrased = Fix("rephrase", sentence.start, sentence.end, "apology" if "apology" in sentence.moves else "empathy")
    return (rephrased, gone) if reading.level else (gone,)


def _said_by(reading: Reading) -> set[str]:
    """Give the customer's own content words."""
    return {word for sentence in reading.customer.document.sentences for word in content_words(sentence)} if reading.customer else set()


def _specific(reading: Reading, sentence: Sentence, theirs: set[str]) -> bool:
    """Tell whether a sentence names the case: a fact, the case's matter, or words of the customer's own."""
    formulas = [*sentence.labelled("style.canned"), *sentence.labelled("moves.empathy/formula")]
    covered = {index for hit in formulas for index in range(hit.start, hit.end)}
    if any(sentence.start <= fact.start < sentence.end for fact in reading.draft.facts):
        return True
    beside = [hit for hit in sentence.hits if not covered.issuperset(range(hit.start, hit.end))]
    if any(hit.label.startswith("matters.") and hit.label[8:] in reading.matters for hit in beside):
        return True
    rest = [word for index, word in enumerate(sentence.words) if index not in covered]
    if reading.customer:
        return len(rest) >= 3 and bool(content_words(sentence) & theirs)
    return len(content_words(sentence) & {stem(word, sentence.language) for word in rest}) >= _OWN_WORDS


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
    suspect=suspect,
)
