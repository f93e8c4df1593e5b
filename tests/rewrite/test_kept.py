"""Refusals, promises, deeds and instructions outlive the rudeness around them, whatever the goal."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from coach.case import Case
from coach.pipeline import Coach
from coach.rewrite.dated import dated
from coach.rewrite.edits import apply_edits
from coach.rewrite.guard import check_rewrite
from coach.rewrite.speaker import Speaker
from coach.rewrite.told import is_empty, lost_promises, lost_refusals, told_in

COACH = Coach()
ROWS: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("kept.yaml").read_text(encoding="utf-8"))
GROUPS: dict[str, dict[str, Any]] = {"en": ROWS["en"], **ROWS["ar"]}
GOALS = ("fix", "polite-no", "warmer", "shorten", "clarify")


def small(text: str) -> str:
    return text[:1].lower() + text[1:]


def drafts(kind: str) -> Iterator[Any]:
    """Yield each row in one frame, with a goal in turn; frames and goals change with the row, so that all pairs come."""
    for name, group in GROUPS.items():
        frames = [*group["around"], *group["beside"]]
        for number, said in enumerate(group[kind]):
            frame = frames[number // len(GOALS) % len(frames)]
            words = said if frame in group["around"] or said.startswith("I") else small(said)
            case = Case(draft=frame.replace("{said}", words[:1].upper() + words[1:] if frame in group["around"] else words))
            case = case.model_copy(update={"customer": group["ask"], "channel": "chat"})
            goal = GOALS[number % len(GOALS)]
            yield pytest.param(case, said, goal, id=f"{name}-{number}-{goal}")


@pytest.mark.parametrize(("case", "said", "goal"), list(drafts("no")))
def test_a_no_is_still_said(case: Case, said: str, goal: Any) -> None:
    made = COACH.rewrite(case, goal=goal)
    if small(said) in small(made.text) or said in made.text or small(said) in made.text:
        return
    before, after = (COACH.read(Case(draft=text, customer=case.customer), slots_filled=True) for text in (case.draft, made.text))
    assert not lost_refusals(before, after)
    assert any("refusal" in told_in(sentence) | sentence.moves.keys() and sentence.text not in case.draft for sentence in after.sentences)


@pytest.mark.parametrize(("case", "said", "goal"), list(drafts("told")))
def test_what_is_told_stays_word_for_word(case: Case, said: str, goal: Any) -> None:
    assert small(said).casefold() in COACH.rewrite(case, goal=goal).text.casefold()


@pytest.mark.parametrize("name", list(GROUPS))
def test_nearly_every_no_is_known_without_its_company(name: str) -> None:
    group = GROUPS[name]
    known = [said for said in group["no"] if any("refusal" in told_in(one) for one in COACH.read(Case(draft=f"{said}.")).sentences)]
    assert len(known) >= 0.9 * len(group["no"])


@pytest.mark.parametrize(
    ("draft", "gone", "check", "said"),
    [
        ("The parcel is here. We won't be sending another one. Ring us.", "We won't be sending another one. ", "refusals", "lost"),
        ("The parcel is here. We'll send you a new one. Ring us.", "We'll send you a new one. ", "promises", "lost"),
        ("You should have read the terms, and we'll send a new one.", ", and we'll send a new one", "promises", "lost"),
        ("الشحنة وصلت. سياسة الشركة مبتسمحش بالاسترجاع. كلمنا.", "سياسة الشركة مبتسمحش بالاسترجاع. ", "refusals", "lost"),
        ("الشحنة وصلت. ما عندنا مدير فاضي. كلمنا.", "ما عندنا مدير فاضي. ", "refusals", "lost"),
        ("كان لازم تقرا الشروط، وهنبعتلك واحد بداله.", "، وهنبعتلك واحد بداله", "promises", "lost"),
        ("الطلب وصل. رح نحاول مرة تانية. احكينا.", "رح نحاول مرة تانية. ", "promises", "lost"),
    ],
)
def test_the_guard_names_what_was_lost_though_it_was_mended(draft: str, gone: str, check: str, said: str) -> None:
    start = draft.index(gone)
    one, two = (COACH.read(Case(draft=text), slots_filled=True) for text in (draft, draft.replace(gone, "")))
    found = check_rewrite(one, two, ((start, start + len(gone)),))
    assert found["checks"][check] == said
    assert not found["passed"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("The answer is no.", "We are not able to agree to this."),
        ("We don't do refunds on sale items.", "We're not able to offer refunds on sale items."),
        ("طلبك اترفض.", "ما قدرناش نقبل طلبك."),
        ("ما بيصير نرجع المصاري.", "ما فينا نرجع المصاري."),
    ],
)
def test_a_no_in_other_words_is_not_lost(before: str, after: str) -> None:
    one, two = (COACH.read(Case(draft=text), slots_filled=True) for text in (before, after))
    assert not lost_refusals(one, two)


def test_one_no_does_not_stand_for_two() -> None:
    one = COACH.read(Case(draft="We can't refund the shoes. There is no manager available to talk to you."), slots_filled=True)
    two = COACH.read(Case(draft="I'm afraid we're not able to refund the shoes."), slots_filled=True)
    assert [sentence.text for sentence in lost_refusals(one, two)] == ["There is no manager available to talk to you."]


@pytest.mark.parametrize("draft", ["We will look into it as soon as possible.", "سنرد عليك في أقرب وقت."])
def test_an_empty_promise_may_give_way(draft: str) -> None:
    other = "I'll check the label by Friday." if draft.isascii() else "سأراجع الملصق قبل الجمعة."
    one, two = (COACH.read(Case(draft=text), slots_filled=True) for text in (draft, other))
    assert all(is_empty(sentence) for sentence in one.sentences)
    assert not lost_promises(one, two)


@pytest.mark.parametrize(
    ("draft", "customer", "said"),
    [
        ("We'll add you to the list.", "You missed my bin three times, I am furious!", ["We'll add you to the list by ⟦date⟧."]),
        ("سنبحث الموضوع داخليًا.", "هذه ثالث مرة أكتب لكم وأنا غاضب جدًا!", ["سنبحث الموضوع داخليًا قبل ⟦التاريخ⟧."]),
        ("We'll add you to the list soon.", "You missed my bin three times, I am furious!", []),
        ("We'll add you to the list.", "Could you add me to the list?", []),
    ],
)
def test_a_time_is_set_behind_an_act_that_is_promised_without_one(draft: str, customer: str, said: list[str]) -> None:
    reading = COACH.read(Case(draft=draft, customer=customer, channel="chat"), slots_filled=True)
    made = [apply_edits(draft, one.edits) for one in dated(Speaker(reading, COACH.phrasebook), 0, len(draft))]
    assert made[: len(said) or None] == said


@pytest.mark.parametrize(
    ("draft", "customer", "sign"),
    [
        ("👋 Calm down. Your parcel left today.", "Where is my parcel?", "👋"),
        ("Your parcel left today. 😊 Calm down.", "Where is my parcel?", "😊"),
        ("👋 اهدأ. خرجت شحنتك اليوم.", "أين شحنتي؟", "👋"),
        ("خرجت شحنتك اليوم. 🙏 اهدأ.", "أين شحنتي؟", "🙏"),
    ],
)
def test_an_emoji_before_a_sentence_that_goes_stays(draft: str, customer: str, sign: str) -> None:
    text = COACH.rewrite(Case(draft=draft, customer=customer, channel="chat")).text
    assert "Calm" not in text
    assert "اهدأ" not in text
    assert sign in text
