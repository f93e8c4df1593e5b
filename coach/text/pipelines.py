"""The two spaCy pipelines, English and Arabic: tokens, normalised forms and sentence starts.

Both are blank pipelines. `NORM` holds the normalised form of each token, worked out once per word
and kept in the vocabulary; English contractions come apart ("can't" is "can", "not").
"""

import re
from bisect import bisect_left
from contextlib import AbstractContextManager
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from coach.text import normalise
from coach.text.segments import Segment, segment
from coach.text.spacy_base import (
    LENGTH,
    NORM,
    SPACY,
    Doc,
    Language,
    compile_infix_regex,
    compile_prefix_regex,
    compile_suffix_regex,
    spacy,
)

_EDGE = r"""[.,;:!?…"“”'‘’()\[\]{}<>«»،؛؟٪%*_|~/\\=+—–•·#@$€£^&\u2600-\u27bf\U0001f000-\U0001faff\ufe0f-]"""
_INFIX = [r"(?<=\D)[.,;:!?…،؛؟/()«»\"“”\-—–]+(?=\D)", "[\u2600-\u27bf\U0001f000-\U0001faff]+"]
_SHOUTED_CONTRACTION = re.compile(r"[A-Z]['’][A-Z]")
_LOWER = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")


def offsets(doc: Doc) -> tuple[list[int], list[int], list[int]]:
    """List each token's first offset, length, and the hash of its normalised form."""
    if not len(doc):
        return [], [], []
    norms, lengths, spaces = doc.to_array([NORM, LENGTH, SPACY]).T.tolist()
    widths = map(int.__add__, lengths, spaces)
    return [0, *accumulate(widths)][:-1], lengths, norms


@Language.component("coach_sentences", assigns=["token.is_sent_start"])
def coach_sentences(doc: Doc) -> Doc:
    """Split into sentences by `segment`; the segments stay in `doc.user_data["segments"]`."""
    segments = doc.user_data["segments"] = segment(doc.text)
    if len(doc) > 1:
        doc[1].is_sent_start = False
        starts = offsets(doc)[0]
        for part in segments[1:]:
            doc[min(bisect_left(starts, part.start), len(doc) - 1)].is_sent_start = True
    return doc


@lru_cache(maxsize=2)
def pipeline(language: str) -> Language:
    """Build the pipeline of `en` or `ar`, once a process."""
    nlp = spacy.blank(language)
    fold = normalise.arabic if language == "ar" else normalise.english
    nlp.vocab.lex_attr_getters[NORM] = fold
    for lexeme in nlp.vocab:
        lexeme.norm_ = fold(lexeme.orth_)
    if language == "ar":
        # spaCy's own rules cut «ر.س» unevenly and read «م.» as a year; these split every sign off
        # and keep letters together with their marks.
        nlp.tokenizer.rules = {}
        nlp.tokenizer.prefix_search = compile_prefix_regex([_EDGE]).search
        nlp.tokenizer.suffix_search = compile_suffix_regex([_EDGE]).search
        nlp.tokenizer.infix_finditer = compile_infix_regex(_INFIX).finditer
    nlp.add_pipe("coach_sentences")
    return nlp


class Tokens(NamedTuple):
    """A text's tokens: first offsets, lengths, hashes of normalised forms; and its sentences."""

    starts: list[int]
    lengths: list[int]
    norms: list[int]
    segments: list[Segment]


class _Parser:
    """A pipeline whose vocabulary does not grow without end.

    spaCy remembers every word it has seen. New words live in a memory zone that is closed after
    `_ZONE` texts; no `Doc` outlives `parse`, so none can point into a closed zone.
    """

    _ZONE = 2_000

    def __init__(self, language: str) -> None:
        self.nlp = pipeline(language)
        self._zone: AbstractContextManager[object] | None = None
        self._left = 0

    def parse(self, text: str) -> Tokens:
        if self._left == 0:
            if self._zone is not None:
                self._zone.__exit__(None, None, None)
            self._zone = self.nlp.memory_zone()
            self._zone.__enter__()
            self._left = self._ZONE
        self._left -= 1
        doc = self.nlp(text)
        return Tokens(*offsets(doc), doc.user_data["segments"])


@lru_cache(maxsize=2)
def _parser(language: str) -> _Parser:
    return _Parser(language)


def parse(text: str, language: str) -> Tokens:
    """Tokenise and split `text`; every offset is one of `text`."""
    if language == "en" and _SHOUTED_CONTRACTION.search(text):
        text = text.translate(_LOWER)  # spaCy knows "don't" and "Don't" but not "DON'T"
    return _parser(language).parse(text)
