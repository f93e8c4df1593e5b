"""Which phrases of a move fit a voice and a matter, and which of them best."""

from functools import lru_cache

from coach.phrasebook import AUTO_SLOTS, Entry, Form, Phrasebook
from coach.rewrite.voice import Voice
from coach.slots import slots

PLAYED = ("problem", "happened", "regretted")
"""Slots that play the customer's own matter back."""
ASKED = "matter"
"""The slot that leaves the matter to the agent, where nothing sure can be played back."""


# A matter that is guessed wrong is an apology too many; a feeling for it that is guessed wrong is worse than none.
_NAMING = {"apology": frozenset((*PLAYED, ASKED)), "empathy": frozenset((ASKED,))}


@lru_cache(maxsize=2_000)
def ranked(
    phrasebook: Phrasebook, move: str, voice: Voice, matters: tuple[str, ...], filled: frozenset[str], firmness: int | None, named: bool
) -> tuple[tuple[tuple[bytes, str], ...], ...]:
    """Give the ids and texts of the phrases that fit, in groups that fit alike, the best group first.

    With `named`, what is felt for a matter is said only in phrases that name it, or leave that to the agent.
    """
    groups: dict[float, list[tuple[bytes, str]]] = {}
    for entry in phrasebook.entries(voice.language, move):
        if not _is_as_firm(entry, firmness):
            continue
        if move in _NAMING and (entry.slots.isdisjoint(_NAMING[move]) if named else ASKED in entry.slots):
            continue
        rank = _rank(entry, voice, matters, filled)
        form = _form_of(entry, voice)
        if move == "greeting" and "name" in filled and form == "plural" and "{name}" not in entry.forms[form]:
            # Whoever is known by name is no crowd, however respectfully addressed.
            form = "neutral" if "neutral" in entry.forms else None
        if rank is not None and form is not None:
            groups.setdefault(rank, []).append((entry.id.encode(), entry.forms[form]))
    return tuple(tuple(groups[rank]) for rank in sorted(groups, reverse=True))


def _is_as_firm(entry: Entry, firmness: int | None) -> bool:
    """Tell whether a boundary is of the step asked for; unasked, nobody begins with a later one than the first."""
    return (entry.firmness or 1) == 1 if firmness is None else entry.firmness == firmness


def _rank(entry: Entry, voice: Voice, matters: tuple[str, ...], filled: frozenset[str]) -> float | None:
    """Rate how an entry fits; None if it does not."""
    if entry.channels is not None and voice.channel not in entry.channels:
        return None
    rank = 0.0
    if voice.language == "ar":
        if entry.dialect not in (voice.dialect, "msa"):
            return None
        rank += 4.0 if entry.dialect == voice.dialect else 0.0
    if voice.register in entry.registers:
        rank += 2.0
    elif {voice.register, *entry.registers} >= {"formal", "casual"}:
        rank -= 2.0
    if entry.matters and "any" not in entry.matters:
        shared = [matters.index(matter) for matter in entry.matters if matter in matters]
        if not shared:
            return None
        rank += 3.0 - min(shared)
    if any(slot in AUTO_SLOTS and slot not in filled for slot in entry.slots):
        return None
    rank += (
        0.5 * len(entry.slots & {"item", "name"})
        + 4.0 * len(entry.slots.intersection(PLAYED))
        - 0.25 * len((entry.slots & slots().keys()) - filled)
        + 0.5 * len(entry.slots & slots().keys() & filled)
    )
    return rank + (0.5 if entry.channels else 0.0)


def _form_of(entry: Entry, voice: Voice) -> Form | None:
    """Choose a form: the addressee's, else neutral; with unknown gender never m or f."""
    if voice.form in entry.forms:
        return voice.form
    if "neutral" in entry.forms:
        return "neutral"
    return "plural" if voice.form == "neutral" and "plural" in entry.forms and voice.register == "formal" else None
