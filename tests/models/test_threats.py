"""Threats of harm are heard in every dialect, and words that only sound like them are not."""

import pytest

from coach.case import Case
from coach.pipeline import Coach

COACH = Coach()
THREATS = [
    "أكسره على روسكم لو ما رجعتوا الفلوس",
    "والله لأكسر الجهاز فوق راسكم",
    "بكسرها على راسكم إذا ما حليتوها",
    "هكسر الجهاز على دماغكم لو مجاش النهارده",
    "غادي نهرسو على راسكم",
    "بهد المحل على راسكم",
    "I'll smash this kettle over your heads",
    "I will come to your office and then you will see",
    "If I have to come to your office you will be sorry",
    "I want to jump off the train home",
]
HARMLESS = [
    "كسرتوا راسي بالاتصالات",
    "على راسي، بس متى يوصل؟",
    "انكسر الجهاز على راس الدرج",
    "وقع الرف على راسي وأنا أركبه",
    "راسكم مرفوع، شكرًا",
    "The shelf broke over the head of the stairs",
    "The lamp fell on my head",
    "My daughter was left off the bus list for the trip",
    "I have come to your office four times",
]


def signals(message: str) -> set[str]:
    customer = COACH.read(Case(draft="تمام.", customer=message)).customer
    assert customer is not None
    return {signal.signal for signal in customer.signals}


@pytest.mark.parametrize("message", THREATS)
def test_a_threat_is_heard(message: str) -> None:
    assert "threat_harm" in signals(message)


@pytest.mark.parametrize("message", HARMLESS)
def test_what_only_sounds_like_one_is_none(message: str) -> None:
    assert "threat_harm" not in signals(message)
