"""Sentences that a team lead would stop: what is told apart, where the head is asked, and that training and serving describe alike."""

import numpy as np
import pytest

from coach.case import Case
from coach.models.beside import Beside
from coach.models.folders import WEIGHTS
from coach.models.spare import FILE, N_TOLD, each_of, spare
from coach.pipeline import Coach
from coach.reading import SURELY_STRUCK

COACH = Coach()
SPARE = [
    (
        "Can you collect a sofa? It's in Bristol.",
        "Hello. Every sofa makes the world a kinder place. We can collect it in Bristol on Tuesday between 9 and 12.",
        1,
    ),
    (
        "Where is my parcel? It was due on Monday and I'm angry.",
        "Hello. Other customers have waited longer than you without a fuss. It left Leeds today and arrives tomorrow.",
        1,
    ),
    ("وين شحنتي؟ كان موعدها الاثنين وأنا معصب.", "أهلًا بك. غيرك انتظر أكثر ولم يشتكِ. الشحنة خرجت اليوم من جدة وتصلك غدًا.", 1),
    ("هل يمكن نقل موعدي إلى الخميس؟", "أهلًا بك. عيادتنا تحرص دومًا على رضا مراجعيها الكرام وتقدّر ثقتهم. نُقل موعدك إلى الخميس الساعة 5.", 1),
]


def chances(customer: str, draft: str) -> tuple[float, ...]:
    reading = COACH.read(Case(draft=draft, customer=customer))
    assert reading.customer is not None
    return spare(Beside(reading.draft, reading.customer, COACH.models.encoder), reading.impression)


@pytest.mark.parametrize(("customer", "draft", "worst"), SPARE)
def test_what_serves_nobody_is_likelier_struck_than_the_answer(customer: str, draft: str, worst: int) -> None:
    told = chances(customer, draft)
    assert int(np.argmax(told)) == worst
    # In a reply that answers, the chance of an idle sentence is lower than in a poor one: it stands out, half or not.
    assert told[worst] > 1.25 * max(chance for place, chance in enumerate(told) if place != worst)


def test_it_is_held_against_poor_and_cold_replies_alone() -> None:
    customer = "My mother's bed has been broken since last night. When does somebody come?"
    empty = "Thank you for contacting us. Our satisfaction scores are the best in the country. Please check our website."
    poor = COACH.read(Case(draft=empty, customer=customer))
    good = COACH.read(Case(draft="He comes at 10 this morning and brings a spare bed.", customer=customer))
    assert poor.hollow
    assert any(sentence.spare >= SURELY_STRUCK for sentence in poor.sentences)
    assert not good.hollow
    assert "dismissive-tone" not in [finding.rule for finding in COACH.check(good.case).findings]


def test_what_is_described_is_what_the_head_was_trained_on() -> None:
    reading = COACH.read(Case(draft="It comes today. Please wait.", customer="Where is it?"))
    assert reading.customer is not None
    assert reading.impression is not None
    told = each_of(Beside(reading.draft, reading.customer, COACH.models.encoder), reading.impression)
    assert told.shape == (2, N_TOLD)
    assert told.dtype == np.float32
    assert np.load(WEIGHTS / FILE).shape == (N_TOLD + 1,)
