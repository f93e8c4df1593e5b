"""Finding a wording of the phrasebook in a sentence, word by word in their normalised forms."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from coach.phrasebook import Phrasebook
from coach.text.document import Sentence, read

_APOSTROPHES = frozenset("'’")


@dataclass(frozen=True, slots=True)
class Wording:
    """A wording to look for, as normalised words, what to say in its place, and whether it is written with an apostrophe.

    "can't" and "cannot" are the same words; where one is to become the other, the apostrophe tells them apart.
    """

    words: tuple[str, ...]
    say: str
    contracted: bool

    def occurrences(self, sentence: Sentence) -> Iterator[tuple[int, int]]:
        """Yield the half-open ranges of words that it covers; in Arabic a conjunction may be written onto the first."""
        words, own, n = self.words, sentence.words, len(self.words)
        arabic = sentence.language == "ar"
        for index in range(len(own) - n + 1):
            first = own[index]
            begins = first == words[0] or (arabic and first[:1] in "وف" and first[1:] == words[0])
            if begins and tuple(own[index + 1 : index + n]) == words[1:] and self._is_whole(sentence, index, index + n):
                yield index, index + n

    def _is_whole(self, sentence: Sentence, first: int, end: int) -> bool:
        """Tell whether the range begins and ends with whole written words, contracted as the wording is."""
        starts = sentence.starts
        if (first and starts[first - 1] == starts[first]) or (end < len(starts) and starts[end - 1] == starts[end]):
            return False
        written = sentence.text[starts[first] - sentence.start : sentence.ends[end - 1] - sentence.start]
        return sentence.language == "ar" or self.contracted == (not _APOSTROPHES.isdisjoint(written))


def words_of(text: str, language: str) -> tuple[str, ...]:
    """Give the normalised words of a wording."""
    return tuple(word for sentence in read(text, (), language).sentences for word in sentence.words)


@lru_cache(maxsize=64)
def wordings(phrasebook: Phrasebook, language: str, table: str) -> tuple[Wording, ...]:
    """Give the wordings of one table of swaps, the longest first."""
    return tuple(
        Wording(words, swap.say, not _APOSTROPHES.isdisjoint(swap.find))
        for swap in phrasebook.swaps(language, table)
        if (words := words_of(swap.find, language))
    )


@lru_cache(maxsize=64)
def _by_first(phrasebook: Phrasebook, language: str, table: str) -> dict[str, tuple[Wording, ...]]:
    found: dict[str, list[Wording]] = {}
    for wording in wordings(phrasebook, language, table):
        found.setdefault(wording.words[0], []).append(wording)
    return {word: tuple(own) for word, own in found.items()}


def candidates(phrasebook: Phrasebook, sentence: Sentence, table: str) -> list[Wording]:
    """List the wordings of a table of which the first word stands in a sentence, the longest first."""
    known = _by_first(phrasebook, sentence.language, table)
    present = {*sentence.words, *(word[1:] for word in sentence.words)} if sentence.language == "ar" else set(sentence.words)
    found = [wording for word in present if word in known for wording in known[word]]
    return sorted(found, key=lambda wording: (-len(wording.words), wording.words))
