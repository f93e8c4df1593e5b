"""What is said to people, in one language: texts by name, the right plural, numbers and days. The texts are those of who speaks."""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

from coach.config import parse_yaml

Language = Literal["en", "ar"]

_ISOLATE, _LTR, _RTL, _END = "\u2068", "\u2066", "\u2067", "\u2069"
_EASTERN = str.maketrans("0123456789,.%", "٠١٢٣٤٥٦٧٨٩٬٫٪")
_FIXED = re.compile(r"(?<![A-Za-z\d])\d+%?")
"""A number in the words of a text; one that belongs to a Latin name stays as it is."""


class Said(str):
    """Something written for the sentence it stands in, which needs no isolation."""

    __slots__ = ()


@lru_cache(maxsize=1)
def shared_texts() -> dict[str, dict[str, Any]]:
    """Give, by language, the texts that numbers, days and lists are written with, from words.yaml."""
    return dict(parse_yaml((files("coach") / "words.yaml").read_text(encoding="utf-8"), "words.yaml"))


def plural(language: Language, n: float) -> str:
    """Give the CLDR plural category of `n`."""
    if language == "en":
        return "one" if n == 1 else "other"
    if n != int(n):
        return "other"
    if n in (0, 1, 2):
        return ("zero", "one", "two")[int(n)]
    rest = n % 100
    return "few" if 3 <= rest <= 10 else "many" if rest >= 11 else "other"


class Words:
    """The texts of one language; names and quotations that stand within a sentence are isolated from its direction."""

    def __init__(self, language: Language, digits: str, texts: Mapping[str, Any]) -> None:
        """Speak `language` with these texts; `digits` (western or eastern) holds in Arabic."""
        self.language = language
        self.rtl = language == "ar"
        self._eastern = self.rtl and digits == "eastern"
        self._texts: Mapping[str, Any] = {**shared_texts()[language], **texts}

    def __call__(self, name: str, **values: object) -> str:
        """Say the text `name` ("care.intro") with its placeholders filled; `n` chooses the plural where the text has several."""
        found: Any = self._texts
        for part in name.split("."):
            found = found[int(part)] if isinstance(found, list) else found[part]
        if isinstance(found, dict):
            n = values["n"]
            assert isinstance(n, int | float)
            found = found.get(plural(self.language, n), found["other"])
        text = _FIXED.sub(lambda digits: self.digits(digits[0]), str(found)) if self._eastern else str(found)
        return text.format(**{key: self._shown(value) for key, value in values.items()})

    def name(self, family: str, value: str | None) -> str:
        """Name a value of a closed list ("channels", "email"); one that is not in it is called as it is written."""
        if value is None:
            return self("unknown")
        known = self._texts.get(family, {})
        return str(known[value]) if value in known else f"{_ISOLATE}{value}{_END}"

    def _shown(self, value: object) -> str:
        if isinstance(value, Said):
            return str(value)
        if isinstance(value, int):
            return self.number(value)
        if isinstance(value, float):
            return self.number(value, 1)
        return f"{_ISOLATE}{value}{_END}"

    @staticmethod
    def said(text: str) -> Said:
        """Take something written as it is, where it stands within a sentence."""
        return Said(text)

    def digits(self, text: str) -> str:
        """Write a number's digits and signs as they are wanted."""
        return text.translate(_EASTERN) if self._eastern else text

    def number(self, value: float | None, places: int = 0) -> str:
        """Write a number with its thousands apart; a dash for None."""
        if value is None:
            return "–"
        return self._sign(f"{abs(value):,.{places}f}", "-" if round(value, places) < 0 else "")

    def signed(self, value: float | None, places: int = 1) -> str:
        """Write a difference with its sign."""
        if value is None:
            return "–"
        near = round(value, places)
        return self._sign(f"{abs(value):,.{places}f}", "+" if near > 0 else "-" if near < 0 else "")

    def percent(self, share: float | None, places: int = 0) -> str:
        """Write a share of one as a percentage."""
        if share is None:
            return "–"
        if not places and 0 < share < 0.01:
            places = 1
        return self.digits(f"{100 * share:.{places}f}%")

    def span(self, low: float, high: float, places: int = 0) -> str:
        """Write an interval."""
        return self("span", low=Said(self.number(low, places)), high=Said(self.number(high, places)))

    def between(self, low: float, high: float) -> str:
        """Write the interval of a difference, with signs."""
        return self("span", low=Said(self.signed(low)), high=Said(self.signed(high)))

    def day(self, iso: str | None) -> str:
        """Write a day."""
        if iso is None:
            return "–"
        day = date.fromisoformat(iso)
        return self(
            "day",
            day=Said(self.digits(str(day.day))),
            month=Said(self._texts["months"][day.month - 1]),
            year=Said(self.digits(str(day.year))),
        )

    def short_day(self, iso: str) -> str:
        """Write a day without its year."""
        day = date.fromisoformat(iso)
        return self("short_day", day=Said(self.digits(str(day.day))), month=Said(self._texts["months"][day.month - 1]))

    def all(self, names: list[str]) -> str:
        """List names."""
        return str(self._texts["comma"]).join(names)

    def _sign(self, digits: str, sign: str) -> str:
        shown = self.digits(digits)
        if not sign:
            return shown
        sign = "\u2212" if sign == "-" else sign
        return f"{_RTL if self._eastern else _LTR}{sign}{shown}{_END}" if self.rtl else f"{sign}{shown}"


def texts_of(found: Mapping[str, Any], path: str = "") -> dict[str, str]:
    """Flatten the texts of a file to their names; plural forms and lists are parts of a name."""
    flat: dict[str, str] = {}
    for key, value in found.items():
        name = f"{path}{key}"
        if isinstance(value, Mapping):
            flat.update(texts_of(value, f"{name}."))
        elif isinstance(value, list):
            flat.update({f"{name}.{place}": str(one) for place, one in enumerate(value)})
        else:
            flat[name] = str(value)
    return flat
