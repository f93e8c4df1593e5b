"""Times: every way of writing half past ten on 15 March 2026, and what is none."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.audit.sources.times import FIRST, LAST, parse

HALF_PAST_TEN = datetime(2026, 3, 15, 10, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-15T10:30:00Z", "2026-03-15 10:30", "2026-03-15T13:30:00+03:00", "2026-03-15T10:30:00.000Z", "2026/03/15 10:30", "2026-03-15 10:30:00 UTC",
        "Sun, 15 Mar 2026 10:30:00 +0000", "Sun, 15 Mar 2026 06:30:00 -0400", "15 Mar 2026 10:30", "March 15, 2026 10:30 AM", "Mar 15, 2026, 10:30 am",
        "15 March 2026 at 10:30", "1773570600", 1773570600, 1773570600.0, 1773570600000, "1773570600000", "15/03/2026 10:30", "03/15/2026 10:30 AM", "15.03.2026 10:30:00",
        "٢٠٢٦/٠٣/١٥ ١٠:٣٠ ص", "٢٠٢٦-٠٣-١٥ ١٠:٣٠", "١٥/٣/٢٠٢٦ ١٠:٣٠ صباحًا", "١٥ مارس ٢٠٢٦ ١٠:٣٠ ص", "15 آذار 2026 10:30", "١٥ مارس ٢٠٢٦، ١٠:٣٠ ص",
        "الأحد، ١٥ مارس ٢٠٢٦ في الساعة ١٠:٣٠", "15/03/2026 10:30 ص",
    ],
)  # fmt: skip
def test_each_way_of_writing_is_read(written: object) -> None:
    assert parse(written) == HALF_PAST_TEN


@pytest.mark.parametrize(
    ("written", "hour"), [("٢٠٢٦/٠٣/١٥ ١٠:٣٠ م", 22), ("2026-03-15 12:30 ص", 0), ("3/15/2026 12:30 PM", 12), ("١٥/٣/٢٠٢٦ ١:٣٠ مساءً", 13)]
)
def test_halves_of_the_day_are_told_in_either_language(written: str, hour: int) -> None:
    assert parse(written) == HALF_PAST_TEN.replace(hour=hour)


def test_the_day_comes_first_unless_told_otherwise() -> None:
    assert parse("04/03/2026") == datetime(2026, 3, 4, tzinfo=UTC)
    assert parse("04/03/2026", day_first=False) == datetime(2026, 4, 3, tzinfo=UTC)
    assert parse("٠٤/٠٣/٢٠٢٦") == datetime(2026, 3, 4, tzinfo=UTC)
    assert parse("٠٤/٠٣/٢٠٢٦", day_first=False) == datetime(2026, 4, 3, tzinfo=UTC)


def test_a_time_without_a_zone_was_taken_where_the_auditor_says() -> None:
    assert parse("2026-03-15 13:30", "Asia/Riyadh") == HALF_PAST_TEN
    assert parse("2026-07-15 13:30", "Africa/Cairo") == datetime(2026, 7, 15, 10, 30, tzinfo=UTC)
    assert parse("2026-03-15T10:30:00Z", "Asia/Riyadh") == HALF_PAST_TEN


def test_a_format_can_be_given() -> None:
    assert parse("15|03|26 10h30", form="%d|%m|%y %Hh%M") == HALF_PAST_TEN


@pytest.mark.parametrize(
    "written",
    [
        "",
        "soon",
        "غدًا",
        "2026-13-45",
        "99/99/9999",
        "12:30",
        True,
        None,
        [],
        float("inf"),
        float("nan"),
        -5,
        "13:99 2026",
        10**30,
        "1/1/1700",
    ],
)
def test_what_is_no_time_is_none(written: object) -> None:
    assert parse(written) is None


@given(st.one_of(st.text(max_size=60), st.floats(), st.integers()), st.booleans())
def test_nothing_raises(written: object, day_first: bool) -> None:
    found = parse(written, day_first=day_first)
    assert found is None or FIRST <= found < LAST
