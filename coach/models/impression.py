"""The impression that a whole reply leaves: what a reviewer who sees only the message and the reply would give it, 0 to 100.

Rules look for faults one by one; a reply can commit none that has a name and still be of no use to this customer. A linear
head weighs what the whole does: which moves it makes, what becomes of the asks, how near it stays to the message, its style,
and the mean of its sentences' vectors. Length is not told: a short reply may be a perfect one. `training/impression.py` sets the
weights; training and serving both call `describe`.
"""

from functools import lru_cache
from typing import Any

import numpy as np

from coach.models.answering import N_VECTOR, vectors
from coach.models.features import Array
from coach.models.folders import WEIGHTS
from coach.models.protocols import SentenceEncoder
from coach.reading import EMOTIONS, MOVES, CustomerReading
from coach.text.document import Document, Sentence
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


def impression(draft: Document, customer: CustomerReading, encoder: SentenceEncoder | None) -> float | None:
    """Give the impression, 0 to 100; None without the encoder that ships, across languages, or where nothing is said."""
    if getattr(encoder, "folder", None) != WEIGHTS or not draft.body or not customer.document.body:
        return None
    if draft.language.code != customer.document.language.code:
        return None
    head = _head(encoder)
    if head is None:
        return None
    weights, bias = head
    return float(np.clip(describe(draft, customer, encoder) @ weights + bias, 0.0, 100.0))


def describe(draft: Document, customer: CustomerReading, encoder: SentenceEncoder | None) -> Array:
    """Give [N_IMPRESSION] float32; of a body longer than MOST_SENTENCES the beginning."""
    own, theirs = draft.body[:MOST_SENTENCES], customer.document.body[:MOST_SENTENCES]
    asks = customer.asks
    said = {word for sentence in theirs for word in content_words(sentence)}
    words = [word for sentence in own for word in content_words(sentence)]
    ours = vectors(encoder, [sentence.text for sentence in own])
    mean = ours.mean(0)
    message = vectors(encoder, [sentence.text for sentence in theirs])
    near = ours @ message.T / (np.linalg.norm(ours, axis=1)[:, None] * np.linalg.norm(message, axis=1) + 1e-6)
    told = [
        *(sum(ask.status == status for ask in asks) / max(1, len(asks)) for status in STATUSES),
        *(_most(own, move) for move in MOVES),
        *(max((sentence.likely.get(move, 0.0) for sentence in own), default=0.0) for move in DOUBTED),
        *(sum(len(sentence.labelled(f"style.{style}")) for sentence in own) / len(own) for style in STYLES),
        *(float(customer.emotion.level == level) for level in range(len(EMOTIONS))),
        len(said & set(words)) / max(1, len(said)),
        sum(word in said for word in words) / max(1, len(words)),
        float(near.max()),
        float(near.max(0).mean()),
        float(near.mean()),
    ]
    return np.concatenate([np.array(told, dtype=np.float32), mean])


def _most(sentences: list[Sentence], move: str) -> float:
    return max((sentence.moves.get(move, 0.0) for sentence in sentences), default=0.0)


@lru_cache(maxsize=1)
def _head(encoder: Any) -> tuple[Array, float] | None:
    """Give weights and bias; None while the head is being trained."""
    told = encoder.card["heads"].get("impression")
    return None if told is None else (np.array(told["weights"], dtype=np.float32), float(told["bias"]))
