"""The impression that a whole reply leaves: what a reviewer who sees only the message and the reply would give it, 0 to 100.

Rules look for faults one by one; a reply can commit none that has a name and still be of no use to this customer. A linear
head weighs what the whole does: which moves it makes, what becomes of the asks, how near it stays to the message, its style,
and the mean of its sentences' vectors. It gives the whole and five criteria: kind words may be empty, and a cold reply complete.
Length is not told: a short reply may be a perfect one. `training/impression.py` sets the weights; training and serving both call
`describe`.
"""

from functools import lru_cache

import numpy as np

from coach.models.answering import N_VECTOR
from coach.models.beside import STATUSES, STYLES, Beside
from coach.models.features import Array
from coach.models.folders import WEIGHTS, WeightsFolder
from coach.reading import EMOTIONS, MOVES, Impression

DOUBTED = ("blame", "dismissive", "non_apology", "vague_promise")
"""Moves that weigh also where they are only thought likely."""
N_IMPRESSION = len(STATUSES) + len(MOVES) + len(DOUBTED) + len(STYLES) + len(EMOTIONS) + 5 + N_VECTOR
WHOLE = "overall"
FILE = "impression.npy"
"""Float32, [judged, N_IMPRESSION + 1]: weights, and the bias at the end."""
_DOUBTED = [MOVES.index(move) for move in DOUBTED]


def impression(told: Beside) -> Impression | None:
    """Give the impression; None while the head is being trained."""
    head = _head()
    if head is None:
        return None
    names, weights, bias = head
    points = dict(zip(names, np.clip(weights @ describe(told) + bias, 0.0, 100.0).tolist(), strict=True))
    return Impression(points.pop(WHOLE), points)


def describe(told: Beside) -> Array:
    """Give [N_IMPRESSION] float32."""
    words = [word for own in told.words for word in own]
    near = told.near
    figures = [
        *told.of_asks,
        *told.moves.max(0),
        *told.likely[:, _DOUBTED].max(0),
        *told.styles.mean(0),
        *told.emotion,
        len(told.said & set(words)) / max(1, len(told.said)),
        sum(word in told.said for word in words) / max(1, len(words)),
        float(near.max()),
        float(near.max(0).mean()),
        float(near.mean()),
    ]
    return np.concatenate([np.array(figures, dtype=np.float32), told.vectors.mean(0)])


@lru_cache(maxsize=1)
def _head() -> tuple[tuple[str, ...], Array, Array] | None:
    """Give what is judged, [judged, N_IMPRESSION] weights and [judged] biases; None while the head is being trained.

    Raises BadModel when the file is not the one that the card names.
    """
    weights = WeightsFolder(WEIGHTS)
    told = weights.card["heads"].get("impression")
    if told is None:
        return None
    head = weights.array(FILE)
    return tuple(told["judged"]), head[:, :-1], head[:, -1]
