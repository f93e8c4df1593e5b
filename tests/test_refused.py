"""What a field refused is said in Arabic as in English: which field, what is wrong with it, and nothing of what it held."""

import re
from typing import get_args

import pytest
from pydantic import ValidationError
from pydantic_core.core_schema import ErrorType

from coach.case import Case
from coach.config import WriterSettings
from coach.errors import BadRecord
from coach.refused import _ARABIC, Refused, explain, first_refused

ARABIC = re.compile("[\u0621-\u064a]")
SECRET = "أمي في المستشفى"


@pytest.mark.parametrize(
    ("fields", "place", "english", "arabic"),
    [
        ({}, "draft", "field required", "مطلوب ولم يُذكر"),
        ({"draft": 3}, "draft", "input should be a valid string", "يجب أن يكون نصًا"),
        ({"draft": "شكرًا لك", "channel": SECRET}, "channel", "'sms'", "يجب أن يكون واحدًا من: 'email'"),
        ({"draft": "Hello", "colour": SECRET}, "colour", "extra inputs are not permitted", "لا حقل بهذا الاسم هنا"),
        ({"draft": "Hello", "context": {"customer_name": [SECRET]}}, "context.customer_name", "valid string", "يجب أن يكون نصًا"),
        ({"draft": "Hello", "segments": [{"kind": "quote", "start": 9, "end": 4}]}, "segments", "stand in order", "مرتبة داخل المسودة"),
    ],
)
def test_a_case_that_is_refused_says_which_field_and_why_in_both_languages(fields: dict, place: str, english: str, arabic: str) -> None:
    with pytest.raises(BadRecord) as refused:
        Case.make(fields)
    said = {language: refused.value.describe(language) for language in ("en", "ar")}
    assert f"{place}: " in said["en"]
    assert f"{place}: " in said["ar"]
    assert english in said["en"]
    assert arabic in said["ar"]
    assert not any(SECRET in text for text in said.values())


def test_a_key_that_may_be_somebodys_words_is_not_repeated() -> None:
    with pytest.raises(BadRecord) as refused:
        Case.make({"draft": "Hello", SECRET: 1})
    assert SECRET not in refused.value.describe("ar") + refused.value.describe("en")


def test_only_the_first_few_fields_are_told() -> None:
    with pytest.raises(ValidationError) as refused:
        Case.model_validate({f"field_{letter}": 1 for letter in "abcdef"})
    assert explain(refused.value, "case")["en"].count(";") == explain(refused.value, "case")["ar"].count("؛") == 2


def test_bounds_are_told_in_arabic() -> None:
    with pytest.raises(ValidationError) as refused:
        WriterSettings.model_validate({"source": "endpoint", "retries": 9})
    place, said = first_refused(refused.value)
    assert place == ("retries",)
    assert said == {"en": "input should be less than or equal to 5", "ar": "يجب ألا يزيد على 5"}


def test_a_refusal_of_our_own_is_in_both_languages() -> None:
    with pytest.raises(ValidationError) as refused:
        WriterSettings.model_validate({"source": "endpoint", "base_url": "ftp://x", "model": "m"})
    assert "must be an address" in first_refused(refused.value)[1]["en"]
    assert "يجب أن يكون عنوانًا" in first_refused(refused.value)[1]["ar"]


def test_every_kind_of_refusal_is_one_of_pydantics_and_is_said_in_arabic() -> None:
    assert set(_ARABIC) <= set(get_args(ErrorType))
    assert all(ARABIC.search(text) for text in _ARABIC.values())


def test_a_validators_refusal_is_a_value_error() -> None:
    assert str(Refused("no", "لا")) == "no"
