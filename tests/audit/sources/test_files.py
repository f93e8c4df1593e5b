"""Files: found by path, folder and pattern, each once and in one order; standard input; formats told or refused."""

import io
from pathlib import Path

import pytest

from coach.audit import sources
from coach.audit.sources.errors import NoOwnSide, NoSource, UnknownFormat
from coach.errors import UnknownName

FIXTURES = Path(__file__).parent / "fixtures"


def test_files_are_found_by_path_folder_and_pattern_each_once_and_sorted(tmp_path: Path) -> None:
    for name in ("b.csv", "a.jsonl.gz", "deep/c.parquet", "deep/d.mbox.zst", "notes.txt", ".hidden.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    found = sources.find([str(tmp_path), str(tmp_path / "b.csv"), str(tmp_path / "**" / "*.parquet")])
    assert [path.relative_to(tmp_path).as_posix() for path in found] == ["a.jsonl.gz", "b.csv", "deep/c.parquet", "deep/d.mbox.zst"]
    assert sources.find([str(tmp_path / "notes.txt")]) == [tmp_path / "notes.txt"]


@pytest.mark.parametrize("given", ["missing.csv", "missing/*.csv", "empty"])
def test_what_is_not_there_is_said_in_both_languages(given: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(NoSource) as caught:
        sources.find([str(tmp_path / given)])
    assert given in caught.value.describe("en")
    assert given in caught.value.describe("ar")


def test_standard_input_is_kept_in_a_file_and_told_by_its_content(tmp_path: Path) -> None:
    for name in ("messages.csv", "zendesk.json", "inbox.mbox"):
        path = sources.spool_stdin(io.BytesIO((FIXTURES / name).read_bytes()), tmp_path)
        assert path.read_bytes() == (FIXTURES / name).read_bytes()
        assert sources.detect(path) == sources.detect(FIXTURES / name)


def test_a_format_that_cannot_be_told_is_refused_and_can_be_forced(tmp_path: Path) -> None:
    (tmp_path / "chats").write_text("conversation_id\trole\ttext\n1\tcustomer\tHello\n")
    (tmp_path / "words").write_text("nothing here")
    assert sources.detect(tmp_path / "chats") == "csv"
    with pytest.raises(UnknownFormat):
        sources.detect(tmp_path / "words")
    with pytest.raises(UnknownName):
        list(sources.read(tmp_path / "words", "xml"))


def test_a_mailbox_needs_to_know_whose_it_is() -> None:
    with pytest.raises(NoOwnSide):
        list(sources.read(FIXTURES / "inbox.mbox"))


def test_what_is_called_parquet_and_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1 nothing")
    with pytest.raises(UnknownFormat):
        list(sources.read(tmp_path / "a.parquet"))


def test_rows_without_a_conversation_are_named_by_file_and_row(tmp_path: Path) -> None:
    (tmp_path / "pairs.csv").write_text("question,answer\nWhere is my new charger?,It arrives on Thursday.\n")
    found = list(sources.read(tmp_path / "pairs.csv"))
    assert {one.conversation for one in found} == {f"{tmp_path.name}/pairs.csv#2"}  # type: ignore[union-attr]


def test_the_line_in_which_excel_tells_the_delimiter_is_no_header(tmp_path: Path) -> None:
    (tmp_path / "chats.csv").write_text("\ufeffsep=;\nرقم المحادثة;المرسل;النص\n1;عميل;أين طلبي؟\n", encoding="utf-8")
    (found,) = sources.read(tmp_path / "chats.csv")
    assert (found.conversation, found.text) == ("1", "أين طلبي؟")  # type: ignore[union-attr]
