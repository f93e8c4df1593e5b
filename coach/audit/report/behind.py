"""What is behind a figure: up to ten conversations for each, the worst first, within a bound for the whole page."""

from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from coach.audit import facets, listing
from coach.audit.listing import Entry
from coach.audit.summary.database import Tables

ROWS = 10
FEWER = 3
"""Rows of a fold once the page's share is spent."""
EXCERPT = 110
"""Code points of an excerpt."""
MOST_BYTES = 80_000
"""What all folds of a page may hold before they get fewer rows each."""
_MARKUP = 100
"""Bytes of markup around a row."""
_LONGEST_ID = 60
_CAUSES, _THEMES, _RULES = 8, 12, 10
_WEAKEST = 3
_LED = {"measure": "criteria", "theme": "themes", "rule": "rules"}
"""Under which figure a headline's list stands that is not among those which stand there anyway."""
_FACTS = {
    "unanswered": "unanswered=yes",
    "many_handoffs": "handoffs=many",
    "repeated": "repeated=yes",
    "followed_up": "followed-up=no",
    "reminded": "reminded=no",
    "status_fits": "status-fits=no",
}
"""What is listed for each fact of how conversations go: what happened, or what ought to have."""


@dataclass(frozen=True, slots=True)
class Fold:
    """The list of one figure: its facets as they are written, the place in the page that leads to it, its rows, and how many there are."""

    where: str
    anchor: str
    entries: tuple[Entry, ...]
    total: int


class Behind:
    """The folds of one page; asked for the same figure again, it gives the same fold."""

    def __init__(self, tables: Path, timezone: str) -> None:
        """Open the tables of a folder; days are those of `timezone`."""
        self._tables = Tables(tables)
        self._timezone = timezone
        self._folds: dict[str, Fold] = {}
        self._spent = 0

    def __enter__(self) -> Self:
        """Give itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Close the tables."""
        self._tables.__exit__(kind, error, trace)

    def fold(self, where: str) -> Fold:
        """Give the fold of facets that are written with spaces between them (`course=cooled began=angry`)."""
        if where not in self._folds:
            rows = ROWS if self._spent < MOST_BYTES else FEWER
            asked = facets.parse(where.split(" "))
            found = listing.entries(self._tables, asked, limit=rows, timezone=self._timezone, excerpt=EXCERPT, each="conversation")
            self._spent += sum(_size(one) for one in found.entries)
            self._folds[where] = Fold(where, anchor(where), found.entries, found.total)
        return self._folds[where]


def anchor(where: str) -> str:
    """Name the place of a fold in the page."""
    return "list-" + "".join(sign if sign.isalnum() else "-" for sign in where)


def shown(entry: Entry) -> str:
    """Give a conversation's id, cut where it is too long to stand in a line."""
    return entry.conversation if len(entry.conversation) <= _LONGEST_ID else entry.conversation[: _LONGEST_ID - 1] + "…"


def folds(summary: dict[str, Any], behind: Behind, rules: list[dict[str, Any]], lead: list[str]) -> dict[str, list[str]]:
    """Say which folds stand under each figure of the page, those of the headlines (`lead`) among them.

    What nothing is behind is left out. The rules come first, while there is most room.
    """
    criteria = sorted((mean, name) for name, mean in summary["overall"]["criteria"].items() if mean is not None)
    talks = summary["conversations"]
    wanted = {
        "rules": [f"rule={one['rule']}" for one in rules[:_RULES]],
        "verdicts": ["verdict=hold"],
        "promises": [f"promise={name}" for name in ("broken", "late", "kept")],
        "causes": [f"cause={one['name']}" for one in summary["customers"]["causes"][:_CAUSES]],
        "themes": [f"theme={one['theme']}" for one in summary["themes"][:_THEMES]],
        "criteria": [f"measure={name}" for _, name in criteria[:_WEAKEST]],
        "first_response": ["first-response=late"],
        "resolution": ["resolution=late"],
        "facts": [where for name, where in _FACTS.items() if talks[name] is not None],
        "first": ["began=hostile"],
        "course": ["course=heated", "course=cooled began=angry"],
        "csat": ["rating=low"],
    }
    for where in lead:
        figure = _LED.get(where.partition("=")[0])
        if figure and where not in wanted[figure]:
            wanted[figure].append(where)
    return {figure: [where for where in listed if behind.fold(where).entries] for figure, listed in wanted.items()}


def _size(entry: Entry) -> int:
    return _MARKUP + sum(len((part or "").encode()) for part in (entry.conversation, entry.agent, entry.excerpt))
