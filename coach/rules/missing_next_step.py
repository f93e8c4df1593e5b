"""Nothing tells the customer what happens now.

A reply that ends without "who does what by when" is followed by a chaser. Where the matter is
settled in the reply itself, nothing more is owed.

Severity: error where the customer has something open, since that is the commonest cause of a second
contact; warning where the reply explains without settling.

English
    Customer:     My order 4411 has not arrived and it was due on Monday!
    Flagged:      Thank you for telling us about order 4411. Parcels are sorted in Leeds overnight.
    Better:       Order 4411 is still in Leeds. I'll have it sent out tonight and text you the hour by 9 pm.
    Not flagged:  Order 4411 was delivered to your neighbour at number 14 at noon today.
Arabic
    Customer:     الطلب ٤٤١١ ما وصل وكان موعده الاثنين!
    Flagged:      نشكرك على إبلاغنا بأمر الطلب ٤٤١١. تُفرز الشحنات في جدة ليلًا.
    Better:       الطلب ٤٤١١ ما زال في جدة. سأرسله الليلة وأبعث لك موعد وصوله قبل التاسعة.
    Not flagged:  تم تسليم الطلب ٤٤١١ لجارك في الشقة ١٤ ظهر اليوم.
"""

from collections.abc import Iterator

from coach.config import Severity
from coach.findings import Finding, Fix, Rule
from coach.reading import Reading

_STEPS = ("commitment", "instruction", "question", "handoff", "follow_up", "alternative", "vague_promise")


def check(reading: Reading) -> Iterator[Finding]:
    """Flag a reply to an open matter that neither settles it nor says what comes next."""
    if not reading.customer or not reading.sentences or reading.makes(*_STEPS):
        return
    if not reading.customer.asks and reading.level == 0:
        return
    questions = [sentence for sentence in reading.customer.document.body if sentence.has("customer.ask/question") or sentence.is_question]
    answered = reading.makes("explanation") and reading.level == 0 and questions and len(reading.customer.asks) <= 1
    if answered or reading.makes("resolution", "compensation"):
        return
    severity: Severity | None = "warning" if reading.makes("explanation", "refusal") and reading.level <= 1 else None
    at = reading.ending
    fix = Fix("insert", at, at, "commitment", slot="action")
    yield Finding(
        RULE.id,
        at,
        at,
        min(0.75, reading.absence(*_STEPS, "resolution")),
        target="missing",
        severity="advice" if _is_settled(reading) else severity,
        fixes=(fix,),
    )


def _is_settled(reading: Reading) -> bool:
    """Tell whether a calm customer, or one mildly let down whose asks were all taken up, may well be owed nothing more."""
    asks = reading.customer.asks if reading.customer else []
    return reading.level == 0 or (reading.level == 1 and all(ask.status != "missed" for ask in asks))


RULE = Rule(
    id="missing-next-step",
    criterion="next_step",
    severity="error",
    message={
        "en": "Nothing says what happens now; add who does what, and by when.",
        "ar": "لا شيء يبيّن ما سيحدث الآن؛ أضف من سيفعل ماذا ومتى.",
    },
    why={
        "en": "Without a next step the customer has to write again to ask for it.",
        "ar": "من غير خطوة تالية يضطر العميل إلى الكتابة مرة أخرى ليسأل عنها.",
    },
    check=check,
    page=__doc__,
    needs_customer=True,
)
