"""Both languages, both directions, light and dark, wide and narrow, without a mouse, and for those who do not see it."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.page.acting import DRAFT, draft, example, focused, score, write

# axe-core 4.14.1 as published, MPL-2.0: kept here, so that the check needs no registry.
AXE = (Path(__file__).parent / "axe.min.js").read_text(encoding="utf-8")
HOSTILE = {"en": "en/hostile", "ar": "ar/hostile"}


def middle(page, selector: str) -> float:
    box = page.locator(selector).first.bounding_box()
    return box["x"] + box["width"] / 2


def test_the_language_turns_the_page_round_and_leaves_the_draft(open_page):
    page = open_page()
    case = example("en/parcel-late")
    write(page, case)
    assert middle(page, ".theirs") < middle(page, ".ours") < middle(page, ".review")
    message = page.locator(".finding .message").first.inner_text()
    page.locator('coach-bar button[value="ar"]').click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    assert middle(page, ".theirs") > middle(page, ".ours") > middle(page, ".review")
    assert draft(page) == case["draft"]
    expect(page.locator(".finding .message").first).not_to_have_text(message)
    assert page.evaluate("(selector) => getComputedStyle(document.querySelector(selector)).direction", DRAFT) == "ltr"
    page.reload()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")


def test_digits_are_by_choice(open_page):
    page = open_page("ar")
    write(page, example("ar/charger-missing"))
    western = score(page)
    page.locator('coach-bar button[value="arab"]').click()
    expect(page.locator("coach-score .number")).to_have_text(str(western).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")))


def test_what_is_quoted_from_the_other_script_is_set_apart(open_page):
    page = open_page("ar")
    write(page, example("en/parcel-late"))
    expect(page.locator(".finding .message bdi", has_text="Dear valued customer").first).to_be_visible()


def test_dark_follows_the_system_and_the_switch(open_page):
    page = open_page(color_scheme="dark")
    background = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(background)
    page.locator('coach-bar button[value="light"]').click()
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    assert page.evaluate(background) != dark
    page.locator('coach-bar button[value="dark"]').click()
    assert page.evaluate(background) == dark


@pytest.mark.parametrize("language", HOSTILE)
def test_a_narrow_window_needs_no_sideways_scroll(open_page, language):
    page = open_page(language, width=360, height=740)
    write(page, example(HOSTILE[language]))
    page.locator(".boundaries").wait_for()
    page.locator("coach-goals button").first.click()
    page.locator("reply-coach-rewrite h3").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_keyboard_suffices(open_page):
    page = open_page()
    page.keyboard.press("Tab")
    assert focused(page, ".skip")
    page.keyboard.press("Enter")
    assert focused(page, DRAFT)
    page.keyboard.type("You should have checked the tracking page. We will get back to you soon.")
    expect(page.locator("coach-score .number")).not_to_have_text("–")
    page.locator(".finding.error").first.wait_for()
    before = draft(page)
    page.keyboard.press("Control+Home")
    page.keyboard.press("F8")
    for _ in range(6):
        if page.locator(".finding.active .fix").count():
            break
        page.keyboard.press("F8")
    page.keyboard.press("Alt+Enter")
    expect(page.locator(DRAFT)).not_to_have_value(before)
    page.keyboard.press("Control+Enter")
    page.locator("reply-coach-rewrite h3").wait_for()
    assert focused(page, "reply-coach-rewrite h3")
    unreachable = page.evaluate(
        """() => [...document.querySelectorAll("button, select, input, textarea, summary")]
            .filter((one) => one.checkVisibility() && one.tabIndex < 0).length"""
    )
    assert unreachable == 0


def test_focus_is_seen(open_page):
    page = open_page()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    style = "getComputedStyle(document.activeElement)"
    assert page.evaluate(f"{style}.outlineStyle") == "solid"
    assert page.evaluate(f"parseFloat({style}.outlineWidth)") >= 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", HOSTILE)
def test_axe_finds_nothing_serious(open_page, language, scheme):
    page = open_page(language, color_scheme=scheme)
    write(page, example(HOSTILE[language]))
    page.locator(".boundaries").wait_for()
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    page.locator("coach-goals button").first.click()
    page.locator("reply-coach-rewrite h3").wait_for()
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    told = [(one["id"], one["impact"], [node["html"][:160] for node in one["nodes"][:3]]) for one in found["violations"]]
    assert [one for one in told if one[1] in ("serious", "critical")] == []
