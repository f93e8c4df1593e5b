"""Word pieces: a sentence as the numbers that the encoder takes, with the offsets of each.

Reads the `tokenizer.json` that training writes (`coach.models.training.vocabulary`) and gives the very pieces that the library `tokenizers`
gives, which the tests hold it to. That library learns vocabularies and belongs to the extra `models`: on the way of a check it would
bring a client for downloads, and 36 MB, for what is a table and a loop.
"""

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

_MARKS = re.compile(r"\[((?:\\x\{[0-9a-f]+\})+)\]")
_DIGIT, _THRICE = r"\p{Nd}", r"(\p{L})\K\1{2,}"
_BY_ITSELF = re.compile("[Σİ]")
"""What is made small sign by sign: a sigma otherwise by its place in the word, and the dotted I becomes two signs."""
_AGAIN = re.compile(r"([^\W\d_])\1{2,}")
_DIGITS = re.compile(r"\d")
_BLANK = frozenset(
    "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
_SIGNS = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_JAMO = range(0x1161, 0x1200)
"""Vowels and endings of Hangul, which join the letter before them though they are no marks."""
UNKNOWN = "[UNK]"
_REMEMBERED = 8_192
"""Words: more than come again in a day's support text."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces of a text, and the half-open offsets of each in it, in code points."""

    ids: list[int]
    offsets: list[tuple[int, int]]


class WordPieces:
    """Cuts texts into the pieces of one vocabulary; remembers how single words were cut."""

    def __init__(self, text: str) -> None:
        """Take the content of tokenizer.json; raises ValueError where it is not of the form that training writes."""
        try:
            told = json.loads(text)
            model, steps = told["model"], told["normalizer"]["normalizers"]
            self._vocabulary: dict[str, int] = model["vocab"]
            self._longest = int(model["max_input_chars_per_word"])
            self._prefix = str(model["continuing_subword_prefix"])
            self._unknown = self._vocabulary[UNKNOWN]
            self._special = {one["content"]: int(one["id"]) for one in told["added_tokens"]}
            self._marks, self._fold = _folding(steps)
            self._kept = re.compile(f"[^{self._marks.pattern[1:-1]}]+")
            known = (model["type"], told["pre_tokenizer"]["type"]) == ("WordPiece", "BertPreTokenizer")
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"{type(error).__name__}") from None
        if not known:
            raise ValueError("another kind")
        self._most = max(map(len, self._vocabulary))
        self._pieces = lru_cache(maxsize=_REMEMBERED)(self._cut_word)
        self._any_special = re.compile("|".join(map(re.escape, self._special)) or "(?!)")

    def encode(self, text: str) -> Pieces:
        """Cut a text. A word with a sign that no piece has is one unknown piece."""
        made = Pieces([], [])
        done = 0
        for found in self._any_special.finditer(text):
            self._cut(text[done : found.start()], done, made)
            made.ids.append(self._special[found[0]])
            made.offsets.append(found.span())
            done = found.end()
        self._cut(text[done:], done, made)
        return made

    def _cut(self, text: str, at: int, made: Pieces) -> None:
        folded, places = self._folded(text)
        for start, end in _words(folded):
            for number, first, last in self._pieces(folded[start:end]):
                made.ids.append(number)
                made.offsets.append((at + places[start + first], at + places[start + last - 1] + 1))

    def _folded(self, text: str) -> tuple[str, Sequence[int]]:
        """Give the text as the vocabulary has it, and the place from which each of its signs comes."""
        folded, places = _composed(text)
        if not folded.isascii() and (self._marks.search(folded) or _BY_ITSELF.search(folded)):
            if _BY_ITSELF.search(folded):
                small = [(low, place) for sign, place in zip(folded, places, strict=True) for low in sign.lower()]
                folded, places = "".join(low for low, _ in small), [place for _, place in small]
            else:
                folded = folded.lower()
            kept = [place for run in self._kept.finditer(folded) for place in places[run.start() : run.end()]]
            folded, places = self._marks.sub("", folded), kept
        else:
            folded = folded.lower()
        folded = _DIGITS.sub("0", folded if folded.isascii() else folded.translate(self._fold))
        if _AGAIN.search(folded):
            gone = {place for run in _AGAIN.finditer(folded) if run[1].isalpha() for place in range(run.start() + 1, run.end())}
            places = [place for index, place in enumerate(places) if index not in gone]
            folded = "".join(sign for index, sign in enumerate(folded) if index not in gone)
        return folded, places

    def _cut_word(self, word: str) -> tuple[tuple[int, int, int], ...]:
        """Cut a word from its front, the longest piece first: the number of each, and its bounds in the word."""
        if len(word) > self._longest:
            return ((self._unknown, 0, len(word)),)
        found, start = [], 0
        while start < len(word):
            prefix = self._prefix if start else ""
            for end in range(min(len(word), start + self._most), start, -1):
                number = self._vocabulary.get(prefix + word[start:end])
                if number is not None:
                    found.append((number, start, end))
                    start = end
                    break
            else:
                return ((self._unknown, 0, len(word)),)
        return tuple(found)


def _folding(steps: list[dict[str, Any]]) -> tuple[re.Pattern[str], dict[int, str]]:
    """Give the marks that are dropped and the signs that are taken for others; raises ValueError for steps of another kind or order."""
    kinds = [(one["type"], one.get("pattern", {})) for one in steps]
    if [kind for kind, _ in kinds[:2]] != ["NFKC", "Lowercase"] or any(kind != "Replace" for kind, _ in kinds[2:]):
        raise ValueError
    marks = _MARKS.fullmatch(kinds[2][1]["Regex"])
    if marks is None or [pattern.get("Regex") for _, pattern in kinds[-2:]] != [_DIGIT, _THRICE]:
        raise ValueError
    fold = {ord(one["pattern"]["String"]): str(one["content"]) for one in steps[3:-2]}
    return re.compile("[" + "".join(rf"\U{int(code, 16):08x}" for code in re.findall(r"\{([0-9a-f]+)\}", marks[1])) + "]"), fold


def _composed(text: str) -> tuple[str, Sequence[int]]:
    """Give the text in NFKC, and the place from which each sign comes: of what is joined, the first sign's."""
    if text.isascii() or unicodedata.is_normalized("NFKC", text):
        return text, range(len(text))
    whole: list[str] = []
    places: list[int] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or not (unicodedata.combining(text[end]) or ord(text[end]) in _JAMO):
            part = unicodedata.normalize("NFKC", text[start:end])
            whole.append(part)
            same = len(part) == end - start
            places.extend(range(start, end) if same else [start] * len(part))
            start = end
    return "".join(whole), places


def _words(text: str) -> Iterator[tuple[int, int]]:
    """Yield the bounds of each run of signs between blanks; a punctuation mark stands by itself."""
    return (found.span() for found in _RUN.finditer(text.translate(_KINDS)))


class _Kinds(dict[int, str]):
    """Of each sign whether it belongs to a word (w), stands by itself (p), or parts words (a blank); looked up once."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        punctuation = sign in _SIGNS or unicodedata.category(sign).startswith("P")
        kind = " " if sign in _BLANK else "p" if punctuation else "w"
        if code <= _KEPT:
            self[code] = kind
        return kind


_KINDS = _Kinds()
_KEPT = 0xFFFF
_RUN = re.compile("w+|p")
