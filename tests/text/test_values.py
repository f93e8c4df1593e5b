"""Facts as values: one reading for every way of writing, and none for what only looks like a number."""

import pytest

from coach.text.values import compare, find_values, same, states_value

SAME = [
    ("SAR 40", "٤٠ ر.س"),
    ("40 riyals", "أربعين ريال"),
    ("ten days", "10 days"),
    ("two weeks", "أسبوعين"),
    ("14 days", "two weeks"),
    ("half an hour", "30 minutes"),
    ("ربع ساعة", "15 دقيقة"),
    ("لربع ساعة", "15 دقيقة"),
    ("ساعة ونص", "90 دقيقة"),
    ("ساعتين", "120 دقيقة"),
    ("8pm", "20:00"),
    ("2.15", "14:15"),
    ("half past six", "6:30"),
    ("الساعة 8 مساءً", "20:00"),
    ("12 ظهرًا", "noon"),
    ("3 May", "May 3"),
    ("24 نوفمبر", "24/11"),
    ("25 آب", "25 أغسطس"),
    ("العاشر من يناير", "10 يناير"),
    ("65 ألف جنيه", "65,000 جنيه"),
    ("تلات آلاف وخمسمية جنيه", "3,500 جنيه"),
    ("١٤ دينار ونص", "14.5 دينار"),
    ("7%", "٧ بالمئة"),
    ("seven percent", "7%"),
    ("two thousand five hundred", "2,500"),
    ("ألف ومئتين", "1200"),
    ("خمسة عشر يومًا", "15 days"),
    ("بأربعة عشر يومًا", "14 days"),
    ("فخمسة عشر يومًا", "15 days"),
    ("https://www.example.com/", "example.com"),
    ("twice", "2 times"),
]
OTHER = [
    ("SAR 40", "SAR 50"),
    ("£40", "40 euros"),
    ("5 days", "5 weeks"),
    ("2 pm", "2 am"),
    ("3 May", "3 June"),
    ("5 شباط", "5 كانون الثاني"),
    ("Thursday", "Tuesday"),
    ("الخميس", "الأحد"),
    ("وبعد بكرا", "بكرا"),
    ("third floor", "fourth floor"),
    ("البند الحادي عشر", "البند الثاني عشر"),
    ("example.com", "example.org"),
    ("12 الظهر", "12 الليل"),
    ("55 120 334", "55 120 343"),
]
NOTHING = [
    "الحد الأدنى",
    "الحد من الإزعاج",
    "ألف مبروك",
    "ألف شكر",
    "He sat down.",
    "The sun is out.",
    "May I help?",
    "لا أحد يعرف",
    "لستُ متأكدًا",
    "They march on.",
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_value_in_two_spellings_is_the_same(one: str, other: str) -> None:
    assert compare(find_values(one), find_values(other)) == ([], [])


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_values_that_differ_are_lost_and_added(one: str, other: str) -> None:
    lost, added = compare(find_values(one), find_values(other))
    assert lost
    assert added


@pytest.mark.parametrize("text", NOTHING)
def test_what_only_looks_like_a_value_is_none(text: str) -> None:
    assert find_values(text) == ()


@pytest.mark.parametrize("text", ["one of them", "واحدة منها", "the first step", "within the week"])
def test_what_may_mean_no_value_is_weak(text: str) -> None:
    assert all(value.weak for value in find_values(text))


@pytest.mark.parametrize("text", ["يوم الاثنين", "مساء الاثنين", "الأربع القادم"])
def test_a_day_that_may_be_a_number_is_sure_beside_its_words(text: str) -> None:
    assert [value.weak for value in find_values(text) if value.kind == "day"] == [False]


def test_offsets_point_at_the_words() -> None:
    text = "سنرسله خلال ربع ساعة، وثمنه ٤٠ ريالًا."
    assert next(text[value.start : value.end] for value in find_values(text)) == "ربع ساعة"


def test_a_range_is_two_values() -> None:
    assert len(find_values("3-4 days")) == 2


def test_a_number_without_its_unit_is_the_same_number() -> None:
    assert same(find_values("at 4")[0], find_values("4 pm")[0])


def test_personal_data_is_left_out() -> None:
    assert find_values("SA03 8000 0000 6080 1016 7519") == ()


@pytest.mark.parametrize(
    "text", [text for pair in SAME for text in pair] + ["a week", "one of them", "أول مرة", "SA03 8000 0000 6080 1016 7519", ""]
)
def test_a_text_states_a_value_where_one_of_its_values_is_not_weak(text: str) -> None:
    assert states_value(text) == any(not value.weak for value in find_values(text))
