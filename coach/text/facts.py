"""Facts: the spans that a rewrite must never change, with their values.

Amounts with currency, percentages, dates, times, durations, order and ticket numbers, phones,
e-mails, links, IBANs (ISO 13616, mod 97), card numbers (Luhn) and national ids of Saudi Arabia
(ten digits, Luhn), Egypt (fourteen, with a birth date inside), the Emirates (784…, Luhn) and
Jordan (ten digits, only where the text calls it one). Eastern digits are read like Western ones.
"""

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from coach.text.normalise import bare, western_digits

FactKind = Literal[
    "amount", "percent", "date", "time", "duration", "order", "phone", "email", "link", "iban", "card", "national_id", "number", "name"
]
PERSONAL = frozenset({"iban", "card", "national_id"})


class Fact(NamedTuple):
    """A fact's kind, half-open offsets, and its value in one spelling, for comparison."""

    kind: FactKind
    start: int
    end: int
    value: str


_CURRENCIES = {
    "SAR": "sar sr riyal riyals ريال ريالا ريالات ر.س رس ر.س. ﷼",
    "AED": "aed dh dhs dirham dirhams درهم دراهم درهما د.إ",
    "EGP": "egp le l.e pound_egp جنيه جنيها جنيهات ج.م ج.م.",
    "KWD": "kwd kd د.ك دينار_كويتي",
    "JOD": "jod jd دينار دنانير دينارا د.أ",
    "QAR": "qar ر.ق",
    "OMR": "omr ر.ع",
    "BHD": "bhd bd د.ب",
    "MAD": "mad dhs_mad د.م",
    "DZD": "dzd da د.ج",
    "TND": "tnd dt د.ت",
    "LBP": "lbp ل.ل ليرة ليره",
    "USD": "usd $ us$ dollar dollars دولار دولارا دولارات",
    "EUR": "eur € euro euros يورو",
    "GBP": "gbp £ pound pounds quid",
    "INR": "inr rs ₹",
    "AUD": "aud a$",
    "CAD": "cad c$",
}
_CURRENCY = {name: code for code, names in _CURRENCIES.items() for name in names.split() if "_" not in name}
_NAMES = "|".join(re.escape(name) for name in sorted(_CURRENCY, key=len, reverse=True))
_AR = "\u0621-\u064a"
_LINK = re.compile(r"(?:https?://|www\.)\S*[^\s.,;:!?؟،؛)\]>]", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,63}){1,4}")
_NUMBER = re.compile(r"[+\d](?:\d|[.,:/\u2013-](?=\d)|[ ](?=\d{2}))*")
_LEFT_CODE = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{1,6}-?$")
_RIGHT_CODE = re.compile(r"(?:-?[A-Za-z0-9]+){1,8}")
_IBAN = re.compile(r"[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,3})?(?![A-Za-z0-9])")
_LEFT_CURRENCY = re.compile(rf"(?<![A-Za-z{_AR}])({_NAMES})\.?\s?$", re.IGNORECASE)
_RIGHT_CURRENCY = re.compile(rf"\s?({_NAMES})(?![A-Za-z{_AR}])", re.IGNORECASE)
_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
    "|يناير|فبراير|مارس|[اأإ]بريل|مايو|يوني[وه]|يوليو?[وه]?|[اأ]غسطس|سبتمبر|[اأ]كتوبر|نوفمبر|ديسمبر|كانون (?:الثاني|الأول)|شباط|[اآ]ذار"
    "|نيسان|[اأ]يار|حزيران|تموز|[اآ]ب|[اأ]يلول|تشرين (?:الثاني|الأول)|جويلية|جوان|ماي|أوت|محرم|صفر|رجب|شعبان|رمضان|شوال"
)
_RIGHT_MONTH = re.compile(rf"(?:st|nd|rd|th)?\s?(?:of\s|من\s)?({_MONTHS})\b\.?(?:,?\s?(\d{{4}}))?", re.IGNORECASE)
_LEFT_MONTH = re.compile(rf"\b({_MONTHS})\.?\s$", re.IGNORECASE)
_RIGHT_TIME = re.compile(
    r"\s?(a\.?m\b\.?|p\.?m\b\.?|o'?clock|صباح[اً]*|مساء[اً]*|ظهر[اً]*|عصر[اً]*|الصبح|بالليل|ص\b|م(?=[\s،.؟]|$))", re.IGNORECASE
)
_LEFT_TIME = re.compile(r"(?:الساعة|الساعه|ساعة|\bat)\s$", re.IGNORECASE)
_UNITS = {
    "minute": r"min(?:ute)?s?|دقيقة|دقيقه|دقائق|دقايق",
    "hour": r"hours?|hrs?|h\b|ساعة|ساعه|ساعات",
    "day": r"days?|يوم|يومًا|يوما|أيام|ايام|نهار",
    "week": r"weeks?|أسبوع|اسبوع|أسبوعًا|أسابيع|اسابيع",
    "month": r"months?|شهر|شهرًا|شهرا|أشهر|اشهر|شهور",
    "year": r"years?|سنة|سنه|سنوات|سنين|عام|عامًا|أعوام",
}
_RIGHT_UNIT = re.compile(
    r"[\s-]?(?:(?:working|business|calendar|full)\s)?(?:"
    + "|".join(f"(?P<{unit}>{forms})" for unit, forms in _UNITS.items())
    + rf")(?![A-Za-z{_AR}])",
    re.IGNORECASE,
)
_LEFT_ORDER = re.compile(
    r"(?:\b(?:order|ticket|case|ref(?:erence)?|invoice|booking|reservation|shipment|tracking|account|contract|policy|claim|complaint|request|pnr)"
    r"(?:\s?(?:no|number|num|id|code))?|طلب\S*|تذكر\S*|بلاغ\S*|فاتور\S*|حجز\S*|شحن\S*|بوليص\S*|معامل\S*|شكو\S*|عقد\S*|مرجع\S*|تتبع|رقم\S*)"
    r"\s?(?:رقم\S*|number|no)?\s?[.:#]{0,3}\s?\(?$",
    re.IGNORECASE,
)
_LEFT_ID = re.compile(
    r"(?:national\s(?:id|number)|\bid|iqama|civil\sid|هوي\S*|إقام\S*|اقام\S*|القومي|الوطني|المدني)\D{0,12}$", re.IGNORECASE
)
_LEFT_PHONE = re.compile(
    r"(?:phone|mobile|call|tel|whatsapp|جوال\S*|هاتف\S*|موبايل\S*|تليفون\S*|واتس\S*|اتصل\S*|رقم\S*)\D{0,14}$", re.IGNORECASE
)
_PHONE = re.compile(r"(?:\+|00)\d{8,15}|0\d{8,10}|800\d{4,8}|9200\d{5}|[2-9]\d{2}[2-9]\d{6}")
_DATE = re.compile(r"(?:\d{4}([-/.])\d{1,2}\1\d{1,2}|\d{1,2}([-/.])\d{1,2}\2\d{2,4}|\d{1,2}/\d{1,2})")
_WINDOW = 28
_REMEMBERED = 256
"""Texts and sentences: a conversation's turns are read, and then looked through for names."""


@lru_cache(maxsize=_REMEMBERED)
def find_facts(text: str) -> tuple[Fact, ...]:
    """Find every fact in `text`, in order, without overlaps; diacritics and tatweel hide none."""
    plain, places = bare(text)
    if plain is text:
        return tuple(_facts(text))
    return tuple(fact._replace(start=places[fact.start], end=places[fact.end]) for fact in _facts(plain))


def _facts(text: str) -> list[Fact]:
    western = western_digits(text)
    facts: list[Fact] = []
    if "://" in text or "www." in text:
        facts += [Fact("link", match.start(), match.end(), match[0]) for match in _LINK.finditer(text)]
    if "@" in text:
        facts += [Fact("email", match.start(), match.end(), match[0].lower()) for match in _EMAIL.finditer(text)]
    taken = [(fact.start, fact.end) for fact in facts]
    end = 0
    for match in _NUMBER.finditer(western):
        start = match.start()
        if start < end or match[0] == "+" or any(left <= start < right for left, right in taken):
            continue
        fact = _code(western, start, match.end()) or _number(western, start, match.end())
        facts.append(fact)
        end = fact.end
    return sorted(facts, key=lambda fact: fact.start)


def _code(text: str, start: int, end: int) -> Fact | None:
    """Read letters and digits written together as an IBAN or a reference."""
    prefix = _LEFT_CODE.search(text, max(0, start - 7), start)
    if prefix is None or prefix[0].lower().rstrip("-") in _CURRENCY:
        return None
    begin = prefix.start()
    if (iban := _IBAN.match(text, begin)) and _is_iban(iban[0]):
        return Fact("iban", begin, iban.end(), re.sub(r"[ -]", "", iban[0]).upper())
    number = re.match(r"[\d-]*\d", text[start:end])
    end = start + number.end() if number else end
    if tail := _RIGHT_CODE.match(text, end):
        end = tail.end()
    return Fact("order", begin, end, text[begin:end].upper())


def _number(text: str, start: int, end: int) -> Fact:
    """Say what the number at `start:end` is by what stands beside it."""
    left, right = text[max(0, start - _WINDOW) : start], text[end : end + _WINDOW]
    value = text[start:end].rstrip(".,:/")
    end = start + len(value)
    digits = re.sub(r"\D", "", value)
    if found := _RIGHT_CURRENCY.match(right):
        return Fact("amount", start, end + found.end(), f"{_plain(value)} {_CURRENCY[found[1].lower()]}")
    if found := _LEFT_CURRENCY.search(left):
        return Fact("amount", start - len(found[0]), end, f"{_plain(value)} {_CURRENCY[found[1].lower()]}")
    if right[:1] in "%٪" and right:
        return Fact("percent", start, end + 1, _plain(value))
    if len(digits) >= 9:
        return Fact(_long_number(value, digits, left), start, end, digits)
    if _DATE.fullmatch(value) and not _LEFT_ORDER.search(left):
        return Fact("date", start, end, "-".join(re.findall(r"\d+", value)))
    if (found := _RIGHT_MONTH.match(right)) and len(digits) <= 2:
        return Fact("date", start, end + found.end(), f"{digits} {found[1].lower()[:3]} {found[2] or ''}".strip())
    if (found := _LEFT_MONTH.search(left)) and len(digits) <= 2:
        return Fact("date", start - len(found[0]), end, f"{digits} {found[1].lower()[:3]}")
    if re.fullmatch(r"\d{1,2}(?::\d{2})?", value) and (found := _RIGHT_TIME.match(right)):
        return Fact("time", start, end + found.end(), f"{value} {'pm' if found[1][0].lower() in 'pمعظب' else 'am'}")
    if re.fullmatch(r"\d{1,2}:\d{2}", value) or (len(digits) <= 2 and _LEFT_TIME.search(left)):
        return Fact("time", start, end, value)
    if len(digits) >= 3 and (left.endswith("#") or _LEFT_ORDER.search(left)):
        return Fact("order", start, end, digits)
    if found := _RIGHT_UNIT.match(right):
        return Fact("duration", start, end + found.end(), f"{value} {found.lastgroup}")
    if _PHONE.fullmatch(digits) and _LEFT_PHONE.search(left):
        return Fact("phone", start, end, digits)
    return Fact("number", start, end, _plain(value))


def _long_number(value: str, digits: str, left: str) -> FactKind:
    """Tell card, national id, phone and order numbers of nine digits or more apart."""
    is_id = _LEFT_ID.search(left)
    if _LEFT_ORDER.search(left) and not is_id and not _LEFT_PHONE.search(left):
        return "card" if 15 <= len(digits) <= 16 and _luhn(digits) and digits[0] in "3456" else "order"
    if value[0] == "+" or digits.startswith("00"):
        return "phone"
    if 13 <= len(digits) <= 19 and digits[0] in "3456" and _luhn(digits):
        return "card"
    if len(digits) == 15 and digits.startswith("784") and _luhn(digits):
        return "national_id"
    if len(digits) == 14 and _is_egyptian(digits):
        return "national_id"
    if len(digits) == 10 and (
        (digits[0] in "12" and _luhn(digits) and (is_id or not _LEFT_PHONE.search(left))) or (digits[0] in "29" and is_id)
    ):
        return "national_id"
    if _PHONE.fullmatch(digits) or _LEFT_PHONE.search(left):
        return "phone"
    return "order"


def _plain(value: str) -> str:
    """Write a number without grouping and trailing zeros: “1,250.00” is “1250”."""
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", value):
        value = value.replace(",", "")
    elif re.fullmatch(r"\d+,\d{1,2}", value):
        value = value.replace(",", ".")
    return re.sub(r"\.0+$|(\.\d*?[1-9])0+$", r"\1", value) if "." in value else value


def _luhn(digits: str) -> bool:
    """Check the last digit by Luhn's formula (ISO/IEC 7812-1)."""
    doubled = [int(digit) * 2 for digit in digits[-2::-2]]
    return (sum(map(int, digits[-1::-2])) + sum(number - 9 if number > 9 else number for number in doubled)) % 10 == 0


def _is_iban(text: str) -> bool:
    """Check an IBAN's length and its remainder of 1 modulo 97 (ISO 13616)."""
    bare = re.sub(r"[ -]", "", text).upper()
    return 15 <= len(bare) <= 34 and int("".join(str(int(sign, 36)) for sign in bare[4:] + bare[:4])) % 97 == 1


def _is_egyptian(digits: str) -> bool:
    """Check century, month, day and governorate of an Egyptian national number."""
    return digits[0] in "23" and 1 <= int(digits[3:5]) <= 12 and 1 <= int(digits[5:7]) <= 31 and 1 <= int(digits[7:9]) <= 88
