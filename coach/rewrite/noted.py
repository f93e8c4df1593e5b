"""What an agent's notes come to in one situation: which of its places they fill, and what is said in their own words instead."""

import re

from coach.phrasebook import Form, Part, Situation
from coach.rewrite.notes import Notes
from coach.rewrite.shorthand import shaped
from coach.rewrite.telling import as_cause, as_reason, is_cause, sentence
from coach.text import normalise

STATING = ("resolution", "compensation", "explanation")
_ANSWERING = ("info", "pending", "boundary")
_SLOT = re.compile(r"{(\w+)}")
_WORD = re.compile(r"[^\W\d_]{4,}")
_STEM = {False: 5, True: 4}  # letters that two words must share to speak of one thing: English, Arabic


def slots_of(part: Part) -> set[str]:
    """Give the slots of a part, in whatever form it is said."""
    return {slot for forms in (part.forms, *part.dialects.values()) for text in forms.values() for slot in _SLOT.findall(text)}


def worded(part: Part, dialect: str | None, form: Form) -> str:
    """Give a part's words in a dialect and a form of address, or the nearest that it has."""
    forms = part.dialects.get(dialect, part.forms) if dialect else part.forms  # type: ignore[call-overload]
    return forms.get(form) or forms.get("neutral") or forms.get("plural") or next(iter(forms.values()))


def settle(situation: Situation, notes: Notes, facts: dict[str, str], language: str) -> None:
    """Put what the notes tell where the situation asks for it: the time, a cause or reason, the answer; the rest is told."""
    held = {slot for part in situation.body for slot in slots_of(part)}
    if "date" in facts and "time" in held and "date" not in held and "time" not in facts:
        facts["time"] = facts.pop("date")
        notes.whole.pop("date", None)
    for slot in list(notes.whole):
        if slot not in held or (slot == "date" and not _is_meant(situation, notes)):
            facts.pop(slot, None)
            notes.tell(slot)
    if "cause" in held and "reason" not in held and "reason" in facts and "cause" not in facts:
        facts["cause"] = as_cause(facts.pop("reason"))
    spare = notes.spare
    first = situation.body[1 if situation.outcome == "boundary" else 0]
    if "answer" in slots_of(first) and "answer" not in facts and situation.outcome in _ANSWERING and notes.told:
        facts["answer"] = ("، " if language == "ar" else ", ").join(notes.told)
        notes.told, spare = [], []
    for slot in ("cause", "reason"):
        pieces = spare or (notes.work if slot in slots_of(first) and situation.outcome == "pending" else [])
        if slot in held and slot not in facts and pieces:
            piece = pieces.pop(0)
            notes.told.remove(piece)
            text = sentence(piece, language).rstrip(".")
            facts[slot] = as_cause(piece) if slot == "cause" else as_reason(text[0].lower() + text[1:], language)


def _is_meant(situation: Situation, notes: Notes) -> bool:
    """Tell whether a situation's {date} is of what the notes' time is of: a visit, an answer, or else what was asked for."""
    part = next(part for part in situation.body if "date" in slots_of(part))
    if notes.timed == "answer":
        return part.move in ("commitment", "handoff", "deadline")
    if notes.timed == "visit":
        return _alike(notes.whole["date"], _words(situation, part))
    return part.move not in ("question", "follow_up")


def _words(situation: Situation, *parts: Part) -> str:
    """Join all the ways in which a situation says some of its parts, its title with them."""
    said = (text for part in parts for forms in (part.forms, *part.dialects.values()) for text in forms.values())
    return " ".join([situation.title.en, situation.title.ar, *said])


def says_other(situation: Situation, notes: Notes) -> bool:
    """Tell whether the notes name what was done better than the situation can.

    So they do where it would ask for it, where it states another thing ("reset link sent": no account was unlocked), and where it says
    nothing of it.
    """
    named = [piece for piece in notes.acts if " " in piece]
    parts = situation.body
    if not notes.acts or situation.outcome in ("refused", "boundary"):
        return False
    if situation.outcome in ("done", "possible"):
        parts = tuple(part for part in situation.body if part.move in STATING)[:1]
        if any(slots_of(part) & {"action", "answer"} - notes.facts.keys() for part in parts):
            return True
    return bool(named and parts) and _are_strange(named, _words(situation, *parts))


def speaks_of_other(situation: Situation, notes: Notes) -> bool:
    """Tell whether notes that name no outcome and fill no place tell only what the situation says nothing of."""
    if notes.outcome or notes.facts or not notes.told:
        return False
    return _are_strange(notes.told, _words(situation, *situation.body))


def refuses_other(situation: Situation, notes: Notes, asked: str) -> bool:
    """Tell whether the notes say no to another thing than the situation does; a bare "refused" is of what was `asked`."""
    part = next((part for part in situation.body if part.move == "refusal"), None)
    if part is None or notes.outcome != "refused":
        return False
    return not _alike(notes.refusing if " " in notes.refusing else asked, _words(situation, part))


def is_unsure(notes: Notes, language: str) -> bool:
    """Tell whether a piece is left over that is plainly neither a cause nor anything else that can be told as it stands."""
    return not all(is_cause(piece, language) or shaped(piece, language) for piece in notes.spare)


def says_no_to_other(notes: Notes, asked: str) -> bool:
    """Tell whether what the notes say no to is nothing that was `asked` for; a bare "refused" is of what was."""
    return " " in notes.refusing and not _alike(notes.refusing, asked)


def _are_strange(pieces: list[str], text: str) -> bool:
    return not any(_alike(piece, text) for piece in pieces)


def _alike(piece: str, text: str) -> bool:
    """Tell whether a piece and a text hold words with a stem in common, which an Arabic word may hold anywhere."""
    folded = normalise.arabic(text)
    for word in _WORD.findall(normalise.arabic(piece)):
        arabic = normalise.has_arabic(word)
        long = _STEM[arabic]
        last = len(word) - long if arabic else 0
        if len(word) >= long and any(word[at : at + long] in folded for at in range(last + 1)):
            return True
    return False
