"""The reader is addressed in one gender, and a swap makes every word of a span agree."""

import pytest

from coach.case import Case
from coach.rewrite.compose import Composer
from coach.rewrite.edits import apply_edits
from coach.rewrite.speaker import Speaker
from tests.cases import COACH

AGREED = {
    "عزيزي العميل، تقدر تستلم البطاقة اليوم.": ("f", "عزيزتي العميلة، تقدرين تستلمين البطاقة اليوم."),
    "أرسل لي رقم الطلب، ولا تتردد في السؤال.": ("f", "أرسلي لي رقم الطلب، ولا تترددي في السؤال."),
    "لو عايز تغير العنوان ابعتلي الجديد.": ("f", "لو عايزة تغيري العنوان ابعتيلي الجديد."),
    "وتقدرين تتابعين الشحنة من التطبيق.": ("m", "وتقدر تتابع الشحنة من التطبيق."),
    "طلبج وصل الفرع.": ("m", "طلبك وصل الفرع."),
    "حسابكِ مفعّل من اليوم.": ("m", "حسابكَ مفعّل من اليوم."),
    "Dear Sir, your card is ready.": ("f", "Dear Madam, your card is ready."),
    "Hello Ms. Lind, your card is ready.": ("m", "Hello Mr. Lind, your card is ready."),
}


@pytest.mark.parametrize("draft", AGREED)
def test_every_word_of_the_address_agrees_after_the_swap(draft: str) -> None:
    gender, wanted = AGREED[draft]
    reading = COACH.read(Case.make(draft=draft, context={"addressee_gender": gender}))
    findings = [finding for finding, rule, _ in COACH.judge(reading)[0] if rule.id == "gender-mismatch"]
    composer = Composer(Speaker(reading, COACH.phrasebook))
    edits = [edit for finding in findings for edit in next(composer.suggest(finding)).edits]
    assert apply_edits(draft, edits) == wanted


@pytest.mark.parametrize(
    "word",
    "لك عليك حضرتك أنت رقمك تواصلت طلبت معك إليك ذلكَ البنكِ تأمين تذكرتين تطبيقين تمارين تقليديين تابعين تعطيني تبين احكيلي استنى يا".split(),
)
def test_what_is_written_alike_tells_nothing(word: str) -> None:
    reading = COACH.read(Case.make(draft=f"نعم {word} اليوم كما في الرسالة السابقة."))
    assert not {"m", "f"} & reading.address.keys()
