"""Times of day: "2.15", «٨ مساءً», "half past six" as hour and minute, in both halves of the day unless it is said which."""

import re

from coach.text.normalise import arabic
from coach.text.values.lexicon import HALVES, NUMBERS
from coach.text.values.numbers import Word, part_after
from coach.text.values.value import Value, value

_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?: (am|pm))?")
_HALF_AFTER = re.compile(r"[\s.]{0,2}(?:في\s|من\s|in the\s)?([^\W\d_]+(?:\.m)?)")
_AT_NOON = ("ظهرا", "ظهرًا", "ظهراً")
_MINUTES = frozenset((5, 10, 15, 20, 25))


def time_of(told: str, start: int, end: int, text: str) -> Value:
    """Bring a clock's reading ("8:30 pm", "14.15", "9") at these offsets of a text to a time, with what follows it there."""
    match = _CLOCK.match(told)
    if match is None:
        return value("time", f"time {told}", start, end)
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3] or ""
    if joined := part_after(text, end):
        end, part = joined
        minute += round(60 * part)
        hour, minute = (hour, minute) if minute >= 0 else (hour - 1, minute + 60)
    if not half or (half == "pm" and hour == 12):
        own = text[start:end].rstrip()
        half = half_after(text, end) or ("noon" if own.endswith(_AT_NOON) else half)
    numbers = {str(hour), str(hour % 12 or 12)} if not minute else {f"{hour}.{minute:02d}", f"{hour % 12 or 12}.{minute:02d}".rstrip("0")}
    return Value("time", hours(hour, minute, half), start, end, frozenset(numbers))


def hours(hour: int, minute: int, half: str = "") -> frozenset[str]:
    """Give the times of day that a clock's reading may be: both halves of the day unless it says which."""
    if half == "night":
        may = {hour % 12} if hour == 12 or hour < 6 else {hour + 12 if hour < 12 else hour}
    elif half == "noon":
        may = {12 if hour == 12 else hour + 12 if hour < 6 else hour}
    elif half == "pm":
        may = {hour + 12} if hour < 12 else {hour, 0} if hour == 12 else {hour}
    elif half == "am":
        may = {hour % 12}
    else:
        may = {hour % 24, (hour + 12) % 24} if 0 < hour <= 12 else {hour % 24}
    return frozenset(f"time {one}:{minute:02d}" for one in may)


def half_after(text: str, end: int) -> str:
    """Tell the part of the day (am, pm, noon, night) by the word after a time; empty where it says none."""
    match = _HALF_AFTER.match(text, end)
    if match is None:
        return ""
    word = arabic(match[1].lower()).replace(".", "")
    if word == "منتصف" and "ليل" in text[match.end() : match.end() + 7]:
        return "night"
    return HALVES.get(word, "")


def minutes_of(word: Word) -> int:
    """Read the minutes of a time in words, 0 where it is none: «ستة وعشرة» is ten past six."""
    own = NUMBERS.get(word.text[1:], 0) if word.text[:1] == "و" else 0
    return own if own in _MINUTES else 0
