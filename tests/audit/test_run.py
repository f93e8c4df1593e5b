"""An audit from its files to its folder: what is refused, what is kept, what is gone."""

import json
import shutil
import stat
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from coach.audit.engines import InProcess
from coach.audit.errors import AuditChanged, AuditError
from coach.audit.gates import below
from coach.audit.run import Asked, Progress, audit
from coach.audit.settings import Settings, SettingsFile
from coach.audit.summary import ReportSettings
from coach.audit.watch import Watch
from coach.errors import InputError
from tests.audit import threads

CUES = Settings(model="cues", batch=5)


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return threads.write(tmp_path_factory.mktemp("given") / "chats.jsonl", 12)


@pytest.fixture(scope="module")
def done(given: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("done") / "audit"
    audit(Asked([str(given)], out, CUES), InProcess())
    return out


def test_the_folder_holds_what_is_promised_and_no_unmasked_text(done: Path) -> None:
    assert {path.name for path in done.iterdir()} == {
        "tables", "csv", "audit.duckdb", "summary.json", "report.en.html", "report.ar.html", "rejects.jsonl", "audit.json",
    }  # fmt: skip
    assert "Priya" not in (done / "report.en.html").read_text(encoding="utf-8")


def test_what_is_not_masked_is_closed_to_others_meanwhile(given: Path, tmp_path: Path) -> None:
    modes = {}
    work = tmp_path / "audit" / "work"
    audit(
        Asked([str(given)], work.parent, CUES), InProcess(), lambda now: modes.setdefault(now.step, work.exists() and work.stat().st_mode)
    )
    assert {step for step, mode in modes.items() if mode and stat.S_IMODE(mode) == 0o700} == {"ingest", "sort", "judge", "tables"}
    assert modes["report"] is False


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"settings": CUES.model_copy(update={"masked": False})}, "settings"),
        ({"settings": CUES.model_copy(update={"model": None})}, "models"),
    ],
)
def test_a_change_of_settings_or_models_is_noticed(given: Path, done: Path, change: dict, what: str) -> None:
    with pytest.raises(AuditChanged, match=what):
        audit(Asked([str(given)], done, **{"settings": CUES, **change}), InProcess())


def test_a_changed_rule_set_is_noticed(given: Path, done: Path, tmp_path: Path) -> None:
    profile = tmp_path / "profile.yaml"
    profile.write_text("name: ours\nbanned_phrases: {en: [kindly]}\n")
    with pytest.raises(AuditChanged, match="ruleset"):
        audit(Asked([str(given)], done, CUES.model_copy(update={"profile": profile})), InProcess())


def test_a_changed_input_is_noticed_and_restart_begins_anew(done: Path, tmp_path: Path) -> None:
    given = threads.write(tmp_path / "chats.jsonl", 3, seed=9)
    out = tmp_path / "audit"
    audit(Asked([str(given)], out, CUES), InProcess())
    threads.write(given, 4, seed=9)
    with pytest.raises(AuditChanged, match="input"):
        audit(Asked([str(given)], out, CUES), InProcess())
    assert audit(Asked([str(given)], out, CUES, restart=True), InProcess())["counts"]["conversations"] == 4


def test_another_audit_in_the_same_folder_is_judged_by_its_own_settings(tmp_path: Path) -> None:
    given = threads.write(tmp_path / "chats.jsonl", 3, seed=9)
    out = tmp_path / "audit"
    audit(Asked([str(given)], out, CUES), InProcess())
    audit(Asked([str(given)], out, CUES.model_copy(update={"masked": False}), restart=True), InProcess())
    texts = pq.read_table(out / "tables" / "replies.parquet")["text"].to_pylist()
    assert not any("⟪" in text for text in texts)


def test_a_change_during_an_unfinished_audit_is_noticed(given: Path, tmp_path: Path) -> None:
    class Stopped(InProcess):
        def run(self, work, numbers):
            yield from super().run(work, list(numbers)[:1])
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        audit(Asked([str(given)], tmp_path / "audit", CUES), Stopped())
    with pytest.raises(AuditChanged, match="settings"):
        audit(Asked([str(given)], tmp_path / "audit", CUES.model_copy(update={"seed": 3})), InProcess())


def test_a_folder_with_something_else_is_not_touched(given: Path, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    for restart in (False, True):
        with pytest.raises(AuditError):
            audit(Asked([str(given)], tmp_path, CUES, restart=restart), InProcess())
    assert (tmp_path / "letter.txt").read_text() == "mine"


@pytest.mark.parametrize("held", ["work/thesis.txt", "audit.json"])
def test_a_folder_that_only_looks_like_an_audits_is_not_touched(given: Path, tmp_path: Path, held: str) -> None:
    mine = tmp_path / held
    mine.parent.mkdir(exist_ok=True)
    mine.write_text("{}")
    for restart in (False, True):
        with pytest.raises(AuditError):
            audit(Asked([str(given)], tmp_path, CUES, restart=restart), InProcess())
    assert mine.read_text() == "{}"


def test_an_audit_may_be_stopped_before_it_knows_what_it_is_of(given: Path, tmp_path: Path) -> None:
    work = tmp_path / "audit" / "work"
    work.mkdir(parents=True)
    (work / "stdin").write_text("x")
    assert audit(Asked([str(given)], work.parent, CUES), InProcess())["counts"]["conversations"] == 12


def test_an_audit_does_not_read_itself(tmp_path: Path) -> None:
    threads.write(tmp_path / "chats.jsonl", 2)
    for _ in range(2):
        assert audit(Asked([str(tmp_path)], tmp_path / "audit", CUES), InProcess())["counts"]["conversations"] == 2


def test_a_folder_may_be_called_anything(given: Path, tmp_path: Path) -> None:
    assert audit(Asked([str(given)], tmp_path / "it's [1] *", CUES), InProcess())["counts"]["conversations"] == 12


def test_rejects_are_whole_where_the_messages_of_their_file_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from coach.audit import ingest

    given = threads.write(tmp_path / "chats.jsonl", 2)
    given.write_text(given.read_text(encoding="utf-8") + "{broken\n", encoding="utf-8")
    asked = Asked([str(given)], tmp_path / "audit", CUES)
    write = ingest.write_messages

    def stopped(number, found, out, reject):
        write(number, found, out, lambda _: None)
        raise KeyboardInterrupt

    monkeypatch.setattr(ingest, "write_messages", stopped)
    with pytest.raises(KeyboardInterrupt):
        audit(asked, InProcess())
    monkeypatch.setattr(ingest, "write_messages", write)
    assert audit(asked, InProcess())["counts"]["rejected"] == 1


def test_codes_of_two_audits_are_not_the_same_people(given: Path, tmp_path: Path) -> None:
    settings = CUES.model_copy(update={"anonymous": True})
    report = ReportSettings(min_replies=2)
    audit(Asked([str(given)], tmp_path / "one", settings, report), InProcess())
    told = audit(Asked([str(given)], tmp_path / "two", settings, report, baseline=tmp_path / "one"), InProcess())
    assert told["groups"]["agent"][0]["value"].startswith("agent-")
    assert told["baseline"]["groups"]["agent"] == []
    assert told["baseline"]["groups"]["team"] != []


def test_a_conversation_that_breaks_the_judge_is_told_and_costs_no_other(
    given: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from coach.audit.judge import Judge

    rows = Judge.rows

    def broken(self, conversation):
        if conversation.id == "c00003":
            raise ZeroDivisionError("a text of the customer's")
        return rows(self, conversation)

    monkeypatch.setattr(Judge, "rows", broken)
    summary = audit(Asked([str(given)], tmp_path / "audit", CUES), InProcess())
    told = (tmp_path / "audit" / "rejects.jsonl").read_text(encoding="utf-8")
    assert summary["counts"]["conversations"] == 11
    assert json.loads(told)["conversation"] == "c00003"
    assert "a text of the customer's" not in told


def test_progress_ends_with_all_conversations(given: Path, tmp_path: Path) -> None:
    told: list[Progress] = []
    audit(Asked([str(given)], tmp_path / "audit", CUES), InProcess(), told.append)
    judged = [one for one in told if one.step == "judge"]
    assert (judged[0].done, judged[-1].done, judged[-1].total) == (0, 12, 12)


def test_a_baseline_says_what_changed(done: Path, tmp_path: Path) -> None:
    given = threads.write(tmp_path / "chats.jsonl", 12, seed=5)
    summary = audit(Asked([str(given)], tmp_path / "audit", CUES, baseline=done), InProcess())
    assert summary["baseline"]["judge"]["changed"] is False
    assert summary["baseline"]["counts"]["conversations"] == [12, 12]


def test_gates_name_the_groups_below_the_bar() -> None:
    summary = {
        "overall": {"score": 70.0},
        "counts": {"replies": 90},
        "groups": {"team": [{"value": "north", "score": 64.0, "n": 40}, {"value": "south", "score": 81.0, "n": 50}]},
    }
    assert below(summary, 70) == []
    assert [one.value for one in below(summary, 71)] == ["overall"]
    assert [(one.value, one.n) for one in below(summary, 80, "team")] == [("north", 40)]


def test_the_settings_file_lays_its_targets_over_those_that_ship(tmp_path: Path) -> None:
    path = tmp_path / "audit.yaml"
    path.write_text("timezone: Asia/Riyadh\nweekend: [friday, saturday]\ntargets:\n  first_response: {chat: 5}\n")
    settings = SettingsFile.load(path)
    assert settings.targets.of("chat")[0] == 5
    assert settings.targets.of("email")[0] == 1440


@pytest.mark.parametrize(
    "text",
    [
        "timezone: Riyadh\n",
        "weekend: [jumaa]\n",
        "weekend: [monday, tuesday, wednesday, thursday, friday, saturday, sunday]\n",
        "targets: {first_response: {chat: -1}}\n",
        "what: 1\n",
        "a: [\n",
    ],
)
def test_a_wrong_settings_file_is_told_with_its_place(tmp_path: Path, text: str) -> None:
    path = tmp_path / "audit.yaml"
    path.write_text(text)
    with pytest.raises(AuditError, match=r"audit\.yaml"):
        SettingsFile.load(path)


def test_a_second_audit_in_the_same_folder_is_told_to_wait(given: Path, tmp_path: Path) -> None:
    told = []

    def again(now: Progress) -> None:
        if now.step == "judge" and not told:
            with pytest.raises(AuditError, match="another audit is at work"):
                audit(Asked([str(given)], tmp_path / "audit", CUES), InProcess())
            told.append(now)

    audit(Asked([str(given)], tmp_path / "audit", CUES), InProcess(), again)
    assert told


def test_a_full_disk_is_told_and_what_is_done_is_kept(given: Path, tmp_path: Path) -> None:
    class FullDisk(InProcess):
        def run(self, work, numbers):
            yield from super().run(work, list(numbers)[:1])
            raise OSError(28, "No space left on device")

    out = tmp_path / "audit"
    with pytest.raises(AuditError, match="No space left on device; what is done is kept"):
        audit(Asked([str(given)], out, CUES), FullDisk())
    told: list[Progress] = []
    audit(Asked([str(given)], out, CUES), InProcess(), told.append)
    assert next(one for one in told if one.step == "judge").done == 5


def test_a_start_that_read_nothing_does_not_lock_the_folder(given: Path, tmp_path: Path) -> None:
    box = tmp_path / "mail.mbox"
    box.write_text("From a@b Mon Mar  2 09:00:00 2026\nFrom: a@b.example\nSubject: x\n\nhello\n\n")
    with pytest.raises(InputError):
        audit(Asked([str(box)], tmp_path / "audit", CUES), InProcess())
    assert audit(Asked([str(given)], tmp_path / "audit", CUES), InProcess())["counts"]["conversations"] == 12


class TestWatch:
    def watch(self, tmp_path: Path) -> Watch:
        (tmp_path / "in").mkdir(exist_ok=True)
        return Watch(Asked([str(tmp_path / "in")], tmp_path / "out", CUES), InProcess())

    def test_a_file_is_audited_once_it_stops_growing(self, tmp_path: Path) -> None:
        watch = self.watch(tmp_path)
        assert list(watch.step()) == []
        threads.write(tmp_path / "in" / "monday.jsonl", 2)
        assert list(watch.step()) == []
        threads.write(tmp_path / "in" / "monday.jsonl", 3)
        assert list(watch.step()) == []
        ((path, out, summary),) = watch.step()
        assert (path.name, summary["counts"]["conversations"]) == ("monday.jsonl", 3)
        assert (out / "report.ar.html").is_file()
        assert list(watch.step()) == []

    def test_a_file_that_cannot_be_read_is_told_once_and_holds_up_no_other(self, tmp_path: Path) -> None:
        watch = self.watch(tmp_path)
        (tmp_path / "in" / "a.json").write_text('{"bro')
        threads.write(tmp_path / "in" / "b.jsonl", 2)
        first, second = watch.step(settled=True)
        assert isinstance(first[2], InputError)
        assert second[2]["counts"]["conversations"] == 2
        assert list(watch.step(settled=True)) == []

    def test_the_next_file_stands_beside_the_one_before_also_after_a_restart(self, tmp_path: Path) -> None:
        watch = self.watch(tmp_path)
        threads.write(tmp_path / "in" / "monday.jsonl", 3)
        list(watch.step(settled=True))
        threads.write(tmp_path / "in" / "tuesday.jsonl", 4, seed=2)
        ((_, _, summary),) = self.watch(tmp_path).step(settled=True)
        assert summary["baseline"]["counts"]["conversations"] == [3, 4]

    def test_its_own_folder_may_lie_within_the_watched_one(self, tmp_path: Path) -> None:
        watch = Watch(Asked([str(tmp_path)], tmp_path / "audits", CUES), InProcess())
        threads.write(tmp_path / "monday.jsonl", 2)
        assert [len(list(watch.step(settled=True))) for _ in range(2)] == [1, 0]

    def test_an_audit_that_was_thrown_away_is_no_baseline(self, tmp_path: Path) -> None:
        watch = self.watch(tmp_path)
        threads.write(tmp_path / "in" / "monday.jsonl", 2)
        ((_, first, _),) = watch.step(settled=True)
        shutil.rmtree(first)
        threads.write(tmp_path / "in" / "tuesday.jsonl", 3, seed=2)
        ((_, _, summary),) = watch.step(settled=True)
        assert "baseline" not in summary
