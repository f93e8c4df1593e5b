import pytest

from coach.practice import claims, known
from coach.practice.bank import load
from coach.practice.goals import case_of


def told(scenario, text, coach, turn="start"):
    draft = coach.read(case_of(scenario, scenario.turns[turn], text)).draft
    return [(claim.verdict, text[claim.start : claim.end], claim.fact) for claim in claims.check(scenario, turn, draft)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We refunded the €40 for order 4411.", [("given", "€40", None), ("given", "4411", None)]),
        ("We refunded the 40 euros today.", [("given", "40 euros", None)]),
        ("We refunded €45 to your card.", [("contradicted", "€45", "refund")]),
        ("The refund reaches your card on Monday.", [("contradicted", "Monday", "refund")]),
        ("The lamp weighed 740 grams.", [("invented", "740", None)]),
        ("At 10 am on Friday I'll call you.", [("given", "10 am", None), ("given", "Friday", None)]),
        (
            "We have added a voucher as compensation for the wait.",
            [("granted", "We have added a voucher as compensation for the wait.", "voucher")],
        ),
        ("I can't give a voucher as compensation for the wait.", []),
        ("There are 900 parcels unopened here.", [("secret", "900", "backlog")]),
        ("My colleague Ringo will take over.", [("invented", "Ringo", None)]),
        ("We are here 24/7 for both of you.", []),
    ],
)
def test_english(lamp, coach, text, expected):
    found = told(lamp, text, coach)
    assert [one for one in expected if one not in found] == []
    assert [one for one in found if one[0] != "given" and one not in expected and one[1] != "900"] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("المندوب هيوصل الراوتر الأربعاء الساعة 5 مساءً", []),
        ("هتدفع ٤٥٠ جنيه للراوتر بس", []),
        ("هتدفع ٥٠٠ جنيه للراوتر", [("contradicted", "٥٠٠ جنيه", "free")]),
        ("المندوب هيوصل الراوتر يوم السبت", [("contradicted", "السبت", "visit")]),
        ("هكلمك بنفسي يوم الخميس الساعة 7 مساءً أتأكد إنه وصل", []),
    ],
)
def test_arabic(router, coach, text, expected):
    assert [one for one in told(router, text, coach) if one[0] != "given"] == expected


@pytest.mark.parametrize(
    ("text", "false"),
    [
        ("The refund reaches your card by Sat.", "Sat"),
        ("The refund reaches your card on sat.", "sat"),
        ("The refund reaches your card tmrw.", "tmrw"),
        ("Your money will arrive the day after tomorrow.", "tomorrow"),
        ("Your refund is on the card by the 20th.", "20"),
        ("The refund reaches your card on Monday and I'll call you.", "Monday"),
        ("The refund reaches your card on Thursday and I'll call you on Monday.", None),
        ("On Monday I'll check whether the refund has arrived.", None),
        ("By Monday, I'll let you know whether the refund is there.", None),
        ("If the refund is not there on Monday, I will get back to you.", None),
    ],
)
def test_a_day_is_held_against_what_happens_not_against_when_the_agent_writes(lamp, coach, text, false):
    assert [one[1] for one in told(lamp, text, coach) if one[0] != "given"] == ([false] if false else [])


@pytest.mark.parametrize(
    ("text", "false"),
    [
        ("المندوب هيوصل الراوتر يوم التلاتاء", "التلاتاء"),
        ("المندوب هيوصل الراوتر يوم لتنين", "لتنين"),
        ("المندوب هيوصل الراوتر لتنين الجاي", "لتنين"),
        ("غادي يوصل الروتور نهار الثلاث", "الثلاث"),
        ("رح يوصل الراوتر نهار الخميس", "الخميس"),
        ("الراوتر هيوصل يوم السبت وهكلمك أطمن", "السبت"),
        ("الراوتر هيوصلك عقب باجر", "باجر"),
        ("المبلغ والراوتر يوصلوك يوم الجمعة", "الجمعة"),
        ("الراوتر هيوصل يوم 20", "20"),
        ("الراوتر هيوصل يوم الأربع", None),
        ("هتصل بيك يوم الحد أطمن إن الراوتر وصل", None),
        ("نهار السبت نرجع لك بخبر على الراوتر", None),
        ("هتابع بنفسي وهكلمك بعد بكرة", None),
    ],
)
def test_days_are_read_in_every_dialect(router, coach, text, false):
    assert [one[1] for one in told(router, text, coach) if one[0] != "given"] == ([false] if false else [])


def test_an_invented_delivery_day_in_the_bride_s_bedroom_is_told(coach):
    bride = load()["bride-waiting-for-bedroom"]
    for day in ("الأحد", "الأربعاء", "الخميس"):
        text = f"الأوضة هتوصل يوم {day} إن شاء الله، وهتابع معاكي بنفسي."
        assert [one[0] in ("contradicted", "invented") for one in told(bride, text, coach) if one[1] == day] == [True]


def test_sums_and_spans_are_reckoned_not_invented(laid, coach):
    scenario = laid["lamp-refund-late"]
    facts = (
        *scenario.facts,
        scenario.facts[1].model_copy(update={"key": "post", "say": "Postage of 6 euro comes back too", "values": ("€6",)}),
    )
    scenario = scenario.model_copy(update={"facts": facts})
    assert [one[0] for one in told(scenario, "You get €46 back in all.", coach)] == ["given"]


def test_earlier_turns_are_known(lamp, coach):
    assert [one[0] for one in told(lamp, "As I wrote, order 4411 is refunded.", coach, "which-card")] == ["given"]
    assert known.leading_to(lamp, "which-card") == ["start"]
    assert known.leading_to(lamp, "start") == []


def test_excellent_samples_and_masters_claim_nothing_false(laid, coach):
    for key in ("lamp-refund-late", "router-delivery-egypt", "gym-pause-refused"):
        scenario = laid[key]
        for text in (scenario.samples[0].text, scenario.turns["start"].master):
            assert all(one[0] == "given" for one in told(scenario, text, coach))
