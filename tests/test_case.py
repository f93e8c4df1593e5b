"""What may go in, and what is said of what may not."""

import json
from typing import Any

import pytest

from coach.case import MAX_CUSTOMER, MAX_DRAFT, Case
from coach.errors import BadRecord, CoachError, EmptyDraft, InputError, NotText, TooLong

WRONG: dict[str, tuple[Any, type[InputError], str]] = {
    "empty": ({"draft": ""}, EmptyDraft, "draft is empty"),
    "white space": ({"draft": " \n\t"}, EmptyDraft, "draft is empty"),
    "no draft": ({"customer": "hi"}, BadRecord, "draft: field required"),
    "too long": ({"draft": "a" * (MAX_DRAFT + 1)}, TooLong, f"limit is {MAX_DRAFT}"),
    "long customer": ({"draft": "a", "customer": "a" * (MAX_CUSTOMER + 1)}, TooLong, "customer holds"),
    "NUL": ({"draft": "ab\0c"}, NotText, "NUL at 2"),
    "lone surrogate": ({"draft": "ab\ud800"}, NotText, "lone surrogate at 2"),
    "unknown channel": ({"draft": "a", "channel": "fax"}, BadRecord, "channel: "),
    "unknown field": ({"draft": "a", "colour": "red"}, BadRecord, "colour: extra"),
    "draft no text": ({"draft": 7}, BadRecord, "draft: "),
    "customer no text": ({"draft": "a", "customer": 7}, BadRecord, "customer: "),
    "wrong role": ({"draft": "a", "customer": [{"role": "boss", "text": "x"}]}, BadRecord, "role"),
    "long thread": ({"draft": "a", "customer": [{"role": "customer", "text": "x"}] * 501}, BadRecord, "limit is 500"),
}


@pytest.mark.parametrize(("fields", "error", "says"), WRONG.values(), ids=WRONG.keys())
def test_wrong_case_is_refused_in_words(fields: dict[str, Any], error: type[InputError], says: str) -> None:
    with pytest.raises(error) as caught:
        Case.make(fields)
    assert says.lower() in caught.value.describe("en").lower()
    assert any("\u0621" <= sign <= "\u064a" for sign in caught.value.describe("ar"))


@pytest.mark.parametrize("line", [b"{", b"[]", b"7", b"nonsense", b'{"draft": "\xff"}', b"\xff\xfe"])
def test_wrong_record_is_refused_in_words(line: bytes) -> None:
    with pytest.raises(InputError):
        Case.from_json(line)


def test_no_error_quotes_the_text() -> None:
    for fields in (
        {"draft": "secret words", "channel": "fax"},
        {"draft": "secret words\0"},
        {"draft": "secret words", "x": "secret words"},
    ):
        with pytest.raises(CoachError) as caught:
            Case.make(fields)
        assert "secret" not in caught.value.describe("en") + caught.value.describe("ar")


def test_of_a_thread_the_customers_last_words_are_answered() -> None:
    thread = [
        {"role": "customer", "text": "Where is it?"},
        {"role": "agent", "text": "On its way."},
        {"role": "customer", "text": "Still nothing."},
        {"role": "customer", "text": "Hello?"},
    ]
    case = Case.from_json(json.dumps({"draft": "Hi", "customer": thread}))
    assert case.message == "Still nothing.\nHello?"
    assert case.earlier == 1
