"""Cold, condescending or sarcastic words, orders to be calm, waving the customer away.

"Calm down", "as I already told you", "that's not my job" threaten the customer's face outright and
make an upset person more upset.

Severity: error, because such words alone can lose the customer.

English
    Flagged:      As I already told you, the refund takes five days.
    Better:       The refund takes five days, so it reaches your card by Thursday.
    Not flagged:  As agreed on the phone, the refund takes five days.
Arabic
    Flagged:      كما قلت لك سابقًا، الاسترجاع يأخذ خمسة أيام.
    Better:       يأخذ الاسترجاع خمسة أيام، فيصلك المبلغ يوم الخميس.
    Not flagged:  كما اتفقنا في المكالمة، يأخذ الاسترجاع خمسة أيام.
"""

from collections.abc import Iterator

from coach.findings import Finding, Fix, Rule, covered, spans
from coach.reading import SURE, Reading


def check(reading: Reading) -> Iterator[Finding]:
    """Flag each dismissive wording; open hostility belongs to mirrored-hostility."""
    for sentence, start, end, confidence in spans(reading, "dismissive", "moves.dismissive"):
        hostile = any(hit.confidence >= SURE for hit in sentence.labelled("moves.dismissive/hostile"))
        if hostile or (covered(sentence, start, "style.conditional") and confidence < 0.7):
            continue
        alone = sentence.moves.keys() == {"dismissive"}
        fixes = (
            Fix("swap", start, end),
            Fix("clip", start, end),
            *((Fix("delete", sentence.start, sentence.end),) if alone else ()),
            Fix("rephrase", sentence.start, sentence.end, "acknowledgement"),
        )
        yield Finding(RULE.id, start, end, confidence, fixes=fixes)


RULE = Rule(
    id="dismissive-tone",
    criterion="tone",
    severity="error",
    message={
        "en": "“{found}” sounds cold or impatient; say the same without it.",
        "ar": "«{found}» تبدو باردة أو ضيّقة الصدر؛ قل المعنى نفسه من دونها.",
    },
    why={
        "en": "Being waved away is remembered longer than the fault itself.",
        "ar": "الصدّ يبقى في الذاكرة أطول من الخطأ نفسه.",
    },
    check=check,
    page=__doc__,
)
