"""One mark for all uses of a template."""

import pytest

from coach.audit.canned import fingerprint
from coach.text.facts import find_facts


def _mark(text: str, *names: str) -> str:
    return fingerprint(text, find_facts(text), names)


ENGLISH = "Dear {name},\nWe are sorry about order {order}. The refund of {amount} reaches you by {date}.\nRegards,\nOmar"
ARABIC = "{title} {name}، نعتذر عن تأخر الطلب {order}. سيصلك مبلغ {amount} قبل {date}."


def test_the_same_english_template_has_one_mark_whatever_is_filled_in() -> None:
    one = ENGLISH.format(name="Sara", order="4411", amount="40 SAR", date="3 May")
    other = ENGLISH.format(name="Tom", order="AB-98123", amount="$1,250.50", date="Monday")
    assert _mark(one, "Sara", "Omar") == _mark(other, "Tom", "Omar")


def test_the_same_arabic_template_has_one_mark_to_a_man_and_to_a_woman() -> None:
    one = ARABIC.format(title="عزيزتي", name="سارة", order="٤٤١١", amount="٤٠ ريالًا", date="الخميس")
    other = ARABIC.format(title="عزيزي", name="خالد", order="98123", amount="1250 درهم", date="3 مايو")
    assert _mark(one) == _mark(other)


@pytest.mark.parametrize("other", ["نُعتذِر عن التأخُّر، وشكرًا لصبرك", "نعتـــذر عن التاخر وشكرا لصبرك!", "نعتذر عن التأخر… وشكراً لصبرك 🙏"])
def test_marks_stretching_and_spelling_do_not_count(other: str) -> None:
    assert _mark(other) == _mark("نعتذر عن التأخر وشكرًا لصبرك.")


def test_case_and_signs_do_not_count_in_english() -> None:
    assert _mark("We don't ship on Sundays.") == _mark("we don’t ship on sundays")


def test_an_agents_name_at_the_end_does_not_count() -> None:
    assert _mark("Your parcel is on its way.\nMona", "Mona") == _mark("Your parcel is on its way.\nTarek Aziz", "Tarek Aziz")


def test_a_name_with_a_clitic_counts_as_the_name() -> None:
    assert _mark("تم التحويل لسارة بنجاح", "سارة") == _mark("تم التحويل لخالد بنجاح", "خالد")


def test_a_mask_counts_as_what_it_hides() -> None:
    assert _mark("Hi Sara, order 4411 left today.", "Sara") == _mark("Hi ⟪1⟫, order ⟪2⟫ left today.")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("We can refund you.", "We cannot refund you."),
        ("سنعيد المبلغ.", "لن نعيد المبلغ."),
        ("Hi Sara, it has shipped.", "Hi Sara, it has been delivered."),
        ("", "Hello"),
    ],
)
def test_two_different_texts_have_two_marks(one: str, other: str) -> None:
    assert _mark(one, "Sara") != _mark(other, "Sara")


def test_a_mark_is_sixteen_hexadecimal_digits() -> None:
    assert len(_mark("Hello")) == 16
    assert int(_mark("Hello"), 16) >= 0
