"""The words of exports, read from words.yaml: who speaks, where it stands, by which channel, what a column is called."""

import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any, cast

from coach.audit.posts import ROLES, Role, Status
from coach.config import parse_yaml
from coach.text.normalise import arabic, english, has_arabic

_MAX = 80
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Give a name in one spelling: "sentAt", "Sent_At" and "sent at" are the same, as are «الحالة» and «الحاله»."""
    parted = _CAMEL.sub(" ", text[:_MAX].replace("\u0640", ""))
    return " ".join(arabic(word) if has_arabic(word) else english(word) for word in _WORD.findall(_bare(parted)))


def _bare(text: str) -> str:
    return "".join(sign for sign in text if not "\u064b" <= sign <= "\u065f")


def table(groups: Mapping[str, Any]) -> dict[str, str]:
    """Turn lists of words by name into the name of each word, folded."""
    return {fold(str(word)): name for name, listed in groups.items() for word in listed}


_WORDS: dict[str, Any] = parse_yaml((files(__package__) / "words.yaml").read_text(encoding="utf-8"), "words.yaml")
HEADERS: dict[str, tuple[str, ...]] = {field: tuple(map(fold, listed)) for field, listed in _WORDS["headers"].items()}
"""Names of each column, the plainest first."""
MONTHS: dict[str, int] = {fold(word): number for word, number in _WORDS["months"].items()}
_ACTIVITIES = {name: tuple(f" {fold(word)} " for word in listed) for name, listed in _WORDS["activities"].items()}
_TABLES = {kind: table(_WORDS[kind]) for kind in ("roles", "statuses", "channels", "genders", "ratings")}


@lru_cache(maxsize=4096)
def _named(kind: str, value: str) -> str | None:
    return _TABLES[kind].get(fold(value))


def _of(kind: str, value: object, own: Mapping[str, str] | None) -> str | None:
    if value is None or isinstance(value, dict | list) or len(text := str(value)) > _MAX:
        return None
    return (own or {}).get(fold(text)) or _named(kind, text)


def role(value: object, own: Mapping[str, str] | None = None) -> Role | None:
    """Tell who speaks, by a company's own words (folded) before ours."""
    found = _of("roles", value, own)
    return found if found in ROLES else None


def status(value: object, own: Mapping[str, str] | None = None) -> Status | None:
    """Tell where a conversation stands."""
    return cast("Status | None", _of("statuses", value, own))


def channel(value: object, own: Mapping[str, str] | None = None) -> str | None:
    """Name the channel as a case does (`email`, `chat` …); None for others, such as the telephone."""
    return _of("channels", value, own)


def gender(value: object, own: Mapping[str, str] | None = None) -> str | None:
    """Give m or f."""
    return _of("genders", value, own)


def activity(text: object) -> str:
    """Name what a help desk tells of a conversation: closed, reopened, assigned, snoozed or other."""
    folded = f" {fold(str(text)[:_MAX])} "
    return next((name for name, listed in _ACTIVITIES.items() if any(word in folded for word in listed)), "other")


def rating(value: object, own: Mapping[str, str] | None = None) -> float | None:
    """Give a rating in words as 1 (good) or 0 (bad)."""
    found = _of("ratings", value, own)
    return None if found is None else float(found == "good")
