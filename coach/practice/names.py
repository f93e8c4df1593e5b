"""Names of kinds of conversation, levels and grades, as they are called to a person in either language."""

from functools import lru_cache
from importlib.resources import files
from typing import Literal

from coach.config import Strict, Texts, parse_yaml
from coach.practice.scenario import Grade, Kind

Family = Literal["kinds", "difficulties", "grades"]


class Names(Strict):
    """All of names.yaml."""

    kinds: dict[Kind, Texts]
    difficulties: dict[Literal["easy", "medium", "hard"], Texts]
    grades: dict[Grade, Texts]


@lru_cache(maxsize=1)
def names() -> Names:
    """Give the names that ship."""
    return Names.model_validate(parse_yaml((files("coach.practice") / "names.yaml").read_text(encoding="utf-8"), "names.yaml"))


def called(family: Family, ui: str) -> dict[str, str]:
    """Give what each of a family is called in one language."""
    return {key: text[ui] for key, text in getattr(names(), family).items()}
