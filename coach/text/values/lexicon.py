"""The words that facts are written with, from values.words, in their normalised forms."""

from functools import lru_cache
from importlib.resources import files

from coach.text.normalise import arabic


def _sections() -> dict[str, dict[str, list[str]]]:
    """Read values.words: the forms of each value, as they are written there, by section."""
    sections: dict[str, dict[str, list[str]]] = {}
    for line in (files("coach.text.values") / "values.words").read_text(encoding="utf-8").splitlines():
        if line[:1] == "[":
            sections[line[1:-1]] = section = {}
        elif line and line[0] != "#":
            value, _, forms = line.partition(": ")
            section[value] = forms.split()
    return sections


_SECTIONS = _sections()


def _table(section: str) -> dict[str, str]:
    return {arabic(form): value for value, forms in _SECTIONS[section].items() for form in forms if "_" not in form}


def _pairs(section: str) -> dict[tuple[str, ...], str]:
    """Give the forms of two words."""
    return {tuple(map(arabic, form.split("_"))): value for value, forms in _SECTIONS[section].items() for form in forms if "_" in form}


def _whole(section: str) -> dict[str, int]:
    return {form: int(value) for form, value in _table(section).items()}


def _beside(name: str) -> frozenset[str]:
    return frozenset(map(arabic, _SECTIONS["context"][name]))


NUMBERS = _whole("numbers")
UNDER_TEENS = _whole("under-teens")
TEENS = _whole("teens")
SCALES = _whole("scales")
SCALE_LETTERS = _whole("scale-letters")
FRACTIONS = {form: float(value) for form, value in _table("fractions").items()}
THIRDS = _table("thirds")
ORDINALS = _whole("ordinals")
ORDINALS_BEFORE_TEN = _whole("ordinals-before-ten")
HINTS = _table("hints")
UNITS = _table("units")
DUALS = _table("duals")
CURRENCIES = _table("currencies")
CODES = {name: tuple(codes) for name, codes in _SECTIONS["codes"].items()}
WEEKDAYS = _table("weekdays")
SHORT_WEEKDAYS = _table("short-weekdays")
WEEKDAYS_AFTER_YOM = _table("weekdays-after-yom")
WEEKDAYS_AND_NUMBERS = _table("weekdays-and-numbers")
RELATIVE_DAYS = _table("relative-days")
MONTHS = _table("months")
MONTHS_OF_TWO_WORDS = _pairs("months")
TIMES = _table("times")
TIMES_OF_TWO_WORDS = _pairs("times")
HALVES = _table("halves")

THANKS = _beside("thanks")
OF_A_LIMIT = _beside("of-a-limit")
BEFORE_A_LIMIT = _beside("before-a-limit")
SHIFTING = _beside("shifting")
BEFORE_YOM = _beside("before-yom")
BEFORE_A_DAY = _beside("before-a-day")
AFTER_A_DAY = _beside("after-a-day")
COMING = _beside("coming")
BEFORE_A_SHORT_DAY = _beside("before-a-short-day")
BEFORE_A_TIME = _beside("before-a-time")
BEFORE_ONE = _beside("before-one")
BETWEEN = _beside("between")
NEEDS_CAPITAL = _beside("needs-capital")
ONE_OF_A_UNIT = _beside("one-of-a-unit")

_ALL = frozenset(arabic(word) for section in _SECTIONS.values() for forms in section.values() for form in forms for word in form.split("_"))


@lru_cache(maxsize=8_192)
def is_known(word: str) -> bool:
    """Tell whether a normalised word, or what is left of it without its clitics, stands in the file at all; most do not."""
    return not _ALL.isdisjoint((*forms_of(word), owner(word), without_article(word)))


@lru_cache(maxsize=8_192)
def forms_of(word: str) -> tuple[str, ...]:
    """Give a normalised word, and in Arabic what is left of it without و, ف, ب, ل and their like."""
    if word[:1] <= "\u0600":
        return (word,)
    found = [word]
    rest = word
    if rest[0] in "وف" and len(rest) > 3:
        rest = rest[1:]
        found.append(rest)
    if rest[0] in "بلكعه" and len(rest) > 3 and rest != "لست":
        bare = rest[1:]
        found.append(f"ال{bare[1:]}" if rest[0] == "ل" and bare[0] == "ل" else bare)
    found += [form[2:] for form in found if form.startswith("ال") and len(form) > 4]
    return tuple(found)


def without_article(word: str) -> str:
    """Take the article, with و, ب, ل before it, off a normalised word."""
    if word[:1] <= "\u0600":
        return word
    form = forms_of(word)[-1]
    return form.removeprefix("ال") if len(form) > 4 else form


def owner(word: str) -> str:
    """Take the ending of "Friday's" off."""
    return word[:-2] if word.endswith(("'s", "’s")) else word
