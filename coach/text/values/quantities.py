"""Amounts, durations and shares: a number with the unit, the currency or the percent sign that follows it."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from coach.text.normalise import arabic
from coach.text.values.clock import hours, minutes_of
from coach.text.values.lexicon import BETWEEN, CODES, CURRENCIES, UNITS
from coach.text.values.numbers import Word, part_after, write
from coach.text.values.value import Value, value

_PERCENT = re.compile(
    r"\s?(?:%|٪|per\s?cent\b|percent\b|بالمي?[ئا]?ة|بالمي[هة]|في المي?[ئا]?ة|في المي[هة]|فالمية|بالمائة|في المائة)", re.IGNORECASE
)
_MINUTES = {"minute": 1, "hour": 60, "day": 1440, "week": 10080}
_MONTHS = {"month": 1, "year": 12}
_SHARED = ("GBP", "EGP", "USD", "JOD", "EUR")  # read from words that other countries' currencies go by too


def span(count: float, unit: str) -> str:
    """Give the reading of a duration: months as months, all else in minutes."""
    if unit in _MONTHS:
        return f"months {write(round(count * _MONTHS[unit], 2))}"
    return f"minutes {write(round(count * _MINUTES[unit], 1))}"


def percent(number: str, start: int, end: int, text: str) -> Value | None:
    """Give a number in figures or words as a percentage, where that follows it."""
    found = _PERCENT.match(text, end)
    return value("percent", f"% {number}", start, found.end(), number) if found else None


def codes_of(raw: str, code: str) -> tuple[str, ...]:
    """Give the codes that the words of an amount allow: a riyal is a riyal of any country."""
    named = re.sub(r"[\d\s.,]", "", raw) or code
    name = CURRENCIES.get(arabic(named)) or CURRENCIES.get(named.lower())
    if name is None and code in _SHARED and named.upper() != code:
        name = next((name for name, codes in CODES.items() if code in codes), None)
    return CODES[name] if name else (code,)


def with_unit(number: float, start: int, end: int, text: str, words: Sequence[Word], code: str = "") -> Value:
    """Join a number with the half and the unit or currency that follow it; with `code` it is an amount already."""
    clock: frozenset[str] = frozenset()
    if joined := part_after(text, end):
        end, part = joined
        scale = 1_000_000 if number >= 1_000_000 else 1_000 if number >= 1_000 and number % 1_000 == 0 else 1
        clock = hours(int(number), round(60 * part) % 60) if number <= 12 and part > 0 else clock
        number += part * scale
    written = write(number)
    if code:
        return value("amount", f"{code} {written}", start, end, written)
    if found := percent(written, start, end, text):
        return found
    after = bisect_left(words, end, key=lambda word: word.start)
    if found := _united(number, start, end, text, words[after : after + 2]):
        return found
    readings = frozenset((f"# {written}",)) | clock
    if number <= 12 and after < len(words) and (minute := minutes_of(words[after])):
        readings |= hours(int(number), minute)
    return Value("number", readings, start, end, frozenset((written,)), number <= 2)


def _united(number: float, start: int, end: int, text: str, following: Sequence[Word]) -> Value | None:
    """Join a number with the currency or unit among the words that follow it; None where there is none."""
    written = write(number)
    reach = end + 1
    for word in following:
        if word.start > reach:
            return None
        if word.text in CURRENCIES and len(word.text) > 1:
            readings = frozenset(f"{code} {written}" for code in CODES[CURRENCIES[word.text]])
            return Value("amount", readings, start, word.end, frozenset((written,)))
        if word.text in UNITS and len(word.text) > 1:
            last, part = part_after(text, word.end) or (word.end, 0.0)
            return value("duration", span(number + part, UNITS[word.text]), start, last, written)
        if word.text not in BETWEEN:
            return None
        reach += word.end - word.start + 1
    return None
