"""Facts are found as spans with comparable values."""

import pytest

from coach.text.facts import find_facts

FACTS = {
    "amount after": ("I refunded 40 SAR.", [("amount", "40 SAR", "40 SAR")]),
    "amount before": ("It costs $1,250.00 now.", [("amount", "$1,250.00", "1250 USD")]),
    "Eastern amount": ("أرجعنا ٤٠٫٥ ر.س أمس", [("amount", "٤٠٫٥ ر.س", "40.5 SAR")]),
    "pound": ("دفعت ١٢٠ جنيه", [("amount", "١٢٠ جنيه", "120 EGP")]),
    "percent": ("خصم ٢٠٪ لك", [("percent", "٢٠٪", "20")]),
    "hash order": ("Ticket #88231 is open.", [("order", "88231", "88231")]),
    "named order": ("Your order 4411 left.", [("order", "4411", "4411")]),
    "Arabic order": ("للطلب رقم ٤٤١١ يوم", [("order", "٤٤١١", "4411")]),
    "letters and digits": ("Tracking AB123456 is live.", [("order", "AB123456", "AB123456")]),
    "date": ("On 22 Nov 2026 it left.", [("date", "22 Nov 2026", "22 nov 2026")]),
    "month first": ("By March 3 at the latest.", [("date", "March 3", "3 mar")]),
    "iso date": ("On 2026-11-22.", [("date", "2026-11-22", "2026-11-22")]),
    "Arabic date": ("يوم ٢٢ نوفمبر", [("date", "٢٢ نوفمبر", "22 نوف")]),
    "time": ("At 9:30 am sharp.", [("time", "9:30 am", "9:30 am")]),
    "Arabic time": ("الساعة ٩ صباحًا", [("time", "٩ صباحًا", "9 am")]),
    "duration": ("Within 24 hours.", [("duration", "24 hours", "24 hour")]),
    "working days": ("Takes 3-5 working days.", [("duration", "3-5 working days", "3-5 day")]),
    "Arabic duration": ("خلال ٤٨ ساعة", [("duration", "٤٨ ساعة", "48 hour")]),
    "phone": ("Call +966 50 123 4567 now.", [("phone", "+966 50 123 4567", "966501234567")]),
    "Saudi mobile": ("جوالك 0501234567 مسجل", [("phone", "0501234567", "0501234567")]),
    "mail": ("Write to a@b.com.", [("email", "a@b.com", "a@b.com")]),
    "link": ("See https://x.y/z.", [("link", "https://x.y/z", "https://x.y/z")]),
    "iban": ("To SA03 8000 0000 6080 1016 7519 today", [("iban", "SA03 8000 0000 6080 1016 7519", "SA0380000000608010167519")]),
    "card": ("Card 4111 1111 1111 1111 is on.", [("card", "4111 1111 1111 1111", "4111111111111111")]),
    "no card: Luhn fails": ("Code 4111 1111 1111 1112 is on.", [("order", "4111 1111 1111 1112", "4111111111111112")]),
    "Saudi id": ("هويتك 1012345672 مسجلة", [("national_id", "1012345672", "1012345672")]),
    "Egyptian id": ("الرقم القومي 29001011234567", [("national_id", "29001011234567", "29001011234567")]),
    "Emirates id": ("ID 784-1990-1234567-6 is valid", [("national_id", "784-1990-1234567-6", "784199012345676")]),
    "Jordanian id needs its name": ("الرقم الوطني 9871054321 صحيح", [("national_id", "9871054321", "9871054321")]),
    "plain number": ("You bought 5 items.", [("number", "5", "5")]),
}


@pytest.mark.parametrize(("text", "facts"), FACTS.values(), ids=FACTS.keys())
def test_fact_is_found_with_its_value(text: str, facts: list[tuple[str, str, str]]) -> None:
    assert [(fact.kind, text[fact.start : fact.end], fact.value) for fact in find_facts(text)] == facts


def test_the_same_amount_in_two_scripts_has_one_value() -> None:
    assert find_facts("٤٠ ر.س")[0].value == find_facts("40 SAR")[0].value
