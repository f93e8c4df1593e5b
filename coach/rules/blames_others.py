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

import re
from collections.abc import Iterator

from coach.findings import Finding, Fix, Rule, spans, uncued
from coach.reading import Reading
from coach.text import normalise
from coach.text.document import Sentence

_FRAUD = re.compile(
    r"\b(?:scam(?:mer)?s?|fraud(?:ster|sters|ulent)?|imposters?|impostors?|con ?(?:man|men|artist)|phishing)\b|نصاب|محتال|احتيال|منتحل|انتحل|حرامي"
)
_NOT_OURS = re.compile(
    r"\b(?:caller|whoever (?:called|rang|phoned|wrote)|(?:man|woman|person|number|message|text|link|sms|email)(?: who| that| which)?)\b"
    r".{0,40}(?:not|isn't|wasn't|never|nothing to do with) (?:one of us|us|ours|from us|ourselves|work(?:ing)? for us)\b"
    r"|(?:اللي|الي|الذي|يلي|لي) (?:كلم|اتصل|دق|حاك|راسل|تواصل|عيط|صيفط|بعت)\w*.{0,40}(?:مش|مو|ليس|مهو|ماهو|مب|مهوب|ماشي|لا) ?(?:من|يتبع|تابع|منا|مننا|احنا|حنا)"
)
"""Says that who called or wrote is none of ours; that is no blame."""


def check(reading: Reading) -> Iterator[Finding]:
    """Flag each shrugging-off on a third party outside a conditional clause."""
    for sentence, start, end, confidence in spans(reading, "blame", "moves.blame/others", skip="style.conditional"):
        if _is_of_fraud(sentence):
            continue
        fixes = (
            Fix("swap", start, end),
            Fix("clip", start, end),
            Fix("reword", sentence.start, sentence.end),
            Fix("rephrase", sentence.start, sentence.end, "ownership"),
        )
        yield Finding(RULE.id, start, end, confidence, fixes=fixes)
    for sentence in uncued(reading, "blame"):
        if not reading.speaks_to_customer(sentence) and not _is_of_fraud(sentence):
            named = (Fix("reword", sentence.start, sentence.end), Fix("rephrase", sentence.start, sentence.end, "ownership"))
            yield Finding(RULE.id, sentence.start, sentence.end, sentence.moves["blame"], fixes=named)


def is_of_outsider(sentence: Sentence) -> bool:
    """Tell whether a sentence says that who called or wrote is none of ours."""
    return _NOT_OURS.search(_plain(sentence)) is not None


def _plain(sentence: Sentence) -> str:
    return normalise.arabic(sentence.text) if sentence.language == "ar" else sentence.text.lower().replace("’", "'")


def _is_of_fraud(sentence: Sentence) -> bool:
    """Tell whether a sentence speaks of a fraudster, who is no colleague."""
    return is_of_outsider(sentence) or _FRAUD.search(_plain(sentence)) is not None


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
