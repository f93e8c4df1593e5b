"""The course of conversations: written threads of both languages, and what holds for any."""

from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from coach.audit.course import Course, course
from coach.audit.tables import CONVERSATIONS
from coach.audit.targets import Targets, default_targets
from tests.audit.course.threads import START, conversation, read_turns

FILES: dict[str, list[dict[str, Any]]] = {
    language: yaml.safe_load((Path(__file__).parent / f"course_{language}.yaml").read_text(encoding="utf-8")) for language in ("en", "ar")
}
CASES = [pytest.param(case, id=f"{language}-{case['name']}") for language, cases in FILES.items() for case in cases]
ENDS_AT = START + timedelta(days=7)


def followed(case: dict[str, Any], **more: Any) -> Course:
    held = conversation(case["thread"], channel=case.get("channel"), status=case.get("status"))
    return course(replace(held, **more), read_turns(held), default_targets(), ENDS_AT)


@pytest.mark.parametrize("case", CASES)
def test_a_thread_has_the_columns_that_are_written_for_it(case: dict[str, Any]):
    found = followed(case)
    expected = {name: tuple(value) if isinstance(value, list) else value for name, value in case["expect"].items()}
    assert {name: getattr(found, name) for name in expected} == expected


def test_forty_threads_are_written_for_each_language():
    assert all(len(cases) >= 40 for cases in FILES.values())


def test_every_field_is_a_column_of_the_conversations_table():
    assert {field.name for field in fields(Course)} - {"promises"} <= set(CONVERSATIONS.names)


def test_a_channel_that_is_not_known_has_the_default_targets():
    assert default_targets().of("carrier pigeon") == default_targets().of("email") == default_targets().of(None)


@pytest.mark.parametrize("minutes", [0, -5, float("nan"), float("inf")])
def test_targets_are_positive_and_finite(minutes: float):
    with pytest.raises(ValidationError):
        Targets(first_response={"email": minutes}, resolution={"email": 60})


def test_the_default_channel_must_have_its_targets():
    with pytest.raises(ValidationError):
        Targets(first_response={"chat": 5}, resolution={"chat": 60})


def test_posts_without_times_have_no_waits_and_no_due_promises():
    thread = [["customer", "0m", "Where is my order?"], ["Sara", "1h", "I will call you by Wednesday noon."]]
    held = conversation(thread)
    held = replace(held, posts=tuple(replace(post, sent_at=None) for post in held.posts))
    found = course(held, read_turns(held), default_targets(), ENDS_AT)
    assert (found.first_response_minutes, found.first_response_met, found.longest_wait_minutes) == (None, None, None)
    assert (found.n_promises, found.n_promises_broken) == (1, 0)


def test_turns_that_could_not_be_read_are_counted_for_times_alone():
    held = conversation([["customer", "0m", "Where is my order?"], ["Sara", "1h", "On its way."]], status="open")
    turns = read_turns(held)
    for turn in turns:
        turn.reading = turn.customer = None
    found = course(held, turns, default_targets(), ENDS_AT)
    assert (found.first_response_minutes, found.n_asks, found.n_promises, found.emotions) == (60.0, 0, 0, ())


def test_an_empty_conversation_has_a_course_of_nothing():
    found = course(conversation([]), [], default_targets(), None)
    assert (found.first_response_met, found.course, found.reminded, found.status_fits) == (None, None, None, None)
