"""What is on disk is what is installed, and the layers stand."""

import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import typer.main
import yaml

from coach.cli.main import app

ROOT = Path(__file__).parents[1]
TOOL = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
MAPPED = {folder: package for package, folder in TOOL["package-dir"].items()}
DATA = (".yaml", ".cues", ".words")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
OURS = {"dev", "bench", "fuzz", "supply", "recipe"}
"""Extras for those who work on the project itself."""
TRIED = yaml.safe_load((ROOT / "benchmarks" / "install.yaml").read_text(encoding="utf-8"))


def test_every_package_is_listed() -> None:
    """A folder with code or data that is not listed would vanish from the wheel."""
    name = {"coach": "coach", **MAPPED}
    found = {
        ".".join([name[top], *path.parent.relative_to(ROOT / top).parts])
        for top in name
        for path in (ROOT / top).rglob("*")
        if path.name == "__init__.py" or path.suffix in DATA
    }
    assert found <= set(TOOL["packages"])


def test_the_installed_package_holds_its_data() -> None:
    assert (files("coach") / "rubric.yaml").is_file()
    assert (files("coach.phrasebooks") / "ar" / "empathy.yaml").is_file()
    assert (files("coach.cues") / "en" / "moves" / "blame.cues").is_file()
    assert (files("coach") / "py.typed").is_file()


def test_the_base_install_is_lean() -> None:
    heavy = ("torch", "transformers", "sentence", "tokenizers", "hub", "fastapi", "ray")
    assert not any(name in requirement for requirement in PROJECT["dependencies"] for name in heavy)


def test_every_dependency_is_locked() -> None:
    wanted = [*PROJECT["dependencies"], *(name for extra in EXTRAS.values() for name in extra)]
    locked = {
        line.split("==")[0].lower().replace("_", "-") for line in (ROOT / "requirements.lock").read_text().splitlines() if "==" in line
    }
    names = {re.split(r"[\[<>=;]", name)[0].strip().lower() for name in wanted}
    assert names <= locked


def test_every_extra_that_an_error_names_exists() -> None:
    named = {
        name
        for folder in ("coach", "api", "cli")
        for path in (ROOT / folder).rglob("*.py")
        for name in re.findall(r"MissingExtra\(.*?\bextra=\"(\w+)\"", path.read_text(encoding="utf-8"))
    }
    assert {"server", "practice", "audit", "models"} <= named <= set(EXTRAS) - OURS


def test_the_classifiers_name_the_versions_that_may_install_it() -> None:
    lowest, below = re.fullmatch(r">=3\.(\d+),<3\.(\d+)", PROJECT["requires-python"]).groups()  # type: ignore[union-attr]
    named = [int(one.rpartition(".")[2]) for one in PROJECT["classifiers"] if re.search(r":: 3\.\d+$", one)]
    assert named == list(range(int(lowest), int(below)))


def test_every_extra_is_tried_alone_and_beside_all_others() -> None:
    assert {name for extras in TRIED["extras"][:-1] for name in extras} == set(EXTRAS) - OURS
    assert set(TRIED["extras"][-1]) == set(EXTRAS) - OURS
    assert TRIED["extras"][0] == []


def _commands(command: Any, words: tuple[str, ...] = ()) -> Iterator[str]:
    inside = getattr(command, "commands", None)
    if inside is None:
        yield " ".join(words)
        return
    for name, one in inside.items():
        yield from _commands(one, (*words, name))


def test_every_command_is_tried_where_it_is_installed() -> None:
    calls = [use["run"] for use in TRIED["uses"]]
    elsewhere = {"serve", "mcp", "audit run"}  # benchmarks/install.py speaks with these; `audit IN` is `audit run IN`
    untried = {name for name in _commands(typer.main.get_command(app)) if not any(f"{call} ".startswith(f"{name} ") for call in calls)}
    assert untried <= elsewhere
