"""Settings of practice: weights, thresholds and the few words that scoring goes by, from scoring.yaml."""

from functools import lru_cache
from importlib.resources import files
from typing import Literal

from pydantic import Field

from coach.config import Strict, parse_yaml

Language = Literal["en", "ar"]
Share = float


class Weights(Strict):
    """The weights of what practice adds to the coach's criteria."""

    completeness: float = Field(gt=0)
    facts: float = Field(gt=0)
    moves: float = Field(gt=0)


class Grades(Strict):
    """From which score on an attempt is fair, and excellent."""

    fair: int = Field(ge=1, le=100)
    excellent: int = Field(ge=1, le=100)


class Said(Strict):
    """When a fact without a value counts as said."""

    words: Share
    spread: Share
    near: Share
    some: Share


class Gaming(Strict):
    """From where on a reply plays for points; scoring.yaml says what each counts."""

    run: int = Field(ge=3)
    hints: Share
    facts: Share
    message: Share
    master: Share
    courtesy: Share
    matter: int
    repeats: int
    strung: int
    near: Share
    shared: Share
    keywords: Share
    glue: dict[Language, Share]


class Never(Strict):
    """From which confidence on a forbidden move costs half, and all."""

    half: Share
    whole: Share


class Untrue(Strict):
    """What is left at most, from where fair begins, of a reply that says one false thing, and of one that says more."""

    one: int
    more: int


class Settings(Strict):
    """All of scoring.yaml."""

    weights: Weights
    told: Share = Field(ge=0, le=1)
    floor: Share = Field(ge=0, le=1)
    grades: Grades
    worth: dict[Literal["answer", "refuse", "defer"], dict[Literal["answered", "deferred", "refused", "missed"], Share]]
    siblings: dict[str, tuple[str, ...]]
    sibling: Share
    points: dict[str, float]
    tolerance: Share = Field(ge=0, le=0.5)
    caps: dict[str, int]
    untrue: Untrue
    wrong_gender: int = Field(ge=1)
    shown: dict[str, float]
    belongs: dict[str, tuple[str, ...]]
    said: Said
    never: Never
    gaming: Gaming
    contact: dict[Language, tuple[str, ...]]
    happens: dict[Language, tuple[str, ...]]
    people: dict[Language, tuple[str, ...]]


@lru_cache(maxsize=1)
def settings() -> Settings:
    """Give the settings that ship."""
    text = (files("coach.practice") / "scoring.yaml").read_text(encoding="utf-8")
    return Settings.model_validate(parse_yaml(text, "scoring.yaml"))


@lru_cache(maxsize=1)
def texts() -> dict[str, dict[str, str]]:
    """Give what practice says to a person, by name and language."""
    text = (files("coach.practice") / "texts.yaml").read_text(encoding="utf-8")
    return dict(parse_yaml(text, "texts.yaml"))
