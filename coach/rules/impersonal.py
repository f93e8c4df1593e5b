""" "Dear customer" where there is a person.

Calling the customer by name and speaking to their case is the cheapest warmth there is. A form of
address to nobody («عميلنا العزيز») says the opposite.

Severity: advice; warning where the customer's name is known and not used.

English
    Name:         Sara Khan
    Flagged:      Dear valued customer, your card is ready.
    Better:       Dear Sara, your card is ready.
    Not flagged:  Hello Ms Khan, your card is ready.
Arabic
    Name:         سارة الخطيب
    Flagged:      عميلنا العزيز، بطاقتك جاهزة.
    Better:       أستاذة سارة، بطاقتك جاهزة.
    Not flagged:  أهلًا سارة، بطاقتك جاهزة.
"""

import re
from collections.abc import Iterator

from coach.findings import Finding, Fix, Rule
from coach.reading import Reading

_GREETING = re.compile(r"(?:hi|hello|hey|greetings|good (?:day|morning|afternoon|evening))[\s,]+", re.IGNORECASE)

_INSIDE = re.compile(
    r"\b(?:if|when|by|of|with|for|from|to|that|whether|is|are|as)\W+(?:the\W+)?$|(?:إذا|من|إلى|على|مع|أن|كان|عن)\s+$", re.IGNORECASE
)


def check(reading: Reading) -> Iterator[Finding]:
    """Flag the first impersonal form of address; a greeting before it stays out."""
    known = reading.case.context.customer_name
    for sentence, start, end, confidence in sorted(reading.cues("style.impersonal"), key=lambda cue: (cue[1], -cue[2])):
        if greeting := _GREETING.match(reading.case.draft, start, end):
            start = greeting.end()
        if "⟦" in reading.case.draft[start:end]:  # a name will stand there
            continue
        spoken_to = not _INSIDE.search(reading.case.draft[sentence.start : start])  # "If the policyholder is deceased" speaks of another
        fixes = (Fix("swap", start, end, "name"),) if known and spoken_to else ()
        yield Finding(
            RULE.id,
            start,
            end,
            confidence,
            severity="warning" if known else None,
            variant="known" if known else "",
            detail={"name": known or ""},
            fixes=fixes,
        )
        return


RULE = Rule(
    id="impersonal",
    criterion="courtesy",
    severity="advice",
    message={
        "en": "“{found}” speaks to nobody; use the customer's name.",
        "ar": "«{found}» لا تخاطب أحدًا بعينه؛ استعمل اسم العميل.",
    },
    variants={
        "known": {
            "en": "“{found}” speaks to nobody; the customer's name is {name}.",
            "ar": "«{found}» لا تخاطب أحدًا بعينه؛ اسم العميل {name}.",
        }
    },
    why={
        "en": "Nobody feels helped as “customer”.",
        "ar": "لا أحد يشعر بالعناية حين يُنادى «عميلًا».",
    },
    check=check,
    page=__doc__,
)
