"""The report: what the contract promises, as one plain structure."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from coach import forms
from coach.config import Severity

if TYPE_CHECKING:
    from coach.rewrite.edits import Suggestion


@dataclass(slots=True)
class ReportedFinding:
    """A finding as it is reported; offsets are code points of the target's text."""

    id: str
    rule: str
    criterion: str
    severity: Severity
    confidence: float
    target: str
    start: int
    end: int
    found: str
    message: str
    why: str
    suggestions: "list[Suggestion]"

    def as_dict(self) -> dict[str, Any]:
        """Give the contract's form."""
        return {
            "id": self.id,
            "rule": self.rule,
            "criterion": self.criterion,
            "severity": self.severity,
            "confidence": self.confidence,
            "target": self.target,
            "start": self.start,
            "end": self.end,
            "found": self.found,
            "message": self.message,
            "why": self.why,
            "suggestions": [
                {
                    "edits": [{"start": e.start, "end": e.end, "replacement": e.replacement} for e in suggestion.edits],
                    "needs": list(suggestion.needs),
                }
                for suggestion in self.suggestions
            ],
        }


@dataclass(slots=True)
class Report:
    """What the coach says of one case."""

    id: str | None
    ruleset: dict[str, str]
    models: dict[str, str]
    language: dict[str, Any]
    sentences: list[dict[str, Any]]
    customer: dict[str, Any] | None
    findings: list[ReportedFinding]
    score: dict[str, Any]
    verdict: str
    suggested_status: str
    skipped: list[dict[str, str]] = field(default_factory=list)
    timing_ms: float = 0.0

    def as_dict(self) -> dict[str, Any]:
        """Give the contract's form."""
        return {
            "schema_version": forms.REPORT,
            "id": self.id,
            "ruleset": self.ruleset,
            "models": self.models,
            "language": self.language,
            "sentences": self.sentences,
            "customer": self.customer,
            "findings": [finding.as_dict() for finding in self.findings],
            "score": self.score,
            "verdict": self.verdict,
            "suggested_status": self.suggested_status,
            "skipped": self.skipped,
            "timing_ms": self.timing_ms,
        }


def in_utf16(report: dict[str, Any], draft: str, customer: str | None) -> dict[str, Any]:
    """Count all offsets of a report in UTF-16 units, as JavaScript does."""
    to_draft, to_customer = _utf16_map(draft), _utf16_map(customer or "")
    converted = dict(report)
    converted["sentences"] = _shift(report["sentences"], to_draft)
    converted["customer"] = _shift(report["customer"], to_customer)
    converted["language"] = {
        **report["language"],
        "mixed": [[to_draft(start), to_draft(end), code] for start, end, code in report["language"]["mixed"]],
    }
    converted["findings"] = []
    for finding in report["findings"]:
        to = to_customer if finding["target"] == "customer" else to_draft
        moved = {**finding, "start": to(finding["start"]), "end": to(finding["end"])}
        moved["suggestions"] = _shift(finding["suggestions"], to_draft)
        converted["findings"].append(moved)
    return converted


def edits_in_utf16(rewrite: dict[str, Any], draft: str) -> dict[str, Any]:
    """Count the offsets of a rewrite's edits in UTF-16 units, those of its alternatives too."""
    return dict(_shift(rewrite, _utf16_map(draft)))


def digest_in_utf16(digest: dict[str, Any], customer: str) -> dict[str, Any]:
    """Count the offsets of a digest, all of them the message's, in UTF-16 units."""
    return dict(_shift(digest, _utf16_map(customer)))


def _shift(value: Any, to: Callable[[int], int]) -> Any:
    """Move every `start` and `end` within a value."""
    if isinstance(value, list):
        return [_shift(one, to) for one in value]
    if isinstance(value, dict):
        return {key: to(one) if key in ("start", "end") else _shift(one, to) for key, one in value.items()}
    return value


def _utf16_map(text: str) -> Callable[[int], int]:
    """Give a function from code-point offsets to UTF-16 offsets."""
    if all(sign <= "\uffff" for sign in text):
        return lambda offset: offset
    offsets = [0]
    for sign in text:
        offsets.append(offsets[-1] + (2 if sign > "\uffff" else 1))
    return lambda offset: offsets[offset]
