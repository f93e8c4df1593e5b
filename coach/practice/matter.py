"""What a text speaks of: the forms of its content words, and its values."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from coach.models.asks import content_words, stem
from coach.rewrite.alignment import keys
from coach.text.document import Document, Sentence, read
from coach.text.values import Value, find_values, same

Forms = frozenset[str]


@dataclass(frozen=True, slots=True)
class Matter:
    """A text's content words, each in the forms in which it may be met, and its values."""

    words: tuple[Forms, ...]
    values: tuple[Value, ...]

    def share(self, met: Collection[str]) -> float:
        """Give the share of the words of which a form is among `met`; 0 where there are none."""
        return sum(not one.isdisjoint(met) for one in self.words) / len(self.words) if self.words else 0.0


@lru_cache(maxsize=4_096)
def matter(text: str, language: str) -> Matter:
    """Read what `text` speaks of; the words of its values are no content."""
    document = read(text, (), language)
    values = find_values(text)
    spans = [(value.start, value.end) for value in values if not value.weak]
    return Matter(tuple(one for sentence in document.sentences for one in forms(sentence, spans)), values)


def forms(sentence: Sentence, without: Sequence[tuple[int, int]] = ()) -> list[Forms]:
    """List each content word of a sentence once, in all its forms; words within the spans `without` are left out."""
    content = content_words(sentence, without)
    return [keys(word) for word in dict.fromkeys(sentence.words) if stem(word, sentence.language) in content]


def met(words: Iterable[Forms]) -> frozenset[str]:
    """Give every form of `words`."""
    return frozenset().union(*words)


def all_forms(document: Document) -> frozenset[str]:
    """Give every form of every word in the body of a document, numbers and names included."""
    return frozenset().union(*(keys(word) for sentence in document.body for word in sentence.words))


def says(document: Document, values: Sequence[Value], wanted: str, language: str) -> bool:
    """Tell whether a reply says the value `wanted`: as a value, or where it is none (a name, a place) by its words."""
    own = [value for value in find_values(wanted) if not value.weak]
    if own:
        return all(any(same(one, value) for value in values) for one in own)
    words = matter(wanted, language).words
    return bool(words) and matter(wanted, language).share(all_forms(document)) == 1.0
