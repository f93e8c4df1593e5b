"""What a text speaks of: the forms of its content words, and its values."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from coach.practice.wording import plain, shares, wording
from coach.rewrite.alignment import keys
from coach.text import normalise
from coach.text.document import Document, Sentence, read
from coach.text.stems import content_words, stem
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
    """Tell whether a reply says the value `wanted`: as a value or an equal share or price; a name or a place by its words."""
    own = [value for value in find_values(wanted) if not value.weak]
    if _names_equal(document, values, wanted, language):
        return True
    if own:
        return all(any(same(one, value) for value in values) for one in own)
    words = matter(wanted, language).words
    return bool(words) and matter(wanted, language).share(all_forms(document)) == 1.0


def _names_equal(document: Document, values: Sequence[Value], wanted: str, language: str) -> bool:
    """Tell whether a reply names the share or the price of nothing that `wanted` is, in other words: half for 50 %, free for 0."""
    text, asked = plain(document.text, language), plain(wanted.strip(), language)
    percent = next((float(number) for one in find_values(wanted) if one.kind == "percent" for number in one.numbers), None)
    if percent is None and asked in shares():
        percent = shares()[asked]
    if percent is not None:
        if any(one.kind == "percent" and any(float(number) == percent for number in one.numbers) for one in values):
            return True
        named = {word for word, share in shares().items() if share == percent}
        return not named.isdisjoint(normalise.arabic(word) for sentence in document.body for word in sentence.words)
    free = wording(language).free
    if free.fullmatch(asked):
        return free.search(text) is not None or any(one.kind == "amount" and one.numbers <= {"0"} for one in values)
    nothing = [one for one in find_values(wanted) if one.kind == "amount"]
    return bool(nothing) and all(one.numbers <= {"0"} for one in nothing) and free.search(text) is not None
