"""The words that carry a sentence's matter, in one form each, so that two sentences can be held against one another."""

import re
from collections.abc import Sequence
from functools import lru_cache

from Stemmer import Stemmer

from coach.text.document import Sentence

_STOP = frozenset(
    "i you we it a an the is are was be to of in on for with my your our me this that do does did can could will would have has"
    " had not please hi hello how what when where why who which there if and or but so get got want need know tell just any at"
    " from by as up out about been still now than then them they he she his her am's 's us let im"
    " ما لا من في علي ان هذا هذه مع لو انا احنا نحن هو هي كل لك لكم او الي عن قد تم يا هل كيف متي وين فين ليش ليه ايش ايه شو"
    " كم اي مش مو اللي عشان بس ابغي ابي عايز عاوز بدي ممكن لو سمحت فضلك ارجو الرجاء يرجي اريد اذا كان كنت عندي لي دي ده ذا".split()
)
_ARTICLE = re.compile(r"^[وف]?(?:بال|كال|ال|لل)(?=\w{3})")


@lru_cache(maxsize=8_192)
def stem(word: str, language: str) -> str:
    """Give a word's stem by Snowball's English or Arabic algorithm.

    Snowball is uneven with the Arabic article and feminine ending, so both are taken off by hand.
    """
    if language == "ar":
        word = _ARTICLE.sub("", word)
        return str(_stemmer(language).stemWord(word)).rstrip("هت") or word
    return str(_stemmer(language).stemWord(word))


@lru_cache(maxsize=2)
def _stemmer(language: str) -> Stemmer:
    return Stemmer("arabic" if language == "ar" else "english", 0)  # remembers nothing: `stem` does


def content_words(sentence: Sentence, without: Sequence[tuple[int, int]] = ()) -> frozenset[str]:
    """Give the stems of the words that carry a sentence's matter, those within the spans `without` left out."""
    words = sentence.words
    if without:
        placed = zip(words, sentence.starts, strict=True)
        words = [word for word, start in placed if not any(left <= start < right for left, right in without)]
    return _content(tuple(words), sentence.language)


@lru_cache(maxsize=2_048)  # rules and asks look at the same sentences in turn
def _content(words: tuple[str, ...], language: str) -> frozenset[str]:
    return frozenset(stem(word, language) for word in words if len(word) > 1 and word not in _STOP and not word.isdigit())
