"""Which sentences of a reply a team lead would not let pass: those that do nothing for this customer, or harm.

A linear head weighs what is told of each sentence beside the message that it answers (`Beside.each`), and what the whole is worth: in a
reply that fails its customer fewer sentences may stay. It learnt from sentences that leads let pass, wanted put otherwise or left out
(`training/spare.py`).
"""

from functools import lru_cache

import numpy as np

from coach.models.beside import N_EACH, Beside
from coach.models.features import Array
from coach.models.folders import WEIGHTS, WeightsFolder
from coach.reading import Impression

FILE = "spare.npy"
"""Float32, [N_TOLD + 1]: weights, and the bias at the end."""
N_TOLD = N_EACH + 2


def spare(told: Beside, impression: Impression | None) -> tuple[float, ...]:
    """Give for each sentence the chance, 0 to 1, that it is better left out or put otherwise.

    Empty without an impression, and while the head is being trained.
    """
    head = _head()
    if head is None or impression is None:
        return ()
    chances: list[float] = (1 / (1 + np.exp(-(each_of(told, impression) @ head[:-1] + head[-1])))).tolist()
    return tuple(chances)


def each_of(told: Beside, impression: Impression) -> Array:
    """Give what the head weighs, [sentences, N_TOLD] float32."""
    worth = impression.overall / 100
    whole = np.tile(np.array([worth, worth**2], dtype=np.float32), (len(told.sentences), 1))
    return np.concatenate([told.each, whole], axis=1)


@lru_cache(maxsize=1)
def _head() -> Array | None:
    """Give weights and bias; None while the head is being trained. Raises BadModel when the file is not the one that the card names."""
    weights = WeightsFolder(WEIGHTS)
    return weights.array(FILE) if "spare" in weights.card["heads"] else None
