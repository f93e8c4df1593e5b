"""The two spaCy pipelines, English and Arabic: tokens and their normalised forms.

Both are blank pipelines. `NORM` holds the normalised form of each token, worked out once per word
and kept in the vocabulary.
"""

import re
from functools import lru_cache
from itertools import accumulate
from operator import add
from typing import Any, NamedTuple

from coach.text import normalise
from coach.text.spacy_base import (
    LENGTH,
    NORM,
    SPACY,
    BaseDefaults,
    Language,
    compile_infix_regex,
    compile_prefix_regex,
    compile_suffix_regex,
)

_EDGE = r"""[.,;:!?…"“”'‘’()\[\]{}<>«»،؛؟٪%*_|~/\\=+—–•·#@$€£^&\u2600-\u27bf\U0001f000-\U0001faff\ufe0f-]"""
_INFIX = [r"(?<=\D)[.,;:!?…،؛؟/()«»\"“”\-—–]+(?=\D)", "[\u2600-\u27bf\U0001f000-\U0001faff]+"]
_SIGNS = re.compile(r"[^\w\s]{40,}")
_MAX_VOCABULARY = 8_000
"""Words kept, of each language; a worker that reads for hours fills them."""


class _Defaults(BaseDefaults):
    # A special case anywhere keeps spaCy from remembering how the words after it are cut, so it cuts
    # them anew each time; contractions are taken apart by `normalise.contraction` instead.
    tokenizer_exceptions: dict[str, Any] = {}  # noqa: RUF012


class _English(Language):  # type: ignore[no-untyped-call]
    lang = "en"
    Defaults = _Defaults


class _Arabic(Language):  # type: ignore[no-untyped-call]
    lang = "ar"
    Defaults = _Defaults


@lru_cache(maxsize=2)
def pipeline(language: str) -> Language:
    """Build the pipeline of `en` or `ar`, once a process."""
    nlp: Language = _Arabic() if language == "ar" else _English()
    vocab: Any = nlp.vocab
    tokenizer: Any = nlp.tokenizer
    # Of what spaCy works out for each new word, its shape and ends and whether it is like a number among it, only the form is read.
    vocab.lex_attr_getters = {NORM: normalise.arabic if language == "ar" else normalise.english}
    tokenizer.max_cache_size = _MAX_VOCABULARY  # remembers as many cut words as there may be
    if language == "ar":
        # spaCy's own rules cut «ر.س» unevenly; these split every sign off and keep letters together
        # with their marks.
        tokenizer.prefix_search = compile_prefix_regex([_EDGE]).search
        tokenizer.suffix_search = compile_suffix_regex([_EDGE]).search
        tokenizer.infix_finditer = compile_infix_regex(_INFIX).finditer
    return nlp


def _spaces(run: re.Match[str]) -> str:
    """Keep the first and last signs of a run, and its length."""
    return f"{run[0][:10]}{' ' * (len(run[0]) - 20)}{run[0][-10:]}"


class Tokens(NamedTuple):
    """A text's tokens: first offsets, lengths, hashes of normalised forms."""

    starts: list[int]
    lengths: list[int]
    norms: list[int]


def tokenise(text: str, language: str) -> Tokens:
    """Tokenise `text` by the pipeline of `language`; every offset is one of `text`."""
    nlp = pipeline(language)
    if len(nlp.vocab) > _MAX_VOCABULARY:
        # spaCy remembers every word it has seen; a fresh pipeline keeps memory flat. Its own memory
        # zones would do the same, but within them it tokenises each word anew.
        pipeline.cache_clear()
        nlp = pipeline(language)
    # spaCy peels signs off a word one by one and looks at the rest each time: long runs are told apart
    # from words beforehand, or they would cost the square of their length.
    doc = nlp.make_doc(_SIGNS.sub(_spaces, text) if _SIGNS.search(text) else text)
    if not len(doc):
        return Tokens([], [], [])
    norms, lengths, spaces = doc.to_array([NORM, LENGTH, SPACY]).T.tolist()
    return Tokens([0, *accumulate(map(add, lengths, spaces))][:-1], lengths, norms)
