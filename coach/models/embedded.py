"""The shipped reader: a small bilingual encoder and its heads, served by ONNX Runtime; no torch on this path.

A folder of weights holds `encoder.onnx`, a head for each task, `tokenizer.json` and `card.json`
(labels, calibration, thresholds, checksums). Each sentence is encoded by itself and remembered, so
that only changed sentences cost anything; the heads then see sentences side by side.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from coach.case import Case
from coach.errors import BadModel
from coach.models import features
from coach.models.cues import in_order, unread_moves
from coach.models.features import Array
from coach.models.folders import WEIGHTS, WeightsFolder
from coach.models.pieces import WordPieces
from coach.reading import MOVES, SIGNALS, Emotion, Signal
from coach.text.document import Document, Sentence

_MAX_SENTENCES = 64  # of a customer's message: the first and the last half of these are read
_LIKELY = 0.15  # from this probability on, a move that does not count is still told as possible
_STATES = ("explanation", "resolution")
_AT_LEAST = 0.27  # set on examples that must stay clean: a right answer without a cue; hard negatives pay for it
HEADS = ("moves", "customer", "politeness")


@dataclass(frozen=True, slots=True)
class Encoded:
    """A sentence: its vector, its unit embedding, the evidence of each piece with the pieces' offsets in it, and the strongest."""

    vector: Array
    embedding: Array
    evidence: Array
    peak: Array
    offsets: list[tuple[int, int]]


class Embedded:
    """Reads moves, emotion, signals, politeness and sentence embeddings from one folder of weights."""

    def __init__(self, folder: Path | None = None, remembered: int = 1024) -> None:
        """Open `folder` (what ships by default); keep `remembered` sentences, 0 for none.

        Raises NewerForm, or BadModel when a file is missing, broken or not the one that the card names.
        """
        weights = WeightsFolder(folder or WEIGHTS)
        self.folder = weights.path
        self.card = weights.card
        self.name = f"{self.card['name']}@{self.card['sha'][:12]}"
        self._remembered: OrderedDict[str, Encoded] = OrderedDict()
        self._most = remembered
        self._lock = Lock()  # over what is remembered: a Coach is shared between threads
        self._last: tuple[Document, Case, tuple[Array, list[Sentence], list[Encoded]]] | None = None
        self.tokenizer = _tokenizer(weights)
        self._encoder = weights.open("encoder")
        self._heads = {head: weights.open(head) for head in HEADS if head in self.card["heads"]}

    def _head(self, head: str) -> dict[str, Any]:
        """Give what the card says of `head`; raises BadModel where the folder has none."""
        if head not in self._heads:
            has = ", ".join(self._heads) or "-"
            what = {
                "en": f"it has no head for {head} (it has: {has}); training for one task moves the encoder, "
                "so a folder that `coach train` wrote is used for that task only",
                "ar": f"ليس فيه رأس {head} (فيه: {has})؛ التدريب على مهمة يغيّر المُرمِّز، فالمجلد الذي يكتبه `coach train` لتلك المهمة وحدها",
            }
            raise BadModel(where=str(self.folder), what=what)
        told: dict[str, Any] = self.card["heads"][head]
        return told

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        """Encode sentences, each by itself; those seen before come from memory."""
        return [self._recall(text) for text in texts]

    def _recall(self, text: str) -> Encoded:
        with self._lock:
            one = self._remembered.get(text)
            if one is not None:
                self._remembered.move_to_end(text)
                return one
        one = self._encode_one(text)
        if self._most:
            with self._lock:
                self._remembered[text] = one
                if len(self._remembered) > self._most:
                    self._remembered.popitem(last=False)
        return one

    def _encode_one(self, text: str) -> Encoded:
        """Run the encoder on one sentence: int8 scales activations over a whole batch, so company would change it a little."""
        pieces = self.tokenizer.encode(text)
        own, offsets = pieces.ids[: features.MAX_PIECES - 2], pieces.offsets[: features.MAX_PIECES - 2]
        vectors, embeddings, evidence = self._encoder.run(None, {"ids": np.array([[features.BEGIN, *own, features.END]], dtype=np.int64)})
        return Encoded(vectors[0], embeddings[0], evidence[0, 1:-1], evidence[0].max(0), offsets)

    def embed(self, texts: Sequence[str]) -> Array:
        """Give unit embeddings [texts, dimensions] in which translations lie close."""
        return np.stack([one.embedding for one in self.encode(texts)]) if texts else np.zeros((0, 1), dtype=np.float32)

    def moves(self, draft: Document, message: Document | None, case: Case) -> list[dict[str, float]]:
        """See MovesModel."""
        least = self._head("moves")["thresholds"]
        made = []
        for sentence, row in zip(draft.sentences, self.move_chances(draft, message, case), strict=True):
            fixed = unread_moves(sentence)
            if fixed is not None:
                made.append(fixed)
                continue
            likeliest = MOVES[int(row.argmax())]
            counts = any(chance >= bound for chance, bound in zip(row, least, strict=True))
            if not counts and row.max() >= _AT_LEAST and (likeliest in _STATES or sentence.has(f"moves.{likeliest}")):
                # A plain statement answers or explains, and which of the two divides the vote: the likelier counts.
                made.append({likeliest: float(row.max())})
                continue
            told = [(move, float(chance), bound) for move, chance, bound in zip(MOVES, row, least, strict=True) if chance >= _LIKELY]
            made.append({move: chance for move, chance, bound in told if chance >= bound})
            sentence.likely = {move: chance for move, chance, bound in told if chance < bound}
        return made

    def move_chances(self, draft: Document, message: Document | None, case: Case) -> Array:
        """Give the calibrated probabilities [sentences, moves]."""
        if not draft.sentences:
            return np.zeros((0, len(MOVES)), dtype=np.float32)
        theirs = features.spoken(message, _MAX_SENTENCES) if message is not None else []
        encoded = self.encode([sentence.text for sentence in (*draft.sentences, *theirs)])
        own = np.stack([one.vector for one in encoded[: len(draft.sentences)]])
        zero = np.zeros((1, own.shape[1]), dtype=np.float32)
        customer = np.mean([one.vector for one in encoded[len(own) :]], axis=0, keepdims=True) if theirs else zero
        told = features.moves_features(draft, case)
        before, after = np.concatenate([zero, own[:-1]]), np.concatenate([own[1:], zero])
        # The whole draft goes in beside each sentence: in a rude reply a doubtful sentence is rarely kind.
        around = np.repeat(np.concatenate([customer, own.mean(0, keepdims=True)], axis=1), len(own), axis=0)
        chances = self._chances("moves", np.concatenate([own, before, after, around, told], axis=1))
        return self._vote("moves", chances, told[:, : len(MOVES)])

    def _vote(self, head: str, learned: Array, by_cues: Array) -> Array:
        """Average what was learnt with what the cues say, by the cues' share in the vote."""
        share = np.array(self._head(head).get("cue_share", 0.0), dtype=np.float32)
        chances: Array = (1 - share) * learned + share * by_cues
        return chances

    def _chances(self, head: str, given: Array) -> Array:
        """Run a head and turn its logits into calibrated probabilities."""
        told = self._head(head)
        logits = self._heads[head].run(None, {"features": given.astype(np.float32)})[0]
        scale, shift = (np.array(told[name], dtype=np.float32) for name in ("scale", "shift"))
        chances: Array = 1 / (1 + np.exp(-(logits * scale + shift)))
        return chances

    def _message(self, message: Document, case: Case) -> tuple[Array, list[Sentence], list[Encoded]]:
        """Give the customer head's probabilities: "at least level 1, 2, 3", then the signals.

        Emotion and signals are asked of one message in turn, so the last reading is kept.
        """
        last = self._last
        if last is not None and last[0] is message and last[1] is case:
            return last[2]
        read = self._read_message(message, case)
        self._last = (message, case, read)
        return read

    def _read_message(self, message: Document, case: Case) -> tuple[Array, list[Sentence], list[Encoded]]:
        sentences = features.spoken(message, _MAX_SENTENCES)
        encoded = self.encode([sentence.text for sentence in sentences])
        vectors = np.stack([one.vector for one in encoded])
        proof = np.stack([one.peak for one in encoded]).max(0)
        told = features.customer_features(message, case)
        chances = self._chances("customer", np.concatenate([vectors.mean(0), vectors.max(0), proof, told])[None])[0]
        return self._vote("customer", chances, features.customer_by_cues(told)), sentences, encoded

    def emotion(self, message: Document, case: Case) -> Emotion:
        """See CustomerModel."""
        if not message.sentences:
            return Emotion(0, 0.5)
        at_least = np.minimum.accumulate(self._message(message, case)[0][:3])
        level = int(sum(chance >= bound for chance, bound in zip(at_least, self._head("customer")["thresholds"], strict=False)))
        steps = [1.0, *map(float, at_least), 0.0]
        return Emotion(level, steps[level] - steps[level + 1])

    def signals(self, message: Document, case: Case) -> list[Signal]:
        """See CustomerModel: the evidence is the run of pieces around the strongest one."""
        if not message.sentences:
            return []
        chances, sentences, encoded = self._message(message, case)
        found = []
        for place, name in enumerate(SIGNALS):
            chance = float(chances[3 + place])
            if chance >= self._head("customer")["thresholds"][3 + place]:
                start, end = _evidence(sentences, encoded, place)
                found.append(Signal(name, start, end, chance))
        return in_order(found, message, case)

    def politeness(self, text: Document) -> Array:
        """Give the probabilities of impolite, neutral and polite for any text; one without sentences is neutral."""
        head = self._head("politeness")
        if not text.sentences:
            return np.array([0.0, 1.0, 0.0], dtype=np.float32)
        encoded = np.stack([one.vector for one in self.encode([sentence.text for sentence in features.spoken(text, _MAX_SENTENCES)])])
        logits = self._heads["politeness"].run(None, {"features": np.concatenate([encoded.mean(0), encoded.max(0)])[None]})[0][0]
        powers = np.exp(logits * np.array(head["scale"]) + np.array(head["shift"]))
        chances: Array = powers / powers.sum()
        return chances


def _tokenizer(weights: WeightsFolder) -> WordPieces:
    try:
        return WordPieces(weights.read("tokenizer.json").decode("utf-8"))
    except ValueError:
        what = {"en": "tokenizer.json is not one that training wrote", "ar": "الملف tokenizer.json ليس مما يكتبه التدريب"}
        raise BadModel(where=str(weights.path), what=what) from None


def _evidence(sentences: Sequence[Sentence], encoded: Sequence[Encoded], place: int) -> tuple[int, int]:
    """Give the half-open offsets of the run of pieces, around the strongest, that carry at least a third of its strength."""
    best, where, peak = -1e9, 0, 0
    for index, one in enumerate(encoded):
        if len(one.evidence):
            top = int(one.evidence[:, place].argmax())
            if one.evidence[top, place] > best:
                best, where, peak = float(one.evidence[top, place]), index, top
    one, sentence = encoded[where], sentences[where]
    if not len(one.evidence):
        return sentence.start, sentence.end
    strength = 1 / (1 + np.exp(-one.evidence[:, place]))
    least = strength[peak] / 3
    left = right = peak
    while left > 0 and strength[left - 1] >= least:
        left -= 1
    while right + 1 < len(strength) and strength[right + 1] >= least:
        right += 1
    start, end = one.offsets[left][0], one.offsets[right][1]
    text = sentence.text
    while start > 0 and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return sentence.start + start, sentence.start + end
