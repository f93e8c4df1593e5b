"""What a reviewer would name: what the heads see that no word shows, where they are silent, and that training and serving tell alike."""

import numpy as np
import pytest

from coach.case import Case
from coach.config import ModelNames
from coach.findings import Finding
from coach.models.beside import N_EACH, N_WHOLE
from coach.models.faults import PLACES_FILE, WHOLE_FILE
from coach.models.folders import WEIGHTS
from coach.models.registry import load_models
from coach.pipeline import Coach

COACH = Coach()
SEEN = [
    (
        "blames-customer",
        "My card has not come for a month and I moved in February. Was it posted, and where to? I'm upset.",
        "Dear Ms Pell, cards are normally sent within seven days. Customers are reminded that it is their responsibility to keep their"
        " address up to date.",
        "Customers are reminded",
    ),
    (
        "excessive-handoff",
        "اتصلت بكم أربع مرات والنت ما زال مقطوعًا! أنا غاضب، شوفوا لي حل",
        "أهلًا بك. إذا بقيت المشكلة فالمرجو الاتصال برقم المساعدة التقنية أو زيارة أقرب وكالة.",
        "إذا بقيت المشكلة",
    ),
    (
        "vague-next-step",
        "Your update broke our export on Thursday, we have a tender on Monday and nobody answers. I'm angry.",
        "Hi Priya, the matter is with our engineers. Updates will be posted on our status page as they become available.",
        "Updates will be posted",
    ),
    (
        "vague-next-step",
        "من أسبوع والنت مقطوع عندي واتصلت خمس مرات! متى تصلحونه؟ أنا معصب",
        "أهلًا بك. طلبك قيد المتابعة لدى الفرق المعنية، وستصلك رسالة حال ورود أي مستجدات.",
        "طلبك قيد المتابعة",
    ),
]
GOOD = [
    (
        "My parcel is a week late and I'm angry. Where is it?",
        "I'm sorry about the week's delay. It left Leeds today and arrives tomorrow by 6.",
    ),
    ("طلبي متأخر أسبوع وأنا زعلان، وينه؟", "نعتذر لك عن تأخر طلبك أسبوعًا. خرج اليوم من جدة ويصلك غدًا قبل الساعة 6."),
]


def findings(coach: Coach, draft: str, customer: str | None) -> list[Finding]:
    return [finding for finding, _, _ in coach.judge(coach.read(Case(draft=draft, customer=customer)))[0]]


@pytest.mark.parametrize(("rule", "customer", "draft", "begins"), SEEN)
def test_a_fault_in_words_that_no_cue_knows_is_named_where_it_stands(rule: str, customer: str, draft: str, begins: str) -> None:
    named = [one for one in findings(COACH, draft, customer) if one.rule == rule]
    assert [draft[one.start :].startswith(begins) for one in named] == [True]


@pytest.mark.parametrize(("customer", "draft"), GOOD)
def test_nothing_is_suspected_of_a_good_reply(customer: str, draft: str) -> None:
    assert [one.rule for one in findings(COACH, draft, customer) if one.suspected] == []


def test_nothing_is_suspected_without_a_message_or_the_encoder_that_ships() -> None:
    _, customer, draft, _ = SEEN[0]
    cues = Coach(models=load_models(ModelNames(moves="cues", emotion="cues", signals="cues", encoder="cues")))
    assert not any(one.suspected for one in findings(COACH, draft, None))
    assert not any(one.suspected for one in findings(cues, draft, customer))


def test_the_heads_weigh_what_training_told() -> None:
    rules = COACH.models.encoder.card["heads"]["faults"]["rules"]  # type: ignore[union-attr]
    located = [name for name, figures in rules.items() if figures["sought"]]
    assert np.load(WEIGHTS / WHOLE_FILE).shape == (len(rules), N_WHOLE + 1)
    assert np.load(WEIGHTS / PLACES_FILE).shape == (len(located), N_EACH + 1)
    by_id = {rule.id: rule for rule in COACH.rules}
    assert all(by_id[name].suspect is not None for name in rules)
