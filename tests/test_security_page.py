"""docs/security: what it names is there, and both languages say the same."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = {
    language: (ROOT / "docs" / name).read_text(encoding="utf-8") for language, name in (("en", "security.md"), ("ar", "security.ar.md"))
}
_TEST = re.compile(r"`(tests/[\w/]+\.py)::([\w:]+)`")
NAMED = _TEST.findall(PAGES["en"])
_ROW = re.compile(r"^\|(?! ?-)(?!.*\| test \|$)(?!.*\| الاختبار \|$).*\|$", re.MULTILINE)


def threats(page: str) -> list[str]:
    """Give the rows of the table of threats: those with four cells."""
    return [row for row in _ROW.findall(page) if row.count(" | ") == 3]


@pytest.mark.parametrize(("file", "name"), sorted(set(NAMED)), ids="::".join)
def test_each_test_that_stands_against_a_threat_exists(file: str, name: str) -> None:
    *classes, function = name.split("::")
    text = (ROOT / file).read_text(encoding="utf-8")
    assert re.search(rf"^ *def {function}\(", text, re.MULTILINE)
    assert all(re.search(rf"^class {one}\b", text, re.MULTILINE) for one in classes)


def test_every_threat_has_what_stands_against_it_and_a_test() -> None:
    rows = threats(PAGES["en"])
    assert len(rows) >= 25
    for row in rows:
        cells = [cell.strip() for cell in row.strip("|").split(" | ")]
        assert all(cells), row
        assert _TEST.search(cells[-1]), row


def test_all_six_kinds_of_threat_are_thought_of() -> None:
    for kind in (
        "**S**poofing",
        "**T**ampering",
        "**R**epudiation",
        "**I**nformation disclosure",
        "**D**enial of service",
        "**E**levation",
    ):
        assert kind in PAGES["en"]


def test_both_languages_name_the_same_threats_tests_and_places() -> None:
    assert _TEST.findall(PAGES["ar"]) == NAMED
    assert len(threats(PAGES["ar"])) == len(threats(PAGES["en"]))
    places = [set(re.findall(r"`([\w./:…-]+)`", page)) for page in PAGES.values()]
    assert places[0] == places[1]
    assert PAGES["ar"].count("\n## ") == PAGES["en"].count("\n## ")


def test_the_commands_that_it_tells_are_in_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"make ([\w-]+)", PAGES["en"]):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)
