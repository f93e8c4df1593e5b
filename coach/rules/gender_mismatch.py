"""The customer is addressed in the wrong gender, or in two.

Arabic shows the reader's gender in verbs, pronouns and titles; a woman addressed as a man, or both
in one message, sees at once that a template was used. English has it only in titles (Mr, Ms, sir).
The respectful plural goes with both.

Severity: error where the gender is known and missed; warning where the draft mixes two.

English
    Gender:       f
    Flagged:      Good morning sir, your card is ready.
    Better:       Good morning Sara, your card is ready.
    Not flagged:  Good morning madam, your card is ready.
Arabic
    Gender:       f
    Flagged:      عزيزي العميل، بطاقتك جاهزة وتقدر تستلمها اليوم.
    Better:       أستاذة سارة، بطاقتك جاهزة وتقدرين تستلمينها اليوم.
    Not flagged:  عزيزتي سارة، بطاقتك جاهزة وبإمكانك استلامها اليوم.
"""

from collections.abc import Iterator

from coach.findings import Finding, Fix, Rule
from coach.reading import Reading

_OTHER = {"m": "f", "f": "m"}


def check(reading: Reading) -> Iterator[Finding]:
    """Flag forms of the other gender where it is known, and the rarer of two where it is not."""
    address = reading.address
    known = reading.case.context.addressee_gender
    if known in _OTHER:
        for start, end in address.get(_OTHER[known], []):
            yield Finding(RULE.id, start, end, 0.85, fixes=(Fix("swap", start, end, known),))
    elif known == "unknown" and address.get("m") and address.get("f"):
        rarer = min(("m", "f"), key=lambda gender: (len(address[gender]), -address[gender][0][0]))
        for start, end in address[rarer]:
            fix = Fix("swap", start, end, _OTHER[rarer])
            yield Finding(RULE.id, start, end, 0.7, severity="warning", variant="mixed", fixes=(fix,))


RULE = Rule(
    id="gender-mismatch",
    criterion="tone",
    severity="error",
    message={
        "en": "“{found}” addresses the customer in the wrong gender; agree the whole message with theirs.",
        "ar": "«{found}» خطاب بغير جنس العميل؛ وحّد صيغة الخطاب في الرسالة كلها.",
    },
    variants={
        "mixed": {
            "en": "“{found}” addresses the customer in another gender than the rest; keep to one.",
            "ar": "«{found}» تخاطب العميل بصيغة تخالف باقي الرسالة؛ التزم صيغة واحدة.",
        }
    },
    why={
        "en": "A wrong form of address shows that a template was used.",
        "ar": "صيغة الخطاب الخاطئة تفضح القالب الجاهز.",
    },
    check=check,
    page=__doc__,
)
