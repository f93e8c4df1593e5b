"""A rewrite laid beside its draft, word by word: what stayed, what was replaced, dropped and added."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from coach.text.document import Sentence
from coach.text.stems import stem

_JOINED = "وفبلسحهك"  # letters that Arabic writes onto the word that follows
_ENDINGS = ("كما", "كم", "كن", "كو", "كي", "هم", "ها", "نا", "ني", "ك", "ج", "ه", "ي")
_LEAST = 3
_LEAST_MOVED = 2
_SIGNS = frozenset("?!")
_VALUE = "‹"  # begins the name of a value that both texts have


@dataclass(frozen=True, slots=True)
class Hunk:
    """A replaced, dropped or added run of words: the draft's and the rewrite's, half-open."""

    start: int
    end: int
    new_start: int
    new_end: int


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text's sentences in a row: the sentence that each stands in, its offset, and the keys it is found by."""

    words: list[str]
    places: list[int]
    starts: list[int]
    keys: list[frozenset[str]]

    @classmethod
    def of(cls, sentences: Sequence[Sentence]) -> "Words":
        """Lay out `sentences`; signs are left out."""
        words, places, starts = [], [], []
        for index, sentence in enumerate(sentences):
            for word, start in zip(sentence.words, sentence.starts, strict=True):
                if word not in _SIGNS:
                    words.append(word)
                    places.append(index)
                    starts.append(start)
        return cls(words, places, starts, [keys(word) for word in words])

    @property
    def all_keys(self) -> frozenset[str]:
        """Every key of every word."""
        return frozenset().union(*self.keys)

    def stand_for(self, spans: Sequence[tuple[int, int, str]]) -> "Words":
        """Give each word within a span (half-open offsets) the span's name as its only key."""
        if not spans:
            return self
        named = [
            next((frozenset((name,)) for start, end, name in spans if start <= at < end), own)
            for at, own in zip(self.starts, self.keys, strict=True)
        ]
        return Words(self.words, self.places, self.starts, named)


@dataclass(frozen=True, slots=True)
class Alignment:
    """Where two texts differ, in order; the words written in another form; how many words only moved."""

    hunks: list[Hunk]
    reformed: list[tuple[str, str]]
    moved: int


@lru_cache(maxsize=40_000)
def keys(word: str) -> frozenset[str]:
    """Give the forms under which a normalised word meets its like: stems, in Arabic also without what is written onto it."""
    if word[:1] <= "\u0600":
        return frozenset((word, stem(word, "en"))) if word.isalpha() else frozenset((word,))
    found = {word, stem(word, "ar")}
    rest = word
    for _ in range(2):
        if rest[0] in _JOINED and len(rest) > _LEAST:
            rest = rest[1:]
            found |= {rest, stem(rest, "ar")}
    bare = rest.removeprefix("ال")
    if bare.startswith("ل") and word.startswith(("لل", "ولل")):
        bare = bare[1:]
    for form in (word.removeprefix("ال"), bare):
        found.add(form)
        for ending in _ENDINGS:
            if form.endswith(ending) and len(form) - len(ending) >= _LEAST:
                found |= {form[: -len(ending)], form[: -len(ending)] + "ه"}
                break
    return frozenset(form for form in found if len(form) > 1 or form == word)


def align(before: Words, after: Words) -> Alignment:
    """Lay two texts side by side; words that share a key count as the same, a run that only moved as no change."""
    old, new = _common_spelling(before, after)
    # A value may take one word here and three there: each is compared as one.
    old_at, new_at = _merged(old), _merged(new)
    one, two = [old[at] for at in old_at], [new[at] for at in new_at]
    blocks = SequenceMatcher(None, one, two, autojunk=False).get_matching_blocks()
    pairs = [(a + step, b + step) for a, b, size in blocks for step in range(size)]
    pairs = _by_sentence(pairs, one, len(two), [before.places[at] for at in old_at])
    turned = _by_sentence([(b, a) for a, b in pairs], two, len(one), [after.places[at] for at in new_at])
    old_at.append(len(old))
    new_at.append(len(new))
    found: list[Hunk] = []
    reformed: list[tuple[str, str]] = []
    a = b = 0
    for d, c in [*turned, (len(two), len(one))]:
        if a < c or b < d:
            found.append(Hunk(old_at[a], old_at[c], new_at[b], new_at[d]))
        if c < len(one) and before.words[old_at[c]] != after.words[new_at[d]] and one[c][0] != _VALUE:
            reformed.append((before.words[old_at[c]], after.words[new_at[d]]))
        a, b = c + 1, d + 1
    return _without_moved(found, old, new, reformed)


def _by_sentence(pairs: list[tuple[int, int]], names: list[str], size: int, places: list[int]) -> list[tuple[int, int]]:
    """Let a run that only the first text has begin where a sentence does, where it may as well: one of two like sentences goes whole.

    `pairs` are the matched places, `names` and `places` the first text's words and sentences, `size` the second text's length.
    """
    settled = [*pairs, (len(names), size)]
    for right, (end, there) in enumerate(settled):
        start, here = (settled[right - 1][0] + 1, settled[right - 1][1] + 1) if right else (0, 0)
        if start == end or here != there:
            continue
        length, at, left = end - start, start, right
        while left and settled[left - 1][0] == at - 1 and names[at - 1] == names[at - 1 + length] and not _begins(at, places):
            at, left = at - 1, left - 1
        if _begins(at, places):
            settled[left:right] = [(one + length, two) for one, two in settled[left:right]]
            continue
        at, last = start, right
        while last < len(pairs) and settled[last][0] == at + length and names[at] == names[at + length] and not _begins(at, places):
            at, last = at + 1, last + 1
        if _begins(at, places):
            settled[right:last] = [(one - length, two) for one, two in settled[right:last]]
    return settled[:-1]


def _begins(at: int, places: list[int]) -> bool:
    """Tell whether a sentence begins at a word."""
    return at == 0 or at >= len(places) or places[at] != places[at - 1]


def _merged(names: list[str]) -> list[int]:
    return [at for at, name in enumerate(names) if name[0] != _VALUE or not at or names[at - 1] != name]


def _without_moved(found: list[Hunk], old: list[str], new: list[str], reformed: list[tuple[str, str]]) -> Alignment:
    """Take out the runs that stand in another place, word for word."""
    gone = {tuple(old[hunk.start : hunk.end]): hunk for hunk in found if hunk.end - hunk.start >= _LEAST_MOVED}
    kept, moved, taken = [], 0, set()
    for hunk in found:
        run = tuple(new[hunk.new_start : hunk.new_end])
        other = gone.get(run)
        if other is None or other is hunk or other in taken:
            kept.append(hunk)
            continue
        moved += len(run)
        taken.add(other)
        if hunk.end > hunk.start:
            kept.append(Hunk(hunk.start, hunk.end, hunk.new_end, hunk.new_end))
    final = []
    for hunk in kept:
        if hunk not in taken:
            final.append(hunk)
        elif hunk.new_end > hunk.new_start:
            final.append(Hunk(hunk.end, hunk.end, hunk.new_start, hunk.new_end))
    return Alignment(final, reformed, moved)


def _common_spelling(before: Words, after: Words) -> tuple[list[str], list[str]]:
    """Write words that share a key alike."""
    names: dict[str, str] = {}
    old = []
    for word, forms in zip(before.words, before.keys, strict=True):
        name = next((names[form] for form in sorted(forms) if form in names), min(forms) if min(forms)[0] == _VALUE else word)
        for form in forms:
            names.setdefault(form, name)
        old.append(name)
    new = [
        names.get(word)
        if word in names and word in forms
        else next((names[form] for form in sorted(forms) if form in names), min(forms) if min(forms)[0] == _VALUE else word)
        for word, forms in zip(after.words, after.keys, strict=True)
    ]
    return old, [name or "" for name in new]


def longest_run(flags: Iterable[bool]) -> int:
    """Give the length of the longest run of true flags."""
    best = run = 0
    for flag in flags:
        run = run + 1 if flag else 0
        best = max(best, run)
    return best
