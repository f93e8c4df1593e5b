"""A card number, an IBAN, a national id, a password or a code in the reply, or the question for a code or a password.

Replies travel through inboxes, previews and screenshots; card data must not be sent in them at all
(PCI DSS 4.0, requirement 4.2.2). The last four digits are enough to name a card. Nor is a customer ever
asked for a code, a PIN, a CVV or a password: that is what fraudsters do. Asking them never to share one is fine.
Under a public post nobody is asked for their number, address or document either, unless by direct message.

Severity: error, and the reply is held back; warning for what is asked for in public.

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
from coach.text import normalise
from coach.text.document import Sentence
from coach.text.facts import PERSONAL, find_facts

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
_NAMED = (
    r"(?:otp|one[- ]time (?:pass)?(?:code|word|pin)?|(?:verification|security|activation|access|sms|confirmation|login|six[- ]digit|6[- ]digit|4[- ]digit) code"
    r"|code (?:you (?:got|get|receive|received|will get)|that (?:came|comes|arrives)|we (?:just )?(?:sent|texted)|(?:from|in) (?:the|your) (?:sms|text|message))"
    r"|pins?(?: code| number)?|passcode|password|cvv2?|cvc|(?:three|3)(?: |-)digits? (?:on|at) the back)"
)
_ASKED_EN = re.compile(
    rf"(?:\b(?:send|give|tell|text|read|share|provide|message|forward|dm|email|whatsapp)\s+(?:it\s+|that\s+)?(?:to\s+)?(?:me|us|over|across|back|through|out|with (?:me|us)|your|the)\b"
    rf"|\breply (?:here )?with\b|\b(?:i|we)(?:'ll|'d| will| would| do| just| only| also| now)* (?:need|require|want|like)\b|\b(?:may|can|could) (?:i|we) (?:have|get)\b"
    rf"|\bwhat(?:'s| is| was)(?= (?:the|your)\b)|\bconfirm to (?:me|us)\b|\b(?:enter|type|write|post|put) (?:it )?(?:here|below)\b)[^.?!;:]{{0,60}}?\b{_NAMED}\b",
    re.IGNORECASE,
)
_NAMED_AR = (
    r"(?:ب?(?:ال)?(?:رمز|كود|رقم|رموز|كلمه)(?:ك|كم|ج)? (?:ال)?(?:تحقق|تفعيل|دخول|تاكيد|سري|سريه|امان|امني|مرور|سر|مؤقت|موقت)"
    r"|(?:ال)?(?:رمز|كود|رقم|ارقام|لكود|لكود) (?:اللي|الي|الذي|يلي|لي|المرسل|الواصل|التي) ?(?:ي|ه|ب|راح|رح|غادي|س|ج|و|ا)?\w*(?:جيك|جاك|جالك|جيلك|وصلك|يوصلك|وصلج|صلك|ارسل|بعت|ظهر|جتك|ورا|خلف|علي ظهر|وصلت)\w*"
    r"|(?:ال)?باس ?ورد|(?:ال)?otp|(?:ال)?cvv|(?:ال)?pin|لكود لي|(?:ال)?(?:ارقام|رقام) (?:ال)?(?:ثلاثه|تلاته|3|٣) (?:اللي |التي )?(?:ورا|خلف|علي ظهر))"
)
_ASKED_AR = re.compile(
    rf"(?:(?:(?<=\s)|^)(?:[وف])?(?:(?:ا?عط(?:ي|و)?(?:ني|نا|يني|ينا)|عطني|عطنا|اد(?:ي)?(?:ني|نا)|ادي(?:ني|نا)|هات(?:ي|ه|ها)?|ارسل(?:ي|وا|لي|لنا|يلي)?(?![ن]ا)(?! (?:لك|لكم|اليك|لج|ليك|الي))|رسل(?:ي|لي|لنا)?"
    rf"|ابعت(?:ي|لي|لنا|يلي|ولنا|وا)?|بعت(?:لي|لنا|يلي)|ابعث(?:ي|لي|لنا)?|صيفط(?:ي|لي|لينا|لنا)?|دز(?:ي|لي|لنا)?|طرش(?:ي|لي|لنا)?|زود(?:ني|نا|يني|ينا|ونا)|شارك(?:ني|نا|ينا)|مل(?:ي)?(?:ني|نا|يني)"
    rf"|اكتب(?:ي)? ?(?:لي|لنا|هنا)|كتب(?:لي|لنا)|قول(?:ي)? ?(?:لي|لنا)|قل(?:ي)? ?(?:لي|لنا)|قلي|قولي|خبر(?:ني|نا|يني)|بلغ(?:ني|نا)|اذكر(?:ي)? ?(?:لي|لنا)|وافني|وافنا|افدنا|افيدونا)"
    rf"|(?:نحتاج|احتاج|محتاج|محتاجه|محتاجين|بدي|بدنا|ابغي|ابي|نبي|نبغي|عايز|عايزه|عاوز|عاوزين|خاصني|خاصنا|نريد|اريد|نرجو|يرجي|الرجاء|ممكن|مطلوب|لازم)(?: منك)?(?: \w{{1,20}}){{0,2}}"
    rf"|(?:ما هو|ما هي|وش|ايش|شو|ايه|شنو|اشنو|شنهو|كم)) ?(?:\S{{1,30}} ){{0,4}}?{_NAMED_AR})",
)
_NEVER_EN = re.compile(
    r"\b(?:never|not|no ?one|nobody|don't|won't|doesn't|didn't|wouldn't|cannot|can't|without|avoid|anyone|anybody|whoever|if (?:someone|they|he|she)|asked you|asks? you|they|he|she|scammers?|refuse|to ask for)\b",
    re.IGNORECASE,
)
_NEVER_AR = re.compile(
    r"(?<!\w)(?:[وف]?لا|[وف]?لن|الا|ما|مش|مو|مب|مهب|عمر\w*|ابدا|بدون|بلاش|اوعي?|اياك\w*|حذار|محد|ماحد|محدش|احد|حد|حدا|شي حد|لم|تطلب|يطلب|بيطلب|طلب|اللي يطلب|م\w{2,}ش|نصاب\w*|محتال\w*|نسيت)(?!\w)"
)
_TO_THEM = re.compile(
    r"(?:\b(?:i|we)(?:'ll|'ve|'d| will| can| have| would| just| now)*|'ll|\bwill|\bcan|\bto) (?:send|give|tell|text|share|email|provide|forward|message) (?:the|your|it)\b|\b(?:reset|change|choose|set|forgot) ",
    re.IGNORECASE,
)
_THEIRS_AR = re.compile(r"(?:في|ب|علي|داخل|من) ?(?:ال)?(?:تطبيق|موقع|صفحه|صراف|ماكينه|ابلكيشن|فرع)")
_MAYBE = (
    "passw",
    "passc",
    "pin",
    "otp",
    "one-time",
    "one time",
    "cvv",
    "cvc",
    "code",
    "digit",
    "مرور",
    "السر",
    "سري",
    "رمز",
    "كود",
    "باس",
    "رقام",
    "الرقم",
)
_DETAILS_EN = re.compile(
    r"(?:(?<!we )(?<!i )(?<!to )(?<!will )(?<!'ll )(?<!can )(?<!not )(?<!never )\b(?:send|give|share|provide|post|pop|drop|put|leave|type|tell|reply with|comment)\b"
    r"|\b(?:we|i)(?:'ll|'d| will| would| just| only| also)* need\b|\b(?:may|can|could) (?:we|i) (?:have|get)\b|\bwhat(?:'s| is) your\b)"
    r"[^.?!\n]{0,80}?\b(?:(?:phone|mobile|telephone|contact|passport|account|card|id|customer) (?:number|no\b)|passport|date of birth"
    r"|(?:full|home|delivery|postal|email|your|and|phone,) address|(?:your|and|phone,) (?:phone|mobile|email|location|postcode))\b(?!')",
    re.IGNORECASE,
)
_DETAILS_AR = re.compile(
    r"(?<!\w)و?(?!(?:ا?رسل|ابع[تث]|بعت)نا(?!\w))(?:ا?رسل|ابع[تث]|بعت(?:لي|لنا)|زود|تزويد|ا?عط|شارك|اكتب|كتب|حط|اترك|خل[يو]|دز|طرش|صيفط|نحتاج|محتاجين|بدنا|نبي|نبغي|نرجو|يرجي|ممكن|وش|شنو|ايش|شو)\w*"
    r"[^.؟!\n]{0,80}?(?:(?<!\w)[ولب]*(?:ال)?(?:رقم|نمر[هت]|ارقام) ?(?:ال)?(?:جوال|موبايل|هاتف|تليفون|تلفون|جواز|هوي|قومي|وطني|حساب|تواصل)\w*"
    r"|(?<!\w)[ولب]*(?:رقم|جوال|موبايل|هاتف|تليفون|تلفون|نمرت|موقع|لوكيشن|ايميل|بريد|جواز|عنوان)(?:ك|كم|ج)(?!\w)"
    r"|(?<!\w)[وب]*العنوان(?!\w)|تاريخ ميلاد\w*)"
)
_HERE = re.compile(
    r"\b(?:here|below|in the (?:repl|comment|thread)|under this)|(?<!\w)(?:هنا|هني|تحت|[بف]ي? ?ال(?:تعليق|رد)\w*)(?!\w)", re.IGNORECASE
)
_PRIVATELY = re.compile(
    r"\b(?:dms?|direct(?:ly)?|private(?:ly)?|pm|inbox|link|form|email us|call us)\b|(?<!\w)(?:[بعف]?ل?ي? ?(?:ال)?خاص\w*|دايركت|الرابط|نموذج|اتصل\w*)(?!\w)",
    re.IGNORECASE,
)
_HAS_CODE = re.compile(r"[\d٠-٩@#$%^&*+=~]")


def check(reading: Reading) -> Iterator[Finding]:
    """Flag personal numbers that check out, and secrets that are spelled out."""
    for fact in reading.draft.facts:
        if fact.kind in PERSONAL and any(s.start <= fact.start < s.end for s in reading.sentences):
            yield Finding(RULE.id, fact.start, fact.end, 0.95, variant=fact.kind, fixes=(Fix("mask", fact.start, fact.end),))
    text = reading.case.draft.lower()
    for sentence in reading.sentences if any(word in text for word in _MAYBE) else ():
        for first, last in _secrets(sentence.text):
            start, end = sentence.start + first, sentence.start + last
            yield Finding(RULE.id, start, end, 0.85, variant="secret", fixes=(Fix("mask", start, end),))
    if any(word in text for word in _MAYBE):
        for sentence in reading.sentences:
            if _asks(sentence):
                yield Finding(RULE.id, sentence.start, sentence.end, 0.9, variant="asked")
    if reading.case.channel == "social":
        yield from _in_public(reading)


def is_private(sentence: Sentence) -> bool:
    """Tell whether a personal number or a secret stands in a sentence, or it asks for one: it is no text to be handed on in a slot."""
    numbers = any(fact.kind in PERSONAL for fact in find_facts(sentence.text))
    return numbers or any(True for _ in _secrets(sentence.text)) or _asks(sentence)


def _secrets(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a password or a code is spelled out, as half-open offsets."""
    for match in _SECRET.finditer(text):
        value = match[1].rstrip(".,;،")
        if _HAS_CODE.search(value):
            yield match.start(1), match.start(1) + len(value)


def _in_public(reading: Reading) -> Iterator[Finding]:
    """Flag what asks for personal details where all can read them: they are to be put here, or the reply names no private way."""
    private = _PRIVATELY.search(normalise.arabic(reading.case.draft)) is not None
    for sentence in reading.sentences:
        text = normalise.arabic(sentence.text.replace("’", "'"))
        asked = (_DETAILS_AR if sentence.language == "ar" else _DETAILS_EN).search(text)
        if asked and not _PRIVATELY.search(text) and (_HERE.search(text) or not private):
            fix = Fix("reword", sentence.start, sentence.end)
            yield Finding(RULE.id, sentence.start, sentence.end, 0.8, variant="public", severity="warning", fixes=(fix,))


def _asks(sentence: Sentence) -> bool:
    """Tell whether a sentence asks the customer to give a code, a PIN or a password; to enter one in an app is no such thing."""
    if sentence.language == "ar":
        text = normalise.arabic(sentence.text)
        return any(
            not _NEVER_AR.search(text[: match.end()].replace("ما هو", "").replace("ما هي", "")) and not _THEIRS_AR.search(text, match.end())
            for match in _ASKED_AR.finditer(text)
        )
    text = sentence.text.replace("’", "'")
    return any(
        not _NEVER_EN.search(text[: match.end()]) and not _TO_THEM.search(text, max(0, match.start() - 12), match.end())
        for match in _ASKED_EN.finditer(text)
    )


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
        "asked": {
            "en": "This asks the customer for a code, a PIN or a password; never ask for one.",
            "ar": "هذا يطلب من العميل رمزًا أو رقمًا سريًا أو كلمة مرور؛ لا تطلب ذلك أبدًا.",
        },
        "public": {
            "en": "This asks for personal details where everyone can read them; ask for a direct message.",
            "ar": "هذا يطلب بيانات شخصية حيث يقرؤها الجميع؛ اطلبها في رسالة خاصة.",
        },
    },
    why={
        "en": "Replies are forwarded, previewed and photographed.",
        "ar": "الردود تُعاد وتُعرض وتُصوَّر.",
    },
    check=check,
    page=__doc__,
)
