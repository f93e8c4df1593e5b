"""<reply-coach> on a page of somebody else's, and the page's way with keys."""

import pytest
from playwright.sync_api import expect

from tests.page.acting import DRAFT, FINDINGS, example

HOST = '<!doctype html><html lang="en"><title>Help desk</title><main><h1>Ticket</h1>{panel}</main><script src="/static/panel.js"></script></html>'


@pytest.fixture
def host(open_page, site):
    """A help desk's page that holds the panel, with what it hears."""

    def opened(language: str) -> object:
        page = open_page(language)
        panel = f'<reply-coach server="{site.url}" ui="{language}" channel="chat"></reply-coach>'
        page.route("**/desk", lambda route: route.fulfill(content_type="text/html; charset=utf-8", body=HOST.format(panel=panel)))
        page.goto(f"{site.url}/desk")
        page.evaluate(
            """() => { window.heard = []; for (const name of ["report", "replace"])
                document.addEventListener(`reply-coach:${name}`, (event) => heard.push([name, event.detail])) }"""
        )
        return page

    return opened


@pytest.mark.parametrize(("language", "name"), [("en", "en/parcel-late"), ("ar", "ar/charger-missing")])
def test_the_panel_reads_fixes_and_hands_back(host, language, name):
    page = host(language)
    case = example(name)
    page.evaluate(
        "(given) => Object.assign(document.querySelector('reply-coach'), given)",
        {"customer": case["customer"], "draft": case["draft"], "context": case["context"]},
    )
    panel = page.locator("reply-coach")
    expect(panel.locator(".finding").first).to_be_visible()
    before = int(panel.locator(".number").inner_text())
    expect(panel.locator(".mark").first).to_be_visible()
    panel.locator(".finding .fix").first.click()
    panel.locator(".rewrite").click()
    panel.locator("reply-coach-rewrite footer .fix").click()
    expect(panel.locator(".number")).not_to_have_text(str(before))
    report = page.evaluate("document.querySelector('reply-coach').check()")
    assert report["score"]["overall"] > before
    panel.locator(".use").click()
    name, detail = page.evaluate("heard.at(-1)")
    assert (name, detail["text"]) == ("replace", page.evaluate("document.querySelector('reply-coach').draft"))
    assert page.evaluate("heard.some(([name, report]) => name === 'report' && report.schema_version === 1)")


def test_the_panel_takes_what_was_set_before_its_script_ran(open_page, site):
    page = open_page()
    body = '<reply-coach ui="en"></reply-coach><script>document.querySelector("reply-coach").draft = "You should have checked it."</script>'
    page.route("**/early", lambda route: route.fulfill(content_type="text/html", body=HOST.format(panel=body)))
    page.goto(f"{site.url}/early")
    expect(page.locator("reply-coach .finding").first).to_be_visible()


def test_the_key_is_asked_once_and_kept_for_the_tab(browser, locked):
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(locked.url)
    page.locator(DRAFT).fill("You should have checked the tracking page.")
    page.locator("dialog input").fill("wrong")
    page.locator("dialog .fix").click()
    expect(page.locator("dialog .hint")).to_contain_text("not known")
    page.locator("dialog input").fill(locked.key)
    page.locator("dialog .fix").click()
    expect(page.locator(FINDINGS).first).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).every((name) => !localStorage[name].includes(sessionStorage['reply-coach-key']))")
    page.reload()
    page.locator(DRAFT).fill("You should have checked the tracking page.")
    expect(page.locator(FINDINGS).first).to_be_visible()
    expect(page.locator("dialog")).to_have_count(0)
    context.close()
