"""What is known at a turn: the texts that say it, their values, and what can be reckoned from those."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from coach.practice.scenario import Scenario
from coach.practice.wording import plain, wording
from coach.text import normalise
from coach.text.values import Value, find_values, same

LONG = 3
"""Digits from which on a bare number is a reference, not a count."""
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_STEPS = {"day today": 0, "day tomorrow": 1, "day after tomorrow": 2}
_TODAY: dict[str, re.Pattern[str]] = {
    "en": re.compile(r"\b(?:it is|it's|today is|today's|now it is)(?: now| already| only)? (?=[A-Z])", re.IGNORECASE),
    "ar": re.compile(r"(?<!\w)(?:اليوم|النهارده|النهاردة|ليوم|هاليوم|نحن)(?: هو)?(?: يوم| نهار)? (?=ال|ل)"),
}
_AHEAD = 20  # signs in which the day follows "it is"
_CLOSE = 1
_WORD = re.compile(r"[^\W\d_]+")


def leading_to(scenario: Scenario, turn: str) -> list[str]:
    """List the turns by which a conversation can come to `turn`, itself left out, in the order of the file."""
    found: set[str] = set()
    wanted = {turn}
    while wanted:
        wanted = {name for name, one in scenario.turns.items() if any(b.turn in wanted for b in one.then)} - found - {turn}
        found |= wanted
    return [name for name in scenario.turns if name in found]


@lru_cache(maxsize=512)
def _texts(key: tuple[str, ...]) -> tuple[Value, ...]:
    return tuple(value for text in key for value in find_values(text))


def sources(scenario: Scenario, turn: str) -> tuple[str, ...]:
    """Give the texts that tell what may be said at a turn: facts but the secret ones, situation, this message and what led to it."""
    earlier = [scenario.turns[name] for name in leading_to(scenario, turn)]
    return (
        *(text for fact in scenario.facts if not fact.secret for text in (fact.say, *fact.values)),
        scenario.situation,
        scenario.turns[turn].message,
        *(one.message for one in earlier),
        *(one.master for one in earlier if one.master),
    )


def known_values(scenario: Scenario, turn: str) -> tuple[Value, ...]:
    """Give the values that those texts hold, days that are told from today by their weekday too."""
    day = today(scenario, turn)
    return tuple(resolved(value, day) for value in _texts(sources(scenario, turn)))


@lru_cache(maxsize=512)
def _today(texts: tuple[str, ...], language: str) -> str | None:
    named = _TODAY["ar" if language == "ar" else "en"]
    for text in texts:
        for match in named.finditer(text):
            for value in find_values(text[match.end() : match.end() + _AHEAD]):
                if value.start <= _CLOSE and (day := next((one for one in DAYS if f"day {one}" in value.readings), None)):
                    return day
    return None


def today(scenario: Scenario, turn: str) -> str | None:
    """Give the weekday that it is, where the situation or a fact says so."""
    return _today((scenario.situation, *(fact.say for fact in scenario.facts if not fact.secret)), scenario.language)


def resolved(value: Value, day: str | None) -> Value:
    """Let a day that is told from today ("tomorrow") mean its weekday too, where it is known which day it is."""
    if day is None:
        return value
    steps = next((n for name, n in _STEPS.items() if name in value.readings), None)
    if steps is not None:
        return value._replace(readings=value.readings | {f"day {DAYS[(DAYS.index(day) + steps) % 7]}"}, weak=value.weak)
    ahead = next((n for n, name in enumerate(DAYS) if f"day {name}" in value.readings), None)
    if ahead is None:
        return value
    left = (ahead - DAYS.index(day)) % 7
    return value._replace(readings=value.readings | {name for name, n in _STEPS.items() if n == left})


def given_free(texts: Iterable[str], language: str) -> bool:
    """Tell whether something is given for nothing."""
    return any(wording(language).free.search(plain(text, language)) for text in texts)


def known_names(scenario: Scenario, turn: str) -> frozenset[str]:
    """Give every word, folded, of what may be known at a turn, people's names among them."""
    return folded_words(" ".join((*sources(scenario, turn), scenario.customer.name, scenario.agent.name, scenario.company)))


@lru_cache(maxsize=512)
def folded_words(text: str) -> frozenset[str]:
    """Give the words of a text, folded, as `known_names` has them."""
    return frozenset(normalise.arabic(word) for word in _WORD.findall(text))


def means(value: Value, other: Value) -> bool:
    """Tell whether a value says what a given one does; a small count gives no number to another kind."""
    if value.kind == "month" and other.kind == "date":
        return any(one.endswith(f"/{name.removeprefix('month ')}") for one in other.readings for name in value.readings)
    if {value.kind, other.kind} == {"percent", "share"}:
        return not _percents(value).isdisjoint(_percents(other))
    if not same(value, other):
        return False
    shared = value.numbers & other.numbers
    return (
        value.kind == other.kind
        or not value.readings.isdisjoint(other.readings)
        or any(len(one) >= LONG for one in shared)
        or not other.weak
    )


def _percents(value: Value) -> frozenset[int]:
    """Give the per cent that a value names: of a share, a hundred times as much."""
    if value.kind == "percent":
        return frozenset(round(float(one)) for one in value.numbers if re.fullmatch(r"\d{1,4}(?:\.\d{1,4})?", one))
    return frozenset(round(100 * float(one.removeprefix("share "))) for one in value.readings if one.startswith("share "))


def derived(value: Value, known: Sequence[Value]) -> bool:
    """Tell whether an amount is the sum, the difference, a share or a small multiple of given ones, or a share what is left of one."""
    own = set(_numbers([value]))
    given = sorted(_numbers(one for one in known if one.kind == "amount"))
    shares = [number / 100 for number in _numbers(one for one in known if one.kind == "percent")]
    reached = {round(one + sign * other, 2) for one in given for other in given for sign in (1, -1)}
    reached |= {round(one * share, 2) for one in given for left in shares for share in (left, 1 - left)}
    reached |= {round(one * times, 2) for one in given for times in (0.5, 2, 3, 4, 12)}
    if value.kind == "percent":
        return not own.isdisjoint({round(100 - 100 * share, 2) for share in shares})
    return not own.isdisjoint(reached | {round(sum(given), 2)})


def counted(value: Value, known: Sequence[Value]) -> bool:
    """Tell whether a span is as many days as lie between two given dates, or counts the given days or months."""
    days = {int(number) for one in known if one.kind == "date" for number in one.numbers if number.isdigit() and int(number) <= 31}
    between = {f"minutes {1440 * n}" for one in days for other in days if (n := one - other) > 0}
    named = {
        kind: len({one.readings for one in known if one.kind in kinds})
        for kind, kinds in (("day", ("day", "date")), ("month", ("month", "date")))
    }
    counts = {f"minutes {1440 * n}" for n in range(2, named["day"] + 1)} | {f"months {n}" for n in range(2, named["month"] + 1)}
    return not value.readings.isdisjoint(between | counts)


def _numbers(values: Iterable[Value]) -> Iterator[float]:
    for value in values:
        for number in value.numbers:
            if re.fullmatch(r"\d{1,9}(?:\.\d{1,4})?", number):
                yield round(float(number), 2)
