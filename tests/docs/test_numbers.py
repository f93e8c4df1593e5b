"""Numbers that pages tell are those of the code and of the rubric."""

import re

import pytest
import yaml

from coach.api.settings import Settings
from coach.case import MAX_CUSTOMER, MAX_DRAFT, MAX_MESSAGES
from coach.config import default_profile
from tests.cli_run import ROOT


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["judging.md", "judging.ar.md"])
def test_the_page_on_judging_has_the_rubrics_numbers(name: str) -> None:
    text, profile = page(name), default_profile()
    (weights,) = re.findall(r"(?:completeness|الاكتمال) (\d+\D+?18.+?4)\.", text, re.DOTALL)
    assert [int(number) for number in re.findall(r"\d+", weights)] == [round(weight) for weight in profile.criteria.values()]
    rows = re.findall(r"^\| (?:error|warning|advice|خطأ|تنبيه|نصيحة) \|[^|]+\| (.+) \|$", text, re.MULTILINE)
    told = [[int(number) for number in re.findall(r"\d+", row)] for row in rows]
    penalties, caps = profile.penalties, profile.caps
    assert told == [[penalties["error"], caps["error"]], [penalties["warning"], caps["warning"]], [penalties["advice"]]]
    assert f"**: {profile.verdict.send_from} " in text or f"means: {profile.verdict.send_from} " in text


def test_administrators_are_told_the_servers_own_limits() -> None:
    text = page("administrators.md")
    assert f"| {MAX_DRAFT:,} characters, {MAX_CUSTOMER:,}, {MAX_MESSAGES} messages |" in text
    settings = Settings()
    limits = re.findall(r"\| `(\w+)`, (a million|\d+)", text)
    assert len(limits) >= 5
    for name, number in limits:
        assert getattr(settings, name) == (1_000_000 if number == "a million" else int(number)), name
    for pages in ("administrators.md", "administrators.ar.md"):
        assert f"{settings.remembered_sentences:,}" in page(pages)
        assert str(settings.remembered_messages) in page(pages)


def test_scenarios_are_counted_as_they_are() -> None:
    held = [
        bool(re.search(r"^held_out: true", path.read_text(encoding="utf-8"), re.MULTILINE))
        for path in (ROOT / "coach" / "practice" / "bank").rglob("*.yaml")
    ]
    assert f"{sum(held)} of the {len(held)} scenarios" in page("decisions/held-out.md")
    for name in ("agents.md",):
        assert f"{len(held)} made-up customers" in page(name)


def test_figures_of_absences_are_the_measured_ones() -> None:
    measured = yaml.safe_load((ROOT / "docs" / "generate" / "measured.yaml").read_text(encoding="utf-8"))
    text = " ".join(page("decisions/absences.md").split())

    def masters(rule: str) -> list[int]:
        return [measured[language]["rules"][rule]["masters"] for language in ("en", "ar")]

    english, arabic = masters("missing-empathy")
    whole = [measured[language]["n_masters"] for language in ("en", "ar")]
    assert f"missing-empathy in {english} of {whole[0]} (English) and {arabic} of {whole[1]} (Arabic)" in text
    for rule in ("missing-apology", "missing-next-step", "vague-next-step"):
        assert f"{rule} in {masters(rule)[0]} and {masters(rule)[1]}" in text
    assert f"too-long, {masters('too-long')[0]} and {masters('too-long')[1]})" in text
