"""Putting the fault on a colleague, a department, a partner, "the system" or "the policy".

To the customer the company is one; pointing elsewhere reads as shrugging the matter off. A partner's
delay told as plain fact is an explanation, not blame.

Severity: warning, since the customer is not attacked but left alone.

English
    Flagged:      That's the warehouse's fault, not ours.
    Better:       We packed the wrong size, and we are putting it right today.
    Not flagged:  The courier is held up by the storm and will deliver on Sunday.
Arabic
    Flagged:      هذا خطأ قسم الشحن وليس خطأنا.
    Better:       شحنّا المقاس الخطأ، ونصلح ذلك اليوم.
    Not flagged:  تأخرت شركة الشحن بسبب العاصفة وستسلّم الطلب يوم الأحد.
"""

from collections.abc import Iterator

from coach.findings import Finding, Fix, Rule, spans, uncued
from coach.reading import Reading


def check(reading: Reading) -> Iterator[Finding]:
    """Flag each shrugging-off on a third party outside a conditional clause."""
    for sentence, start, end, confidence in spans(reading, "blame", "moves.blame/others", skip="style.conditional"):
        fixes = (Fix("swap", start, end), Fix("clip", start, end), Fix("rephrase", sentence.start, sentence.end, "ownership"))
        yield Finding(RULE.id, start, end, confidence, fixes=fixes)
    for sentence in uncued(reading, "blame"):
        if not reading.speaks_to_customer(sentence):
            fix = Fix("rephrase", sentence.start, sentence.end, "ownership")
            yield Finding(RULE.id, sentence.start, sentence.end, sentence.moves["blame"], fixes=(fix,))


RULE = Rule(
    id="blames-others",
    criterion="tone",
    severity="warning",
    message={
        "en": "“{found}” shifts the fault elsewhere; to the customer you are one company: own it.",
        "ar": "«{found}» تلقي الخطأ على غيرك؛ أنتم في نظر العميل شركة واحدة: تحمّل الأمر.",
    },
    why={
        "en": "The customer wants it put right, not to learn who in the house did it.",
        "ar": "العميل يريد الحل لا أن يعرف مَن في الشركة أخطأ.",
    },
    check=check,
    page=__doc__,
)
