"""What a run made, said to the person who ran it and in the model card."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from coach.models.registry import HUB
from coach.models.training.company.measuring import Figures
from coach.models.training.company.plan import PARTS, Plan
from coach.models.training.company.rows import Labelled

_FLATTERED = (
    "The dev rows also chose the epoch, the calibration and the thresholds, which flatters the new model a little;\n"
    "measure it with `coach evaluate` on rows that took no part."
)


@dataclass(frozen=True, slots=True)
class Tuned:
    """The settings of a training that ended, and the parts of which no epoch read the dev rows better than the base."""

    settings: dict[str, Any]
    unbeaten: tuple[str, ...] = ()


@dataclass(slots=True)
class Outcome:
    """What a run made, beside what it started from (or, for a model that had no such head, beside what ships)."""

    plan: Plan
    base: str
    before: Figures | None
    after: Figures
    unbeaten: tuple[str, ...] = ()
    notes: list[str] = field(default_factory=list)

    @property
    def as_good(self) -> bool:
        """Tell whether it reads the dev rows at least as well as its base, and some epoch of it better."""
        return not self.unbeaten and not self._is_worse

    @property
    def _is_worse(self) -> bool:
        return self.before is not None and self.after.score < self.before.score - 1e-9

    def table(self) -> list[str]:
        """Give a line for each figure and each label: before → after."""
        old = self.before
        lines = [f"{name:18} {_shown(old.means.get(name) if old else None)} → {value:.3f}" for name, value in self.after.means.items()]
        lines += ["", f"{'F1 by label':18} before → after     n"]
        for label, (value, n) in sorted(self.after.labels.items(), key=lambda item: (-item[1][1], item[0])):
            lines.append(f"{label:18} {_shown(old.labels.get(label, (0.0, 0))[0] if old else None)} → {value:.3f} {n:7}")
        return lines

    def as_text(self) -> str:
        """Write the comparison, whether it is better, and how it is used."""
        compared = f"compared with {self.before.name}" if self.before else "its base had no such head, so there is nothing to compare with"
        head = [*self.notes, f"on the dev rows, {compared}:", ""]
        return "\n".join([*head, *self.table(), "", _FLATTERED, "", self.verdict(), self.usage(str(self.plan.out.resolve()))])

    def verdict(self) -> str:
        """Say plainly whether it is better."""
        which = f" in {' and '.join(self.unbeaten)}" if self.plan.large and len(PARTS[self.plan.task]) > 1 else ""
        stale = f"no epoch beat {self.base} on the dev rows{which}"
        unused = "the weights of the best epoch are written, but better not used"
        if self.before is None:
            return f"It scores {self.after.score:.3f}" + (f", but {stale}; {unused}." if self.unbeaten else ".")
        scores = f"({self.before.score:.3f} → {self.after.score:.3f})"
        if self._is_worse:
            why = f": {stale}" if self.unbeaten else ""
            return f"It is WORSE than {self.before.name} on the dev rows {scores}{why}; {unused}."
        if self.unbeaten:
            return f"NOT better: {stale} {scores}; {unused}."
        if self.after.score <= self.before.score + 1e-9:
            return f"It is as good as {self.before.name} on the dev rows {scores}, and no better."
        return f"It is better than {self.before.name} on the dev rows {scores}."

    def usage(self, folder: str) -> str:
        """Say how the model in `folder` is used."""
        name = f"{HUB}{folder}" if self.plan.large else folder
        if self.plan.task == "politeness":
            return f"Use it: coach predict --task politeness --model {name}"
        if self.plan.task == "moves":
            return f"Use it, in the profile: models: {{moves: {json.dumps(name, ensure_ascii=False)}}}"
        both = {part: f"{name}/{part}" if self.plan.large else name for part in PARTS["customers"]}
        inner = ", ".join(f"{part}: {json.dumps(value, ensure_ascii=False)}" for part, value in both.items())
        return f"Use it, in the profile: models: {{{inner}}}"


def notes_on(data: Labelled) -> list[str]:
    """Say how many rows there were, and which were left out."""
    notes = [f"{len(data.train)} rows to train on, {len(data.dev)} to measure with"]
    if data.other:
        notes.append(f"{data.other} feedback rows were for other tasks")
    if data.shared:
        notes.append(f"{data.shared} training rows are also in the dev file and were left out")
    return notes


def _shown(value: float | None) -> str:
    return "   –  " if value is None else f"{value:6.3f}"


def model_card(outcome: Outcome, data: Labelled, settings: Mapping[str, Any]) -> str:
    """Write the model card: base, data by number and checksum, settings and figures; no text, no names of files, no date."""
    plan = outcome.plan
    sums = "\n".join(f"- `{digest}`" for digest in data.sums)
    side = f"the file `{data.dev_sum}`" if data.dev_sum else f"a tenth of the same files, by checksum of the text (seed {plan.seed})"
    told = "\n".join(f"- {name}: {value}" for name, value in settings.items())
    moved = "training moved the encoder, so its card names no head for other tasks"
    other = "" if plan.large else f"Use this folder for {plan.task} only: {moved}.\n\n"
    return f"""# {plan.task}: a company's own model for Reply Coach

Made by `coach train` from `{outcome.base}`.

{outcome.verdict()}

{outcome.usage("DIR")}

{other}## Data

{len(data.train)} rows to train on and {len(data.dev)} to measure with ({side}). SHA-256 of the files:

{sums}

## Settings

{told}

## Figures on the dev rows

{_FLATTERED} Before: {outcome.before.name if outcome.before else "nothing to compare with"}.

```text
{chr(10).join(outcome.table())}
```
"""
