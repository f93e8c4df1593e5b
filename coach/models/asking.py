"""What the customer asks: the sentences of a message that want an answer or a deed.

A linear head tells how likely each sentence is to ask, from its vector, the cues in it and beside it, and its place; it learnt from
labelled messages (`training/asking.py`). With another encoder than the one that ships, or none, cues alone tell.
"""

import math
import re
from functools import lru_cache

import numpy as np

from coach.models.answering import N_VECTOR, vectors
from coach.models.features import Array
from coach.models.folders import WEIGHTS, WeightsFolder
from coach.models.protocols import SentenceEncoder
from coach.reading import Ask
from coach.text.document import Document, Sentence
from coach.text.stems import content_words

FILE = "asking.npy"
"""Float32, [N_ASKING + 1]: weights, and the bias at the end."""
N_ASKING = 13 + N_VECTOR
MOST_SENTENCES = 256
_CLEAR = 0.59
_PERHAPS = 0.5  # an exclamation with a question mark
_FAINT = 0.01
_MANY = 20  # sentences: a longer message than was learnt from is told as one so long
_ASTONISHED = re.compile(r"(?<!\W)(?=\W*+$)\W*?[؟?][؟?!]")


def find_asks(message: Document, encoder: SentenceEncoder | None = None) -> list[Ask]:
    """Find what has to be answered: each question or request; failing these, the trouble that is told.

    Questions that follow on one another about the same thing are one ask. Of a longer message the first MOST_SENTENCES are read.
    """
    body = message.body[:MOST_SENTENCES]
    strengths = [strength(sentence) for sentence in body]
    asks: list[Ask] = []
    for sentence, is_told in _asking(body, strengths, encoder):
        words = content_words(sentence)
        if asks and _same(asks[-1].words, words):
            last = asks[-1]
            asks[-1] = Ask(last.start, sentence.end, message.text[last.start : sentence.end], last.words | words)
        else:
            asks.append(Ask(sentence.start, sentence.end, sentence.text, words, told=is_told))
    troubles = [] if asks else [sentence for sentence in body if surest(sentence, "customer.ask/problem") > _thanks(sentence)]
    if troubles:
        first = troubles[0]
        asks.append(Ask(first.start, first.end, first.text, content_words(first), told=True))
    return asks


def _asking(body: list[Sentence], strengths: list[float], encoder: SentenceEncoder | None) -> list[tuple[Sentence, bool]]:
    """Give the sentences that ask, and whether they only tell what is wanted; of these the first, and none beside a plain ask.

    Where the head finds none, clear cues count. By cues alone, beside a clear ask what only might be one counts as told: a statement
    with a faint cue, an exclamation.
    """
    head = _head() if body and getattr(encoder, "folder", None) == WEIGHTS else None
    if head is None:
        least = _CLEAR if max(strengths, default=0.0) >= _CLEAR else _FAINT
        return [(sentence, False) for sentence, own in zip(body, strengths, strict=True) if own >= least]
    weights, bias, bound = head
    asking = 1 / (1 + np.exp(-(describe(body, strengths, encoder) @ weights + bias))) >= bound
    found = [(sentence, own < _FAINT) for sentence, own, asks in zip(body, strengths, asking.tolist(), strict=True) if asks]
    plain = [one for one in found if not one[1]]
    return plain or found[:1] or [(sentence, False) for sentence, own in zip(body, strengths, strict=True) if own >= _CLEAR]


def describe(body: list[Sentence], strengths: list[float], encoder: SentenceEncoder | None) -> Array:
    """Give [sentences, N_ASKING] float32: what is told of each sentence beside the others."""
    n = len(body)
    clear = sum(own >= _CLEAR for own in strengths)
    rows = [
        [
            strengths[place],
            surest(sentence, "customer.ask/question"),
            surest(sentence, "customer.ask/request"),
            surest(sentence, "customer.ask/problem"),
            _thanks(sentence),
            float(sentence.is_question),
            math.log1p(sentence.n_words),
            float(place == 0),
            float(place == n - 1),
            place / n,
            math.log1p(min(n, _MANY)),
            max((own for other, own in enumerate(strengths) if other != place), default=0.0),
            min(clear, 3) / 3,
        ]
        for place, sentence in enumerate(body)
    ]
    return np.concatenate([np.array(rows, dtype=np.float32), vectors(encoder, [sentence.text for sentence in body])], axis=1)


def strength(sentence: Sentence) -> float:
    """Tell how surely a sentence asks something by its cues, 0 to 1; thanks for what was done ask for nothing."""
    cue = max(surest(sentence, "customer.ask/question"), surest(sentence, "customer.ask/request"))
    if sentence.is_question and sentence.n_words > 1:
        return 1.0 if cue or not _ASTONISHED.search(sentence.text) else _PERHAPS
    return cue if cue >= _thanks(sentence) else 0.0


def surest(sentence: Sentence, label: str) -> float:
    """Give the confidence of the surest cue of a label in a sentence, 0 without one."""
    return max((hit.confidence for hit in sentence.labelled(label)), default=0.0)


def _thanks(sentence: Sentence) -> float:
    return surest(sentence, "customer.thanks")


def _same(left: frozenset[str], right: frozenset[str]) -> bool:
    """Tell whether two questions are about one thing: nothing new, or half the words shared."""
    return not right or len(left & right) * 2 >= min(len(left), len(right))


@lru_cache(maxsize=1)
def _head() -> tuple[Array, float, float] | None:
    """Give weights, bias and the chance from which on a sentence asks; None while the head is being trained.

    Raises BadModel when the file is not the one that the card names.
    """
    weights = WeightsFolder(WEIGHTS)
    told = weights.card["heads"].get("asking")
    if told is None:
        return None
    head = weights.array(FILE)
    return head[:-1], float(head[-1]), told["threshold"]
