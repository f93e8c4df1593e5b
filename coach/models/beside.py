"""A reply beside the message that it answers: what is told of each of its sentences, once, for every head that weighs them."""

from functools import cached_property

import numpy as np

from coach.models.answering import vectors
from coach.models.features import Array
from coach.models.folders import WEIGHTS
from coach.models.protocols import SentenceEncoder
from coach.reading import EMOTIONS, MOVES, CustomerReading
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
MOST_SENTENCES = 64


class Beside:
    """What is told of a reply and its message; of a body longer than MOST_SENTENCES the beginning.

    `words`, `vectors` [sentences, N_VECTOR], `near` [sentences, sentences of the message], `moves` and `likely` [sentences, MOVES] and
    `styles` [sentences, STYLES] go by sentence; `of_asks` and `emotion` are of the whole.
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


def beside(draft: Document, customer: CustomerReading, encoder: SentenceEncoder | None) -> Beside | None:
    """Lay a reply beside its message; None without the encoder that ships, across languages, or where nothing is said.

    Thanks, news, and a trouble told calmly that asks nothing give no measure of a reply either.
    """
    if getattr(encoder, "folder", None) != WEIGHTS or not draft.body or not customer.document.body:
        return None
    if not (any(not ask.told for ask in customer.asks) or customer.emotion.level or customer.signals):
        return None
    return Beside(draft, customer, encoder) if draft.language.code == customer.document.language.code else None
