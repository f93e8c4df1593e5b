"""Roots: what is left of a word when what it was inflected by is taken off, so that «إعفاؤه» meets «نعفيك»."""

import re
from functools import lru_cache

from coach.text import normalise
from coach.text.stems import stem

_BEFORE = re.compile(r"^[وف]?(?:بال|كال|ال|لل|[بلسهحك](?=[ا-ي]{3}))?(?:است|مست|[اتنيم]ست|مت|ات|ان|[منتيا](?=[ا-ي]{2}))?")
_AFTER = re.compile(r"(?:كما|كم|كن|كو|هم|هن|ها|نا|ني|ات|ون|ين|ان|وا|ته|تي|ك|ه|ي|ت)$")
_SOFT = re.compile(r"[اوي]")
_LEAST = 2  # letters of an Arabic root


@lru_cache(maxsize=20_000)
def root(word: str, language: str) -> str:
    """Give a word's root: by Snowball in English; in Arabic the hard letters without prefixes and endings, at least two of them."""
    if language != "ar":
        return stem(word, language)
    folded = normalise.arabic(word)
    cut = _BEFORE.sub("", folded, count=1)
    for _ in range(2):
        shorter = _AFTER.sub("", cut)
        cut = shorter if len(_SOFT.sub("", shorter)) >= _LEAST else cut
    hard = _SOFT.sub("", cut)
    return hard if len(hard) >= _LEAST else _SOFT.sub("", folded) or folded
