"""How the trainer's pages look: both languages and directions, light and dark, wide and narrow, and for those who do not see them."""

import pytest
from playwright.sync_api import Page, expect

from tests.page.practice_site import Practice
from tests.page.session import go
from tests.page.taught import ENGLISH, LANGUAGES, LEAST, attempt, made_group
from tests.page.test_look import AXE, middle

TABS = ("members/2026-02-03", "compare", "watch", "invite")


@pytest.fixture(scope="module")
def views(practice: Practice) -> list[str]:
    """Give the addresses of all views, with something to see in each."""
    more = tuple(practice.add(f"Agent with a rather long name {n}") for n in range(3))
    group = made_group(practice, "Evening team", (*practice.agents, *more), tries=(LEAST, 2, 1, 1, 1))
    tried = attempt(practice, practice.agents[0], ENGLISH[0])
    person = f"#/person/{practice.agents[0].id}/2026-02-03"
    return ["#/cohorts", *(f"#/cohort/{group}/{tab}" for tab in TABS), "#/sets", "#/set/new", person, "#/people", f"#/attempt/{tried}"]


def opened(page: Page, path: str) -> None:
    """Show a view with all that folds or opens in it."""
    go(page, path)
    if path.startswith("#/attempt"):
        page.locator(".marking").first.wait_for()
        page.locator(".marking button").first.click()
    if path.endswith("/invite"):
        page.locator("form .fix").click()
        page.locator(".secret").wait_for()
    if path == "#/set/new":
        page.locator(".scrolls button").first.click()
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    page.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing(windows, practice, views, language, scheme):
    page = windows.open(practice.admin, language, color_scheme=scheme)
    page.evaluate(AXE)
    for path in views:
        opened(page, path)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        told = [(path, one["id"], one["impact"], [node["html"][:160] for node in one["nodes"][:3]]) for one in found["violations"]]
        assert told == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_narrow_window_needs_no_sideways_scroll(windows, practice, views, language):
    page = windows.open(practice.admin, language, width=360, height=740)
    for path in views:
        opened(page, path)
        assert (path, page.evaluate("document.documentElement.scrollWidth")) == (path, 360)


def test_a_narrow_comparison_names_each_figure(windows, practice, views):
    page = windows.open(practice.trainer.key, width=360, height=740)
    go(page, views[2])
    cell = page.locator("tbody td", has=page.locator(".cell")).first
    assert page.evaluate("(one) => getComputedStyle(one, '::before').content", cell.element_handle()) == '"Overall"'


@pytest.mark.parametrize(("language", "forward"), [("en", True), ("ar", False)])
def test_columns_run_in_the_direction_of_the_language(windows, practice, views, language, forward):
    page = windows.open(practice.trainer.key, language)
    go(page, views[2])
    page.locator("thead th").first.wait_for()
    first, second = middle(page, "thead th:nth-child(1)"), middle(page, "thead th:nth-child(2)")
    assert (first < second) is forward
    go(page, "#/set/new")
    page.locator(".chosen").wait_for()
    assert (middle(page, ".scrolls") < middle(page, ".chosen")) is forward


def test_a_dialog_gives_the_focus_back_to_what_asked(windows, practice, views):
    page = windows.open(practice.trainer.key, path="#/sets")
    delete = page.locator(".tiles button").first
    delete.focus()
    page.keyboard.press("Enter")
    expect(page.locator("dialog button[value=no]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(delete).to_be_focused()


def test_the_page_of_a_group_stands_under_groups(windows, practice, views):
    page = windows.open(practice.trainer.key, path=views[1])
    expect(page.locator("nav.pages a[href='#/cohorts']")).to_have_attribute("aria-current", "true")
    expect(page.locator(".tabs a[aria-current=page]")).to_have_count(1)
    expect(page).to_have_title("Evening team · Reply Coach")
