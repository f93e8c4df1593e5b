"""The guard stops what breaks a draft, lets through what only words it otherwise, and says which check failed in kinds only."""

from typing import Any

import pytest

from coach.case import Case
from coach.guard_evaluation import measure
from coach.pipeline import Coach
from coach.rewrite.alignment import Words, align
from coach.rewrite.guard import check_rewrite, weights
from coach.rewrite.guard_features import add_nearness, changes, says_the_same

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


@pytest.mark.parametrize("gone", [0, 1])
def test_of_two_sentences_alike_one_goes_whole(gone: int) -> None:
    told = ["The box left on Sunday.", "Thanks for your help.", "Thanks for your trust.", "Write to us here."]
    left = told[: 1 + gone] + told[2 + gone :]
    one, two = (Words.of(COACH.read(Case(draft=" ".join(text))).sentences) for text in (told, left))
    (dropped,) = align(one, two).hunks
    assert set(one.places[dropped.start : dropped.end]) == {1 + gone}
    assert one.places.count(1 + gone) == dropped.end - dropped.start
    (added,) = align(two, one).hunks
    assert (added.new_start, added.new_end) == (dropped.start, dropped.end)


@pytest.mark.parametrize(
    ("draft", "gone"),
    [
        (
            "أهلًا خالد، نود إبلاغكم بأن الطلب رقم 4411 خرج من المستودع يوم الأحد. شكرًا لصبركم. شكرًا لتفهمكم. لا تترددوا في التواصل معنا.",
            "شكرًا لصبركم. ",
        ),
        (
            "أهلًا خالد، نود إبلاغكم بأن الطلب رقم 4411 خرج من المستودع يوم الأحد. شكرًا لصبركم. شكرًا لتفهمكم. لا تترددوا في التواصل معنا.",
            "شكرًا لتفهمكم. ",
        ),
        ("حجزك من 3 يوليو إلى 10 يوليو مؤكد بسعر 1,200 درهم. شكرًا لاختيارك لنا. شكرًا لثقتك بنا.", "شكرًا لاختيارك لنا. "),
        ("Order 4411 left on 12 May. Thank you for your patience. Thank you for your trust.", "Thank you for your patience. "),
    ],
)
def test_one_of_several_thanks_may_go_alone(draft: str, gone: str) -> None:
    start = draft.index(gone)
    result = check(draft, draft.replace(gone, ""), ((start, start + len(gone)),))
    assert result == {"passed": True, "checks": {**result["checks"], "meaning": 1.0}}


@pytest.mark.parametrize(
    ("draft", "old", "new"),
    [
        ("نود إفادتكم بأن الطلب 4411 خرج اليوم من المستودع.", "نود إفادتكم بأن", "نخبركم أن"),
        ("نفيدكم بأن المبلغ 40 ريالًا وصل إلى البطاقة.", "نفيدكم بأن", "نخبركم أن"),
        ("نود إعلامك بأن الفني يصل يوم الأحد الساعة 10 صباحًا.", "نود إعلامك بأن", "نخبرك أن"),
        ("يا فندم هنشوف الموضوع ونرد عليك قريب.", "", "بنعتذر لحضرتك عن اللي حصل. "),
        (
            "They're working on it and the line won't be back before 18:00.",
            "They're working on it and the line won't",
            "They are working on it and the line will not",
        ),
    ],
)
def test_other_words_for_the_same_and_an_apology_promise_nothing(draft: str, old: str, new: str) -> None:
    start = draft.index(old)
    assert check(draft, draft[:start] + new + draft[start + len(old) :], ((start, start + len(old)),))["passed"]


@pytest.mark.parametrize(
    ("draft", "new"),
    [
        ("Your parcel is at the depot. The courier is ill.", "We will call you tomorrow."),
        ("Your parcel is at the depot. The courier is ill.", "We will send you a voucher for your trouble."),
        ("الشحنة في المستودع. المندوب مريض.", "سنتصل بك غدًا."),
        ("الشحنة في المستودع. المندوب مريض.", "سنرسل لك قسيمة تعويضًا عن ذلك."),
    ],
)
def test_a_promise_put_in_is_named(draft: str, new: str) -> None:
    said = check(draft, f"{draft} {new}", ((len(draft), len(draft)),))
    assert said["checks"]["promises"] != "none added"
    assert not said["passed"]


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("we inform you that the box left", "the box left", True),
        ("the line will not be back", "the line will be back", False),
        ("we send it", "we will send it", False),
        ("we send it", "we refund it", False),
        ("نخبركم أن المبلغ وصل", "نفيدكم بأن المبلغ وصل", True),
        ("نرسل المبلغ", "سنرسل المبلغ", False),
        ("نخبركم أن المبلغ وصل", "سنخبركم أن المبلغ وصل", False),
        ("وصل المبلغ", "ما وصل المبلغ", False),
    ],
)
def test_only_empty_words_leave_a_sentence_the_same(one: str, two: str, same: bool) -> None:
    first, second = (COACH.read(Case(draft=text)).sentences[0] for text in (one, two))
    assert says_the_same(first.words, second.words, first.language) is same
    assert says_the_same(second.words, first.words, first.language) is same


@pytest.mark.parametrize(
    ("draft", "kind"),
    [
        ("We can't refund the shoes. Your parcel left.", "Thank you for writing to us. "),
        ("لا يمكننا استرجاع الحذاء. خرجت الشحنة.", "شكرًا لرسالتك. "),
    ],
)
def test_a_refusal_that_stands_is_not_lost(draft: str, kind: str) -> None:
    one, two = (COACH.read(Case(draft=text), slots_filled=True) for text in (draft, kind + draft))
    assert one.makes("refusal")
    for sentence in two.sentences:  # as if the reader made another thing of it in new company
        sentence.moves.pop("refusal", None)
    assert check_rewrite(one, two, ((0, 0),))["checks"]["refusals"] == "kept"


def test_a_refusal_cut_is_lost_though_its_neighbours_stand() -> None:
    draft = "Hi Sara, your parcel left today. We can't refund the shoes. The courier calls you."
    gone = "We can't refund the shoes. "
    start = draft.index(gone)
    assert check(draft, draft.replace(gone, ""), ((start, start + len(gone)),))["checks"]["refusals"] == "lost"


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


FLOOR = {"en": (0.94, 0.4), "ar": (0.93, 0.32)}
"""Just below what was measured on the dev drafts, so that a worse guard shows."""
