"""The reply is in another language than the customer's.

Whoever writes Arabic expects Arabic; Arabic in Latin letters (Arabizi) counts as Arabic. A message
too short to tell is left alone.

Severity: error, and the reply is held back, as it may not be understood at all.

English
    Customer:     وين طلبي؟ صار له أسبوع ما وصل
    Flagged:      Your order arrives tomorrow before noon.
    Better:       طلبك يصلك غدًا قبل الظهر.
    Customer:     Where is my order? It has been a week.
    Not flagged:  Your order arrives tomorrow before noon.
Arabic
    Customer:     Where is my order? It has been a week now.
    Flagged:      طلبك يصلك غدًا قبل الظهر.
    Better:       Your order arrives tomorrow before noon.
    Customer:     3ayez a3raf el order bta3y feen, lesa mawselsh
    Not flagged:  طلبك يصلك غدًا قبل الظهر.
"""

from collections.abc import Iterator

from coach.findings import Finding, Rule
from coach.reading import Reading
from coach.text.language import SUPPORTED

_LEAST_WORDS = 3


def check(reading: Reading) -> Iterator[Finding]:
    """Flag the whole draft if both languages are sure and differ."""
    if not reading.customer or not reading.sentences:
        return
    theirs, ours = reading.customer.document, reading.draft
    if theirs.language.code == ours.language.code or "und" in (theirs.language.code, ours.language.code):
        return
    if len(theirs.text.split()) < _LEAST_WORDS or len(ours.text.split()) < _LEAST_WORDS:
        return
    if theirs.language.code in SUPPORTED and min(theirs.language.confidence, ours.language.confidence) > 0.5:
        first, last = reading.sentences[0], reading.sentences[-1]
        yield Finding(RULE.id, first.start, last.end, 0.9, variant=theirs.language.code)


RULE = Rule(
    id="wrong-language",
    criterion="completeness",
    severity="error",
    message={
        "en": "The customer wrote in another language; answer in theirs.",
        "ar": "كتب العميل بلغة أخرى؛ أجب بلغته.",
    },
    variants={
        "ar": {"en": "The customer wrote in Arabic; answer in Arabic.", "ar": "كتب العميل بالعربية؛ أجب بالعربية."},
        "en": {"en": "The customer wrote in English; answer in English.", "ar": "كتب العميل بالإنجليزية؛ أجب بالإنجليزية."},
    },
    why={
        "en": "An answer that cannot be read is none.",
        "ar": "الجواب الذي لا يُقرأ ليس جوابًا.",
    },
    check=check,
    page=__doc__,
    needs_customer=True,
)
