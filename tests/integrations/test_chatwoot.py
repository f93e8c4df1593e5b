"""The Chatwoot dashboard app, in a played dashboard, against a real server."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.api.serving import Served, serving
from tests.integrations.conftest import HOSTS
from tests.integrations.transcript import tell

DRAFTS = {
    "en": "You should have checked the tracking page. We will get back to you as soon as possible.",
    "ar": "كان عليك متابعة صفحة التتبع. سنرد عليك في أقرب وقت ممكن.",
}


@dataclass
class Desk:
    """The played Chatwoot, the app's place (of another site, and of the same) and the server."""

    host: str
    app: str
    near: str
    folder: Path
    served: Served

    def configure(self, **more: Any) -> None:
        (self.folder / "config.json").write_text(json.dumps({"chatwoot": [self.host], "server": self.served.url, "ui": "en", **more}))

    def open(self, page: Any, language: str = "en", host: str | None = None, app: str | None = None) -> Any:
        page.goto(f"{host or self.host}/chatwoot.html?language={language}&app={app or self.app}/index.html")
        frame = page.wait_for_selector("iframe").content_frame()
        frame.wait_for_selector("#said", state="attached")
        return frame


@pytest.fixture(scope="module")
def desk(built: Callable[[str], Path], site: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = built("chatwoot")
    host, app, near = site(HOSTS), site(folder, "localhost"), site(folder)
    with serving(tmp_path_factory.mktemp("server"), cors_origins=f"{app},{near}") as served:
        yield Desk(host, app, near, folder, served)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_conversation_is_coached_and_the_reply_copied(desk: Desk, browser: Any, language: str) -> None:
    desk.configure(ui=language, key=desk.served.key)
    page = browser.new_page()
    frame = desk.open(page, language)
    frame.wait_for_selector("reply-coach")
    assert frame.evaluate("document.documentElement.dir") == ("rtl" if language == "ar" else "ltr")
    told = frame.evaluate(
        "(p => ({customer: p.customer, context: p.context, channel: p.getAttribute('channel')}))(document.querySelector('reply-coach'))"
    )
    assert told["customer"].count("\n\n") == 1
    assert "4411" in told["customer"]
    assert told["channel"] == "chat"
    assert (
        told["context"]
        == {
            "en": {"customer_name": "Sara Haddad", "agent_name": "Omar"},
            "ar": {"customer_name": "سارة حداد", "agent_name": "عمر"},
        }[language]
    )
    frame.evaluate("document.addEventListener('reply-coach:report', event => (window.reports ??= []).push(event.detail))")
    frame.locator("reply-coach textarea").fill(DRAFTS[language])
    frame.wait_for_function("window.reports?.length")
    report = frame.evaluate("window.reports.at(-1)")
    assert "blames-customer" in {finding["rule"] for finding in report["findings"]}
    assert report["customer"]["emotion"]["level"] >= 1
    frame.locator("reply-coach button.use").click()
    frame.wait_for_function("document.getElementById('said').textContent")
    page.locator("#editor").focus()
    page.keyboard.press("Control+V")
    assert page.locator("#editor").input_value() == DRAFTS[language]
    lines = page.evaluate("window.transcript")
    lines += [
        ["panel", f"reply-coach:report {report['score']['overall']} {[f['rule'] for f in report['findings']]}"],
        ["app", frame.locator("#said").inner_text()],
    ]
    tell(f"Chatwoot ({language})", lines)
    assert ["app", "chatwoot-dashboard-app:fetch-info"] in lines
    page.close()


def test_a_new_conversation_takes_the_place_of_the_old(desk: Desk, browser: Any) -> None:
    desk.configure(key=desk.served.key)
    page = browser.new_page()
    frame = desk.open(page)
    frame.wait_for_selector("reply-coach")
    frame.evaluate("document.querySelector('reply-coach').draft = 'Half a reply'")
    page.evaluate("window.tellApp()")
    page.wait_for_timeout(100)
    assert frame.evaluate("document.querySelector('reply-coach').draft") == "Half a reply"
    page.evaluate("window.number = 72; window.language = 'ar'; window.tellApp()")
    frame.wait_for_function("document.querySelector('reply-coach').context.customer_name === 'سارة حداد'")
    assert frame.evaluate("document.querySelector('reply-coach').draft") == ""
    page.close()


def test_nobody_else_is_listened_to(desk: Desk, browser: Any, site: Callable[..., str]) -> None:
    desk.configure(key=desk.served.key)
    stranger = site(HOSTS)
    page = browser.new_page()
    frame = desk.open(page, host=stranger)
    page.wait_for_timeout(400)
    assert frame.query_selector("reply-coach") is None
    assert [who for who, _ in page.evaluate("window.transcript")] == ["chatwoot"]
    frame = desk.open(page)
    frame.wait_for_selector("reply-coach")
    page.evaluate(
        "source => document.body.append(Object.assign(document.createElement('iframe'), {src: source}))", f"{stranger}/intruder.html"
    )
    page.wait_for_timeout(400)
    assert "INTRUDER" not in frame.evaluate("document.querySelector('reply-coach').customer")
    page.close()


def test_what_is_no_context_is_left_alone(desk: Desk, browser: Any) -> None:
    desk.configure(key=desk.served.key)
    page = browser.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    frame = desk.open(page)
    frame.wait_for_selector("reply-coach")
    for said in ("not json", "[]", "null", '{"event": "appContext"}', '{"event": "appContext", "data": {"conversation": {"messages": 5}}}'):
        page.evaluate("said => document.querySelector('iframe').contentWindow.postMessage(said, '*')", said)
    page.evaluate("document.querySelector('iframe').contentWindow.postMessage({event: 'appContext'}, '*')")
    page.wait_for_timeout(100)
    assert faults == []
    page.close()


@pytest.mark.parametrize("kept", [True, False], ids=["storage", "no storage"])
def test_the_key_is_asked_where_none_is_configured(desk: Desk, browser: Any, kept: bool) -> None:
    """Frames of another site may not store anything here: the key then holds for the frame only."""
    desk.configure()
    page = browser.new_page()
    app = desk.near if kept else desk.app
    frame = desk.open(page, app=app)
    frame.wait_for_selector(".key input")
    frame.fill(".key input", "rck_wrong")
    frame.click(".key button")
    frame.wait_for_function("document.querySelector('.key .told').textContent")
    frame.fill(".key input", desk.served.key)
    frame.click(".key button")
    frame.wait_for_selector(".key", state="detached")
    assert frame.evaluate("document.querySelector('reply-coach').getAttribute('key')") == desk.served.key
    frame = desk.open(page, app=app)
    frame.wait_for_selector("reply-coach" if kept else ".key input")
    assert (frame.query_selector(".key") is None) is kept
    page.close()


@pytest.mark.parametrize("config", ["", "{}", '{"chatwoot": ["nowhere"], "server": "https://coach.example"}'])
def test_a_config_that_cannot_be_used_is_told(desk: Desk, browser: Any, config: str) -> None:
    (desk.folder / "config.json").write_text(config)
    page = browser.new_page()
    frame = desk.open(page)
    frame.wait_for_function("document.getElementById('said').textContent.includes('config.json')")
    page.close()
