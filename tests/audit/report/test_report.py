"""The report as a page: what stands in it, and how it looks in a real browser."""

import re

import pytest

from coach.audit import summary
from coach.audit.report.charts import Charts, Row, Scale
from coach.audit.report.examples import examples
from coach.audit.report.headlines import headlines
from coach.audit.report.page import page
from coach.audit.report.words import Words
from tests.audit.report.test_summary import empty
from tests.page.test_look import AXE

BOTH = pytest.mark.parametrize("ui", ["en", "ar"])


@BOTH
def test_it_stands_alone(reports, ui):
    text = reports[ui].read_text(encoding="utf-8")
    assert not re.search(r"""(?:src|href)\s*=\s*["'](?!#)""", text)
    assert not re.search(r"https?://|@import|url\(", text)


@BOTH
def test_what_people_wrote_cannot_become_markup(reports, ui):
    text = reports[ui].read_text(encoding="utf-8")
    assert "&lt;b&gt;again&lt;/b&gt;" in text
    assert "<b>again" not in text


@BOTH
def test_the_same_summary_gives_the_same_page(made, tables, reports, ui):
    assert page(made, tables, ui) == reports[ui].read_text(encoding="utf-8")


@BOTH
def test_nothing_read_is_a_page_too(tmp_path, ui):
    folder = empty(tmp_path / "none")
    found = summary.make(folder, summary.ReportSettings())
    text = page(found, folder, ui)
    assert Words(ui)("nothing") in text
    assert 'id="method"' in text
    assert 'id="people"' not in text


@BOTH
def test_what_changed_since_the_last_audit_stands_first_and_in_its_section(made, tables, ui):
    baseline = summary.compare({**made, "ruleset": {"sha": "before"}}, made, tables, tables)
    text = page({**made, "baseline": baseline}, tables, ui)
    assert Words(ui)("change.judge_changed") in text
    assert headlines({**made, "baseline": baseline}, Words(ui))[3].text == Words(ui)(
        "headlines.changed_judge", difference=Words.said(Words(ui).signed(0))
    )


@BOTH
def test_the_versions_of_two_programs_stand_in_the_page(made, tables, ui):
    baseline = summary.compare({**made, "version": "1.0/1"}, {**made, "version": "1.1/2"}, tables, tables)
    text = page({**made, "version": "1.1/2", "baseline": baseline}, tables, ui)
    assert "1.0/1" in text
    assert "1.1/2" in text


def test_eastern_digits_are_everywhere_in_the_words_of_the_page(made, tables):
    text = page({**made, "settings": {**made["settings"], "digits": "eastern"}}, tables, "ar")
    words = re.sub(r"<(style|script|code|blockquote|svg)\b.*?</\1>|<div class=\"quote\".*?</div>|<[^>]+>", " ", text, flags=re.DOTALL)
    assert set(re.findall(r"\S*[0-9]\S*", words)) <= {"(F1)"}


def test_the_fault_is_found_in_its_sentence(tables, made):
    rule = next(one["rule"] for one in made["rules"] if not one["rule"].startswith("missing"))
    found = examples(tables, [rule], "en")[rule]
    assert {one.language for one in found} == {"en", "ar"}
    assert all(one.found and not one.missing for one in found)
    assert len({(one.before, one.found, one.after) for one in found}) == len(found)


def test_what_is_missing_has_no_mark_but_a_place(tables, made):
    rule = next(one["rule"] for one in made["rules"] if one["rule"].startswith("missing"))
    assert all(one.missing and not one.found for one in examples(tables, [rule], "ar")[rule])


def test_the_first_sentences_say_what_to_mend_first(made):
    kinds = [one.kind for one in headlines(made, Words("en"))]
    assert kinds[:3] == ["overall", "good", "mend"]
    assert kinds.count("changed") == 1


def test_a_trend_is_told_only_where_it_is_no_chance(made):
    def told(rise: float, width: float) -> str:
        weeks = [
            {
                "value": f"2026-W{place:02}",
                "n": 50,
                "score": 70 + rise * place,
                "interval": [70 + rise * place - width, 70 + rise * place + width],
            }
            for place in range(2, 14)
        ]
        groups = {**made["groups"], "week": weeks}
        return next(one.text for one in headlines({**made, "before_after": None, "groups": groups}, Words("en")) if one.kind == "changed")

    assert "+8.0" in told(1, 3)
    assert told(1, 15) == told(0, 3) == Words("en")("headlines.steady")


def test_nothing_is_said_of_weeks_where_there_are_too_few(made):
    groups = {**made["groups"], "week": made["groups"]["week"][:2]}
    assert not [one for one in headlines({**made, "before_after": None, "groups": groups}, Words("en")) if one.kind == "changed"]


@pytest.mark.parametrize(("early", "late", "told"), [(4, 9, False), (40, 90, True), (0, 6, False), (0, 40, True)])
def test_a_theme_is_said_to_grow_only_where_it_is_no_chance(made, early, late, told):
    weeks = [["2026-W02", early], ["2026-W03", 5], ["2026-W04", late]]
    theme = {"theme": 0, "name_en": "Late orders", "growth": max(late, 0.5) / max(early, 0.5), "size": 99, "weeks": weeks}
    found = [one.text for one in headlines({**made, "themes": [theme]}, Words("en")) if "Late orders" in one.text]
    assert bool(found) == told


def test_weeks_stay_in_their_order(reports):
    text = reports["en"].read_text(encoding="utf-8")
    assert re.search(r'<table class="fixed">\s*<thead><tr><th scope="col">Week from', text)


@BOTH
def test_an_agent_without_a_score_has_no_dot(made, tables, ui):
    agents = [{**made["agents"][0], "score": None, "interval": None}, *made["agents"][1:]]
    text = page({**made, "agents": agents}, tables, ui)
    assert text.count('class="inline"') == len(agents) - 1


def test_an_interval_may_end_at_nothing():
    assert 'x1="2.00%"' in Charts(rtl=False).inline(Row("", 5, "5", 0.0, 9.0), 0, 10)


def test_a_chart_begins_where_the_writing_does():
    row = Row("a", 25, "25")
    assert 'x="0.00%" y="22.0" width="25.00%"' in Charts(rtl=False).bars([row], "t", top=100)
    assert 'x="75.00%" y="22.0" width="25.00%"' in Charts(rtl=True).bars([row], "t", top=100)
    assert 'cx="75.00%"' in Charts(rtl=True).dots([row], "t", Scale(0, 100))


def test_a_chart_escapes_the_names_in_it():
    drawn = Charts(rtl=False).bars([Row("<b>", 1, '"')], '"><script>')
    assert "<b>" not in drawn
    assert "<script>" not in drawn


def test_a_chart_says_its_figures_to_those_who_do_not_see_it():
    drawn = Charts(rtl=False).stack([Row("kept", 3, "3"), Row("broken", 1, "1")], "promises")
    assert 'role="img" aria-label="promises"' in drawn
    assert "<desc>kept: 3; broken: 1</desc>" in drawn


@pytest.mark.parametrize("kind", ["bars", "stack", "columns"])
def test_nothing_to_show_is_no_chart(kind):
    assert getattr(Charts(rtl=False), kind)([], "t") == ""


@BOTH
@pytest.mark.parametrize("width", [360, 1200])
def test_no_sideways_scroll(read, ui, width):
    opened = read(ui, width)
    assert opened.evaluate("document.documentElement.scrollWidth") <= width


@BOTH
def test_no_two_words_of_a_chart_lie_upon_each_other(read, ui):
    opened = read(ui, 360)
    overlapping = opened.evaluate("""() => {
        const found = [];
        for (const chart of document.querySelectorAll('svg.chart')) {
            const words = [...chart.querySelectorAll('text')].map((one) => [one.textContent, one.getBoundingClientRect()]);
            for (const [i, [a, p]] of words.entries()) for (const [b, q] of words.slice(i + 1)) {
                const wide = Math.min(p.right, q.right) - Math.max(p.left, q.left);
                const tall = Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top);
                if (wide > 1 && tall > 5) found.push([a, b]);
            }
        }
        return found;
    }""")
    assert overlapping == []


def test_the_words_of_charts_run_in_the_direction_of_the_page(read):
    directions = read("ar").evaluate(
        "[...new Set([...document.querySelectorAll('svg text')].map((one) => getComputedStyle(one).direction))]"
    )
    assert directions == ["rtl"]


def test_a_table_sorts_by_number_in_either_script(read):
    opened = read("ar")
    head = opened.locator("table.people thead th").nth(1)
    head.locator("button").click()
    counts = [int(text.replace(",", "")) for text in opened.locator("table.people tbody td:nth-child(2)").all_inner_texts()]
    assert counts == sorted(counts, reverse=True)
    assert head.get_attribute("aria-sort") == "descending"
    head.locator("button").click()
    assert opened.locator("table.people tbody td:nth-child(2)").first.inner_text() == str(min(counts))


@pytest.mark.parametrize(("ui", "scheme"), [("en", "light"), ("ar", "dark")])
def test_it_can_be_read_by_all(read, ui, scheme):
    opened = read(ui, color_scheme=scheme)
    opened.evaluate(AXE)
    broken = opened.evaluate(
        "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa']}).then((found) => found.violations.map((one) => [one.id, one.nodes.length, one.nodes[0].html]))"
    )
    assert broken == []


def test_it_reads_without_a_script(read):
    opened = read("en", java_script_enabled=False)
    assert opened.locator("section#people tbody tr").count() > 10
