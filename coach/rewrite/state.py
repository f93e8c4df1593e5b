"""Where a rewrite stands: a text as it now reads, what is found in it, and how much that weighs."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from coach.case import Case
from coach.findings import Judged
from coach.reading import Reading
from coach.rewrite.edits import FixedEdit
from coach.rewrite.goals import Goal
from coach.rewrite.protocols import Judge
from coach.rules import RULES

GRAVITY = {"error": 0, "warning": 1, "advice": 2}
_BY_IMPRESSION = frozenset(("hollow", "weakens"))
SEVERITY = 100
"""What one step of severity weighs."""


@dataclass
class State:
    """The edits kept so far, and the text they make, read and judged; `wished` weighs what the goal still wishes for."""

    edits: list[FixedEdit]
    text: str
    reading: Reading
    judged: list[Judged]
    wished: Counter[str] = field(default_factory=Counter)
    guard: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, coach: Judge, case: Case, goal: Goal, edits: list[FixedEdit], text: str) -> "State":
        """Read and judge the text that `edits` make of a case's draft."""
        reading = coach.read(case.model_copy(update={"draft": text}), slots_filled=True)
        judged, _ = coach.judge(reading)
        return cls(edits, text, reading, judged, Counter({wish.key: wish.weigh(reading, coach.phrasebook) for wish in goal.wishes}))

    @cached_property
    def rules(self) -> Counter[str]:
        """Count the findings of each rule."""
        return Counter(rule.id for _, rule, _ in self.judged)

    @cached_property
    def surely(self) -> Counter[str]:
        """Count the findings of each rule but for those at which only a model points: what else is mended may bring them out."""
        return Counter(rule.id for finding, rule, severity in self.judged if not finding.suspected or severity != "advice")

    @cached_property
    def weights(self) -> Counter[str]:
        """Weigh each rule's findings by gravity, then by confidence: a harsh no made a short one weighs less."""
        return _weighed(self.judged)

    @cached_property
    def shown(self) -> Counter[str]:
        """Weigh what words show; what a model makes of the whole, and how surely something is missing, moves a little with any edit."""
        said = [one for one in self.judged if one[0].variant not in _BY_IMPRESSION and not one[0].suspected]
        weights = _weighed(one for one in said if one[0].target != "missing")
        weights.update(dict.fromkeys(self._absent(), SEVERITY))
        return weights

    def _absent(self) -> set[str]:
        """Name the rules by which something is missing, also where a model thinks that it need not be said."""
        weighed = self.reading.suspicion.rules if self.reading.suspicion else {}
        off = {name for name, setting in self.reading.profile.rules.items() if not setting.enabled}
        by_model = [rule for rule in RULES if rule.id in weighed and not weighed[rule.id].sought and rule.id not in off]
        found = {rule.id for rule in by_model if any(finding.target == "missing" for finding in rule.check(self.reading))}
        return found | {rule.id for finding, rule, _ in self.judged if finding.target == "missing" and not finding.suspected}


def _weighed(judged: Iterable[Judged]) -> Counter[str]:
    weights: Counter[str] = Counter()
    for finding, rule, severity in judged:
        weights[rule.id] += SEVERITY * (3 - GRAVITY[severity]) + round(50 * finding.confidence)
    return weights
