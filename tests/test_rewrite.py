"""Rewrites mend what was found, keep what was said, and invent nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.case import Case
from coach.pipeline import Coach
from coach.rewrite.edits import Edit, apply_edits
from coach.rewrite.guard import check_rewrite
from coach.rewrite.made import Rewrite
from tests.rewrite_cases import FAULTY, GOOD

COACH = Coach()


def again(case: Case, rewrite: Rewrite) -> Rewrite:
    return COACH.rewrite(case.model_copy(update={"draft": rewrite.text}))


@pytest.mark.parametrize("case", FAULTY.values(), ids=FAULTY.keys())
def test_a_faulty_draft_gets_better_and_keeps_its_facts(case: Case) -> None:
    rewrite = COACH.rewrite(case)
    assert rewrite.fixed
    # Signs alone hardly move the impression of the whole.
    same = rewrite.fixed == ["shouting"] and rewrite.score_after == rewrite.score_before
    assert same or rewrite.score_after > rewrite.score_before
    assert rewrite.guard["passed"]
    before, after = COACH.read(case), COACH.read(case.model_copy(update={"draft": rewrite.text}))
    kept = {fact.value for fact in before.draft.facts if fact.kind not in ("card", "iban", "national_id")}
    assert kept <= {fact.value for fact in after.draft.facts}


def test_nearly_every_faulty_draft_scores_higher_when_mended() -> None:
    risen = [rewrite.score_after > rewrite.score_before for rewrite in map(COACH.rewrite, FAULTY.values())]
    assert sum(risen) >= 0.9 * len(risen)


@pytest.mark.parametrize("case", FAULTY.values(), ids=FAULTY.keys())
def test_the_edits_make_the_text(case: Case) -> None:
    rewrite = COACH.rewrite(case)
    assert apply_edits(case.draft, [edit.edit for edit in rewrite.edits]) == rewrite.text
    for edit in rewrite.edits:
        assert edit.fixes
        assert edit.why
        assert edit.group


@pytest.mark.parametrize("case", FAULTY.values(), ids=FAULTY.keys())
def test_the_form_is_complete(case: Case) -> None:
    rewrite = COACH.rewrite(case)
    told = rewrite.as_dict()
    assert (told["goal"], told["source"], told["alternatives"]) == ("fix", "phrasebook", [])
    assert [set(edit) for edit in told["edits"]] == [{"start", "end", "replacement", "fixes", "why", "group"}] * len(rewrite.edits)
    for withheld in told["withheld"]:
        assert set(withheld) == {"source", "fixes", "checks"}
        assert withheld["checks"]


@pytest.mark.parametrize("case", [*FAULTY.values(), *GOOD.values()], ids=[*FAULTY.keys(), *GOOD.keys()])
def test_rewriting_twice_equals_once(case: Case) -> None:
    rewrite = COACH.rewrite(case)
    assert again(case, rewrite).text == rewrite.text


@pytest.mark.parametrize("case", GOOD.values(), ids=GOOD.keys())
def test_a_good_reply_stays_as_it_is(case: Case) -> None:
    rewrite = COACH.rewrite(case)
    assert rewrite.text == case.draft
    assert rewrite.edits == []


@pytest.mark.parametrize("case", FAULTY.values(), ids=FAULTY.keys())
def test_every_open_slot_is_asked_for(case: Case) -> None:
    rewrite = COACH.rewrite(case)
    assert [need["slot"] for need in rewrite.needs] == list(dict.fromkeys(part + "⟧" for part in _slots(rewrite.text)))
    assert all(need["ask"] and need["ask"] != need["slot"] for need in rewrite.needs)


def _slots(text: str) -> list[str]:
    return ["⟦" + piece.split("⟧")[0] for piece in text.split("⟦")[1:]]


GUARDED = {
    "amount changed": ("I refunded 40 SAR.", "I refunded 50 SAR.", "facts"),
    "date lost": ("It comes on 3 May.", "It comes.", "facts"),
    "Arabic amount changed": ("أرجعنا ٤٠ ريالًا.", "أرجعنا ٥٠ ريالًا.", "facts"),
    "refusal lost": ("We can't refund it.", "We have refunded it.", "refusals"),
    "Arabic refusal lost": ("لا يمكننا استرجاع المبلغ.", "استرجعنا المبلغ.", "refusals"),
    "promise added": ("Thank you for writing.", "Thank you for writing. I will call you.", "promises"),
    "compensation added": ("Thank you for writing.", "Thank you for writing. I've added a voucher for the delay.", "promises"),
    "language changed": ("Your order left the depot.", "غادر طلبك المستودع.", "language"),
    "meaning lost": ("The parcel left our Leeds depot for the courier.", "Good morning to you.", "meaning"),
}


@pytest.mark.parametrize(("before", "after", "check"), GUARDED.values(), ids=GUARDED.keys())
def test_the_guard_stops(before: str, after: str, check: str) -> None:
    result = check_rewrite(COACH.read(Case(draft=before)), COACH.read(Case(draft=after)), ())
    assert not result["passed"]
    assert result["checks"][check] not in ("kept", "none added")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("I refunded ٤٠ SAR.", "I refunded 40 SAR."),
        ("أرجعنا ٤٠ ر.س.", "أرجعنا 40 ريال."),
        ("We can't refund it.", "I'm sorry, we can't refund it."),
    ],
)
def test_the_guard_lets_the_same_fact_in_other_signs_through(before: str, after: str) -> None:
    assert check_rewrite(COACH.read(Case(draft=before)), COACH.read(Case(draft=after)), ())["passed"]


@settings(max_examples=40)
@given(parts=st.lists(st.sampled_from([case.draft for case in FAULTY.values()]), min_size=1, max_size=3))
def test_joined_drafts_keep_the_invariants(parts: list[str]) -> None:
    case = Case(draft=" ".join(parts), customer="Where is it? I'm angry!")
    rewrite = COACH.rewrite(case)
    assert rewrite.guard["passed"]
    assert rewrite.score_after >= rewrite.score_before
    assert apply_edits(case.draft, [edit.edit for edit in rewrite.edits]) == rewrite.text
    assert again(case, rewrite).score_after >= rewrite.score_after


@pytest.mark.parametrize(
    "names",
    [("en shout", "ar refusal"), ("en refusal", "en non-apology"), ("en blame and soon", "en blame and soon", "en blame and soon")],
    ids=", ".join,
)
def test_drafts_that_once_came_apart(names: tuple[str, ...]) -> None:
    case = Case(draft=" ".join(FAULTY[name].draft for name in names), customer="Where is it? I'm angry!")
    rewrite = COACH.rewrite(case)
    assert all(0 <= edit.edit.start <= edit.edit.end <= len(case.draft) for edit in rewrite.edits)
    assert apply_edits(case.draft, [edit.edit for edit in rewrite.edits]) == rewrite.text
    assert again(case, rewrite).text == rewrite.text


def test_several_insertions_at_one_place_keep_their_order() -> None:
    assert apply_edits("ac", [Edit(1, 1, "b"), Edit(1, 1, "B"), Edit(0, 1, "A")]) == "AbBc"
