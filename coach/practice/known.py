"""What is known at a turn: the texts that say it, their values, and what can be reckoned from those."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from coach.practice.scenario import Scenario
from coach.text import normalise
from coach.text.values import Value, find_values, same

LONG = 3
"""Digits from which on a bare number is a reference, not a count."""
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
    """Give the values that those texts hold."""
    return _texts(sources(scenario, turn))


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
    if not same(value, other):
        return False
    shared = value.numbers & other.numbers
    return (
        value.kind == other.kind
        or not value.readings.isdisjoint(other.readings)
        or any(len(one) >= LONG for one in shared)
        or not other.weak
    )


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
