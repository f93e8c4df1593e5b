"""An agent's notes expanded into sentences by small edits: words written out, put in, changed in person; no other word comes or goes.

A tagger reads a piece of the notes beside what stood before it (a bidirectional GRU over hashed words and their ends). Before each word it
chooses what is put in, from a closed list of short phrases, and what becomes of the word: kept, left out, written out by the lexicon, or
given another beginning or end («يوقع» becomes «توقع»). So nothing can come into a sentence but what editors often put there (text
editing by tags: Malmi et al. 2019, "Encode, Tag, Realize"). The same network then reads each likely sentence and tells whether it is a
sound one, and whether the piece is for the customer at all. It learnt from sentences made terse by rule, then from pieces and their
sentences by hand (`training/expanding.py`, `corpus/notes_*.jsonl`).
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any
from zlib import crc32

import numpy as np

from coach.models.features import Array
from coach.models.folders import WEIGHTS, WeightsFolder
from coach.text import normalise

BUCKETS = 6144
_BEFORE = 6  # words of the pieces before
_PREVIOUS, _START, _SAID, _END = "<previous>", "<start>", "<said>", "<end>"
_OUTPUTS = ("put_in", "becomes", "internal", "sound")
_WAYS = 24  # sentences that are weighed against one another
_RARELY = 0.03  # the share of the likeliest choice's chance below which another is not tried
_SOUND_WEIGHT = 2.0
"""Of a sentence's soundness beside the edits' chance, as powers."""
_ENDS = 4  # letters of a beginning or an end that are looked at
_TOKEN = re.compile(r"\d[\d.,:/٫٬%-]*\d%?|[£$€]\d[\d.,]*\d?|[^\s()\[\]\"“”«»,،;؛:!?؟+=>→/]+|[()\[\]\"“”«»,،;؛:!?؟+=>→/]")
_CLOSING = frozenset(",.?!)،؛:؟%/")
_LEAST_STEM = 2
KEEP, LEAVE_OUT, WRITE_OUT = range(3)
"""The first labels of a word: kept, left out, written as the lexicon has it; ends and single words follow."""


@dataclass(frozen=True, slots=True)
class Affix:
    """A word's beginning and end, and what they become."""

    start: str
    new_start: str
    end: str
    new_end: str

    def apply(self, word: str) -> str | None:
        """Give the word with its beginning and end changed; None for one that does not have them."""
        if not word.startswith(self.start) or not word.endswith(self.end):
            return None
        stem = word[len(self.start) : len(word) - len(self.end)]
        return f"{self.new_start}{stem}{self.new_end}" if len(stem) >= _LEAST_STEM else None


@dataclass(frozen=True, slots=True)
class Edits:
    """The edits that one language's tagger may choose: phrases put in, words left out, words written out, affixes, other words.

    Words of `left_out`, `lexicon` and `seen` are in small letters.
    """

    put_in: list[str]
    left_out: frozenset[str]
    lexicon: dict[str, str]
    affixes: list[Affix]
    others: list[str]
    seen: frozenset[tuple[str, str]]

    @property
    def n_words(self) -> int:
        """How many labels a word may have."""
        return WRITE_OUT + 1 + len(self.affixes) + len(self.others)

    def options(self, word: str) -> list[tuple[int, str]]:
        """List what may become of a word: labels, and the words they give."""
        low = word.lower()
        found = [(KEEP, word)]
        if low in self.left_out:
            found.append((LEAVE_OUT, ""))
        if low in self.lexicon:
            found.append((WRITE_OUT, self.lexicon[low]))
        at = WRITE_OUT + 1
        changed = ((at + n, affix.apply(word)) for n, affix in enumerate(self.affixes))
        plain = normalise.arabic(word)
        # How a word is spelt is the lexicon's to know: «الاولوية» with a hamza put where another word has one is a slip.
        found += [(label, text) for label, text in changed if text is not None and normalise.arabic(text) != plain]
        at += len(self.affixes)
        found += [(at + n, other) for n, other in enumerate(self.others) if (low, other) in self.seen]
        # "mon-sat" written out as "Monday" would lose a day: a joined word keeps its joint.
        return [(label, text) for label, text in found if "-" in text or "-" not in word.strip("-")]

    def as_dict(self) -> dict[str, Any]:
        """Give the form that the weights keep."""
        return {
            "put_in": self.put_in,
            "left_out": sorted(self.left_out),
            "lexicon": self.lexicon,
            "affixes": [[one.start, one.new_start, one.end, one.new_end] for one in self.affixes],
            "others": self.others,
            "seen": sorted(self.seen),
        }

    @classmethod
    def of(cls, told: dict[str, Any]) -> "Edits":
        """Read what `as_dict` wrote."""
        return cls(
            told["put_in"],
            frozenset(told["left_out"]),
            told["lexicon"],
            [Affix(*one) for one in told["affixes"]],
            told["others"],
            frozenset((word, other) for word, other in told["seen"]),
        )


@dataclass(frozen=True, slots=True)
class Expanded:
    """A piece as a sentence, the chances of all its edits together, that it is a sound sentence, and that it is not for the customer."""

    text: str
    chance: float
    sound: float
    internal: float

    @property
    def confidence(self) -> float:
        """How sure the sentence is, 0 to 1."""
        return float(np.sqrt(self.chance)) * self.sound


def tokens(text: str) -> list[str]:
    """Cut a piece into words and signs; figures keep theirs, stops at a word's end are left out."""
    found = (token.rstrip(".") or token for token in _TOKEN.findall(text))
    return [token for token in found if token.strip(".")]


def sequence(words: Sequence[str], before: Sequence[str]) -> list[str]:
    """Give what the tagger reads: the last words of the notes before, and the piece between two marks."""
    return [_PREVIOUS, *before[-_BEFORE:], _START, *words, _END]


def said_sequence(words: Sequence[str]) -> list[str]:
    """Give what is read of a finished sentence."""
    return [_SAID, *words, _END]


@lru_cache(maxsize=8192)
def buckets(word: str) -> tuple[int, ...]:
    """Give the rows of the table whose mean a word is: itself, its beginnings and ends; all digits are one."""
    plain = re.sub(r"\d", "0", normalise.western_digits(word).lower())
    signs = [f"={plain}"]
    for length in range(1, _ENDS + 1):
        if len(plain) > length:
            signs += [f"<{plain[:length]}", f">{plain[-length:]}"]
    return tuple(crc32(sign.encode()) % BUCKETS for sign in signs)


def joined(words: Sequence[str]) -> str:
    """Write words as a sentence: signs stand where they belong, a capital begins, a stop ends."""
    text = ""
    for word in words:
        if text and (word in _CLOSING or text[-1] in "(/"):
            text += word
        else:
            text += f" {word}" if text else word
    text = text[:1].upper() + text[1:]
    return text if text[-1:] in ".?!؟" else f"{text}."


class Expander:
    """One language's tagger.

    A piece is told from a confidence of `least` on and proposed from `likely` on, unless its chance of being internal is `doubtful`; from
    `internal` on it surely is.
    """

    def __init__(self, weights: dict[str, Array], edits: Edits, bounds: dict[str, float]) -> None:
        """Take the tagger's arrays, by name, the edits that its outputs stand for, and the bounds by name."""
        self.least, self.likely, self.doubtful, self.internal = (bounds[name] for name in ("least", "likely", "doubtful", "internal"))
        self._table, self._scales = weights["table.weight"], weights["table.scale"]  # as int8: only a few rows are read at a time
        self._cells = {name: weights[name].astype(np.float32) for name in weights if not name.startswith("table.")}
        for name in _OUTPUTS:
            self._cells[f"{name}.weight"] *= self._cells.pop(f"{name}.scale")
        self.edits = edits

    def expand(self, piece: str, before: Sequence[str]) -> Expanded:
        """Expand one piece; `before` are the words of the notes before it."""
        words = tokens(piece)
        put_in, becomes, internal = self._read(words, before)
        choices: list[list[tuple[float, str]]] = []
        for place in range(len(words) + 1):
            choices.append(_likely(zip(put_in[place], self.edits.put_in, strict=True)))
            if place < len(words):
                options = self.edits.options(words[place])
                chances = _softmax(becomes[place][[label for label, _ in options]])
                choices.append(_likely(zip(chances, (text for _, text in options), strict=True)))
        ways = ((chance, [word for text in texts for word in text.split()]) for chance, texts in _ways(choices))
        weighed = ((chance, self._sound(told), told) for chance, told in ways)
        chance, sound, told = max(weighed, key=lambda way: way[0] * way[1] ** _SOUND_WEIGHT)
        return Expanded(joined(told), chance, sound, internal)

    def internal_chance(self, piece: str, before: Sequence[str]) -> float:
        """Give the chance, 0 to 1, that a piece is not for the customer."""
        return self._read(tokens(piece), before)[2]

    def _read(self, words: Sequence[str], before: Sequence[str]) -> tuple[Array, Array, float]:
        """Give the chances of what is put in at each place, the scores of what each word becomes, and the chance of an internal piece."""
        read = sequence(words, before)
        states = self._states(read)
        start = len(read) - len(words) - 1
        places = np.concatenate([states[start - 1 : -1], states[start:]], axis=1)
        put_in = _softmax(places @ self._cells["put_in.weight"].T + self._cells["put_in.bias"])
        becomes = places @ self._cells["becomes.weight"].T + self._cells["becomes.bias"]
        return put_in, becomes, self._judged("internal", places)

    def _sound(self, words: Sequence[str]) -> float:
        """Give the chance that words are a sound sentence."""
        states = self._states(said_sequence([word.lower() for word in words]))
        return self._judged("sound", np.concatenate([states[:-1], states[1:]], axis=1))

    def _judged(self, name: str, places: Array) -> float:
        score = places.max(0) @ self._cells[f"{name}.weight"][0] + self._cells[f"{name}.bias"][0]
        return float(1 / (1 + np.exp(-score)))

    def _states(self, read: Sequence[str]) -> Array:
        rows = [list(buckets(word)) for word in read]
        given = np.stack([(self._table[own] * self._scales[own]).mean(0) for own in rows])
        return np.concatenate([self._run(given, "forward"), self._run(given[::-1], "backward")[::-1]], axis=1)

    def _run(self, given: Array, way: str) -> Array:
        """Run one direction of the GRU over [words, figures]; gates in the order that torch keeps them: reset, update, new."""
        inputs = given @ self._cells[f"{way}.input"].T + self._cells[f"{way}.input_bias"]
        weights, bias = self._cells[f"{way}.state"], self._cells[f"{way}.state_bias"]
        size = weights.shape[1]
        state, states = np.zeros(size, dtype=np.float32), []
        for row in inputs:
            own = weights @ state + bias
            gates = 1 / (1 + np.exp(-(row[: 2 * size] + own[: 2 * size])))
            new = np.tanh(row[2 * size :] + gates[:size] * own[2 * size :])
            state = (1 - gates[size:]) * new + gates[size:] * state
            states.append(state)
        return np.stack(states)


def _likely(choices: Iterable[tuple[float, str]]) -> list[tuple[float, str]]:
    """Give the choices that are worth a try, the likeliest first."""
    ordered = sorted(((float(chance), text) for chance, text in choices), reverse=True)
    return [one for one in ordered if one[0] >= _RARELY * ordered[0][0]]


def _ways(choices: Sequence[list[tuple[float, str]]]) -> list[tuple[float, list[str]]]:
    """Give the likeliest combinations with their chances (a beam, as the choices are told apart)."""
    beam: list[tuple[float, list[str]]] = [(1.0, [])]
    for place in choices:
        beam = [(chance * own, [*texts, text]) for chance, texts in beam for own, text in place]
        beam = sorted(beam, key=lambda way: -way[0])[:_WAYS]
    return beam


def _softmax(scores: Array) -> Array:
    powers = np.exp(scores - scores.max(-1, keepdims=True))
    chances: Array = powers / powers.sum(-1, keepdims=True)
    return chances


def file_of(language: str) -> str:
    """Name the file of a language's tagger: its arrays, and its edits as JSON in bytes."""
    return f"expander_{language}.npz"


@lru_cache(maxsize=2)
def expander(language: str) -> Expander | None:
    """Give the tagger that ships for `language`; None while it is being trained.

    Raises BadModel when the file is not the one that the card names.
    """
    weights = WeightsFolder(WEIGHTS)
    bounds = weights.card["heads"].get("expander")
    if bounds is None:
        return None
    with np.load(BytesIO(weights.read(file_of(language))), allow_pickle=False) as told:
        arrays = {name: told[name] for name in told.files}
    return Expander(arrays, Edits.of(json.loads(arrays.pop("edits").tobytes())), bounds[language])
