"""The site: a page for every rule with all its parts, every page in the menu, every link right."""

import importlib.util
import re
from pathlib import Path

import pytest
import yaml

from coach.config import CRITERIA
from coach.rules import RULES
from docs.generate.__main__ import build
from docs.generate.check import problems
from docs.generate.rules import cases, examples, page, pages, words
from docs.generate.staging import HERE, SITE, BrokenLink, decisions, sources, written
from tests.cli_run import ROOT

LANGUAGES = ("en", "ar")
ARABIC = re.compile("[\u0621-\u064a]")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_rule_is_left_out(language: str) -> None:
    made = pages(language)
    assert set(made) == {f"rules/{rule.id}" for rule in RULES} | {"rules/index"}
    listed = re.findall(r"^\| \[[^]]+\]\(([\w-]+)\.md\)", made["rules/index"], re.MULTILINE)
    assert sorted(listed) == sorted(rule.id for rule in RULES)
    assert all(f"{{ #{criterion} }}" in made["rules/index"] for criterion in CRITERIA)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rules_page_has_all_its_parts(rule, language: str) -> None:
    text, say = page(rule, language), words(language)
    for heading in ("says", "examples", "tests", "measured", "change"):
        assert f"\n## {say[heading]}\n" in text
    for name in ("id", "criterion", "severity", "message"):
        assert f"| {say[name]} | " in text
    assert f"`{rule.id}`" in text
    assert rule.why[language] in text
    for kind in ("Flagged", "Better", "Not flagged"):
        assert text.count(f'<bdi dir="auto">{say["kinds"][kind]}</bdi>') >= 2
    assert f"/rules/{rule.id}.html)" in text
    assert bool(ARABIC.search(text.split("\n\n")[2])) == (language == "ar")
    assert "{found}" not in text


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rules_page_shows_examples_and_cases_in_both_languages(rule) -> None:
    for spoken in LANGUAGES:
        assert {"Flagged", "Better", "Not flagged"} <= {kind for kind, _ in examples(rule, spoken)}
        assert cases(rule, spoken, flagged=True)
        assert cases(rule, spoken, flagged=False)


def test_the_arabic_of_every_rule_is_written_and_none_is_left_over() -> None:
    own = yaml.safe_load((HERE / "rules_ar.yaml").read_text(encoding="utf-8"))
    assert set(own) == {rule.id for rule in RULES}
    assert all(set(said) == {"what", "severity"} and all(map(ARABIC.search, said.values())) for said in own.values())


def test_every_rule_has_been_measured() -> None:
    measured = yaml.safe_load((HERE / "measured.yaml").read_text(encoding="utf-8"))
    for language in LANGUAGES:
        assert set(measured[language]["rules"]) == {rule.id for rule in RULES}
        for counted in measured[language]["rules"].values():
            assert counted["found"] <= counted["marked"]


def test_every_page_stands_in_the_menu() -> None:
    named = {name for section in SITE["nav"] for name in section["pages"]}
    for language in LANGUAGES:
        listed = named | {f"decisions/{name}" for _, name in decisions(language)}
        assert {name for spoken, name in sources() if spoken == language} <= listed


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_decision_is_indexed_under_its_own_title(language: str) -> None:
    written_here = {name: path for (spoken, name), path in sources().items() if spoken == language and name.startswith("decisions/")}
    indexed = {f"decisions/{name}": title for title, name in decisions(language)}
    assert set(indexed) == set(written_here) - {"decisions/index"}
    for name, title in indexed.items():
        assert f"# {title}\n" in written_here[name].read_text(encoding="utf-8")[:200]


def test_arabic_pages_are_right_to_left_where_they_are_read_as_files() -> None:
    for path in [ROOT / "README.ar.md", *(ROOT / "docs").rglob("*.ar.md")]:
        text = path.read_text(encoding="utf-8")
        assert text.startswith('<div dir="rtl">\n\n# '), path.name
        assert text.count('<div dir="rtl">') == text.count("</div>"), path.name


@pytest.mark.parametrize("link", ["nowhere.md", "../coach", "../../elsewhere.md"])
def test_a_link_that_leads_nowhere_is_refused(link: str) -> None:
    page = ROOT / "docs" / "made-up.md"

    class Page(type(page)):  # type: ignore[misc]
        def read_text(self, *_: object, **__: object) -> str:
            return f"# A page\n\n[there]({link})\n"

    with pytest.raises(BrokenLink, match="made-up"):
        written(Page(page), "en", "made-up")


def test_what_is_wrong_with_a_site_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text('<h1 id="x">A</h1><a href="b.html#y">b</a><a href="c.html">c</a><a href="#x">x</a>', encoding="utf-8")
    (tmp_path / "b.html").write_text(
        '<script src="https://elsewhere.example/x.js"></script><a href="https://x.example">x</a>', encoding="utf-8"
    )
    assert problems(tmp_path) == [
        "a.html: has no such place: b.html#y",
        "a.html: leads nowhere: c.html",
        "b.html: is fetched from elsewhere: https://elsewhere.example/x.js",
    ]


@pytest.mark.skipif(importlib.util.find_spec("zensical") is None, reason="the extra `docs` is not installed")
def test_the_site_is_made_and_every_link_in_it_is_right(tmp_path: Path) -> None:
    assert build(tmp_path / "site", tmp_path / "work") == []
    arabic = (tmp_path / "site" / "ar" / "rules" / "wrong-name.html").read_text(encoding="utf-8")
    assert '<html lang="ar"' in arabic
    assert 'dir="rtl"' in arabic
    assert len(list((tmp_path / "site").rglob("rules/*.html"))) == 2 * (len(RULES) + 1)
