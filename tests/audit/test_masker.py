"""What identifies a person has a token, the same one throughout a conversation."""

import pytest

from coach.audit.masker import Masker

TEXTS = (
    "Hi Sara, your order 4411 leaves today. Write to omar@shop.example.",
    "Thanks! Is 4411 insured? Sara",
    "أهلًا أستاذة سارة العتيبي، تواصلنا معك على 0551234567.",
)


@pytest.fixture
def masker() -> Masker:
    return Masker(TEXTS, {0, 2}, ["Sara", "سارة العتيبي"])


def test_names_numbers_and_addresses_are_gone(masker: Masker) -> None:
    masked = " ".join(masker.cut(number) for number in range(3))
    assert not any(value in masked for value in ("Sara", "4411", "omar@shop.example", "سارة", "العتيبي", "0551234567"))


def test_the_same_thing_has_the_same_token_in_all_texts(masker: Masker) -> None:
    assert masker.cut(0, 3, 7) == masker.cut(1, 25)
    assert masker.cut(0, 20, 24) == masker.cut(1, 11, 15)


def test_words_around_stay_as_they_are(masker: Masker) -> None:
    assert masker.cut(0).startswith("Hi ⟪")
    assert ", your order ⟪" in masker.cut(0)


@pytest.mark.parametrize(("start", "end"), [(0, 5), (4, 7), (5, 9), (21, 23)])
def test_a_value_that_is_cut_in_two_is_masked_whole(masker: Masker, start: int, end: int) -> None:
    assert "Sa" not in masker.cut(0, start, end)
    assert "4" not in masker.cut(0, start, end).replace("⟪4⟫", "")


def test_a_name_that_stands_in_no_text_is_masked_in_what_is_said_of_it() -> None:
    said = Masker(["عزيزي العميل، تم."], {0}, ["خالد الحربي"]).said("«عزيزي العميل» لا تخاطب أحدًا؛ اسم العميل خالد.")
    assert "خالد" not in said


def test_unmasked_texts_are_the_texts() -> None:
    masker = Masker(TEXTS, {0, 2}, ["Sara"], masked=False)
    assert [masker.cut(number) for number in range(3)] == list(TEXTS)
    assert masker.said("Sara") == "Sara"


def test_a_name_within_a_longer_word_is_none() -> None:
    masker = Masker(["Hello."], {0}, ["ali", "هند"])
    assert masker.said("We value quality, ali.") == "We value quality, ⟪1⟫."
    assert "هند" not in masker.said("تواصلي مع «لهند».")


def test_words_of_a_finding_that_are_cut_within_a_number_show_none_of_it() -> None:
    masker = Masker(["We cannot refund it; call 0551234567 today."], {0})
    assert masker.quoted(0, "We cannot refund it; call 05512…") == "We cannot refund it; call ⟪1⟫…"


def test_texts_read_as_one_are_cut_as_one(masker: Masker) -> None:
    assert masker.cut_joined([0, 1], 0, len(TEXTS[0]) + 8) == f"{masker.cut(0)}\nThanks!"
    assert masker.cut_joined([0, 1], len(TEXTS[0]) + 1, len(TEXTS[0]) + 8) == "Thanks!"
