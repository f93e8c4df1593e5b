"""A reply beside the message that it answers: what is told of each of its sentences, once, for every head that weighs them."""

import math
from functools import cached_property

import numpy as np

from coach.models.answering import N_VECTOR, vectors
from coach.models.features import Array
from coach.models.folders import WEIGHTS
from coach.models.protocols import SentenceEncoder
from coach.reading import EMOTIONS, MOVES, SIGNALS, CustomerReading
from coach.text.document import Document
from coach.text.stems import content_words
from coach.text.values import states_value

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
"""Moves that weigh for the whole also where they are only thought likely."""
MOST_SENTENCES = 64
N_WHOLE = len(STATUSES) + len(MOVES) + len(DOUBTED) + len(STYLES) + len(EMOTIONS) + 5 + N_VECTOR
N_EACH = len(STATUSES) + 2 * len(MOVES) + len(STYLES) + len(EMOTIONS) + len(SIGNALS) + 12 + N_VECTOR
_DOUBTED = [MOVES.index(move) for move in DOUBTED]


class Beside:
    """What is told of a reply and its message; of a body longer than MOST_SENTENCES the beginning.

    `words`, `vectors` [sentences, N_VECTOR], `near` [sentences, sentences of the message], `moves` and `likely` [sentences, MOVES] and
    `styles` [sentences, STYLES] go by sentence; `of_asks` and `emotion` are of the whole. Heads weigh `whole` or `each`: training and
    serving both read them here.
    """

    def __init__(self, draft: Document, customer: CustomerReading, encoder: SentenceEncoder | None) -> None:
        """Take both as they were read, moves and asks included."""
        self.sentences = own = draft.body[:MOST_SENTENCES]
        self.customer = customer
        theirs = customer.document.body[:MOST_SENTENCES]
        self.said = {word for sentence in theirs for word in content_words(sentence)}
        self.words = [content_words(sentence) for sentence in own]
        self.vectors = vectors(encoder, [sentence.text for sentence in own])
        self.message = vectors(encoder, [sentence.text for sentence in theirs])
        self.styles = np.array([[len(one.labelled(f"style.{style}")) for style in STYLES] for one in own], dtype=np.float32)
        asks = customer.asks
        self.of_asks = [sum(ask.status == status for ask in asks) / max(1, len(asks)) for status in STATUSES]
        self.emotion = [float(customer.emotion.level == level) for level in range(len(EMOTIONS))]
        self.moves = np.array([[one.moves.get(move, 0.0) for move in MOVES] for one in own], dtype=np.float32)
        self.likely = np.array([[one.likely.get(move, 0.0) for move in MOVES] for one in own], dtype=np.float32)

    @cached_property
    def near(self) -> Array:
        """Give the cosine of each sentence with each of the message's."""
        lengths = np.linalg.norm(self.vectors, axis=1)[:, None] * np.linalg.norm(self.message, axis=1)
        cosines: Array = self.vectors @ self.message.T / (lengths + 1e-6)
        return cosines

    @cached_property
    def whole(self) -> Array:
        """Tell of the whole, [N_WHOLE] float32: its moves, what becomes of the asks, how near it stays to the message, its style.

        Length is not told: a short reply may be a perfect one.
        """
        words = [word for own in self.words for word in own]
        figures = [
            *self.of_asks,
            *self.moves.max(0),
            *self.likely[:, _DOUBTED].max(0),
            *self.styles.mean(0),
            *self.emotion,
            len(self.said & set(words)) / max(1, len(self.said)),
            sum(word in self.said for word in words) / max(1, len(words)),
            float(self.near.max()),
            float(self.near.max(0).mean()),
            float(self.near.mean()),
        ]
        return np.concatenate([np.array(figures, dtype=np.float32), self.vectors.mean(0)])

    @cached_property
    def each(self) -> Array:
        """Tell of each sentence, [sentences, N_EACH] float32: its moves and style, how near it stays, what rests on it, its place."""
        n = len(self.sentences)
        rests = {ask.sentence for ask in self.customer.asks if ask.status != "missed"}
        whole = [*self.of_asks, *self.emotion, *(float(self.customer.has(signal)) for signal in SIGNALS), math.log1p(n)]
        rows = [
            [
                *whole,
                float(self.near[place].max()),
                float(self.near[place].mean()),
                place / n,
                float(place == 0),
                float(place == n - 1),
                math.log1p(sentence.n_words),
                float(place in rests),
                float(states_value(sentence.text)),
                len(self.words[place] & self.said) / max(1, len(self.words[place])),
                float(sentence.is_question),
                float("!" in sentence.text),
            ]
            for place, sentence in enumerate(self.sentences)
        ]
        return np.concatenate([np.array(rows, dtype=np.float32), self.moves, self.likely, self.styles, self.vectors], axis=1)


def beside(draft: Document, customer: CustomerReading, encoder: SentenceEncoder | None) -> Beside | None:
    """Lay a reply beside its message; None without the encoder that ships, across languages, or where nothing is said.

    Thanks, news, and a trouble told calmly that asks nothing give no measure of a reply either.
    """
    if getattr(encoder, "folder", None) != WEIGHTS or not draft.body or not customer.document.body:
        return None
    if not (any(not ask.told for ask in customer.asks) or customer.emotion.level or customer.signals):
        return None
    return Beside(draft, customer, encoder) if draft.language.code == customer.document.language.code else None
