"""Which situation a message calls for: how near its words are, its matter, and what the agent's notes and facts say of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

import numpy as np

from coach.models.protocols import SentenceEncoder
from coach.phrasebook import ASKS, Outcome, Phrasebook, Situation
from coach.reading import Reading
from coach.rewrite.notes import Notes
from coach.text import normalise

_QUERIES = 6  # of the customer's sentences are compared
_SENSE, _WORDS = 0.62, 0.55
"""What a cosine of 0 to 1 counts, of sentence embeddings and of letters; these are near where the dialect's words decide."""
_SECOND = 0.25  # of a situation's score is its second nearest example's: one stray likeness is not enough
_MATTER, _OUTCOME = 0.1, 0.15
"""What a shared matter, and the outcome named in the notes, count beside these."""
_TOLD = 0.3  # what the notes' own words count against what the situation says
_FACT = 0.05  # a fact that the situation has a place for; as much against it for one that it has none for
_UNASKED: dict[Outcome, float] = {"refused": 0.08, "done": 0.03, "boundary": 0.05}
"""What counts against saying an outcome that nobody named."""
_GRAMS = (3, 4, 5)
_WIDTH = 4096
_WORD = re.compile(r"[^\W_]+")
_SLOT = re.compile(r"{(\w+)}")
Vectors = np.ndarray[tuple[int, ...], np.dtype[np.float32]]


@dataclass(frozen=True, slots=True)
class Choice:
    """A situation and how well it fits, about 0 to 1."""

    situation: Situation
    fit: float


@dataclass(frozen=True, slots=True)
class _Held:
    """What the situations of a language are compared by: their examples, and what they say."""

    owners: tuple[tuple[int, ...], ...]  # the rows of each situation's examples
    weights: Vectors
    examples: Vectors
    said: Vectors
    slots: tuple[frozenset[str], ...]


def choose(reading: Reading, language: str, notes: Notes, phrasebook: Phrasebook, encoder: SentenceEncoder | None) -> list[Choice]:
    """Rank the situations of `language`, the best first."""
    situations = phrasebook.situations(language)
    held = _held(phrasebook, language)
    customer = reading.customer
    fits = np.zeros(len(situations))
    if customer:
        asked = [ask.text for ask in customer.asks]
        queries = (asked + [one.text for one in customer.document.body if one.text not in asked])[:_QUERIES] or [customer.document.text]
        near = _WORDS * (_grams(queries, language, held.weights) @ held.examples.T).max(0)
        if encoder is not None:
            near = near + _SENSE * (encoder.embed(queries) @ _embedded(encoder, phrasebook, language).T).max(0)
        for index, rows in enumerate(held.owners):
            best = sorted((float(near[row]) for row in rows), reverse=True)
            fits[index] = (1 - _SECOND) * best[0] + _SECOND * best[1]
    facts = reading.case.context.facts
    outcome = notes.outcome
    if notes.text:
        fits += _TOLD * (held.said @ _grams([notes.text], language, held.weights)[0])
    matters = set(list(reading.matters)[:2])
    for index, situation in enumerate(situations):
        fits[index] += _MATTER * bool(matters.intersection(situation.matters))
        fits[index] += _FACT * sum(1 if name in held.slots[index] else -1 for name in facts if name in ASKS)
        if outcome is not None:
            fits[index] += _OUTCOME if situation.outcome == outcome else -_OUTCOME
        else:
            fits[index] -= _UNASKED.get(situation.outcome, 0.0)
    order = sorted(range(len(situations)), key=lambda index: -fits[index])
    return [Choice(situations[index], float(fits[index])) for index in order]


@lru_cache(maxsize=4)
def _held(phrasebook: Phrasebook, language: str) -> _Held:
    situations = phrasebook.situations(language)
    examples = [text for situation in situations for text in situation.customer]
    owners: list[tuple[int, ...]] = []
    at = 0
    for situation in situations:
        owners.append(tuple(range(at, at + len(situation.customer))))
        at += len(situation.customer)
    plain = _grams(examples, language)
    weights = np.log((1 + len(examples)) / (1 + (plain > 0).sum(0))).astype(np.float32)
    said = [" ".join([_title(situation, language), *_texts(situation)]) for situation in situations]
    slots = tuple(frozenset(slot for text in _texts(situation) for slot in _SLOT.findall(text)) for situation in situations)
    return _Held(tuple(owners), weights, _grams(examples, language, weights), _grams(said, language, weights), slots)


def _title(situation: Situation, language: str) -> str:
    return situation.title.ar if language == "ar" else situation.title.en


def _texts(situation: Situation) -> list[str]:
    return [text for part in situation.body for forms in (part.forms, *part.dialects.values()) for text in forms.values()]


@lru_cache(maxsize=4)
def _embedded(encoder: SentenceEncoder, phrasebook: Phrasebook, language: str) -> Vectors:
    """Embed how customers put each situation."""
    return encoder.embed([text for situation in phrasebook.situations(language) for text in situation.customer])


def _grams(texts: Sequence[str], language: str, weights: Vectors | None = None) -> Vectors:
    """Give each text as a unit vector of the letter sequences in its words, the rarer weighing more."""
    fold = normalise.arabic if language == "ar" else normalise.english
    rows = np.zeros((len(texts), _WIDTH), dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        for found in _WORD.finditer(_SLOT.sub(" ", text)):
            word = f"^{fold(found[0])}$"
            for size in _GRAMS:
                for start in range(max(1, len(word) - size + 1)):
                    row[crc32(word[start : start + size].encode()) % _WIDTH] = 1
    if weights is None:
        return rows
    rows *= weights
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)  # type: ignore[no-any-return]
