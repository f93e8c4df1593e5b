"""A text, read once: language, sentences with their words and cues, facts, dialect, names."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from coach.text import language as languages
from coach.text import normalise
from coach.text.cues import Hit, load_cues
from coach.text.facts import Fact, find_facts
from coach.text.pipelines import pipeline, tokenise
from coach.text.segments import Kind, Marked, Segment, segment, unmarked

DRAFT_CUES = ("moves", "style", "matters", "time", "dialect")
CUSTOMER_CUES = ("customer", "style", "matters", "time", "dialect")
DIALECTS = ("gulf", "egyptian", "levantine", "maghrebi")
_MAX_CACHED_NORMS = 16_000
_REMEMBERED = 2048
_MIN_WORDS_FOR_MSA = 6
_OTHER_SCRIPT = {"ar": re.compile("[A-Za-z]"), "en": re.compile("[\u0620-\u06d3]")}
_QUOTED = re.compile(r"⟦[^⟦⟧\n]{1,400}⟧|“[^”\n]{1,300}”|«[^»\n]{1,300}»|\"[^\"\n]{1,300}\"|(?<!\w)'[^'\n]{3,300}'(?!\w)")


@dataclass(slots=True)
class Sentence:
    """One sentence: half-open offsets in its text, normalised words, and the cues found outside quotation and open slots.

    `labels` groups the hits by label, those of `a/b` under `a` too. `moves` are those that count, with
    the reader's confidence; `likely` those that it thinks possible but does not count. `spare` is the
    chance, 0 to 1, that a team lead would not let it pass; in replies that serve their customer it says little.
    """

    start: int
    end: int
    text: str
    kind: Kind
    line: int
    language: str
    words: list[str]
    starts: list[int]
    ends: list[int]
    hits: list[Hit]
    moves: dict[str, float] = field(default_factory=dict)
    labels: dict[str, list[Hit]] = field(default_factory=dict)
    likely: dict[str, float] = field(default_factory=dict)
    spare: float = 0.0
    n_words: int = field(init=False)
    """Words; a contraction is one, signs are none."""

    def __post_init__(self) -> None:
        """Count once what many ask."""
        self.n_words = len(set(self.starts)) - (self.words.count("?") + self.words.count("!"))

    @property
    def is_question(self) -> bool:
        """Tell whether it ends as a question."""
        return "?" in self.words[-2:]

    def labelled(self, label: str) -> list[Hit]:
        """List the hits of `label` or of a part of it (`label/…`)."""
        return self.labels.get(label, [])

    def has(self, label: str) -> bool:
        """Tell whether a cue of `label` was found."""
        return label in self.labels

    def span(self, hit: Hit) -> tuple[int, int]:
        """Give the half-open offsets, in the whole text, of the words a hit covers."""
        return self.starts[hit.start], self.ends[min(hit.end, len(self.ends)) - 1]


@dataclass(slots=True)
class Document:
    """A text with everything the text layer knows of it; offsets are the text's own."""

    text: str
    language: languages.Language
    sentences: list[Sentence]
    facts: Sequence[Fact]
    mixed: list[tuple[int, int, str]]
    dialect: str | None

    @property
    def body(self) -> list[Sentence]:
        """The sentences in the writer's own words."""
        return [sentence for sentence in self.sentences if sentence.kind == "body"]


def read(text: str, groups: tuple[str, ...], language: str = "auto", marked: Sequence[Marked] = ()) -> Document:
    """Read `text` with the cues of `groups`.

    Each sentence is read in its own language where that is Arabic or English; a text in another
    language keeps its sentences but has no words and no cues. Nor has what is `marked`, and it says nothing
    of the text's language.
    """
    own_words = unmarked(text, marked)
    found = languages.detect(own_words) if language == "auto" else languages.Language(language, 1.0)
    base = found.code if found.code in languages.SUPPORTED and not found.arabizi else "en"
    words = {base: _words(own_words, base)}
    judged = found.code in languages.SUPPORTED and not found.arabizi
    mixed: list[tuple[int, int, str]] = []
    uniform = text.isascii() or not judged
    sentences = []
    for part in segment(text, marked):
        own = base
        if not uniform:
            own = _sentence_language(own_words[part.start : part.end], base)
            if own != base:
                mixed.append((part.start, part.end, own))
            elif _OTHER_SCRIPT[base].search(own_words, part.start, part.end):
                mixed += languages.foreign_spans(own_words, part.start, part.end, base)
        if own not in words:
            words[own] = _words(own_words, own)
        sentences.append(_sentence(text, part, own, words[own], groups if judged else ()))
    facts = find_facts(own_words)
    return Document(text, found, sentences, facts, mixed, _dialect(sentences) if found.code == "ar" else None)


def _sentence_language(text: str, base: str) -> str:
    """Tell whether a sentence of a text in `base` is in the other language."""
    if not _OTHER_SCRIPT[base].search(text):
        return base
    found = languages.detect(text)
    if found.code == base or found.code not in languages.SUPPORTED or found.arabizi:
        return base
    return found.code if base == "en" or (len(text.split()) >= 3 and found.confidence > 0.5) else base


class _Words(NamedTuple):
    """The normalised words of a text, with the half-open offsets at which they stand."""

    words: list[str]
    starts: list[int]
    ends: list[int]


class _Norms(dict[int, tuple[str, ...]]):
    """The normalised words of a token by its hash: none for signs without meaning, two for a contraction."""

    def __init__(self, language: str) -> None:
        self._language = language

    def __missing__(self, key: int) -> tuple[str, ...]:
        if len(self) >= _MAX_CACHED_NORMS:
            self.clear()
        words = self[key] = self._make(pipeline(self._language).vocab.strings[key] if key else "")
        return words

    def _make(self, norm: str) -> tuple[str, ...]:
        if any(sign.isalnum() for sign in norm):
            return normalise.contraction(norm) if self._language == "en" else (norm,)
        return ("?",) if "?" in norm or "؟" in norm else ("!",) if "!" in norm else ()


@lru_cache(maxsize=2)
def _norms(language: str) -> _Norms:
    return _Norms(language)


def _words(text: str, language: str) -> _Words:
    """Give the normalised words of a text in a language, a contraction as two at one place."""
    starts, lengths, keys = tokenise(text, language)
    made = list(map(_norms(language).__getitem__, keys))
    places = [index for index, words in enumerate(made) for _ in words]
    return _Words(
        [word for words in made for word in words],
        [starts[index] for index in places],
        [starts[index] + lengths[index] for index in places],
    )


def _sentence(text: str, part: Segment, language: str, given: _Words, groups: tuple[str, ...]) -> Sentence:
    """Cut one sentence out of the words of its text and find its cues."""
    start, end, kind, line = part
    first, last = bisect_left(given.starts, start), bisect_left(given.starts, end)
    words, word_starts, word_ends = given.words[first:last], given.starts[first:last], given.ends[first:last]
    if word_ends and word_ends[-1] > end:  # «الاستلام!NOOO» may be one token in two sentences
        word_ends = [min(place, end) for place in word_ends]
    hits = _found(language, groups, tuple(words)) if words and groups else []
    own = text[start:end]
    if hits and _may_quote(own):
        quoted = [(start + match.start(), start + match.end()) for match in _QUOTED.finditer(own)]
        hits = [hit for hit in hits if not any(left <= word_starts[hit.start] < right for left, right in quoted)]
    labels: dict[str, list[Hit]] = {}
    for hit in hits:
        for label in (hit.label, hit.label.partition("/")[0]) if "/" in hit.label else (hit.label,):
            if label in labels:
                labels[label].append(hit)
            else:
                labels[label] = [hit]
    return Sentence(start, end, own, kind, line, language, words, word_starts, word_ends, hits, {}, labels)


def _may_quote(text: str) -> bool:
    return '"' in text or "⟦" in text or "“" in text or "«" in text or " '" in text


def _find(language: str, groups: tuple[str, ...], words: tuple[str, ...]) -> list[Hit]:
    return load_cues(language, groups).find(words)


_found = lru_cache(_REMEMBERED)(_find)


def remember(sentences: int) -> None:
    """Keep the cues of so many sentences, 0 for none, in this process: of a draft that grows only one sentence changes."""
    global _found
    _found = lru_cache(sentences)(_find)


def _dialect(sentences: list[Sentence]) -> str | None:
    """Name the dialect with most cues; MSA if a text long enough shows none; None if too short to say."""
    scores = dict.fromkeys(DIALECTS, 0.0)
    n_words = 0
    for sentence in sentences:
        if sentence.language == "ar" and sentence.kind == "body":
            n_words += sentence.n_words
            for hit in sentence.hits:
                if hit.label.startswith("dialect."):
                    name = hit.label[8:]
                    if name in scores:
                        scores[name] += hit.confidence
    best = max(DIALECTS, key=lambda name: scores[name])
    if scores[best] >= 0.5:
        ties = [name for name in DIALECTS if scores[name] >= scores[best] * 0.999]
        return best if len(ties) == 1 else ties[0]
    return "msa" if n_words >= _MIN_WORDS_FOR_MSA else None
