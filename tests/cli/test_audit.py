"""`coach audit`, run as an auditor runs it."""

import json
from pathlib import Path

import pytest

from tests.audit import threads
from tests.cli_run import ROOT, coach

CHATS = str(ROOT / "examples" / "audit" / "chats.jsonl")
CUES = ("--model", "cues", "--engine", "process")


@pytest.mark.parametrize(("ui", "said"), [("en", "The average reply scores"), ("ar", "متوسط درجة الرد")])
def test_it_says_what_it_found_and_where_the_report_stands(tmp_path: Path, ui: str, said: str) -> None:
    done = coach("audit", CHATS, "--out", str(tmp_path / "audit"), "--ui", ui, *CUES)
    assert done.code == 0, done.err
    assert done.out.startswith(said)
    assert done.out.rstrip().endswith(f"report.{ui}.html")
    assert done.err == ""


def test_a_gate_that_is_not_met_is_exit_1(tmp_path: Path) -> None:
    done = coach("audit", CHATS, "--out", str(tmp_path / "audit"), "--fail-under", "99", "--by", "language", *CUES)
    assert done.code == 1
    assert "below 99: language" in done.err


def test_rejected_rows_are_exit_3_and_are_listed(tmp_path: Path) -> None:
    given = tmp_path / "chats.jsonl"
    given.write_text(Path(CHATS).read_text(encoding="utf-8") + "{broken\n", encoding="utf-8")
    done = coach("audit", str(given), "--out", str(tmp_path / "audit"), *CUES)
    assert done.code == 3
    (reject,) = (tmp_path / "audit" / "rejects.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(reject)["reason"] == "not-json"


def test_standard_input_is_read(tmp_path: Path) -> None:
    done = coach("audit", "-", "--out", str(tmp_path / "audit"), "--format", "jsonl", *CUES, given=Path(CHATS).read_bytes())
    assert done.code == 0, done.err
    assert json.loads((tmp_path / "audit" / "summary.json").read_text(encoding="utf-8"))["counts"]["conversations"] == 8


class TestGuessedColumns:
    TABLE = "رقم التذكرة;اسم العميل;رسالة العميل;اسم الموظف;رد الموظف\n1;سارة;وين طلبي؟ صار له أسبوع ولا أحد يرد!;ريم;يصلك غدًا قبل الخامسة يا سارة.\n"

    def given(self, folder: Path) -> str:
        (folder / "tickets.csv").write_text(self.TABLE, encoding="utf-8")
        return str(folder / "tickets.csv")

    def test_are_shown_and_not_taken_where_nobody_can_be_asked(self, tmp_path: Path) -> None:
        done = coach("audit", self.given(tmp_path), "--out", str(tmp_path / "audit"), *CUES)
        assert done.code == 2
        assert "customer_text: رسالة العميل" in done.err
        assert "--yes" in done.err

    def test_are_taken_with_yes(self, tmp_path: Path) -> None:
        assert coach("audit", self.given(tmp_path), "--out", str(tmp_path / "audit"), "--yes", *CUES).code == 0

    def test_are_given_by_a_mapping(self, tmp_path: Path) -> None:
        (tmp_path / "map.yaml").write_text(
            "columns: {customer_text: رسالة العميل, reply: رد الموظف, conversation: رقم التذكرة}\n", encoding="utf-8"
        )
        done = coach("audit", self.given(tmp_path), "--out", str(tmp_path / "audit"), "--map", str(tmp_path / "map.yaml"), *CUES)
        assert done.code == 0, done.err


@pytest.mark.parametrize(
    ("arguments", "ui"), [(("nothing-here.csv",), "en"), ((CHATS, "--format", "fax"), "ar"), ((CHATS, "--settings", "nothing.yaml"), "ar")]
)
def test_what_is_wrong_is_exit_2_without_a_traceback(tmp_path: Path, arguments: tuple[str, ...], ui: str) -> None:
    done = coach("audit", *arguments, "--out", str(tmp_path / "audit"), COACH_UI=ui)
    assert done.code == 2
    assert done.err.startswith("coach: ")
    assert "Traceback" not in done.err


def test_watch_audits_what_has_come_and_leaves(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    threads.write(tmp_path / "in" / "monday.jsonl", 3)
    done = coach("audit", "watch", str(tmp_path / "in"), "--out", str(tmp_path / "out"), "--once", *CUES)
    assert done.code == 0, done.err
    assert done.out.startswith("monday.jsonl:")
    again = coach("audit", "watch", str(tmp_path / "in"), "--out", str(tmp_path / "out"), "--once", *CUES)
    assert (again.code, again.out) == (0, "")
