"""Keyphrases: the words that set a group of texts apart, as people write them."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import islice

from coach.text import normalise
from coach.text.cues import load_cues
from coach.text.personal import find_personal
from coach.text.stems import stem

_MOST_TEXTS = 300  # of each group
_MOST_CHARACTERS = 1_000
_LEAST_TEXTS = 2  # that hold a phrase: what one person alone writes may be personal
_MOST_PHRASES = 6
_LONGEST = 3  # words
_LONGER = 0.35  # what each further word of a phrase adds to its worth
_BREAK = "\n"
_MASKED = re.compile(r"⟪[^⟪⟫\n]{0,80}⟫|⟦[^⟦⟧\n]{0,80}⟧|\[[^\[\]\n]{0,80}\]|<[^<>\n]{0,80}>|\{[^{}\n]{0,80}\}")
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)?|[^\w\s'’-]|\n")
_CONJUNCTIONS = "وف"
_CLITICS = "وفبل"
_LEAST_LETTERS = 3
_HURTING = ("customer.insult", "customer.hostile", "customer.threat", "problems.safety/hush")
_Word = tuple[str, str]
"""A word as it is written and in its normalised form; both are `_BREAK` where a phrase ends."""


def of(texts: Iterable[str], language: str) -> list[str]:
    """Give at most six keyphrases of `texts`, the weightiest first; no names, figures or masks."""
    return of_each([texts], language)[0]


def of_each(groups: Sequence[Iterable[str]], language: str) -> list[list[str]]:
    """Give the keyphrases of each group against all of them: a phrase weighs by the share of the group's texts that hold it
    and by how rare it is in all (class-based TF-IDF).

    Forms of a word count as one (by stem, in Arabic also without و ف ب ل ال); shown is the form most used.
    """
    read = [[list(_words(text[:_MOST_CHARACTERS], language)) for text in islice(texts, _MOST_TEXTS)] for texts in groups]
    known = Counter(word for texts in read for words in texts for _, word in words if word != _BREAK)
    keys = {word: _key(word, known, language) for word in known}
    held: list[Counter[str]] = []
    shown: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for texts in read:
        counts: Counter[str] = Counter()
        for words in texts:
            found = dict(_phrases(words, keys, language))
            counts.update(found.keys())
            for key, surface in found.items():
                shown[key][surface] += 1
        held.append(counts)
    total: Counter[str] = Counter()
    for counts in held:
        total.update(counts)
    average = sum(total.values()) / max(1, len(groups))
    chosen = []
    for counts, texts in zip(held, read, strict=True):
        weights = {
            key: n / len(texts) * math.log1p(average / total[key]) * (1 + _LONGER * key.count(" "))
            for key, n in counts.items()
            if n >= _LEAST_TEXTS
        }
        ranked = sorted(weights, key=lambda key: (-weights[key], key))
        surfaces = {key: min(shown[key].items(), key=lambda item: (-item[1], item[0]))[0] for key in ranked}
        chosen.append([_shown(surface, known) for surface in _apart(surfaces, language)])
    return chosen


def _words(text: str, language: str) -> Iterator[_Word]:
    """Yield the words of a text without what identifies a person; what stands between two phrases is a break."""
    parts, end = [], 0
    for place in find_personal([text])[0]:
        parts += [text[end : place.start], _BREAK]
        end = place.end
    yield from _tokens(_MASKED.sub(_BREAK, "".join([*parts, text[end:]])), language)


def _tokens(text: str, language: str) -> Iterator[_Word]:
    for surface in _TOKEN.findall(text):
        if not surface[0].isalpha() or any(sign.isdigit() for sign in surface) or normalise.has_arabic(surface) != (language == "ar"):
            yield _BREAK, _BREAK
        elif language == "ar":
            yield normalise.dediacritise(surface), normalise.arabic(surface)
        else:
            acronym = surface.isupper() and len(surface) <= 4
            yield surface if acronym else surface.lower(), normalise.english(surface)


def _phrases(words: Sequence[_Word], keys: dict[str, str], language: str) -> Iterator[tuple[str, str]]:
    """Yield each phrase of one to three words by its stems, with its surface; it begins and ends with words that mean something."""
    full = [word != _BREAK and says(word, language) for _, word in words]
    for first in range(len(words)):
        if not full[first]:
            continue
        for last in range(first, min(first + _LONGEST, len(words))):
            if words[last][1] == _BREAK:
                break
            if full[last]:
                inside = words[first : last + 1]
                stems = [keys[word] for place, (_, word) in enumerate(inside) if full[first + place]]
                if len(set(stems)) == len(stems):
                    yield " ".join(stems), " ".join(surface for surface, _ in inside)


@lru_cache(maxsize=50_000)
def says(word: str, language: str) -> bool:
    """Tell whether a normalised word names something that may be shown: no function word, no courtesy, no insult."""
    stop = stop_words(language)
    if len(word) < _LEAST_LETTERS or word in stop or (language == "ar" and word[0] in _CONJUNCTIONS and word[1:] in stop):
        return False
    if stop.issuperset(normalise.contraction(word.removesuffix("'s"))):
        return False
    return not _hurts((word,), language)


def _key(word: str, known: Counter[str], language: str) -> str:
    """Give the stem that a word's forms share."""
    if language == "ar" and _has_clitic(word, known):
        word = word[1:]
    return stem(word.replace("'s", ""), language)


def _has_clitic(word: str, known: Counter[str]) -> bool:
    """Tell whether an Arabic word's first letter is a clitic: the texts hold the rest as a word, and oftener."""
    return word[0] in _CLITICS and max(known[word[1:]], known[f"ال{word[1:]}"]) > known[word]


def _shown(surface: str, known: Counter[str]) -> str:
    """Write a phrase without an Arabic conjunction before it."""
    first = normalise.arabic(surface.split()[0])
    return surface[1:] if surface[0] in _CONJUNCTIONS and _has_clitic(first, known) else surface


def _apart(surfaces: dict[str, str], language: str) -> list[str]:
    """Choose the first phrases that may be shown and of which no two share a stem."""
    chosen: list[str] = []
    taken: set[str] = set()
    for key, surface in surfaces.items():
        stems = key.split()
        if not taken.isdisjoint(stems) or _hurts(tuple(word for _, word in _tokens(surface, language)), language):
            continue
        taken.update(stems)
        chosen.append(surface)
        if len(chosen) == _MOST_PHRASES:
            break
    return chosen


def _hurts(words: tuple[str, ...], language: str) -> bool:
    """Tell whether normalised words insult, threaten, or speak of a life in danger."""
    return any(hit.label.startswith(_HURTING) for hit in load_cues(language, ("customer", "problems")).find(words))


@lru_cache(maxsize=2)
def stop_words(language: str) -> frozenset[str]:
    """Give the normalised words of `en` or `ar` that name no matter."""
    from spacy.lang.ar.stop_words import STOP_WORDS as ARABIC
    from spacy.lang.en.stop_words import STOP_WORDS as ENGLISH

    fold = normalise.arabic if language == "ar" else normalise.english
    text = (files("coach.audit") / "words" / f"stop_{language}.txt").read_text(encoding="utf-8")
    own = [word for line in text.splitlines() if not line.startswith("#") for word in line.split()]
    return frozenset(fold(word) for word in (*(ARABIC if language == "ar" else ENGLISH), *own))
