"""Which sentences of a reply a careful editor would not leave as they are: those that do nothing for this customer, or harm.

A linear head weighs what is told of each sentence beside the message that it answers (`Beside.each`). It learnt from sentences that
editors kept, put otherwise or struck (`training/spare.py`).
"""

from functools import lru_cache

import numpy as np

from coach.models.beside import Beside
from coach.models.features import Array
from coach.models.folders import WEIGHTS, WeightsFolder

FILE = "spare.npy"
"""Float32, [N_EACH + 1]: weights, and the bias at the end."""


def spare(told: Beside) -> tuple[float, ...]:
    """Give for each sentence the chance, 0 to 1, that it is better left out or put otherwise; empty while the head is being trained."""
    head = _head()
    if head is None:
        return ()
    chances: list[float] = (1 / (1 + np.exp(-(told.each @ head[:-1] + head[-1])))).tolist()
    return tuple(chances)


@lru_cache(maxsize=1)
def _head() -> Array | None:
    """Give weights and bias; None while the head is being trained. Raises BadModel when the file is not the one that the card names."""
    weights = WeightsFolder(WEIGHTS)
    return weights.array(FILE) if "spare" in weights.card["heads"] else None
