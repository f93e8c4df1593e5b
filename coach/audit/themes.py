"""Themes: what customers write about, found in their first messages; named in both languages, with their growth over time."""

import heapq
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from coach.audit import causes, clusters, files, keyphrases
from coach.audit.clusters import Array, Clusters
from coach.audit.tables import THEMES
from coach.models.protocols import SentenceEncoder
from coach.text.cues import load_cues
from coach.text.document import Document, Sentence
from coach.text.language import SUPPORTED

_MOST_SENTENCES = 8
_COURTESY = frozenset({"moves.greeting", "moves.closing", "moves.gratitude"})
_SHORT = 5  # words: a longer sentence with a greeting says something else too
_WORDS = 2.0  # a message's words beside its sentences: sentences alone cluster by their grammar as much as by their matter
_REMEMBERED = 20_000
_SHARED = 0.5  # of the members with a cause: from here on a theme is named by it
_KNOWN = 0.2  # of the members: fewer with a cause cannot name all
_MOST_CAUSES = 5
_IN_NAME = 2  # keyphrases
_LEAST_FOR_GROWTH = 10  # conversations of a theme in the two thirds that are compared
_SEPARATOR = {"en": ", ", "ar": "، "}
_NAMELESS = {"en": "Various matters", "ar": "موضوعات متفرقة"}


SAMPLE = 20_000
"""The most openings that are clustered; all are given a theme."""


class _Opening(NamedTuple):
    """An opening of the sample; they stand in the order of `place`, a hash of the conversation."""

    place: int
    conversation: str
    language: str | None
    text: str
    cause: str | None
    vector: bytes


@dataclass(slots=True)
class _Tally:
    """What is counted of each theme while all openings pass."""

    size: Counter[int] = field(default_factory=Counter)
    weeks: Counter[str] = field(default_factory=Counter)
    by_week: Counter[tuple[int, str]] = field(default_factory=Counter)
    causes: Counter[tuple[int, str]] = field(default_factory=Counter)
    examples: dict[int, tuple[float, str, str]] = field(default_factory=dict)


def vector(document: Document, encoder: SentenceEncoder) -> bytes | None:
    """Give an opening's unit vector as int8 times 127, or None where nothing but courtesies is said in a language that is read.

    It is the mean of the sentences and, weighing twice as much, of the words that name something.
    """
    if document.language.code not in SUPPORTED or document.language.arabizi:
        return None
    sentences = [sentence for sentence in document.body if sentence.words and not _is_courtesy(sentence)][:_MOST_SENTENCES]
    if not sentences:
        return None
    whole = clusters.unit(encoder.embed([sentence.text for sentence in sentences]).mean(0))
    words = [word for one in sentences for word in one.words if word[0].isalpha() and keyphrases.says(word, one.language)]
    if words:
        mean: Array = np.mean([_word_vector(encoder, word) for word in words], axis=0)
        whole = clusters.unit(whole + _WORDS * clusters.unit(mean))
    return bytes(np.rint(whole * clusters.SCALE).astype(np.int8).tobytes())


def make(openings: Callable[[], Iterator[pa.RecordBatch]], out: Path, seed: int, sample: int = SAMPLE) -> Clusters | None:
    """Find the themes and write their table, the largest in the sample first, to `out`; `themes_of` says which conversation has which.

    `openings` is called twice, for batches with conversation, language, week, opening (masked), cause and vector (see `vector`);
    the order in which they come changes nothing. None where there are too few openings.
    """
    chosen = _sample(openings(), sample)
    parts = [one.vector for one in chosen], [one.language for one in chosen], [one.cause for one in chosen]
    found = clusters.find(*parts, seed=seed)
    if found is None:
        files.write_table(out, THEMES.empty_table())
        return None
    tally = _Tally()
    for batch in openings():
        _count_batch(batch, found, tally)
    places, _ = found.nearest(*parts)
    files.write_table(out, _table(tally, {language: _phrases(chosen, places.tolist(), language, found) for language in _NAMELESS}))
    return found


def themes_of(batch: pa.RecordBatch, found: Clusters | None) -> dict[str, int]:
    """Give the theme of each conversation of a batch of openings that has one."""
    if found is None or not batch.num_rows:
        return {}
    places, _ = found.nearest(*(batch.column(name).to_pylist() for name in ("vector", "language", "cause")))
    names = batch.column("conversation").to_pylist()
    return {name: place for name, place in zip(names, places.tolist(), strict=True) if place >= 0}


def _phrases(chosen: Sequence[_Opening], places: Sequence[int], language: str, found: Clusters) -> list[list[str]]:
    """Give the keyphrases of each theme in the openings of one language."""
    groups: list[list[str]] = [[] for _ in found.centres]
    for one, place in zip(chosen, places, strict=True):
        if place >= 0 and one.language == language:
            groups[place].append(one.text)
    return keyphrases.of_each(groups, language)


def _sample(batches: Iterator[pa.RecordBatch], most: int) -> list[_Opening]:
    """Keep the openings whose conversations have the smallest hashes."""
    kept: list[tuple[int, str, _Opening]] = []
    for batch in batches:
        columns = (batch.column(name).to_pylist() for name in ("conversation", "language", "opening", "cause", "vector"))
        for conversation, language, text, cause, packed in zip(*columns, strict=True):
            place = int.from_bytes(blake2b(conversation.encode(), digest_size=8).digest())
            if len(kept) >= most and place >= -kept[0][0]:
                continue
            one = (-place, conversation, _Opening(place, conversation, language, text or "", cause, packed))
            if len(kept) < most:
                heapq.heappush(kept, one)
            else:
                heapq.heapreplace(kept, one)
    return sorted(one for _, _, one in kept)


def _count_batch(batch: pa.RecordBatch, found: Clusters, tally: _Tally) -> None:
    """Count what the themes hold of a batch."""
    rows = batch.to_pylist()
    if not rows:
        return
    themes, distances = found.nearest(*([row[name] for row in rows] for name in ("vector", "language", "cause")))
    for row, theme, distance in zip(rows, themes.tolist(), distances.tolist(), strict=True):
        if row["week"] is not None:
            tally.weeks[row["week"]] += 1
        if theme >= 0:
            _count(tally, theme, distance, row)


def _count(tally: _Tally, theme: int, distance: float, row: dict[str, str]) -> None:
    tally.size[theme] += 1
    if row["week"] is not None:
        tally.by_week[theme, row["week"]] += 1
    if row["cause"] is not None:
        tally.causes[theme, row["cause"]] += 1
    example = (round(distance, 5), row["conversation"], row["opening"])
    if row["opening"] and (theme not in tally.examples or example < tally.examples[theme]):
        tally.examples[theme] = example


def _table(tally: _Tally, phrases: dict[str, list[list[str]]]) -> pa.Table:
    rows = []
    taken: set[str] = set()
    for theme in range(len(phrases["en"])):
        told = [(count, cause) for (one, cause), count in tally.causes.items() if one == theme]
        told.sort(key=lambda item: (-item[0], item[1]))
        name = {key: _name(key, told, tally.size[theme], phrases[key][theme], taken) for key in _NAMELESS}
        rows.append(
            {
                "theme": theme,
                "name_en": name["en"],
                "name_ar": name["ar"],
                "size": tally.size[theme],
                "keyphrases_en": phrases["en"][theme],
                "keyphrases_ar": phrases["ar"][theme],
                "growth": _growth(theme, tally),
                "example": tally.examples.get(theme, (0.0, "", None))[2],
                "causes": [cause for _, cause in told[:_MOST_CAUSES]],
            }
        )
    return pa.Table.from_pylist(rows, THEMES)


def _name(language: str, told: Sequence[tuple[int, str]], size: int, phrases: Sequence[str], taken: set[str]) -> str:
    """Name a theme by the cause or the matter that most of its members share, else by its keyphrases; no two alike."""
    shared = _shared(told, size)
    if shared is not None:
        base, rest = causes.name(shared, language), list(phrases)
    elif phrases:
        base, rest = _SEPARATOR[language].join(phrases[:_IN_NAME]), list(phrases[_IN_NAME:])
    elif told:  # nobody wrote in this language: what is commonest has a name in it all the same
        base, rest = causes.name(told[0][1], language), []
    else:
        base, rest = _NAMELESS[language], []
    ways = [base, *(f"{base}{'،' if language == 'ar' else ','} {phrase}" for phrase in rest)]
    number = 2
    while ways[0] in taken:
        del ways[0]
        if not ways:
            ways.append(f"{base} {number}")
            number += 1
    taken.add(ways[0])
    return ways[0]


def _shared(told: Sequence[tuple[int, str]], size: int) -> str | None:
    """Give the cause, else the matter, that most members with a cause share; None where there are too few of them."""
    known = sum(count for count, _ in told)
    if not known or known < _KNOWN * size:
        return None
    by_matter: Counter[str] = Counter()
    for count, cause in told:
        if "/" in cause and count >= _SHARED * known:
            return cause
        by_matter[cause.partition("/")[0]] += count
    matter, count = min(by_matter.items(), key=lambda item: (-item[1], item[0]))
    return matter if count >= _SHARED * known else None


def _growth(theme: int, tally: _Tally) -> float | None:
    """Give how many times larger its share of the last third of the weeks is; unseen in the first, it counts as half a one there."""
    weeks = sorted(tally.weeks)
    third = len(weeks) // 3
    if not third:
        return None
    own, share = [], []
    for part in (weeks[:third], weeks[-third:]):
        count = sum(tally.by_week[theme, week] for week in part)
        own.append(count)
        share.append(max(count, 0.5) / sum(tally.weeks[week] for week in part))
    return round(share[1] / share[0], 4) if sum(own) >= _LEAST_FOR_GROWTH else None


def _is_courtesy(sentence: Sentence) -> bool:
    """Tell whether a short sentence only greets, thanks or takes leave."""
    if sentence.n_words > _SHORT or sentence.is_question:
        return False
    hits = load_cues(sentence.language, ("moves",)).find(sentence.words)
    return any(hit.label.partition("/")[0] in _COURTESY for hit in hits)


@lru_cache(maxsize=_REMEMBERED)
def _word_vector(encoder: SentenceEncoder, word: str) -> Array:
    made: Array = encoder.embed([word])[0]
    return made
