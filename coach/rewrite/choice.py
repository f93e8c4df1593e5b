"""Which situation a message calls for: how near its words are, its matter, and what the agent's notes and facts say of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

import numpy as np

from coach.models.protocols import SentenceEncoder
from coach.phrasebook import Outcome, Phrasebook, Situation
from coach.reading import Reading
from coach.rewrite.notes import Notes
from coach.slots import slots
from coach.text import normalise

_QUERIES = 6  # of the customer's sentences are compared
_SENSE, _WORDS = 0.6, 0.4
"""What a cosine of 0 to 1 to an example counts, of sentence embeddings and of letters: these are near where a dialect's words decide."""
_TITLE, _SAID = 0.4, 0.4
"""What likeness to the situation's title counts, and to what the situation says."""
_SECOND = 0.3  # of the examples' part is the second nearest's: one stray likeness is not enough
_MATTERS = (0.15, 0.1)  # what the message's first and second matter count
_ORDERED = {"delay": "late", "not_received": "late", "damaged": "damaged", "wrong_item": "wrong_item", "missing_part": "missing_part"}
"""Matters of one order that are easily taken for each other; what is late may not have come at all."""
_NEIGHBOUR = 0.25  # what counts against a situation of another of these matters than the message surely names
_OUTCOME = 0.2  # what the outcome named in the notes counts, for and against
_GAINSAID = 0.6  # what counts against a situation that does what the notes refuse, or refuses what they grant
_NOTES = 0.8  # what the notes' own words count, held against what the situation says
_FACT = 0.05  # a fact that the situation has a place for; as much against it for one that it has none for
_UNASKED: dict[Outcome, float] = {"refused": 0.08, "done": 0.03, "boundary": 0.05}
"""What counts against saying an outcome that nobody named."""
_NEAR = {("done", "possible"), ("done", "info"), ("pending", "info"), ("possible", "info"), ("pending", "done"), ("pending", "possible")}
"""Outcomes of notes and the situations' that do not gainsay them; of any matter it can be said what is under way."""
_FULL = 1.6  # all of these together, seldom reached
_GRAMS = (3, 4, 5)
_WIDTH = 4096
_WORD = re.compile(r"[^\W_]+")
_SLOT = re.compile(r"{(\w+)}")
Vectors = np.ndarray[tuple[int, ...], np.dtype[np.float32]]


@dataclass(frozen=True, slots=True)
class Choice:
    """A situation and how well it fits, 0 to 1."""

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
        letters = _grams([*queries, customer.document.text], language, held.weights)
        near = _WORDS * (letters @ held.examples.T).max(0)
        fits += _SAID * (letters @ held.said.T).max(0)
        if encoder is not None:
            senses = encoder.embed(queries)
            near = near + _SENSE * (senses @ _embedded(encoder, phrasebook, language, titles=False).T).max(0)
            fits += _TITLE * (senses @ _embedded(encoder, phrasebook, language, titles=True).T).max(0)
        for index, rows in enumerate(held.owners):
            best = sorted((float(near[row]) for row in rows), reverse=True)
            fits[index] += (1 - _SECOND) * best[0] + _SECOND * best[1]
    facts = reading.case.context.facts
    if notes.text:
        fits += _NOTES * (held.said @ _grams([notes.text], language, held.weights)[0])
    matters = list(zip(reading.matters, _MATTERS, strict=False))
    ordered = {_ORDERED[matter] for matter in reading.matters if matter in _ORDERED}
    for index, situation in enumerate(situations):
        fits[index] += sum(weight for matter, weight in matters if matter in situation.matters)
        fits[index] -= _NEIGHBOUR * _is_other(ordered, situation)
        fits[index] += _FACT * sum(1 if name in held.slots[index] else -1 for name in facts if name in slots())
        fits[index] += _outcome(notes.outcome, situation) if notes.outcome else -_UNASKED.get(situation.outcome, 0.0)
    order = sorted(range(len(situations)), key=lambda index: -fits[index])
    return [Choice(situations[index], float(np.clip(fits[index] / _FULL, 0, 1))) for index in order]


def _outcome(named: Outcome, situation: Situation) -> float:
    """Weigh how a situation's outcome goes with the one that was named."""
    agrees = _agrees(named, situation)
    return -_GAINSAID if agrees < 0 and "refused" in (named, situation.outcome) else _OUTCOME * agrees


def _agrees(named: Outcome, situation: Situation) -> int:
    """Tell whether a situation says the outcome that was named: 1, -1 if it says another, 0 if it leaves it open."""
    if situation.outcome == named or (named == "refused" and any(part.move == "refusal" for part in situation.body)):
        return 1
    return 0 if (named, situation.outcome) in _NEAR else -1


def _is_other(ordered: set[str], situation: Situation) -> bool:
    """Tell whether a situation is of what can go wrong with an order, and of none of what did."""
    own = {_ORDERED[matter] for matter in situation.matters if matter in _ORDERED}
    return bool(ordered and own) and own.isdisjoint(ordered)


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


@lru_cache(maxsize=8)
def _embedded(encoder: SentenceEncoder, phrasebook: Phrasebook, language: str, *, titles: bool) -> Vectors:
    """Embed each situation's title, or how customers put each."""
    situations = phrasebook.situations(language)
    if titles:
        return encoder.embed([_title(situation, language) for situation in situations])
    return encoder.embed([text for situation in situations for text in situation.customer])


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
