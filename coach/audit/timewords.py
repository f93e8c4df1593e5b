"""Time words: the values in a sentence, and which of the words around them govern them."""

from bisect import bisect_left
from collections.abc import Sequence

from coach.audit.marks import marks
from coach.text.document import Sentence
from coach.text.facts import Fact
from coach.text.normalise import western_digits
from coach.text.values import Value, find_values

_DUE = "due/"
_NO_TIMES = frozenset(("order", "phone", "link", "amount"))
_AFTER_PAST = frozenset(("ago", "old", "late"))


class TimeWords:
    """A sentence's values, and the cues around them as ranges of words."""

    def __init__(self, sentence: Sentence, facts: Sequence[Fact]) -> None:
        """Take a sentence and the facts of its document."""
        self.text = western_digits(sentence.text)
        self.words = sentence.words
        self._starts = [start - sentence.start for start in sentence.starts]
        self.cues = {name.removeprefix(_DUE): spans for name, spans in marks(sentence).items() if name.startswith(_DUE)}
        taken = [(fact.start - sentence.start, fact.end - sentence.start) for fact in facts if fact.kind in _NO_TIMES]
        self.values = [value for value in find_values(sentence.text) if not any(start <= value.start < end for start, end in taken)]

    def has(self, cue: str) -> bool:
        """Tell whether a cue is there."""
        return cue in self.cues

    def range(self, value: Value) -> tuple[int, int]:
        """Give the half-open range of words that a value covers."""
        first = bisect_left(self._starts, value.start)
        return first, max(first + 1, bisect_left(self._starts, value.end))

    def governed(self, value: Value, *cues: str, between: int = 0) -> bool:
        """Tell whether one of `cues` stands right before a value or within it, at most `between` words apart."""
        first, last = self.range(value)
        return any(first - between <= end and start < last for cue in cues for start, end in self.cues.get(cue, ()))

    def followed(self, value: Value, cue: str) -> bool:
        """Tell whether a cue begins in a value or right after it."""
        first, last = self.range(value)
        return any(first <= start <= last + 1 for start, _ in self.cues.get(cue, ()))

    def excluded(self, value: Value) -> bool:
        """Tell whether the words say of a value that it is no time of a promise; a preposition between the two overrules them."""
        first, last = self.range(value)
        if any(word in _AFTER_PAST for word in self.words[last : last + 2]):
            return True
        bound = self.governed(value, "within", "by", "before")
        return any(
            start < last and first <= end and not (bound and end == first and end - start == 1) for start, end in self.cues.get("not", ())
        )

    def free(self, cue: str) -> bool:
        """Tell whether a cue is there that no word excludes."""
        return any(
            not any(first < end and start <= last for first, last in self.cues.get("not", ())) for start, end in self.cues.get(cue, ())
        )
