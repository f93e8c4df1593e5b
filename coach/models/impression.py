"""The impression that a whole reply leaves: what a reviewer who sees only the message and the reply would give it, 0 to 100.

Rules look for faults one by one; a reply can commit none that has a name and still be of no use to this customer. A linear
head weighs what the whole does: which moves it makes, what becomes of the asks, how near it stays to the message, its style,
and the mean of its sentences' vectors. It gives the whole and five criteria: kind words may be empty, and a cold reply complete.
Length is not told: a short reply may be a perfect one. `training/impression.py` sets the weights; training and serving both call
`describe`.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from coach.models.answering import N_VECTOR, vectors
from coach.models.features import Array
from coach.models.folders import WEIGHTS, WeightsFolder
from coach.models.protocols import SentenceEncoder
from coach.reading import EMOTIONS, MOVES, CustomerReading, Impression
from coach.text.document import Document
from coach.text.stems import content_words

STATUSES = ("answered", "deferred", "refused", "missed")
STYLES = (
    "canned",
    "filler",
    "impersonal",
    "formal",
    "casual",
    "please",
    "certainty",
    "jargon",
    "rush",
    "team",
    "laughter",
    "flattered",
)
DOUBTED = ("blame", "dismissive", "non_apology", "vague_promise")
"""Moves that weigh also where they are only thought likely."""
N_IMPRESSION = len(STATUSES) + len(MOVES) + len(DOUBTED) + len(STYLES) + len(EMOTIONS) + 5 + N_VECTOR
MOST_SENTENCES = 64
LEAST_GAIN = 6.0
"""Points: of the sentences that a reply of the corpus' dev split would be better without by so much, 74 in 100 (English) and 90 (Arabic)
are labelled rude, blaming or empty."""
WHOLE = "overall"
FILE = "impression.npy"
"""Float32, [judged, N_IMPRESSION + 1]: weights, and the bias at the end."""


def impression(draft: Document, customer: CustomerReading, encoder: SentenceEncoder | None, below: float) -> Impression | None:
    """Give the impression; None without the encoder that ships, across languages, or where nothing is said.

    Where the whole comes out `below`, the sentence that takes most off it is named. Thanks and news that ask nothing leave none.
    """
    if getattr(encoder, "folder", None) != WEIGHTS or not draft.body or not customer.document.body:
        return None
    if not (customer.asks or customer.emotion.level or customer.signals):
        return None
    if draft.language.code != customer.document.language.code:
        return None
    head = _head()
    if head is None:
        return None
    names, weights, bias = head
    told = _Told(draft, customer, encoder)
    given = told.whole()
    points = dict(zip(names, np.clip(weights @ given + bias, 0.0, 100.0).tolist(), strict=True))
    overall = points.pop(WHOLE)
    at = names.index(WHOLE)
    weakest = told.weakest(weights[at], float(weights[at] @ given)) if overall < below else None
    return Impression(overall, points, weakest)


def describe(draft: Document, customer: CustomerReading, encoder: SentenceEncoder | None) -> Array:
    """Give [N_IMPRESSION] float32; of a body longer than MOST_SENTENCES the beginning."""
    return _Told(draft, customer, encoder).whole()


class _Told:
    """What is told of a reply, kept by sentence, so that it can be told again without one of them."""

    def __init__(self, draft: Document, customer: CustomerReading, encoder: SentenceEncoder | None) -> None:
        self._sentences = own = draft.body[:MOST_SENTENCES]
        theirs = customer.document.body[:MOST_SENTENCES]
        self._said = {word for sentence in theirs for word in content_words(sentence)}
        self._words = [content_words(sentence) for sentence in own]
        self._vectors = vectors(encoder, [sentence.text for sentence in own])
        message = vectors(encoder, [sentence.text for sentence in theirs])
        lengths = np.linalg.norm(self._vectors, axis=1)[:, None] * np.linalg.norm(message, axis=1)
        self._near = self._vectors @ message.T / (lengths + 1e-6)
        self._moves = np.array([[one.moves.get(move, 0.0) for move in MOVES] for one in own], dtype=np.float32)
        self._likely = np.array([[one.likely.get(move, 0.0) for move in DOUBTED] for one in own], dtype=np.float32)
        self._styles = np.array([[len(one.labelled(f"style.{style}")) for style in STYLES] for one in own], dtype=np.float32)
        asks = customer.asks
        self._of_asks = [sum(ask.status == status for ask in asks) / max(1, len(asks)) for status in STATUSES]
        self._emotion = [float(customer.emotion.level == level) for level in range(len(EMOTIONS))]

    def whole(self) -> Array:
        """Tell of the whole reply."""
        return self._of(np.arange(len(self._sentences)))

    def weakest(self, weights: Array, points: float) -> int | None:
        """Give the place of the sentence without which the reply would earn most, if at least LEAST_GAIN more than `points`."""
        every = np.arange(len(self._sentences))
        if len(every) < 2:
            return None
        gains = [float(weights @ self._of(every[every != place])) - points for place in every]
        place = int(np.argmax(gains))
        return place if gains[place] >= LEAST_GAIN else None

    def _of(self, kept: NDArray[np.intp]) -> Array:
        words = [word for place in kept for word in self._words[place]]
        near = self._near[kept]
        told = [
            *self._of_asks,
            *self._moves[kept].max(0),
            *self._likely[kept].max(0),
            *self._styles[kept].mean(0),
            *self._emotion,
            len(self._said & set(words)) / max(1, len(self._said)),
            sum(word in self._said for word in words) / max(1, len(words)),
            float(near.max()),
            float(near.max(0).mean()),
            float(near.mean()),
        ]
        return np.concatenate([np.array(told, dtype=np.float32), self._vectors[kept].mean(0)])


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
