"""The guard stops what breaks a draft, lets through what only words it otherwise, and says which check failed in kinds only."""

from typing import Any

import pytest

from coach.case import Case
from coach.pipeline import Coach
from coach.rewrite.alignment import Words, align
from coach.rewrite.guard import check_rewrite, weights
from coach.rewrite.guard_evaluation import measure
from coach.rewrite.guard_features import add_nearness, changes

COACH = Coach()
EN = "Hi Sara, we can't refund the 40 SAR, because the 30 days ended on 3 May. The courier calls you before the delivery on Thursday."
AR = "أهلًا سارة، لا يمكننا استرجاع 40 ريالًا لأن مدة 30 يومًا انتهت في 3 مايو. يتصل بك المندوب قبل التوصيل يوم الخميس."


def check(before: str, after: str, mended: tuple[tuple[int, int], ...] = (), **more: Any) -> dict[str, Any]:
    one, two = (COACH.read(Case(draft=text, **more), slots_filled=True) for text in (before, after))
    return check_rewrite(one, two, mended)


STOPPED = [
    (EN, "40 SAR", "50 SAR", "facts"),
    (EN, "3 May", "3 June", "facts"),
    (EN, "30 days", "30 weeks", "facts"),
    (EN, "Thursday", "Tuesday", "facts"),
    (EN, "can't refund", "can refund", "negation"),
    (EN, "before", "after", "terms"),
    (AR, "40 ريالًا", "٥٠ ريالًا", "facts"),
    (AR, "3 مايو", "3 يونيو", "facts"),
    (AR, "الخميس", "الثلاثاء", "facts"),
    (AR, "لا يمكننا", "يمكننا", "negation"),
    (AR, "قبل", "بعد", "terms"),
]


@pytest.mark.parametrize(("draft", "old", "new", "name"), STOPPED)
def test_a_change_of_one_word_is_stopped_and_named(draft: str, old: str, new: str, name: str) -> None:
    assert old in draft
    result = check(draft, draft.replace(old, new))
    assert not result["passed"]
    assert result["checks"][name] not in ("kept", "none added")


@pytest.mark.parametrize(
    ("draft", "old", "new"),
    [
        (EN, "40 SAR", "SAR 40"),
        (EN, "30 days", "thirty days"),
        (EN, "3 May", "May 3"),
        (EN, "we can't", "I'm sorry, we can't"),
        (AR, "40 ريالًا", "أربعين ريالًا"),
        (AR, "30 يومًا", "٣٠ يومًا"),
        (AR, "لا يمكننا", "نعتذر منك، لا يمكننا"),
    ],
)
def test_other_spellings_and_kind_words_pass(draft: str, old: str, new: str) -> None:
    assert old in draft
    assert check(draft, draft.replace(old, new))["passed"]


@pytest.mark.parametrize("draft", [EN, AR])
def test_the_draft_itself_passes(draft: str) -> None:
    assert check(draft, draft)["passed"]


@pytest.mark.parametrize("draft", [EN, AR])
def test_what_is_mended_may_change_where_all_else_is_kept(draft: str) -> None:
    start = draft.index("," if draft is EN else "،")
    assert check(draft, f"{draft[:start]} 🙂{draft[start:]}", ((0, start),))["passed"]


def test_the_wording_of_a_check_holds_no_text_of_the_draft() -> None:
    said = check(EN, EN.replace("Thursday", "Tuesday").replace("40", "41"))["checks"].values()
    assert not any(word in str(one) for one in said for word in ("Thursday", "Tuesday", "40", "41", "Sara"))


def test_a_name_put_for_another_is_named() -> None:
    draft = "Your parcel left the depot in Leeds with Marta this morning."
    assert check(draft, draft.replace("Leeds", "Luton"))["checks"]["names"] == "changed: name"


def test_a_sentence_in_the_other_language_is_named() -> None:
    assert check(AR, f"{AR} We have already sent a new one to you today.")["checks"]["language"] == "mixed"


def test_a_fact_that_the_case_tells_may_come() -> None:
    draft = "Your order left the depot."
    after = "Your order 4411 left the depot."
    assert check(draft, after)["checks"]["facts"] != "kept"
    assert check(draft, after, context={"facts": {"order": "4411"}})["checks"]["facts"] == "kept"


def test_a_run_that_only_moved_is_no_change() -> None:
    one, two = (Words.of(COACH.read(Case(draft=text)).sentences) for text in ("Ring the bell. It is open.", "It is open. Ring the bell."))
    aligned = align(one, two)
    assert aligned.hunks == []
    assert aligned.moved


def test_the_weights_name_features_that_are_counted() -> None:
    reading = COACH.read(Case(draft=EN))
    found = changes(reading, reading)
    add_nearness(found, reading, reading, None)
    assert set(weights().names) <= set(found.features)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_broken_rewrites_of_drafts_never_trained_on_are_caught(language: str) -> None:
    told = measure(language)
    assert told["caught"] >= FLOOR[language][0]
    assert told["let_through"] >= FLOOR[language][1]


FLOOR = {"en": (0.94, 0.28), "ar": (0.92, 0.28)}
"""Just below what was measured on the dev drafts, so that a worse guard shows."""
