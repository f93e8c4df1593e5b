"""What the report says, in one language: its texts, spans of time and weeks beside what all texts need."""

from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

from coach import words
from coach.config import parse_yaml
from coach.words import Language, Said

_MINUTES_UP_TO = 90
_HOURS_UP_TO = 48 * 60


@lru_cache(maxsize=2)
def load_texts(language: Language) -> dict[str, Any]:
    """Read the texts of one language as they stand in their file."""
    name = f"texts.{language}.yaml"
    return dict(parse_yaml((files("coach.audit.report") / name).read_text(encoding="utf-8"), name))


class Words(words.Words):
    """The report's texts."""

    def __init__(self, language: Language, digits: str = "western") -> None:
        """Speak `language`; `digits` (western or eastern) holds in Arabic."""
        super().__init__(language, digits, load_texts(language))

    def times(self, ratio: float | None) -> str:
        """Write a growth as a factor."""
        return "–" if ratio is None else self("times_of", ratio=Said(self.number(ratio, 1)))

    def duration(self, minutes: float | None) -> str:
        """Write a span of time in minutes, hours or days, whichever reads best."""
        if minutes is None:
            return "–"
        if minutes < _MINUTES_UP_TO:
            return self("minutes", n=round(minutes))
        return self._rough("hours", minutes / 60) if minutes < _HOURS_UP_TO else self._rough("days", minutes / 1440)

    def week(self, iso: str, short: bool = False) -> str:
        """Write a week (2026-W07) by its Monday; `short` leaves out the year."""
        monday = self.monday(iso)
        return self.short_day(monday) if short else self.day(monday)

    @staticmethod
    def monday(week: str) -> str:
        """Give the first day of a week (2026-W07)."""
        return date.fromisocalendar(int(week[:4]), int(week[6:]), 1).isoformat()

    def _rough(self, unit: str, value: float) -> str:
        whole = round(value, 0 if value >= 10 else 1)
        return self(unit, n=int(whole) if whole == int(whole) else whole)
