"""Times however an export writes them: ISO 8601, RFC 2822, seconds, dates with figures or named months, Eastern digits."""

import re
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from email.utils import parsedate_to_datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from coach.audit.sources.words import MONTHS
from coach.text.normalise import arabic, dediacritise, has_arabic, western_digits

FIRST, LAST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
"""What lies outside was no time."""
_MAX = 80
_NUMBER = re.compile(r"\d{9,17}(?:\.\d{1,9})?")
_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?\s*(?P<half>[ap]\.?m\.?\b|صباحا?|مساءا?|ص\b|م\b)?"
_ZONE = r"(?:\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2}))?"
_BETWEEN = r"[\s,،T-]{1,4}(?:at\s|في\s|الساعة\s){0,2}\s?"
_END = rf"(?:{_BETWEEN}{_CLOCK}{_ZONE})?\s*"
_FIGURES = re.compile(rf"(?P<a>\d{{1,4}})\s?[-/.]\s?(?P<b>\d{{1,2}})\s?[-/.]\s?(?P<c>\d{{1,4}}){_END}", re.IGNORECASE)
_NAMED = re.compile(
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s-](?P<month>[^\W\d_]{{3,9}}(?:\s[^\W\d_]{{4,6}})?)\.?[,،]?[\s-](?P<year>\d{{4}}){_END}",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(rf"(?P<month>[a-z]{{3,9}})\.?\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<year>\d{{4}}){_END}", re.IGNORECASE)
_WEEKDAY = re.compile(r"(?:[a-z]{3,9}|(?:يوم\s)?ال[^\W\d_]{3,8})[,،]\s?", re.IGNORECASE)


def parse(value: object, zone: str = "UTC", day_first: bool | None = None, form: str | None = None) -> datetime | None:
    """Give a time in UTC; None where `value` is no time.

    A time without a zone was taken in `zone`. `form` is a strptime format to use instead of looking.
    """
    try:
        found = _parse(value, day_first, form)
        if found is None:
            return None
        if found.tzinfo is None:
            found = found.replace(tzinfo=_zone(zone))
        found = found.astimezone(UTC)
    except (ValueError, OverflowError, ArithmeticError, TypeError):
        return None
    return found if FIRST <= found < LAST else None


@lru_cache(maxsize=16)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def _parse(value: object, day_first: bool | None, form: str | None) -> datetime | None:
    if isinstance(value, datetime):
        return value
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return _since_1970(Decimal(str(value)))
    if not isinstance(value, str) or len(value) > _MAX:
        return None
    text = western_digits(dediacritise(value)).strip()
    if form is not None:
        return datetime.strptime(text, form)
    if _NUMBER.fullmatch(text):
        return _since_1970(Decimal(text))
    try:
        return datetime.fromisoformat(text.removesuffix(" UTC").replace("/", "-"))
    except ValueError:
        pass
    text = text[met.end() :] if (met := _WEEKDAY.match(text)) else text
    if match := _FIGURES.fullmatch(text):
        return _figures(match, day_first is not False)
    for pattern in (_NAMED, _MONTH_FIRST):
        if (match := pattern.fullmatch(text)) and (month := _month(match["month"])):
            return _clocked(int(match["year"]), month, int(match["day"]), match)
    return parsedate_to_datetime(text)


def _since_1970(value: Decimal) -> datetime | None:
    """Read seconds, milliseconds or microseconds, told by their size."""
    for bound, unit in ((10**11, 1), (10**14, 1000), (10**17, 1_000_000)):
        if value < bound:
            return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=int(value * 1_000_000 / unit))
    return None


def _figures(match: re.Match[str], day_first: bool) -> datetime | None:
    first, second, third = (int(match[group]) for group in "abc")
    if len(match["a"]) == 4:
        return _clocked(first, second, third, match)
    if len(match["c"]) == 2:
        third += 2000
    if first > 12 or (day_first and second <= 12):
        first, second = second, first
    return _clocked(third, first, second, match)


def _clocked(year: int, month: int, day: int, match: re.Match[str]) -> datetime:
    hour = int(match["hour"] or 0)
    if half := match["half"]:
        if not 1 <= hour <= 12:
            raise ValueError("no such hour")
        hour = hour % 12 + (12 if half[0].lower() in "pم" else 0)
    found = datetime(year, month, day, hour, int(match["minute"] or 0), int(match["second"] or 0))
    zone = match["zone"]
    if not zone:
        return found
    if zone[0] not in "+-":
        return found.replace(tzinfo=UTC)
    away = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
    return found.replace(tzinfo=timezone(-away if zone[0] == "-" else away))


def _month(word: str) -> int | None:
    folded = " ".join(arabic(one) if has_arabic(one) else one.lower() for one in word.split())
    return MONTHS.get(folded) or (MONTHS.get(folded[:3]) if folded.isascii() else None)
