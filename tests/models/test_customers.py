"""Messages and sentences remembered between checks: nothing is told differently."""

import json
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from coach.case import Case
from coach.models.customers import Customers
from coach.pipeline import Coach
from coach.text import document

COACH = Coach()
PLAIN = Coach(COACH.profile, COACH.models, Customers(COACH.models, 0))
MESSAGES = {
    "en": (
        "Where is order 4411? I wrote twice. You people are useless!",
        "It arrived broken. When do I get my money back, and who pays the courier?",
    ),
    "ar": ("وين طلبي ٤٤١١؟ راسلتكم مرتين ومحد رد!", "وصل الجهاز مكسورًا. متى يعود المبلغ؟ ومن يدفع الشحن؟"),
}
DRAFTS = {
    "en": "Hi Sara, I'm sorry. You should have checked. Order 4411 left today; we will refund the courier on Monday. Regards, Omar",
    "ar": "أهلًا سارة، نعتذر. كان عليك التأكد. خرج الطلب ٤٤١١ اليوم، وسنعيد أجرة الشحن يوم الاثنين. مع التحية، عمر",
}


def cases(language: str, n: int, seed: int) -> list[Case]:
    """Edit a draft at random, a word or a sign at a time, under changing messages, alone or in a thread."""
    chance = random.Random(seed)
    words = DRAFTS[language].split(" ")
    made = []
    for _ in range(n):
        place = chance.randrange(len(words) + 1)
        match chance.choice(("add", "drop", "swap", "sign")):
            case "add":
                words.insert(place, chance.choice(words))
            case "drop" if len(words) > 3:
                words.pop(place % len(words))
            case "swap":
                other = chance.randrange(len(words))
                words[other], words[place % len(words)] = words[place % len(words)], words[other]
            case _:
                words[place % len(words)] += chance.choice((".", "؟", "!", "\n"))
        message = chance.choice(MESSAGES[language])
        thread = [{"role": "customer", "text": "Hello?"}, {"role": "agent", "text": "Yes?"}, {"role": "customer", "text": message}]
        customer = chance.choice((message, thread, None))
        made.append(Case.make({"draft": " ".join(words), "customer": customer, "channel": chance.choice(("chat", "email"))}))
    return made


def told(coach: Coach, case: Case) -> str:
    return json.dumps({**coach.check(case).as_dict(), "timing_ms": 0})


@pytest.fixture
def forgetful() -> Iterator[None]:
    """Remember nothing by sentence."""
    usual = document._REMEMBERED
    document.remember(0)
    yield
    document.remember(usual)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_is_remembered_changes_no_report(language: str, request: pytest.FixtureRequest) -> None:
    given = cases(language, 60, seed=7)
    reports = [told(COACH, case) for case in given]
    assert document._found.cache_info().hits
    request.getfixturevalue("forgetful")
    assert [told(PLAIN, case) for case in given] == reports
    assert not document._found.cache_info().hits


@pytest.mark.parametrize("language", ["en", "ar"])
def test_threads_share_what_is_remembered(language: str) -> None:
    shared = Coach(COACH.profile, COACH.models, Customers(COACH.models, 1))
    given = cases(language, 60, seed=11)
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(lambda case: told(shared, case), given)) == [told(PLAIN, case) for case in given]


def test_a_message_is_read_once_and_its_asks_are_each_caller_s_own() -> None:
    customers = Customers(COACH.models, 2)
    case = Case(draft="-", customer=MESSAGES["en"][1])
    first, again = (customers.read(MESSAGES["en"][1], case) for _ in range(2))
    assert first.document is again.document
    first.asks[0].status = "answered"
    assert again.asks[0].status == customers.read(MESSAGES["en"][1], case).asks[0].status == "missed"


def test_what_is_remembered_is_bounded_by_number_and_by_length() -> None:
    customers = Customers(COACH.models, 3)
    for number in range(6):
        text = f"Where is order {number}?"
        customers.read(text, Case(draft="-", customer=text))
    assert [text[-2] for text, _ in customers._remembered] == ["3", "4", "5"]
    long = "Where is it? " * 1_000
    customers.read(long, Case(draft="-", customer=long))
    assert not customers._remembered
    assert customers._characters == 0


def test_remembering_can_be_turned_off() -> None:
    case = Case(draft="-", customer=MESSAGES["ar"][0])
    assert PLAIN.customers.read(MESSAGES["ar"][0], case).document is not PLAIN.customers.read(MESSAGES["ar"][0], case).document


@pytest.mark.parametrize(
    ("message", "grave"),
    [
        ("السلام عليكم ورحمة الله وبركاته، أين طلبي؟ له أسبوعان.", False),
        ("السلام عليكم ورحمه الله، وصلتني الساعة مكسورة", False),
        ("السلام عليكم و رحمة الله، انقطع الإنترنت من أمس", False),
        ("تحية طيبة ورحمة الله، أرغب في تغيير موعدي", False),
        ("وعليكم السلام ورحمة الله وبركاته، متى تصل الشحنة؟", False),
        ("السلام عليكم جميعا ورحمة الله، متى تصل الشحنة؟", False),
        ("السلام ورحمة الله، متى تصل الشحنة؟", False),
        ("والدي رحمة الله عليه توفي أمس وأريد إلغاء خطه", True),
        ("السلام عليكم ورحمة الله. توفي والدي رحمه الله وأريد إلغاء خطه", True),
    ],
)
def test_the_mercy_wished_in_a_greeting_is_nobody_s_death(message: str, grave: bool) -> None:
    customer = COACH.read(Case(draft="⟦⟧", customer=message)).customer
    assert customer is not None
    assert customer.has("vulnerable") == grave
    assert customer.is_grave == grave


@pytest.mark.parametrize(
    "message",
    [
        "Lovely delivery driver today, carried the shopping to my kitchen. Please tell him thank you xx",
        "Please pass on my thanks to Kev, he was so patient.",
        "حبيت اشكر الموظفة نورة في فرع العليا، خلصت معاملتي بسرعة. وصلوا لها شكري",
        "المندوب كان محترم جدا وساعدني اطلع الكراتين، ياريت تشكروه",
    ],
)
def test_thanks_to_be_passed_on_ask_for_no_answer(message: str) -> None:
    reading = COACH.read(Case(draft="Thank you. شكرًا لك.", customer=message))
    assert reading.customer is not None
    assert all(ask.told for ask in reading.customer.asks)
    assert reading.impression is None
