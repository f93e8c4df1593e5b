"""Facts that are written as words: numbers, durations, sums, weekdays, months, times and relative days.

Each reader looks at one word with its neighbours and gives a value with how many words it takes, or
None. They are asked in the order of READERS; the first that reads something has the word.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

from coach.text.values.clock import half_after, hours, time_of
from coach.text.values.lexicon import (
    AFTER_A_DAY,
    BEFORE_A_DAY,
    BEFORE_A_LIMIT,
    BEFORE_A_SHORT_DAY,
    BEFORE_A_TIME,
    BEFORE_ONE,
    BEFORE_YOM,
    COMING,
    DUALS,
    FRACTIONS,
    HINTS,
    MONTHS,
    MONTHS_OF_TWO_WORDS,
    NEEDS_CAPITAL,
    OF_A_LIMIT,
    ONE_OF_A_UNIT,
    ORDINALS,
    ORDINALS_BEFORE_TEN,
    RELATIVE_DAYS,
    SHIFTING,
    SHORT_WEEKDAYS,
    TEENS,
    THIRDS,
    TIMES,
    TIMES_OF_TWO_WORDS,
    UNITS,
    WEEKDAYS,
    WEEKDAYS_AFTER_YOM,
    WEEKDAYS_AND_NUMBERS,
    forms_of,
    is_known,
    owner,
    without_article,
)
from coach.text.values.numbers import Word, first, number_at, part_after, text_at, write
from coach.text.values.quantities import span, with_unit
from coach.text.values.value import Value, value

_WEAK_ORDINALS = frozenset((1, 2))  # «ثاني» is also "other" or "again", "second" a unit, «أول» "as soon as"
_CALENDAR = frozenset(map(str, range(1, 13)))  # months that a date may name; seasons and feasts are hints
_AN_HOUR = "ساعه"
_THE_HOUR = "الساعه"  # "o'clock", not a duration
_SENTENCE_ENDS = (".", "!", "?", ":")
_LINE_BEGINS = (*_SENTENCE_ENDS, "\n", "-")


class _Place:
    """A word among the others, as the readers see it."""

    def __init__(self, words: Sequence[Word], index: int, text: str) -> None:
        self.words = words
        self.index = index
        self.text = text
        self.word, self.start, self.end, self.capital = words[index]
        self.forms = forms_of(self.word)

    @cached_property
    def before(self) -> str:
        return text_at(self.words, self.index - 1)

    @cached_property
    def after(self) -> str:
        return text_at(self.words, self.index + 1)

    @property
    def next_end(self) -> int:
        return self.words[self.index + 1].end

    def is_capital_inside(self, opening: tuple[str, ...]) -> bool:
        """Tell whether a capital stands here that no beginning of a sentence asks for."""
        return self.capital and self.index > 0 and not self.text[: self.start].rstrip().endswith(opening)


Reader = Callable[[_Place], tuple[Value, int] | None]


def spelled(words: Sequence[Word], text: str) -> Iterator[Value]:
    """Yield the values among the words of a text, in order of place; one that is begun is read to its end."""
    index = 0
    while index < len(words):
        step = 1
        if is_known(words[index].text):
            place = _Place(words, index, text)
            if read := next((read for reader in READERS if (read := reader(place))), None):
                found, step = read
                yield found
        index += step


def _weekday(at: _Place) -> tuple[Value, int] | None:
    day = first(WEEKDAYS, (*at.forms, owner(at.word)))
    if day is None or ("الحد" in at.forms and (at.after in OF_A_LIMIT or at.before in BEFORE_A_LIMIT)):
        return None
    number = first(WEEKDAYS_AND_NUMBERS, at.forms) or ""
    weak = bool(number) and at.before not in BEFORE_A_DAY and at.after not in AFTER_A_DAY
    return value("day", f"day {day}", at.start, at.end, number, weak), 1


def _short_weekday(at: _Place) -> tuple[Value, int] | None:
    if at.word not in SHORT_WEEKDAYS:
        return None
    if at.is_capital_inside(_SENTENCE_ENDS) or (at.before in BEFORE_A_SHORT_DAY and at.after != "nav"):
        return value("day", f"day {SHORT_WEEKDAYS[at.word]}", at.start, at.end), 1
    return None


def _weekday_after_yom(at: _Place) -> tuple[Value, int] | None:
    if at.word not in WEEKDAYS_AFTER_YOM or at.after in TEENS:
        return None
    if at.before in BEFORE_YOM or (at.word[0] == "ل" and at.after in COMING):
        return value("day", f"day {WEEKDAYS_AFTER_YOM[at.word]}", at.start, at.end), 1
    return None


def _relative_day(at: _Place) -> tuple[Value, int] | None:
    day = first(RELATIVE_DAYS, at.forms)
    if day is None:
        return None
    shifted = "after " if day == "tomorrow" and at.before in SHIFTING else ""
    return value("day", f"day {shifted}{day}", at.start, at.end, weak=day == "today"), 1


def _month(at: _Place) -> tuple[Value, int] | None:
    """Read a month; "may" and "march" are verbs unless they bear a capital within a sentence."""
    if named := MONTHS_OF_TWO_WORDS.get((at.word, at.after)):
        return value("month", f"month {named}", at.start, at.next_end), 2
    month = first(MONTHS, at.forms)
    if month is None or (at.word in NEEDS_CAPITAL and not at.is_capital_inside(_LINE_BEGINS)):
        return None
    return value("month", f"month {month}", at.start, at.end, weak=month not in _CALENDAR), 1


def _two_units(at: _Place) -> tuple[Value, int] | None:
    unit = first(DUALS, at.forms)
    if unit is None:
        return None
    end, part = part_after(at.text, at.end) or (at.end, 0.0)
    return value("duration", span(2 + part, unit), at.start, end, "2"), 1


def _named_time(at: _Place) -> tuple[Value, int] | None:
    if time := TIMES_OF_TWO_WORDS.get((at.word, at.after)):
        return value("time", f"time {time}", at.start, at.next_end, "12"), 2
    if time := TIMES.get(at.word):
        return value("time", f"time {time}", at.start, at.end, "12"), 1
    return None


def _fortnight(at: _Place) -> tuple[Value, int] | None:
    return (value("duration", span(2, "week"), at.start, at.end), 1) if at.word == "fortnight" else None


def _share(at: _Place) -> tuple[Value, int] | None:
    """Read "half an hour", «ربع ساعة», "half past six"; a half of anything else is a hint only."""
    share = first(FRACTIONS, at.forms)
    if share is None and at.after == _AN_HOUR and first(THIRDS, at.forms) is not None:
        share = 1 / 3
    if share is None:
        return None
    for look in range(at.index + 1, min(at.index + 4, len(at.words))):
        word, _, end, _ = at.words[look]
        if unit := UNITS.get(word) or first(UNITS, forms_of(word)):
            return value("duration", span(share, unit), at.start, end), look - at.index + 1
        if word in ("past", "to") and (read := number_at(at.words, look + 1)) is not None:
            number, after = read
            minute = round(60 * share)
            times = hours(int(number), minute) if word == "past" else hours(int(number) - 1, 60 - minute)
            return Value("time", times, at.start, at.words[after - 1].end), after - at.index
        if word not in ("a", "an", "of", "من"):
            break
    return value("share", f"share {write(share)}", at.start, at.end, weak=True), 1


def _ordinal(at: _Place) -> tuple[Value, int] | None:
    """Read "third", «الحادي عشر»; with a month after it a date, after «الساعة» a time."""
    ordinal = first(ORDINALS, at.forms) or (first(ORDINALS_BEFORE_TEN, at.forms) if at.after in TEENS else None)
    if ordinal is None:
        return None
    step = 1
    if at.after in TEENS:
        ordinal, step = ordinal + 10 * (ordinal < 10), 2
    after = at.index + step
    place = after + (text_at(at.words, after) in ("من", "of"))
    month = MONTHS.get(text_at(at.words, place), "")
    if month in _CALENDAR:
        return value("date", f"date {ordinal}/{month}", at.start, at.words[place].end, str(ordinal)), place + 1 - at.index
    end = at.words[after - 1].end
    if at.before in BEFORE_A_TIME:
        return time_of(str(ordinal), at.start, end, at.text), step
    return value("ordinal", f"ordinal {ordinal}", at.start, end, str(ordinal), ordinal in _WEAK_ORDINALS), step


def _count(at: _Place) -> tuple[Value, int] | None:
    """Read a number with what it counts; by the words beside it, it may be a time."""
    read = number_at(at.words, at.index)
    if read is None:
        return None
    number, after = read
    end = at.words[after - 1].end
    if (at.before in BEFORE_A_TIME and number <= 24) or (number <= 12 and half_after(at.text, end)):
        return time_of(str(int(number)), at.start, end, at.text), after - at.index
    return with_unit(number, at.start, end, at.text, at.words), after - at.index


def _hint(at: _Place) -> tuple[Value, int] | None:
    number = HINTS.get(at.word)
    return (value("number", f"# {number}", at.start, at.end, number, weak=True), 1) if number else None


def _one_unit(at: _Place) -> tuple[Value, int] | None:
    """Read a unit without a number: «ساعة ونص» is an hour and a half, "a week" a hint."""
    bare = without_article(at.word)
    unit = first(UNITS, (form for form in at.forms if form.removeprefix("ال") in ONE_OF_A_UNIT)) or UNITS.get(bare)
    if unit is None:
        return None
    if joined := part_after(at.text, at.end):
        end, part = joined
        return value("duration", span(1 + part, unit), at.start, end), 1
    if bare not in ONE_OF_A_UNIT or (unit == "hour" and at.word == _THE_HOUR):
        return None
    return value("duration", span(1, unit), at.start, at.end, "1" if at.before in BEFORE_ONE else "", weak=True), 1


READERS: tuple[Reader, ...] = (
    _weekday,
    _short_weekday,
    _weekday_after_yom,
    _relative_day,
    _month,
    _two_units,
    _named_time,
    _fortnight,
    _share,
    _ordinal,
    _count,
    _hint,
    _one_unit,
)
