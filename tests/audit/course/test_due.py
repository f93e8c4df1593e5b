"""By when a sentence promises something: written cases of both languages."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from coach.audit.due import reckon
from coach.audit.workweek import FRIDAY_SATURDAY, SATURDAY_SUNDAY, Week
from coach.text.document import DRAFT_CUES, read

FILES: dict[str, dict[str, Any]] = {
    language: yaml.safe_load((Path(__file__).parent / f"due_{language}.yaml").read_text(encoding="utf-8")) for language in ("en", "ar")
}
CASES = [pytest.param(language, text, due, id=text) for language, file in FILES.items() for text, due in file["cases"]]


def reckoned(text: str, sent: str, zone: str, weekend: frozenset[int]) -> str | None:
    document = read(text, DRAFT_CUES)
    at = datetime.strptime(sent, "%Y-%m-%d %H:%M").replace(tzinfo=ZoneInfo(zone))
    found = [due for one in document.body if (due := reckon(one, document.facts, at, ZoneInfo(zone), weekend))]
    return max(found).astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M") if found else None


@pytest.mark.parametrize(("language", "text", "due"), CASES)
def test_a_sentence_promises_by_the_moment_that_its_words_name(language: str, text: str, due: str | None):
    file = FILES[language]
    assert reckoned(text, file["sent"], file["zone"], frozenset(file["weekend"])) == (due and f"2026-{due}")


def test_a_hundred_times_are_written_for_each_language():
    assert all(len(file["cases"]) >= 100 for file in FILES.values())


@pytest.mark.parametrize(
    ("weekend", "due"), [(SATURDAY_SUNDAY, "2026-03-13 23:59"), (FRIDAY_SATURDAY, "2026-03-15 23:59")], ids=["sat-sun", "fri-sat"]
)
def test_working_days_leave_the_weekend_out(weekend: frozenset[int], due: str):
    assert reckoned("We will reply within one working day.", "2026-03-12 10:00", "Asia/Amman", weekend) == due


@pytest.mark.parametrize(
    ("weekend", "due"), [(SATURDAY_SUNDAY, "2026-03-13 23:59"), (FRIDAY_SATURDAY, "2026-03-12 23:59")], ids=["sat-sun", "fri-sat"]
)
def test_a_week_ends_with_its_last_working_day(weekend: frozenset[int], due: str):
    assert reckoned("سنحلها قبل نهاية الأسبوع.", "2026-03-10 10:00", "Asia/Riyadh", weekend) == due


def test_on_a_weekend_the_next_week_is_the_one_that_comes():
    assert reckoned("I will write to you next week.", "2026-03-14 10:00", "Europe/London", SATURDAY_SUNDAY) == "2026-03-20 23:59"


def test_a_part_of_the_day_that_is_over_is_tomorrows():
    assert reckoned("I will call you in the morning.", "2026-03-10 20:00", "Europe/London", SATURDAY_SUNDAY) == "2026-03-11 12:00"


def test_an_hour_is_an_hour_of_the_zone():
    document = read("You will hear from me by 5 pm.", DRAFT_CUES)
    at = datetime(2026, 3, 10, 8, 0, tzinfo=UTC)
    assert reckon(document.body[0], document.facts, at, ZoneInfo("Asia/Dubai")) == datetime(2026, 3, 10, 13, 0, tzinfo=UTC)


def test_a_date_without_a_year_that_is_past_is_next_years():
    assert reckoned("We will reply by 2 January.", "2026-12-30 10:00", "Europe/London", SATURDAY_SUNDAY) == "2027-01-02 23:59"


@pytest.mark.parametrize("start", range(1, 8))
def test_a_week_has_as_many_working_days_as_it_should(start: int):
    week = Week(datetime(2026, 3, 1 + start, tzinfo=UTC), FRIDAY_SATURDAY)
    assert (week.last_working_day(1) - week.first_working_day(1)).days == 4


@pytest.mark.parametrize(
    "text",
    [
        "I will refund you within 99999999 days.",
        "I will refund you within 999999 months.",
        "I will refund you within 3000000 working days.",
        "I will send it by 99:99.",
    ],
)
def test_a_time_that_does_not_exist_is_none(text: str):
    assert reckoned(text, "2026-03-10 10:00", "Asia/Dubai", FRIDAY_SATURDAY) is None


def test_a_week_without_a_weekend_ends_with_sunday():
    assert reckoned("I will send it by the end of this week.", "2026-03-10 10:00", "UTC", frozenset()) == "2026-03-15 23:59"
