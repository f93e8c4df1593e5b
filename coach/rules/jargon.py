"""Words of the trade that the customer may not know.

Internal names, abbreviations and office language make the reader feel outside and ask again.
Concrete words raise satisfaction and spending (Packard & Berger 2021).

Severity: advice, since many customers will still understand.

English
    Flagged:      Your ticket was escalated to L2 for RCA.
    Better:       I have asked our technicians to find the cause.
    Not flagged:  Your ticket number is 4411.
Arabic
    Flagged:      تم تصعيد التذكرة إلى المستوى الثاني.
    Better:       طلبت من فنيينا البحث عن سبب العطل.
    Not flagged:  رقم تذكرتك هو ٤٤١١.
"""

from collections.abc import Iterator

from coach.findings import Finding, Fix, Rule
from coach.reading import Reading


def check(reading: Reading) -> Iterator[Finding]:
    """Flag each jargon cue, the longest where they overlap, unless the customer used the same words."""
    theirs = reading.customer.document.text.lower() if reading.customer else ""
    flagged = 0
    for _, start, end, confidence in sorted(reading.cues("style.jargon"), key=lambda cue: (cue[1], -cue[2])):
        if start >= flagged and (reading.case.draft[start:end].lower() not in theirs or not theirs):
            flagged = end
            yield Finding(RULE.id, start, end, confidence, fixes=(Fix("swap", start, end),))


RULE = Rule(
    id="jargon",
    criterion="clarity",
    severity="advice",
    message={
        "en": "“{found}” is jargon; say it as the customer would.",
        "ar": "«{found}» من لغة أهل المهنة؛ قلها كما يقولها العميل.",
    },
    why={
        "en": "Plain, concrete words are understood the first time.",
        "ar": "الكلام الواضح المحسوس يُفهم من أول مرة.",
    },
    check=check,
    page=__doc__,
)
