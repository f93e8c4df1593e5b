"""Notes expanded into sentences: by edits alone, as the tagger that was trained has them, and nothing that an editor has not put there."""

import random

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from coach.models.expanding import KEEP, Affix, Edits, Expander, buckets, expander, joined, said_sequence, sequence, tokens
from training.expanding import NO_BOUNDS, Row, Tagger, affix_of, edits, edits_of, terse

EDITS = Edits(
    ["", "the", "is", "has been", "please"],
    frozenset(("cust",)),
    {"thu": "Thursday", "refused": "declined"},
    [Affix("ي", "ت", "", ""), Affix("", "", "ه", "ك")],
    ["Thursday", "declined"],
    frozenset((("thu", "Thursday"), ("refused", "declined"))),
)
SHIPPED = {language: expander(language) for language in ("en", "ar")}


def shipped(language: str) -> Expander:
    found = SHIPPED[language]
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("eng booked thu 13 mar 8-1, ref OR-77120.", ["eng", "booked", "thu", "13", "mar", "8-1", ",", "ref", "OR-77120"]),
        ("£9.76/day + £30.49", ["£9.76", "/", "day", "+", "£30.49"]),
        ("بلاغ رقم ٧٧٣٤، خلال ٣-٥ أيام.", ["بلاغ", "رقم", "٧٧٣٤", "،", "خلال", "٣-٥", "أيام"]),
        (" . ", []),
    ],
)
def test_figures_keep_their_signs_and_a_final_stop_goes(text: str, cut: list[str]) -> None:
    assert tokens(text) == cut


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["the", "fault", "is", "here", ",", "not", "there"], "The fault is here, not there."),
        (["which", "one", "?"], "Which one?"),
        (["£18", "/", "month", "(", "VAT", "included", ")"], "£18/month (VAT included)."),
        (["نرجو", "إرسال", "الصورة", "،", "من", "فضلك"], "نرجو إرسال الصورة، من فضلك."),
    ],
)
def test_words_are_joined_as_a_sentence(words: list[str], text: str) -> None:
    assert joined(words) == text


@pytest.mark.parametrize(
    ("word", "becomes"),
    [
        ("thu", {"thu", "Thursday"}),
        ("Cust", {"Cust", ""}),
        ("refused", {"refused", "declined"}),
        ("يوقع", {"يوقع", "توقع"}),
        ("طلبه", {"طلبه", "طلبك"}),
        ("parcel", {"parcel"}),
        ("يد", {"يد"}),
    ],
)
def test_a_word_becomes_only_what_its_edits_allow(word: str, becomes: set[str]) -> None:
    assert {text for _, text in EDITS.options(word)} == becomes
    assert EDITS.options(word)[0] == (KEEP, word)
    assert all(0 <= label < EDITS.n_words for label, _ in EDITS.options(word))


def test_edits_are_read_as_they_were_written() -> None:
    assert Edits.of(EDITS.as_dict()) == EDITS


@pytest.mark.parametrize(
    ("word", "other", "affix"),
    [
        ("يوقع", "توقع", Affix("ي", "ت", "", "")),
        ("حسابه", "حسابك", Affix("", "", "ه", "ك")),
        ("collect", "collects", Affix("", "", "", "s")),
        ("w", "with", None),
        ("dog", "parcel", None),
    ],
)
def test_the_smallest_change_of_ends_is_found(word: str, other: str, affix: Affix | None) -> None:
    assert affix_of(word, other) == affix
    if affix is not None:
        assert affix.apply(word) == other


@pytest.mark.parametrize(
    ("piece", "said", "put_in", "becomes"),
    [
        ("fault at cabinet", "The fault is at the cabinet", ["The", "is", "the", ""], ["fault", "at", "cabinet"]),
        ("back thu pls", "It is back on Thursday", ["It is", "on", "", ""], ["back", "Thursday", ""]),
        ("لازم يوقع النموذج", "لازم توقع النموذج", ["", "", "", ""], ["لازم", "توقع", "النموذج"]),
        ("٥ أيام", "يستغرق ذلك ٥ أيام", ["يستغرق ذلك", "", ""], ["٥", "أيام"]),
    ],
)
def test_a_sentence_is_laid_beside_its_piece(piece: str, said: str, put_in: list[str], becomes: list[str]) -> None:
    assert edits_of(piece.split(), said.split()) == (put_in, becomes)


def test_what_is_rare_for_a_word_is_no_edit() -> None:
    kept = [Row(["parcel", "sent"], [], ["the", "has been", ""], ["parcel", "sent"], said="The parcel has been sent.") for _ in range(20)]
    once = Row(["parcel", "sent"], [], ["", "", ""], ["", "sent"], said="Sent.")
    known = edits([*kept, once])
    assert known.put_in == ["", "the", "has been"]
    assert known.left_out == frozenset()


@pytest.mark.parametrize(
    ("text", "language"),
    [("The parcel has been sent to your new address.", "en"), ("تم إرسال الشحنة إلى عنوانك الجديد اليوم.", "ar")],
)
def test_a_terse_row_is_the_sentence_again_by_its_edits(text: str, language: str) -> None:
    made = [terse(text, language, {}, random.Random(seed)) for seed in range(20)]
    rows = [row for row in made if row is not None]
    assert rows
    for row in rows:
        told = " ".join(f"{one} {two}" for one, two in zip(row.put_in, [*row.becomes, ""], strict=True))
        assert joined(told.split()) == text
        assert len(row.words) <= len(tokens(text))


def test_what_is_served_is_what_was_trained() -> None:
    torch.manual_seed(0)
    tagger = Tagger(EDITS).eval()
    served = Expander(tagger.arrays(), EDITS, NO_BOUNDS)
    words, before = ["refused", "thu", "يوقع"], ["claim", ","]
    read = sequence(words, before)
    with torch.no_grad():
        told = tagger([read])[0][len(read) - len(words) - 1 :]
        put_in = tagger.put_in(told).softmax(1).numpy()
        becomes = tagger.becomes(told).numpy()
        internal = float(torch.sigmoid(tagger.internal(told.max(0).values)))
        sound = float(torch.sigmoid(tagger.sound(tagger([said_sequence(words)])[0][1:].max(0).values)))
    found = served._read(words, before)
    assert np.allclose(found[0], put_in, atol=0.02)
    assert np.allclose(found[1], becomes, atol=0.05)
    assert found[2] == pytest.approx(internal, abs=0.02)
    assert served._sound(words) == pytest.approx(sound, abs=0.02)


def test_all_digits_are_one_and_unknown_words_share_their_ends() -> None:
    assert buckets("CLM-12") == buckets("CLM-98") == buckets("clm-٤٥")
    assert set(buckets("rebooked")) & set(buckets("unbooked"))


@given(st.sampled_from(("en", "ar")), st.text(alphabet="abt sd12.,£/علم كيه", max_size=60))
def test_nothing_comes_into_a_sentence_but_by_the_edits(language: str, piece: str) -> None:
    tagger = shipped(language)
    words = tokens(piece)
    if not words:
        return
    found = tagger.expand(piece, [])
    allowed = {text.lower() for word in words for _, option in tagger.edits.options(word) for text in option.split()}
    allowed |= {text.lower() for phrase in tagger.edits.put_in for text in phrase.split()}
    assert {word.lower() for word in tokens(found.text)} <= {part for text in allowed for part in tokens(text)} | set(words) | {"."}
    assert 0 <= found.confidence <= 1
    assert 0 <= found.internal <= 1
