"""One spelling for what is written in many: small named normalisers with exact code points.

They work on single tokens and on cue patterns, so the offsets of the text are never touched;
`western_digits` alone works on whole texts and keeps every offset, `bare` tells where each has gone.
"""

import re
from collections.abc import Sequence

TATWEEL = "\u0640"
# Harakat, superscript alef, Quranic marks; and the marks that only steer direction or joining.
DIACRITICS = "".join(map(chr, [*range(0x0610, 0x061B), *range(0x064B, 0x0660), 0x0670, *range(0x06D6, 0x06ED)]))
INVISIBLE = "".join(
    map(chr, [0x00AD, 0x061C, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFE0E, 0xFE0F, 0xFEFF])
)

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫٬", "01234567890123456789.,")
_DROP = dict.fromkeys(map(ord, TATWEEL + DIACRITICS + INVISIBLE))
_LETTERS = str.maketrans("أإآٱىةؤئگکیھ", "اااايهويككيه")
_ARABIC = {**_DROP, **_LETTERS, ord("ء"): None, **_DIGITS}
_LATIN = {**_DROP, **_DIGITS, ord("’"): "'", ord("‘"): "'", ord("ʼ"): "'"}
_ARABIC_LETTER = re.compile("[\u0621-\u064a]")
_MARKS = re.compile(f"[{TATWEEL}{DIACRITICS}]+")
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")


def has_arabic(text: str) -> bool:
    """Tell whether a text holds an Arabic letter."""
    return _ARABIC_LETTER.search(text) is not None


def western_digits(text: str) -> str:
    """Write Eastern and Persian digits and their separators as 0-9 . , with every offset kept."""
    return text.translate(_DIGITS)


def bare(text: str) -> tuple[str, Sequence[int]]:
    """Give a text without diacritics and tatweel, and for each offset in it, its end included, the one in `text`.

    A mark goes with the letter before it: of half-open offsets both may be mapped.
    """
    if not _MARKS.search(text):
        return text, range(len(text) + 1)
    places: list[int] = []
    at = 0
    for match in _MARKS.finditer(text):
        places += range(at, match.start())
        at = match.end()
    return _MARKS.sub("", text), [*places, *range(at, len(text) + 1)]


def dediacritise(text: str) -> str:
    """Drop diacritics, tatweel and invisible marks."""
    return text.translate(_DROP)


def arabic(token: str) -> str:
    """Fold an Arabic token: no marks; alef, hamza, yeh and teh marbuta in one form; no stretching.

    «نُرجِّعــهَا», «نرجعها» and «نرجعهااااا» give the same; Latin letters are lowered.
    """
    return _STRETCHED.sub(r"\1", token.translate(_ARABIC)).lower()


def folded(text: str) -> str:
    """Fold a name or a title as whoever looks for it may write it: as `arabic`, and with single spaces."""
    return " ".join(arabic(text).split())


def english(token: str) -> str:
    """Fold an English token: lower case, straight apostrophes, no stretching (“soooo” is “so”)."""
    return _STRETCHED.sub(r"\1", token.translate(_LATIN).lower())


_ENDINGS = {"n't": "not", "'m": "am", "'re": "are", "'ve": "have", "'ll": "will", "'d": "would"}
_WHOLE = {
    "can't": ("can", "not"),
    "cant": ("can", "not"),
    "cannot": ("can", "not"),
    "won't": ("will", "not"),
    "wont": ("will", "not"),
    "shan't": ("shall", "not"),
    "ain't": ("is", "not"),
    "let's": ("let", "us"),
    "gonna": ("going", "to"),
    "wanna": ("want", "to"),
    "gotta": ("got", "to"),
    "lemme": ("let", "me"),
    "gimme": ("give", "me"),
    "im": ("i", "am"),
    "ive": ("i", "have"),
    "youre": ("you", "are"),
    "youve": ("you", "have"),
    "youll": ("you", "will"),
    "theyre": ("they", "are"),
    "weve": ("we", "have"),
    "thats": ("that", "'s"),
    "whats": ("what", "'s"),
}
_NOT_WITHOUT_APOSTROPHE = frozenset("do does did is are was were has have had could would should need".split())


def contraction(word: str) -> tuple[str, ...]:
    """Take an English contraction apart ("don't" is "do", "not"); any other word is given alone."""
    if word in _WHOLE:
        return _WHOLE[word]
    if "'" in word:
        for ending, full in _ENDINGS.items():
            if word.endswith(ending) and len(word) > len(ending):
                return word[: -len(ending)], full
    elif word.endswith("nt") and word[:-2] in _NOT_WITHOUT_APOSTROPHE:
        return word[:-2], "not"
    return (word,)
