"""Which language a text is in: Arabic, English, Arabizi, or another that is not judged.

Scripts decide first; within a script, function words vote (`coach/cues/languages.words`).
"""

import re
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from coach.text.normalise import bare

SUPPORTED = ("ar", "en")
_ARABIC = re.compile("[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]+")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]+")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
# Letters that Persian and Urdu use all the time and Arabic never or only for foreign sounds.
_NOT_ARABIC = re.compile("[\u0679\u067e\u0686\u0688\u0691\u0698\u06a9\u06af\u06ba\u06be\u06c1\u06cc\u06d2]")
_GLANCE, _PLAIN = 160, 6  # so many votes for English alone in the first signs, and the rest need not be read
_ENGLISH_ENDINGS = ("ing", "tion", "ed", "ly", "ment", "ness", "n't")


class Language(NamedTuple):
    """A language code (`und` if there are no words), how sure, and whether Arabic is in Latin letters."""

    code: str
    confidence: float
    arabizi: bool = False


@lru_cache(maxsize=1)
def _voters() -> dict[str, tuple[str, ...]]:
    """Map each function word to the languages that it votes for."""
    votes: dict[str, list[str]] = {}
    for line in (files("coach.cues") / "languages.words").read_text(encoding="utf-8").splitlines():
        if line and line[0] != "#":
            language, _, words = line.partition(": ")
            for word in words.split():
                votes.setdefault(word, []).append(language)
    return {word: tuple(languages) for word, languages in votes.items()}


def detect(text: str) -> Language:
    """Tell the language of `text` with a confidence in [0, 1].

    The confidence is the winner's share of the votes; with no vote in Latin script it is 0.5 for
    English, since names and product words alone are read like English.
    """
    if text.isascii():
        return _latin_script(text) if _LATIN.search(text) else Language("und", 1.0)
    text, _ = bare(text)
    arabic, latin = sum(map(len, _ARABIC.findall(text))), sum(map(len, _LATIN.findall(text)))
    if arabic + latin == 0:
        # Kana, Cyrillic, Devanagari and so on: words, but of a language that is not judged.
        return Language("other" if any(sign.isalpha() for sign in text) else "und", 1.0)
    if arabic >= latin * 0.5:
        return _arabic_script(text, arabic / (arabic + latin))
    return _latin_script(text)


def _arabic_script(text: str, share: float) -> Language:
    """Tell Arabic from Persian and Urdu."""
    foreign = len(_NOT_ARABIC.findall(text))
    if foreign >= 2 or "\u06d2" in text:
        votes = _count(text)
        best = max(("fa", "ur", "ar"), key=lambda code: (votes.get(code, 0), code == "ar"))
        if best != "ar" and votes.get(best, 0) > votes.get("ar", 0):
            return Language(best, 0.9)
    return Language("ar", round(0.5 + share / 2, 2))


def _latin_script(text: str) -> Language:
    """Tell English, Arabizi and other languages of Latin script apart."""
    votes = _count(text[:_GLANCE])
    if votes.get("en", 0) >= _PLAIN and sum(votes.values()) == votes["en"]:
        return Language("en", 1.0)
    votes = _count(text)
    english = votes.pop("en", 0)
    other, count = max(votes.items(), key=lambda item: item[1], default=("", 0))
    words = len(text.split())
    if other == "arabizi" and (count > english or (count >= english and _has_arabizi_digit(text))) and count * 6 >= words:
        return Language("ar", round(count / (count + english), 2), arabizi=True)
    if other and other != "arabizi" and count > english + 1 and count * 5 >= words:
        return Language(other, round(count / (count + english), 2))
    if english == 0 and not text.isascii() and words > 3:
        return Language(other or "other", 0.6)
    return Language("en", round(english / (english + count), 2) if english else 0.5)


def _has_arabizi_digit(text: str) -> bool:
    return re.search(r"(?<![\d$€£#])[2357][A-Za-z]{2}", text) is not None


def _count(text: str) -> dict[str, int]:
    """Count each language's votes over the first 60 words."""
    voters = _voters()
    votes: dict[str, int] = {}
    for word in _WORD.findall(text[:600].lower())[:60]:
        for language in voters.get(word, ("en",) if word.endswith(_ENGLISH_ENDINGS) else ()):
            votes[language] = votes.get(language, 0) + 1
    return votes


def foreign_spans(text: str, start: int, end: int, language: str) -> list[tuple[int, int, str]]:
    """List runs of two or more words of the other script in `text[start:end]`, which is in `language`."""
    pattern = _OTHER_RUN[language]
    return [(found.start(), found.end(), "en" if language == "ar" else "ar") for found in pattern.finditer(text, start, end)]


_OTHER_RUN = {
    "ar": re.compile(r"(?<![\w@/.])[A-Za-z][A-Za-z'’-]+(?:[ \t]+[A-Za-z][A-Za-z'’-]*){1,40}(?![\w@/])"),
    "en": re.compile("[\u0620-\u0652]+(?:[ \t\u060c]+[\u0620-\u0652]+){0,40}"),
}
