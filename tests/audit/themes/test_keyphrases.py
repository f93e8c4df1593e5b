"""The words that set a group of texts apart."""

import random

from coach.audit import keyphrases

PARCELS = [
    "Where is my parcel? The tracking page says nothing.",
    "The parcel is lost and the tracking page is blank.",
    "Tracking page down, parcels missing!",
    "Two parcels are late; the tracking page never changes.",
]
LOGINS = ["I forgot my password.", "The password reset link never comes.", "Password reset is broken, please help.", "reset my password"]
ARABIC = ["الفاتورة غالية جدًا", "وفاتورتي مرتفعة هذا الشهر", "ليش الفاتورة غالية", "بالفاتورة رسوم غريبة", "فاتورة غالية والله"]


def test_each_group_is_named_by_what_only_it_says() -> None:
    parcels, logins = keyphrases.of_each([PARCELS, LOGINS], "en")
    assert {"tracking page", "parcel"} <= set(parcels)
    assert any("password" in phrase for phrase in logins)
    assert not any("password" in phrase for phrase in parcels)


def test_forms_of_an_arabic_word_count_as_one_and_the_commonest_is_shown() -> None:
    found = keyphrases.of(ARABIC, "ar")
    assert sum("فاتور" in phrase for phrase in found) == 1
    assert any("الفاتورة" in phrase for phrase in found)


def test_no_two_phrases_share_a_word() -> None:
    words = [word for phrase in keyphrases.of(PARCELS, "en") for word in phrase.split()]
    assert len(words) == len(set(words))


def test_no_names_masks_numbers_or_contacts_are_shown() -> None:
    texts = [
        "My name is Sara Haddad, order 4411 for ⟪1⟫, mail sara@example.com",
        "Hello, my name is Sara Haddad. Order 4411, ⟪1⟫, write to sara@example.com",
        "Dear team, my name is Sara Haddad and order 4411 is late, @sarahaddad [name] {order}",
    ]
    shown = " ".join(keyphrases.of(texts, "en")).lower()
    assert "order" in shown
    for hidden in ("sara", "haddad", "4411", "example", "⟪", "name"):
        assert hidden not in shown


def test_what_one_text_alone_says_is_not_shown() -> None:
    assert "zebra" not in " ".join(keyphrases.of([*PARCELS, "zebra zebra zebra"], "en"))


def test_insults_and_courtesies_are_not_shown() -> None:
    shown = keyphrases.of(["Hello idiots, the router is dead"] * 3, "en") + keyphrases.of(
        ["السلام عليكم يا حرامية الراوتر خربان"] * 3, "ar"
    )
    assert any("router" in phrase for phrase in shown)
    assert any("الراوتر" in phrase for phrase in shown)
    assert not any("idiot" in phrase or "حرامي" in phrase or "السلام" in phrase for phrase in shown)


def test_threats_and_a_life_in_danger_are_not_shown() -> None:
    assert "kill myself" not in keyphrases.of(["The lift is broken and I will kill myself"] * 3, "en")
    assert "إنهاء حياتي" not in keyphrases.of(["المصعد معطل وأفكر في إنهاء حياتي"] * 3, "ar")


def test_words_of_the_other_language_are_left_to_it() -> None:
    assert keyphrases.of(["الراوتر router معطل"] * 3, "en") == ["router"]


def test_the_order_of_the_texts_changes_nothing() -> None:
    mixed = [*PARCELS, *LOGINS]
    expected = keyphrases.of(mixed, "en")
    random.Random(4).shuffle(mixed)
    assert keyphrases.of(mixed, "en") == expected


def test_a_group_without_texts_has_no_phrases() -> None:
    assert keyphrases.of_each([[], PARCELS], "en")[0] == []
    assert keyphrases.of([], "ar") == []
