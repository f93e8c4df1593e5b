"""Sounds sorry, but hands the regret back.

"I'm sorry you feel that way" and «نعتذر إن كنت قد شعرت بالانزعاج» apologise for the customer's
feelings or doubt that anything happened (Goffman 1971 on apology: the fault must be owned).

Severity: error, because readers take it as an insult and it is easily mended.

English
    Flagged:      We are sorry if you felt inconvenienced.
    Better:       We are sorry that the driver came three hours late.
    Not flagged:  We are sorry that you had to wait three hours.
Arabic
    Flagged:      نعتذر إن كنت قد شعرت بالانزعاج.
    Better:       نعتذر عن تأخر المندوب ثلاث ساعات.
    Not flagged:  نعتذر لأنك اضطررت إلى الانتظار ثلاث ساعات.
"""

import re
from collections.abc import Iterator

from coach.findings import Finding, Fix, Rule, spans
from coach.reading import Reading

_IF = re.compile(r"\bif\b|\bshould\b|\bany\b|(?<!\w)(?:[إا]ن|[إا]ذا|لو|أي|اي)(?!\w)", re.IGNORECASE)


def check(reading: Reading) -> Iterator[Finding]:
    """Flag each non-apology."""
    for sentence, start, end, confidence in spans(reading, "non_apology", "moves.non_apology"):
        fix = Fix("rephrase", sentence.start, sentence.end, "apology")
        variant = "" if _IF.search(reading.case.draft, start, end) else "plain"
        yield Finding(RULE.id, start, end, confidence, variant=variant, fixes=(fix, Fix("reword", sentence.start, sentence.end)))


RULE = Rule(
    id="non-apology",
    criterion="empathy",
    severity="error",
    message={
        "en": "“{found}” hands the regret back to the customer; say sorry for what happened, without “if”.",
        "ar": "«{found}» تردّ الأسف على العميل؛ اعتذر عما حدث نفسه من غير «إن» و«إذا».",
    },
    variants={
        "plain": {
            "en": "“{found}” hands the regret back to the customer; say sorry for what happened itself.",
            "ar": "«{found}» تردّ الأسف على العميل؛ اعتذر عما حدث نفسه.",
        }
    },
    why={
        "en": "An apology that doubts the fault makes the anger worse.",
        "ar": "الاعتذار الذي يشكك في الخطأ يزيد الغضب.",
    },
    check=check,
    page=__doc__,
)
