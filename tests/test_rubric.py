"""What the score rewards."""

import pytest

from coach.case import Case
from coach.config import default_profile
from coach.pipeline import Coach

COACH = Coach()

PAIRS = {
    "en": (
        "Where is my order 4411? It was due on Monday and I'm getting angry, this is the worst service!",
        "I'm sorry that order 4411 missed its Monday date. It is in Leeds and I have put it on tonight's van, so it reaches you tomorrow before noon. "
        "I'll text you the driver's number at 8 am.",
        [
            "Dear valued customer, thank you so much for reaching out to us! We completely understand your frustration and we are truly sorry for any "
            "inconvenience. Your satisfaction is our top priority and we really value your feedback. We sincerely apologise once again. Our team will "
            "look into it and get back to you as soon as possible. Please do not hesitate to contact us. Have a wonderful day!",
            "We understand your frustration. We understand how frustrating this must be. We are so sorry. We are really sorry. We sincerely apologise. "
            "Thank you for your patience. We are here for you. Rest assured we will do our best. Warm regards!",
        ],
    ),
    "ar": (
        "وين الطلب ٤٤١١؟ كان موعده الاثنين وأنا معصب، أسوأ خدمة!",
        "نعتذر منك لأن الطلب ٤٤١١ تأخر عن موعده يوم الاثنين. الطلب الآن في جدة وأرسلته مع مندوب الليلة، فيصلك غدًا قبل الظهر. "
        "سأبعث لك رقم المندوب الساعة ٨ صباحًا.",
        [
            "عميلنا العزيز، نشكرك جزيل الشكر على تواصلك معنا! نتفهم استياءكم تمامًا ونعتذر بشدة عن أي إزعاج. رضاكم هو أولويتنا القصوى ونقدّر "
            "ملاحظاتكم. نكرر اعتذارنا لكم. سيقوم الفريق المختص بمتابعة الأمر والرد عليكم في أقرب وقت ممكن. لا تتردد في التواصل معنا. نتمنى لكم يومًا سعيدًا!",
            "نتفهم استياءكم. نتفهم انزعاجكم. نعتذر جدًا. نأسف جدًا. نعتذر بشدة. شكرًا لصبركم. نحن هنا لخدمتكم. نطمئنكم بأننا سنبذل قصارى جهدنا. دمتم بخير!",
        ],
    ),
}


def score(draft: str, customer: str) -> int:
    overall = COACH.check(Case(draft=draft, customer=customer)).score["overall"]
    assert overall is not None
    return int(overall)


@pytest.mark.parametrize("language", PAIRS)
def test_phrases_cannot_buy_the_score_of_a_plain_helpful_reply(language: str) -> None:
    customer, plain, stuffed = PAIRS[language]
    for draft in stuffed:
        assert score(draft, customer) < score(plain, customer) - 15
        assert score(f"{draft} {plain}", customer) <= score(plain, customer)


@pytest.mark.parametrize("language", PAIRS)
def test_an_answer_outranks_a_promise_and_a_promise_with_a_date_one_without(language: str) -> None:
    customer, plain, _ = PAIRS[language]
    dated, vague = {
        "en": (
            "I'm sorry about the delay of order 4411. I'll check it with the depot and write to you by 6 pm today.",
            "We will look into it soon.",
        ),
        "ar": ("نعتذر عن تأخر الطلب ٤٤١١. سأراجع الأمر مع المستودع وأكتب إليك قبل السادسة مساء اليوم.", "سنتابع الموضوع قريبًا."),
    }[language]
    assert score(plain, customer) >= score(dated, customer) > score(vague, customer)


def test_weights_put_substance_before_manners() -> None:
    weights = default_profile().criteria
    assert weights["completeness"] > weights["next_step"] > weights["clarity"] > weights["courtesy"]


def test_a_criterion_that_does_not_apply_has_no_score() -> None:
    criteria = COACH.check(Case(draft="Yes, we are open on Friday from 2 to 10 pm.", customer="Are you open on Friday?")).score["criteria"]
    assert criteria["empathy"] is None
    assert criteria["refusal"] is None
