"""The first reader: moves, emotion and signals from cues and from where a sentence stands.

It needs no weights, so it is the fallback when none are there, and the baseline for what learns.
"""

import re

from coach.case import Case
from coach.reading import SIGNALS, SURE, Emotion, Signal
from coach.text.document import Document, Sentence
from coach.text.normalise import bare

_MOVE = "moves."
_CUSTOMER = "customer."
_VOCATIVE = re.compile(r"[,،:]\s*$")
_AFTER_GREETING = re.compile(r"[,،!:.]")
_NAME_LINE = re.compile(r"[\W_]*[^\W\d_][\w'’.-]*(?:\s+[^\W\d_&][\w'’.-]*){0,3}\W*$")
_FRAGMENT = re.compile(r"\W*+(?:\d+\s*/\s*\d+|\[?link\]?|https?://\S+)?\W*+$", re.IGNORECASE)
# A move takes the place of those beside it where its cue is at least as sure.
_CANCELS = {"offer_help": ("question", "commitment"), "closing": ("question",), "non_apology": ("apology",), "refusal": ("resolution",)}
_LEAST_STATEMENT = 3
_LEVEL_OF_CUE = {"thanks": 0, "dissatisfied": 1, "angry": 2, "hostile": 3}
_LEVEL_OF_SIGNAL = {"insult": 3, "threat_harm": 2, "threat_public": 2, "threat_leave": 2, "sarcasm": 2, "repeat_contact": 1}
"""What a signal says of the emotion, for half its confidence: it may also be said calmly."""
_SHOUT = re.compile(r"(?<![A-Z])[A-Z]{3,}(?:\W+[A-Z]{2,}){2,}")
_FURY = re.compile("!{2,}|[؟?!]{3,}|[\U0001f620\U0001f621\U0001f92c\U0001f624]")


def _words_said(sentence: Sentence) -> int:
    """Count the words of a sentence, those of a greeting before its first comma left out."""
    if "moves.greeting" not in sentence.labels:
        return sentence.n_words
    parts = _AFTER_GREETING.split(sentence.text, maxsplit=1)
    return len(parts[1].split()) if len(parts) > 1 else sentence.n_words - _LEAST_STATEMENT


def _is_name(sentence: Sentence) -> bool:
    return _NAME_LINE.match(bare(sentence.text)[0]) is not None and not sentence.is_question


def in_order(found: list[Signal], message: Document, case: Case) -> list[Signal]:
    """Give signals in order of place; a thread with an earlier message of the customer's is a repeated contact."""
    if case.earlier >= 1 and message.text and all(signal.signal != "repeat_contact" for signal in found):
        found = [*found, Signal("repeat_contact", 0, len(message.text), 0.6)]
    return sorted(found, key=lambda signal: (signal.start, SIGNALS.index(signal.signal)))


def unread_moves(sentence: Sentence) -> dict[str, float] | None:
    """Give the moves of what no model reads, or None: a signature closes; a quotation, a header, a bare link do nothing."""
    if sentence.kind == "signature":
        return {"closing": 0.9}
    return {} if sentence.kind != "body" or _FRAGMENT.match(sentence.text) else None


class CueReader:
    """Moves of a draft and feelings of a customer, read from cues."""

    name = "cues"

    def moves(self, draft: Document, message: Document | None, case: Case) -> list[dict[str, float]]:
        """See MovesModel."""
        n = len(draft.sentences)
        return [self._sentence(draft, index, n) for index in range(n)]

    def _sentence(self, draft: Document, index: int, n: int) -> dict[str, float]:
        sentence = draft.sentences[index]
        fixed = unread_moves(sentence)
        if fixed is not None:
            return fixed
        moves: dict[str, float] = {}
        for hit in sentence.hits:
            if hit.label.startswith(_MOVE):
                move = hit.label[len(_MOVE) :].partition("/")[0]
                if hit.confidence > moves.get(move, 0.0):
                    moves[move] = hit.confidence
        self._by_place(sentence, index, n, moves)
        for move, cancelled in _CANCELS.items():
            if move in moves:
                for other in cancelled:
                    if moves.get(other, 1.0) <= moves[move]:
                        moves.pop(other, None)
        moves = {move: confidence for move, confidence in moves.items() if confidence >= SURE}
        short = any(sentence.start <= fact.start < sentence.end for fact in draft.facts) or sentence.has("time.date")
        if moves.keys() <= {"greeting"} and _words_said(sentence) >= (1 if short and not moves else _LEAST_STATEMENT):
            # A plain statement that no cue knows, alone or after the greeting; with a fact in it, however short.
            moves["explanation"] = 0.55
        return moves

    def _by_place(self, sentence: Sentence, index: int, n: int, moves: dict[str, float]) -> None:
        """Use what stands where: a vocative first, a name last, a question mark, the plain statement."""
        n_words = sentence.n_words
        if index > 1 and "greeting" in moves and n_words > 3:
            del moves["greeting"]
        if index == 0 and n_words <= 5 and not moves and _VOCATIVE.search(sentence.text):
            moves["greeting"] = 0.85
        if "closing" in moves and index < n / 2 - 1 and n > 2:
            del moves["closing"]
        if index == n - 1 and index > 0 and not moves and n_words <= 4 and _is_name(sentence):
            moves["closing"] = 0.7
        if sentence.is_question and not moves.keys() & {"offer_help", "question", "dismissive", "greeting"}:
            moves["question"] = 0.75

    def emotion(self, message: Document, case: Case) -> Emotion:
        """See CustomerModel: the strongest of the levels' cues, raised by shouting and piled-up signs."""
        scores = [0.0, 0.0, 0.0, 0.0]
        for sentence in message.body:
            said: dict[str, float] = {}
            for hit in sentence.hits:
                if hit.label.startswith(_CUSTOMER):
                    name = hit.label[len(_CUSTOMER) :].partition("/")[0]
                    level = _LEVEL_OF_CUE.get(name)
                    if level is not None:
                        scores[level] += hit.confidence
                    if name in _LEVEL_OF_SIGNAL and hit.confidence >= SURE:
                        said[name] = max(said.get(name, 0.0), hit.confidence)
            for name, confidence in said.items():
                scores[_LEVEL_OF_SIGNAL[name]] += confidence / 2
        text = message.text
        if _SHOUT.search(text):
            scores[2] += 0.7
        scores[2] += 0.35 * min(3, len(_FURY.findall(text)))
        if scores[3] >= 0.6:
            return Emotion(3, min(0.95, scores[3]))
        if scores[2] >= 0.65:
            return Emotion(2, min(0.95, 0.4 + scores[2] / 2))
        if scores[1] + scores[2] >= 0.5 and scores[1] + scores[2] > scores[0] * 0.8:
            return Emotion(1, min(0.9, 0.4 + scores[1] / 2))
        return Emotion(0, 0.7 if scores[0] or not message.body else 0.6)

    def signals(self, message: Document, case: Case) -> list[Signal]:
        """See CustomerModel."""
        best: dict[str, Signal] = {}
        for sentence in message.body:
            for hit in sentence.hits:
                name = hit.label[len(_CUSTOMER) :].partition("/")[0] if hit.label.startswith(_CUSTOMER) else ""
                if name in SIGNALS and (name not in best or hit.confidence > best[name].confidence) and hit.confidence >= 0.5:
                    start, end = sentence.span(hit)
                    best[name] = Signal(name, start, end, hit.confidence)
        return in_order([*best.values()], message, case)
