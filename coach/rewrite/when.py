"""By when, as an agent's note puts it ("arrives tomorrow before 6"), and how that is set into a phrase made for a plain day.

What counts as a time is read from the text layer's facts and the cues of `time/`; `notes/by.cues` and `notes/joins.cues`
hold the small words between and before them.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from coach.text.document import Document, Sentence, read

GROUPS = ("notes", "time")
"""The cues that a note must be read with."""
_TIMES = frozenset(("date", "time", "duration"))
_ANCHORS = frozenset(("time.date", "time.deadline"))
_SMALL = frozenset(("notes.by", "notes.joins"))
_DATE = re.compile(r"(?P<before>(?:\b(?:by|on|before|within|until)|(?:^|(?<=\s))(?:قبل|في|يوم|حتى|لحد|لين))\s+)?\{date\}")
_CLOCK = re.compile(r"(?<!\s)(?:\s+(?:at|(?:عند\s+)?الساعة)\s+)\{time\}")
_HOUR = re.compile(r"(?:(?:عند\s+)?الساعة\s+)?\{time\}")
_PAIR = re.compile(r"يومين|ساعتين|[أا]سبوعين|شهرين")
_NEAR = re.compile(r"(?:today|tonight|tomorrow|this|next|the|end)\b", re.IGNORECASE)
_NAMED = re.compile(r"(?:يوم|نهار|اليوم|الليلة|غد|بكر|باكر|باجر|بعد|نهاية|آخر|اخر|النهارد)")
_WEEKDAY = re.compile(r"ال[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class When:
    """The time that a note ends with: how many words stand before it, the time in its own words, whether it is one to be kept by."""

    n_before: int
    text: str
    by: bool


def time_of(document: Document) -> When | None:
    """Give the time that a note read with `GROUPS` ends with; None where it ends with none."""
    sentence = document.sentences[0]
    anchors = [sentence.span(hit) for hit in sentence.hits if hit.label in _ANCHORS]
    anchors += [(fact.start, fact.end) for fact in document.facts if fact.kind in _TIMES]
    numbers = [(fact.start, fact.end) for fact in document.facts if fact.kind == "number"]
    small = {index for hit in sentence.hits if hit.label in _SMALL for index in range(hit.start, hit.end)}
    hours = {index for hit in sentence.hits if hit.label == "notes.joins/hour" for index in range(hit.start, hit.end)}
    first = len(sentence.words)
    while first and (first - 1 in small or first - 1 in hours or _within(sentence, first - 1, [*anchors, *numbers])):
        first -= 1
    n_before = first
    while first < len(sentence.words) and first in small:
        first += 1
    if not any(_within(sentence, index, anchors) for index in range(first, len(sentence.words))):
        return None
    by = {index for hit in sentence.labelled("notes.by") for index in range(hit.start, hit.end)}
    text = sentence.text[sentence.starts[first] - sentence.start :].strip(" .:-")
    return When(n_before, text, not by.isdisjoint(range(n_before, first)))


def fitted(text: str, facts: dict[str, str], language: str) -> str:
    """Give a phrase in which the words around its {date} and {time} suit the times that are known.

    "by {date}" becomes "on {date}" for "Sunday between 9 and 12", "within {date}" for "3 days", and "at {time}" goes
    where the date tells the hour.
    """
    date, time = facts.get("date", ""), facts.get("time", "")
    if date:
        day, hour, span = _told(date, language)
        if hour and not time:
            text = _CLOCK.sub("", text)
        text = _DATE.sub(lambda match: _before(match["before"] or "", date, (day, hour, span), language) + "{date}", text)
    if time and (time.startswith("الساعة") or (language == "ar" and not time[0].isdigit())):
        text = _HOUR.sub("{time}", text)
    return text


def _before(before: str, date: str, told: tuple[bool, bool, bool], language: str) -> str:
    """Give the word that a date stands after, in place of the phrase's own."""
    day, hour, span = told
    if not before:
        return "يوم " if language == "ar" and day and _WEEKDAY.match(date) and not _NAMED.match(date) else ""
    if span and not day:
        within = "within " if language == "en" else "خلال "
        return "" if date.startswith(within.strip()) else within
    if language == "en":
        exact = day and hour
        return "" if _NEAR.match(date) and (exact or before.startswith("on")) else "on " if exact else before
    if before.strip() in ("قبل", "حتى", "لحد", "لين") and not (day and hour):
        return before
    if before.strip() in ("حتى", "لحد", "لين"):
        return before
    return "" if _NAMED.match(date) else "يوم " if _WEEKDAY.match(date) else "" if hour and not day else "في "


@lru_cache(maxsize=256)
def _told(value: str, language: str) -> tuple[bool, bool, bool]:
    """Tell whether a time names a day, an hour, a length of time."""
    document = read(value, GROUPS, language)
    kinds = {fact.kind for fact in document.facts}
    day = "date" in kinds or any(sentence.has("time.date") for sentence in document.sentences)
    span = "duration" in kinds or bool(_PAIR.search(value))
    return day, bool(kinds & {"time", "number"}) and not span, span


def _within(sentence: Sentence, index: int, spans: list[tuple[int, int]]) -> bool:
    """Tell whether a word lies in one of some spans of the text, at least in part."""
    return any(start < sentence.ends[index] and sentence.starts[index] < end for start, end in spans)
