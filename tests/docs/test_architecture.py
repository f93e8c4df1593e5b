"""The page on how it is built: each folder and each contract is named on it, in both languages."""

import tomllib

import pytest

from tests.cli_run import ROOT

PAGES = ("architecture.md", "architecture.ar.md")
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]


def text_of(page: str) -> str:
    return (ROOT / "docs" / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_every_folder_of_the_core_is_named(page: str) -> None:
    folders = [folder.name for folder in (ROOT / "coach").iterdir() if (folder / "__init__.py").is_file()]
    assert "rewrite" in folders
    assert [name for name in folders if f"`coach/{name}`" not in text_of(page)] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_import_contract_is_named(page: str) -> None:
    assert [contract["name"] for contract in CONTRACTS if f"**{contract['name'].rstrip('.')}" not in text_of(page)] == []


def test_every_folder_of_the_core_stands_in_a_layer() -> None:
    layers = next(contract["layers"] for contract in CONTRACTS if contract["name"] == "Layers")
    named = {name for layer in layers for name in layer.split(" | ")}
    modules = {path.stem for path in (ROOT / "coach").glob("*.py")} | {path.parent.name for path in (ROOT / "coach").glob("*/__init__.py")}
    assert modules - named == {"__init__", "cues"}
