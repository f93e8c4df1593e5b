"""Slots: what only the agent knows, as a place `⟦…⟧` in a text that asks for it; slots.yaml names them."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal

from coach.config import Strict, parse_yaml

_MOST_REWORDED = 300  # signs
_NO_SLOTS = str.maketrans("⟦⟧", "()")
_OPEN = re.compile(r"⟦[^⟦⟧]*⟧")
ANSWERS = ("answer", "second_answer", "third_answer")
"""Slots for what a customer's open asks get, in the order of the asks."""

_REWORDED = ("otherwise", "notes")
"""Slots that hold what they ask to be said in other words."""

SURE_OF_SLOTS = 0.9
STANDS_FOR = {
    **dict.fromkeys(ANSWERS, "resolution"),
    "step": "commitment",
    "own_words": "empathy",
    "safety": "instruction",
    "matter": "acknowledgement",
}
"""The move that will be made where such a slot is filled in: an apology for a matter that is named shows that the message was read."""


class Slot(Strict):
    """A slot in one language: its name, the question to ask, the same about a customer's `{ask}`, and what it may be filled with."""

    label: str
    ask: str
    example: str
    about: str = ""

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
    return _slot(slot, language).visible if slot in slots() else f"⟦{slot}⟧"


def _slot(name: str, language: str) -> Slot:
    return slots()[name]["ar" if language == "ar" else "en"]


def slots_in(text: str) -> list[str]:
    """List the slots that stand open in a text."""
    return list(dict.fromkeys(_OPEN.findall(text)))


def rewordable(sentence: str) -> bool:
    """Tell whether a sentence can be put into a slot: it holds none, and is no longer than one takes in at a glance."""
    return "⟦" not in sentence and len(sentence) <= _MOST_REWORDED


def otherwise(sentence: str, language: str) -> str:
    """Keep a sentence's content, word for word, in a slot that asks for kinder words."""
    return f"⟦{_slot('otherwise', language).label}: {sentence}⟧"


def reworded(note: str, language: str) -> str:
    """Keep an agent's note, word for word, in a slot that asks for it as it is to be told."""
    return f"⟦{_slot('notes', language).label}: {note.translate(_NO_SLOTS)}⟧"


def is_note(slot: str) -> bool:
    """Tell whether an open slot holds a note of the agent's."""
    return _rewording(slot)[0] == "notes"


def otherwise_in(text: str) -> list[tuple[int, int]]:
    """Give the half-open offsets of the slots that ask for other words."""
    return [found.span() for found in _otherwise().finditer(text)] if "⟦" in text else []


def said_in(text: str) -> str:
    """Give a text as it would stand if what is to be said otherwise were said as it is."""
    return _otherwise().sub(r"\g<said>", text) if "⟦" in text else text


def moves_in(text: str) -> list[str]:
    """List the moves that a sentence's open slots will make by themselves."""
    return [_moves()[slot] for slot in slots_in(text) if slot in _moves()]


def answers_in(text: str) -> int:
    """Count the answers for which a text keeps a place."""
    return sum(slot in _answers() for slot in slots_in(text))


def needs_in(
    text: str, language: str, asks: Sequence[str] = (), proposals: Mapping[str, str] = MappingProxyType({})
) -> list[dict[str, str]]:
    """List the open slots of a text, each with the question that fills it, and `perhaps` with what is proposed for it.

    A place for an answer names which of `asks` it is for; `proposals` are by slot.
    """
    needs = [{"slot": slot, "ask": _question(slot, language, asks)} for slot in slots_in(text)]
    return [{**need, "perhaps": proposals[need["slot"]]} if need["slot"] in proposals else need for need in needs]


def filled(text: str) -> str:
    """Give a text with its known open slots filled by their examples, to be read as it will be sent."""
    if "⟦" not in text:
        return text
    return _OPEN.sub(lambda found: _examples().get(found.group(), found.group()), text)


def _rewording(slot: str) -> tuple[str, str]:
    """Give which slot that holds its own words an open one is, and the words; empty for any other."""
    found = _otherwise().fullmatch(slot)
    if found is None:
        return "", ""
    return next(name for name in _REWORDED for one in slots()[name].values() if one.label == found["label"]), found["said"]


def _question(slot: str, language: str, asks: Sequence[str]) -> str:
    kind, said = _rewording(slot)
    if kind:
        return _slot(kind, language).ask.format(ask=said)
    for name, texts in slots().items():
        if any(one.visible == slot for one in texts.values()):
            told = _slot(name, language)
            about = asks[ANSWERS.index(name)] if name in ANSWERS[: len(asks)] else ""
            return told.about.format(ask=about) if about else told.ask
    return slot


@lru_cache(maxsize=1)
def _examples() -> dict[str, str]:
    return {one.visible: one.example for texts in slots().values() for one in texts.values()}


@lru_cache(maxsize=1)
def _moves() -> dict[str, str]:
    return {one.visible: move for name, move in STANDS_FOR.items() for one in slots()[name].values()}


@lru_cache(maxsize=1)
def _answers() -> frozenset[str]:
    return frozenset(one.visible for name in ANSWERS for one in slots()[name].values())


@lru_cache(maxsize=1)
def _otherwise() -> re.Pattern[str]:
    labels = "|".join(re.escape(one.label) for name in _REWORDED for one in slots()[name].values())
    return re.compile(rf"⟦(?P<label>{labels}): (?P<said>[^⟦⟧]+)⟧")
