"""Rule cases: YAML files, and the examples on the rules' own pages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from coach.case import Case
from coach.pipeline import Coach
from coach.rules import RULES

FOLDER = Path(__file__).parent / "rules"
COACH = Coach()
_LINE = re.compile(r"^ {4}(Customer|Channel|Gender|Name|Flagged|Better|Not flagged): +(.+)$", re.MULTILINE)


@dataclass(frozen=True)
class RuleCase:
    """A draft in its context, and the spans that one rule flags in it."""

    rule: str
    name: str
    draft: str
    flagged: list[str]
    before: str | None = None
    after: str | None = None
    customer: Any = None
    channel: str = "email"
    context: dict[str, Any] = field(default_factory=dict)

    def findings(self) -> list[tuple[int, int, str]]:
        """Give offsets and text of what the rule finds."""
        case = Case.make(
            {"draft": self.draft, "customer": self.customer, "channel": self.channel, "context": self.context},
        )
        reading = COACH.read(case)
        judged, _ = COACH.judge(reading)
        found = []
        for finding, rule, _severity in judged:
            if rule.id == self.rule:
                source = reading.customer.document.text if finding.target == "customer" and reading.customer else self.draft
                found.append((finding.start, finding.end, source[finding.start : finding.end]))
        return found


def yaml_cases() -> Iterator[RuleCase]:
    """Read every case file; the file's name is the rule's id."""
    for path in sorted(FOLDER.glob("*.yaml")):
        for language, cases in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            for name, fields in cases.items():
                yield RuleCase(rule=path.stem, name=f"{path.stem}-{language}-{name}", **fields)


def page_examples() -> Iterator[tuple[str, str, str, dict[str, Any], str]]:
    """Yield rule, language block, verdict, context and draft of each example on a rule's page."""
    for rule in RULES:
        for language in ("English", "Arabic"):
            block = rule.page.partition(f"\n{language}\n")[2].partition("\nArabic\n" if language == "English" else "\0")[0]
            context: dict[str, Any] = {}
            for key, value in _LINE.findall(block):
                if key in ("Flagged", "Better", "Not flagged"):
                    yield rule.id, language, key, dict(context), value
                else:
                    context[key] = value
