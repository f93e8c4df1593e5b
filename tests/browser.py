"""Chromium for whoever looks at a page: where it is, and how it is started quietly."""

import os
import shutil

from playwright.sync_api import Browser, Playwright

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
SANDBOX = () if os.getuid() else ("--no-sandbox",)
WAIT_MS = 15_000
LOCALES = {"en": "en-GB", "ar": "ar-SA"}
QUIET = (
    *SANDBOX,
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--no-first-run",
)


def launch(playwright: Playwright) -> Browser:
    """Start a headless browser."""
    return playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
