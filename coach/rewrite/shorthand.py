"""Notes that are too dense to be read: what they say is told piece by piece in its order (`expansion`), as a sentence or in a slot.

A few tidy pieces are read into an outcome and facts (`notes`). Of more, of abbreviations, of words about the customer, nobody but the
agent can tell what belongs to what: a reason taken for a fee, a refusal of one thing for that of another, makes a letter that is false.
"""

import re

from coach.rewrite.telling import sentence

_PIECES = 3  # more than these in one note were read wrongly in nearly every one of 28 trials with notes as agents jot them down
_WORDS = 20
_LISTED = 12  # words: a longer unit is parted by its commas
_END = re.compile(r"[;؛\n]+|(?<!\bno)[.!?؟](?=\s|$)|(?<=\bno)[.](?=\s+\D|$)", re.IGNORECASE)
_LONGEST = 9  # signs of an abbreviation and what stands before it
_ASKING = "?؟"
_COMMA = re.compile(r"[,،]\s+")
_SHORTENED = re.compile(
    r"(?:(?:^|(?<!\d)[\s(])[^\W\d]|(?:^|[\s(])(?:nr|dr|mr|mrs|ms|st|yr|tel|ref|approx|max|min|incl|e\.g|i\.e))$", re.IGNORECASE
)
JOTTED = re.compile(
    r"->|=>|[=→]|\bw/"
    r"|\b(?:cust(?:omer)?s?|client|pt|patient|acct|txn|wkg|wd|tmrw|pls|thx|mgr|tl|cb|trk|tkt|appt|dept|addr|recvd|rcvd|req|sup)\b"
    r"|\b(?:guest|caller|tenant|user|member|buyer|passenger|parent|lady|gentleman|bloke)s?\b"
    r"|(?<!\w)(?:ال)?(?:عميل|زبون|ضيف|مشترك|مستأجر|راكب)\w{0,3}(?!\w)",
    re.IGNORECASE,
)
"""Abbreviations, and words that speak of the customer to somebody else."""
_OF_THEM = re.compile(
    r"\b(?:he|she|him|her|his|hers|they|them|their|theirs)\b|(?<!\w)[وفل]?(?:له|لها|منه|منها|عليه|عليها|معه|معها|[إا]ليه|[إا]ليها|عنده|عندها|بنفسه|بنفسها)(?!\w)"
    r"|(?<!\w)(?!(?:ال)?(?:جنيه|وجه|مياه|تنبيه|توجيه|انتباه)(?!\w))[\u0621-\u064a]{3,12}(?:ها|هم|ه)(?!\w)",
    re.IGNORECASE,
)
_JOINED = re.compile(r"[,،:(/]|\balready\b", re.IGNORECASE)
"""Signs that a unit says two things, or leaves one half said."""
_TELLS = re.compile(r"(?:we|i|the|your|our|it|this|there|you)\b.*\b(?:is|are|was|were|has|have|had|will|can|did|do)\b", re.IGNORECASE)
_TELLS_AR = re.compile(r"(?!(?:عند|لد|مع|زبون|عميل|رب|ه)ي?نا\s)(?:تم|تمت|لقد|[\u0621-\u064a]{2,12}نا)\s")


def is_dense(notes: str) -> bool:
    """Tell whether notes are more than a few tidy pieces."""
    told = units(notes)
    pieces = [piece for unit in told for piece in _COMMA.split(unit) if piece.strip()]
    return len(pieces) > _PIECES or len(notes.split()) > _WORDS or any(JOTTED.search(unit) for unit in told)


def sentences(notes: str) -> list[str]:
    """Cut notes into sentences and lines; a point behind an abbreviation ends none."""
    found, start = [], 0
    for end in _END.finditer(notes):
        if end[0] == "." and _SHORTENED.search(notes[max(start, end.start() - _LONGEST) : end.start()]):
            continue
        found.append(notes[start : end.end() if end[0] in _ASKING else end.start()])
        start = end.end()
    return [one for one in (*found, notes[start:]) if one.strip()]


def units(notes: str) -> list[str]:
    """Cut notes into what each says: sentences and lines, or the parts of a list."""
    told = sentences(notes)
    cut = (part for one in told for part in (_COMMA.split(one) if len(told) == 1 or len(one.split()) > _LISTED else [one]))
    stripped = (part.strip(" \t•*-،,") for part in cut)
    return [unit for unit in stripped if any(sign.isalnum() for sign in unit)]


def shaped(unit: str, language: str) -> str | None:
    """Say a unit that is a sentence already or has a known shape of shorthand; None for any other."""
    if JOTTED.search(unit) or _OF_THEM.search(unit) or _JOINED.search(unit):
        return None
    text = sentence(unit, language)
    if language == "ar":
        return text if _TELLS_AR.match(unit) else None
    changed = text.rstrip(".").lower() != unit.rstrip(".").lower()
    return text if changed or _TELLS.match(unit) else None


def parts(unit: str) -> list[str]:
    """Cut a unit at its commas."""
    return [part for part in (part.strip() for part in _COMMA.split(unit)) if any(sign.isalnum() for sign in part)]
