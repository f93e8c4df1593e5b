"""A card number, an IBAN, a national id, a password or a code in the reply.

Replies travel through inboxes, previews and screenshots; card data must not be sent in them at all
(PCI DSS 4.0, requirement 4.2.2). The last four digits are enough to name a card. Asking the customer
never to share a password is fine.

Severity: error, and the reply is held back.

English
    Flagged:      Your card 4111 1111 1111 1111 has been unblocked.
    Better:       Your card ending in 1111 has been unblocked.
    Not flagged:  Please never send us your password or your card number.
Arabic
    Flagged:      تم تفعيل البطاقة ٤١١١ ١١١١ ١١١١ ١١١١.
    Better:       تم تفعيل البطاقة المنتهية بـ ١١١١.
    Not flagged:  نرجو ألا ترسل كلمة المرور أو رقم البطاقة لأحد.
"""

import re
from collections.abc import Iterator

from coach.findings import Finding, Fix, Rule
from coach.reading import Reading
from coach.text.facts import PERSONAL

_SECRET = re.compile(
    r"(?:\b(?:password|passcode|pin(?: code)?|otp|cvv|cvc|(?:security|verification|activation|access) code)\b"
    r"(?:\s+(?:number|for \w+))?\s*(?:is|:|=)[\s:]*"
    r"|(?:كلم[ةه] (?:ال)?(?:مرور|سر)|(?:ال)?باس ?ورد|رقم(?:ك|كم)? السري|الرقم السري"
    r"|(?:ال)?(?:رمز|كود)(?:ك|كم)? (?:ال)?(?:تحقق|تفعيل|دخول|تأكيد|سري))"
    r"[^\d\n:.،؛]{0,20}(?:هو|هي|:)[\s:]*)"
    r"(?!not\b|never\b|ready\b|incorrect\b|wrong\b|sent\b|required\b|being\b|a\b|the\b|only\b|confidential\b|case\b"
    r"|https?:|www\.|[\d٠-٩]{1,2}[ -](?:digit|character|letter))(\S{3,40})",
    re.IGNORECASE,
)
_MAYBE = ("passw", "passc", "pin", "otp", "cvv", "cvc", "code", "مرور", "السر", "سري", "رمز", "كود", "باس")
_HAS_CODE = re.compile(r"[\d٠-٩@#$%^&*+=~]")


def check(reading: Reading) -> Iterator[Finding]:
    """Flag personal numbers that check out, and secrets that are spelled out."""
    for fact in reading.draft.facts:
        if fact.kind in PERSONAL and any(s.start <= fact.start < s.end for s in reading.sentences):
            yield Finding(RULE.id, fact.start, fact.end, 0.95, variant=fact.kind, fixes=(Fix("mask", fact.start, fact.end),))
    text = reading.case.draft.lower()
    for sentence in reading.sentences if any(word in text for word in _MAYBE) else ():
        for match in _SECRET.finditer(sentence.text):
            value = match[1].rstrip(".,;،")
            if _HAS_CODE.search(value):
                start = sentence.start + match.start(1)
                yield Finding(RULE.id, start, start + len(value), 0.85, variant="secret", fixes=(Fix("mask", start, start + len(value)),))


def _texts(en: str, ar: str) -> dict[str, str]:
    return {
        "en": f"{en} stands in the reply; leave it out or keep only its last four digits.",
        "ar": f"في الرد {ar}؛ احذفه أو أبقِ آخر أربعة أرقام فقط.",
    }


RULE = Rule(
    id="personal-data",
    criterion="completeness",
    severity="error",
    message=_texts("Personal data", "بيانات شخصية"),
    variants={
        "card": _texts("A full card number", "رقم بطاقة كامل"),
        "iban": _texts("A full IBAN", "رقم آيبان كامل"),
        "national_id": _texts("A national id", "رقم هوية"),
        "secret": {
            "en": "A password or code is spelled out; never send one in a reply.",
            "ar": "في الرد كلمة مرور أو رمز؛ لا ترسله في رد أبدًا.",
        },
    },
    why={
        "en": "Replies are forwarded, previewed and photographed.",
        "ar": "الردود تُعاد وتُعرض وتُصوَّر.",
    },
    check=check,
    page=__doc__,
)
