"""What a message says went wrong, and what people call it."""

import pytest

from coach.audit import causes
from coach.phrasebook import MATTERS
from coach.text.cues import cue_files
from coach.text.document import CUSTOMER_CUES, read


def _cues(language: str) -> set[str]:
    """Every problem that a cue file names."""
    return {
        f"{matter}/{line.strip()[1:-1]}"
        for _, matter, text in cue_files(language, ("problems",))
        for line in text.splitlines()
        if line.strip().startswith("[")
    }


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_cue_of_a_problem_belongs_to_exactly_one_cause(language: str) -> None:
    table = causes.table()
    named = [cue for matter in table.matters.values() for cause in matter.causes.values() for cue in cause.cues.get(language, ())]
    assert len(named) == len(set(named))
    assert set(named) <= _cues(language)
    assert _cues(language) - set(named) <= set(table.unnamed)


def test_the_matters_are_those_of_the_phrasebook_in_both_files() -> None:
    assert set(causes.table().matters) == set(MATTERS)
    assert {matter for _, matter, _ in cue_files("ar", ("problems",))} <= set(MATTERS)


def test_no_two_causes_of_a_matter_and_no_two_matters_have_the_same_name() -> None:
    for language in ("en", "ar"):
        matters = causes.table().matters
        assert len({causes.name(matter, language) for matter in matters}) == len(matters)
        for matter, known in matters.items():
            assert len({causes.name(f"{matter}/{one}", language) for one in known.causes}) == len(known.causes)


def test_each_cause_has_an_arabic_name_in_arabic_letters_and_an_english_one_in_latin() -> None:
    for matter, known in causes.table().matters.items():
        for cause in (matter, *(f"{matter}/{one}" for one in known.causes)):
            assert causes.name(cause, "en").isascii()
            assert not any("a" <= sign.lower() <= "z" for sign in causes.name(cause, "ar"))


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("I was charged twice for the same order.", "billing/twice"),
        ("خصمتوا مني مرتين نفس المبلغ", "billing/twice"),
        ("My internet has been down for six days.", "outage/internet"),
        ("النت مقطوع من أمس والراوتر شغال", "outage/internet"),
        ("My account is locked again.", "access/locked"),
        ("حسابي مقفل من يومين ومحد يرد", "access/locked"),
        ("موعدي تأجل للمرة الثالثة", "booking/appointment"),
    ],
)
def test_an_english_and_an_arabic_complaint_about_the_same_thing_have_the_same_cause(text: str, cause: str) -> None:
    assert causes.cause(read(text, CUSTOMER_CUES)) == cause


@pytest.mark.parametrize("text", ["What happens if my account is locked?", "Thanks, you were lovely.", "شكرا جزيلا لكم", "👍"])
def test_what_is_supposed_or_praised_has_no_problem_for_a_cause(text: str) -> None:
    found = causes.cause(read(text, CUSTOMER_CUES))
    assert found is None or "/" not in found


def test_a_matter_alone_is_told_where_no_problem_is_sure() -> None:
    assert causes.cause(read("I would like to cancel it.", CUSTOMER_CUES)) == "cancellation"


def test_what_a_message_quotes_is_not_its_cause() -> None:
    found = causes.cause(read('Your page says "my account is locked" as an example.', CUSTOMER_CUES))
    assert found != "access/locked"
