"""`coach practice`, run as an agent and as a trainer run it; and what its pages print.

`python -m tests.cli.test_practice` writes the present output into docs/practice.md and docs/practice.ar.md.
"""

import json
import os
import pty
import re
import select
import shlex
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml

from coach.cli.practice import talk
from coach.pipeline import Coach
from coach.practice import attempt, bank, trust
from coach.practice.scenario import Scenario
from coach.practice.scoring import score
from tests.cli.practice_runner import Runner
from tests.cli_run import ROOT
from tests.cli_run import coach as fresh

ID, ARABIC = "atm-debited-no-cash", "app-update-locks-everyone-out"
OWN = ROOT / "tests" / "practice" / "scoring" / "bank"
PAGES = (ROOT / "docs" / "practice.md", ROOT / "docs" / "practice.ar.md")
PRINTED = re.compile(r'```console\n\$ (?:echo "([^"\n]+)" \| )?(coach [^\n]+)\n(.*?)```', re.DOTALL)
RUN = re.compile(r"```sh\n(.*?)```", re.DOTALL)
FILES = re.compile(r"`([a-z-]+\.(?:csv|jsonl|yaml))`[^`\n]*\n\n```(?:csv|json|yaml)\n(.*?)```", re.DOTALL)


def answers(key: str) -> dict[str, str]:
    return {sample.grade: sample.text for sample in bank.load()[key].samples}


class TestList:
    def test_what_is_asked_for(self, practice: Runner) -> None:
        done = practice("list", "--language", "ar", "--kind", "hostile", "--difficulty", "hard", "--no-held-out", "--format", "json")
        found = json.loads(done.out)
        assert found
        assert all(
            one["language"] == "ar" and "hostile" in one["kinds"] and one["difficulty"] == "hard" and not one["held_out"] for one in found
        )

    def test_a_companys_own_lie_over_ours(self, practice: Runner) -> None:
        assert "lamp-refund-late" not in practice("list").out
        assert "lamp-refund-late" in practice("list", "--folder", OWN).out

    def test_arabic_lines_run_from_the_right(self, practice: Runner) -> None:
        """The first letter outside of isolates, by which a line takes its direction, is Arabic."""
        for line in practice("list", "--language", "en", "--ui", "ar").out.splitlines():
            outside = re.sub("\u2068[^\u2069]*\u2069", "", line)
            first = next(sign for sign in outside if sign.isalpha())
            assert "\u0621" <= first <= "\u064a", line


class TestShow:
    @pytest.mark.parametrize("ui", ["en", "ar"])
    def test_what_an_agent_sees_and_nothing_more(self, practice: Runner, ui: str) -> None:
        scenario = bank.load()[ID]
        for done in (practice("show", ID, "--ui", ui), practice("show", ID, "--format", "json")):
            told = json.dumps(done.out, ensure_ascii=False)
            assert done.code == 0
            assert scenario.facts[1].say in done.out
            assert scenario.turns["start"].message.split("!!")[0] in done.out
            hidden = [sample.text for sample in scenario.samples] + [turn.master for turn in scenario.turns.values() if turn.master]
            assert not any(text.split(".")[0] in told or text.split("\n")[0] in done.out for text in hidden)
            assert not any(hint in done.out for hint in scenario.turns["start"].hints)


class TestTry:
    @pytest.mark.parametrize(("key", "ui", "word"), [(ID, "en", "score"), (ARABIC, "ar", "الدرجة")])
    def test_a_reply_gets_its_score_and_reasons(self, practice: Runner, key: str, ui: str, word: str) -> None:
        done = practice("try", key, "--reply", "-", "--ui", ui, given=answers(key)["poor"])
        assert (done.code, done.err) == (0, "")
        assert re.match(rf"{word} \d+/100 · ", done.out)
        assert re.search(r"\[\d+:", done.out)
        assert "1. " in done.out

    def test_a_result_can_be_given_back_to_see_what_changed(self, practice: Runner, tmp_path: Path) -> None:
        texts = answers(ID)
        first = practice("try", ID, "--reply", "-", "--format", "json", given=texts["poor"])
        (tmp_path / "first.json").write_text(first.out, encoding="utf-8")
        (tmp_path / "reply.txt").write_text(texts["excellent"], encoding="utf-8")
        told = practice("try", ID, "--reply", tmp_path / "reply.txt", "--previous", tmp_path / "first.json")
        gained = re.search(r"since the last try: \u2068\+(\d+)", told.out)
        assert gained
        assert int(gained[1]) > 20
        assert "✓ better now" in told.out
        assert bank.load()[ID].turns["raise-it"].message.split(".")[0] in told.out

    def test_another_messages_result_is_refused(self, practice: Runner, tmp_path: Path) -> None:
        first = practice("try", ID, "--reply", "-", "--format", "json", given=answers(ID)["poor"])
        (tmp_path / "first.json").write_text(first.out, encoding="utf-8")
        assert practice("try", ID, "--reply", "-", "--turn", "raise-it", "--previous", tmp_path / "first.json", given="Hello").code == 2

    def test_a_later_message_can_be_answered(self, practice: Runner) -> None:
        scenario = bank.load()[ID]
        done = practice("try", ID, "--reply", "-", "--turn", "raise-it", "--format", "json", given=scenario.turns["raise-it"].master)
        assert json.loads(done.out)["turn"] == "raise-it"

    @pytest.mark.parametrize(
        "arguments",
        [
            ("try", "no-such-thing", "--reply", "-"),
            ("try", ID),
            ("try", ID, "--reply", "-"),
            ("try", ID, "--reply", "no-such-file"),
            ("try", ID, "--reply", "-", "--turn", "ombudsman"),
            ("try", ID, "--reply", "-", "--previous", "README.md"),
            ("show", "no-such-thing"),
            ("list", "--kind", "silly"),
            ("list", "--folder", "docs"),
            ("lint", "no-such-folder"),
            ("new", "No Id", "--language", "en", "--out", "x.yaml"),
            ("import", "no-such-file", "--out", "x"),
            ("calibrate", "README.md"),
            ("calibrate", "no-such-file"),
            ("calibrate", "README.md", "--write", "x.yaml", "--note", "undated"),
        ],
        ids=" ".join,
    )
    def test_what_is_wrong_is_said_in_both_languages(self, practice: Runner, arguments: tuple[str, ...]) -> None:
        given = "Hello" if "--previous" in arguments or "--turn" in arguments else ""
        english = practice(*arguments, given=given)
        arabic = practice(*arguments, "--ui", "ar", given=given)
        for done in (english, arabic):
            assert done.code == 2
            assert done.out == ""
            assert "Traceback" not in done.err
        assert re.search("[\u0621-\u064a]", arabic.err)
        assert english.err != arabic.err

    def test_a_long_reply_is_refused(self, practice: Runner) -> None:
        assert practice("try", ID, "--reply", "-", given="word " * 1_000).code == 2


class TestTalk:
    """The conversation on the terminal, with lines in place of a person."""

    def talk(self, scenario: Scenario, lines: list[str], **more: object) -> attempt.Attempt:
        given, clock = iter(lines), iter(range(0, 1_000, 10))

        def ask(_: str) -> str:
            try:
                return next(given)
            except StopIteration:
                raise EOFError from None

        begun = more.pop("begun", None) or attempt.start(scenario, more.pop("limit", None))
        return talk.Talk(scenario, begun, Coach(), more.pop("ui", "en"), ask=ask, clock=lambda: next(clock), **more).run()

    def test_several_tries_the_next_message_and_the_end(self, capsys: pytest.CaptureFixture[str]) -> None:
        scenario = bank.load()[ID]
        texts = answers(ID)
        lines = ["/next", "/hint", *texts["poor"].splitlines(), "", *texts["excellent"].splitlines(), "", "/next"]
        lines += ["/master", *(scenario.turns["raise-it"].master or "").splitlines(), "", "/master", "/next"]
        done = self.talk(scenario, lines)
        told = capsys.readouterr().out
        assert done.ended == "finished"
        assert [visit.turn for visit in done.visits] == ["start", "raise-it", "at-the-counter"]
        assert [len(visit.tries) for visit in done.visits] == [2, 1, 0]
        assert told.count("write one first") == 2  # /next and /master before a try
        assert scenario.turns["start"].hints[0] in told
        assert "since the last try" in told
        assert "The conversation has ended." in told

    def test_it_goes_on_where_it_stood(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        scenario, state = bank.load()[ARABIC], tmp_path / "state.json"
        self.talk(scenario, [answers(ARABIC)["fair"], "", "/quit"], ui="ar", state=state)
        assert "حُفظت المحاولة" in capsys.readouterr().out
        assert state.stat().st_mode & 0o777 == 0o600
        kept = talk.load_state(state, scenario)
        assert kept is not None
        done = self.talk(scenario, [answers(ARABIC)["excellent"]], begun=kept, ui="ar", state=state)
        assert len(done.visits[0].tries) == 2
        assert done.seconds > kept.seconds
        assert talk.load_state(state, scenario) == done
        with pytest.raises(talk.BadFile):
            talk.load_state(state, bank.load()[ID])

    def test_a_reply_past_the_timer_does_not_count(self, capsys: pytest.CaptureFixture[str]) -> None:
        done = self.talk(bank.load()[ID], [answers(ID)["excellent"], ""], limit=5.0)
        assert (done.ended, done.visits[0].tries) == ("time", ())
        assert "Time is up" in capsys.readouterr().out

    def test_on_a_real_terminal(self) -> None:
        lead, end = pty.openpty()
        command = [
            sys.executable,
            "-c",
            "from coach.cli.main import main; main()",
            "practice",
            "try",
            ARABIC,
            "--ui",
            "ar",
            "--timer",
            "60",
        ]
        run = subprocess.Popen(command, stdin=end, stdout=end, stderr=end, cwd=ROOT, env=os.environ | {"NO_COLOR": "1", "TERM": "dumb"})
        os.close(end)
        told, asked, until = b"", False, time.monotonic() + 60
        while time.monotonic() < until and select.select([lead], [], [], 30)[0]:
            try:
                told += os.read(lead, 4096)
            except OSError:
                break
            if not asked and b"> " in told:
                asked = True
                os.write(lead, f"{answers(ARABIC)['fair']}\n\n/quit\n".encode())
        assert run.wait(10) == 0
        os.close(lead)
        assert "الدرجة" in told.decode()
        assert "\x1b[3" not in told.decode()


class TestLint:
    def test_ours_of_the_tests_are_sound(self, practice: Runner, tmp_path: Path) -> None:
        assert practice("lint", OWN / "en" / "gym-pause-refused.yaml").code == 0

    def test_a_problem_is_exit_1(self, practice: Runner, tmp_path: Path) -> None:
        text = (OWN / "en" / "gym-pause-refused.yaml").read_text(encoding="utf-8")
        content = yaml.safe_load(text)
        content["samples"][0]["text"], content["samples"][2]["text"] = content["samples"][2]["text"], content["samples"][0]["text"]
        (tmp_path / "en").mkdir()
        (tmp_path / "en" / "gym-pause-refused.yaml").write_text(yaml.safe_dump(content), encoding="utf-8")
        (tmp_path / "en" / "broken.yaml").write_text("id: [", encoding="utf-8")
        done = practice("lint", tmp_path, "--ui", "ar")
        assert done.code == 1
        assert "الترتيب مختل" in done.err
        assert "broken.yaml:2" in done.err


class TestNew:
    @pytest.mark.parametrize(("language", "like"), [("en", "en/gym-pause-refused"), ("ar", "ar/router-delivery-egypt")])
    def test_it_is_accepted_once_it_is_filled_in(self, practice: Runner, tmp_path: Path, language: str, like: str) -> None:
        file = tmp_path / "a-first-try.yaml"
        assert practice("new", "a-first-try", "--language", language, "--out", file).code == 0
        assert practice("new", "a-first-try", "--language", language, "--out", file).code == 2  # nothing is overwritten
        before = practice("lint", file)
        assert before.code == 1
        assert f"{file}:" in before.err
        empty = yaml.safe_load(file.read_text(encoding="utf-8"))
        whole = yaml.safe_load((OWN / f"{like}.yaml").read_text(encoding="utf-8"))
        assert empty.keys() - whole.keys() <= {"held_out", "version"}  # nothing else is asked for than a scenario has
        filled = {key: whole.get(key, empty[key]) for key in empty} | {"id": "a-first-try"}
        file.write_text(yaml.safe_dump(filled, allow_unicode=True), encoding="utf-8")
        done = practice("lint", file)
        assert done.code == 0, done.err

    def test_each_place_that_is_empty_is_named(self, practice: Runner, tmp_path: Path) -> None:
        file = tmp_path / "one.yaml"
        practice("new", "one", "--language", "ar", "--out", file)
        told = practice("lint", file, "--ui", "ar").err
        assert len(told.splitlines()) == sum("TODO" in line.split("#")[0] for line in file.read_text(encoding="utf-8").splitlines()) + 1
        assert "turns.start.master" in told


class TestImport:
    CASES = (
        {"id": "T/1", "customer": "Order 44112 for Sara is late!", "draft": "Dear Sara, sorry. Omar", "context": {"customer_name": "Sara"}},
        {"customer": "وين طلبي؟ صار له أسبوع", "draft": "يصلك غدًا.", "channel": "whatsapp", "context": {"customer_name": "ريم"}},
    )

    def test_skeletons_are_refused_until_done(self, practice: Runner, tmp_path: Path) -> None:
        given = "\n".join(json.dumps(case, ensure_ascii=False) for case in self.CASES)
        assert practice("import", "-", "--out", tmp_path, given=given).code == 0
        english, arabic = tmp_path / "en" / "t-1.yaml", tmp_path / "ar" / "case-2.yaml"
        text = english.read_text(encoding="utf-8")
        assert "Sara" not in text
        assert "44112" not in text
        made = yaml.safe_load(arabic.read_text(encoding="utf-8"))
        assert (made["channel"], made["samples"][1]["grade"], made["samples"][1]["text"]) == ("whatsapp", "fair", "يصلك غدًا.")
        assert practice("lint", tmp_path).code == 1

    def test_names_stay_where_that_is_wanted(self, practice: Runner, tmp_path: Path) -> None:
        practice("import", "-", "--out", tmp_path, "--no-mask", given=json.dumps(self.CASES[0]))
        made = yaml.safe_load((tmp_path / "en" / "t-1.yaml").read_text(encoding="utf-8"))
        assert made["customer"]["name"] == "Sara"
        assert made["turns"]["start"]["message"] == self.CASES[0]["customer"]

    def test_what_cannot_be_used_is_told_by_line(self, practice: Runner, tmp_path: Path) -> None:
        done = practice("import", "-", "--out", tmp_path, given='{"draft": "secret words"}\n{broken\n' + json.dumps(self.CASES[0]))
        assert done.code == 3
        assert "line 1: " in done.err
        assert "line 2: " in done.err
        assert "secret" not in done.err
        assert (tmp_path / "en" / "t-1.yaml").exists()


class TestTrust:
    def figures(self, won: list[str]) -> dict[str, trust.Figures]:
        counted = {"scenarios": 50, "ordered": 49, "graded": 140, "masters": 60, "masters_excellent": 60, "attacks": 300, "clean": 110}
        return {"en": trust.Figures(**counted, attacks_held=300 - len(won), won=won, disordered=["a [1, 2, 2]"]), "ar": trust.Figures()}

    @pytest.mark.parametrize(("won", "code"), [([], 0), (["a/hints 80"], 1)])
    def test_the_goal_is_told(self, practice: Runner, monkeypatch: pytest.MonkeyPatch, won: list[str], code: int) -> None:
        monkeypatch.setattr(trust, "order", lambda _, rubric: self.figures(won))
        english, arabic = practice("trust"), practice("trust", "--ui", "ar")
        assert (english.code, arabic.code) == (code, code)
        assert "49/50 (98.0%)" in english.out
        assert ("The goal is met" in english.out) == (code == 0)
        assert re.search("[\u0621-\u064a]", arabic.out)
        assert json.loads(practice("trust", "--format", "json").out)["met"] == (code == 0)

    def test_only_what_is_asked_for_is_measured(self, practice: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
        seen: list[tuple[str, ...]] = []
        monkeypatch.setattr(trust, "order", lambda some, rubric: seen.append(some.ids) or {})
        practice("trust", "--folder", OWN, "--language", "en")
        assert seen == [("gym-pause-refused", "lamp-refund-late")]


class TestCalibrate:
    @pytest.fixture
    def table(self, tmp_path: Path) -> Path:
        rows = ["scenario,reply,trainer,score"]
        for key in bank.load().ids[:5]:
            rows += [f"{key},{grade},{who},{score}" for who in ("Huda", "منى") for grade, score in (("poor", 15), ("excellent", 60))]
        path = tmp_path / "scores.csv"
        path.write_text("\n".join(rows), encoding="utf-8")
        return path

    def test_figures_and_disagreements(self, practice: Runner, table: Path) -> None:
        english, arabic = practice("calibrate", table), practice("calibrate", table, "--ui", "ar", "--show", "1")
        assert "⁨Huda⁩ × ⁨منى⁩" in english.out
        assert "20 scores, 5 scenarios" in english.out
        assert "Furthest apart:" in english.out
        assert "أبعد ما اختلفنا فيه" in arabic.out
        told = json.loads(practice("calibrate", table, "--format", "json", "--show", "3").out)
        apart = [abs(one["ours"] - one["theirs"]) for one in told["disagreements"]]
        assert len(apart) == 3
        assert apart == sorted(apart, reverse=True)
        assert told["agreement"]["overall"]["bias"] < 0

    def test_versions_count_up(self, practice: Runner, tmp_path: Path) -> None:
        ours, coach = bank.load(), Coach()
        rows = ["scenario,reply,trainer,score"]
        for key in ours.ids[::10]:
            for sample in ours[key].samples:
                rows.append(f"{key},{sample.grade},Huda,{max(0, score(ours[key], 'start', sample.text, coach).score - 20)}")
        table, version = tmp_path / "scores.csv", tmp_path / "rubric.yaml"
        table.write_text("\n".join(rows), encoding="utf-8")
        for number in (1, 2):
            done = practice("calibrate", table, "--write", version, "--note", "2026-03-01 strict ones")
            assert done.code == 0, done.err
            assert yaml.safe_load(version.read_text(encoding="utf-8"))["version"] == number
        before = version.read_bytes()
        kept = practice("calibrate", table, "--write", version, "--note", "undated")
        assert kept.code == 2
        assert version.read_bytes() == before

    def test_nothing_better_is_not_written(self, practice: Runner, table: Path, tmp_path: Path) -> None:
        table.write_text("\n".join(table.read_text(encoding="utf-8").split("\n")[:5]), encoding="utf-8")
        done = practice("calibrate", table, "--write", tmp_path / "rubric.yaml", "--note", "2026-03-01")
        assert done.code == 1
        assert not (tmp_path / "rubric.yaml").exists()


class TestPages:
    @pytest.mark.parametrize(
        ("given", "command", "printed"), [block for page in PAGES for block in PRINTED.findall(page.read_text("utf-8"))]
    )
    def test_the_printed_output_is_real(self, practice: Runner, given: str, command: str, printed: str) -> None:
        assert practice(*shlex.split(command)[2:], given=given).out == printed

    @pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
    def test_the_commands_run(self, practice: Runner, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, page: Path) -> None:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(trust, "order", lambda _, rubric: {})  # measuring all of the bank takes minutes
        text = page.read_text(encoding="utf-8")
        for name, content in FILES.findall(text):
            Path(name).write_text(content, encoding="utf-8")
        commands = [line for block in RUN.findall(text) for line in block.splitlines()]
        assert {line.split()[2] for line in commands} >= {"try", "lint", "trust", "new", "import", "calibrate"}
        for line in commands:
            command = shlex.split(line, comments=True)
            alone = command[2] == "try" and "--reply" not in command
            done = practice(*command[2:])
            wanted = {2} if alone else {0, 1}  # here is no terminal; what is not filled in is a problem
            assert done.code in wanted, done.err
            assert "Usage" not in done.err


def test_it_starts_by_itself() -> None:
    done = fresh("practice", "show", ARABIC, "--ui", "ar")
    assert (done.code, done.err) == (0, "")


if __name__ == "__main__":
    for page in PAGES:
        content = page.read_text(encoding="utf-8")

        def fill(found: re.Match[str]) -> str:
            done = fresh(*shlex.split(found[2])[1:], given=found[1] or "")
            pipe = f'echo "{found[1]}" | ' if found[1] else ""
            return f"```console\n$ {pipe}{found[2]}\n{done.out}```"

        page.write_text(PRINTED.sub(fill, content), encoding="utf-8")
