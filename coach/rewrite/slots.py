"""Slots: what only the agent knows, as a place in a text that asks for it."""

import re

from coach.phrasebook import ASKS

_OPEN = re.compile(r"⟦[^⟦⟧]*⟧")


def visible_slot(slot: str, language: str) -> str:
    """Write a slot as the agent sees it: `⟦date⟧`, «⟦التاريخ⟧»."""
    return f"⟦{ASKS[slot][language][0]}⟧" if slot in ASKS else f"⟦{slot}⟧"


def slots_in(text: str) -> list[str]:
    """List the slots that stand open in a text."""
    return list(dict.fromkeys(_OPEN.findall(text)))


def needs_in(text: str, language: str) -> list[dict[str, str]]:
    """List the open slots of a text, each with the question that fills it."""
    return [{"slot": slot, "ask": _question(slot, language)} for slot in slots_in(text)]


def _question(slot: str, language: str) -> str:
    for name, texts in ASKS.items():
        if slot in (visible_slot(name, "en"), visible_slot(name, "ar")):
            return texts[language][1]
    return slot
