"""`coach draft` from the outside."""

import json
from pathlib import Path

import pytest

from tests.cli_run import coach

LATE = "My order was supposed to come on Tuesday and it is Friday now"


def test_the_draft_is_the_contracts_form() -> None:
    done = coach("draft", "--message", LATE, "--fact", "date=Monday 4 May", "--fact", "colour=teal", "--format", "json")
    drafted = json.loads(done.out)
    assert done.code == 0
    assert list(drafted) == ["text", "situation", "nearest", "needs", "unused", "score", "remaining"]
    assert "Monday 4 May" in drafted["text"]
    assert drafted["unused"] == ["colour"]
    assert set(drafted["situation"]["title"]) == {"en", "ar"}
    assert [set(one) for one in drafted["nearest"]] == [{"id", "title", "fit"}] * 3


def test_the_message_comes_from_a_file_or_a_pipe(tmp_path: Path) -> None:
    path = tmp_path / "message.txt"
    path.write_text(LATE, encoding="utf-8")
    from_file = coach("draft", str(path), "--channel", "chat", "--situation", "order-late-date")
    from_pipe = coach("draft", "-", "--channel", "chat", "--situation", "order-late-date", given=LATE)
    assert (from_file.code, from_pipe.code) == (0, 0)
    assert from_file.out == from_pipe.out
    assert "⟦date⟧" in from_file.out


def test_arabic_is_answered_in_arabic_and_asked_in_the_readers_language() -> None:
    done = coach("draft", "--message", "وين طلبي؟ قلتوا يومين وصار له أسبوع", "--channel", "chat", "--ui", "en", "--format", "json")
    drafted = json.loads(done.out)
    assert any("\u0621" <= sign <= "\u064a" for sign in drafted["text"])
    assert all(need["ask"].isascii() for need in drafted["needs"])


@pytest.mark.parametrize(
    "arguments",
    [
        ("--message", LATE, "--situation", "no-such-thing"),
        ("--message", LATE, "--fact", "date"),
        ("no-such-file.txt",),
    ],
    ids=["unknown situation", "no value", "no file"],
)
def test_what_is_wrong_is_said_and_nothing_written(arguments: tuple[str, ...]) -> None:
    done = coach("draft", *arguments)
    assert done.code == 2
    assert done.out == ""
    assert done.err.strip()
    assert "Traceback" not in done.err
