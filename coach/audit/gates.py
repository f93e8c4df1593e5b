"""Gates: whether quality is where it has to be, so that a nightly job can stand on an exit code."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

By = Literal["overall", "team", "agent", "channel", "language", "week"]


@dataclass(frozen=True, slots=True)
class Below:
    """A group whose mean score is under the bar; `value` is None for the groups too small to stand alone, taken together."""

    value: str | None
    score: float
    n: int


def below(summary: Mapping[str, Any], bar: float, by: By = "overall") -> list[Below]:
    """List the groups of `by` that score under `bar`, the lowest first."""
    if by == "overall":
        groups = [{"value": "overall", "score": summary["overall"]["score"], "n": summary["counts"]["replies"]}]
    else:
        groups = summary["groups"][by]
    found = [Below(one["value"], one["score"], one["n"]) for one in groups if one["score"] is not None and one["score"] < bar]
    return sorted(found, key=lambda one: (one.score, one.value or ""))
