"""Whole reports and rewrites of the examples, word for word.

`python -m tests.test_golden` writes them anew; read the difference before accepting it.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from coach.case import Case
from coach.pipeline import Coach

ROOT = Path(__file__).parents[1]
EXAMPLES = sorted((ROOT / "examples").glob("*/*.json"))
GOLDEN = Path(__file__).parent / "golden"
COACH = Coach()
RIGHT_AS_THEY_ARE = (
    "en/opening-hours",
    "en/refund-refused-well",
    "en/router-steps",
    "ar/opening-hours",
    "ar/refund-refused-well",
    "ar/egyptian-delay",
)


def said(path: Path) -> dict[str, Any]:
    case = Case.from_json(path.read_bytes())
    report = COACH.check(case).as_dict()
    report.pop("timing_ms")
    report["ruleset"].pop("sha")
    return {"report": report, "rewrite": COACH.rewrite(case).as_dict()}


def golden(path: Path) -> Path:
    return GOLDEN / f"{path.parent.name}-{path.stem}.json"


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_example_is_judged_as_before(path: Path) -> None:
    assert said(path) == json.loads(golden(path).read_text(encoding="utf-8"))


def test_there_are_twelve_examples_a_language_over_all_channels() -> None:
    cases = [Case.from_json(path.read_bytes()) for path in EXAMPLES]
    for language in ("en", "ar"):
        own = [case for case in cases if (case.id or "").startswith(language)]
        assert len(own) == 12
        assert {case.channel for case in own} == {"email", "chat", "whatsapp", "social", "sms"}


@pytest.mark.parametrize("name", RIGHT_AS_THEY_ARE)
def test_a_reply_that_is_right_is_left_alone(name: str) -> None:
    case = Case.from_json((ROOT / "examples" / f"{name}.json").read_bytes())
    assert COACH.check(case).verdict == "send"
    assert COACH.rewrite(case).text == case.draft


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for path in EXAMPLES:
        golden(path).write_text(json.dumps(said(path), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
