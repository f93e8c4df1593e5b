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
    thread = [["customer", "0m", "Where is my refund?"], ["Sara", "1h", "I will call you by Friday."]]
    assert [made(*thread, days=days)[0].outcome for days in (2, 5)] == ["unknown", "broken"]


def test_nothing_is_broken_where_the_end_of_the_data_is_not_known():
    held = conversation([["customer", "0m", "Where is my refund?"], ["Sara", "1h", "I will call you by Friday."]])
    assert [promise.outcome for promise in promises(read_turns(held), None)] == ["unknown"]


@pytest.mark.parametrize(
    "text",
    [
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
