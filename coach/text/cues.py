"""Cues: what a sentence says, found by word patterns that are kept as data.

A cue file (`coach/cues/<language>/<group>/<label>.cues`) holds one pattern a line:

    (we|i) (can not|are unable to) <3> (refund|exchange)   ~0.9

- a word or `(one|another one)`, optional with `?`; words are compared in their normalised form
- `<3>`: up to three words may stand here
- `word*`: any word that begins so
- `+word`, `word+` (Arabic): with any proclitics (و ف ب ك ل ال س ه ح), any pronoun or dative at the end
- `^` and `$`: the sentence's beginning and end
- `~0.9`: the confidence it gives, 0.8 if unsaid
- `!` before the pattern: what it covers is not this label ("no need to apologise")
- `[name]`: the following patterns give the label `label/name`; `#` begins a comment

Finding is one dictionary look-up a word: every pattern hangs on its rarest word, and only
sentences that hold this word are searched, so the time grows linearly with the text and hardly
with the number of patterns. Patterns become regular expressions when first needed.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import accumulate
from typing import NamedTuple

from coach.errors import CueError
from coach.text import normalise

DEFAULT_CONFIDENCE = 0.8
_MAX_GAP = 8
_MAX_CACHED_WORDS = 16_000
_FREQUENT = 100.0  # per thousand words: words that begin with one given letter
_LEAST_AFTER_FEH = 3  # letters: before a shorter word ف is nearly always part of it («فهد» is no «هد»), but before a "not"
_NOT = frozenset(("لا", "ما", "لن", "مش", "مو", "مب"))
_RARE = 0.1  # per thousand words: what a word weighs that is not among the common ones
_PROCLITICS = r"[وف]?(?:ال|لل|[بك](?:ال)?|ل|[سهحب])?"
_ENCLITICS = r"(?:ل?(?:ك|كم|كي|كن|كو|ه|ها|هم|نا|ني|ي|و)|كما|هن|وا|ين|ون|ات|وه|وها|وني|ونا)?"
_PROCLITIC_FORMS = ("", "ال", "لل", "ب", "بال", "ك", "كال", "ل", "س", "ه", "ح")
_ENCLITIC = re.compile(f"{_ENCLITICS}$")
_TOKEN = re.compile(r"\(([^()]*)\)(\?)?|<(\d+)>|(\S+)")


class Hit(NamedTuple):
    """A cue found: its label, the half-open range of words that it covers, and its confidence."""

    label: str
    start: int
    end: int
    confidence: float


class _Cue(NamedTuple):
    """One pattern under its label; it becomes a regular expression when first needed."""

    label: str
    pattern: str
    confidence: float
    veto: bool


class _Anchor(NamedTuple):
    """A word that a pattern hangs on, and how many words of the pattern may stand before it."""

    word: str
    least: int
    most: int


_Matcher = Callable[[str, int], re.Match[str] | None]
_FIRST = (0,)
_Hook = tuple[int, int, int, bool, frozenset[str]]
"""A pattern's number; the least and most words of it before the word it hangs on; whether it begins the
sentence; and words of which one must be there too."""


@cache  # sets share files: what speaks of matters, style and time is looked for in drafts and in messages
def _matcher(expression: str) -> _Matcher:
    return re.compile(expression).match


class CueSet:
    """All cues of one language and purpose, searched together."""

    def __init__(self, language: str) -> None:
        """Begin an empty set; `add` and `load` fill it."""
        self._language = language
        self._common = _common(language)
        self._arabic = language == "ar"
        self._cues: list[_Cue] = []
        self._matchers: list[_Matcher | None] = []  # compiled when first needed
        self._exact: dict[str, list[_Hook]] = {}
        self._inflected: dict[str, list[_Hook]] = {}
        self._prefixes: dict[str, list[_Hook]] = {}
        self._by_word: dict[str, tuple[_Hook, ...]] = {}

    def __len__(self) -> int:
        """Count the patterns."""
        return len(self._cues)

    def load(self, label: str, text: str, where: str) -> None:
        """Add every pattern of a cue file's text; raises CueError with file and line."""
        current = label
        for number, line in enumerate(text.splitlines(), 1):
            line = line.partition("#")[0].strip()
            if not line:
                continue
            if line[0] == "[" and line[-1] == "]":
                current = f"{label}/{line[1:-1].strip()}"
                continue
            try:
                self.add(current, line)
            except ValueError as error:
                raise CueError(where=f"{where}:{number}", what=str(error)) from None

    def add(self, label: str, line: str) -> None:
        """Add one pattern under `label`; raises ValueError if it could never match or match anything."""
        veto = line.startswith("!")
        pattern, _, confidence = line.lstrip("!").partition("~")
        pattern = pattern.strip()
        begins = pattern.startswith("^")
        anchors, also = self._hang(pattern)
        index = len(self._cues)
        self._cues.append(_Cue(label, pattern, float(confidence) if confidence else DEFAULT_CONFIDENCE, veto))
        self._matchers.append(None)
        self._by_word.clear()
        for word, least, most in anchors:
            table = self._prefixes if word[-1] == "*" else self._inflected if word[-1] == "+" else self._exact
            table.setdefault(word.rstrip("*+"), []).append((index, least, most, begins, also))

    def find(self, words: Sequence[str]) -> list[Hit]:
        """Find every cue in a sentence's normalised words, in order of place, vetoed ones left out."""
        cached = self._by_word
        hooks = []
        for place, word in enumerate(words):
            found = cached.get(word)
            if found is None:
                found = self._look_up(word)
            if found:
                hooks.append((place, found))
        if not hooks:
            return []
        text = f" {' '.join(words)} "
        starts = [0, *accumulate([len(word) + 1 for word in words])]
        present = self._present(words)
        cues, matchers = self._cues, self._matchers
        hits: set[Hit] = set()
        vetoes: list[Hit] = []
        for place, found in hooks:
            for index, least, most, begins, also in found:
                if place < least or (begins and place > most) or (also and also.isdisjoint(present)):
                    continue
                match_at = matchers[index] or self._compiled(index)
                if begins:
                    tries: Iterable[int] = _FIRST
                elif least == most:
                    tries = (place - least,)
                else:
                    tries = range(max(0, place - most), place - least + 1)
                for start in tries:
                    match = match_at(text, starts[start])
                    if match is not None:
                        label, _, confidence, veto = cues[index]
                        hit = Hit(label, start, start + match[0].count(" "), confidence)
                        if veto:
                            vetoes.append(hit)
                        else:
                            hits.add(hit)
                        break
        if vetoes:
            covered = {(veto.label, place) for veto in vetoes for place in range(veto.start, veto.end)}
            hits = {hit for hit in hits if not _is_vetoed(hit, covered)}
        return sorted(hits, key=_place)

    def _compiled(self, index: int) -> "_Matcher":
        matcher = self._matchers[index] = _matcher(self._expression(self._cues[index].pattern))
        return matcher

    def _present(self, words: Sequence[str]) -> set[str]:
        """Give the words of a sentence, in Arabic also without a conjunction written onto them."""
        present = set(words)
        if self._arabic:
            present.update([word[1:] for word in words if word[0] in "وف"])
        return present

    def _look_up(self, word: str) -> tuple[_Hook, ...]:
        """List the patterns that hang on `word`; remembered up to a bound."""
        found = list(self._exact.get(word, ()))
        for length in range(2, len(word) + 1):
            found += self._prefixes.get(word[:length], ())
        if self._arabic:
            for stem in _stems(word):
                found += self._exact.get(stem, ()) if stem == word[1:] else ()
                for length in range(2, len(stem) + 1):
                    found += self._prefixes.get(stem[:length], ())
                found += self._inflected.get(stem, ())
        if len(self._by_word) >= _MAX_CACHED_WORDS:
            self._by_word.clear()
        result = self._by_word[word] = tuple(dict.fromkeys(found))
        return result

    def _hang(self, pattern: str) -> tuple[list[_Anchor], frozenset[str]]:
        """Choose the words that a pattern hangs on, and words of which one must be there too."""
        required: list[tuple[float, list[_Anchor]]] = []
        least = most = 0
        for options, optional, gap in elements(pattern):
            if not options:
                most += gap
                continue
            if not optional:
                required.append(self._anchors(options, least, most))
                least += min(map(len, options))
            most += max(map(len, options))
        if not required:
            raise ValueError("no word that must be there")
        (_, anchors), *others = sorted(required, key=lambda element: element[0])
        short = next((anchor.word for anchor in anchors if anchor.word[-1] == "*" and len(anchor.word) < 3), None)
        if short:
            raise ValueError(f"{short!r} begins too many words to look for and no rarer word must be there")
        plain = ([anchor.word for anchor in found] for _, found in others)
        return anchors, frozenset(next((words for words in plain if not any(word[-1] in "*+" for word in words)), ()))

    def _expression(self, pattern: str) -> str:
        """Write a pattern as a regular expression over words with a space before each."""
        parts = []
        for options, optional, gap in elements(pattern):
            if not options:
                parts.append(rf"(?: [^ ]+){{0,{gap}}}?")
                continue
            # Longest first, as the first that fits is taken: "sorry for that" before "sorry".
            longest = sorted(options, key=lambda option: -sum(map(len, option)))
            choice = "|".join("".join(map(self._word, option)) for option in longest)
            parts.append(f"(?:{choice}){'?' if optional else ''}" if optional or len(options) > 1 else choice)
        end = r"(?=(?: [?!]+)* $)" if pattern.endswith("$") else "(?= )"
        return f"{'^' if pattern.startswith('^') else ''}{''.join(parts)}{end}"

    def _anchors(self, options: list[list[str]], least: int, most: int) -> tuple[float, list[_Anchor]]:
        """Choose each option's rarest word, with the words that may stand before it; and weigh them all."""
        weight, anchors = 0.0, []
        for option in options:
            words = list(map(self._bare, option))
            weights = list(map(self._frequency, words))
            at = weights.index(min(weights))
            weight += weights[at]
            word = words[at]
            anchors.append(_Anchor(word, least + at, most + at))
        return weight, anchors

    def _word(self, word: str) -> str:
        """Write one word of a pattern as a regular expression, its leading space included."""
        core = _fold(word.strip("+*"), self._language)
        expression = re.escape(core)
        if self._arabic:
            if word.endswith("+"):
                expression = (expression[:-1] + "[هت]" if core[-1] == "ه" else expression) + _ENCLITICS
            if word.startswith("+"):
                expression = _PROCLITICS + expression
            else:
                expression = f"{'[وف]' if len(core) >= _LEAST_AFTER_FEH or core in _NOT else 'و'}?{expression}"
        if word.endswith("*"):
            expression += "[^ ]*"
        return f" {expression}"

    def _frequency(self, word: str) -> float:
        """Weigh how often a word, folded and with its mark at the end, comes: a common one is a poor anchor."""
        if word[-1] == "*":
            bare = word[:-1]
            return _FREQUENT / len(bare) if len(bare) < 3 else self._common.get(bare, _RARE) * (3 if len(bare) < 5 else 1)
        return self._common.get(word.rstrip("+"), _RARE)

    def _bare(self, word: str) -> str:
        """Fold a word of a pattern; a `*` or `+` that it bears is written after it."""
        core = _fold(word.strip("+*"), self._language)
        if not core:
            raise ValueError(f"{word!r} holds no letter")
        return core + ("*" if word[-1] == "*" else "+" if "+" in word else "")


def elements(pattern: str) -> Iterator[tuple[list[list[str]], bool, int]]:
    """Yield each element of a pattern: its choices, each a list of words, and whether it may lack; or a gap."""
    for group, optional, gap, word in _TOKEN.findall(pattern.removeprefix("^").removesuffix("$")):
        if gap:
            if int(gap) > _MAX_GAP:
                raise ValueError(f"a gap of {gap} words; at most {_MAX_GAP}")
            yield [], False, int(gap)
            continue
        if word.endswith("?") and len(word) > 1:
            word, optional = word[:-1], "?"
        options = [option.split() for option in (group or word).split("|")]
        if not all(options):
            raise ValueError(f"an empty choice in {group or word!r}")
        yield options, bool(optional), 0


@lru_cache(maxsize=8_192)
def _fold(word: str, language: str) -> str:
    return normalise.arabic(word) if language == "ar" else normalise.english(word)


def _place(hit: Hit) -> tuple[int, int, str, float]:
    return hit.start, -hit.end, hit.label, -hit.confidence


def _is_vetoed(hit: Hit, covered: set[tuple[str, int]]) -> bool:
    """Tell whether a veto for the hit's label, or for the label it is a part of, overlaps it."""
    labels = {hit.label, hit.label.partition("/")[0]}
    return any((label, place) in covered for label in labels for place in range(hit.start, hit.end))


def common(word: str, language: str) -> bool:
    """Tell whether a normalised word is among the commonest of its language."""
    return word in _common(language)


@lru_cache(maxsize=2)
def _common(language: str) -> dict[str, float]:
    """Read how often the commonest words of a language come in a thousand words."""
    text = (files("coach.cues") / "common.words").read_text(encoding="utf-8")
    block = text.partition(f"[{language}]\n")[2].partition("[")[0]
    return {word: float(count) for word, _, count in (line.partition(" ") for line in block.splitlines())}


def _stems(word: str) -> set[str]:
    """Strip what may be clitics from a normalised Arabic word, in every way that leaves two letters."""
    starts = {word, word[1:]} if word[0] in "وف" and len(word) > 2 else {word}
    bases = {start[len(form) :] for start in starts for form in _PROCLITIC_FORMS if start.startswith(form)}
    stems = set()
    for base in bases:
        for cut in range(max(2, len(base) - 5), len(base) + 1):
            if _ENCLITIC.fullmatch(base[cut:]):
                stems.add(base[:cut])
                if base[cut - 1] == "ت":
                    stems.add(base[: cut - 1] + "ه")
    return {stem for stem in stems if len(stem) > 1}


@lru_cache(maxsize=16)
def load_cues(language: str, groups: tuple[str, ...]) -> CueSet:
    """Load the named groups of cue files of one language into one set."""
    cues = CueSet(language)
    for group, label, text in cue_files(language, groups):
        cues.load(f"{group}.{label}", text, f"cues/{language}/{group}/{label}.cues")
    return cues


def cue_files(language: str, groups: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Yield group, label and text of each shipped cue file, in a fixed order."""
    for group in groups:
        folder = files("coach.cues") / language / group
        if not folder.is_dir():
            continue
        for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
            if file.name.endswith(".cues"):
                yield group, file.name.removesuffix(".cues"), file.read_text(encoding="utf-8")
