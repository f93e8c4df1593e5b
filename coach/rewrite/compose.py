"""From a fix to edits: phrases set into the draft where they fit its text."""

import re
from collections.abc import Iterator

from coach.findings import Finding, Fix
from coach.reading import Reading
from coach.rewrite.cuts import after_greeting, before_initials, cuts
from coach.rewrite.edits import Edit, Suggestion
from coach.rewrite.speaker import Speaker
from coach.rewrite.swaps import swapped
from coach.rewrite.told import is_wish
from coach.rules.personal_data import is_private
from coach.slots import otherwise, rewordable
from coach.text.cues import common
from coach.text.values import states_value

_MASKED = {"en": "ending in {last}", "ar": "المنتهي بـ {last}"}
_CLOSED = re.compile(r"\s*(?:$|[.,;:!?…،؛؟)]|(?:and|but|or|with|to)\b|و|مع\b|ب)", re.IGNORECASE)
_MUCH = re.compile(r"(?:\b(?:real|really|very|pretty|so|quite)\s+|(?<!\w)في\s+(?:وقت|موعد)\s+)?$", re.IGNORECASE)  # before "soon"
_BEFORE = {
    "empathy": {"acknowledgement"},
    "apology": {"acknowledgement", "empathy"},
    "resolution": {"acknowledgement", "empathy", "apology"},
}
_SAYS_MORE = 16  # words: a longer sentence says something that no phrase can stand for


class Composer:
    """Writes edits for one reading."""

    def __init__(self, speaker: Speaker) -> None:
        """Take who speaks; its reading is the one that is mended."""
        self.speaker = speaker
        self.reading = speaker.reading

    def on(self, reading: Reading) -> "Composer":
        """Give a composer that speaks alike for another text of the same case."""
        return Composer(self.speaker.on(reading))

    def suggest(self, finding: Finding) -> Iterator[Suggestion]:
        """Yield suggestions for a finding, best first; none where no words fit."""
        given = self.reading.profile.replacement(finding.rule)
        for fix in finding.fixes:
            if given is not None:
                yield Suggestion((Edit(fix.start, fix.end, given[self.speaker.voice.language]),))
            else:
                yield from self.compose(fix, finding.rule)

    def compose(self, fix: Fix, rule: str) -> Iterator[Suggestion]:
        """Yield the ways of carrying out one fix, best first."""
        match fix.kind:
            case "insert":
                for text, needs in self.speaker.phrases(fix.move, fix.slot):
                    if fix.move != "refusal" or not needs:  # beside a no goes only what softens it, not a second no with its reason
                        yield Suggestion(tuple(self._insertion(fix.start, text, fix.move)), needs)
            case "open":
                text, needs = self.speaker.fill(f"{{{fix.slot}}}.")
                yield Suggestion(tuple(self._insertion(fix.start, text, fix.move)), needs)
            case "reword":
                private = any(is_private(one) for one in self.reading.sentences if one.start < fix.end and fix.start < one.end)
                if rewordable(self.text[fix.start : fix.end]) and not private:  # a card's number is masked first
                    start = after_greeting(self.reading, fix.start, fix.end)
                    said = otherwise(self.text[start : fix.end], self.speaker.voice.language)
                    yield Suggestion((Edit(start, fix.end, said),), (said,))
            case "lead":
                sentence = next((s for s in self.reading.sentences if s.start == fix.start), None)
                leads = list(self.speaker.phrases(fix.move)) if sentence and sentence.n_words > 1 else []  # "No." cannot be led into
                at = after_greeting(self.reading, fix.start, sentence.end) if sentence else fix.start
                if at >= self.reading.opening and not any(self.text.startswith(text, at) for text, _ in leads):
                    yield from (Suggestion((self._lead(at, text),), needs) for text, needs in leads)
            case "rephrase":
                yield from self._rephrase(fix)
            case "swap":
                yield from swapped(self.speaker, fix, rule)
            case "slot":
                text, needs = self.speaker.blank(self.text[fix.start : fix.end])
                yield Suggestion((Edit(fix.start, fix.end, text),), needs)
            case "mask":
                yield Suggestion((Edit(fix.start, fix.end, self._masked(self.text[fix.start : fix.end])),))
            case _:
                yield from (Suggestion(edits) for edits in cuts(self.reading, fix))

    @property
    def text(self) -> str:
        """The draft's text."""
        return self.reading.case.draft

    def _insertion(self, at: int, phrase: str, move: str) -> Iterator[Edit]:
        """Set a phrase into the text with the space or line break that its place asks for.

        What follows a phrase begins a sentence: a small letter there becomes a capital.
        """
        text = self.text
        mail = self.speaker.voice.channel == "email"
        at = self._after_opening(at, move)
        if move == "greeting":
            yield Edit(at, at, phrase + ("\n\n" if mail else " "))
            return
        if move == "closing":
            yield Edit(at, at, ("\n\n" if mail else " ") + phrase)
            return
        after = text[at:].lstrip(" \t")
        begins = at == 0 or (text[at - 1].isspace() and (at == self.reading.opening or any(s.start == at for s in self.reading.sentences)))
        if begins and after:
            yield Edit(at, at, phrase + " ")
            if text[at].islower() and text[at].upper() != text[at]:
                yield Edit(at, at + 1, text[at].upper())
            return
        lead = "" if at and text[at - 1].isspace() else " "
        if at and text[at - 1].isalnum():
            lead = ". "
        yield Edit(at, at, lead + phrase)

    def _after_opening(self, at: int, move: str) -> int:
        """Give the place of empathy, apology and answer: after what shows that the message was read, where that stands first."""
        before = _BEFORE.get(move)
        if before is None or at != self.reading.opening:
            return at
        for sentence in self.reading.sentences:
            if sentence.start >= at:
                if sentence.moves.keys().isdisjoint(before):
                    break
                at = sentence.end
        return at

    def _lead(self, at: int, phrase: str) -> Edit:
        """Set a phrase before a sentence that goes on from it: the sentence's capital goes, unless a name or "I" has it."""
        word = re.match(r"[A-Z][a-z]*(?=[\s,'’])", self.text[at:])
        if word and word[0] != "I" and common(word[0].lower(), "en"):
            return Edit(at, at + 1, f"{phrase} {self.text[at].lower()}")
        return Edit(at, at, phrase + " ")

    def _rephrase(self, fix: Fix) -> Iterator[Suggestion]:
        """Put a time in an empty one's place, or a phrase in the sentence's, unless facts or other moves would be lost with it."""
        sentence = next((s for s in self.reading.sentences if s.start == fix.start), None)
        if sentence is None:
            return
        vague = [sentence.span(hit) for hit in sentence.labelled("time.vague")]
        if fix.move in ("commitment", "follow_up") and vague:
            start, end = vague[0]
            end = max([end, *(right for left, right in vague if left < end)])
            start -= len(_MUCH.search(self.text[:start])[0])  # type: ignore[index]
            whole = _CLOSED.match(self.text, end) is not None  # "soon" in "as soon as you write" is no time to put a date for
            whole = whole and "closing" not in sentence.moves and not is_wish(sentence.text)  # nor for "Hope he feels better soon"
            whole = whole and not sentence.has("time.date")  # «بكرا إن شاء الله» has its day
            for text, needs in self.speaker.phrases("deadline") if whole else ():
                yield Suggestion((Edit(start, end, text[0].lower() + text[1:] if start > sentence.start else text),), needs)
        tells = not sentence.moves.keys().isdisjoint(("refusal", "resolution", "alternative", "compensation"))
        calm = fix.move == "commitment" and self.reading.level == 0  # to a calm customer a friendly word is no broken promise
        if tells or calm or sentence.n_words > _SAYS_MORE or states_value(self.text[fix.start : fix.end]):
            return
        start, end = after_greeting(self.reading, fix.start, fix.end), before_initials(self.text, fix.start, fix.end)
        for text, needs in self.speaker.phrases(fix.move, fix.slot):
            yield Suggestion((Edit(start, end, text),), needs)

    def _masked(self, number: str) -> str:
        """Name a number by its last digits where it is long enough not to be known by them."""
        digits = "".join(sign for sign in number if sign.isdigit())
        return _MASKED[self.speaker.voice.language].format(last=digits[-4:]) if len(digits) >= 10 else "••••"
