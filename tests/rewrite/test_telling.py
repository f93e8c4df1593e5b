"""Notes as sentences, and times set into phrases: the agent's words with what grammar asks for, and no more."""

import pytest

from coach.rewrite.telling import sentence
from coach.rewrite.when import GROUPS, fitted, time_of
from coach.text.document import read


@pytest.mark.parametrize(
    ("language", "note", "said"),
    [
        ("en", "opened an investigation", "We have opened an investigation."),
        ("en", "passed to the branch manager", "It has been passed to the branch manager."),
        ("en", "sent on 3 May", "It was sent on 3 May."),
        ("en", "reset link sent", "The reset link has been sent."),
        ("en", "payments stopped", "The payments have been stopped."),
        ("en", "refunding the drinks", "We are refunding the drinks."),
        ("en", "ships on Monday", "It ships on Monday."),
        ("en", "right one ships today", "The right one ships today."),
        ("en", "we have not opened a claim", "We have not opened a claim."),
        ("en", "parking is free", "Parking is free."),
        ("ar", "فتحنا تحقيق", "فتحنا تحقيق."),
        ("ar", "هل وصلت الصورة؟", "هل وصلت الصورة؟"),
    ],
)
def test_a_note_becomes_a_sentence(language: str, note: str, said: str) -> None:
    assert sentence(note, language) == said


@pytest.mark.parametrize(
    ("language", "phrase", "date", "said"),
    [
        ("en", "by {date}", "Friday", "by Friday"),
        ("en", "by {date}", "tomorrow before 6", "tomorrow before 6"),
        ("en", "by {date}", "Sunday between 9 and 12", "on Sunday between 9 and 12"),
        ("en", "on {date} at {time}", "Monday at 10", "on Monday at 10"),
        ("en", "by {date}", "3 to 5 days", "within 3 to 5 days"),
        ("en", "on {date}", "tomorrow", "tomorrow"),
        ("ar", "قبل {date}", "الخميس", "قبل الخميس"),
        ("ar", "قبل {date}", "بكرة قبل 6", "بكرة قبل 6"),
        ("ar", "في {date}", "الأحد بين 9 و12", "يوم الأحد بين 9 و12"),
        ("ar", "{date} عند الساعة {time}", "الأحد بين 9 و12", "يوم الأحد بين 9 و12"),
        ("ar", "في {date} الساعة {time}", "يوم الاثنين الساعة ١٠", "يوم الاثنين الساعة ١٠"),
        ("ar", "قبل {date}", "3 إلى 5 أيام", "خلال 3 إلى 5 أيام"),
        ("ar", "في {date}", "3 مايو", "في 3 مايو"),
    ],
)
def test_a_phrase_suits_the_time_it_is_given(language: str, phrase: str, date: str, said: str) -> None:
    assert fitted(phrase, {"date": date}, language).format(date=date, time="⟦time⟧") == said


@pytest.mark.parametrize(
    ("language", "note"), [("en", "covered by warranty"), ("en", "room 12"), ("ar", "مشمول بالضمان"), ("ar", "الغرفة 12")]
)
def test_what_names_no_time_gives_none(language: str, note: str) -> None:
    assert time_of(read(note, GROUPS, language)) is None
