"""The page in a real browser: a server on a free port, and headless Chromium; skipped where there is none."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.api.serving import Served, serving
from tests.browser import LOCALES, WAIT_MS
from tests.page.practice_site import Practice, Windows, practising

Open = Callable[..., Page]


@pytest.fixture(scope="session")
def site(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("page"), "--no-auth") as one:
        yield one


@pytest.fixture(scope="session")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that asks for a key."""
    with serving(tmp_path_factory.mktemp("locked")) as one:
        yield one


@pytest.fixture
def open_page(browser: Browser, site: Served) -> Iterator[Open]:
    """Open the page in a fresh profile; afterwards nothing may have failed in it, nor have left the server's origin."""
    contexts, asked, failed = [], [], []

    def opened(language: str = "en", *, width: int = 1440, height: int = 900, path: str = "/", **options: object) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale=LOCALES[language], reduced_motion="reduce", **options
        )
        context.set_default_timeout(WAIT_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: failed.append(str(error)))
        page.on("console", lambda line: failed.append(line.text) if line.type == "error" and "Failed to load" not in line.text else None)
        page.goto(f"{site.url}{path}")
        page.locator("coach-goals button").first.wait_for()
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not failed
    assert [url for url in asked if not url.startswith((site.url, "data:", "blob:"))] == []


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Practice]:
    """A server that asks for a key, with a trainer and two agents."""
    with practising(tmp_path_factory.mktemp("practice")) as one:
        yield one


@pytest.fixture
def windows(browser: Browser, practice: Practice) -> Iterator[Windows]:
    """Windows onto that server, closed afterwards; nothing may have failed in them."""
    all_of_them = Windows(browser, practice)
    yield all_of_them
    all_of_them.close()
