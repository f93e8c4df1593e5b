"""A promise that names an act but no time: the act stays, and a place for the time is set behind it."""

import re
from collections.abc import Iterator

from coach.rewrite.edits import Edit, Suggestion
from coach.rewrite.speaker import Speaker
from coach.rewrite.told import is_empty, is_wish, told_in
from coach.text.document import Sentence

_HANGS = re.compile(
    r"\b(?:welcome|when(?:ever)?|once|until|as soon as)\b|(?<!\w)و?(?:يسعدنا|عندما|حين|حينما|متى|لما|فور|حال)(?!\w)",
    re.IGNORECASE,
)
"""An invitation, or what a promise hangs on: a date of its own would be nonsense there."""
_END = re.compile(r"(?<![\W_])[\W_]*$")


def dated(speaker: Speaker, start: int, end: int) -> Iterator[Suggestion]:
    """Yield a time to fill in for the promise found between `start` and `end`; none where it hangs on an "if" or has an empty time."""
    sentence = next((one for one in speaker.reading.sentences if one.start <= start < end <= one.end), None)
    if sentence is None or speaker.reading.level == 0 or is_empty(sentence) or not _names_an_act(sentence):
        return
    if sentence.has("time.vague") or sentence.has("style.conditional") or "⟦" in sentence.text:
        return
    if is_wish(sentence.text) or _HANGS.search(sentence.text):
        return
    at = sentence.end - len(_END.search(sentence.text)[0])  # type: ignore[index]
    for text, needs in speaker.phrases("deadline"):
        yield Suggestion((Edit(at, at, f" {text[0].lower()}{text[1:]}"),), needs)


def _names_an_act(sentence: Sentence) -> bool:
    return "commitment" in told_in(sentence) or "follow_up" in sentence.moves
