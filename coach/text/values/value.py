"""A value: what a fact says, however it is written; when two say the same, and what one text has and another lacks."""

from collections.abc import Sequence
from typing import NamedTuple

_TOLD_BY_ORDINAL = frozenset(("ordinal", "day", "time", "date"))  # «الثالثة» may be three o'clock


class Value(NamedTuple):
    """A value with the half-open offsets of its words; `numbers` are those it may be without its unit."""

    kind: str
    readings: frozenset[str]
    start: int
    end: int
    numbers: frozenset[str] = frozenset()
    weak: bool = False


def value(kind: str, reading: str, start: int, end: int, number: str = "", weak: bool = False) -> Value:
    """Make a value that its words allow only one reading of."""
    return Value(kind, frozenset((reading,)), start, end, frozenset((number,) if number else ()), weak)


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
