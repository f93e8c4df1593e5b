"""What comes of a rewrite: the text with its edits, what they mend, what is left, and what the guard found."""

from dataclasses import dataclass, field
from typing import Any

from coach.rewrite.edits import FixedEdit
from coach.rewrite.goals import GoalName


@dataclass(slots=True)
class Rewrite:
    """A rewritten text with its edits on the draft, what they mend, and what the guard found.

    `withheld` tells what the guard kept out: the rules it would have served, and the checks it failed.
    """

    text: str
    edits: list[FixedEdit]
    fixed: list[str]
    remaining: list[str]
    needs: list[dict[str, str]]
    score_before: int
    score_after: int
    guard: dict[str, Any]
    source: str = "phrasebook"
    goal: GoalName = "fix"
    withheld: list[dict[str, Any]] = field(default_factory=list)
    alternatives: list["Rewrite"] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """Give the contract's form."""
        return {
            "text": self.text,
            "edits": [edit.as_dict() for edit in self.edits],
            "fixed": self.fixed,
            "remaining": self.remaining,
            "needs": self.needs,
            "score_before": self.score_before,
            "score_after": self.score_after,
            "guard": self.guard,
            "source": self.source,
            "goal": self.goal,
            "withheld": self.withheld,
            "alternatives": [other.as_dict() for other in self.alternatives],
        }


def worth(made: Rewrite) -> tuple[int, int, int]:
    """Rank: the better score first, then less left to fill in, then fewer edits."""
    return -made.score_after, len(made.needs), len(made.edits)


def failed(guard: dict[str, Any]) -> dict[str, Any]:
    """Give the checks that did not find all kept."""
    return {name: said for name, said in guard["checks"].items() if said not in ("kept", "none added")}
