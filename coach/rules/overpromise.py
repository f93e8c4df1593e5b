"""A certainty that the sentence cannot back.

"Guaranteed", "this will never happen again", «لن يتكرر أبدًا» promise what nobody controls; when it
fails, the promise is the next complaint.

Severity: warning; it may be meant well, but it binds the company.

English
    Flagged:      I guarantee that this will never happen again.
    Better:       I have changed the address label so that the next parcel goes to the right door.
    Not flagged:  The two-year guarantee covers the battery.
Arabic
    Flagged:      نضمن لك أن هذا لن يتكرر أبدًا.
    Better:       عدّلت ملصق العنوان كي تذهب الشحنة القادمة إلى بابك.
    Not flagged:  يشمل ضمان السنتين البطارية.
"""

from collections.abc import Iterator

from coach.findings import Finding, Fix, Rule
from coach.reading import Reading


def check(reading: Reading) -> Iterator[Finding]:
    """Flag the widest certainty cue of each place."""
    last = -1
    for _, start, end, confidence in sorted(reading.cues("style.certainty"), key=lambda cue: (cue[1], -cue[2])):
        if start >= last:
            yield Finding(RULE.id, start, end, confidence, fixes=(Fix("swap", start, end),))
            last = end


RULE = Rule(
    id="overpromise",
    criterion="completeness",
    severity="warning",
    message={
        "en": "“{found}” promises what no one controls; say what has been done or will be.",
        "ar": "«{found}» وعد لا يملكه أحد؛ اذكر ما فُعل أو ما سيُفعل.",
    },
    why={
        "en": "A promise that breaks is worse than the fault it was meant to mend.",
        "ar": "الوعد المكسور أسوأ من الخطأ الذي أُريد به إصلاحه.",
    },
    check=check,
    page=__doc__,
)
