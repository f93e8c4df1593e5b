"""Our fault, or an angry customer, and nobody says sorry.

An apology is owed when we failed (a lost parcel, a double charge, an outage) and the customer is
upset about it, or when they are angry and it is not plain that we did not. A calm question about
opening hours needs none. To own the fault in plain words is an apology too.

Severity: warning, since it is owed but its absence does not make the answer wrong; advice where the
customer is merely let down.

English
    Customer:     You lost my parcel again! I'm really angry.
    Flagged:      A new parcel leaves today and arrives on Sunday.
    Better:       I'm sorry that we lost your parcel a second time. A new one leaves today and arrives on Sunday.
    Not flagged:  We lost it, and that was our mistake. A new parcel leaves today and arrives on Sunday.
Arabic
    Customer:     ضيعتوا شحنتي مرة ثانية! أنا معصب من قلب.
    Flagged:      تخرج شحنة جديدة اليوم وتصلك يوم الأحد.
    Better:       نعتذر منك لأن شحنتك ضاعت للمرة الثانية. تخرج شحنة جديدة اليوم وتصلك يوم الأحد.
    Not flagged:  الخطأ من طرفنا، ضاعت الشحنة عندنا. تخرج شحنة جديدة اليوم وتصلك يوم الأحد.
"""

from collections.abc import Iterator

from coach.config import Severity
from coach.findings import Finding, Fix, Rule
from coach.reading import Reading
from coach.text.document import Sentence

FAULTS = frozenset(
    (
        "delay",
        "not_received",
        "damaged",
        "wrong_item",
        "missing_part",
        "outage",
        "app_fault",
        "billing",
        "repair",
        "quality",
        "staff",
        "no_reply",
    )
)
"""Matters in which something went wrong on our side, unless the reply shows otherwise."""

_ASKED_ABOUT = frozenset(("billing", "repair", "quality", "app_fault"))
"""Those that are as often only asked about: what a thing costs, whether it can be mended."""


def check(reading: Reading) -> Iterator[Finding]:
    """Flag the absence of apology and ownership where one is owed."""
    if not reading.customer or not reading.sentences or reading.makes("apology", "ownership"):
        return
    faults = reading.matters.keys() & FAULTS
    angry = reading.level >= reading.profile.thresholds.apology_from
    if angry:
        owed = bool(faults) or not reading.matters
    else:
        owed = bool(reading.level and reading.customer.asks and (faults if reading.is_upset else faults - _ASKED_ABOUT))
    if not owed:
        return
    fault = bool(faults)
    yield _missing(reading, min(0.8 if angry and fault else 0.65, reading.absence("apology", "ownership")), angry)


def suspect(reading: Reading, sentence: Sentence | None) -> Finding | None:
    """Flag a reply that may owe an apology though no matter says so."""
    if not reading.sentences or reading.makes("apology", "ownership"):
        return None
    return _missing(reading, angry=reading.level >= reading.profile.thresholds.apology_from)


def _missing(reading: Reading, confidence: float = 0.0, angry: bool = False) -> Finding:
    at = reading.opening
    fix = Fix("insert", at, at, "apology")
    severity: Severity | None = None if angry else "advice"
    return Finding(RULE.id, at, at, confidence, target="missing", severity=severity, fixes=(fix,))


RULE = Rule(
    id="missing-apology",
    criterion="empathy",
    severity="warning",
    message={
        "en": "Something went wrong and no one says sorry; apologise once, plainly, for what happened.",
        "ar": "وقع خطأ ولم يعتذر عنه أحد؛ اعتذر مرة واحدة وبوضوح عما حدث.",
    },
    why={
        "en": "Owning the fault lets the customer stop arguing about it.",
        "ar": "الاعتراف بالخطأ يُنهي الجدال فيه.",
    },
    check=check,
    page=__doc__,
    needs_customer=True,
    suspect=suspect,
)
