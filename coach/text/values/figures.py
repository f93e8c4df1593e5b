"""Facts that are written in figures, as values: a range is its two ends, "65 thousand" one number."""

import re
from collections.abc import Iterator, Sequence

from coach.text.facts import Fact
from coach.text.normalise import arabic
from coach.text.values.clock import half_after, hours, time_of
from coach.text.values.lexicon import MONTHS, MONTHS_OF_TWO_WORDS, SCALE_LETTERS, SCALES
from coach.text.values.numbers import Word, part_after, write
from coach.text.values.quantities import codes_of, percent, span, with_unit
from coach.text.values.value import Value, value

_IDENTIFIERS = frozenset(("email", "order", "phone"))
_ITEM = re.compile(r"\d+(?:[.,:]\d+)*")
_PLAIN = re.compile(r"\d+(?:\.\d+)?")
_RANGE = re.compile(r"\d\s?[-–]\s?\d")
_CLOCK = re.compile(r"\d{1,2}:\d{2}")
_DECIMAL = re.compile(r"\d+\.\d")  # a time of which only one digit stands after the point is a number
_DOTTED_TIME = re.compile(r"(\d{1,2})\.(\d{2})")
_SCALE_AFTER = re.compile(r"\s?([^\W\d_]+)")


def values_of(fact: Fact, text: str, words: Sequence[Word]) -> Iterator[Value]:
    """Yield the values of a fact in a text with Western digits, of which `words` are all."""
    kind, start, end, told = fact
    raw = text[start:end]
    if kind == "link":
        yield link(told, start, end)
    elif kind in _IDENTIFIERS:
        digits = re.sub(r"\D", "", told)
        yield value(kind, f"id {told}", start, end, digits)
    elif kind == "date":
        yield _date(told, start, end, words)
    elif kind == "number" and "/" in raw and len(_ITEM.findall(raw)) == 2:
        yield _date(raw.replace("/", "-"), start, end, words)
    elif ends := _ends(kind, raw):
        unit = _unit(fact)
        for number in ends:
            yield _one(fact, re.sub(r",(?=\d{3})", "", number), unit, text)
    elif kind == "time" and not _DECIMAL.fullmatch(raw):
        yield time_of(told, start, end, text)
    elif kind == "percent":
        yield value("percent", f"% {told}", start, end, told)
    else:
        yield _joined(fact, text, words)


def link(told: str, start: int, end: int) -> Value:
    """Make a value of a link; with or without "https://www." it is the same."""
    bare = told.lower().removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
    return value("link", f"link {bare}", start, end)


def _unit(fact: Fact) -> str:
    return fact.value.rpartition(" ")[2] if fact.kind in ("amount", "duration") else ""


def _ends(kind: str, raw: str) -> list[str]:
    """Give the two ends of a range, none where there is none; times are one only with a colon."""
    numbers = _ITEM.findall(raw)
    ranged = len(numbers) == 2 and _RANGE.search(raw) and (kind != "time" or any(map(_CLOCK.fullmatch, numbers)))
    return numbers if ranged else []


def _joined(fact: Fact, text: str, words: Sequence[Word]) -> Value:
    """Join a number with the thousands, the percent sign or the half that follow it in words."""
    kind, start, end, told = fact
    unit = _unit(fact)
    number = (told.rpartition(" ")[0] if kind in ("amount", "duration") else told).replace(" ", "")
    if scaled := _scaled(number, text, end):
        amount, end = scaled
        return with_unit(float(amount), start, end, text, words, unit if kind == "amount" else "")
    if kind != "number":
        return _one(fact, number, unit, text)
    if found := percent(number, start, end, text):
        return found
    if joined := part_after(text, end):
        end, part = joined
        written = write(float(number) + part) if _PLAIN.fullmatch(number) else number
        clock = hours(int(number), round(60 * part)) if number.isdigit() and int(number) <= 12 else frozenset()
        return Value("number", frozenset((f"# {written}",)) | clock, start, end, frozenset((written,)))
    return _one(fact, number, unit, text)


def _scaled(number: str, text: str, end: int) -> tuple[str, int] | None:
    """Join a number in digits with the thousands or millions that follow it in words."""
    match = _SCALE_AFTER.match(text, end)
    if match is None or not _PLAIN.fullmatch(number):
        return None
    word = arabic(match[1].lower())
    by = SCALES.get(word) or (SCALE_LETTERS.get(word) if match.start(1) == end else None)
    return (write(float(number) * by), match.end(1)) if by else None


def _one(fact: Fact, number: str, unit: str, text: str) -> Value:
    """Make a value of a number, with the half that follows it where it has a unit."""
    kind, start, end, _ = fact
    raw = text[start:end]
    if kind == "amount":
        if (joined := part_after(text, end)) and _PLAIN.fullmatch(number):
            end, number = joined[0], write(float(number) + joined[1])
        return Value("amount", frozenset(f"{code} {number}" for code in codes_of(raw, unit)), start, end, frozenset((number,)))
    if kind == "duration":
        end, part = part_after(text, end) or (end, 0.0)
        amount = float(number.replace(",", ".") if re.fullmatch(r"\d+(?:[.,]\d+)?", number) else 0) + part
        clock = hours(int(number), 0) if number.isdigit() and int(number) < 25 and raw.lower() == f"{number}h" else frozenset()
        return Value("duration", frozenset((span(amount, unit),)) | clock, start, end, frozenset((number,)))
    if ":" in number:
        return time_of(number, start, end, text)
    clock = frozenset()
    if (dotted := _DOTTED_TIME.fullmatch(raw.strip())) and int(dotted[1]) < 24 and int(dotted[2]) < 60:
        clock = hours(int(dotted[1]), int(dotted[2]), half_after(text, end))
    elif number.isdigit() and int(number) <= 24 and half_after(text, end):
        return time_of(number, start, end, text)
    return Value("number", frozenset((f"# {number}",)) | clock, start, end, frozenset((number,)))


def _date(told: str, start: int, end: int, words: Sequence[Word]) -> Value:
    """Read a date as day and month, in either order where both are numbers."""
    if "-" in told:
        parts = [part.lstrip("0") or "0" for part in told.split("-")]
        days = [part for part in parts if len(part) < 4][:2]
        readings = frozenset(("/".join(days), "/".join(reversed(days))))
    else:
        inside = [word.text for word in words if start <= word.start < end]
        month = MONTHS_OF_TWO_WORDS.get(tuple(inside[-2:])) or next((MONTHS[word] for word in inside if word in MONTHS), "")
        days = [told.partition(" ")[0].lstrip("0")]
        readings = frozenset((f"{days[0]}/{month}",))
    return Value("date", frozenset(f"date {reading}" for reading in readings), start, end, frozenset(days[:1]))
