"""Wordings: how a reply gives, turns a fact round, or names a share, from wording.yaml."""

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from pydantic import Field

from coach.config import Strict, parse_yaml
from coach.practice.settings import Language
from coach.text import normalise

_Lists = dict[Language, tuple[str, ...]]


class _Pole(Strict):
    """Two sides of one matter, a pattern each."""

    name: str
    en: tuple[str, str]
    ar: tuple[str, str]


class _Equal(Strict):
    """Names of a price of nothing, and of shares in per cent."""

    free: _Lists
    shares: dict[str, int]


class _File(Strict):
    """All of wording.yaml."""

    giving: dict[str, _Lists]
    whole: _Lists
    fees: _Lists
    wanted: _Lists
    named: dict[str, _Lists]
    poles: tuple[_Pole, ...] = Field(min_length=1)
    unless: _Lists
    negation: dict[Language, str]
    equal: _Equal


@dataclass(frozen=True, slots=True)
class Wording:
    """One language's patterns, compiled; they are met in a text that `plain` gave back."""

    giving: dict[str, re.Pattern[str]]
    named: dict[str, re.Pattern[str]]
    whole: re.Pattern[str]
    fees: re.Pattern[str]
    wanted: re.Pattern[str]
    poles: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]
    unless: re.Pattern[str]
    negation: re.Pattern[str]
    free: re.Pattern[str]


@lru_cache(maxsize=1)
def _file() -> _File:
    text = (files("coach.practice") / "wording.yaml").read_text(encoding="utf-8")
    content: Any = parse_yaml(text, "wording.yaml")
    return _File.model_validate(content)


@lru_cache(maxsize=2)
def wording(language: str) -> Wording:
    """Give the patterns of a language."""
    told, own = _file(), _own(language)
    return Wording(
        {name: _any(rows[own]) for name, rows in told.giving.items()},
        {name: _any(rows[own]) for name, rows in told.named.items()},
        _any(told.whole[own]),
        _any(told.fees[own]),
        _any(told.wanted[own]),
        tuple((re.compile(sides[0]), re.compile(sides[1])) for pole in told.poles for sides in (pole.ar if own == "ar" else pole.en,)),
        _any(told.unless[own]),
        re.compile(told.negation[own]),
        re.compile(rf"\b(?:{'|'.join(told.equal.free[own])})"),
    )


@lru_cache(maxsize=1)
def shares() -> dict[str, int]:
    """Give the words that name a share, folded, with the per cent that each is."""
    return {normalise.arabic(word): share for word, share in _file().equal.shares.items()}


@lru_cache(maxsize=4_096)
def plain(text: str, language: str) -> str:
    """Write a text as the patterns expect it: lowered, Arabic folded."""
    return normalise.arabic(text) if language == "ar" else text.lower().replace("’", "'")


def _own(language: str) -> Language:
    return "ar" if language == "ar" else "en"


def _any(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for one in patterns))
