"""Capitals, piled-up signs or stretched letters.

In writing they read as a raised voice. A name, an abbreviation or a code in capitals is no shout, nor
is a button's label or a keyword to answer with (“reply STOP”).

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

from coach.config import Severity
from coach.findings import Finding, Fix, Rule
from coach.reading import Reading

_RUN = re.compile(r"\b[A-Z]+(?:['’][A-Z]+)?(?: [A-Z]+(?:['’][A-Z]+)?)*\b")
_SIGNS = re.compile(r"[!؟?]{3,}|!{2,}|[؟?]{2,}")
_COUNTED = re.compile(r"\.?[\s:#]*\d")
_LETTER, _MARK = "\u0621-\u063a\u0641-\u064a", "\u0640\u064b-\u0652\u0670"  # the tatweel is no letter
_STRETCHED = re.compile(
    rf"(?<![{_LETTER}{_MARK}])[{_LETTER}{_MARK}]*([{_LETTER}])(?:[{_MARK}]*\1){{2,}}[{_LETTER}{_MARK}]*|\b[A-Za-z]*([a-z])\2{{2,}}[a-z]*\b"
)
_QUOTED = re.compile(r"“[^”]{1,300}”|«[^»]{1,300}»|\"[^\"]{1,300}\"|(?<!\w)'[^']{1,300}'(?!\w)")
# One of these alone, in capitals, is a shout; a run of capitals is one if it holds any of both sets:
# without a plain word it is a row of codes, names or brands.
_LOUD = frozenset(
    "MUST NOT NEVER ALWAYS ONLY ALREADY NO STOP PLEASE READ IMPORTANT WARNING CANNOT IMMEDIATELY URGENT FINAL CLEARLY NOTHING".split()
)
_PLAIN = frozenset(
    "YOU YOUR WE OUR MY THE THIS THAT THESE THEY IS ARE WAS WERE BE HAS HAVE HAD DO DOES DID CAN WILL SHOULD CAN'T DON'T WON'T DIDN'T ISN'T"
    " NOW ALL ANY EVERY AND BUT BECAUSE WHY WHAT WHEN AGAIN BEFORE AFTER UNTIL LAST FIRST NOTE WAIT CALL CHECK YES VERY OUT OFF".split()
)
CODES = frozenset(
    "IBAN SWIFT PDF SMS PIN OTP USB SIM APP API URL VAT SAR AED EGP JOD KWD USD EUR GBP ATM ID VIP FAQ GPS KSA UAE UK USA EU"
    " PC TV VPN HD CD DVD RAM CPU HTML CSV PNR ETA ROI WIFI LTE IOS MAC WWW HTTP HTTPS OK AM PM ESIM NFC OS IT IP DSL RMA".split()
)
# What to look for, after a cheap look whether the draft can hold it at all.
_KINDS: tuple[tuple[re.Pattern[str], re.Pattern[str], Severity | None, float], ...] = (
    (re.compile("[A-Z]{2}"), _RUN, "warning", 0.85),
    (re.compile("[!؟?]{2}"), _SIGNS, None, 0.8),
    (re.compile(rf"([^\W\d_])(?:[{_MARK}]*\1){{2}}"), _STRETCHED, None, 0.7),
)
_REPLY_WITH = re.compile(r"\b(?:reply|text|send|type|answer|respond|sms)\b|(?:أ|ا)رسل|اكتب|ابعت|رد ب", re.IGNORECASE)


def check(reading: Reading) -> Iterator[Finding]:
    """Flag capitals that stress plain words, piled-up signs, and stretched words; what is quoted is a label or another's."""
    context = reading.case.context
    names = set(" ".join(filter(None, (context.customer_name, context.agent_name, context.company))).upper().split())
    kinds = [kind for kind in _KINDS if kind[0].search(reading.case.draft)]
    for sentence in reading.sentences if kinds else ():
        for _, pattern, severity, confidence in kinds:
            for match in pattern.finditer(sentence.text):
                if pattern is _RUN and not _is_shout(match, names):
                    continue
                if pattern is _STRETCHED and _is_spelt_so(match):
                    continue
                if not any(quoted.start() <= match.start() < quoted.end() for quoted in _QUOTED.finditer(sentence.text)):
                    yield _finding(sentence.start, match, severity, confidence)


def _is_shout(run: re.Match[str], names: set[str]) -> bool:
    """Tell a raised voice from codes, names, "NO. 12" and the keyword to answer with ("reply STOP")."""
    words = [word for word in run[0].replace("’", "'").split() if word not in CODES]
    if not words:
        return False
    if len(words) > 1:
        return not names.issuperset(words) and any(word in _LOUD or word in _PLAIN for word in words)
    if words == ["NO"] and _COUNTED.match(run.string, run.end()):
        return False
    return words[0] in _LOUD and not (words[0] in ("NO", "STOP") and _REPLY_WITH.search(run.string[: run.start()]))


def _is_spelt_so(match: re.Match[str]) -> bool:
    """Tell a link's "www" and the Arabic prefix before ت ("تتتبع") from stretching."""
    return match[0].startswith("www") or (match[1] == "ت" and "تتتت" not in match[0])


def _finding(offset: int, match: re.Match[str], severity: Severity | None, confidence: float) -> Finding:
    start, end = offset + match.start(), offset + match.end()
    return Finding(RULE.id, start, end, confidence, severity=severity, fixes=(Fix("calm", start, end),))


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
