"""Whether a playback fits: what hurts passes before what stands beside it, and training and serving describe alike."""

import numpy as np
import pytest

from coach.case import Case
from coach.config import ModelNames
from coach.models.folders import WEIGHTS
from coach.models.playback import FILE, N_PLAYBACK, SAID, Fit, describe, fitting
from coach.models.registry import load_models
from coach.pipeline import Coach
from coach.reading import CustomerReading
from coach.rewrite.speaker import Speaker
from coach.slots import visible_slot
from coach.text.normalise import has_arabic

COACH = Coach()


def customer(message: str) -> CustomerReading:
    found = COACH.read(Case(draft="⟦⟧", customer=message)).customer
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("message", "nouns", "best"),
    [
        ("My internet has been down since Monday and I work from home.", ["your internet being down since Monday"], 0),
        ("My order 4411 was due on Monday and it still isn't here!", ["the delay to your order"], 0),
        ("انقطاع الكهرباء عندنا من أمس ومحد رد علينا.", ["انقطاع الكهرباء لديك منذ أمس"], 0),
        ("My partner is in hospital with pneumonia, there is no boiler, and you put the price up.", ["the price rise"], None),
        ("I was charged a fee. I've asked you three times. My son was in intensive care.", ["your having to contact us three times"], None),
        ("I was charged twice for order 4411. The page was slow, too.", ["the slow page", "the double charge"], 1),
    ],
)
def test_the_matter_itself_fits_and_a_side_matter_does_not(message: str, nouns: list[str], best: int | None) -> None:
    fit = fitting({"noun": nouns}, customer(message), COACH.models.encoder)["noun"]
    assert fit.said == ("" if best is None else nouns[best])


@pytest.mark.parametrize(
    "message",
    [
        "Order 4411 was due on Monday and it still isn't here!",
        "I was charged twice for one order. Please refund me.",
        "i still havent got my refund, its been 3 weeks. what is going on",
        "My internet has been down since yesterday and I work from home.",
        "My parcel never came.",
        "The mug arrived broken",
        "You sent me the wrong size",
        "I can't log in to my account",
        "طلبي كان المفروض يوصل الاثنين ولا وصل للحين!",
        "انخصم مني المبلغ مرتين، رجعوا لي وحدة",
        "الطلب وصلني مكسور",
        "النت مقطوع من امبارح",
        "الشاحن ناقص من العلبة",
        "وصلني المقاس غلط",
    ],
)
def test_a_plain_trouble_has_a_noun_to_be_sorry_for(message: str) -> None:
    reading = COACH.read(Case(draft="⟦⟧", customer=message, language="ar" if has_arabic(message) else "en"))
    played = Speaker(reading, COACH.phrasebook).playback
    assert played is not None
    assert played.noun


def test_what_the_customer_did_is_nothing_to_be_sorry_for() -> None:
    for message, regretted in (
        ("The driver was rude to my mother and left the fridge in the street.", "the driver was rude to your mother"),
        ("I ordered a mug two weeks ago. Do you also sell lids?", ""),
    ):
        played = Speaker(COACH.read(Case(draft="⟦⟧", customer=message)), COACH.phrasebook).playback
        assert (played.sorry if played else "").startswith(regretted), message


@pytest.mark.parametrize(
    ("message", "draft", "perhaps"),
    [
        (
            "Hi, I ordered the navy wool coat in a 14 and you've sent me a 10. It's the right coat, just the wrong size. I need it for a funeral on the 19th so I really can't wait around.",
            "You can return it using the label in the parcel. The refund takes 10 days.",
            "the wrong size",
        ),
        (
            "السلام عليكم، فقدت حقيبتي على رحلة تونس يوم 5 أكتوبر. إلى اليوم لا خبر ولا جواب. الحقيبة فيها أدوية الوالد. شنو الحل معاكم؟",
            "البحث جارٍ. انتظر.",
            "تأخر وصول أمتعتك إليك",
        ),
    ],
)
def test_what_is_not_sure_enough_to_be_said_is_proposed(message: str, draft: str, perhaps: str) -> None:
    language = "ar" if has_arabic(message) else "en"
    made = COACH.rewrite(Case(draft=draft, customer=message, channel="chat"))
    assert perhaps not in made.text
    assert {need["slot"]: need["perhaps"] for need in made.needs if "perhaps" in need} == {visible_slot("matter", language): perhaps}


def test_without_the_encoder_that_ships_the_first_is_taken() -> None:
    cues = load_models(ModelNames(moves="cues", emotion="cues", signals="cues", encoder="cues"))
    heard = customer("I paid a fee!")
    said = {"noun": ["the fee", "the wait"], "clause": [], "sorry": ["you paid a fee"]}
    assert fitting(said, heard, cues.encoder) == {"noun": Fit("the fee"), "clause": Fit(), "sorry": Fit()}


def test_what_is_described_is_what_the_head_was_trained_on() -> None:
    told = describe("the fee", customer("I paid a fee!"), COACH.models.encoder)
    assert told.shape == (N_PLAYBACK,)
    assert told.dtype == np.float32
    assert np.load(WEIGHTS / FILE).shape == (len(SAID), N_PLAYBACK + 1)
