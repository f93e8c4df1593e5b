"""Causes: what a customer's message says went wrong, the same for Arabic and English, with names for people.

A cause is `matter/problem` («delay/order»), or a matter alone where only that is sure. The cues are those by which
the playback says a problem back, read with its care for what is supposed, asked or quoted; which cues tell the same
thing, in one language or in both, is data (`words/causes.yaml`).
"""

from functools import lru_cache
from importlib.resources import files
from typing import Literal

from coach.config import Strict, Texts, parse_yaml
from coach.errors import CueError
from coach.reading import count_matters
from coach.rewrite.playback import ar, en
from coach.text.document import Document

_SURE = 0.6  # of a problem's cue, as in the English playback; below stand bare questions, and the matter tells more
_SURE_MATTER = 0.8  # the least weight of a matter that is told without a problem


class Cause(Strict):
    """What people call a cause, and the cues of `problems` that tell it, by language."""

    en: str
    ar: str
    cues: dict[Literal["en", "ar"], tuple[str, ...]]


class Matter(Strict):
    """What people call a matter, and its causes by name."""

    name: Texts
    causes: dict[str, Cause]


class Table(Strict):
    """All matters by name; `unnamed` lists the cues that name no cause."""

    unnamed: tuple[str, ...]
    matters: dict[str, Matter]


def cause(message: Document) -> str | None:
    """Give what `message` names most surely, as `matter/problem`; the matter alone where no problem is sure; None for neither."""
    named = _by_cue()
    told = [("ar", hit) for _, hit in ar.told_problems(message)] + [("en", hit) for _, hit in en.told_problems(message)]
    found = [(hit.confidence, named[key]) for language, hit in told if (key := (language, hit.label)) in named]
    surest = max(found, key=lambda one: one[0], default=None)
    if surest is not None and surest[0] >= _SURE:
        return surest[1]
    matter, weight = next(iter(count_matters(message.body).items()), ("", 0.0))
    if weight >= _SURE_MATTER:
        return matter
    return surest[1] if surest is not None else None


def name(cause: str, language: str) -> str:
    """Give what people call a cause or a matter, in `en` or `ar`; raises KeyError for one that does not exist."""
    matter, _, problem = cause.partition("/")
    known = table().matters[matter]
    if not problem:
        return known.name[language]
    return known.causes[problem].ar if language == "ar" else known.causes[problem].en


@lru_cache(maxsize=1)
def table() -> Table:
    """Give every matter with its causes; raises CueError where the file is broken."""
    where = "audit/words/causes.yaml"
    content = parse_yaml((files("coach.audit") / "words" / "causes.yaml").read_text(encoding="utf-8"), where, CueError)
    return Table.model_validate(content)


@lru_cache(maxsize=1)
def _by_cue() -> dict[tuple[str, str], str]:
    """Give the cause of each cue's label, by language and label."""
    return {
        (language, f"problems.{cue}"): f"{matter}/{problem}"
        for matter, known in table().matters.items()
        for problem, cause in known.causes.items()
        for language, cues in cause.cues.items()
        for cue in cues
    }
