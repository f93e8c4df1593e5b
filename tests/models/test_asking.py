"""Which sentences of a message ask: by the head, by cues alone, and at the edges."""

import numpy as np
import pytest

from coach.config import ModelNames
from coach.models.asking import FILE, MOST_SENTENCES, N_ASKING, describe, find_asks, strength
from coach.models.folders import WEIGHTS
from coach.models.registry import load_models
from coach.text.document import CUSTOMER_CUES, read

ENCODER = load_models(ModelNames()).encoder


def asked(message: str, by_cues: bool = False) -> list[str]:
    return [ask.text for ask in find_asks(read(message, CUSTOMER_CUES), None if by_cues else ENCODER)]


@pytest.mark.parametrize(
    ("message", "wanted"),
    [
        ("You took the gym fee twice this month, 39 pounds each. I want one back.", ["I want one back."]),
        ("The stairs light is out again. Send somebody today.", ["Send somebody today."]),
        ("خصمتم القسط مرتين هذا الشهر. ابغى فلوسي ترجع.", ["ابغى فلوسي ترجع."]),
        ("النت فاصل من امبارح. ابعتولنا حد النهارده.", ["ابعتولنا حد النهارده."]),
    ],
)
def test_a_wish_is_found_behind_the_trouble_that_it_comes_from(message: str, wanted: list[str]) -> None:
    assert asked(message) == wanted


@pytest.mark.parametrize("message", ["Thanks, that fixed it. You are a star.", "مشكورين على سرعة التجاوب، الله يعطيكم العافية."])
def test_thanks_ask_for_nothing(message: str) -> None:
    assert asked(message) == []


@pytest.mark.parametrize("message", ["", "...", "👍"])
def test_a_message_without_words_asks_nothing(message: str) -> None:
    assert asked(message) == []


@pytest.mark.parametrize("message", ["The app crashes when I pay.", "التطبيق يعلّق كل ما أدفع."])
def test_a_trouble_without_a_question_is_told_once(message: str) -> None:
    (ask,) = find_asks(read(f"{message} {message}", CUSTOMER_CUES), ENCODER)
    assert ask.told


@pytest.mark.parametrize("by_cues", [True, False])
def test_plain_questions_are_found_with_and_without_the_head(by_cues: bool) -> None:
    assert asked("Where is my order 4411? And can you change my phone number?", by_cues) == [
        "Where is my order 4411?",
        "And can you change my phone number?",
    ]


def test_of_a_message_past_the_bound_the_beginning_is_read() -> None:
    message = " ".join(f"How much is plan {number}?\n\nWhere is parcel {number} now?" for number in range(MOST_SENTENCES))
    found = find_asks(read(message, CUSTOMER_CUES), ENCODER)
    assert 100 < len(found) <= MOST_SENTENCES


def test_what_is_described_is_what_the_head_was_trained_on() -> None:
    body = read("Where is my order? It was due on Monday.", CUSTOMER_CUES).body
    told = describe(body, [strength(sentence) for sentence in body], ENCODER)
    assert told.shape == (len(body), N_ASKING)
    assert told.dtype == np.float32
    assert np.load(WEIGHTS / FILE).shape == (N_ASKING + 1,)
