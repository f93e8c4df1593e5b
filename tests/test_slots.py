"""Slots: what they ask, which moves they stand for, and that what is put into the agent's hands is kept and not judged."""

import pytest

from coach.case import Case
from coach.pipeline import Coach
from coach.slots import (
    ANSWERS,
    answers_in,
    filled,
    is_note,
    moves_in,
    needs_in,
    otherwise,
    otherwise_in,
    reworded,
    said_in,
    slots,
    visible_slot,
)

COACH = Coach()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_place_for_an_answer_names_its_question(language: str) -> None:
    text = f"{visible_slot('answer', language)}. {visible_slot('second_answer', language)}."
    first, second = needs_in(text, language, ["Where is it?", "Can I return it?"])
    assert "Where is it?" in first["ask"]
    assert "Can I return it?" in second["ask"]
    assert needs_in(text, language)[0]["ask"] == slots()["answer"][language].ask  # type: ignore[index]
    assert "perhaps" not in first
    assert answers_in(text) == 2


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_is_proposed_for_a_slot_stands_with_it(language: str) -> None:
    matter, date = visible_slot("matter", language), visible_slot("date", language)
    named, dated = needs_in(f"{matter} {date}", language, proposals={matter: "the delay", "⟦other⟧": "x"})
    assert named["perhaps"] == "the delay"
    assert "perhaps" not in dated


@pytest.mark.parametrize("language", ["en", "ar"])
def test_slots_stand_for_the_moves_that_will_be_made(language: str) -> None:
    told = [visible_slot(name, language) for name in (*ANSWERS, "step", "own_words", "safety", "matter", "date")]
    moves = [*[["resolution"]] * 3, ["commitment"], ["empathy"], ["instruction"], ["acknowledgement"], []]
    assert [moves_in(slot) for slot in told] == moves
    assert "⟦" not in filled(" ".join(told))


@pytest.mark.parametrize(
    ("language", "said"), [("en", "You should have read the terms of 3 May."), ("ar", "كان عليك قراءة الشروط يوم 3 مايو.")]
)
def test_what_is_to_be_said_otherwise_is_kept_and_not_judged(language: str, said: str) -> None:
    slot = otherwise(said, language)
    draft = f"{slot} It arrives today." if language == "en" else f"{slot} تصلك اليوم."
    assert otherwise_in(draft) == [(0, len(slot))]
    assert said in needs_in(draft, language)[0]["ask"]
    case = Case(draft=draft, customer="Where is it?" if language == "en" else "وين الطلب؟")
    as_filled, as_it_is = COACH.read(case, slots_filled=True), COACH.read(case)
    assert len(as_filled.sentences) == 1
    assert not [rule.id for _, rule, _ in COACH.judge(as_filled)[0] if rule.id in ("blames-customer", "placeholder-left")]
    assert "placeholder-left" in [rule.id for _, rule, _ in COACH.judge(as_it_is)[0]]


def test_what_is_to_be_said_otherwise_counts_as_it_is() -> None:
    assert said_in("Hi. ⟦say otherwise: Not our problem.⟧ By ⟦date⟧.") == "Hi. Not our problem. By ⟦date⟧."
    assert said_in("⟦قل بلطف: ليس شأننا.⟧") == "ليس شأننا."
    draft = "Hi. " + otherwise("x" * 270, "en")
    reading = COACH.read(Case(draft=draft, channel="social"), slots_filled=True)
    assert reading.n_characters == 274


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_note_is_told_from_what_is_to_be_said_kindly(language: str) -> None:
    assert is_note(reworded("back by 6", language))
    assert not is_note(otherwise("Not our problem.", language))
    assert not is_note(visible_slot("date", language))
