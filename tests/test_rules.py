"""Each rule flags exactly what its cases and its page say."""

from collections import Counter

import pytest

from coach.rules import RULES
from tests.cases import RuleCase, page_examples, yaml_cases

CASES = list(yaml_cases())
EXAMPLES = list(page_examples())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_rule_flags_exactly(case: RuleCase) -> None:
    found = case.findings()
    assert [text for _, _, text in found] == case.flagged
    if case.before is not None:
        assert case.draft[found[0][0] :].lstrip().startswith(case.before)
    if case.after is not None:
        assert case.draft[: found[0][0]].rstrip().endswith(case.after)


@pytest.mark.parametrize(("rule", "language", "verdict", "context", "draft"), EXAMPLES, ids=lambda value: str(value)[:24])
def test_page_examples_hold(rule: str, language: str, verdict: str, context: dict[str, str], draft: str) -> None:
    case = RuleCase(
        rule=rule,
        name=f"{rule}-{language}-{verdict}",
        draft=draft,
        flagged=[],
        customer=context.get("Customer"),
        channel=context.get("Channel", "email"),
        context={
            key: value for key, value in (("customer_name", context.get("Name")), ("addressee_gender", context.get("Gender"))) if value
        },
    )
    assert bool(case.findings()) == (verdict == "Flagged")


def test_every_rule_has_its_page_and_enough_cases_in_both_languages() -> None:
    counts = Counter((case.rule, case.name.split("-" + "en-")[0] != case.name, bool(case.flagged)) for case in CASES)
    for rule in RULES:
        assert "\nSeverity:" in rule.page, rule.id
        shown = {(language, verdict) for name, language, verdict, _, _ in EXAMPLES if name == rule.id}
        assert shown == {(language, verdict) for language in ("English", "Arabic") for verdict in ("Flagged", "Better", "Not flagged")}, (
            rule.id
        )
        for english in (True, False):
            for flagged in (True, False):
                assert counts[rule.id, english, flagged] >= 8, (rule.id, "en" if english else "ar", "flagged" if flagged else "unflagged")


def test_no_case_file_is_an_orphan() -> None:
    assert {case.rule for case in CASES} == {rule.id for rule in RULES}
