"""Nothing shows that the customer's message was read.

Playing the problem back in a few words proves that it was understood; going straight to steps or
policy after a complaint makes people repeat themselves. A short calm question just needs its answer.

Severity: advice; warning for angry customers and for those who have written before.

English
    Customer:     I have asked you twice now to stop the paper bills. They still come and I am fed up.
    Flagged:      Please log in and choose Settings, then Bills.
    Better:       You asked us twice to stop the paper bills and they still come. I have switched them off today.
    Not flagged:  I see that you have asked twice and the paper bills still come. Please log in and choose Settings, then Bills.
Arabic
    Customer:     طلبت منكم مرتين توقفون الفواتير الورقية ولسا تجيني، مليت.
    Flagged:      يرجى الدخول إلى الإعدادات ثم الفواتير.
    Better:       طلبت منا مرتين إيقاف الفواتير الورقية وما زالت تصلك. أوقفتها اليوم بنفسي.
    Not flagged:  أرى أنك طلبت إيقاف الفواتير الورقية مرتين وما زالت تصلك. يرجى الدخول إلى الإعدادات ثم الفواتير.
"""

from collections.abc import Iterator, Sequence

from coach.findings import Finding, Fix, Rule
from coach.reading import Reading
from coach.text.document import Document, Sentence
from coach.text.stems import content_words

_SHARED = 3  # words
_A_FACT = 2  # words that an order's number or a sum of the customer's counts for
_AT_MOST = 0.35
"""Sure: reviewers name it in one of five replies in which it is found (`training/faults.py`)."""


def check(reading: Reading) -> Iterator[Finding]:
    """Flag the absence where the customer is upset, unless the opening words speak of their matter."""
    customer = reading.customer
    if not customer or not reading.sentences or reading.level == 0 or not customer.asks:
        return
    if reading.makes("acknowledgement", "empathy"):
        return
    theirs = {word for sentence in customer.document.sentences for word in content_words(sentence)}
    facts = _numbers(customer.document, customer.document.sentences)
    for sentence in reading.sentences[:3]:
        if len(content_words(sentence) & theirs) + _A_FACT * len(_numbers(reading.draft, [sentence]) & facts) >= _SHARED:
            return
    if reading.makes("apology") and any(
        content_words(reading.sentences[index]) & theirs for index in reading.where("apology", "ownership")
    ):
        return
    at = reading.opening
    fix = Fix("insert", at, at, "acknowledgement")
    yield Finding(RULE.id, at, at, min(_AT_MOST, reading.absence("acknowledgement", "empathy")), target="missing", fixes=(fix,))


def _numbers(document: Document, sentences: Sequence[Sentence]) -> set[str]:
    """Give the values of the orders' numbers and sums that sentences name."""
    facts = [fact for fact in document.facts if fact.kind in ("order", "amount")]
    return {fact.value for fact in facts if any(sentence.start <= fact.start < sentence.end for sentence in sentences)}


RULE = Rule(
    id="missing-acknowledgement",
    criterion="empathy",
    severity="advice",
    message={
        "en": "Nothing shows that the message was read; play the problem back in a few words first.",
        "ar": "لا شيء يدل على أن الرسالة قُرئت؛ ابدأ بذكر المشكلة في كلمات قليلة.",
    },
    why={
        "en": "Whoever sees the problem repeated correctly stops repeating it.",
        "ar": "من يرى مشكلته مفهومة يكفّ عن تكرارها.",
    },
    check=check,
    page=__doc__,
    needs_customer=True,
)
