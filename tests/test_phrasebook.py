"""The phrasebooks are many-voiced, well formed, and themselves above reproach."""

import re
from collections import Counter
from pathlib import Path

import pytest

from coach.errors import PhrasebookError
from coach.phrasebook import AUTO_SLOTS, PHRASE_MOVES, Entry, Phrasebook, check_folder
from coach.pipeline import Coach
from coach.rewrite.phrases import flagged_phrases
from coach.rewrite.ranking import ASKED
from coach.rules import BY_ID

BOOK = Phrasebook()
ENTRIES = {language: [(move, entry) for move in PHRASE_MOVES for entry in BOOK.entries(language, move)] for language in ("en", "ar")}
FELT = ("greeting", "gratitude", "acknowledgement", "empathy", "apology", "offer_help", "closing")


@pytest.mark.parametrize("language", ENTRIES)
def test_there_are_at_least_400_entries(language: str) -> None:
    assert len(ENTRIES[language]) >= 400


@pytest.mark.parametrize("move", PHRASE_MOVES)
def test_every_dialect_has_every_move(move: str) -> None:
    assert {entry.dialect for entry in BOOK.entries("ar", move)} == {"msa", "gulf", "egyptian", "levantine", "maghrebi"}


@pytest.mark.parametrize("language", ENTRIES)
def test_every_register_and_channel_finds_a_phrase_for_any_matter(language: str) -> None:
    for move in PHRASE_MOVES:
        for channel in ("email", "chat", "whatsapp", "social", "sms"):
            fitting = [e for e in BOOK.entries(language, move) if not e.matters and (e.channels is None or channel in e.channels)]
            assert fitting or move == "compensation", (move, channel)


@pytest.mark.parametrize("language", ENTRIES)
def test_feelings_leave_no_slot_to_the_agent(language: str) -> None:
    for move, entry in ENTRIES[language]:
        if move in FELT:
            assert entry.slots <= {*AUTO_SLOTS, ASKED}, (move, entry.id)


def test_arabic_forms_are_whole_and_unslashed() -> None:
    for move, entry in ENTRIES["ar"]:
        assert not any("/" in text or "(" in text for text in entry.forms.values()), (move, entry.id)
        if "m" in entry.forms or "f" in entry.forms:
            assert {"m", "f"} <= entry.forms.keys(), (move, entry.id)


@pytest.mark.parametrize("language", ENTRIES)
def test_no_phrase_stands_twice(language: str) -> None:
    texts = Counter(text for move, entry in ENTRIES[language] if move not in ("deadline", "lead_in") for text in set(entry.forms.values()))
    assert [text for text, n in texts.items() if n > 1] == []


def test_no_phrase_is_flagged_by_a_rule() -> None:
    assert list(flagged_phrases(Coach())) == []


@pytest.mark.parametrize("language", ENTRIES)
def test_swaps_serve_known_rules(language: str) -> None:
    known = {*BY_ID, "gender-mismatch-to-m", "gender-mismatch-to-f"}
    swaps = [swap for rule in known for swap in BOOK.swaps(language, rule)]
    assert len(swaps) >= 80
    assert all(re.findall(r"\{(\w+)\}", swap.find) == [] for swap in swaps)


def overlay(folder: Path, text: str) -> Path:
    (folder / "en").mkdir()
    (folder / "en" / "apology.yaml").write_text(text, encoding="utf-8")
    return folder


def test_a_companys_entries_come_first_and_replace_ours(tmp_path: Path) -> None:
    ours = BOOK.entries("en", "apology")
    text = f"move: apology\nentries:\n  - {{id: {ours[0].id}, forms: {{neutral: 'Our own words.'}}}}\n  - {{id: new-one, forms: {{neutral: 'New.'}}}}\n"
    entries = Phrasebook(overlay(tmp_path, text)).entries("en", "apology")
    assert [entry.forms["neutral"] for entry in entries[:2]] == ["Our own words.", "New."]
    assert len(entries) == len(ours) + 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("move: apology\nentries:\n  - {id: a, forms: {}}\n", r"apology\.yaml:3: forms"),
        (
            "move: apology\nentries:\n  - {id: a, forms: {neutral: 'x'}}\n  - {id: a, forms: {neutral: 'y'}}\n",
            r":4: the id 'a' is used twice",
        ),
        ("move: empathy\nentries: []\n", r":1: the file is of move 'empathy'"),
        ("move: apology\nentries:\n  - {id: a, dialect: gulf, forms: {neutral: 'x'}}\n", r":3: only Arabic entries"),
        ("move: apology\nentries:\n  - {id: a, matters: [weather], forms: {neutral: 'x'}}\n", r":3: unknown matter weather"),
        ("move: apology\n", "a list under 'entries' is missing"),
        ("move: [\n", r"apology\.yaml:2:1"),
    ],
)
def test_a_faulty_file_is_named_with_its_line(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(PhrasebookError, match=says):
        check_folder(overlay(tmp_path, text))


def test_slots_of_an_entry_are_those_of_all_its_forms() -> None:
    assert Entry(id="a", forms={"m": "{name} {date}", "f": "{order}"}).slots == {"name", "date", "order"}
