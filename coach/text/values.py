"""Facts as values, however they are written: «٤٠ ر.س» and "SAR 40", «١٠ أيام» and "ten days", "2.15" and "14:15".

A value has a kind, the readings that its words allow in one spelling for both languages, and the plain
number in it; two values are the same if they share a reading. Texts can so be compared: what one has and
the other lacks was lost or added. `weak` values ("one", «الأولى», "the week") count only as a hint.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeVar

from coach.text.facts import _CURRENCY, PERSONAL, Fact, find_facts
from coach.text.normalise import arabic, western_digits

T = TypeVar("T")


class Value(NamedTuple):
    """A value with the half-open offsets of its words; `numbers` are those it may be without its unit."""

    kind: str
    readings: frozenset[str]
    start: int
    end: int
    numbers: frozenset[str] = frozenset()
    weak: bool = False


class _Word(NamedTuple):
    text: str
    start: int
    end: int
    capital: bool


def _table(rows: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {arabic(form): name for name, forms in rows for form in forms.split()}


_NUMBERS = {
    form: int(value)
    for form, value in _table(
        (
            ("1", "one واحد واحدة وحدة"),
            ("2", "two both twice couple اثنين اثنان اثنتين اثنتان تنين ثنين اتنين اتنتين ثنتين تنتين جوج زوج مرتين مرتان"),
            ("3", "three thrice ثلاث ثلاثة تلات تلاتة تلت"),
            ("4", "four أربع أربعة"),
            ("5", "five خمس خمسة"),
            ("6", "six ست ستة ستّ"),
            ("7", "seven سبع سبعة"),
            ("8", "eight ثمان ثماني ثمانية تمان تمانية تمن تمنية"),
            ("9", "nine تسع تسعة تسعود"),
            ("10", "ten عشر عشرة"),
            ("11", "eleven حداشر احدعش إحدعش حدعش حضاش احداشر"),
            ("12", "twelve dozen اتناشر اثنعش اطنعش طنعش طناشر ثنعش اتناعش اتنعش طناش اثناشر"),
            ("13", "thirteen تلتاشر ثلاثتعش تلطعش ثلطعش تلتعش تلطاش تلاتاشر"),
            ("14", "fourteen أربعتاشر أربعتعش أربعطعش ربعطاش"),
            ("15", "fifteen خمستاشر خمستعش خمسطعش خمسطاشر خمسطاش"),
            ("16", "sixteen ستاشر ستعش سطعش سطاشر سطاش"),
            ("17", "seventeen سبعتاشر سبعتعش سبعطعش"),
            ("18", "eighteen تمنتاشر ثمنتعش تمنطعش ثمنطعش"),
            ("19", "nineteen تسعتاشر تسعتعش تسعطعش"),
            ("20", "twenty عشرين عشرون"),
            ("30", "thirty ثلاثين ثلاثون تلاتين"),
            ("40", "forty أربعين أربعون"),
            ("50", "fifty خمسين خمسون"),
            ("60", "sixty ستين ستون"),
            ("70", "seventy سبعين سبعون"),
            ("80", "eighty ثمانين ثمانون تمانين"),
            ("90", "ninety تسعين تسعون"),
            ("100", "مية ميه مئة مائة مايه مية ميت"),
            ("200", "ميتين مئتين مئتان مئتا مئتي مايتين مائتين مائتا متين ميتان"),
            ("300", "ثلاثمئة ثلاثمائة ثلاثمية تلتمية تلاتمية تلتميت ثلثمية ثلاثميه"),
            ("400", "أربعمئة أربعمائة أربعمية ربعمية"),
            ("500", "خمسمئة خمسمائة خمسمية خمسميت"),
            ("600", "ستمئة ستمائة ستمية"),
            ("700", "سبعمئة سبعمائة سبعمية"),
            ("800", "ثمانمئة ثمانمائة ثمانمية تمنمية ثمنمية تمانمية"),
            ("900", "تسعمئة تسعمائة تسعمية"),
            ("2000", "ألفين ألفان ألفي"),
            ("2000000", "مليونين مليونان"),
        )
    ).items()
}
_SCALES = {form: int(value) for form, value in _table((("100", "hundred"), ("1000", "thousand k ألف آلاف الاف تلاف ألفا"), ("1000000", "million m مليون ملايين مليونا"), ("1000000000", "billion مليار"))).items()}  # fmt: skip
_THANKS = frozenset(map(arabic, "مبروك شكر سلامة تحية أهلا هلا مرة مبارك حمد بركة رحمة وردة عافية".split()))
_OF_A_LIMIT = frozenset(map(arabic, ("الأدنى", "الأقصى", "الأعلى", "المسموح", "من")))  # after «الحد», which is Sunday elsewhere
_TEENS = frozenset(("عشر", "عشره"))
_UNDER_TEEN = {"احد": 1, "احدي": 1, "اثنا": 2, "اثني": 2, "اثنتا": 2, "اثنتي": 2}
_UNIT_MINUTES = {"minute": 1, "hour": 60, "day": 1440, "week": 10080}
_UNIT_MONTHS = {"month": 1, "year": 12}
_UNITS = _table(
    (
        ("minute", "minute minutes min mins دقيقة دقائق دقايق دقيقه"),
        ("hour", "hour hours hr hrs h ساعة ساعات"),
        ("day", "day days يوم يوما يومًا أيام ايام نهار تيام"),
        ("week", "week weeks wk wks أسبوع أسبوعا أسابيع"),
        ("month", "month months شهر شهرا أشهر شهور تشهر"),
        ("year", "year years yr yrs سنة سنوات سنين عام عاما أعوام"),
    )
)
_SINGLE_UNITS = frozenset(map(arabic, "minute hour day week month year fortnight دقيقة ساعة يوم أسبوع شهر سنة عام".split()))
_DUALS = _table(
    (
        ("minute", "دقيقتين دقيقتان"),
        ("hour", "ساعتين ساعتان"),
        ("day", "يومين يومان"),
        ("week", "أسبوعين أسبوعان"),
        ("month", "شهرين شهران"),
        ("year", "سنتين سنتان عامين عامان"),
    )
)
_ORDINARY_UNITS = frozenset("minute minutes min mins hour hours day days week weeks month months year years".split())
_FRACTIONS = {
    form: float(value)
    for form, value in _table(
        (("0.5", "half نص نصف نصّ"), ("0.25", "quarter ربع"), ("0.3333", "ثلث"), ("0.5", "بنص لنص ونص النص وبنص"))
    ).items()
}
_FAMILIES = {
    "riyal": ("SAR", "QAR", "OMR", "YER"),
    "dirham": ("AED", "MAD"),
    "pound": ("GBP", "EGP"),
    "dinar": ("JOD", "KWD", "BHD", "DZD", "TND", "IQD"),
    "dollar": ("USD", "AUD", "CAD"),
    "lira": ("LBP", "SYP"),
    "euro": ("EUR",),
}
_FAMILY = _table(
    (
        ("riyal", "riyal riyals ريال ريالا ريالات ريالين"),
        ("dirham", "dirham dirhams dh dhs درهم درهما دراهم درهمين"),
        ("pound", "pound pounds quid جنيه جنيها جنيهات جنيهين ج"),
        ("dinar", "dinar dinars دينار دينارا دنانير دينارين د"),
        ("dollar", "dollar dollars buck bucks دولار دولارا دولارات دولارين"),
        ("lira", "lira liras ليرة ليرات"),
        ("euro", "euro euros يورو أورو"),
    )
)
_GENERIC = {
    "$": "dollar",
    "£": "pound",
    "ريال": "riyal",
    "ريالا": "riyal",
    "ريالات": "riyal",
    "﷼": "riyal",
} | _FAMILY
_THIRD = frozenset(("تلت", "ثلث"))
_PERCENT = re.compile(
    r"\s?(?:%|٪|per\s?cent\b|percent\b|بالمي?[ئا]?ة|بالمي[هة]|في المي?[ئا]?ة|في المي[هة]|فالمية|بالمائة|في المائة)", re.IGNORECASE
)
_DAYS = _table(
    (
        ("sun", "sunday sundays الأحد الحد"),
        ("mon", "monday mondays الاثنين الإثنين الاتنين التنين الأثنين"),
        ("tue", "tuesday tuesdays tues الثلاثاء التلات الثلاثا التلاتا الثلوثاء"),
        ("wed", "wednesday wednesdays weds الأربعاء الأربعا الأربع الاربعاء"),
        ("thu", "thursday thursdays thurs الخميس"),
        ("fri", "friday fridays الجمعة"),
        ("sat", "saturday saturdays السبت"),
    )
)
_SHORT_DAYS = {"sun": "sun", "mon": "mon", "tue": "tue", "wed": "wed", "thu": "thu", "fri": "fri", "sat": "sat"}
_AFTER_YOM = {arabic(form): day for form, day in (("أحد", "sun"), ("حد", "sun"), ("اثنين", "mon"), ("ثلاثاء", "tue"), ("أربعاء", "wed"), ("خميس", "thu"), ("جمعة", "fri"), ("سبت", "sat"))}  # fmt: skip
_ALSO_NUMBER = {
    arabic(form): number for form, number in (("الاثنين", "2"), ("الاتنين", "2"), ("التنين", "2"), ("الأربع", "4"), ("التلات", "3"))
}
_RELATIVE = _table(
    (
        ("today", "today tonight اليوم النهارده النهاردة الليلة الليله هالليلة اليوما ليوم هاليوم"),
        ("tomorrow", "tomorrow غدا غد بكرة بكره بكرا باكر باجر غدوة غدوا بكرى غدًا الغد"),
        ("yesterday", "yesterday أمس مبارح امبارح البارح البارحة إمبارح"),
    )
)
_MONTH_NAMES = _table(
    (
        ("1", "jan january يناير جانفي"),
        ("2", "feb february فبراير شباط فيفري"),
        ("3", "mar march مارس آذار"),
        ("4", "apr april أبريل ابريل إبريل نيسان أفريل"),
        ("5", "may مايو أيار ماي"),
        ("6", "jun june يونيو يونيه حزيران جوان"),
        ("7", "jul july يوليو يوليه يوليوز تموز جويلية"),
        ("8", "aug august أغسطس آب أوت غشت"),
        ("9", "sep sept september سبتمبر أيلول شتنبر"),
        ("10", "oct october أكتوبر"),
        ("11", "nov november نوفمبر نونبر"),
        ("12", "dec december ديسمبر دجنبر"),
        ("ramadan", "ramadan رمضان"),
        ("shawwal", "shawwal شوال"),
        ("muharram", "muharram محرم"),
        ("rajab", "rajab رجب"),
        ("shaban", "shaban شعبان"),
        ("autumn", "autumn خريف الخريف"),
        ("spring", "spring ربيع الربيع"),
        ("summer", "summer صيف الصيف"),
        ("winter", "winter شتاء الشتاء الشتا"),
        ("eid", "eid عيد العيد"),
        ("christmas", "christmas xmas كريسماس"),
        ("easter", "easter"),
    )
)
_TWO_WORD_MONTHS = {("كانون", "الثاني"): "1", ("كانون", "الاول"): "12", ("تشرين", "الاول"): "10", ("تشرين", "الثاني"): "11"}
_NOT_A_MONTH = frozenset("may march mar jan sep sept dec oct nov jun jul aug apr feb spring".split())  # unless with a capital
_HARD_MONTHS = frozenset(map(str, range(1, 13)))
_ORDINALS = {
    form: int(value)
    for form, value in _table(
        (
            ("1", "first الأول الأولى أول أولى الاولاني الأولانية"),
            ("2", "second الثاني الثانية ثاني ثانية التاني التانية تاني تانية"),
            ("3", "third الثالث الثالثة ثالث ثالثة التالت التالتة تالت تالتة"),
            ("4", "fourth الرابع الرابعة رابع رابعة"),
            ("5", "fifth الخامس الخامسة خامس خامسة"),
            ("6", "sixth السادس السادسة سادس سادسة الساتة"),
            ("7", "seventh السابع السابعة سابع سابعة"),
            ("8", "eighth الثامن الثامنة ثامن ثامنة التامن التامنة"),
            ("9", "ninth التاسع التاسعة تاسع تاسعة"),
            ("10", "tenth العاشر العاشرة عاشر عاشرة"),
        )
    ).items()
}
_ELEVEN = dict.fromkeys(("الحادي", "الحاديه", "حادي", "حاديه"), 11)
_WEAK_ORDINALS = frozenset((1, 2))  # «ثاني» is also "other" or "again", "second" a unit, «أول» "as soon as"
_HOURS_BEFORE = frozenset(map(arabic, "الساعة الساعه ساعة at".split()))
_NOON = _table((("12:00", "noon midday"), ("0:00", "midnight")))
_PM = frozenset(map(arabic, "مساء مساءً المسا المساء عصرا عصرًا العصر المغرب مغربا العشا العشاء العشية pm".split()))
_NIGHT = frozenset(map(arabic, "بالليل ليلا الليل باليل فالليل".split()))
_AM = frozenset(map(arabic, "صباحا صباحًا الصبح الصباح فجرا الفجر صبح am".split()))
_LINK = re.compile(
    r"(?<![\w@.])@?(?:[a-z0-9-]{2,40}\.){1,4}(?:com|net|org|io|co|uk|sa|ae|eg|jo|kw|qa|om|bh|ma|dz|tn|lb|app|energy|me|info|gov|edu|shop|store|ai|dev|online|help|ie|eu|us)"
    r"(?![\w])(?:/[^\s،؛,;)\]»”\"]*[^\s.,;:!?؟،؛)\]»”\"])?",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?[\u064b-\u065f\u0670]*(?:[^\W\d_]+[\u064b-\u065f\u0670]*)*")
_SCALE_AFTER = re.compile(r"\s?([^\W\d_]+)")
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?: (am|pm))?")
_ITEM = re.compile(r"(\d+(?:[.,:]\d+)*)")
_MINUTE_WORDS = frozenset((5, 10, 15, 20, 25))
_TOLD_BY_ORDINAL = frozenset(("ordinal", "day", "time", "date"))  # «الثالثة» may be three o'clock
_LEFT_KINDS = frozenset(("email", "order", "phone"))


@lru_cache(maxsize=1_024)
def find_values(text: str) -> tuple[Value, ...]:
    """List the values in `text`, in order of place; personal data (IBAN, card, national id) is left out."""
    western = western_digits(text)
    words = _words(western)
    found: list[Value] = []
    taken: list[tuple[int, int]] = []
    if "." in text:
        for match in _LINK.finditer(text):
            if "@" not in text[max(0, match.start() - 1) : match.start()]:
                found.append(Value("link", frozenset((_link(match[0]),)), match.start(), match.end()))
                taken.append(match.span())
    for fact in find_facts(text):
        if any(fact.start < end and start < fact.end for start, end in taken):
            continue
        values = list(_of_fact(fact, western, words)) if fact.kind not in PERSONAL else []
        found += values
        taken += [(fact.start, fact.end), *((value.start, value.end) for value in values)]
    last = 0
    for value in _spelled(words, western):
        if value.start >= last and not any(value.start < end and start < value.end for start, end in taken):
            found.append(value)
            last = value.end
    return tuple(sorted(found, key=lambda value: (value.start, value.end)))


def same(one: Value, other: Value) -> bool:
    """Tell whether two values say the same: a reading in common, or the same number where one names no unit."""
    if not one.readings.isdisjoint(other.readings):
        return True
    kinds = {one.kind, other.kind}
    if "number" in kinds or (len(kinds) == 2 and "ordinal" in kinds and kinds <= _TOLD_BY_ORDINAL):
        return not one.numbers.isdisjoint(other.numbers)
    return False


def compare(before: Sequence[Value], after: Sequence[Value]) -> tuple[list[Value], list[Value]]:
    """Give the values lost and the values added; one said twice may be said once."""
    lost = [value for value in before if not any(same(value, other) for other in after)]
    added = [value for value in after if not any(same(value, other) for other in before)]
    return lost, added


def _words(text: str) -> list[_Word]:
    found = []
    for match in _TOKEN.finditer(text):
        word = match[0]
        is_arabic = word[:1] > "\u0600"
        found.append(_Word(arabic(word) if is_arabic else word.lower(), match.start(), match.end(), word[:1].isupper()))
    return found


def _link(text: str) -> str:
    bare = text.lower().removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
    return f"link {bare}"


def _of_fact(fact: Fact, text: str, words: list[_Word]) -> Iterator[Value]:
    """Bring a fact into values: a range into its two ends, "65 thousand" into one number."""
    kind, start, end, value = fact
    raw = text[start:end]
    if kind == "link":
        yield Value("link", frozenset((_link(value),)), start, end)
        return
    if kind in _LEFT_KINDS:
        digits = re.sub(r"\D", "", value)
        yield Value(
            kind, frozenset((f"id {value}", f"id {digits}") if digits == value else (f"id {value}",)), start, end, frozenset((digits,))
        )
        return
    if kind == "date":
        yield _date(value, start, end, words)
        return
    numbers = _ITEM.findall(raw)
    clock = [number for number in numbers if re.fullmatch(r"\d{1,2}:\d{2}", number)]
    if kind == "number" and "/" in raw and len(numbers) == 2:
        yield _date(raw.replace("/", "-"), start, end, words)
        return
    if len(numbers) == 2 and re.search(r"\d\s?[-–]\s?\d", raw) and (kind != "time" or clock):
        unit = value.rpartition(" ")[2] if kind in ("amount", "duration") else ""
        for number in numbers:
            yield _value(kind, _plain(number), unit, start, end, raw, text)
        return
    if kind == "time" and not re.fullmatch(r"\d+\.\d", raw):
        yield _time(value, start, end, text)
        return
    if kind == "percent":
        yield Value("percent", frozenset((f"% {value}",)), start, end, frozenset((value,)))
        return
    number, _, unit = value.rpartition(" ") if kind in ("amount", "duration") else (value, "", "")
    number = number.replace(" ", "")
    if scaled := _scaled(number, text, end):
        number, end = scaled
        yield _with_unit(
            float(number),
            start,
            end,
            text,
            next((i for i, word in enumerate(words) if word.start >= end), len(words)),
            words,
            unit if kind == "amount" else "",
        )
        return
    if kind == "number" and (found := _PERCENT.match(text, end)):
        yield Value("percent", frozenset((f"% {number}",)), start, found.end(), frozenset((number,)))
        return
    if kind == "number" and (half := _half_after(text, end)):
        end, fraction = half
        plain = _write(float(number) + fraction) if re.fullmatch(r"\d+(?:\.\d+)?", number) else number
        hours = _hours(int(number), round(60 * fraction)) if number.isdigit() and int(number) <= 12 else frozenset()
        yield Value("number", frozenset((f"# {plain}",)) | hours, start, end, frozenset((plain,)))
        return
    yield _value(kind, number, unit, start, end, raw, text)


def _value(kind: str, number: str, unit: str, start: int, end: int, raw: str, text: str) -> Value:
    if kind == "amount":
        codes = _currencies(raw, unit)
        if (joined := _half_after(text, end)) and re.fullmatch(r"\d+(?:\.\d+)?", number):
            end, number = joined[0], _write(float(number) + joined[1])
        return Value("amount", frozenset(f"{code} {number}" for code in codes), start, end, frozenset((number,)))
    if kind == "duration":
        begin = _half_after(text, end)
        amount = float(number.replace(",", ".") if re.fullmatch(r"\d+(?:[.,]\d+)?", number) else 0) + (begin[1] if begin else 0.0)
        clock = _hours(int(number), 0) if number.isdigit() and int(number) < 25 and raw.lower() == f"{number}h" else frozenset()
        return Value("duration", frozenset((_span(amount, unit),)) | clock, start, begin[0] if begin else end, frozenset((number,)))
    if ":" in number:
        return _time(number, start, end, text)
    clock = frozenset()
    if (match := re.fullmatch(r"(\d{1,2})\.(\d{2})", western_digits(raw).strip())) and int(match[1]) < 24 and int(match[2]) < 60:
        clock = _hours(int(match[1]), int(match[2]), _half(text, end))
    elif number.isdigit() and int(number) <= 24:
        half = _half(text, end)
        if half:
            return _time(number, start, end, text)
    return Value("number", frozenset((f"# {number}",)) | clock, start, end, frozenset((number,)))


def _plain(number: str) -> str:
    return re.sub(r",(?=\d{3})", "", number)


def _currencies(raw: str, code: str) -> tuple[str, ...]:
    """Give the codes that the words of an amount allow: a riyal is a riyal of any country."""
    named = re.sub(r"[\d\s.,]", "", raw) or code
    family = _GENERIC.get(arabic(named)) or _GENERIC.get(named.lower())
    if family is None and code in ("GBP", "EGP", "USD", "JOD", "EUR") and named.upper() != code:
        family = next((name for name, codes in _FAMILIES.items() if code in codes), None)
        family = None if named in ("ج.م", "ج.م.", "د.أ", "£", "€", "$") else family
    return _FAMILIES[family] if family else (_CURRENCY.get(code.lower(), code),)


def _scaled(number: str, text: str, end: int) -> tuple[str, int] | None:
    """Join a number in digits with the thousands or millions that follow it in words."""
    match = _SCALE_AFTER.match(text, end)
    if match is None or not re.fullmatch(r"\d+(?:\.\d+)?", number):
        return None
    word = arabic(match[1].lower())
    if word not in _SCALES or (word in ("k", "m") and match.start(1) != end):
        return None
    return _write(float(number) * _SCALES[word]), match.end(1)


def _half_after(text: str, end: int) -> tuple[int, float] | None:
    """Read the half or quarter joined to what ends at `end`: «ساعة ونص», "and a half", «إلا ربع»."""
    match = re.compile(r"\s(?:(و|إلا |الا |and an? )\s?(نصف?|ربع|ثلث|half|quarter))(?![\w])").match(text, end)
    if match is None:
        return None
    fraction = _FRACTIONS[arabic(match[2])]
    return match.end(), -fraction if match[1].startswith(("إ", "ا")) else fraction


def _write(number: float) -> str:
    return f"{number:.4f}".rstrip("0").rstrip(".")


def _span(count: float, unit: str) -> str:
    if unit in _UNIT_MONTHS:
        return f"months {_write(round(count * _UNIT_MONTHS[unit], 2))}"
    return f"minutes {_write(round(count * _UNIT_MINUTES[unit], 1))}"


def _date(value: str, start: int, end: int, words: list[_Word]) -> Value:
    """Read a date as day and month, in either order where both are numbers."""
    if "-" in value:
        parts = [part.lstrip("0") or "0" for part in value.split("-")]
        days = [part for part in parts if len(part) < 4][:2]
        readings = frozenset(("/".join(days), "/".join(reversed(days))))
    else:
        inside = [word.text for word in words if start <= word.start < end]
        named = next((_MONTH_NAMES[word] for word in inside if word in _MONTH_NAMES), "")
        named = next((name for pair, name in _TWO_WORD_MONTHS.items() if list(pair) == inside[-2:]), named)
        days = [value.partition(" ")[0].lstrip("0")]
        readings = frozenset((f"{days[0]}/{named}",))
    return Value("date", frozenset(f"date {reading}" for reading in readings), start, end, frozenset(days[:1]))


def _half(text: str, end: int) -> str:
    """Tell am from pm by the word after a time."""
    match = re.compile(r"[\s.]{0,2}(?:في\s|من\s|in the\s)?([^\W\d_]+(?:\.m)?)").match(text, end)
    if match is None:
        return ""
    word = arabic(match[1].lower()).replace(".", "")
    if word in ("الظهر", "ظهرا"):
        return "noon"
    if word in _NIGHT or (word == "منتصف" and "ليل" in text[match.end() : match.end() + 7]):
        return "night"
    return "pm" if word in _PM or word == "afternoon" else "am" if word in _AM or word == "morning" else ""


def _time(value: str, start: int, end: int, text: str) -> Value:
    match = _CLOCK.match(value)
    if match is None:
        return Value("time", frozenset((f"time {value}",)), start, end)
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3] or ""
    if joined := _half_after(text, end):
        end, fraction = joined
        minute += round(60 * fraction)
        hour, minute = (hour, minute) if minute >= 0 else (hour - 1, minute + 60)
    if not half or (half == "pm" and hour == 12):
        own = text[start:end].rstrip()
        half = _half(text, end) or ("noon" if own.endswith(("ظهرا", "ظهرًا", "ظهراً")) else half)
    numbers = {str(hour), str(hour % 12 or 12)} if not minute else {f"{hour}.{minute:02d}", f"{hour % 12 or 12}.{minute:02d}".rstrip("0")}
    return Value("time", _hours(hour, minute, half), start, end, frozenset(numbers))


def _hours(hour: int, minute: int, half: str = "") -> frozenset[str]:
    """Give the times of day that a clock's reading may be: both halves of the day unless it says which."""
    if half == "night":
        hours = {hour % 12} if hour == 12 or hour < 6 else {hour + 12 if hour < 12 else hour}
    elif half == "noon":
        hours = {12 if hour == 12 else hour + 12 if hour < 6 else hour}
    elif half == "pm":
        hours = {hour + 12} if hour < 12 else {hour, 0} if hour == 12 else {hour}
    elif half == "am":
        hours = {hour % 12}
    else:
        hours = {hour % 24, (hour + 12) % 24} if 0 < hour <= 12 else {hour % 24}
    return frozenset(f"time {one}:{minute:02d}" for one in hours)


def _spelled(words: list[_Word], text: str) -> Iterator[Value]:
    """Find numbers, spans, sums, weekdays, months and relative days that are written as words."""
    index = 0
    while index < len(words):
        word, start, end, capital = words[index]
        before = words[index - 1].text if index else ""
        after = words[index + 1].text if index + 1 < len(words) else ""
        step = 1
        forms = _forms(word)
        if (day := _first(_DAYS, forms)) and not (after in _OF_A_LIMIT and "الحد" in forms):
            also = _first(_ALSO_NUMBER, forms)
            yield Value(
                "day",
                frozenset((f"day {day}",)),
                start,
                end,
                frozenset((also,) if also else ()),
                bool(also) and before not in ("يوم", "نهار"),
            )
        elif capital and word in _SHORT_DAYS and index and not text[:start].rstrip().endswith((".", "!", "?", ":")):
            yield Value("day", frozenset((f"day {_SHORT_DAYS[word]}",)), start, end)
        elif before in ("يوم", "نهار", "ايام") and word in _AFTER_YOM and after not in _TEENS:
            yield Value("day", frozenset((f"day {_AFTER_YOM[word]}",)), start, end)
        elif name := _first(_RELATIVE, forms):
            shifted = name == "tomorrow" and before in ("بعد", "وبعد", "فبعد", "after")
            label = f"day {'after ' if shifted else ''}{name}"
            yield Value("day", frozenset((label,)), start, end, weak=name == "today")
        elif (word, after) in _TWO_WORD_MONTHS:
            yield Value("month", frozenset((f"month {_TWO_WORD_MONTHS[word, after]}",)), start, words[index + 1].end)
            step = 2
        elif (month := _first(_MONTH_NAMES, forms)) and _is_month(word, capital, index, text, start):
            yield Value("month", frozenset((f"month {month}",)), start, end, weak=month not in _HARD_MONTHS)
        elif unit := _first(_DUALS, forms):
            joined = _half_after(text, end)
            yield Value(
                "duration", frozenset((_span(2 + (joined[1] if joined else 0), unit),)), start, joined[0] if joined else end, frozenset("2")
            )
        elif word == "منتصف" and after in ("الليل", "ليل"):
            yield Value("time", frozenset(("time 0:00",)), start, words[index + 1].end, frozenset(("12",)))
            step = 2
        elif word in _NOON:
            yield Value("time", frozenset((f"time {_NOON[word]}",)), start, end, frozenset(("12",)))
        elif word == "fortnight":
            yield Value("duration", frozenset((_span(2, "week"),)), start, end)
        elif fraction := _share_of(forms, after):
            value, step = _fraction(words, index, fraction, text)
            yield value
        elif ordinal := _ordinal_of(forms, after):
            if after in _TEENS:
                ordinal, step = ordinal + 10 * (ordinal < 10), 2
            last = words[index + step - 1].end
            place = index + step + (index + step < len(words) and words[index + step].text in ("من", "of"))
            month = _MONTH_NAMES.get(words[place].text, "") if place < len(words) else ""
            if month in _HARD_MONTHS:
                yield Value("date", frozenset((f"date {ordinal}/{month}",)), start, words[place].end, frozenset((str(ordinal),)))
                step = place + 1 - index
            elif before in _HOURS_BEFORE:
                yield _time(str(ordinal), start, last, text)
            else:
                yield Value(
                    "ordinal", frozenset((f"ordinal {ordinal}",)), start, last, frozenset((str(ordinal),)), ordinal in _WEAK_ORDINALS
                )
        elif (read := _number(words, index)) is not None:
            amount, after_number = read
            if (before in _HOURS_BEFORE and amount <= 24) or (amount <= 12 and _half(text, words[after_number - 1].end)):
                yield _time(str(int(amount)), start, words[after_number - 1].end, text)
            else:
                yield _with_unit(amount, start, words[after_number - 1].end, text, after_number, words)
            step = after_number - index
        elif word == "once" or word == "مره":
            yield Value("number", frozenset(("# 1",)), start, end, frozenset("1"), True)
        elif unit := _first(_UNITS, tuple(form for form in forms if form.removeprefix("ال") in _SINGLE_UNITS)) or _UNITS.get(
            _bare_article(word), ""
        ):
            joined = _half_after(text, end)
            if joined:
                yield Value("duration", frozenset((_span(1 + joined[1], unit),)), start, joined[0])
            elif _bare_article(word) in _SINGLE_UNITS and not (unit == "hour" and word == "الساعه"):
                single = before in ("a", "an", "per", "each", "every", "كل", "خلال", "the", "within", "inside")
                yield Value("duration", frozenset((_span(1, unit),)), start, end, frozenset("1") if single else frozenset(), True)
        index += step


def _share_of(forms: tuple[str, ...], after: str) -> float:
    found = _first(_FRACTIONS, forms)
    if found is None and after == "ساعه" and any(form in _THIRD for form in forms):
        return 1 / 3
    return found or 0.0


def _ordinal_of(forms: tuple[str, ...], after: str) -> int:
    found = _first(_ORDINALS, forms)
    return found or (_first(_ELEVEN, forms) or 0 if after in _TEENS else 0)


def _is_month(word: str, capital: bool, index: int, text: str, start: int) -> bool:
    """Tell the month from the verb: "may" and "march" bear a capital within a sentence."""
    if word in _NOT_A_MONTH:
        return capital and index > 0 and not text[:start].rstrip().endswith((".", "!", "?", ":", "\n", "-"))
    return True


def _fraction(words: list[_Word], index: int, fraction: float, text: str) -> tuple[Value, int]:
    """Read "half an hour", «ربع ساعة», "half past six"; a half of anything else is a hint only."""
    start, end = words[index].start, words[index].end
    for look in range(index + 1, min(index + 4, len(words))):
        word = words[look].text
        unit = _UNITS.get(word) or _first(_UNITS, _forms(word))
        if unit:
            return Value("duration", frozenset((_span(fraction, unit),)), start, words[look].end), look - index + 1
        if word in ("past", "to") and (read := _number(words, look + 1)) is not None:
            minute = round(60 * fraction)
            hour = int(read[0]) if word == "past" else int(read[0]) - 1
            return Value("time", _hours(hour, minute if word == "past" else 60 - minute), start, words[read[1] - 1].end), read[1] - index
        if word not in ("a", "an", "of", "من"):
            break
    return Value("share", frozenset((f"share {_write(fraction)}",)), start, end, frozenset(), True), 1


def _under_teen(forms: Iterable[str]) -> int:
    """Give what a teen has beyond ten, 0 where none of a word's forms begins one."""
    for form in forms:
        if found := _UNDER_TEEN.get(form) or (int(_NUMBERS[form]) if 3 <= _NUMBERS.get(form, 0) <= 9 else 0):
            return found
    return 0


def _number(words: list[_Word], index: int) -> tuple[float, int] | None:
    """Read a number written as words from `index` on; give it and the index after it."""
    total = current = 0.0
    at = index
    while at < len(words):
        word = words[at].text
        inside = at > index
        if word == "and" and inside and current and current % 100 == 0 and at + 1 < len(words) and words[at + 1].text in _NUMBERS:
            at += 1
            continue
        bare = word[1:] if word[:1] == "و" and len(word) > 2 and inside and word not in _NUMBERS else word
        joined = bare != word
        after = words[at + 1].text if at + 1 < len(words) else ""
        if after in _TEENS and (teen := _under_teen((bare,) if inside else _forms(bare))):
            current += 10 + teen
            at += 2
            continue
        scale = bare if inside else next((form for form in _forms(bare) if form in _SCALES), bare)
        if scale in _SCALES and scale not in ("k", "m"):
            bare = scale
            if not inside and (after in _THANKS or bare == "hundred"):
                return None
            if joined or not inside:
                current += _SCALES[bare]
                if _SCALES[bare] >= 1000:
                    total, current = total + current, 0.0
            else:
                current = max(1.0, current) * _SCALES[bare]
                if _SCALES[bare] >= 1000:
                    total, current = total + current, 0.0
            at += 1
            continue
        own = _NUMBERS.get(bare) if inside else next((_NUMBERS[form] for form in _forms(bare) if form in _NUMBERS), None)
        if own is None or (inside and not joined and not _continues(current, own)) or (inside and words[at].start - words[at - 1].end > 1):
            break
        if own == 100 and not joined and current:  # «خمس مئة»
            current *= 100
        elif (own >= 2000 and not joined and current) or (joined and current and own >= current and not (current < 10 and 20 <= own < 100)):
            break
        else:
            current += own
        at += 1
    value = total + current
    return (value, at) if at > index and value else None


def _continues(current: float, own: int) -> bool:
    """Tell whether a number may follow another without "and": "twenty five", «خمس مئة»."""
    return (current % 100 >= 20 and own < 10) or (current % 100 == 0 and own < 100) or (own == 100 and current < 10)


def _with_unit(amount: float, start: int, end: int, text: str, after: int, words: list[_Word], code: str = "") -> Value:
    """Join a number with the unit or currency that follows it."""
    number = _write(amount)
    if joined := _half_after(text, end):
        end, fraction = joined
        scale = 1_000_000 if amount >= 1_000_000 else 1_000 if amount >= 1_000 and amount % 1_000 == 0 else 1
        clock = _hours(int(amount), round(60 * fraction) % 60) if amount <= 12 and fraction > 0 else frozenset()
        amount += fraction * scale
        number = _write(amount)
    else:
        clock = frozenset()
    if code:
        return Value("amount", frozenset((f"{code} {number}",)), start, end, frozenset((number,)))
    if found := _PERCENT.match(text, end):
        return Value("percent", frozenset((f"% {number}",)), start, found.end(), frozenset((number,)))
    after = next((place for place in range(after, len(words)) if words[place].start >= end), len(words))
    for look in (after, after + 1):
        if look >= len(words) or words[look].start - end > 1 + (words[after].end - words[after].start + 1 if look > after else 0):
            break
        word = words[look].text
        if word in _FAMILY and len(word) > 1:
            return Value(
                "amount", frozenset(f"{one} {number}" for one in _FAMILIES[_FAMILY[word]]), start, words[look].end, frozenset((number,))
            )
        if word in _UNITS and len(word) > 1:
            extra = _half_after(text, words[look].end)
            total = amount + (extra[1] if extra else 0)
            return Value(
                "duration", frozenset((_span(total, _UNITS[word]),)), start, extra[0] if extra else words[look].end, frozenset((number,))
            )
        if word not in ("working", "business", "calendar", "full", "more", "of"):
            break
    readings = frozenset((f"# {number}",)) | clock
    if amount <= 12 and after < len(words) and (minute := _minutes(words[after])):
        readings |= _hours(int(amount), minute)
    return Value("number", readings, start, end, frozenset((number,)), amount <= 2)


def _minutes(word: _Word) -> int:
    """Read the minutes of a time in words: «ستة وعشرة» is ten past six."""
    own = _NUMBERS.get(word.text[1:], 0) if word.text[:1] == "و" else 0
    return own if own in _MINUTE_WORDS else 0


def _first(table: dict[str, T], forms: Iterable[str]) -> T | None:
    return next((table[form] for form in forms if form in table), None)


@lru_cache(maxsize=20_000)
def _forms(word: str) -> tuple[str, ...]:
    """Give a normalised word, and in Arabic what is left of it without و, ف, ب, ل and their like."""
    if word[:1] <= "\u0600":
        return (word,)
    found = [word]
    rest = word
    if rest[0] in "وف" and len(rest) > 3:
        rest = rest[1:]
        found.append(rest)
    if rest[0] in "بلكعه" and len(rest) > 3 and rest != "لست":
        bare = rest[1:]
        found.append(f"ال{bare[1:]}" if rest[0] == "ل" and bare[0] == "ل" else bare)
    found += [form[2:] for form in found if form.startswith("ال") and len(form) > 4]
    return tuple(found)


def _bare_article(word: str) -> str:
    """Take the article, with و, ب, ل before it, off a normalised word."""
    if word[:1] <= "\u0600":
        return word
    form = _forms(word)[-1]
    return form.removeprefix("ال") if len(form) > 4 else form
