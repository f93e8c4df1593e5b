"""One spelling for what is written in many."""

import pytest

from coach.text import normalise


@pytest.mark.parametrize("spelling", ["نرجعها", "نُرجِّعُها", "نرجعــــها", "نرجعهاااا", "\u200fنرجعها"])
def test_marks_tatweel_and_stretching_make_no_difference(spelling: str) -> None:
    assert normalise.arabic(spelling) == "نرجعها"


@pytest.mark.parametrize(
    ("one", "other"), [("إلى", "الي"), ("مسؤول", "مسوول"), ("شاحنة", "شاحنه"), ("آسف", "اسف"), ("شيء", "شي"), ("٤٠", "40")]
)
def test_letters_that_are_confused_are_one(one: str, other: str) -> None:
    assert normalise.arabic(one) == normalise.arabic(other)


def test_a_name_is_found_however_it_is_typed() -> None:
    assert normalise.folded(" أُسامة  الأحمد ") == normalise.folded("اسامه الاحمد") == "اسامه الاحمد"
    assert normalise.folded("Omar  NASSER") == "omar nasser"


def test_digits_keep_every_offset() -> None:
    text = "٤٠٫٥ ر.س 😊 ۱۲"
    assert len(normalise.western_digits(text)) == len(text)
    assert normalise.western_digits(text).startswith("40.5")


@pytest.mark.parametrize(
    ("word", "parts"),
    [("can't", ("can", "not")), ("won't", ("will", "not")), ("dont", ("do", "not")), ("i'm", ("i", "am")), ("we've", ("we", "have")),
     ("tent", ("tent",)), ("want", ("want",)), ("o'brien", ("o'brien",)), ("sent", ("sent",))],
)  # fmt: skip
def test_contractions_come_apart_and_other_words_do_not(word: str, parts: tuple[str, ...]) -> None:
    assert normalise.contraction(word) == parts
