"""The auditors' guide says what the command does."""

import re
from pathlib import Path

import pytest
import yaml

from coach.audit import facets
from coach.audit.settings import SettingsFile
from tests.cli_run import coach

GUIDE = (Path(__file__).parents[2] / "docs" / "audits.md").read_text(encoding="utf-8")


def test_its_settings_file_can_be_read() -> None:
    (block,) = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
    settings = SettingsFile.model_validate(yaml.safe_load(block))
    assert settings.targets.of("chat")[0] == 10
    assert settings.report.digits == "eastern"


LISTS = re.findall(r"coach audit list (.*)", GUIDE)


@pytest.mark.parametrize("command", ["run", "watch"])
def test_every_option_of_the_command_exists(command: str) -> None:
    shown = coach("audit", command, "--help", COLUMNS="200").out
    known = set(re.findall(r"--[a-z-]+", shown))
    told = {option for line in re.findall(r"coach audit (?!list)(.*)", GUIDE) for option in re.findall(r"--[a-z-]+", line)}
    own = {option for option in told if command == "run" or option in ("--out", "--once", "--fail-under")}
    assert own - {"--once"} <= known or command == "watch"
    assert own <= known | {"--once"}


def test_what_it_asks_lists_by_is_what_lists_know() -> None:
    shown = coach("audit", "list", "--help", COLUMNS="200").out
    assert {option for line in LISTS for option in re.findall(r"--[a-z-]+", line)} <= set(re.findall(r"--[a-z-]+", shown))
    assert facets.parse([one for line in LISTS for one in re.findall(r"--where (\S+)", line)])
    section = GUIDE[GUIDE.index("## What is behind a figure") : GUIDE.index("## Settings")]
    assert set(facets.FACETS) <= set(re.findall(r"`([a-z-]+)`", section))


def test_the_files_that_it_names_are_those_that_an_audit_leaves(tmp_path: Path) -> None:
    done = coach("audit", "examples/audit/chats.jsonl", "--out", str(tmp_path / "audit"), "--model", "cues")
    assert done.code == 0, done.err
    table = GUIDE[GUIDE.index("| there |") : GUIDE.index("[What is read]")]
    named = {name.split("/")[0] for name in re.findall(r"`([a-z]+[./][a-z./*]*)`", table)}
    assert {path.name for path in (tmp_path / "audit").iterdir()} == named - {""}
