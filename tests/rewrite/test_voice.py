"""The voice of a draft, which whatever is added to it shares."""

import pytest

from coach.case import Case
from coach.pipeline import Coach
from coach.rewrite.voice import voice_of

COACH = Coach()


@pytest.mark.parametrize(
    ("draft", "gender", "form"),
    [
        ("السيد أنس المحترم، نشكر لكم اختياركم أجنحة الشرق. نرجو منكم عدم تكرار الاتصال.", "m", "plural"),
        ("الأخت الفاضلة أم يوسف، نقدر قلقكم على ابنكم الغالي. يسعد المديرة استقبالكم في مكتبها.", "f", "plural"),
        ("أهلًا سارة، طلبك جاهز وتقدرين تستلمينه.", "f", "f"),
        ("أهلًا سامي، طلبك جاهز.", "m", "m"),
        ("رسالتكم وصلت.", "unknown", "plural"),
        ("أهلين أم خالد، وصلت الرسالة.", "unknown", "f"),
        ("صباح الورد ابو سليم، وصلت الرسالة.", "unknown", "m"),
        ("وصلت الرسالة.", "unknown", "neutral"),
        ("Dear Sir, your order is ready.", "f", "f"),
    ],
)
def test_who_is_spoken_to_as_many_is_answered_so_and_else_by_what_is_known(draft: str, gender: str, form: str) -> None:
    case = Case.make(draft=draft, customer="متى يصل طلبي؟", channel="email", context={"addressee_gender": gender})
    assert voice_of(COACH.read(case)).form == form
