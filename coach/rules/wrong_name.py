"""The reply greets somebody else.

A wrong name tells the customer that the reply, and perhaps their data, belong to another case.
Spelling variants (Mohamed, Mohammed; أحمد، احمد), first name for full name, and a name in the other
script pass.

Severity: error, and the reply is held back: it may show one customer's case to another.

English
    Name:         Sara Khan
    Flagged:      Hi Omar, your card is ready.
    Better:       Hi Sara, your card is ready.
    Not flagged:  Dear Ms Khan, your card is ready.
Arabic
    Name:         سارة الخطيب
    Flagged:      أستاذة منى، بطاقتك جاهزة.
    Better:       أستاذة سارة، بطاقتك جاهزة.
    Not flagged:  السيدة الخطيب، بطاقتك جاهزة.
"""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from coach.findings import Finding, Fix, Rule
from coach.reading import Reading
from coach.text import normalise

_ALIKE = 0.6


def check(reading: Reading) -> Iterator[Finding]:
    """Flag the greeted name if it is like no part of the customer's."""
    known = reading.case.context.customer_name
    greeted = reading.greeted
    if not known or not greeted:
        return
    name, start, end = greeted
    if _is_arabic(name) != _is_arabic(known):
        return
    parts = [_fold(part) for part in known.split()]
    if not any(SequenceMatcher(None, _fold(word), part).ratio() >= _ALIKE for word in name.split() for part in parts):
        yield Finding(RULE.id, start, end, 0.85, detail={"name": known}, fixes=(Fix("swap", start, end, "name"),))


def _fold(name: str) -> str:
    return normalise.arabic(name).removeprefix("ال")


def _is_arabic(name: str) -> bool:
    return re.search("[\u0621-\u064a]", name) is not None


RULE = Rule(
    id="wrong-name",
    criterion="completeness",
    severity="error",
    message={
        "en": "“{found}” is greeted, the customer is {name}; check that this is the right case.",
        "ar": "التحية موجهة إلى «{found}» والعميل {name}؛ تأكد من أنها الحالة الصحيحة.",
    },
    why={
        "en": "A wrong name may show one customer's case to another.",
        "ar": "الاسم الخطأ قد يكشف حالة عميل لعميل آخر.",
    },
    check=check,
    page=__doc__,
)
