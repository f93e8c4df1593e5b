"""Playing an English matter back: what is said for the written messages, what is never said, and how long it takes."""

import re
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from coach.phrasebook import Phrasebook
from coach.rewrite.playback import played_back
from coach.text.cues import cue_files
from coach.text.document import CUSTOMER_CUES, read

PHRASEBOOK = Phrasebook()
CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "playback_en.yaml").read_text(encoding="utf-8"))
LEAST_CASES, LEAST_SILENT, SECTORS = 110, 25, 25


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["message"][:40])
def test_a_matter_is_said_back_as_written_or_not_at_all(case: dict[str, Any]) -> None:
    found = next(iter(played_back(read(case["message"], CUSTOMER_CUES, "en"), "en", case["form"], None, PHRASEBOOK)), None)
    if "said" in case:
        assert found is None
    else:
        assert found is not None
        assert (found.noun, found.clause) == (case["noun"], case["clause"])


def test_cases_cover_what_they_should() -> None:
    said = [case for case in CASES if "said" not in case]
    assert len(CASES) >= LEAST_CASES
    assert len(CASES) - len(said) >= LEAST_SILENT
    assert len({case["sector"] for case in said}) >= SECTORS


@pytest.mark.parametrize("case", [case for case in CASES if "said" not in case], ids=lambda case: case["message"][:40])
def test_nothing_is_said_in_the_first_person(case: dict[str, Any]) -> None:
    for text in (case["noun"], case["clause"]):
        assert not re.search(r"\b(?:I|I'm|I've|me|my|mine|myself)\b", text)
        assert not text.endswith((".", "!", "?"))


def test_every_record_has_its_cue_and_every_cue_its_record() -> None:
    texts = {label: text for _, label, text in cue_files("en", ("problems",))}
    cues = {f"problems.{label}/{name}" for label, text in texts.items() for name in re.findall(r"^\[(\w+)\]$", text, re.MULTILINE)}
    assert cues == {problem.cue for problem in PHRASEBOOK.problems("en")}


@pytest.mark.parametrize("form", ["neutral", "m", "f", "plural"])
def test_the_form_of_address_changes_no_english_word(form: Any) -> None:
    found = next(iter(played_back(read("I was charged twice.", CUSTOMER_CUES, "en"), "en", form, None, PHRASEBOOK)), None)
    assert found is not None
    assert (found.noun, found.matter) == ("the double charge", "billing")


def test_nothing_is_said_in_another_language() -> None:
    assert played_back(read("لم يصلني الطلب حتى الآن", CUSTOMER_CUES), "en", "neutral", None, PHRASEBOOK) == []


@pytest.mark.parametrize("part", ["my order, ", "I told you that ", "and but so ", "is my ", "my " * 9, '"', "((", "I was charged twice "])
def test_time_grows_linearly(part: str) -> None:
    def seconds(n: int) -> float:
        message = read(part * n, CUSTOMER_CUES, "en")
        start = time.process_time()
        played_back(message, "en", "neutral", None, PHRASEBOOK)
        return time.process_time() - start

    seconds(10)
    assert seconds(800) < 20 * seconds(100) + 0.2
