"""Something that the customer asked is not taken up.

Each ask wants an answer, a date for the answer, or a reasoned no. One that is passed over brings the
customer back.

Severity: error, because the matter stays open.

English
    Customer:     Where is order 4411? And can you change the phone number on my account?
    Flagged:      Order 4411 left Leeds today and arrives tomorrow.
    Better:       Order 4411 left Leeds today and arrives tomorrow. I have changed the phone number on your account.
    Not flagged:  Order 4411 arrives tomorrow. To change the phone number, open Account and tap Phone.
Arabic
    Customer:     وين الطلب ٤٤١١؟ وهل ممكن تغيرون رقم الجوال في حسابي؟
    Flagged:      الطلب ٤٤١١ خرج من جدة اليوم ويصلك غدًا.
    Better:       الطلب ٤٤١١ خرج من جدة اليوم ويصلك غدًا. وغيّرنا رقم الجوال في حسابك.
    Not flagged:  الطلب ٤٤١١ يصلك غدًا. ولتغيير رقم الجوال افتح الحساب ثم اضغط الجوال.
"""

from collections.abc import Iterator

from coach.config import Severity
from coach.findings import Finding, Fix, Rule
from coach.reading import SURELY_MISSED, Reading

_SURE = 0.6
"""From this confidence on, six misses in ten are misses (labelled asks of the corpus); below, a miss is only pointed at."""


def check(reading: Reading) -> Iterator[Finding]:
    """Flag each ask with the status `missed`; the span is the customer's."""
    if not reading.customer:
        return
    for ask in reading.customer.asks:
        if ask.status == "missed" and ask.confidence >= SURELY_MISSED:
            at = reading.ending
            fix = Fix("insert", at, at, "resolution", slot="answer")
            # A heated question is often none ("are you kidding?"): then no place for an answer is proposed.
            asks = ("?" in ask.text or "؟" in ask.text) and reading.level < 2 and not reading.makes("question")
            severity: Severity | None = "advice" if ask.confidence < _SURE else None
            yield Finding(RULE.id, ask.start, ask.end, ask.confidence, target="customer", severity=severity, fixes=(fix,) if asks else ())


RULE = Rule(
    id="unanswered-question",
    criterion="completeness",
    severity="error",
    message={
        "en": "“{found}” gets no answer; answer it, say when you will, or say why not.",
        "ar": "«{found}» بلا جواب؛ أجب عنه، أو قل متى تجيب، أو لماذا لا يمكن.",
    },
    why={
        "en": "What is passed over comes back as a second message.",
        "ar": "ما يُترك بلا جواب يعود رسالةً ثانية.",
    },
    check=check,
    page=__doc__,
    needs_customer=True,
)
