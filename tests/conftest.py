"""What tests of any folder may ask for: a browser, skipped where there is none; and no example of a property timed."""

from collections.abc import Iterator

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.browser import CHROMIUM, launch

# The first example loads the weights, and machines are busy: a slow example says nothing of the property.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


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
