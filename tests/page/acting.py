"""What an agent does on the page, and sees there."""

import json
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

EXAMPLES = Path(__file__).parents[2] / "examples"
DRAFT, CUSTOMER = "#draft textarea", "coach-customer textarea"
FINDINGS = "coach-findings .finding"
SCORED = re.compile(r"^(Score|الدرجة) [\d٠-٩]+")


def example(name: str) -> dict[str, Any]:
    return json.loads((EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))


def write(page: Page, case: dict[str, Any]) -> None:
    """Type a case, and wait until it was read."""
    if "customer" in case:
        page.locator(CUSTOMER).fill(case["customer"])
    page.locator(DRAFT).fill(case["draft"])
    expect(page.locator("coach-score .ring")).to_have_attribute("aria-label", SCORED)
    expect(page.locator(FINDINGS).first).to_be_visible()


def score(page: Page) -> int:
    return int(page.locator("coach-score .number").inner_text())


def fill_gaps(page: Page, words: str) -> None:
    while "⟦" in draft(page):
        page.keyboard.press("F9")
        page.keyboard.type(words)


def await_rise(page: Page, before: int) -> None:
    page.wait_for_function("(before) => Number(document.querySelector('coach-score .number').innerText) > before", arg=before)


def selected(page: Page) -> str:
    return page.evaluate("(({value, selectionStart, selectionEnd}) => value.slice(selectionStart, selectionEnd))(document.activeElement)")


def draft(page: Page) -> str:
    return page.locator(DRAFT).input_value()


def focused(page: Page, selector: str) -> bool:
    return page.evaluate("(selector) => document.activeElement.matches(selector)", selector)
