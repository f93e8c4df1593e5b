"""One audit's tables, its summary and its report in both languages, made once."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from coach.audit import report, summary
from tests.audit.report import fakes

SETTINGS = summary.ReportSettings(split=date(2026, 4, 6))


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = fakes.write(tmp_path_factory.mktemp("audit") / "tables", 1200)
    fakes.write_themes(folder)
    return folder


@pytest.fixture(scope="session")
def made(tables: Path) -> dict[str, Any]:
    return summary.make(tables, SETTINGS, {"profile": "default", "sha": "0123456789ab"}, {"moves": "embedded@1"})


@pytest.fixture(scope="session")
def reports(tables: Path, made: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("report")
    for ui in ("en", "ar"):
        (folder / f"report.{ui}.html").write_text(report.page(made, tables, ui), encoding="utf-8")
    return {ui: folder / f"report.{ui}.html" for ui in ("en", "ar")}


@pytest.fixture
def read(browser: Browser, reports: dict[str, Path]) -> Iterator[Callable[..., Page]]:
    """Open a report; afterwards nothing may have failed in it, nor anything else have been asked for."""
    contexts, asked, failed = [], [], []

    def opened(ui: str, width: int = 1200, **options: object) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: failed.append(str(error)))
        page.goto(reports[ui].as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()
    assert failed == []
    assert {url for url in asked if not url.endswith((".en.html", ".ar.html"))} == set()
