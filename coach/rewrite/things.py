"""What a case is about: the thing that was bought or sent, by its phrasebook name ("your order", «شاحنك»)."""

import re
from collections.abc import Iterable
from functools import lru_cache

from coach.phrasebook import Item, Phrasebook
from coach.rewrite.voice import Voice
from coach.rewrite.words import words_of
from coach.text.document import Sentence

_LEADING = re.compile(r"^[وف]?(?:بال|لل|ال)")
_TRAILING = re.compile(r"(?:كم|هم|نا|ها|ك|ي|ه)$")
_LEAST_BARE = 4
_ARTICLES = frozenset(("the", "a", "an", "my"))
_ORDERED = frozenset(("ordered", "bought", "طلبته", "طلبتها", "طلبتو", "اشتريته"))  # "not the charger I ordered" is about the charger
_TELLERS = frozenset("app site website page system تطبيق موقع نظام سيستم".split())
_SAYS = frozenset("says said say shows showed showing يقول تقول بيقول بتقول يقولي يوضح يبين بيبين يظهر مكتوب كاتب ظاهر".split())
"""What a teller does, which is then not what the case is about: "the app says delivered"."""
_DENIED = frozenset(("not", "مو", "مش", "موب", "بدل"))  # "without a charger" is about the charger


def thing_in(sentences: Iterable[Sentence], voice: Voice, phrasebook: Phrasebook) -> str | None:
    """Name, as the voice addresses its reader, the first known thing in a sentence that tells of the matter.

    A thing mentioned by the way ("I can't hear the phone") is not what the case is about.
    """
    things = _things(phrasebook, voice.language)
    for sentence in sentences:
        if sentence.language != voice.language or not any(label.startswith("matters.") for label in sentence.labels):
            continue
        for index, word in enumerate(sentence.words):
            before = [one for one in sentence.words[max(0, index - 2) : index] if one not in _ARTICLES]
            if before and before[-1] in _DENIED and not _ORDERED.intersection(sentence.words[index + 1 : index + 4]):
                continue  # "the wrong thing, not the charger"
            for size in (3, 2, 1):
                forms = things.get(tuple(sentence.words[index : index + size]))
                if forms is None and size == 1 and voice.language == "ar":
                    forms = things.get((_bare(word),))
                if forms is not None and _tells(sentence, index, index + size):
                    break
                if forms is not None:
                    return forms.get(voice.form) or forms.get("neutral")
    return None


def _tells(sentence: Sentence, start: int, end: int) -> bool:
    """Tell whether the thing at the words from `start` to `end` only tells of the case."""
    around = {*sentence.words[max(0, start - 2) : start], *sentence.words[end : end + 1]}
    return not _TELLERS.isdisjoint(map(_bare, sentence.words[start:end])) and not _SAYS.isdisjoint(around)


def _bare(word: str) -> str:
    """Take the article and a pronoun off a normalised Arabic word, as long as four letters remain."""
    for pattern in (_LEADING, _TRAILING):
        rest = pattern.sub("", word)
        word = rest if len(rest) >= _LEAST_BARE else word
    return word


@lru_cache(maxsize=4)
def _things(phrasebook: Phrasebook, language: str) -> dict[tuple[str, ...], dict[str, str]]:
    table: dict[tuple[str, ...], dict[str, str]] = {}
    for item in phrasebook.items(language):
        for word in item.words:
            words = words_of(word, language)
            table.setdefault(words, _forms(item))
            if language == "ar" and len(words) == 1:
                table.setdefault((_bare(words[0]),), _forms(item))
                if words[0].endswith("ه"):
                    table.setdefault((words[0][:-1] + "ت",), _forms(item))
    return table


def _forms(item: Item) -> dict[str, str]:
    return {str(form): text for form, text in item.forms.items()}
