"""The browser extension, loaded unpacked, on a played help desk, against a real server."""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.api.serving import Served, serving
from tests.browser import CHROMIUM, QUIET
from tests.cli_run import ROOT
from tests.integrations.conftest import HOSTS, until
from tests.integrations.test_chatwoot import DRAFTS
from tests.integrations.transcript import tell

SOURCE = ROOT / "integrations" / "extension"
MENDED = "Dear Sara,\n\nthe parcel arrives on Thursday.\n\nOmar"
CHECKED = {
    "en": "Dear Sara, the parcel arrives on Thursday by 5 pm.",
    "ar": "عزيزتي سارة، يصلك الطلب يوم الخميس قبل الخامسة مساءً.",
}


@dataclass
class Desk:
    """A browser with the extension, the played desk and the server."""

    context: Any
    worker: Any
    host: str
    served: Served

    @property
    def base(self) -> str:
        return str(self.worker.url).rsplit("/", 1)[0]

    def configure(self, **more: Any) -> None:
        given = {"server": self.served.url, "key": self.served.key, "ui": "en", "channel": "email", "sites": [self.host], **more}
        self.worker.evaluate("given => chrome.storage.local.set(given)", given)
        self.worker.evaluate(
            "async () => { while (!(await chrome.scripting.getRegisteredContentScripts()).length) await new Promise(done => setTimeout(done, 20)) }"
        )

    def open(self) -> Any:
        page = self.context.new_page()
        page.goto(f"{self.host}/desk.html")
        return page

    def press(self, page: Any, field: str) -> None:
        """Click the coach's button beside a field, as a person does: by where it is."""
        page.focus(field)
        place = page.wait_for_selector("reply-coach-button").bounding_box()
        page.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)

    def side(self) -> Any:
        """Open the side panel's page where it can be driven: Chromium shows no side panel to its driver."""
        panel = self.context.new_page()
        panel.goto(f"{self.base}/panel.html")
        panel.wait_for_selector("reply-coach")
        return panel


@pytest.fixture(scope="module")
def desk(
    playwright: Any, built: Callable[[str], Path], site: Callable[..., str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    """Grant at the start what a person would be asked for: no driver can answer the browser's own question."""
    folder = tmp_path_factory.mktemp("unpacked") / "extension"
    shutil.copytree(built("extension"), folder)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["host_permissions"] = ["http://127.0.0.1/*"]
    (folder / "manifest.json").write_text(json.dumps(manifest))
    host = site(HOSTS)
    context = playwright.chromium.launch_persistent_context(
        str(tmp_path_factory.mktemp("profile")),
        executable_path=CHROMIUM,
        headless=False,
        ignore_default_args=["--disable-extensions"],
        args=[*QUIET, "--headless=new", f"--disable-extensions-except={folder}", f"--load-extension={folder}"],
    )
    try:
        worker = context.service_workers[0] if context.service_workers else context.wait_for_event("serviceworker", timeout=20_000)
        with serving(tmp_path_factory.mktemp("server")) as served:
            one = Desk(context, worker, host, served)
            one.configure()
            yield one
    finally:
        context.close()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_field_is_coached_and_mended(desk: Desk, language: str) -> None:
    desk.configure(ui=language)
    page = desk.open()
    page.fill("#plain", DRAFTS[language])
    desk.press(page, "#plain")
    panel = desk.side()
    until(panel, "text => document.querySelector('reply-coach').draft === text", DRAFTS[language])
    panel.evaluate("document.addEventListener('reply-coach:report', event => (window.reports ??= []).push(event.detail))")
    first = panel.evaluate("document.querySelector('reply-coach').check()")
    assert "blames-customer" in {finding["rule"] for finding in first["findings"]}
    page.fill("#plain", CHECKED[language])
    until(panel, "text => document.querySelector('reply-coach').draft === text", CHECKED[language])
    until(panel, "score => window.reports?.at(-1).score.overall > score", first["score"]["overall"])
    panel.evaluate("text => (document.querySelector('reply-coach').draft = text)", MENDED)
    panel.locator("reply-coach button.use").click()
    page.wait_for_function("text => document.getElementById('plain').value === text", arg=MENDED)
    scores = [report["score"]["overall"] for report in panel.evaluate("window.reports")]
    lines = [*page.evaluate("window.transcript"), ["panel", f"scores {scores}"], ["panel", panel.locator("#said").inner_text()]]
    tell(f"Extension ({language})", lines)
    panel.close()
    page.close()


@pytest.mark.parametrize("field", ["#plain", "#controlled", "#rich", "#stubborn"])
def test_frameworks_take_notice_of_what_is_put_in(desk: Desk, field: str) -> None:
    desk.configure()
    page = desk.open()
    desk.press(page, field)
    panel = desk.side()
    panel.evaluate("text => (document.querySelector('reply-coach').draft = text)", MENDED)
    panel.locator("reply-coach button.use").click()
    until(panel, "document.getElementById('said').textContent")
    panel.wait_for_timeout(500)
    assert panel.locator("#said").inner_text() == "The reply is in the page."
    if field == "#controlled":
        assert page.evaluate("window.state") == MENDED
    elif field == "#stubborn":
        assert page.evaluate("window.model") == MENDED
    else:
        text = page.evaluate("field => document.querySelector(field).value ?? document.querySelector(field).innerText", field)
        assert text.split() == MENDED.split()
        assert any("input insert" in what for _, what in page.evaluate("window.transcript"))
        page.focus(field)
        page.keyboard.press("Control+Z")
        assert "Thursday" not in page.evaluate(
            "field => document.querySelector(field).value ?? document.querySelector(field).innerText", field
        )
    panel.close()
    page.close()


def test_the_panel_opens_by_a_persons_click_only(desk: Desk) -> None:
    page = desk.open()
    desk.worker.evaluate("() => chrome.storage.session.clear()")
    attended = "async () => (await chrome.storage.session.get('field')).field ?? null"
    page.focus("#plain")
    page.wait_for_selector("reply-coach-button")
    page.evaluate(
        "document.querySelector('reply-coach-button').click(); document.querySelector('reply-coach-button').dispatchEvent(new MouseEvent('click'))"
    )
    assert page.evaluate("document.querySelector('reply-coach-button').shadowRoot") is None
    page.wait_for_timeout(200)
    assert desk.worker.evaluate(attended) is None
    desk.press(page, "#plain")
    page.wait_for_timeout(200)
    assert desk.worker.evaluate(attended)["frameId"] == 0
    assert desk.worker.evaluate("async () => (await chrome.runtime.getContexts({contextTypes: ['SIDE_PANEL']})).length") == 1
    page.close()


def test_the_icon_and_its_keys_choose_the_field_with_the_cursor(desk: Desk) -> None:
    """No driver can press the browser's own icon: what it sends to the page is sent here."""
    page = desk.open()
    page.fill("#plain", "Dear Sara, your parcel arrives on Thursday.")
    page.focus("#plain")
    choose = "async () => { const [tab] = await chrome.tabs.query({active: true, currentWindow: true}); await chrome.tabs.sendMessage(tab.id, {type: 'choose'}).catch(() => null) }"
    desk.worker.evaluate(choose)
    panel = desk.side()
    until(panel, "document.querySelector('reply-coach').draft.includes('Thursday')")
    panel.close()
    page.close()


def test_the_button_stands_by_texts_only(desk: Desk) -> None:
    page = desk.open()
    for field in ("#closed", "#name", "#password"):
        page.focus(field)
        page.wait_for_timeout(100)
        assert page.query_selector("reply-coach-button") is None
    page.focus("#rich")
    page.wait_for_selector("reply-coach-button")
    page.close()


def test_the_selection_becomes_the_customers_message(desk: Desk) -> None:
    page = desk.open()
    desk.press(page, "#plain")
    panel = desk.side()
    page.evaluate("getSelection().selectAllChildren(document.getElementById('message'))")
    panel.click("#selection")
    until(panel, "document.querySelector('reply-coach').customer?.includes('4411')")
    assert "4411" in panel.locator("#customer").inner_text()
    panel.close()
    page.close()


def test_without_a_server_the_options_are_offered(desk: Desk) -> None:
    desk.configure(server="")
    panel = desk.context.new_page()
    panel.goto(f"{desk.base}/panel.html")
    panel.wait_for_selector("#options")
    assert panel.query_selector("reply-coach") is None
    panel.close()
    desk.configure()


def test_the_options_are_saved_and_wrong_addresses_told(desk: Desk) -> None:
    page = desk.context.new_page()
    page.goto(f"{desk.base}/options.html")
    until(page, "document.getElementById('server').value")
    page.fill("#sites", "ftp://desk")
    page.click("form > button")
    until(page, "document.getElementById('told').textContent.includes('ftp://desk')")
    page.fill("#sites", desk.host)
    page.select_option("#channel", "chat")
    page.select_option("#ui", "ar")
    page.click("form > button")
    until(page, "document.getElementById('told').textContent === 'حُفظت الإعدادات.'")
    assert page.evaluate("document.documentElement.dir") == "rtl"
    assert desk.worker.evaluate("async () => (await chrome.storage.local.get()).channel") == "chat"
    page.close()
    desk.configure()


def test_the_panel_is_the_servers_own(built: Callable[[str], Path]) -> None:
    ours = (ROOT / "api" / "static" / "panel.js").read_bytes()
    assert (built("extension") / "panel.js").read_bytes() == ours
    assert (built("zendesk") / "assets" / "panel.js").read_bytes() == ours
    assert (built("chatwoot") / "panel.js").read_bytes() == ours


def test_it_asks_for_little_and_brings_all_it_runs(built: Callable[[str], Path]) -> None:
    folder = built("extension")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert "host_permissions" not in manifest
    assert "content_scripts" not in manifest
    assert set(manifest["permissions"]) == {"activeTab", "scripting", "sidePanel", "storage"}
    for page in folder.glob("*.html"):
        assert not re.findall(r"""(?:src|href)=["'](?:https?:)?//""", page.read_text(encoding="utf-8"))
    for script in SOURCE.glob("*.js"):
        assert not re.findall(r"eval\(|new Function|importScripts|import\(", script.read_text(encoding="utf-8"))


def test_every_text_exists_in_both_languages() -> None:
    told = {
        language: json.loads((SOURCE / "_locales" / language / "messages.json").read_text(encoding="utf-8")) for language in ("en", "ar")
    }
    assert set(told["en"]) == set(told["ar"])
    used = set()
    for file in (*SOURCE.glob("*.html"), *SOURCE.glob("*.js"), SOURCE / "manifest.json"):
        used |= set(re.findall(r"""data-say="(\w+)"|__MSG_(\w+)__|say\("(\w+)"|getMessage\("(\w+)"\)""", file.read_text(encoding="utf-8")))
    names = {name for group in used for name in group if name}
    names |= {"selected", "notSelected", "put", "unput"}
    assert names == set(told["en"])
