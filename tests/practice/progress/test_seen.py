"""Plots and certificates as a browser shows them, in both languages, light and dark, narrow and wide, and in print."""

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from coach.practice.certificate import certificate
from coach.practice.plots import criteria_plot, progress_plot
from coach.practice.spacing import Next
from tests.practice.progress import made
from tests.practice.progress.made import END, TRAINING

AXE = (Path(__file__).parents[2] / "page" / "axe.min.js").read_text(encoding="utf-8")
BOTH = pytest.mark.parametrize("ui", ["en", "ar"])
NAMES = {"en": "Lina Haddad", "ar": "لينا حداد"}


def shown(browser: Browser, text: str, width: int = 800, **options: Any) -> Page:
    page = browser.new_page(viewport={"width": width, "height": 900}, **options)
    page.set_content(text)
    return page


def written(ui: Any) -> str:
    upcoming = [Next("s", "hostile", "tone", "due", END)]
    return certificate(NAMES[ui], made.one_person(), ui, date(2026, 5, 1), training=TRAINING, upcoming=upcoming, trainer="Mona")


@lru_cache
def plots(ui: Any) -> str:
    groups = ((made.one_person(), False), (made.one_person(practised=4), False), (made.cohort(), True), (made.cohort(agents=4), True))
    drawn = [progress_plot(outcomes, "overall", ui, TRAINING, cohort=cohort) for outcomes, cohort in groups]
    drawn += [criteria_plot(groups[0][0], ui), *(criteria_plot(outcomes, ui, TRAINING, cohort=cohort) for outcomes, cohort in groups[1:3])]
    return f'<!doctype html><html lang="{ui}" style="color-scheme: light dark"><title>.</title><main>{"<hr>".join(drawn)}</main>'


@BOTH
@pytest.mark.parametrize("width", [360, 1200])
def test_no_word_of_a_plot_is_cut_off_or_lies_upon_another(browser: Browser, ui: str, width: int) -> None:
    page = shown(browser, plots(ui), width)
    found = page.evaluate("""() => {
        const found = [];
        for (const plot of document.querySelectorAll('svg.progress')) {
            const words = [...plot.querySelectorAll('text')].map((one) => [one.textContent, one.getBoundingClientRect()]);
            for (const [i, [a, p]] of words.entries()) {
                if (p.left < 0 || p.right > innerWidth) found.push(['cut', a]);
                for (const [b, q] of words.slice(i + 1)) {
                    const wide = Math.min(p.right, q.right) - Math.max(p.left, q.left);
                    const tall = Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top);
                    if (wide > 1 && tall > 5) found.push([a, b]);
                }
            }
        }
        return found;
    }""")
    assert found == []
    page.close()


@BOTH
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_they_can_be_read_by_all(browser: Browser, ui: str, scheme: Any) -> None:
    for text in (written(ui), plots(ui)):
        page = shown(browser, text, color_scheme=scheme)
        page.evaluate(AXE)
        broken = page.evaluate(
            "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa']}).then((found) => found.violations.map((one) => [one.id, one.nodes[0].html.slice(0, 200)]))"
        )
        assert broken == []
        page.close()


@BOTH
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_plot_alone_stands_out_from_its_ground(browser: Browser, ui: Any, scheme: Any) -> None:
    """The colours that a plot has where no page gives it any: 3 to 1 for marks, 4.5 to 1 for words."""
    page = shown(browser, plots(ui), color_scheme=scheme)
    colours = page.evaluate(
        """() => Object.fromEntries(['.dot.practised', '.dot.held_out', 'text.label'].map((one) =>
            [one, getComputedStyle(document.querySelector(one)).fill]))"""
    )
    ground = (255, 255, 255) if scheme == "light" else (18, 18, 18)
    for kind, least in ((".dot.practised", 3), (".dot.held_out", 3), ("text.label", 4.5)):
        colour = [int(part) for part in re.findall(r"\d+", colours[kind])[:3]]
        assert _contrast(colour, ground) >= least, (kind, colours)
    page.close()


@BOTH
def test_a_plot_keeps_its_looks_where_no_style_is_let_in(browser: Browser, ui: str) -> None:
    page = shown(browser, "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'\">" + plots(ui))
    look = page.evaluate(
        "(() => { const one = getComputedStyle(document.querySelector('.course.practised')); return [one.fill, one.strokeWidth]; })()"
    )
    assert look == ["none", "2.5px"]
    page.close()


@BOTH
@pytest.mark.parametrize("width", [360, 1200])
def test_no_certificate_scrolls_sideways(browser: Browser, ui: str, width: int) -> None:
    page = shown(browser, written(ui), width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


@BOTH
def test_a_certificate_is_printed_on_two_pages_of_a4(browser: Browser, ui: str) -> None:
    page = shown(browser, written(ui), color_scheme="dark")
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) <= 2
    width, height = (float(end) for end in re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", printed)[0])
    assert width == pytest.approx(595, abs=1.5)
    assert height == pytest.approx(842, abs=1.5)
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    page.close()


def _contrast(one: Sequence[int], other: Sequence[int]) -> float:
    def light(colour: Sequence[int]) -> float:
        parts = [part / 255 for part in colour]
        red, green, blue = (part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4) for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)
