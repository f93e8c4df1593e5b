"""What a run is asked to do, and the parts and labels of each task."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from coach.models.registry import HUB
from coach.reading import EMOTIONS, MOVES, POLITENESS, SIGNALS

Task = Literal["moves", "customers", "politeness"]

PARTS = {"moves": ("moves",), "customers": ("emotion", "signals"), "politeness": ("politeness",)}
"""What is read for each task."""
LABELS = {"moves": MOVES, "emotion": EMOTIONS, "signals": SIGNALS, "politeness": POLITENESS}
SINGLE = frozenset(("emotion", "politeness"))
"""Parts of which one label holds."""
_EPOCHS = {"embedded": 10, "hub": 8}


@dataclass(frozen=True, slots=True)
class Plan:
    """What to train, on what, from what, and where it goes; `fresh` clears an earlier run out of `out`."""

    task: Task
    data: tuple[Path, ...]
    out: Path
    base: str = "embedded"
    dev: Path | None = None
    epochs: int | None = None
    seed: int = 1
    fresh: bool = False

    @property
    def large(self) -> bool:
        """Tell whether the base is a larger model by name."""
        return self.base.startswith(HUB)

    @property
    def passes(self) -> int:
        """Give the most epochs that are run."""
        return self.epochs or _EPOCHS["hub" if self.large else "embedded"]
