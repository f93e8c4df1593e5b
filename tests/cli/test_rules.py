"""`coach rules` and `coach phrasebook` from the outside."""

from pathlib import Path

import pytest

from coach.rules import RULES
from tests.cli_run import coach


def test_every_rule_is_listed() -> None:
    listed = [line.split()[0] for line in coach("rules", "list").out.splitlines()]
    assert listed == [rule.id for rule in RULES]


@pytest.mark.parametrize("rule", ["blames-customer", "missing-empathy"])
def test_a_rules_page_is_shown(rule: str) -> None:
    shown = coach("rules", "show", rule).out
    assert shown.startswith(f"{rule} (")
    assert "Flagged:" in shown
    assert "Arabic" in shown


def test_the_example_profile_is_sound() -> None:
    done = coach("rules", "test", "examples/profile.yaml")
    assert (done.code, done.out.strip().endswith("0 examples fail")) == (0, True), done.err


def test_a_rule_that_can_never_match_fails(tmp_path: Path) -> None:
    profile = tmp_path / "p.yaml"
    profile.write_text(
        "name: x\ncompany_rules:\n  - id: never\n    kind: phrase\n    criterion: tone\n    message: {en: never, ar: أبدا}\n"
        "    phrases: {en: [zebra crossing]}\n    examples: {en: {bad: [Mind the gap.], good: [Hello.]}}\n",
        encoding="utf-8",
    )
    done = coach("rules", "test", str(profile))
    assert done.code == 1
    assert "never: does not flag en bad example 1" in done.err


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name: [", "p.yaml:2:1"),
        ("colour: red", "colour"),
        ("penalties: {error: high}", "penalties.error"),
        ("company_rules: [{id: a}]", "company_rules.0"),
        ("- a", "a profile is a mapping"),
        ("rules: {blames-custumer: {enabled: false}}", "blames-custumer"),
    ],
)
def test_a_broken_profile_is_named_with_its_place(tmp_path: Path, text: str, says: str) -> None:
    profile = tmp_path / "p.yaml"
    profile.write_text(text, encoding="utf-8")
    done = coach("check", "--draft", "Hi", "--profile", str(profile))
    assert done.code == 2
    assert says in done.err
    assert "Traceback" not in done.err


def test_phrasebooks_are_counted_and_sound() -> None:
    assert "en: " in coach("phrasebook", "list").out
    done = coach("phrasebook", "lint")
    assert (done.code, "records are sound" in done.out) == (0, True)


def test_a_broken_phrasebook_is_named_with_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "apology.yaml").write_text(
        "move: apology\nentries:\n  - id: one\n    forms: {neutral: 'Sorry, {nme}.'}\n", encoding="utf-8"
    )
    done = coach("phrasebook", "lint", str(tmp_path))
    assert done.code == 2
    assert "apology.yaml:3: unknown placeholder {nme}; known: name" in done.err.replace("Value error, ", "")
