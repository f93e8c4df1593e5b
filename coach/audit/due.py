"""By when: the moment until which a sentence promises something, reckoned from when it was sent.

Whatever a sentence leaves open is read to the speaker's advantage: of "2-3 days" the third, of "tomorrow"
its last minute, of two times the later one. What only an event could start ("within 5 days of receiving it") and
dates of the Hijri calendar, which depend on the sighting of the moon, have no moment.
"""

import calendar
import re
from collections.abc import Iterator, Sequence
from datetime import MAXYEAR, UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from coach.audit.timewords import TimeWords
from coach.audit.workweek import A_DAY, SATURDAY_SUNDAY, Week
from coach.text.document import Sentence
from coach.text.facts import Fact
from coach.text.values import Value

_WEEKDAYS = {name: number for number, name in enumerate("mon tue wed thu fri sat sun".split(), 1)}
_SHIFTS = {"today": 0, "tomorrow": 1, "after tomorrow": 2}
_BETWEEN = 2  # words: "within the next 3 hours"
_MINUTES_A_DAY = 1440
_YEAR = re.compile(r"(?<!\d)(?:1[3-5]|20)\d\d(?!\d)")
_ISO = re.compile(r"\d{4}[-/.](\d{1,2})[-/.](\d{1,2})")
_HOURS = re.compile(r"hour|\bhrs?\b|ساع|\dh", re.IGNORECASE)
_WEEKS = re.compile(r"week|fortnight|سبوع|سابيع", re.IGNORECASE)
_OR_TWO = ["or", "two"]
_O_CLOCK = re.compile(r"\s?o'?clock", re.IGNORECASE)
_PERIODS = ("this_week", "next_week", "early_week", "weekend", "this_month", "next_month", "end_of_day")
_ORDINAL = re.compile(r"(?:st|nd|rd|th)\b")
_OF_MONTH = frozenset(("يوم", "نهار", "بتاريخ", "تاريخ"))


def reckon(
    sentence: Sentence, facts: Sequence[Fact], sent_at: datetime, zone: tzinfo, weekend: frozenset[int] = SATURDAY_SUNDAY
) -> datetime | None:
    """Give, in UTC, the moment by which a sentence sent at `sent_at` promises something; None where its words tell none that exists.

    `facts` are those of its document. Days and hours are those of `zone`; working days leave `weekend` out.
    """
    found = TimeWords(sentence, facts)
    if found.has("hijri"):
        return None
    try:
        latest = max(_moments(found, Week(sent_at.astimezone(zone), weekend)), default=None)
        due = latest.astimezone(UTC) if latest else None
    except (ArithmeticError, ValueError):  # past the last year, or no time of any day: 99:99
        return None
    return due if due and due.year < MAXYEAR else None


def _moments(found: TimeWords, week: Week) -> list[datetime]:
    """Give every moment that a sentence may mean."""
    due = list(_spans(found, week))
    if not due and any(value.kind == "duration" and not found.excluded(value) for value in found.values) and found.has("event"):
        return []
    due += _days(found, week)
    if not due and found.has("now"):
        due.append(week.now + timedelta(minutes=_settings()["now_minutes"]))
    return due


@lru_cache(maxsize=1)
def _settings() -> Any:
    return yaml.safe_load((files("coach.audit") / "due.yaml").read_text(encoding="utf-8"))


def _spans(found: TimeWords, week: Week) -> Iterator[datetime]:
    """Give the ends of the spans that run from now: "within 24 hours", «خلال يومين عمل»; 24 working hours are one working day."""
    if found.has("event"):
        return
    spans = [
        value for value in found.values if value.kind == "duration" and not found.excluded(value) and not found.governed(value, *_PERIODS)
    ]
    for value in spans:
        working = found.followed(value, "working")
        ranged = len([other for other in spans if other.start == value.start]) > 1
        if not (found.governed(value, "within", between=_BETWEEN) or found.followed(value, "at_most") or ranged or working):
            continue
        unit, _, number = next(iter(value.readings)).partition(" ")
        count = float(number) * (2 if found.words[found.range(value)[1] :][:2] == _OR_TWO else 1)
        if unit == "months":
            months, rest = divmod(count, 1)
            last = week.end_of_month(int(months))
            day = last.replace(day=min(last.day, week.today.day)) + timedelta(days=round(30 * rest))
            yield week.at(day, 24)
        elif working and count >= _MINUTES_A_DAY:
            days = -(-count // _MINUTES_A_DAY)
            weeks = days // 7 if _WEEKS.search(found.text, value.start, value.end) else 0
            yield week.at(week.after_working_days(int(days - weeks * len(week.weekend))), 24)
        elif count < _MINUTES_A_DAY or _HOURS.search(found.text, value.start, value.end):
            yield week.now + timedelta(minutes=count)
        else:
            yield week.at(week.today + timedelta(minutes=count), 24)


def _days(found: TimeWords, week: Week) -> list[datetime]:
    """Give the moments that days, hours and periods name."""
    named = [(value, day) for value in found.values if not found.excluded(value) and (day := _day_of(value, found, week)) is not None]
    bound = [(value, day) for value, day in named if found.governed(value, "by", "before", between=1)]
    named = bound or named
    times = [(value, clocks) for value in found.values if (clocks := _hours(value, found)) and not found.excluded(value)]
    period = [week.at(day, 24) for day in _periods(found, week, named)]
    if not named:
        return [*period, *(_on_the_clock(clocks, None, week) for _, clocks in times), *(_part_alone(found, week) if not times else ())]
    due = list(period)
    for value, on in named:
        own = [clocks for one, clocks in times if min(named, key=lambda pair: abs(pair[0].start - one.start))[0] is value]
        if own:
            due += [_on_the_clock(clocks, on, week) for clocks in own]
        elif hour := _hour_of_part(found):
            due.append(week.at(on, hour))
        elif found.governed(value, "before", between=1):
            due.append(week.at(on - A_DAY, 24))
        else:
            due.append(week.at(on, 24))
    return due


def _day_of(value: Value, found: TimeWords, week: Week) -> date | None:
    """Give the day that a value names, today or later."""
    reading = next(iter(value.readings))
    if value.kind == "day":
        name = reading.removeprefix("day ")
        if name in _SHIFTS:
            return week.today + timedelta(days=_SHIFTS[name])
        if name not in _WEEKDAYS or value.weak:
            return None
        return _weekday(_WEEKDAYS[name], found, week)
    if value.kind == "date":
        return _date_of(value, found.text[value.start : value.end], week.today)
    if value.kind == "number" and reading.startswith("# ") and reading[2:].isdigit() and 1 <= int(reading[2:]) <= 31:
        first, _ = found.range(value)
        if _ORDINAL.match(found.text, value.end) or (first and found.words[first - 1] in _OF_MONTH):
            return _next_of_month(int(reading[2:]), week)
    return None


def _weekday(number: int, found: TimeWords, week: Week) -> date:
    """Give the next day of that name; "next" is the one in the next week, and nobody calls tomorrow «القادم»."""
    day = week.weekday(number)
    if found.has("next_week") or found.has("next_day"):
        first = week.first_working_day(1)
        return first + timedelta(days=(number - first.isoweekday()) % 7)
    return day + 7 * A_DAY if found.has("coming_day") and day == week.today + A_DAY else day


def _next_of_month(number: int, week: Week) -> date | None:
    for months in range(3):
        last = week.end_of_month(months)
        if number <= last.day and last.replace(day=number) >= week.today:
            return last.replace(day=number)
    return None


def _date_of(value: Value, text: str, today: date) -> date | None:
    """Give the soonest date from today on that a value may mean: 3/4 is the third of April or the fourth of March."""
    year = _YEAR.search(text)
    if year and int(year[0]) < 1900:
        return None
    pairs = [reading.removeprefix("date ").split("/") for reading in value.readings]
    if iso := _ISO.search(text):
        pairs = [[iso[2], iso[1]]]
    found = []
    for day, month in pairs:
        for one in (int(year[0]),) if year else (today.year, today.year + 1):
            if day.isdigit() and month.isdigit() and 1 <= int(month) <= 12 and 1 <= int(day) <= calendar.monthrange(one, int(month))[1]:
                found.append(date(one, int(month), int(day)))
    return min((day for day in found if day >= today), default=None)


def _hours(value: Value, found: TimeWords) -> frozenset[str]:
    """Give the times of day that a value may be."""
    clock = frozenset(reading.removeprefix("time ") for reading in value.readings if reading.startswith("time "))
    if _O_CLOCK.search(found.text, value.start):
        return clock | frozenset(f"{(int(hour) + 12) % 24}:{minute}" for hour, minute in (one.split(":") for one in clock))
    if not clock and value.kind == "number" and found.governed(value, "by", "before"):
        last = found.range(value)[1]
        hour = next(iter(value.readings)).removeprefix("# ")
        ends = last >= len(found.words) or not found.words[last][0].isalnum()
        if (ends or any(found.range(other)[0] == last for other in found.values)) and hour.isdigit() and 1 <= int(hour) <= 12:
            return frozenset((f"{int(hour) % 24}:00", f"{(int(hour) + 12) % 24}:00"))
    return clock


def _on_the_clock(readings: frozenset[str], day: date | None, week: Week) -> datetime:
    """Give the moment of a time on a day, or the next such one; of two halves of the day that with office hours."""
    opens, closes = _settings()["office"]
    clocks = [time(int(hour), int(minute)) for hour, minute in (reading.split(":") for reading in sorted(readings))]
    for on in (day,) if day else (week.today, week.today + A_DAY):
        moments = [datetime.combine(on, clock, week.now.tzinfo) for clock in clocks]
        moments = [moment + A_DAY if moment.hour == 0 else moment for moment in moments]
        later = [moment for moment in moments if moment > week.now]
        if later:
            return min(later, key=lambda moment: (not opens <= moment.hour <= closes, moment))
    return max(moments)


def _hour_of_part(found: TimeWords) -> float:
    """Give the hour at which the part of the day that is named is over, or at which it begins where it says before; 0 if none."""
    if found.has("end_of_business"):
        return float(_settings()["business_ends"])
    if found.has("end_of_day"):
        return 24
    hours = [0.0]
    for name, (begins, ends) in _settings()["parts"].items():
        for start, _ in found.cues.get(name, ()):
            before = any(end == start for _, end in found.cues.get("before", ()))
            by = name == "noon" and any(end in (start, start - 1) for _, end in found.cues.get("by", ()))
            hours.append(begins if before or by else ends)
    return max(hours)


def _part_alone(found: TimeWords, week: Week) -> list[datetime]:
    """Give the end of a part of the day that stands without a day: today's, or tomorrow's where today's is over."""
    named = [name for name in (*_settings()["parts"], "end_of_day", "end_of_business") if found.free(name)]
    if not named or not (hour := _hour_of_part(found)):
        return []
    due = week.at(week.today, hour)
    return [due if due > week.now else week.at(week.today + A_DAY, hour)]


def _periods(found: TimeWords, week: Week, named: list[tuple[Value, date]]) -> Iterator[date]:
    """Give the last days of the weeks and months that are named; those that only say which week a day is in are not meant."""
    if any(value.kind in ("day", "date") and day != week.today for value, day in named):
        return
    if found.free("early_week"):
        yield week.first_working_day(1) + 2 * A_DAY
    elif found.free("next_week"):
        yield week.last_working_day(1)
    elif found.free("weekend"):
        yield week.last_working_day() + timedelta(days=len(week.weekend))
    elif found.free("this_week"):
        yield week.last_working_day()
    if found.free("next_month"):
        yield week.end_of_month(1)
    elif found.free("this_month"):
        yield week.end_of_month()
