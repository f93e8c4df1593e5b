"""The impression that a whole reply leaves: what a reviewer who sees only the message and the reply would give it, 0 to 100.

Rules look for faults one by one; a reply can commit none that has a name and still be of no use to this customer. A linear
head weighs what is told of the whole (`Beside.whole`). It gives the whole and five criteria: kind words may be empty, and a cold reply
complete. `training/impression.py` sets the weights.
"""

from functools import lru_cache

import numpy as np

from coach.models.beside import Beside
from coach.models.features import Array
from coach.models.folders import WEIGHTS, WeightsFolder
from coach.reading import Impression

WHOLE = "overall"
FILE = "impression.npy"
"""Float32, [judged, N_WHOLE + 1]: weights, and the bias at the end."""


def impression(told: Beside) -> Impression | None:
    """Give the impression; None while the head is being trained."""
    head = _head()
    if head is None:
        return None
    names, weights, bias = head
    points = dict(zip(names, np.clip(weights @ told.whole + bias, 0.0, 100.0).tolist(), strict=True))
    return Impression(points.pop(WHOLE), points)


@lru_cache(maxsize=1)
def _head() -> tuple[tuple[str, ...], Array, Array] | None:
    """Give what is judged, [judged, N_WHOLE] weights and [judged] biases; None while the head is being trained.

    Raises BadModel when the file is not the one that the card names.
    """
    weights = WeightsFolder(WEIGHTS)
    told = weights.card["heads"].get("impression")
    if told is None:
        return None
    head = weights.array(FILE)
    return tuple(told["judged"]), head[:, :-1], head[:, -1]
