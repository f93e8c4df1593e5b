"""Which sentences lean on what was said before them."""

import pytest

from coach.rewrite.reference import points_back

BACK = (
    "It stays on.",
    "And they never close their tickets.",
    "I've had a stern word with them.",
    "That's our policy.",
    "This will take a week.",
    "سنبحث عنه جديًا.",
    "كلمناهم.",
    "وهي نصيحة حسنة.",
    "هذا ما عندنا.",
    "دفعنا لهُ المبلغ.",
    "هم السبب في التأخير.",
    "“It stays on.”",
)
BY_ITSELF = (
    "The parcel leaves today.",
    "This order ships on Monday.",
    "That number is ours.",
    "Please restart the router.",
    "هذا الطلب جاهز.",
    "الفرع الذي تسأل عنه مغلق.",
    "تصل الشحنة يوم الأحد.",
    "ومعناها أن الطلب جاهز.",
    "Both lamps are free.",
    "نعيد المبلغ كاملًا.",
)


@pytest.mark.parametrize("text", BACK)
def test_a_pronoun_that_something_before_has_to_explain_points_back(text: str) -> None:
    assert points_back(text)


@pytest.mark.parametrize("text", BY_ITSELF)
def test_a_sentence_that_names_its_things_does_not(text: str) -> None:
    assert not points_back(text)
