"""Offsets, counted in code points as we do or in UTF-16 units as JavaScript does."""

from bisect import bisect_left
from collections.abc import Callable
from itertools import accumulate
from typing import NamedTuple

from coach.case import Offsets


class Counted(NamedTuple):
    """How offsets in a text go out, and come in: one within a character counts as its beginning."""

    out: Callable[[int], int]
    back: Callable[[int], int]


def counted(text: str, offsets: Offsets) -> Counted:
    """Give the ways between code points and what was asked for."""
    if offsets == "codepoint" or all(sign <= "\uffff" for sign in text):
        return Counted(lambda at: at, lambda at: at)
    units = list(accumulate((2 if sign > "\uffff" else 1 for sign in text), initial=0))
    last = len(text)
    return Counted(lambda at: units[min(at, last)], lambda at: _before(units, at))


def _before(units: list[int], at: int) -> int:
    found = bisect_left(units, at)
    if found == len(units):
        return at - units[-1] + found - 1
    return found if units[found] == at else found - 1
