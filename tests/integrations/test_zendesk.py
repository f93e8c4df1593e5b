"""The Zendesk app, in a played agent workspace, against a real server; the stand-in SDK answers in place of Zendesk's."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.api.serving import Served, serving
from tests.integrations.conftest import HOSTS
from tests.integrations.test_chatwoot import DRAFTS
from tests.integrations.transcript import tell

SDK = "https://static.zdassets.com/zendesk_app_framework_sdk/2.0/zaf_sdk.min.js"


@dataclass
class Desk:
    """The played Zendesk, the app's place and the server."""

    host: str
    app: str
    served: Served

    def open(self, page: Any, **given: str) -> Any:
        page.route(SDK, lambda route: route.fulfill(path=HOSTS / "zaf_sdk.js", content_type="text/javascript"))
        query = urlencode({"app": f"{self.app}/assets/iframe.html", "server": self.served.url, "key": self.served.key, **given})
        page.goto(f"{self.host}/zendesk.html?{query}")
        return page.wait_for_selector("iframe").content_frame()


@pytest.fixture(scope="module")
def desk(built: Callable[[str], Path], site: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    host, app = site(HOSTS), site(built("zendesk"), "localhost")
    with serving(tmp_path_factory.mktemp("server"), cors_origins=app) as served:
        yield Desk(host, app, served)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_ticket_is_coached_and_the_reply_put_back(desk: Desk, browser: Any, language: str) -> None:
    page = browser.new_page()
    frame = desk.open(page, language=language)
    frame.wait_for_selector("reply-coach")
    assert frame.evaluate("document.documentElement.dir") == ("rtl" if language == "ar" else "ltr")
    told = frame.evaluate("(p => ({customer: p.customer, context: p.context}))(document.querySelector('reply-coach'))")
    assert (
        told["customer"]
        == {
            "en": "Order 4411 was due on Monday.\n\nIt still isn't here.\nI am really angry!",
            "ar": "كان يجب أن يصل الطلب 4411 يوم الاثنين.\n\nلم يصل بعد،\nوأنا غاضبة جدًا!",
        }[language]
    )
    assert page.evaluate("window.stolen") is None
    frame.evaluate("document.addEventListener('reply-coach:report', event => (window.reports ??= []).push(event.detail))")
    page.locator("#editor").fill(DRAFTS[language])
    frame.wait_for_function("window.reports?.length")
    report = frame.evaluate("window.reports.at(-1)")
    assert "blames-customer" in {finding["rule"] for finding in report["findings"]}
    blamed = frame.locator("reply-coach .findings li").filter(has_text={"en": "blames the customer", "ar": "تُحمِّل العميل"}[language])
    blamed.locator("button.fix").first.click()
    frame.wait_for_function("window.reports.length > 1")
    after = frame.evaluate("window.reports.at(-1)")
    assert after["score"]["overall"] > report["score"]["overall"]
    mended = frame.evaluate("document.querySelector('reply-coach').draft")
    frame.locator("reply-coach button.use").click()
    page.wait_for_function("text => document.getElementById('editor').value === text", arg=mended)
    lines = page.evaluate("window.transcript")
    scores = [report["score"]["overall"], after["score"]["overall"]]
    tell(f"Zendesk ({language})", [*lines, ["panel", f"score {scores[0]} → {scores[1]}"], ["app", frame.locator("#said").inner_text()]])
    assert any(line.startswith('client.set("ticket.comment.text"') for who, line in lines if who == "app")
    page.close()


def test_an_empty_editor_is_appended_to(desk: Desk, browser: Any) -> None:
    page = browser.new_page()
    frame = desk.open(page)
    frame.wait_for_selector("reply-coach")
    frame.locator("reply-coach textarea").fill("Dear Sara, your parcel arrives on Thursday.")
    frame.locator("reply-coach button.use").click()
    page.wait_for_function("document.getElementById('editor').value.includes('Thursday')")
    assert any("ticket.comment.appendText" in str(line) for _, line in page.evaluate("window.transcript"))
    page.close()


def test_a_rich_editor_is_read_and_written_as_one(desk: Desk, browser: Any) -> None:
    page = browser.new_page()
    frame = desk.open(page, rich="1")
    frame.wait_for_selector("reply-coach")
    page.locator("#editor").fill("<p>Dear Sara,</p><p>2 &lt; 3<br>items</p>")
    frame.wait_for_function("document.querySelector('reply-coach').draft.includes('items')")
    assert frame.evaluate("document.querySelector('reply-coach').draft").split() == ["Dear", "Sara,", "2", "<", "3", "items"]
    frame.locator("reply-coach textarea").fill("Dear Sara,\n\n2 < 3 & more\nitems")
    frame.locator("reply-coach button.use").click()
    page.wait_for_function("document.getElementById('editor').value === '<p>Dear Sara,</p><p>2 &lt; 3 &amp; more<br>items</p>'")
    page.close()


def test_without_a_key_in_the_settings_it_is_asked(desk: Desk, browser: Any) -> None:
    page = browser.new_page()
    frame = desk.open(page, key="")
    frame.fill(".key input", desk.served.key)
    frame.click(".key button")
    frame.wait_for_selector(".key", state="detached")
    assert frame.evaluate("document.querySelector('reply-coach').getAttribute('key')") == desk.served.key
    page.close()


def test_settings_without_a_server_are_told(desk: Desk, browser: Any) -> None:
    page = browser.new_page()
    frame = desk.open(page, server="nowhere")
    frame.wait_for_function("document.getElementById('said').textContent.includes('administrator')")
    page.close()


def test_the_package_is_as_zendesk_wants_it(built: Callable[[str], Path]) -> None:
    folder = built("zendesk")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert (folder / manifest["location"]["support"]["ticket_sidebar"]["url"]).is_file()
    assert manifest["frameworkVersion"] == "2.0"
    for name in ("logo.png", "logo-small.png"):
        assert (folder / "assets" / name).read_bytes().startswith(b"\x89PNG")
    names = {parameter["name"] for parameter in manifest["parameters"]}
    shapes = []
    for language in ("en", "ar"):
        told = json.loads((folder / "translations" / f"{language}.json").read_text(encoding="utf-8"))["app"]
        assert names == set(told["parameters"])
        shapes.append(set(told))
    assert shapes[0] == shapes[1]
