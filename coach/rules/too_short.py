"""The reply is too short to help.

A word or two where a person asked for something reads as being brushed off, and leads to a second
contact. A short reply to a message that asks nothing is fine, and so is a short straight answer.

Severity: warning, because such a reply nearly always has to be followed by another.

English
    Customer:     My card was charged twice for one order, what do I do?
    Flagged:      Noted, thanks.
    Better:       The second charge of 40 SAR has been cancelled and is back on your card by Tuesday.
    Not flagged:  Yes, both are refunded today.
Arabic
    Customer:     انسحب المبلغ مرتين لطلب واحد، إيش أسوي؟
    Flagged:      تم الاطلاع.
    Better:       ألغينا العملية الثانية بقيمة ٤٠ ريالًا وتعود إلى بطاقتك يوم الثلاثاء.
    Not flagged:  نعم، أرجعنا المبلغين اليوم.
"""

from collections.abc import Iterator

from coach.findings import Finding, Rule
from coach.reading import Reading


def check(reading: Reading) -> Iterator[Finding]:
    """Flag a reply with fewer words than the channel's least that answers, asks and promises nothing."""
    least = reading.profile.thresholds.min_words[reading.case.channel]
    if not reading.sentences or reading.n_words >= least or not reading.customer:
        return
    if not reading.customer.asks and reading.level == 0:
        return
    if reading.makes("resolution", "question", "instruction", "commitment", "alternative", "refusal"):
        return
    first, last = reading.sentences[0], reading.sentences[-1]
    yield Finding(RULE.id, first.start, last.end, 0.8, detail={"n": reading.n_words})


RULE = Rule(
    id="too-short",
    criterion="length",
    severity="warning",
    message={
        "en": "“{found}” is all the customer gets; give the answer, or say who does what and by when.",
        "ar": "كل ما يصل العميل هو «{found}»؛ أعطه الجواب، أو اذكر من سيفعل ماذا ومتى.",
    },
    why={
        "en": "A reply that brushes off is followed by a second, angrier message.",
        "ar": "الرد المقتضب يجرّ رسالة ثانية أشد غضبًا.",
    },
    check=check,
    page=__doc__,
    needs_customer=True,
)
