"""Days counted as companies count them: working days, weeks that end with the last of them, months."""

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

SATURDAY_SUNDAY = frozenset((6, 7))
FRIDAY_SATURDAY = frozenset((5, 6))
"""Weekends, by ISO weekday."""
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Where the hours of promises are counted, and which days are no working days."""

    zone: tzinfo = UTC
    weekend: frozenset[int] = SATURDAY_SUNDAY


@dataclass(frozen=True, slots=True)
class Week:
    """A moment among the days around it."""

    now: datetime
    weekend: frozenset[int]

    @property
    def today(self) -> date:
        """Give its day."""
        return self.now.date()

    def at(self, day: date, hour: float) -> datetime:
        """Give a moment of a day; hour 24 is its last minute."""
        if hour >= 24:
            return datetime.combine(day, time(23, 59), self.now.tzinfo)
        return datetime.combine(day, time(int(hour), round(hour % 1 * 60)), self.now.tzinfo)

    def last_working_day(self, weeks: int = 0) -> date:
        """Give the last day before the weekend of this week, or of one some weeks on; a weekend belongs to the week that follows.

        Where there is no weekend, weeks end with Sunday.
        """
        last = next((day for day in range(1, 8) if day not in self.weekend and day % 7 + 1 in self.weekend), 7)
        weeks -= weeks > 0 and self.today.isoweekday() in self.weekend
        return self.today + timedelta(days=(last - self.today.isoweekday()) % 7 + 7 * weeks)

    def first_working_day(self, weeks: int) -> date:
        """Give the first day after the weekend, some weeks on."""
        return self.last_working_day(weeks) - timedelta(days=6 - len(self.weekend))

    def after_working_days(self, count: int) -> date:
        """Count working days on from today."""
        day = self.today
        while count > 0:
            day += A_DAY
            count -= day.isoweekday() not in self.weekend
        return day

    def end_of_month(self, months: int = 0) -> date:
        """Give the last day of this month, or of one some months on."""
        year, month = divmod(self.today.month - 1 + months, 12)
        year += self.today.year
        return date(year, month + 1, calendar.monthrange(year, month + 1)[1])

    def weekday(self, number: int) -> date:
        """Give the next day of that name, never today."""
        return self.today + timedelta(days=(number - self.today.isoweekday() - 1) % 7 + 1)
