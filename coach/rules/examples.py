"""A company's rules, tried on the examples that they carry."""

from collections.abc import Callable, Sequence

from coach.case import Case
from coach.config import CompanyRule, Example

Flagged = Callable[[Case], set[str]]
"""Gives the ids of the rules that flag a case."""


def failures(rules: Sequence[CompanyRule], flagged: Flagged) -> list[str]:
    """List the examples that a rule judges wrongly; a rule that can never match fails on its bad ones."""
    problems = []
    for rule in rules:
        for language, examples in rule.examples.items():
            for wanted, drafts in (("bad", examples.bad), ("good", examples.good)):
                for number, example in enumerate(drafts, 1):
                    if _flags(flagged, rule, language, example) != (wanted == "bad"):
                        verb = "does not flag" if wanted == "bad" else "flags"
                        problems.append(f"{rule.id}: {verb} {language} {wanted} example {number}")
    return problems


def _flags(flagged: Flagged, rule: CompanyRule, language: str, example: str | Example) -> bool:
    given = example if isinstance(example, Example) else Example(draft=example)
    channel = rule.channels[0] if rule.channels else "email"
    case = Case.make({"draft": given.draft, "customer": given.customer, "language": language, "channel": channel})
    return rule.id in flagged(case)
