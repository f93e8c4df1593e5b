"""Tables as different desks export them, in both languages: their columns are told, and still asked about."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from coach.audit import sources
from coach.audit.posts import Post

DESKS: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "desks.yaml").read_text(encoding="utf-8"))
EACH = pytest.mark.parametrize("desk", [pytest.param(desk, id=desk["name"]) for desk in DESKS])


def given(desk: dict[str, Any], folder: Path) -> Path:
    path = folder / "export.csv"
    path.write_text(desk["table"], encoding="utf-8")
    return path


@EACH
def test_its_columns_are_told(desk: dict[str, Any], tmp_path: Path) -> None:
    guess = sources.guess(given(desk, tmp_path))
    assert guess is not None
    assert guess.columns.model_dump(exclude_none=True) == desk["columns"]
    assert guess.missing == ()


@EACH
def test_who_speaks_and_when_is_read(desk: dict[str, Any], tmp_path: Path) -> None:
    posts = list(sources.read(given(desk, tmp_path)))
    assert [one.role for one in posts if isinstance(one, Post)] == desk["roles"]
    assert all(isinstance(one, Post) and one.text for one in posts)
    assert posts[0].sent_at is not None  # type: ignore[union-attr]


@EACH
def test_the_guess_is_not_taken_without_asking(desk: dict[str, Any], tmp_path: Path) -> None:
    guess = sources.guess(given(desk, tmp_path))
    assert guess is not None
    assert not guess.literal


def test_a_table_whose_columns_nobody_can_tell_says_what_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("Blob,Zeta,Weight\nq,blue,3\n", encoding="utf-8")
    guess = sources.guess(path)
    assert guess is not None
    assert guess.missing == ("conversation", "role", "text")


def test_the_day_on_which_a_ticket_was_closed_is_not_taken_for_that_of_its_reply(tmp_path: Path) -> None:
    path = tmp_path / "tickets.csv"
    path.write_text(
        "Ticket ref,Logged,Enquiry,Our response,Date closed\nT9,2026-03-02,My bill is twice what it was!,I have corrected the bill.,2026-03-20\n",
        encoding="utf-8",
    )
    guess = sources.guess(path)
    assert guess is not None
    assert guess.columns.reply_at is None
