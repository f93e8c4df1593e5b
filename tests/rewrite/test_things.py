"""The thing that a case is about, by its phrasebook name."""

import pytest

from coach.case import Case
from coach.pipeline import Coach
from coach.rewrite.speaker import Speaker
from coach.text.normalise import has_arabic

COACH = Coach()


@pytest.mark.parametrize(
    ("customer", "thing"),
    [
        ("The charger arrived broken", "your charger"),
        ("You sent the wrong thing, not the charger", None),
        ("The parcel is broken and came without a charger", "your parcel"),
        ("The app says delivered, but my parcel never came", "your parcel"),
        ("My parcel shows as delivered but it never came", "your parcel"),
        ("مكتوب في التطبيق إنه وصل، الشاحن ناقص من العلبة", "الشاحن"),
        ("التطبيق يقول إن كل شيء وصل، الشاحن ناقص من العلبة", "الشاحن"),
    ],
)
def test_what_is_denied_or_only_tells_is_not_what_the_case_is_about(customer: str, thing: str | None) -> None:
    language = "ar" if has_arabic(customer) else "en"
    reading = COACH.read(Case.make(draft="…", customer=customer, channel="chat", language=language))
    assert Speaker(reading, COACH.phrasebook).filled.get("item") == thing


def test_a_repair_that_is_not_wanted_is_not_apologised_for() -> None:
    customer = "وصلتني الطاولة مكسورة، بدي وحدة جديدة مو تصليح"
    reading = COACH.read(Case.make(draft="…", customer=customer, channel="chat"))
    assert "repair" not in reading.matters
    assert "damaged" in reading.matters
