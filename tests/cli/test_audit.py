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


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> str:
    out = tmp_path_factory.mktemp("listed") / "audit"
    assert coach("audit", CHATS, "--out", str(out), *CUES).code == 0
    return str(out)


class TestList:
    @pytest.mark.parametrize(("ui", "said"), [("en", "shown, of"), ("ar", "المعروض")])
    def test_text_says_where_each_stands_and_how_many_there_are(self, done: str, ui: str, said: str) -> None:
        found = coach("audit", "list", done, "--limit", "2", "--ui", ui)
        assert found.code == 0, found.err
        assert len(found.out.splitlines()) == 4
        assert said in found.err

    def test_jsonl_is_one_object_in_a_line_the_lowest_score_first(self, done: str) -> None:
        found = coach("audit", "list", done, "--format", "jsonl")
        scores = [json.loads(line)["score"] for line in found.out.splitlines()]
        known = [score for score in scores if score is not None]
        assert known == sorted(known)

    def test_csv_opens_in_a_spreadsheet(self, done: str) -> None:
        found = coach("audit", "list", done, "--format", "csv")
        assert found.out.startswith("\ufeffconversation,reply,day,agent,")

    def test_an_agent_and_a_facet_must_both_hold(self, done: str) -> None:
        everything = coach("audit", "list", done, "--format", "jsonl").out.splitlines()
        agent = json.loads(everything[0])["agent"]
        found = coach("audit", "list", done, "--agent", agent, "--where", "language=en", "--format", "jsonl").out.splitlines()
        assert {(json.loads(line)["agent"], json.loads(line)["language"]) for line in found} <= {(agent, "en")}

    @pytest.mark.parametrize("ui", ["en", "ar"])
    @pytest.mark.parametrize("where", ["colour=red", "rule"])
    def test_what_is_not_known_is_exit_2(self, done: str, ui: str, where: str) -> None:
        found = coach("audit", "list", done, "--where", where, COACH_UI=ui)
        assert (found.code, found.out) == (2, "")
        assert "rule" in found.err

    def test_a_folder_without_an_audit_is_exit_2(self, tmp_path: Path) -> None:
        assert coach("audit", "list", str(tmp_path)).code == 2


def test_what_was_too_long_is_said(tmp_path: Path) -> None:
    given = tmp_path / "chats.jsonl"
    long = {"id": "L", "messages": [{"role": "customer", "text": "Hello?"}, {"role": "agent", "text": "word " * 5_000}]}
    given.write_text(Path(CHATS).read_text(encoding="utf-8") + json.dumps(long) + "\n", encoding="utf-8")
    done = coach("audit", str(given), "--out", str(tmp_path / "audit"), *CUES)
    assert done.code == 3
    assert "1 rows not read" in done.err


def test_ids_are_hashed_only_where_texts_are_masked(tmp_path: Path) -> None:
    done = coach("audit", CHATS, "--out", str(tmp_path / "audit"), "--no-mask", "--hash-ids", "auto", *CUES, COACH_UI="ar")
    assert done.code == 2
    assert "--hash-ids" in done.err
