"""A kinder wording, the right name or the right form of address in place of the one found."""

from collections.abc import Iterator

from coach.findings import Fix
from coach.rewrite.edits import Edit, Suggestion
from coach.rewrite.speaker import Speaker, sentence_case
from coach.rewrite.words import candidates
from coach.text.document import Sentence

_VOWELS = {"m": "\u064e", "f": "\u0650"}


def swapped(speaker: Speaker, fix: Fix, rule: str) -> Iterator[Suggestion]:
    """Yield the wordings that may stand in place of the one found, a name included; its rule names the table of the phrasebook."""
    text = speaker.reading.case.draft
    if fix.move == "name":
        name = speaker.filled.get("name")
        if name:
            dear = text[fix.start : fix.end].lower().startswith("dear ")
            yield Suggestion((Edit(fix.start, fix.end, f"Dear {name}" if dear else name),))
        return
    sentence = next((s for s in speaker.reading.sentences if s.start <= fix.start < s.end), None)
    if sentence is None:
        return
    gendered = rule == "gender-mismatch"
    if gendered and "maghrebi" in (speaker.voice.dialect, speaker.reading.draft.dialect):
        return  # its verbs address a woman otherwise than the tables do
    edits: list[Edit] = []
    for wording in candidates(speaker.phrasebook, sentence, f"{rule}-to-{fix.move}" if gendered else rule):
        for first, last in wording.occurrences(sentence):
            start, end = sentence.starts[first], sentence.ends[last - 1]
            if start < fix.end and fix.start < end and all(end <= edit.start or edit.end <= start for edit in edits):
                say, needs = speaker.put(wording.say)
                if say and sentence.words[first] != wording.words[0]:  # a conjunction is written onto the first word
                    say = text[start] + say
                edits.append(_replacement(text, sentence, start, end, say))
                if not gendered:
                    yield Suggestion(tuple(edits), needs)
                    return
    if gendered and text[fix.end - 1] in _VOWELS.values():  # «حسابكِ»: only the mark tells
        edits += _marked(text, fix, max((edit.end for edit in edits), default=fix.start))
    if edits:  # every word of the span agrees
        yield Suggestion(tuple(sorted(edits, key=lambda edit: edit.start)))


def _marked(text: str, fix: Fix, done: int) -> list[Edit]:
    """Make the mark after a pronoun say another form of address: «لكِ» is «لكَ» to a man, «لكم» to many, and says neither without.

    A wording that already took the pronoun's place ends at `done`; then the mark only goes.
    """
    if done >= fix.end:
        return []
    if done == fix.end - 1:
        return [Edit(fix.end - 1, fix.end, _VOWELS.get(fix.move, ""))]
    if fix.move == "plural" and text[fix.end - 2] == "ك":
        return [Edit(fix.end - 2, fix.end, "كم")]
    return [Edit(fix.end - 1, fix.end, _VOWELS.get(fix.move, ""))]


def _replacement(text: str, sentence: Sentence, start: int, end: int, say: str) -> Edit:
    """Replace within a sentence, keeping its capital and, for an empty wording, its spacing."""
    first = start == sentence.start
    if not say:
        while end < len(text) and text[end] in " ,،":
            end += 1
        if first and end < sentence.end and text[start].isupper() and text[end].islower():
            return Edit(start, end + 1, text[end].upper())
        if not first and end >= sentence.end - 1:
            while start > sentence.start and text[start - 1] in " ,،":
                start -= 1
        return Edit(start, end, "")
    return Edit(start, end, sentence_case(say) if first and text[start].isupper() else say)
