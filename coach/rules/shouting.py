"""Capitals, piled-up signs or stretched letters.

In writing they read as a raised voice. A name, an abbreviation or a code in capitals is no shout.

Severity: advice for signs, warning for capitals, which readers take as anger.

English
    Flagged:      You MUST RESTART the router.
    Better:       Please restart the router.
    Not flagged:  Your IBAN and the SWIFT code are in the PDF.
Arabic
    Flagged:      تم حل المشكلة!!!!
    Better:       تم حل المشكلة.
    Not flagged:  تم حل المشكلة!
"""

import re
from collections.abc import Iterator

from coach.findings import Finding, Fix, Rule
from coach.reading import Reading

_CAPITALS = re.compile(
    r"\b(?:[A-Z]{2,}(?:['’][A-Z]+)?(?:[ ,]+(?:[A-Z]{2,}(?:['’][A-Z]+)?|[AI]))*[ ,]+[A-Z]{3,}"
    r"|MUST|NOT|NEVER|ALWAYS|ONLY|ALREADY|NO|STOP|PLEASE|READ|IMPORTANT|WARNING|CANNOT|IMMEDIATELY|URGENT|FINAL|CLEARLY)\b"
)
_SIGNS = re.compile(r"[!؟?]{3,}|!{2,}|[؟?]{2,}")
_STRETCHED = re.compile("[\u0621-\u064a]*([\u0621-\u064a])\\1{2,}[\u0621-\u064a]*|\\b[A-Za-z]*([A-Za-z])\\2{2,}[A-Za-z]*\\b")
_CODES = frozenset(
    "IBAN SWIFT PDF SMS PIN OTP USB SIM APP API URL VAT SAR AED EGP JOD KWD USD EUR GBP ATM ID VIP FAQ GPS KSA UAE UK USA EU PC TV VPN HD CD DVD RAM CPU HTML CSV PNR ETA ROI WIFI LTE IOS MAC WWW HTTP HTTPS OK AM PM".split()
)


def check(reading: Reading) -> Iterator[Finding]:
    """Flag runs of capitals that are no codes, piled-up signs, and stretched words."""
    for sentence in reading.sentences:
        for match in () if sentence.text.islower() else _CAPITALS.finditer(sentence.text):
            if not set(re.findall(r"[A-Z]{2,}", match[0])) <= _CODES:
                yield _finding(sentence.start, match, "warning", 0.85)
        for match in _SIGNS.finditer(sentence.text):
            yield _finding(sentence.start, match, None, 0.8)
        for match in _STRETCHED.finditer(sentence.text):
            if not match[0].lower().startswith("www"):
                yield _finding(sentence.start, match, None, 0.7)


def _finding(offset: int, match: re.Match[str], severity: str | None, confidence: float) -> Finding:
    start, end = offset + match.start(), offset + match.end()
    return Finding(RULE.id, start, end, confidence, severity="warning" if severity else None, fixes=(Fix("calm", start, end),))


RULE = Rule(
    id="shouting",
    criterion="clarity",
    severity="advice",
    message={
        "en": "“{found}” reads as a raised voice; write it plainly.",
        "ar": "«{found}» تُقرأ كأنها صوت مرتفع؛ اكتبها بهدوء.",
    },
    why={
        "en": "Stress by capitals and signs is taken as impatience.",
        "ar": "التشديد بالعلامات والحروف يُفهم على أنه ضيق صدر.",
    },
    check=check,
    page=__doc__,
)
