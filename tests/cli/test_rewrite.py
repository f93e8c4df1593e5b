"""`coach rewrite` from the outside."""

import json

import pytest

from tests.cli_run import coach

FIELDS = [
    "text",
    "edits",
    "fixed",
    "remaining",
    "needs",
    "score_before",
    "score_after",
    "guard",
    "source",
    "goal",
    "withheld",
    "alternatives",
]


def test_the_rewrite_is_the_contracts_form() -> None:
    done = coach("rewrite", "examples/en/parcel-late.json", "--format", "json")
    rewrite = json.loads(done.out)
    assert done.code == 0
    assert list(rewrite) == FIELDS
    assert (rewrite["goal"], rewrite["alternatives"]) == ("fix", [])
    assert all(edit["group"] for edit in rewrite["edits"])
    assert rewrite["guard"]["passed"]
    assert rewrite["score_after"] > rewrite["score_before"]


def test_a_good_reply_is_left_alone_and_said_so() -> None:
    done = coach("rewrite", "examples/en/refund-refused-well.json")
    assert done.out == "Nothing to mend: the draft stays as it is.\n"


def test_arabic_is_rewritten_in_arabic() -> None:
    rewrite = json.loads(coach("rewrite", "examples/ar/charger-missing.json", "--format", "json").out)
    assert rewrite["guard"]["checks"]["language"] == "kept"
    assert all(any("\u0621" <= sign <= "\u064a" for sign in edit["why"]) for edit in rewrite["edits"])


def test_a_stream_of_cases_is_rewritten_in_order() -> None:
    given = '{"id": "1", "draft": "You MUST RESTART it!!!!", "channel": "chat"}\n{"id": "2"}\n'
    done = coach("rewrite", "--jsonl", given=given)
    records = [json.loads(line) for line in done.out.splitlines()]
    assert done.code == 3
    assert [record["id"] for record in records] == ["1", "2"]
    assert "error" in records[1]


def test_a_goal_and_several_ways_can_be_asked_for() -> None:
    done = coach("rewrite", "examples/en/refund-refused.json", "--goal", "polite-no", "--ways", "3", "--format", "json")
    rewrite = json.loads(done.out)
    assert done.code == 0
    assert rewrite["goal"] == "polite-no"
    assert len(rewrite["alternatives"]) <= 2
    assert all(list(other) == FIELDS and other["text"] != rewrite["text"] for other in rewrite["alternatives"])


@pytest.mark.parametrize(("option", "value"), [("--goal", "nicer"), ("--ways", "6")])
def test_a_goal_or_number_that_is_not_there_is_refused(option: str, value: str) -> None:
    done = coach("rewrite", "examples/en/refund-refused.json", option, value)
    assert done.code == 2
    assert done.out == ""
    assert "Traceback" not in done.err
