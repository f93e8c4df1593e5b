"""The name that a greeting speaks to."""

import pytest

from coach.text.names import called, given_name, greeted_name, kunya_gender


@pytest.mark.parametrize(
    ("greeting", "name"),
    [
        ("Hi Sara,", "Sara"),
        ("Dear Ms Khan,", "Khan"),
        ("Good morning John Smith!", "John Smith"),
        ("Hello there,", None),
        ("Dear customer,", None),
        ("Sara, thanks for waiting.", "Sara"),
        ("أستاذة سارة،", "سارة"),
        ("السلام عليكم أستاذ خالد،", "خالد"),
        ("عزيزتي منى،", "منى"),
        ("مرحبًا سارة،", "سارة"),
        ("أهلًا بك،", None),
        ("عميلنا العزيز،", None),
        ("يا فندم،", None),
        ("أهلين أبو سليم، والله زعلتنا معك.", "أبو سليم"),
        ("صباح الورد ام ادم 🌸", "ام ادم"),
        ("هلا ابو عبد الله حياك", "ابو عبد الله"),
        ("Good day Mrs Adeyemi, installation is free.", "Adeyemi"),
        ("Kia ora Hemi, see below.", "Hemi"),
        ("أهلًا مدام سارة ،", "سارة"),
        ("مرحبًا ياسين ،", "ياسين"),
        ("هل تريد هدايا أم قسائم شراء؟", None),
        ("السيد أم السيدة،", None),
        ("G'day Brett,", "Brett"),
        ("Ouch, Zanele!", None),
        ("مرحبًا ياسين،", "ياسين"),
        ("أهلًا ياسر،", "ياسر"),
        ("مرحبًا د.هناء،", "هناء"),
        ("أهلًا يا مدام منى،", "منى"),
        ("مرحبًا عزيزي خالد،", "خالد"),
        ("وعليكم السلام عزيزي العميل،", None),
    ],
)
def test_name_is_found(greeting: str, name: str | None) -> None:
    found = greeted_name(greeting)
    assert (found and found[0]) == name
    if found:
        assert greeting[found[1] : found[2]] == found[0]


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("Sara Khan", "Sara"),
        ("Dr. Hana Aziz", "Hana"),
        ("Drew Hill", "Drew"),
        ("د. هناء", "هناء"),
        ("د.هناء العلي", "هناء"),
        ("الأستاذة سارة الخطيب", "سارة"),
        ("أبو محمد", "أبو محمد"),
        ("  ", ""),
        ("", ""),
    ],
)
def test_the_given_name_of_a_full_one(name: str, given: str) -> None:
    assert given_name(name) == given


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Mrs Okafor", "Mrs Okafor"),
        (" Mr. Hughes ", "Mr. Hughes"),
        ("Dr O'Neill", "Dr O'Neill"),
        ("Mr John Smith", "John"),
        ("Karen Whitfield", "Karen"),
        ("الأستاذة سارة الخطيب", "سارة"),
        ("Mr and Mrs Pellegrini", "Mr and Mrs Pellegrini"),
        ("D. Okafor", ""),
        ("R Tully", ""),
        ("J.R. Ewing", ""),
        ("SARA KHAN", "SARA"),
        ("د. وليد الزهراني", "د. وليد"),
        ("دكتورة هند", "دكتورة هند"),
        ("دعاء", "دعاء"),
        ("", ""),
    ],
)
def test_a_lone_surname_keeps_its_title_and_initials_are_no_name(name: str, said: str) -> None:
    assert called(name) == said


@pytest.mark.parametrize(
    ("name", "gender"),
    [("أم خالد", "f"), ("ام ادم", "f"), ("أبو محمد", "m"), ("Umm Khalid", "f"), ("Abu Bakr", "m"), ("أمل", None), ("Amal", None)],
)
def test_a_kunya_tells_whose_mother_or_father_it_is(name: str, gender: str | None) -> None:
    assert kunya_gender(name) == gender


def test_a_kunya_is_given_whole() -> None:
    names = ("أبو عبد الله", "بو خالد الكندري", "عبد الرحمن علي")
    assert [given_name(name) for name in names] == ["أبو عبد الله", "بو خالد", "عبد الرحمن"]
