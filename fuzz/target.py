"""What a target is, and what each of them asks of an error."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from coach.errors import CoachError

CANARY = "Zq7731x"
"""Stands in seeds where customers and agents write; no error may hold it."""


class Broken(AssertionError):
    """A promise that did not hold."""


@dataclass(frozen=True, slots=True)
class Target:
    """Something to fuzz: `run` takes any bytes and raises if a promise breaks; `seeds` are inputs that reach deep."""

    name: str
    run: Callable[[bytes], None]
    seeds: Callable[[], Iterable[bytes]]
    longest: int


def hold(holds: bool, what: str) -> None:
    """Raise Broken, saying `what` should have held, where it does not."""
    if not holds:
        raise Broken(what)


def told(error: CoachError, private: bool = True) -> None:
    """Raise Broken where an error is not said in both languages, or repeats somebody's words."""
    said = [error.describe(language) for language in ("en", "ar")]
    hold(all(said), f"{type(error).__name__} says something in both languages")
    if private:
        hold(not any(CANARY in text for text in said), f"{type(error).__name__} repeats no text")
