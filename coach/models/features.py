"""What the learned heads are told beside the encoder's vectors: cues, signs on the surface, and place.

Training and serving both call this module, so that the two cannot drift apart. All arrays are float32.
"""

import math
import re
from typing import TypeAlias

import numpy as np

from coach.case import Case
from coach.models.cues import CueReader
from coach.reading import EMOTIONS, MOVES, SIGNALS
from coach.text.document import Document, Sentence

Array: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.float32]]

_CUES = CueReader()
_CUSTOMER = "customer."
_CUSTOMER_LABELS = (*SIGNALS, "thanks", "dissatisfied", "angry", "hostile", "ask/question", "ask/request", "ask/problem")
_EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]")
_ANGRY_EMOJI = re.compile("[\U0001f620\U0001f621\U0001f92c\U0001f624\U0001f92e\U0001f595\U0001f44e\U0001f494]")
_GLAD_EMOJI = re.compile("[\U0001f600-\U0001f60d\U0001f64f\U0001f44d\u2764\U0001f970\U0001f389\U0001f339]")
_MANY_WORDS = 40

MAX_PIECES = 64
BEGIN, END = 2, 3
"""A sentence is cut to MAX_PIECES, the pieces [CLS] and [SEP] at its ends included."""

N_SURFACE = 10
N_PLACE = 5
N_MOVES_CUES = len(MOVES)
N_CUSTOMER_CUES = len(_CUSTOMER_LABELS) + len(EMOTIONS) + len(SIGNALS)
N_MOVES = 3 * N_MOVES_CUES + N_SURFACE + N_PLACE
N_CUSTOMER = N_CUSTOMER_CUES + N_SURFACE


def surface(text: str) -> list[float]:
    """Describe the signs of a text: its length, ending, exclamation, capitals, digits and emoji, each in [0, 1]."""
    words = text.split()
    letters = sum(map(str.isalpha, text))
    capitals = sum(len(word) > 2 and word.isupper() for word in words) / max(1, len(words))
    last = text.rstrip()[-1:]
    return [
        min(1.0, math.log1p(len(words)) / math.log1p(_MANY_WORDS)),
        float(last in "?؟" and bool(last)),
        min(3, text.count("!")) / 3,
        min(3, text.count("?") + text.count("؟")) / 3,
        capitals if letters > 3 else 0.0,
        float(any(map(str.isdigit, text))),
        float(bool(_EMOJI.search(text))),
        float(bool(_ANGRY_EMOJI.search(text))),
        float(bool(_GLAD_EMOJI.search(text))),
        float(last in ",،:" and bool(last)),
    ]


def _place(index: int, n: int) -> list[float]:
    return [float(index == 0), float(index == 1), float(index == n - 1), index / max(1, n - 1), min(1.0, math.log1p(n) / math.log1p(20))]


def moves_features(draft: Document, case: Case) -> Array:
    """Give [sentences, N_MOVES]: the cues of the sentence and of those beside it, its surface and its place."""
    n = len(draft.sentences)
    cues = np.zeros((n + 2, N_MOVES_CUES), dtype=np.float32)
    for index, made in enumerate(_CUES.moves(draft, None, case), 1):
        for move, confidence in made.items():
            cues[index, MOVES.index(move)] = confidence
    rest = np.array([surface(sentence.text) + _place(index, n) for index, sentence in enumerate(draft.sentences)], dtype=np.float32)
    return np.concatenate([cues[1:-1], cues[:-2], cues[2:], rest.reshape(n, N_SURFACE + N_PLACE)], axis=1)


def customer_features(message: Document, case: Case) -> Array:
    """Give [N_CUSTOMER]: the strongest cue of each kind, what the cues make of the message, and its surface."""
    best = dict.fromkeys(_CUSTOMER_LABELS, 0.0)
    for sentence in message.body:
        for hit in sentence.hits:
            name = hit.label.removeprefix(_CUSTOMER)
            name = name if name in best else name.partition("/")[0]
            if name in best and hit.label.startswith(_CUSTOMER):
                best[name] = max(best[name], hit.confidence)
    emotion = _CUES.emotion(message, case)
    levels = [emotion.confidence * (level == emotion.level) for level in range(len(EMOTIONS))]
    said = {signal.signal: signal.confidence for signal in _CUES.signals(message, case)}
    return np.array([*best.values(), *levels, *(said.get(name, 0.0) for name in SIGNALS), *surface(message.text)], dtype=np.float32)


def customer_by_cues(given: Array) -> Array:
    """Give the cues' own probabilities, "at least level 1, 2, 3" and the signals, out of `customer_features`."""
    start = len(_CUSTOMER_LABELS)
    levels = given[start : start + len(EMOTIONS)]
    level, confidence = int(levels.argmax()), float(levels.max())
    steps = [0.5 + confidence / 2 if level >= step else 0.5 - confidence / 2 for step in range(1, len(EMOTIONS))]
    start += len(EMOTIONS)
    return np.array([*steps, *given[start : start + len(SIGNALS)]], dtype=np.float32)


def spoken(document: Document, most: int | None = None) -> list[Sentence]:
    """List the sentences in the writer's own words, or the first one where there are none; of more than `most` the two ends."""
    own = [sentence for sentence in document.sentences if speaks(sentence)] or document.sentences[:1]
    return own if most is None or len(own) <= most else [*own[: most // 2], *own[-most // 2 :]]


def speaks(sentence: Sentence) -> bool:
    """Tell whether a sentence is the writer's own words, and so is read at all."""
    return sentence.kind == "body" and any(sign.isalnum() for sign in sentence.text)
