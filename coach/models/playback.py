"""Whether what is said back of a customer's matter fits: is it what hurts, is it true, can it be said so?

Rules take nouns ("the double charge") and clauses ("your parcel has not moved since Monday") out of a message, of lesser troubles too. A
linear head weighs how near what is said stands to each sentence of the message, what it leaves out, what the customer feels, its vector,
and how it begins: some wordings of the phrasebook fit more often than others. It learnt from playbacks that readers passed or not
(`training/playback.py`); training and serving both call `describe`.
"""

import math
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

import numpy as np

from coach.models.answering import N_VECTOR, vectors
from coach.models.features import Array
from coach.models.folders import WEIGHTS, WeightsFolder
from coach.models.protocols import SentenceEncoder
from coach.reading import EMOTIONS, SIGNALS, CustomerReading
from coach.text.document import CUSTOMER_CUES, read
from coach.text.stems import content_words

SAID = ("noun", "clause", "sorry")
"""What is judged: a noun after "sorry about", a clause after "I understand that", and one after "I am sorry that" (in English)."""
FILE = "playback.npy"
"""Float32, [SAID, N_PLAYBACK + 1]: weights, and the bias at the end."""
BEGINNINGS = 256
N_TOLD = len(EMOTIONS) + len(SIGNALS) + 17 + N_VECTOR
N_PLAYBACK = N_TOLD + BEGINNINGS
PERHAPS = 0.3
"""The chance from which on what is not sure enough to be said is proposed: strict readers passed 0.49 of such nouns, 0.46 in Arabic."""
_LANGUAGES = ("en", "ar")
_MOST_SENTENCES = 64
_MOST_TEXTS = 6
_BEGINS = 3  # words
_FIGURE = re.compile(r"[\d.,٬٫$£€]+")


class Fit(NamedTuple):
    """What fits best of the texts of a kind: `said` where it is sure enough to be said, `perhaps` where it can only be proposed.

    One of the two is empty, or both.
    """

    said: str = ""
    perhaps: str = ""


def fitting(said: Mapping[str, Sequence[str]], customer: CustomerReading, encoder: SentenceEncoder | None) -> dict[str, Fit]:
    """Choose for each of SAID the text that fits best, as far as any does.

    Where the encoder that ships is not there to tell, it is the first, and nothing to be sorry for: most clauses say what the customer did.
    """
    head = _head() if getattr(encoder, "folder", None) == WEIGHTS else None
    if head is None or not customer.document.body:
        return {kind: Fit(next(iter(texts), "") if kind != "sorry" else "") for kind, texts in said.items()}
    weights, bounds = head
    found = {}
    for kind, texts in said.items():
        row = weights[SAID.index(kind)]
        chances = [
            (1 / (1 + math.exp(-float(describe(text, customer, encoder) @ row[:-1] + row[-1]))), text) for text in texts[:_MOST_TEXTS]
        ]
        chance, best = max(chances, key=lambda one: one[0], default=(0.0, ""))
        sure = chance >= bounds[kind][customer.document.language.code]
        found[kind] = Fit(best) if sure else Fit(perhaps=best if chance >= PERHAPS else "")
    return found


def describe(said: str, customer: CustomerReading, encoder: SentenceEncoder | None) -> Array:
    """Give [N_PLAYBACK] float32: what is told of a playback beside its message."""
    language = customer.document.language.code
    body = customer.document.body[:_MOST_SENTENCES]
    own, message = vectors(encoder, [said])[0], vectors(encoder, [sentence.text for sentence in body])
    near = message @ own / (np.linalg.norm(message, axis=1) * np.linalg.norm(own) + 1e-6)
    at = int(near.argmax())
    words = {word for sentence in read(said, CUSTOMER_CUES, language).body for word in content_words(sentence)}
    told = {word for sentence in body for word in content_words(sentence)}
    asks = customer.asks
    figures = [
        float(near.max()),
        float(near.mean()),
        at / len(body),
        float(at == 0),
        float(body[at].is_question),
        max((hit.confidence for hit in body[at].labelled("customer.ask")), default=0.0),
        max((hit.confidence for hit in body[at].labelled("customer.angry")), default=0.0),
        float(bool(asks) and body[at].start <= asks[0].start < body[at].end),
        float(len(asks)),
        math.log1p(len(body)),
        math.log1p(sum(sentence.n_words for sentence in body)),
        math.log1p(len(said.split())),
        len(words & told) / max(1, len(words)),
        len(words & told) / max(1, len(told)),
        float(any(sign.isdigit() for sign in said)),
        *(float(language == one) for one in _LANGUAGES),
        *(float(customer.emotion.level == level) for level in range(len(EMOTIONS))),
        *(float(customer.has(signal)) for signal in SIGNALS),
    ]
    begins = np.zeros(BEGINNINGS, dtype=np.float32)
    begins[crc32(" ".join(_FIGURE.sub("#", said).split()[:_BEGINS]).encode()) % BEGINNINGS] = 1.0
    return np.concatenate([np.array(figures, dtype=np.float32), own, begins])


@lru_cache(maxsize=1)
def _head() -> tuple[Array, dict[str, dict[str, float]]] | None:
    """Give the weights and the bounds by what is said and language; None while the head is being trained.

    Raises BadModel when the file is not the one that the card names.
    """
    weights = WeightsFolder(WEIGHTS)
    told = weights.card["heads"].get("playback")
    return (weights.array(FILE), told["bounds"]) if told else None
