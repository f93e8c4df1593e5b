"""Edits: what is put in place of what, carried out, and held against one another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Edit:
    """Put `replacement` in place of the half-open span; `start == end` inserts."""

    start: int
    end: int
    replacement: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Edits that mend one finding, and the facts that only the agent knows."""

    edits: tuple[Edit, ...]
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FixedEdit:
    """An edit with the rules that it serves and the reason, in the reader's language; those of one group are taken together."""

    edit: Edit
    fixes: tuple[str, ...]
    why: str
    order: int = 0
    group: int = 0

    def as_dict(self) -> dict[str, Any]:
        """Give the contract's form."""
        return {
            "start": self.edit.start,
            "end": self.edit.end,
            "replacement": self.edit.replacement,
            "fixes": list(self.fixes),
            "why": self.why,
            "group": self.group,
        }

    @property
    def place(self) -> tuple[int, int, int]:
        """Where it stands among others."""
        return self.edit.start, self.edit.end, self.order


def apply_edits(text: str, edits: Sequence[Edit]) -> str:
    """Carry out edits that do not overlap; several at one place keep their order."""
    parts: list[str] = []
    at = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        parts += [text[at : edit.start], edit.replacement]
        at = edit.end
    return "".join([*parts, text[at:]])


def carried_out(text: str, edits: Iterable[FixedEdit]) -> str:
    """Carry out edits, in the order of their places."""
    return apply_edits(text, [one.edit for one in sorted(edits, key=lambda one: one.place)])


def overlap(kept: list[FixedEdit], new: list[FixedEdit]) -> bool:
    """Tell whether an edit touches the inside of one that is kept."""
    for ours in kept:
        for theirs in new:
            a, b = ours.edit, theirs.edit
            if a.start < b.end and b.start < a.end:
                return True
            if (a.start == a.end and b.start < a.start < b.end) or (b.start == b.end and a.start < b.start < a.end):
                return True
    return False
