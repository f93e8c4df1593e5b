"""Which sentences of a reply a careful editor would not leave as they are: those that do nothing for this customer, or harm.

A linear head weighs what is told of each sentence beside the message that it answers: its moves, also those that are only likely, its
style, how near it stays to the message, what of the asks rests on it, its place, and its vector. It learnt from sentences that editors
kept, put otherwise or struck (`training/spare.py`); training and serving both call `describe`.
"""

import math
from functools import lru_cache

import numpy as np

from coach.models.answering import N_VECTOR
from coach.models.beside import STATUSES, STYLES, Beside
from coach.models.features import Array
from coach.models.folders import WEIGHTS, WeightsFolder
from coach.reading import EMOTIONS, MOVES, SIGNALS
from coach.text.values import find_values

FILE = "spare.npy"
"""Float32, [N_SPARE + 1]: weights, and the bias at the end."""
N_SPARE = len(STATUSES) + 2 * len(MOVES) + len(STYLES) + len(EMOTIONS) + len(SIGNALS) + 12 + N_VECTOR


def spare(told: Beside) -> tuple[float, ...]:
    """Give for each sentence the chance, 0 to 1, that it is better left out or put otherwise; empty while the head is being trained."""
    head = _head()
    if head is None:
        return ()
    chances: list[float] = (1 / (1 + np.exp(-(describe(told) @ head[:-1] + head[-1])))).tolist()
    return tuple(chances)


def describe(told: Beside) -> Array:
    """Give [sentences, N_SPARE] float32."""
    n = len(told.sentences)
    rests = {ask.sentence for ask in told.customer.asks if ask.status != "missed"}
    whole = [*told.of_asks, *told.emotion, *(float(told.customer.has(signal)) for signal in SIGNALS), math.log1p(n)]
    rows = [
        [
            *whole,
            float(told.near[place].max()),
            float(told.near[place].mean()),
            place / n,
            float(place == 0),
            float(place == n - 1),
            math.log1p(sentence.n_words),
            float(place in rests),
            float(any(not value.weak for value in find_values(sentence.text))),
            len(told.words[place] & told.said) / max(1, len(told.words[place])),
            float(sentence.is_question),
            float("!" in sentence.text),
        ]
        for place, sentence in enumerate(told.sentences)
    ]
    return np.concatenate([np.array(rows, dtype=np.float32), told.moves, told.likely, told.styles, told.vectors], axis=1)


@lru_cache(maxsize=1)
def _head() -> Array | None:
    """Give weights and bias; None while the head is being trained. Raises BadModel when the file is not the one that the card names."""
    weights = WeightsFolder(WEIGHTS)
    return weights.array(FILE) if "spare" in weights.card["heads"] else None
