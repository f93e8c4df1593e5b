"""The practice pages in both languages and directions, light and dark, wide and narrow; and their texts."""

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from coach.practice.bank import load
from tests.cli_run import ROOT
from tests.page.practice_site import Practice, practising
from tests.page.test_look import AXE
from tests.page.test_practising import LANGUAGES, TALK, begin, reply, sample

STATIC = ROOT / "api" / "static"
PARTS = ("practice", "training")
PLURALS = {"zero", "two", "few", "many"}


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Practice]:
    with practising(tmp_path_factory.mktemp("practice-look")) as one:
        for agent, language in zip(one.agents, LANGUAGES, strict=True):
            attempt = begin(one, agent, TALK[language])
            reply(one, agent, attempt, sample(language, "poor"))
            reply(one, agent, attempt, sample(language, "fair"))
        yield one


def views(practice: Practice, language: str) -> tuple[str, list[str]]:
    """Give an agent's key and the views to look at."""
    agent = practice.agents[LANGUAGES.index(language)]
    attempt = practice.ask("GET", "/attempts", agent.key)["attempts"][0]["id"]
    return agent.key, ["#/", f"#/scenario/{TALK[language]}", f"#/attempt/{attempt}", "#/progress", "#/join/token"]


def show(page: Page, path: str) -> None:
    page.evaluate("(hash) => { location.hash = hash }", path)
    page.locator("main h2").first.wait_for()
    expect(page.locator("main [aria-busy]")).to_have_count(0)
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_narrow_window_needs_no_sideways_scroll(windows, practice, language):
    key, paths = views(practice, language)
    page = windows.open(key, language, width=360, height=740)
    for path in paths:
        show(page, path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing(windows, practice, language, scheme):
    key, paths = views(practice, language)
    page = windows.open(key, language, color_scheme=scheme)
    page.evaluate(AXE)
    for path in paths:
        show(page, path)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        told = [(one["id"], one["impact"], [node["html"][:160] for node in one["nodes"][:3]]) for one in found["violations"]]
        assert told == [], path


def test_arabic_runs_from_the_right(windows, practice):
    key, paths = views(practice, "ar")
    page = windows.open(key, "ar")
    show(page, paths[2])
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    customer, agent = (page.locator(selector).first.bounding_box() for selector in (".theirs-said", ".try"))
    assert customer["x"] + customer["width"] > agent["x"] + agent["width"]
    assert page.locator(".with-side > aside").bounding_box()["x"] < agent["x"]
    page.locator('coach-bar button[value="arab"]').click()
    expect(page.locator(".ring .number").last).to_have_text(re.compile("^[٠-٩]+$"))


def test_the_theme_is_kept(windows, practice):
    page = windows.open(practice.agents[0].key, color_scheme="light")
    background = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(background)
    page.locator('coach-bar button[value="dark"]').click()
    page.reload()
    page.locator("main h2").first.wait_for()
    assert page.evaluate(background) != light


def texts_of(name: str) -> dict[str, Any]:
    return json.loads((STATIC / "i18n" / f"{name}.json").read_text(encoding="utf-8"))


def names(texts: dict[str, Any], prefix: str = "") -> Iterator[str]:
    for key, value in texts.items():
        if key not in PLURALS:
            yield from names(value, f"{prefix}{key}.") if isinstance(value, dict) else [prefix + key]


@pytest.mark.parametrize("part", PARTS)
def test_both_languages_say_the_same(part):
    assert sorted(names(texts_of(f"{part}.en"))) == sorted(names(texts_of(f"{part}.ar")))


def test_every_text_that_a_view_says_is_there():
    known = set(names(texts_of("en"))) | set(names(texts_of("practice.en")))
    groups = {name.rpartition(".")[0] for name in known}
    panel = (STATIC / "panel.js").read_text(encoding="utf-8")
    source = "".join(path.read_text(encoding="utf-8") for path in (STATIC / "js" / "practice").glob("*.js"))
    asked = set(re.findall(r'speech\.(?:say|count|look)\("([\w.-]+)"', source))
    assert asked
    assert {name for name in asked if name not in known | groups and not re.search(rf"\b{name}:", panel)} == set()


def test_every_text_is_said_somewhere():
    source = "".join(path.read_text(encoding="utf-8") for path in (STATIC / "js").rglob("*.js"))
    tops = {name for name in texts_of("practice.en") if name != "problems"}
    assert {name for name in tops if not re.search(rf'["`]{name}["`.]', source)} == set()


def test_headings_go_down_step_by_step(windows, practice):
    key, paths = views(practice, "en")
    page = windows.open(key)
    for path in paths:
        show(page, path)
        levels = page.evaluate(
            "[...document.querySelectorAll('h1, h2, h3, h4, h5')].filter((one) => one.checkVisibility()).map((one) => Number(one.tagName[1]))"
        )
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in pairwise(levels)), path


def test_every_kind_of_scenario_has_a_name():
    texts = texts_of("practice.en")
    for one in load():
        assert set(one.kinds) <= set(texts["kinds"])
        assert one.difficulty in texts["difficulties"]
        assert one.dialect is None or one.dialect in texts["dialects"]
        assert one.channel in texts_of("en")["channels"]
