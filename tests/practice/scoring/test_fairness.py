"""Scores that trainers found unfair or false, each with what has to come out instead."""

import pytest

from coach.practice.bank import load
from coach.practice.scoring import score
from coach.text.values import find_values

ESIM = (
    "Hi Liam, no need for the shop, and yes, you keep your number. The code says that because each one works only once. Open our app on the "
    "old phone, tap My SIM, then Move to another phone, and scan the new code with the new one. "
)
ON = "Leave the old phone switched on until the new one shows signal, as a confirmation text arrives there."


@pytest.fixture(scope="module")
def ours():
    return load()


def master(ours, key):
    return ours[key].turns["start"].master


def false(result, text):
    return {(one.verdict, one.fact) for one in result.claims if one.verdict != "given"}


@pytest.mark.parametrize("day", ["tomorrow, Thursday", "Thursday", "tomorrow"])
def test_a_day_told_from_today_is_the_weekday_that_it_is(lamp, coach, day):
    told = lamp.model_copy(update={"situation": f"{lamp.situation} It is Wednesday."})
    text = f"The refund of €40 reaches your card {day}."
    assert false(score(told, "start", text, coach), text) == set()


def test_another_day_than_tomorrow_is_false_where_today_is_known(lamp, coach):
    told = lamp.model_copy(update={"situation": f"{lamp.situation} It is Monday."})
    text = "The refund of €40 reaches your card tomorrow."
    assert {one[0] for one in false(score(told, "start", text, coach), text)} == {"contradicted"}


def test_tomorrow_beside_the_right_weekday_contradicts_nothing(lamp, router, coach):
    for scenario, text in (
        (lamp, "The refund of €40 reaches your card tomorrow, Thursday."),
        (router, "المندوب هيوصل الراوتر بكرة الأربعاء الساعة 5 مساءً"),
    ):
        assert false(score(scenario, "start", text, coach), text) == set()


@pytest.mark.parametrize("half", ["50% off", "half off", "50 percent off"])
def test_half_and_fifty_per_cent_are_one(ours, coach, half):
    scenario, told = ours["lag-in-the-tournament"], master(ours, "lag-in-the-tournament")
    text = told.replace("half off", half)
    result = score(scenario, "start", text, coach)
    assert result.grade == "excellent"
    assert abs(result.score - score(scenario, "start", told, coach).score) <= 2
    assert false(result, text) == set()


@pytest.mark.parametrize(
    ("rest", "fact"),
    [
        (f"The new code costs £5 and takes about 5 minutes. {ON}", "new-code"),
        ("It's free and takes about 5 minutes. You can switch the old phone off straight away.", "old-phone"),
    ],
)
def test_the_contrary_of_a_fact_is_no_part_of_it(ours, coach, rest, fact):
    result = score(ours["esim-new-phone"], "start", ESIM + rest, coach)
    by_key = {one.key: one for one in result.reasons}
    assert ("contradicted", fact) in false(result, ESIM + rest)
    assert by_key[f"fact:{fact}"].text.en.startswith("The contrary is said")
    assert (result.grade, result.score) == ("fair", 50)


def test_two_wrong_facts_are_below_fair(ours, coach):
    rest = "The new code costs £5 and takes about 5 minutes. You can switch the old phone off straight away."
    assert score(ours["esim-new-phone"], "start", ESIM + rest, coach).grade == "poor"


def test_what_a_fault_lowers_shows_in_its_criterion(ours, coach):
    text = "Calm down please Kyle, you're rude. New node goes live November 14."
    result = score(ours["lag-in-the-tournament"], "start", text, coach)
    assert result.criteria["length"] < 60
    assert result.criteria["courtesy"] < 50
    assert result.criteria["tone"] < 50
    wrong = score(ours["esim-new-phone"], "start", f"{ESIM}It's free and takes about 50 minutes. {ON}", coach)
    assert wrong.criteria["facts"] < 80


def test_no_apology_is_missed_where_nothing_was_our_fault(ours, coach):
    text = master(ours, "code-told-to-a-caller")
    assert not any("missing-apology" in one.key for one in score(ours["code-told-to-a-caller"], "start", text, coach).reasons)
    said = "Sorry about that, Kyle. The node is overloaded every evening. New node goes live November 14."
    assert not any("missing-apology" in one.key for one in score(ours["lag-in-the-tournament"], "start", said, coach).reasons)


def test_a_word_too_many_costs_nothing_and_one_limit_is_told(lamp, coach):
    text = next(one.text for one in lamp.samples if one.grade == "excellent")
    n = len(text.split())
    goals = lamp.turns["start"].goals
    for most, lost in ((n - 1, False), (n // 2, True)):
        turn = lamp.turns["start"].model_copy(update={"goals": goals.model_copy(update={"words": (5, most)})})
        result = score(lamp.model_copy(update={"turns": {**lamp.turns, "start": turn}}), "start", text, coach)
        assert [one.key for one in result.reasons if one.criterion == "length"] == (["length"] if lost else [])


def test_reasons_say_what_they_mean_and_accuse_nobody(lamp, router, coach):
    blamed = score(
        lamp, "start", "It is your own fault, you sent the lamp back without the slip. Your refund of €40 comes on Thursday.", coach
    )
    assert any(one.text.en == "Blame has no place here." and one.text.ar == "لا مكان للوم هنا." for one in blamed.reasons)
    off = score(router, "start", "رحلتك إلى لشبونة تبدأ من البوابة 12 ويرجى إحضار جواز السفر معك إلى المطار", coach)
    assert not any(one.criterion == "gaming" for one in off.reasons)


@pytest.mark.parametrize(
    "promise", ["وسنسقط عنك كذلك الفوائد كلها.", "أعفيناك من الباقي.", "ونعفيك من القسط القادم.", "نرجع لك المبلغ كامل بدون شروط."]
)
def test_a_promise_in_words_that_nothing_grants_is_told(ours, coach, promise):
    key = "loan-after-losing-the-job"
    result = score(ours[key], "start", master(ours, key).replace("\n\nهدى", f" {promise}\n\nهدى"), coach)
    assert "granted" in {one.verdict for one in result.claims}
    assert result.score == 50


@pytest.mark.parametrize(
    "promise", ["We'll write off the interest.", "We'll also waive the next instalment.", "You'll get a full refund, no conditions."]
)
def test_a_promise_in_english_that_nothing_grants_is_told(ours, coach, promise):
    text = f"{master(ours, 'esim-new-phone')} {promise}"
    assert ("granted", None) in false(score(ours["esim-new-phone"], "start", text, coach), text)


@pytest.mark.parametrize(
    ("key", "question"),
    [
        ("code-told-to-a-caller", "ابعتلي رمز التحقق اللي يجيك."),
        ("loan-after-losing-the-job", "عطني رمز التحقق اللي يجيك."),
        ("esim-new-phone", "Please send me the verification code you receive."),
    ],
)
def test_asking_for_a_code_is_poor_and_told_first(ours, coach, key, question):
    result = score(ours[key], "start", f"{master(ours, key)} {question}", coach)
    assert (result.grade, result.reasons[0].key) == ("poor", "cap:asked")
    assert result.score <= 10


def test_a_value_of_the_customers_own_need_not_be_given_back(laid, coach):
    scenario = laid["lamp-refund-late"]
    turn = scenario.turns["start"]
    text = next(one.text for one in scenario.samples if one.grade == "excellent").replace("€40", "your money")
    named = turn.model_copy(update={"message": f"{turn.message} It was €40."})
    asked = score(scenario.model_copy(update={"turns": {**scenario.turns, "start": named}}), "start", text, coach)
    assert asked.score > score(scenario, "start", text, coach).score


def test_a_refusal_that_names_what_was_asked_takes_it_up(ours, coach):
    key = "number-lost-while-abroad"
    own = "ومن أخذه لا نستطيع ذكر اسمه، كما لا نذكر اسمك لأحد."
    text = master(ours, key).replace(own, "أما من أخذه فلا نفصح عنه حفظًا لخصوصيته.")
    assert score(ours[key], "start", text, coach).asks[2] == "refused"


def test_that_a_fraudster_is_none_of_ours_is_no_blame(ours, coach):
    key = "code-told-to-a-caller"
    text = master(ours, key).replace("لأ، ده مش مننا", "لأ، اللي كلمك ده مش من محفظة قرش")
    result = score(ours[key], "start", text, coach)
    assert result.grade == "excellent"
    assert not any("blame" in one.key or "register" in one.key for one in result.reasons)


def test_a_secret_with_its_words_in_another_order_is_told(ours, coach):
    key = "code-told-to-a-caller"
    leak = "خليك معاهم على الخط لأن رقم النصاب فريق الأمان مراقبه"
    text = f"{master(ours, key)} {leak}"
    result = score(ours[key], "start", text, coach)
    assert ("secret", "trap") in false(result, text)
    assert result.score <= 50


def test_the_wrong_gender_throughout_is_no_more_than_fair(ours, coach):
    text = (
        "أهلًا بيكي يا أستاذة، ده مش مننا، المحفظة عمرها ما بتطلب الكود في التليفون. قفلت محفظتك دلوقتي والـ 420 جنيه الباقيين في أمان، "
        "متقلقيش. الـ 1800 مانقدرش نرجّعها لأنها اتسحبت بالكود، لكن فتحت لك بلاغ احتيال 55201 ورده خلال 5 أيام عمل، وقدّمي الكشف لمباحث "
        "الإنترنت على 108."
    )
    assert score(ours["code-told-to-a-caller"], "start", text, coach).score == 74


@pytest.mark.parametrize(
    ("text", "sunday"), [("وصلت الأمور إلى هذا الحد", False), ("لهذا الحد وبس", False), ("هيوصل الحد الجاي", True), ("يوم الحد", True)]
)
def test_the_word_for_a_limit_is_no_sunday(text, sunday):
    assert any("day sun" in value.readings for value in find_values(text)) == sunday


def test_another_dialect_than_the_scenarios_is_told(ours, coach):
    key = "bill-for-an-empty-house"
    text = "ازيك يا فندم، الفاتورة دي اتحسبت تقديري علشان العداد مقفول عليه، ومفيش حاجة هتتفصل دلوقتي خالص، ابعت صورة العداد."
    assert any("register-mismatch" in one.key for one in score(ours[key], "start", text, coach).reasons)
