"""Slots: what only the agent knows, as a place `⟦…⟧` in a text that asks for it; slots.yaml names them."""

import re
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from coach.config import Strict, parse_yaml

_OPEN = re.compile(r"⟦[^⟦⟧]*⟧")


class Slot(Strict):
    """A slot in one language: its name, the question to ask, and what it may be filled with."""

    label: str
    ask: str
    example: str

    @property
    def visible(self) -> str:
        """The slot as the agent sees it: `⟦date⟧`, «⟦التاريخ⟧»."""
        return f"⟦{self.label}⟧"


@lru_cache(maxsize=1)
def slots() -> dict[str, dict[Literal["en", "ar"], Slot]]:
    """Give the slots by name and language."""
    raw = parse_yaml(files("coach").joinpath("slots.yaml").read_text(encoding="utf-8"), "slots.yaml")
    return {name: {language: Slot.model_validate(one) for language, one in texts.items()} for name, texts in raw.items()}


def visible_slot(slot: str, language: str) -> str:
    """Write a slot as the agent sees it; an unknown one by its own name."""
    known = slots().get(slot)
    return known["ar" if language == "ar" else "en"].visible if known else f"⟦{slot}⟧"


def slots_in(text: str) -> list[str]:
    """List the slots that stand open in a text."""
    return list(dict.fromkeys(_OPEN.findall(text)))


def needs_in(text: str, language: str) -> list[dict[str, str]]:
    """List the open slots of a text, each with the question that fills it."""
    return [{"slot": slot, "ask": _question(slot, language)} for slot in slots_in(text)]


def filled(text: str) -> str:
    """Give a text with its known open slots filled by their examples, to be read as it will be sent."""
    if "⟦" not in text:
        return text
    return _OPEN.sub(lambda found: _examples().get(found.group(), found.group()), text)


def _question(slot: str, language: str) -> str:
    for texts in slots().values():
        if any(one.visible == slot for one in texts.values()):
            return texts["ar" if language == "ar" else "en"].ask
    return slot


@lru_cache(maxsize=1)
def _examples() -> dict[str, str]:
    return {one.visible: one.example for texts in slots().values() for one in texts.values()}
