"""Numbers that are written as words: "two thousand five hundred", «تلات آلاف وخمسمية»."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from coach.text.normalise import arabic
from coach.text.values.lexicon import FRACTIONS, NUMBERS, SCALES, TEENS, THANKS, UNDER_TEENS, forms_of

T = TypeVar("T")

_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?[\u064b-\u065f\u0670]*(?:[^\W\d_]+[\u064b-\u065f\u0670]*)*")
_PART_AFTER = re.compile(r"\s(?:(و|إلا |الا |and an? )\s?(نصف?|ربع|ثلث|half|quarter))(?![\w])")
_HUNDRED = 100
_THOUSAND = 1000


class Word(NamedTuple):
    """A word in its normalised form with its half-open offsets, and whether it is written with a capital."""

    text: str
    start: int
    end: int
    capital: bool


def words_in(text: str) -> list[Word]:
    """List the words of a text, figures left out."""
    found = []
    for match in _TOKEN.finditer(text):
        word = match[0]
        is_arabic = word[:1] > "\u0600"
        found.append(Word(arabic(word) if is_arabic else word.lower(), match.start(), match.end(), word[:1].isupper()))
    return found


def text_at(words: Sequence[Word], index: int) -> str:
    """Give the word at `index`, empty beyond either end."""
    return words[index].text if 0 <= index < len(words) else ""


def first(table: Mapping[str, T], forms: Iterable[str]) -> T | None:
    """Look a word up by its forms."""
    return next((table[form] for form in forms if form in table), None)


def write(number: float) -> str:
    """Write a number in the one way in which readings are compared."""
    return f"{number:.4f}".rstrip("0").rstrip(".")


def part_after(text: str, end: int) -> tuple[int, float] | None:
    """Read the half or quarter joined to what ends at `end` («ساعة ونص», "and a half", «إلا ربع»): its end and how much it adds."""
    match = _PART_AFTER.match(text, end)
    if match is None:
        return None
    part = FRACTIONS[arabic(match[2])]
    return match.end(), -part if match[1].startswith(("إ", "ا")) else part


@dataclass(slots=True)
class _Sum:
    """A number in the making: what is complete up to the last thousand, and what has come since."""

    total: float = 0.0
    current: float = 0.0

    def scale(self, by: int, added: bool) -> None:
        """Multiply what has come since by hundred, thousand and so on, or add one of these."""
        self.current = self.current + by if added else max(1.0, self.current) * by
        if by >= _THOUSAND:
            self.total, self.current = self.total + self.current, 0.0

    def takes(self, own: int, joined: bool) -> bool:
        """Add the number of a word, joined by و or not; False where it begins another number."""
        current = self.current
        if own == _HUNDRED and not joined and current:  # «خمس مئة»
            self.current *= _HUNDRED
        elif (own >= 2000 and not joined and current) or (joined and current and own >= current and not (current < 10 and 20 <= own < 100)):
            return False
        else:
            self.current += own
        return True

    def goes_on(self, own: int) -> bool:
        """Tell whether a number may follow without "and": "twenty five", «خمس مئة»."""
        current = self.current
        return (current % 100 >= 20 and own < 10) or (current % 100 == 0 and own < 100) or (own == _HUNDRED and current < 10)


def number_at(words: Sequence[Word], index: int) -> tuple[float, int] | None:
    """Read the number that begins at `index`; give it and the index after it."""
    made = _Sum()
    at = index
    while at < len(words):
        inside = at > index
        word, after = words[at].text, text_at(words, at + 1)
        if word == "and" and inside and made.current and made.current % 100 == 0 and after in NUMBERS:
            at += 1
            continue
        bare = _unjoined(word) if inside else word
        joined = bare != word
        forms = (bare,) if inside else forms_of(bare)
        if after in TEENS and (teen := _under_teen(forms)):
            made.current += 10 + teen
            at += 2
            continue
        if (by := first(SCALES, forms)) is not None:
            if not inside and (after in THANKS or by == _HUNDRED):
                return None
            made.scale(by, added=joined or not inside)
            at += 1
            continue
        own = first(NUMBERS, forms)
        if own is None or (inside and (words[at].start - words[at - 1].end > 1 or not (joined or made.goes_on(own)))):
            break
        if not made.takes(own, joined):
            break
        at += 1
    number = made.total + made.current
    return (number, at) if at > index and number else None


def _unjoined(word: str) -> str:
    """Take the و that joins two numbers off, unless the word is a number with it."""
    return word[1:] if word[:1] == "و" and len(word) > 2 and word not in NUMBERS else word


def _under_teen(forms: Iterable[str]) -> int:
    """Give what a teen has beyond ten, 0 where none of a word's forms begins one."""
    for form in forms:
        if found := UNDER_TEENS.get(form) or (NUMBERS[form] if 3 <= NUMBERS.get(form, 0) <= 9 else 0):
            return found
    return 0
