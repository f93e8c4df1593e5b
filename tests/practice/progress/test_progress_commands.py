"""`coach practice progress` and `coach practice certificate`, and what the pages about them print.

`python -m tests.practice.progress.test_progress_commands` writes the present output into docs/progress.md and docs/progress.ar.md.
"""

import json
import re
import shlex
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

import pytest

from coach.practice.progress import FIGURES, Outcome, limits, report
from coach.practice.store import open_store
from coach.practice.store.machine import Machine
from coach.practice.store.rows import NewTry, Start
from coach.practice.told import Words
from tests.cli_run import ROOT, coach
from tests.practice.progress import made
from tests.practice.progress.conftest import Run
from tests.practice.progress.made import TRAINING

PAGES = (ROOT / "docs" / "progress.md", ROOT / "docs" / "progress.ar.md")
PRINTED = re.compile(r"```console\n\$ (coach [^\n]+)\n(.*?)```", re.DOTALL)
RUN = re.compile(r"```sh\n(.*?)```", re.DOTALL)
DAY = f"{TRAINING:%Y-%m-%d}"


def of(kept: Path, name: str) -> list[Outcome]:
    with open_store(f"sqlite:///{kept}/practice.db") as store:
        (found,) = Machine(store).people_called(name)
        return Machine(store).outcomes(found.id)


@pytest.mark.parametrize("ui", ["en", "ar"])
class TestText:
    def test_every_figure_stands_on_a_line_for_both_sides(self, practice: Run, ui: str) -> None:
        done = practice("progress", "Lina", "--training", DAY, "--ui", ui)
        assert done.code == 0
        words = Words("ar" if ui == "ar" else "en")
        for figure in FIGURES:
            lines = [line for line in done.out.splitlines() if line.startswith(f"{words.figure(figure)} · ")]
            assert len(lines) == 2
            assert all(f"{words(side)}: " in line for line in lines for side in ("practised", "held_out"))
        assert words("notes.proof") in done.out

    def test_a_cohort_is_its_agents_together(self, practice: Run, ui: str) -> None:
        assert f"144 {'first tries' if ui == 'en' else 'محاولة أولى'}" in practice("progress", "--cohort", "Spring", "--ui", ui).out

    def test_who_has_not_practised_is_told_so(self, practice: Run, ui: str) -> None:
        assert Words("ar" if ui == "ar" else "en")("none") in practice("progress", "Nour", "--ui", ui).out


def test_one_of_several_with_a_name_is_asked_for_by_id(practice: Run) -> None:
    ids = re.findall("[0-9a-f]{32}", practice("progress", "Sami").err)
    assert len(ids) == 2
    assert practice("progress", ids[0]).code == 0


def test_a_name_is_found_as_it_is_typed(practice: Run) -> None:
    assert practice("progress", " LINA").out == practice("progress", "Lina").out
    assert practice("progress", "--cohort", "spring").out == practice("progress", "--cohort", "Spring").out


class TestFormats:
    def test_json_is_the_report(self, practice: Run, kept: Path) -> None:
        told = json.loads(practice("progress", "Lina", "--training", DAY, "--format", "json").out)
        assert told.pop("who") == "Lina"
        assert told == json.loads(json.dumps(report(of(kept, "Lina"), TRAINING.replace(hour=0))))

    @pytest.mark.parametrize("figure", ["overall", "empathy", "criteria"])
    @pytest.mark.parametrize("who", [("Lina",), ("--cohort", "Spring")])
    def test_svg_is_a_plot(self, practice: Run, figure: str, who: tuple[str, ...]) -> None:
        done = practice("progress", *who, "--training", DAY, "--format", "svg", "--figure", figure, "--ui", "ar", "--digits", "eastern")
        found = ElementTree.fromstring(done.out)
        assert found.get("direction") == "rtl"
        assert who[-1] in (found[0].text or "")

    def test_a_certificate_is_written(self, practice: Run, tmp_path: Path) -> None:
        file = tmp_path / "lina.html"
        done = practice("certificate", "Lina", "--out", file, "--training", DAY, "--trainer", "Mona", "--ui", "ar")
        assert done.code == 0, done.err
        text = file.read_text(encoding="utf-8")
        assert 'dir="rtl"' in text
        assert "Mona" in text
        assert Words("ar")("certificate.next") in text


@pytest.mark.parametrize(
    "arguments",
    [
        ("progress",),
        ("progress", "Lina", "--cohort", "Spring"),
        ("progress", "Nobody"),
        ("progress", "Sami"),
        ("progress", "--cohort", "Autumn"),
        ("progress", "Lina", "--figure", "charm"),
        ("progress", "Lina", "--database", "sqlite:///not-there.db"),
        ("progress", "Lina", "--database", "mysql://x"),
        ("certificate", "Nobody", "--out", "x.html"),
        ("certificate", "Lina", "--out", "no-such-folder/x.html"),
    ],
    ids=" ".join,
)
def test_what_is_wrong_is_said_in_both_languages(practice: Run, kept: Path, arguments: tuple[str, ...]) -> None:
    english, arabic = practice(*arguments), practice(*arguments, "--ui", "ar")
    for done in (english, arabic):
        assert done.code == 2
        assert done.out == ""
        assert "Traceback" not in done.err
    assert re.search("[\u0621-\u064a]", arabic.err)
    assert not (kept / "not-there.db").exists()


def test_a_trainers_score_counts_and_is_known_as_one(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path}/practice.db") as store:
        admin, lina = store.add_person("Huda", "admin"), store.add_person("Lina")
        view = store.as_(lina)
        for number in range(2):
            attempt = view.start(Start(f"s{number}", 1, "", "en", "easy", ("calm",), False, {}))
            tried = view.add_try(attempt.id, NewTry("start", "Hello", 40, "poor", {"tone": 40}))
        store.as_(admin).override(tried.id, 90, "better than that", "tone")
        found = Machine(store).outcomes(lina.id)
    assert [(one.score, one.criteria["tone"], one.overridden) for one in found] == [(40, 40, False), (40, 90, True)]


class TestPages:
    @pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
    def test_the_printed_output_is_real(self, practice: Run, page: Path) -> None:
        blocks = PRINTED.findall(page.read_text(encoding="utf-8"))
        assert blocks
        for command, printed in blocks:
            assert practice(*shlex.split(command)[2:]).out == printed

    @pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
    def test_the_commands_run(self, practice: Run, page: Path) -> None:
        commands = [line for block in RUN.findall(page.read_text(encoding="utf-8")) for line in block.splitlines()]
        assert {line.split()[2] for line in commands} == {"progress", "certificate"}
        for line in commands:
            command = shlex.split(line.partition(" > ")[0], comments=True)
            assert practice(*command[2:]).code == 0, line

    def test_the_numbers_in_the_pages_are_those_in_force(self) -> None:
        least = limits().least
        for page in PAGES:
            text = page.read_text(encoding="utf-8")
            for number in (least.replies, least.people, least.group, limits().recent_firsts):
                assert re.search(rf"\b{number}\b", PRINTED.sub("", text)), number


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        with open_store(f"sqlite:///{folder}/practice.db") as filled:
            made.keep(filled, made.cohort(), {}, cohort="Spring")
            made.keep(filled, made.one_person(3), {"lina": "Lina"})
        for page in PAGES:

            def present(block: re.Match[str]) -> str:
                command = [*shlex.split(block[1])[1:], "--database", f"sqlite:///{folder}/practice.db"]
                return f"```console\n$ {block[1]}\n{coach(*command).out}```"

            page.write_text(PRINTED.sub(present, page.read_text(encoding="utf-8")), encoding="utf-8")
    sys.exit(0)
