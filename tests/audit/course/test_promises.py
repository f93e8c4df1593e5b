"""What became of promises: written cases of both languages, and how often a verdict is right."""

from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from coach.audit.promises import GRACE, Promise, promises
from tests.audit.course.threads import START, conversation, read_turns

FILES: dict[str, list[Any]] = {
    language: yaml.safe_load((Path(__file__).parent / f"promises_{language}.yaml").read_text(encoding="utf-8")) for language in ("en", "ar")
}
ENDS_AT = START + timedelta(days=15)
FLOOR = 0.9


def outcome(customer: str, promise: str, after: list[list[str]]) -> str:
    """Give the outcome of what the reply at ten o'clock promises: a broken promise shows before a kept one."""
    held = conversation([["customer", "0m", customer], ["Sara", "1h", promise], *after])
    found = [one.outcome for one in promises(read_turns(held), ENDS_AT) if one.reply == 0]
    return next((name for name in ("broken", "late", "kept", "unknown") if name in found), "none")


@pytest.fixture(scope="module")
def told() -> dict[str, list[tuple[str, str, str]]]:
    return {language: [(f"{case[1]} {case[2]}", case[3], outcome(*case[:3])) for case in cases] for language, cases in FILES.items()}


def made(*thread: list[str], days: int = 15) -> list[Promise]:
    return promises(read_turns(conversation([*thread])), START + timedelta(days=days))


@pytest.mark.parametrize("language", FILES)
@pytest.mark.parametrize("verdict", ["kept", "broken", "late"])
def test_nine_of_ten_verdicts_are_right(told: dict[str, list[tuple[str, str, str]]], language: str, verdict: str):
    given = [(case, expected) for case, expected, found in told[language] if found == verdict]
    wrong = [(case, expected) for case, expected in given if expected != verdict]
    assert 1 - len(wrong) / len(given) >= FLOOR, wrong


@pytest.mark.parametrize("language", FILES)
def test_most_promises_get_their_verdict(told: dict[str, list[tuple[str, str, str]]], language: str):
    wrong = [case for case in told[language] if case[1] != case[2]]
    assert 1 - len(wrong) / len(told[language]) >= FLOOR, wrong


@pytest.mark.parametrize("language", FILES)
def test_sixty_promises_of_all_outcomes_are_written_for_each_language(language: str):
    counts = Counter(case[3] for case in FILES[language])
    assert counts.total() >= 60
    assert min(counts[name] for name in ("kept", "late", "broken", "unknown")) >= 6


def test_the_reply_that_kept_a_promise_is_named():
    [promise] = made(
        ["customer", "0m", "I was charged twice."],
        ["Sara", "1h", "I will refund the second charge by Friday."],
        ["customer", "2h", "Thanks. What are your opening hours?"],
        ["Sara", "3h", "We are open from 9 to 6."],
        ["Omar", "1d", "The second charge has been refunded."],
    )
    assert (promise.reply, promise.agent, promise.outcome, promise.settled_by) == (0, "Sara", "kept", 2)


@pytest.mark.parametrize(("late_by", "expected"), [(GRACE, "kept"), (GRACE + timedelta(minutes=1), "late")])
def test_a_promise_is_kept_within_the_grace_after_its_time(late_by: timedelta, expected: str):
    written = f"{2 * 60 + int(late_by.total_seconds() // 60)}m"
    [promise] = made(
        ["customer", "0m", "Is my visa appointment confirmed?"],
        ["Sara", "1h", "I'll check and confirm within an hour."],
        ["Sara", written, "Your visa appointment is confirmed for 17 March."],
    )
    assert promise.outcome == expected


def test_the_next_lines_of_a_chat_keep_what_was_promised_for_now_and_not_what_was_promised_for_later():
    found = made(
        ["customer", "0m", "Where is my parcel?"],
        ["Sara", "1m", "One moment while I check."],
        ["Sara", "4m", "Your parcel is at the depot in Leeds."],
        ["Sara", "5m", "I will call you about the parcel tomorrow by noon."],
        ["Sara", "6m", "The parcel was sent on Monday."],
    )
    assert [(promise.outcome, promise.settled_by) for promise in found] == [("kept", 0), ("unknown", None)]


def test_what_is_not_due_when_the_data_end_is_unknown():
    thread = [["customer", "0m", "Where is my refund?"], ["Sara", "1h", "I will write to you by Friday."]]
    assert [made(*thread, days=days)[0].outcome for days in (2, 5)] == ["unknown", "broken"]


def test_nothing_is_broken_where_the_end_of_the_data_is_not_known():
    held = conversation([["customer", "0m", "Where is my refund?"], ["Sara", "1h", "I will write to you by Friday."]])
    assert [promise.outcome for promise in promises(read_turns(held), None)] == ["unknown"]


@pytest.mark.parametrize(
    ("customer", "promise", "after", "expected"),
    [
        ("I want to talk to a manager.", "My manager will call you by 5 pm today.", [], "unknown"),
        ("أبي أكلم المدير.", "بيكلمك المدير اليوم قبل الساعة ٥.", [], "unknown"),
        ("Where is my order?", "It will reach you on Wednesday, and the driver will collect the old one.", [], "unknown"),
        ("وين طلبي؟", "يوصلك الأربعاء قبل ٢ ظهرا، والمندوب يستلم منك القديم.", [], "unknown"),
        ("Where is my order?", "It will reach you on Wednesday.", [["customer", "1d 2h", "It arrived, thanks."]], "kept"),
        ("وين طلبي؟", "رح توصلك الأربعا.", [["customer", "1d 2h", "وصلت شكرا"]], "kept"),
        ("Do you have the blue one?", "I will call you on Saturday.", [["Sara", "4d", "The phone is in and put aside for you."]], "kept"),
        ("عندكم الأزرق؟", "هكلمك يوم السبت.", [["سارة", "4d", "مساء الخير يا فندم، الموبايل وصل ومحجوز لحضرتك."]], "kept"),
        (
            "Change my booking.",
            "I will send you the ticket today before 6 pm.",
            [["customer", "2h", "ok thanks"], ["Sara", "5h", "Here is your ticket."]],
            "kept",
        ),
        (
            "أبي أعدل حجزي.",
            "برسل لك التذكرة اليوم قبل المغرب.",
            [["customer", "2h", "تمام مشكورة"], ["سارة", "5h", "هذي تذكرتك."]],
            "kept",
        ),
        (
            "My refund is missing.",
            "I will follow up with you on Sunday.",
            [["Sara", "5d", "Good morning, I wanted to check whether the refund has arrived?"]],
            "kept",
        ),
        ("الفلوس مرجعتش.", "هتابع مع حضرتك يوم الأحد.", [["سارة", "5d", "حبيت أطمن المبلغ وصل لحضرتك؟"]], "kept"),
        (
            "Where is my order?",
            "Your order will reach you tomorrow before noon.",
            [["customer", "1d 10h", "Nothing came!!"], ["Sara", "1d 11h", "I am sorry."], ["customer", "3d", "It arrived."]],
            "late",
        ),
        (
            "وين طلبي؟",
            "طلبك يوصلك بكرة قبل الظهر.",
            [["customer", "1d 10h", "ما وصل شي!!"], ["سارة", "1d 11h", "نعتذر منك."], ["customer", "3d", "وصلت"]],
            "late",
        ),
        (
            "Where is my washer?",
            "I will reply to you within an hour.",
            [
                ["customer", "1h 1m", "ok I'll wait"],
                ["customer", "4h", "Hello? You said an hour and it has been three"],
                ["customer", "1d", "Forget it, cancel my order, I will never buy from you again!!"],
            ],
            "broken",
        ),
        (
            "وين الغسالة؟",
            "أرد عليك خلال ساعة.",
            [
                ["customer", "1h 1m", "طيب أنتظر"],
                ["customer", "4h", "وينكم؟ قلتوا ساعة وهذي ثلاث ساعات"],
                ["customer", "1d", "خلاص ألغوا الطلب، والله ما عاد أشتري منكم"],
            ],
            "broken",
        ),
        ("The AC is broken.", "Maintenance will be with you within half an hour.", [["customer", "4h", "Nobody came."]], "broken"),
        ("المكيف خربان.", "الصيانة بتجيكم خلال نص ساعة.", [["customer", "4h", "ما جا أحد"]], "broken"),
        ("Worst service ever!! Liars, where is my order?", "I will reply to you within an hour.", [], "broken"),
        ("أسوأ خدمة!! وين طلبي يا كذابين؟", "أرد عليك خلال ساعة.", [], "broken"),
    ],
)
def test_a_promise_is_judged_by_what_the_thread_can_show(customer: str, promise: str, after: list[list[str]], expected: str):
    assert outcome(customer, promise, after) == expected


@pytest.mark.parametrize(
    "text",
    [
        "We will be open on Friday from 2 pm to 11 pm.",
        "A screen repair takes two hours and costs 80 pounds.",
        "You can return it within 14 days.",
        "The offer will end on Thursday.",
        "نفتح يوم الجمعة من ٢ ظهرا إلى ١١ مساء.",
        "نفتح الساعة 9 صباحا.",
        "تغيير الشاشة يستغرق ساعتين وسعره 300 ريال.",
        "ترجعها خلال 14 يوم.",
        "تقدر ترجعها خلال 14 يوم.",
        "العرض ينتهي يوم الخميس.",
        "Let me know if it happens again.",
        "We always strive to improve our service.",
        "Have a nice day, we look forward to seeing you on Sunday.",
        "Shall I call you tomorrow?",
        "Your parcel arrived on Monday.",
        "نسعى دائما لخدمتك على أفضل وجه.",
        "خبرني إذا رجعت المشكلة.",
        "نتمنى لك يوما سعيدا.",
        "هل أتصل بك غدا؟",
        "وصلت شحنتك يوم الأحد.",
    ],
)
def test_wishes_habits_requests_and_the_past_are_no_promises(text: str):
    assert made(["customer", "0m", "Thanks."], ["Sara", "1h", text]) == []
