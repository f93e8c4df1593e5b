"""Each regular expression runs in time linear in its input: its own worst texts at 10, 100 and 1,000 times the length."""

import re
import time
from collections.abc import Callable

import pytest

from coach.case import Case
from coach.pipeline import Coach
from tests.patterns import Found, floods, patterns

LENGTHS = (50, 500, 5_000)
"""Ten, a hundred and a thousand times five signs."""
MOST = 35
"""Ten times the text may take so many times as long; where the time grows with the square it takes a hundred."""
TRIES = 4
FEWEST_S = 2e-6
"""What a clock tells apart: shorter times are taken for this."""
COACH = Coach()


def least(function: Callable[[str], object], text: str, times: int) -> float:
    """Give the shortest of some times, which others on the machine disturbed least; one is enough where it is long."""
    best = float("inf")
    for _ in range(times):
        began = time.perf_counter()
        function(text)
        best = min(best, time.perf_counter() - began)
        if best > 0.1:
            break
    return best


def growth(function: Callable[[str], object], smaller: str, larger: str) -> float:
    """Give how many times as long the larger text takes, tried anew while that seems too long."""
    found = float("inf")
    for number in range(TRIES):
        found = min(found, least(function, larger, 2 + number) / max(least(function, smaller, 2 + 2 * number), FEWEST_S))
        if found <= MOST:
            break
    return found


def applied(pattern: re.Pattern[str], anchored: bool) -> Callable[[str], object]:
    """Give the costliest way in which a pattern is used: laid at the beginning, or looked for everywhere."""
    return pattern.match if anchored else lambda text: sum(1 for _ in pattern.finditer(text))


def worst(found: Found) -> tuple[float, str]:
    """Give the steepest growth over a pattern's floods, and the beginning of that flood."""
    function = applied(found.pattern, found.anchored)
    steepest = (0.0, "")
    for shorter, middle, longer in zip(*(floods(found.pattern, length) for length in LENGTHS), strict=True):
        # A flood that is steep from ten to a hundred may level off: what counts is where the text is long.
        if len(shorter) < len(middle) < len(longer):
            steepest = max(steepest, (growth(function, middle, longer), longer[:40]))
    return steepest


MODULES = sorted({found.place.split(":")[0].rpartition("._")[0] or found.place.split(":")[0] for found in patterns()})


@pytest.mark.parametrize("module", MODULES)
def test_every_pattern_of_a_module_is_linear(module: str) -> None:
    for found in patterns():
        if (found.place.split(":")[0].rpartition("._")[0] or found.place.split(":")[0]) == module:
            steep, flood = worst(found)
            assert steep <= MOST, f"{found.place} takes {steep:.0f} times as long on ten times {flood!r}"


def test_the_patterns_of_the_whole_package_are_looked_at() -> None:
    assert len(patterns()) > 300
    assert {"coach.text", "coach.rules", "coach.rewrite", "coach.audit", "coach.practice"} <= {
        ".".join(one.split(".")[:2]) for one in MODULES
    }


def test_a_pattern_that_is_not_linear_is_noticed() -> None:
    assert worst(Found("here", re.compile(r"\s+x"), False))[0] > MOST
    assert worst(Found("here", re.compile(r"\s*\s*c"), True))[0] > MOST
    assert worst(Found("here", re.compile(r"(?<!\s)\s+x"), False))[0] <= MOST


UNITS = (
    " ",
    "\n",
    "\t",
    "5",
    "a",
    "A",
    "_",
    ".",
    "~",
    "!",
    "-",
    ":",
    "😊",
    "😊 ",
    "يا ",
    "ال",
    "، ",
    "55 ",
    " and ",
    "AA ",
    "it's ",
    "ًـ",
    "> ",
    "[",
    "⟦",
    "«",
    "x@",
    "1,",
)


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("before", ["Hi", "AAA أهلا"])
def test_the_whole_check_of_a_flood_is_linear(unit: str, before: str) -> None:
    def check(text: str) -> None:
        COACH.check(Case(draft=text, customer=text))

    def flood(length: int) -> str:
        return f"{before}{unit * (length // len(unit))}you failed to send it. We will look soon."

    assert growth(check, flood(600), flood(6_000)) <= MOST
