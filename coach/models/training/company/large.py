"""Training from a transformers model on this machine."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch

from coach.errors import BadModel
from coach.models import hub
from coach.models.registry import HUB
from coach.models.training.company.classifier import BATCH, PIECES, RATES, Classifier
from coach.models.training.company.measuring import Figures, measure, shipped
from coach.models.training.company.outcome import Tuned
from coach.models.training.company.plan import PARTS, Plan
from coach.models.training.company.rows import Labelled, Row
from coach.models.training.company.runs import check_apart, digest_of, part_folder


class LargeBase:
    """A transformers model on this machine; for customers it may hold a folder for each part, as a run leaves it."""

    def __init__(self, plan: Plan) -> None:
        """Find the base of `plan`; raises BadModel, or BadTraining where it lies in the folder that is written to."""
        self._plan = plan
        given = plan.base.removeprefix(HUB)
        top = hub.find(given)
        check_apart(top, plan)
        parts = PARTS[plan.task]
        self.folders = {part: top / part if len(parts) > 1 and (top / part / "config.json").is_file() else top for part in parts}
        weights = []
        for folder in dict.fromkeys(self.folders.values()):
            found = hub.weight_files(folder)
            if not found:
                raise hub.no_weights(folder, given)
            weights += [*found, folder / "config.json"]
        self.sha = digest_of([path for path in weights if path.is_file()])
        self.name = f"{HUB}{Path(given).name if Path(given).is_dir() else given}@{self.sha[:12]}"

    def before(self, dev: Sequence[Row]) -> Figures | None:
        """Measure the base on the dev rows; a part without our labels is measured by what ships, or by cues."""
        models: dict[str, Any] = {}
        names = []
        for part, folder in self.folders.items():
            name, models[part] = self._reads(part, folder)
            names.append(name)
        if any(model is None for model in models.values()):
            return None
        return measure(self._plan.task, models, dev, " and ".join(dict.fromkeys(names)))

    def _reads(self, part: str, folder: Path) -> tuple[str, Any]:
        try:
            with _threads():
                return self.name, hub.load(part, str(folder))
        except BadModel:
            pass
        return shipped(part)

    def tune(self, data: Labelled) -> Tuned:
        """Train a classifier for each part of the task and save it as `hub.load` reads it."""
        plan = self._plan
        unbeaten = []
        for part, folder in self.folders.items():
            tuned = Classifier(part, folder, plan.seed)
            given, dev = tuned.prepare(data.train), tuned.prepare(data.dev)
            if not tuned.fit(given, dev, plan, plan.out / f"checkpoint-{part}.pt"):
                unbeaten.append(part)
            tuned.calibrate(dev)
            tuned.save(part_folder(plan, part))
        body, head = RATES
        told = {"epochs, at most": plan.passes, "batch": BATCH, "rate": body, "head rate": head, "pieces": PIECES, "seed": plan.seed}
        return Tuned(told, tuple(unbeaten))

    def served(self) -> dict[str, Any]:
        """Open what `tune` wrote as it is served, by part."""
        with _threads():
            return {part: hub.load(part, str(part_folder(self._plan, part))) for part in self.folders}


@contextmanager
def _threads() -> Iterator[None]:
    """Let a model that is loaded to serve, on one thread, neither slow down training nor change its sums."""
    number = torch.get_num_threads()
    try:
        yield
    finally:
        torch.set_num_threads(number)
