"""Putting the fault on the customer.

Making the customer the subject of a failure reads as an accusation, a threat to positive face
(Brown & Levinson 1987), and invites a defence instead of a fix. A condition ("if you have not
received it") accuses nobody.

Severity: error, because it turns a problem into a quarrel and can always be said otherwise.

English
    Flagged:      You failed to attach the invoice.
    Better:       The invoice has not reached us yet.
    Not flagged:  If you failed to receive the code, ask for a new one.
Arabic
    Flagged:      كان عليك قراءة الشروط قبل الشراء.
    Better:       تنص الشروط على أن الاسترجاع خلال ١٤ يومًا.
    Not flagged:  إذا لم تقم بالتسجيل بعد، فاضغط هنا.
"""

from collections.abc import Iterator

from coach.findings import Finding, Fix, Rule, spans, uncued
from coach.reading import Reading
from coach.text.document import Sentence


def check(reading: Reading) -> Iterator[Finding]:
    """Flag each accusation outside a conditional clause."""
    for sentence, start, end, confidence in spans(reading, "blame", "moves.blame/customer", skip="style.conditional"):
        fixes = (
            Fix("swap", start, end),
            Fix("clip", start, end),
            Fix("delete", sentence.start, sentence.end),
            Fix("reword", sentence.start, sentence.end),
        )
        yield Finding(RULE.id, start, end, confidence, fixes=fixes)
    for sentence in uncued(reading, "blame"):
        if reading.speaks_to_customer(sentence):
            yield _whole(sentence, sentence.moves["blame"])


def suspect(reading: Reading, sentence: Sentence | None) -> Finding | None:
    """Flag a sentence that may blame the customer without a word for it."""
    return _whole(sentence) if sentence else None


def _whole(sentence: Sentence, confidence: float = 0.0) -> Finding:
    fixes = (Fix("delete", sentence.start, sentence.end), Fix("reword", sentence.start, sentence.end))
    return Finding(RULE.id, sentence.start, sentence.end, confidence, fixes=fixes)


RULE = Rule(
    id="blames-customer",
    criterion="tone",
    severity="error",
    message={
        "en": "“{found}” blames the customer; say what is missing or what happens instead.",
        "ar": "عبارة «{found}» تُحمِّل العميل الخطأ؛ اذكر ما ينقص أو ما يجري بدلًا من ذلك.",
    },
    why={
        "en": "Whoever is accused defends themselves and stops listening.",
        "ar": "من يُتَّهم يدافع عن نفسه ولا يعود يسمع.",
    },
    check=check,
    page=__doc__,
    suspect=suspect,
)
