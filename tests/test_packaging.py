"""What is on disk is what is installed, and the layers stand."""

import re
import tomllib
from importlib.metadata import requires
from importlib.resources import files
from pathlib import Path

ROOT = Path(__file__).parents[1]
TOOL = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
MAPPED = {folder: package for package, folder in TOOL["package-dir"].items()}
DATA = (".yaml", ".cues", ".words")


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
    base = [requirement for requirement in requires("reply-coach") or [] if "extra ==" not in requirement]
    assert not any(name in requirement for requirement in base for name in ("torch", "transformers", "sentence", "fastapi", "ray"))


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *(name for extra in project["optional-dependencies"].values() for name in extra)]
    locked = {
        line.split("==")[0].lower().replace("_", "-") for line in (ROOT / "requirements.lock").read_text().splitlines() if "==" in line
    }
    names = {re.split(r"[\[<>=;]", name)[0].strip().lower() for name in wanted}
    assert names <= locked
