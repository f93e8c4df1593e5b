"""Arabic playbacks: what is said back is what the message says, and nothing where that is not sure."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from coach.config import parse_yaml
from coach.errors import PhrasebookError
from coach.phrasebook import MATTERS, Phrasebook
from coach.rewrite.playback import played_back
from coach.text.cues import cue_files
from coach.text.document import CUSTOMER_CUES, read

FILE = Path(__file__).with_name("playback_ar.yaml")
CASES: list[dict[str, Any]] = parse_yaml(FILE.read_text(encoding="utf-8"), FILE.name, PhrasebookError)["cases"]
BOOK = Phrasebook()


@cache
def labels() -> frozenset[str]:
    """Give every label that the cues of `problems` can give."""
    found: set[str] = set()
    for group, name, text in cue_files("ar", ("problems",)):
        found |= {f"{group}.{name}/{line[1:-1]}" for line in text.splitlines() if line.startswith("[")}
    return frozenset(found)


@pytest.mark.parametrize("case", CASES, ids=[case["message"][:40] for case in CASES])
def test_a_matter_is_said_back_as_written_or_not_at_all(case: dict[str, Any]) -> None:
    told = next(iter(played_back(read(case["message"], CUSTOMER_CUES, "ar"), "ar", case["form"], case["dialect"], BOOK)), None)
    if case["noun"] is None:
        assert told is None
    else:
        assert told is not None
        assert (told.noun, told.clause, told.matter) == (case["noun"], case["clause"], case["matter"])


def test_enough_is_tried() -> None:
    assert len(CASES) >= 110
    assert sum(case["noun"] is None for case in CASES) >= 25
    assert {case["form"] for case in CASES} == {"neutral", "m", "f", "plural"}


def test_every_problem_has_its_cue() -> None:
    problems = BOOK.problems("ar")
    assert {problem.cue for problem in problems} <= labels()
    assert labels() - {problem.cue for problem in problems} == {"problems.safety/hush", "problems.info/solved"}
    assert {problem.matter for problem in problems} == set(MATTERS)


def test_every_problem_has_a_formal_wording() -> None:
    formal = {problem.cue for problem in BOOK.problems("ar") if problem.dialect == "msa"}
    assert {problem.cue for problem in BOOK.problems("ar")} == formal


@pytest.mark.parametrize(
    ("said", "span"),
    [
        ("منذ أسبوعين", "منذ أسبوعين"),
        ("منذ شهر ونصف", "منذ شهر ونصف"),
        ("من يوم الحد", "منذ يوم الأحد"),
        ("من 9 ايام", "منذ تسعة أيام"),
        ("منذ ١٢ يوما", "منذ 12 يومًا"),
        ("من امبارح", "منذ أمس"),
        ("صار لي ثلاث اسابيع", "منذ ثلاثة أسابيع"),
        ("من 3 سنوات", ""),
    ],
)
def test_since_when_is_said_in_standard_arabic(said: str, span: str) -> None:
    told = next(iter(played_back(read(f"المكيف خربان {said}", CUSTOMER_CUES, "ar"), "ar", "neutral", "msa", BOOK)), None)
    assert told is not None
    assert told.clause == f"المكيف لا يعمل {span}".strip()


def test_another_language_is_not_said() -> None:
    assert played_back(read("My order has not arrived", CUSTOMER_CUES), "ar", "neutral", "msa", BOOK) == []
