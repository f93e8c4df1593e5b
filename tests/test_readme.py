"""Both READMEs: what they print is real, what they claim is said alike, and the first screen holds what it should.

tests/docs/ runs what is printed here with all other pages.
"""

import json
import re
from typing import Any

import pytest
import typer.main

from coach.cli.main import app
from tests.cli_run import ROOT
from tests.docs.printed import shown

READMES = {name: (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.ar.md")}
BEFORE_THE_FOLD = 50
ARABIC = re.compile("[\u0621-\u064a]")


@pytest.mark.parametrize("name", READMES)
def test_the_first_screen_has_an_example_in_both_languages_and_the_two_commands(name: str) -> None:
    drafts = [one.output or "" for one in shown() if one.name == name]
    assert {bool(ARABIC.search(output)) for output in drafts} == {True, False}
    if name == "README.md":
        top = "\n".join(READMES[name].splitlines()[:BEFORE_THE_FOLD])
        assert top.count("```console") == 2
        assert "    make demo " in top
        assert "    make test " in top


@pytest.mark.parametrize("name", READMES)
def test_the_draft_that_is_quoted_is_the_examples(name: str) -> None:
    case = json.loads((ROOT / "examples" / "ar" / "charger-missing.json").read_text(encoding="utf-8"))
    assert case["draft"] in READMES[name]


@pytest.mark.parametrize(
    ("name", "link"), [(name, link) for name, text in READMES.items() for link in re.findall(r"\]\(([^)#:]+)[)#]", text)]
)
def test_links_lead_somewhere(name: str, link: str) -> None:
    assert (ROOT / link).exists()


def _figures(text: str) -> dict[str, list[str]]:
    """Give the numbers of each row of the table of figures, in order of size, by the script that prints them."""
    rows = re.findall(r"^\|(?! ?-)(.+)\|$", text, re.MULTILINE)
    found: dict[str, list[str]] = {}
    for row in rows:
        cells = [cell.strip() for cell in row.split("|")]
        if re.search(r"benchmarks/|coach evaluate|guard_evaluation|the same$|الأمر نفسه$", cells[-1]):
            script = re.sub(r"the same|الأمر نفسه", "-", cells[-1])
            found[script] = sorted(re.findall(r"\d[\d,.]*\d|\d", " ".join(cells[1:-1])))
    return found


def test_both_readmes_tell_the_same_figures() -> None:
    english, arabic = (_figures(text) for text in READMES.values())
    assert len(english) >= 10
    assert english == arabic


def test_each_figure_names_a_script_that_is_there() -> None:
    for script in re.findall(r"`(benchmarks/\w+\.py)`", READMES["README.md"]):
        assert (ROOT / script).is_file()


def test_every_command_is_documented() -> None:
    commands: Any = typer.main.get_command(app)
    assert len(commands.commands) >= 16
    assert [name for name in commands.commands if f"coach {name}" not in READMES["README.md"]] == []
