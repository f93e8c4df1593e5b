"""What tests of any folder may ask for: a browser, skipped where there is none."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.browser import CHROMIUM, launch


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Give the driver: one a process, as a second one beside it does not start."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine (apt-get install chromium)")
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Give headless Chromium."""
    launched = launch(playwright)
    yield launched
    launched.close()
