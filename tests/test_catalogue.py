"""The house keeps its own rules."""

import re
from pathlib import Path

import pytest

from coach.config import CRITERIA, default_profile
from coach.errors import CoachError
from coach.rules import RULES

ROOT = Path(__file__).parents[1]

CONTRACT = {
    "length": ["too-long", "too-short"],
    "clarity": ["buried-answer", "long-sentences", "jargon", "shouting", "placeholder-left"],
    "next_step": ["missing-next-step", "vague-next-step", "excessive-handoff"],
    "empathy": ["missing-empathy", "canned-empathy", "missing-apology", "non-apology", "over-apology", "missing-acknowledgement"],
    "refusal": ["blunt-refusal", "refusal-without-reason", "refusal-without-alternative"],
    "tone": ["blames-customer", "blames-others", "dismissive-tone", "mirrored-hostility", "register-mismatch", "gender-mismatch"],
    "completeness": ["unanswered-question", "overpromise", "wrong-name", "wrong-language", "personal-data"],
    "courtesy": ["missing-greeting", "missing-closing", "impersonal"],
}


def test_the_rules_are_those_of_the_contract_each_under_its_criterion() -> None:
    found: dict[str, list[str]] = {criterion: [] for criterion in CRITERIA}
    for rule in RULES:
        found[rule.criterion].append(rule.id)
    assert found == CONTRACT


def test_every_rule_file_is_registered_under_its_name() -> None:
    files = {path.stem.replace("_", "-") for path in (ROOT / "coach" / "rules").glob("*.py")} - {"--init--", "company", "examples"}
    assert files == {rule.id for rule in RULES}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_everything_said_exists_in_both_languages(rule: object) -> None:
    texts = [rule.message, rule.why, *rule.variants.values()]  # type: ignore[attr-defined]
    for text in texts:
        assert set(text) == {"en", "ar"}
        assert re.search("[\u0621-\u064a]", text["ar"])
        assert not re.search("[\u0621-\u064a]", text["en"])
        assert set(re.findall(r"\{(\w+?)(?:_ar|_en)?\}", text["en"])) == set(re.findall(r"\{(\w+?)(?:_ar|_en)?\}", text["ar"]))


def _errors(kind: type[CoachError]) -> list[type[CoachError]]:
    return [one for child in kind.__subclasses__() for one in (child, *_errors(child))]


@pytest.mark.parametrize("error", [error for error in _errors(CoachError) if error.text], ids=lambda error: error.__name__)
def test_every_error_speaks_both_languages(error: type[CoachError]) -> None:
    assert set(error.text) == {"en", "ar"}
    assert set(re.findall(r"\{(\w+)", error.text["en"])) == set(re.findall(r"\{(\w+)", error.text["ar"]))


def test_the_hold_list_names_rules() -> None:
    assert set(default_profile().verdict.hold) <= {rule.id for rule in RULES}


def test_no_rule_holds_a_language_test_instead_of_a_cue() -> None:
    """Word lists live in cues: a rule may know signs and forms, not vocabulary by language."""
    for path in (ROOT / "coach" / "rules").glob("*.py"):
        assert "CueSet" not in path.read_text(encoding="utf-8") or path.stem == "company", path.stem
