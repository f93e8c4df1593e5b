"""Edits that need no words of ours: a clause or a sentence taken out, one sentence made two, shouting written plainly."""

import re
from collections.abc import Iterator

from coach.findings import Fix
from coach.reading import Reading
from coach.rewrite.edits import Edit
from coach.rewrite.reference import points_back
from coach.rules.shouting import CODES
from coach.text.normalise import has_arabic
from coach.text.values import states_value

_CONJUNCTION = re.compile(r"(?:and|which means that)\s+", re.IGNORECASE)
_JOINT = re.compile(r"(?<!\s)(?:\s*[,;:،؛]\s*(?:(?:and|but|so|because)\s+)?|\s+[–—-]+\s+|\s+(?:and|but|so)\s+|\s+(?:لكن|بس|ولكن)\s+)")
_HANGING = re.compile(
    r"(?:or|nor|and|but|so|because|as|since|otherwise|or else|until|unless|while|whereas|which|who|whose)\b"
    r"|(?:أو|او|و|لكن|بس|لأن|لان|حيث|إذ|كي|حتى|وإلا|والا|عشان|علشان|لحد|الذي|التي|اللي)\s?",
    re.IGNORECASE,
)
_LAUGHTER = re.compile(r"[\u0647\u062e]{3,}")
_CLOSING_SIGNS = re.compile(r"(?<![.!?؟…\s])[.!?؟…]*\s*$|(?<=\s)[.!?؟…]+\s*$")
_STANDS = 3  # words: fewer are no sentence
_INITIALS = re.compile(r"(?<!\s)\s{0,3}\^\w{1,12}$")  # "^KP", as posts are signed


def cuts(reading: Reading, fix: Fix) -> Iterator[tuple[Edit, ...]]:
    """Yield the edits that carry out a fix of one of these kinds; none where a fact would go, or nothing good would be left."""
    text = reading.case.draft
    match fix.kind:
        case "delete" if not states_value(text[fix.start : fix.end]):
            yield (_deletion(reading, fix.start, fix.end),)
        case "split":
            yield (_split(text, fix),)
        case "move" if 0 <= fix.to < fix.start and not points_back(text[fix.start : fix.end]):
            yield Edit(fix.to, fix.to, text[fix.start : fix.end] + " "), _deletion(reading, fix.start, fix.end)
        case "clip" if clipped := _clip(reading, fix):
            yield (clipped,)
        case "calm":
            yield (Edit(fix.start, fix.end, _calmed(reading, fix.start, fix.end)),)


def after_greeting(reading: Reading, start: int, end: int) -> int:
    """Give where a sentence goes on after the greeting that opens it ("Monica, your email …"), or `start` where none does."""
    greeted = reading.greeted
    if greeted is None or not start <= greeted[1] < greeted[2] < end:
        return start
    after = greeted[2]
    while after < end and reading.case.draft[after] in ",،!: \n":
        after += 1
    return after if after < end else start


def before_initials(text: str, start: int, end: int) -> int:
    """Give where a sentence ends before the initials that sign a post, or `end` where none do."""
    signed = _INITIALS.search(text[start:end])
    return start + signed.start() if signed else end


def _clip(reading: Reading, fix: Fix) -> Edit | None:
    """Take out the clause that holds a span, where the rest of the sentence stands by itself and no fact goes with it."""
    text = reading.case.draft
    sentence = next((s for s in reading.sentences if s.start <= fix.start < s.end), None)
    if sentence is None:
        return None
    joints = [(sentence.start + match.start(), sentence.start + match.end()) for match in _JOINT.finditer(sentence.text)]
    before = [joint for joint in joints if joint[1] <= fix.start]
    after = [joint for joint in joints if joint[0] >= fix.end]
    if not before and not after:
        return None
    closing = sentence.end - len(_CLOSING_SIGNS.search(sentence.text)[0])  # type: ignore[index]
    start = before[-1][0] if before else sentence.start
    end = closing if before and not after else after[0][0] if before else after[0][1]
    if sentence.n_words - len(text[start:end].split()) < _STANDS or states_value(text[start:end]):
        return None
    if not before and _HANGING.match(text, end):
        return None
    if not before and text[start].isupper() and text[end].islower():
        return Edit(start, end + 1, text[end].upper())
    return Edit(start, end, "")


def _deletion(reading: Reading, start: int, end: int) -> Edit:
    """Delete a sentence with the white space after it, or before it at the end of the text; a greeting at its head stays."""
    text = reading.case.draft
    start, end = after_greeting(reading, start, end), before_initials(text, start, end)
    while end < len(text) and text[end] in " \t":
        end += 1
    if end == len(text) or text[end] in "\r\n":
        while start and text[start - 1] in (" \t" if end < len(text) else " \t\r\n"):
            start -= 1
        if start and text[start - 1] in "\r\n":  # a whole paragraph goes with one of its breaks
            while end < len(text) and text[end] in "\r\n":
                end += 1
    return Edit(start, end, "")


def _split(text: str, fix: Fix) -> Edit:
    """End the sentence at its joint and begin another."""
    start, end = fix.start, fix.end
    dropped = _CONJUNCTION.match(text, end)
    lead = ""
    if dropped:
        end = dropped.end()
        lead = "This means that " if dropped[0].lower().startswith("which") else ""
    if end >= len(text):
        return Edit(start, end, text[start:end])
    first = text[end] if lead else text[end].upper()
    return Edit(start, end + 1, f". {lead}{first}")


def _calmed(reading: Reading, start: int, end: int) -> str:
    """Write a shouted span plainly."""
    shouted = reading.case.draft[start:end]
    if not any(sign.isalpha() for sign in shouted):
        return "؟" if "؟" in shouted else "?" if "?" in shouted else "!" if len(shouted) < 3 else "."
    if _LAUGHTER.fullmatch(shouted):
        return ""
    if has_arabic(shouted) or not shouted.isupper():
        return re.sub(r"([^\W\d_])\1{2,}", r"\1", shouted)
    calm = re.sub(r"[A-Z]{2,}(?:['’][A-Z]+)?", lambda m: m[0] if m[0] in CODES else m[0].lower(), shouted)
    calm = re.sub(r"\bi\b", "I", calm)
    opens = any(sentence.start == start for sentence in reading.sentences)
    return calm[0].upper() + calm[1:] if opens else calm
