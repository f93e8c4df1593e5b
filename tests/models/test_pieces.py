"""Our word pieces are those of the library that learnt them, numbers and offsets alike."""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.models.pieces import WordPieces
from tests.cli_run import ROOT

TOLD = (Path(str(files("coach.models") / "weights")) / "tokenizer.json").read_text(encoding="utf-8")
PIECES = WordPieces(TOLD)
LETTERS = st.text(st.sampled_from("aAeéÉßſİıΣσςﷺﻻﬁ½²٣۴७ ااآأإةىئؤءﺍّـَََ\u200f’‘.,!؟،«»…😡\u00a0\t\nžŽ\u0301\u0327가각ᄀ"), max_size=40)


@pytest.fixture(scope="module")
def learnt() -> Any:
    tokenizers = pytest.importorskip("tokenizers", reason="the extra `models` is not installed")
    return tokenizers.Tokenizer.from_str(TOLD)


def ids(learnt: Any, text: str) -> list[int]:
    return list(learnt.encode(text, add_special_tokens=False).ids)


@pytest.mark.parametrize("name", ["customers_ar", "customers_en", "routine_replies_ar", "routine_replies_en", "parallel"])
def test_the_corpus_is_cut_as_the_library_cuts_it(learnt: Any, name: str) -> None:
    lines = (ROOT / "corpus" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()[::7]
    texts = [value for line in lines for value in json.loads(line).values() if isinstance(value, str)]
    assert len(texts) > 200
    for text in texts:
        own, theirs = PIECES.encode(text), learnt.encode(text, add_special_tokens=False)
        assert (own.ids, own.offsets) == (theirs.ids, theirs.offsets)


@given(text=LETTERS)
def test_letters_of_every_kind_give_the_same_pieces(learnt: Any, text: str) -> None:
    assert PIECES.encode(text).ids == ids(learnt, text)


@given(text=st.text(max_size=60))
def test_offsets_lie_in_the_text_and_go_forward(text: str) -> None:
    made = PIECES.encode(text)
    assert len(made.ids) == len(made.offsets)
    ends = [place for offsets in made.offsets for place in offsets]
    assert all(0 <= start < end <= len(text) for start, end in made.offsets)
    assert [start for start, _ in made.offsets] == sorted(ends[::2])


def test_marks_fall_away_and_offsets_still_count_the_text_as_it_stands() -> None:
    plain, marked = PIECES.encode("طلبي"), PIECES.encode("طَلَبِي")
    assert marked.ids == plain.ids
    assert (plain.offsets[0][0], plain.offsets[-1][1]) == (0, 4)
    assert (marked.offsets[0][0], marked.offsets[-1][1]) == (0, 7)


def test_a_letter_held_down_is_one_letter() -> None:
    assert PIECES.encode("لااااا").ids == PIECES.encode("لا").ids
    assert PIECES.encode("soooo").ids == PIECES.encode("so").ids
    assert PIECES.encode("soon").ids != PIECES.encode("son").ids


def test_a_customer_who_writes_a_name_of_ours_gives_that_piece(learnt: Any) -> None:
    assert PIECES.encode("a [MASK] b").ids == ids(learnt, "a [MASK] b")


@pytest.mark.parametrize("long", [40, 41])
def test_a_word_without_an_end_is_one_unknown_piece(learnt: Any, long: int) -> None:
    word = ("ab" * long)[:long]
    assert PIECES.encode(word).ids == ids(learnt, word)


@pytest.mark.parametrize("path", ["model.type", "pre_tokenizer.type", "normalizer.normalizers", "model.vocab"])
def test_a_file_of_another_kind_is_refused(path: str) -> None:
    told = json.loads(TOLD)
    *way, last = path.split(".")
    inner = told
    for step in way:
        inner = inner[step]
    inner[last] = {"x": 1} if last == "vocab" else [] if last == "normalizers" else "BPE"
    with pytest.raises(ValueError, match=r"Error|another kind"):
        WordPieces(json.dumps(told))
