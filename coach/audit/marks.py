"""Marks: cues that only the course of a conversation asks for (`coach/cues/<language>/audit/`)."""

from collections.abc import Iterable
from functools import lru_cache

from coach.text.cues import load_cues
from coach.text.document import Sentence

_GROUP = "audit"
_PREFIX = f"{_GROUP}."
_REMEMBERED = 1024

Spans = dict[str, tuple[tuple[int, int], ...]]


def marks(sentence: Sentence) -> Spans:
    """Give the half-open ranges of words that each mark (`promise/contact`, `reminder`) covers in a sentence."""
    return _find(sentence.language, tuple(sentence.words))


def marked(sentences: Iterable[Sentence], *names: str) -> bool:
    """Tell whether a sentence bears one of the marks `names`."""
    return any(not marks(sentence).keys().isdisjoint(names) for sentence in sentences)


@lru_cache(maxsize=_REMEMBERED)
def _find(language: str, words: tuple[str, ...]) -> Spans:
    found: dict[str, list[tuple[int, int]]] = {}
    for hit in load_cues(language, (_GROUP,)).find(words):
        found.setdefault(hit.label.removeprefix(_PREFIX), []).append((hit.start, hit.end))
    return {name: tuple(ranges) for name, ranges in found.items()}
