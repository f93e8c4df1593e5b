"""The cue language: what a pattern finds, and that searching stays linear."""

import sys
from collections.abc import Callable

import pytest

from coach.errors import CueError
from coach.text.cues import CueSet, cue_files, load_cues
from coach.text.document import CUSTOMER_CUES, DRAFT_CUES, read


def found(language: str, pattern: str, words: str) -> list[str]:
    cues = CueSet(language)
    cues.load("label", pattern, "test.cues")
    split = words.split()
    return [" ".join(split[hit.start : hit.end]) for hit in cues.find(split)]


@pytest.mark.parametrize(
    ("pattern", "words", "expected"),
    [
        ("(we|i) (can not|are unable to) <2> refund", "sorry we can not really ever refund it", ["we can not really ever refund"]),
        ("(we|i) can not <1> refund", "we can not really ever refund it", []),
        ("refund?  policy now", "policy now", ["policy now"]),
        ("apolog*", "we apologise", ["apologise"]),
        ("^sorry", "so sorry", []),
        ("^sorry", "sorry about that", ["sorry"]),
        ("later $", "talk later", ["later"]),
        ("later$", "talk later !", ["later"]),
        ("later$", "later today", []),
        ("need to apologise\n!no need to apologise", "no need to apologise", []),
        ("need to apologise\n!no need to apologise", "you need to apologise", ["need to apologise"]),
    ],
)
def test_pattern_finds(pattern: str, words: str, expected: list[str]) -> None:
    assert found("en", pattern, words) == expected


@pytest.mark.parametrize("word", ["طلبك", "وطلبكم", "الطلب", "بطلبي", "للطلب", "طلبها", "فالطلب"])
def test_clitics_do_not_hide_a_word(word: str) -> None:
    assert found("ar", "+طلب+", word) == [word]


def test_feh_before_a_short_word_is_part_of_it_but_before_a_not() -> None:
    assert found("ar", "هد", "فهد") == []
    for said in ("فلا يمكن", "ولا يمكن", "لا يمكن", "فما يمكن"):
        assert found("ar", "(لا|ما) يمكن", said) == [said]


@pytest.mark.parametrize("word", ["شحنتك", "والشحنه", "لشحنتكم", "شحنه"])
def test_teh_marbuta_opens_before_a_pronoun(word: str) -> None:
    assert found("ar", "+شحنة+", word) == [word]


@pytest.mark.parametrize(
    ("line", "problem"), [("(a||b) c", "empty choice"), ("<9> word", "gap of 9"), ("<2>", "no word that must"), ("!", "no word")]
)
def test_a_pattern_that_is_wrong_is_named_with_file_and_line(line: str, problem: str) -> None:
    with pytest.raises(CueError, match=rf"test\.cues:2: .*{problem}"):
        CueSet("en").load("label", f"# first\n{line}", "test.cues")


@pytest.mark.parametrize("line", ["", "!", "~0.5", "^"])
def test_a_pattern_without_words_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="no word"):
        CueSet("en").add("label", line)


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("groups", [DRAFT_CUES, CUSTOMER_CUES])
def test_every_shipped_cue_loads_and_its_words_are_in_normal_form(language: str, groups: tuple[str, ...]) -> None:
    assert len(load_cues(language, groups)) > 500
    for group, label, text in cue_files(language, groups):
        assert text.startswith("#"), f"{group}/{label} does not say what it holds"


def calls(function: Callable[[], object]) -> int:
    """Count the calls, C functions included, that a function makes: its work, whatever the machine does."""
    n = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal n
        n += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        function()
    finally:
        sys.setprofile(None)
    return n


def test_work_grows_linearly_with_the_words_whatever_they_are() -> None:
    """A flood of the words that patterns hang on costs the same per word at a hundred times the length."""
    cues = load_cues("en", DRAFT_CUES)
    flood = "we can not refund you should have sorry soon team will look into it please you failed to".split()
    cues.find(flood)
    assert calls(lambda: cues.find(flood * 300)) < 110 * calls(lambda: cues.find(flood * 3))


@pytest.mark.parametrize(
    "unit", ["!?", ".", "😊", "a", "ab ", "ك", "ـ", "\u064e", "-", "(", "1", "1.", "@", "http://", "«", "\n", "\u200f", "x'", "soon "]
)
def test_the_longest_draft_of_any_sign_is_read(unit: str) -> None:
    text = (unit * 20_000)[:20_000]
    document = read(text, DRAFT_CUES)
    assert all(document.text[s.start : s.end] == s.text for s in document.sentences)
