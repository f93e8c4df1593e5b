"""An agent's notes, read into an outcome and facts; what they do not understand is told as it stands."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from coach.rewrite.notes import read_notes

FILE = Path(__file__).with_name("notes.yaml")
NOTES: dict[str, list[dict[str, Any]]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("language", "row"),
    [pytest.param(language, row, id=f"{language}-{row['notes'][:40]}") for language, rows in NOTES.items() for row in rows],
)
def test_notes_are_understood(language: str, row: dict[str, Any]) -> None:
    notes = read_notes(row["notes"], language)
    assert notes.outcome == row["outcome"]
    assert {name: notes.facts.get(name) for name in row["facts"]} == row["facts"]
    if "told" in row:
        assert notes.told == row["told"]


@pytest.mark.parametrize(
    ("language", "notes"),
    [
        ("en", "not refunded"),
        ("en", "refund not sent yet"),
        ("en", "not yet refunded"),
        ("en", "wasn't refunded"),
        ("en", "not done"),
        ("en", "we cannot offer credit"),
        ("en", "do not offer credit"),
        ("ar", "لم يتم الاسترداد"),
        ("ar", "ما رجعنا المبلغ"),
        ("ar", "لسه ما أرسلنا البديل"),
        ("ar", "مش ممكن نعطيه خصم"),
        ("ar", "لا يمكن عرض رصيد"),
    ],
)
def test_what_was_not_done_or_is_not_offered_is_not_said_to_be(language: str, notes: str) -> None:
    read = read_notes(notes, language)
    assert read.outcome not in ("done", "possible")
    assert "alternative" not in read.facts


@pytest.mark.parametrize(("language", "notes"), [("en", "investigating, by Friday 8 May"), ("ar", "قيد المراجعة، قبل الجمعة 8 مايو")])
def test_a_date_that_was_taken_is_not_told_again(language: str, notes: str) -> None:
    assert read_notes(notes, language).told == []


def test_the_first_clear_outcome_stands() -> None:
    assert read_notes("refused, refunded, can offer credit", "en").outcome == "refused"
    assert read_notes("can offer credit, refused", "en").outcome == "refused"


def test_what_was_named_first_stays() -> None:
    assert read_notes("refunded 40 EUR, fee 3 EUR", "en").facts["amount"] == "40 EUR"


@given(st.text(max_size=80), st.sampled_from(["en", "ar"]))
def test_any_text_can_be_read(text: str, language: str) -> None:
    notes = read_notes(text, language)
    assert all(value.strip() for value in (*notes.facts.values(), *notes.told))


def test_enough_is_tried() -> None:
    assert sum(len(rows) for rows in NOTES.values()) >= 30
