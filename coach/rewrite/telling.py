"""A note said as a sentence: an agent's shorthand ("opened an investigation") with the subject that it leaves out."""

import re

_AGENT = (
    r"(?:wait|check|investigat|look|chas|refund|send|work|ask|replac|resend|process|review|fix|repair|arrang|prepar|trac|track|try|verify"
    r"|talk|inspect)"
)
_DONE = (
    r"(?:opened|started|launched|filed|raised|logged|created|asked|sent|resent|refunded|passed|escalated|moved|forwarded|reported|changed"
    r"|cancelled|canceled|replaced|booked|rebooked|arranged|fixed|unlocked|reset|updated|corrected|credited|waived|extended|reserved|repaired"
    r"|approved|ordered|contacted|chased|transferred|rescheduled|stopped|frozen|restored|activated|added|removed|deleted|issued|dispatched|closed)"
)
_ENDS = r"(?=\s+(?:to|by|with|on|in|for|until|at|from|today|yesterday)\b|$)"
_THIRDS = r"(?:arrives|comes|ships|leaves|takes|runs|starts|ends|costs|includes|works|expires|goes|needs|reopens|returns)\b"
_ING = re.compile(rf"{_AGENT}\w{{0,3}}ing\b", re.IGNORECASE)
_PASSIVE = re.compile(rf"{_DONE}{_ENDS}", re.IGNORECASE)
_PAST = re.compile(rf"{_DONE}\s+(?:on|at|yesterday)\b", re.IGNORECASE)
_ACTIVE = re.compile(rf"{_DONE}\s+\S", re.IGNORECASE)
_BACK = re.compile(r"(?:back|working|running)\b.*\bsince\b", re.IGNORECASE)
_THIRD = re.compile(_THIRDS, re.IGNORECASE)
_LAST = re.compile(rf"(?P<noun>[\w' -]{{3,40}}?)\s+{_DONE}{_ENDS}", re.IGNORECASE)
_SHOWN = re.compile(rf"(?P<noun>[\w' -]{{3,40}}?)\s+{_THIRDS}", re.IGNORECASE)
_OWN = re.compile(
    r"(?:the|a|an|your|our|his|her|their|its|we|i|it|they|you|this|that|all|no|not|never|nothing|nobody|was|were|is|are|has|have|had|to|be"
    r"|been)\b",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|be|been|will|would|can|could|did|does|do|not|never|got|gets|we|i|they|he|she|you)\b", re.IGNORECASE
)


def sentence(note: str, language: str) -> str:
    """Write a note as a sentence; what is a sentence already, or no known shorthand, keeps its words."""
    text = _with_subject(note) if language == "en" else note
    text = text[:1].upper() + text[1:]
    return text if text[-1:] in ".!?؟" else f"{text}."


def _with_subject(note: str) -> str:
    low = note[:1].lower() + note[1:]
    if _ING.match(note):
        return f"we are {low}"
    if _PASSIVE.match(note):
        return f"it {'was' if _PAST.match(note) else 'has been'} {low}"
    if _THIRD.match(note):
        return f"it {low}"
    if _BACK.match(note):
        return f"it has been {low}"
    found = _LAST.match(note)
    if found and not _VERB.search(found["noun"]):
        noun = found["noun"]
        many = noun.endswith("s") and not noun.endswith("ss")
        named = noun if _OWN.match(noun) else f"the {noun[:1].lower()}{noun[1:]}"
        return f"{named} {'have' if many else 'has'} been{note[found.end('noun') :]}"
    if _ACTIVE.match(note):
        return f"we have {low}"
    shown = _SHOWN.match(note)
    if shown and not _VERB.search(shown["noun"]) and not _OWN.match(note):
        return f"the {low}"
    return note
