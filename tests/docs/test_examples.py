"""Whatever a page prints as a command or an example runs, and prints what stands there.

`python -m tests.docs.printed` writes today's output into the pages.
"""

import ast
import importlib
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer.main
import yaml

from coach.api.metrics import Metrics
from coach.case import Case
from coach.cli.main import app
from coach.config import load_profile
from tests.cli_run import ROOT
from tests.docs.printed import ELSEWHERE, PAGES, UNRUN, Shown, called, calls, examples, run, runs, shown

SHOWN = list(shown())
NAMED = re.compile(r"^```yaml (words/[\w/.]+|profile\.yaml)\n(.*?)^```", re.DOTALL | re.MULTILINE)
_BLOCK = re.compile(r"^(?:```\w+[^\n]*\n.*?^```|(?: {4}\S[^\n]*\n)+)", re.DOTALL | re.MULTILINE)
_CODE_OF_ERROR = re.compile(r"`([a-z]+(?:-[a-z]+)+)`")
_REMARK = re.compile(r"\s+#[^\n]*")


@pytest.mark.parametrize("one", [one for one in SHOWN if runs(one)], ids=lambda one: f"{one.name}: {one.command[:50]}")
def test_what_is_printed_is_what_the_command_prints(one: Shown) -> None:
    assert one.output is not None, "print its output below it, or say in UNRUN why not"
    assert run(one.command) == one.output


def test_what_is_not_run_here_is_still_printed_somewhere() -> None:
    assert set(UNRUN) == {one.command for one in SHOWN if one.command in UNRUN}
    assert all(UNRUN.values())
    for page, test in ELSEWHERE.items():
        assert (ROOT / page).is_file()
        assert Path(page).name in (ROOT / test).read_text(encoding="utf-8")


def _options(command: Any) -> set[str]:
    return {name for one in command.params for name in (*one.opts, *one.secondary_opts)} | {"--help"}


def _unknown(call: str) -> list[str]:
    """List the words of a call of `coach` that are neither its commands nor their options."""
    command: Any = typer.main.get_command(app)
    words = call.split()[1:]
    while words and words[0] in getattr(command, "commands", {}):
        command = command.commands[words.pop(0)]
    known = _options(command)
    if hasattr(command, "commands") and words and "|" not in words:
        if command.name != "audit":
            return [word for word in words[:1] if not word.startswith("-")]
        known |= _options(command.commands["run"])  # which may be left out
    return [word for word in words if re.fullmatch(r"--[a-z-]+", word) and word not in known]


@pytest.mark.parametrize("page", sorted({one.name for one in calls()}))
def test_every_printed_call_has_known_commands_and_options(page: str) -> None:
    for one in calls():
        if one.name == page:
            assert _unknown(re.sub(r'"[^"]*"', "TEXT", one.command)) == [], one.command


@pytest.mark.parametrize(("page", "body"), list(examples("json")), ids=lambda value: str(value)[:30])
def test_json_can_be_read_and_cases_are_cases(page: str, body: str) -> None:
    try:
        records = [json.loads(body)]
    except ValueError:
        records = [json.loads(line) for line in body.splitlines()]
    for record in records:
        if isinstance(record, dict) and "draft" in record and "reply" not in record and page != "docs/audit-input.md":
            Case.make(record)


@pytest.mark.parametrize(("page", "body"), list(examples("yaml")), ids=lambda value: str(value)[:30])
def test_yaml_can_be_read_and_profiles_are_profiles(page: str, body: str, tmp_path: Path) -> None:
    read = yaml.safe_load(body)
    assert read
    if {"rules", "writer", "company_rules"} & set(read):
        file = tmp_path / "profile.yaml"
        file.write_text(body, encoding="utf-8")
        load_profile(file)


@pytest.mark.parametrize(("page", "body"), list(examples("python")), ids=lambda value: str(value)[:30])
def test_python_names_what_exists(page: str, body: str) -> None:
    for node in ast.walk(ast.parse(body)):
        if isinstance(node, ast.ImportFrom):
            assert node.module
            module = importlib.import_module(node.module)
            assert [name.name for name in node.names if not hasattr(module, name.name)] == []


@pytest.mark.parametrize("page", ["writing-phrases.md", "writing-phrases.ar.md", "writing-rules.md", "writing-rules.ar.md"])
def test_phrases_and_rules_that_are_shown_pass_their_own_check(page: str, tmp_path: Path) -> None:
    files = NAMED.findall((ROOT / "docs" / page).read_text(encoding="utf-8"))
    assert files
    for name, body in files:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body, encoding="utf-8")
    if (tmp_path / "words").is_dir():
        for check in ("lint", "test"):
            done = called(f"coach phrasebook {check} {tmp_path / 'words'}")
            assert done.code == 0, done.out + done.err
    else:
        done = called(f"coach rules test {tmp_path / 'profile.yaml'}")
        assert done.code == 0, done.out + done.err


def test_a_backup_as_shown_holds_the_keys(tmp_path: Path) -> None:
    for page in ("administrators.md", "administrators.ar.md"):
        (command,) = re.findall(r"^python (-c .+)$", (ROOT / "docs" / page).read_text(encoding="utf-8"), re.MULTILINE)
        folder = tmp_path / page
        folder.mkdir()
        assert called(f"coach keys create desk --database {folder / 'coach.db'}").code == 0
        subprocess.run(["bash", "-c", f'"{sys.executable}" {command}'], cwd=folder, check=True)
        kept = called(f"coach keys list --database {folder / 'coach.backup.db'}")
        assert "desk" in kept.out


def test_every_metric_is_told_to_administrators() -> None:
    text = (ROOT / "docs" / "administrators.md").read_text(encoding="utf-8")
    names = set(re.findall(r"^# TYPE (coach_\w+?)(?:_created)? ", Metrics().written().decode(), re.MULTILINE))
    told = set(re.findall(r"`(coach_\w+)`", text))
    assert told == names


def test_every_page_says_what_it_is() -> None:
    for page in PAGES:
        first = re.sub(r"<[^>]+>", "", page.read_text(encoding="utf-8")).strip().partition("\n")[0]
        assert first.startswith("# "), page.name


@pytest.mark.parametrize("page", ["api", "audit-input", "integrations", "practice-store"])
def test_both_editions_show_the_same_code_and_error_codes(page: str) -> None:
    """The English edition's examples are run; the Arabic one's differ from them in their remarks at most."""
    editions = [(ROOT / "docs" / f"{page}{edition}.md").read_text(encoding="utf-8") for edition in ("", ".ar")]
    for pattern in (_BLOCK, _CODE_OF_ERROR):
        english, arabic = ([_REMARK.sub("", one).replace(r"\/", "/") for one in pattern.findall(text)] for text in editions)
        assert sorted(arabic) == sorted(english)
