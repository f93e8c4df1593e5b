"""Invariants of every report, for any text."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coach.case import Case
from coach.pipeline import Coach
from coach.report import in_utf16
from coach.text import normalise

COACH = Coach()
PIECES = st.sampled_from(
    [
        "Hi Sara,",
        "We failed to send it.",
        "You should have read the terms!!",
        "soon",
        "كان عليك قراءة الشروط",
        "نُرجِّعُ المبلغ",
        "طلبـــك وصل.",
        "٤٠ ر.س",
        "😊👍🏽",
        "\u200f",
        "\u202e",
        "a@b.com",
        "https://x.y/z.",
        "4111 1111 1111 1111",
        "\n",
        "> quoted",
        "Regards,\nOmar",
        "{{name}}",
        "…",
        "((",
        "»",
    ]
)
TEXTS = st.one_of(
    st.text(min_size=1, max_size=200),
    st.lists(PIECES, min_size=1, max_size=12).map(" ".join),
    st.text(alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهويةىءأإآؤئ َُِّْـ .،؟!٠١٢٣", min_size=1, max_size=200),
)


def valid(text: str) -> bool:
    return not text.isspace() and "\0" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(draft=TEXTS.filter(valid), customer=st.one_of(st.none(), TEXTS.filter(valid)))
def test_every_offset_points_into_the_text_that_was_sent(draft: str, customer: str | None) -> None:
    report = COACH.check(Case(draft=draft, customer=customer)).as_dict()
    for sentence in report["sentences"]:
        assert draft[sentence["start"] : sentence["end"]] == sentence["text"]
    for finding in report["findings"]:
        source = customer if finding["target"] == "customer" else draft
        assert source is not None
        assert source[finding["start"] : finding["end"]] == finding["found"]
        assert (finding["start"] == finding["end"]) == (finding["target"] == "missing")
        for suggestion in finding["suggestions"]:
            for edit in suggestion["edits"]:
                assert 0 <= edit["start"] <= edit["end"] <= len(draft)
    if report["customer"]:
        for ask in report["customer"]["asks"]:
            assert customer is not None
            assert customer[ask["start"] : ask["end"]] == ask["text"]
        for signal in report["customer"]["signals"]:
            assert customer is not None
            assert 0 <= signal["start"] < signal["end"] <= len(customer)
    assert len({finding["id"] for finding in report["findings"]}) == len(report["findings"])
    json.dumps(report)


@settings(max_examples=150)
@given(draft=TEXTS.filter(valid))
def test_utf16_offsets_point_at_the_same_characters(draft: str) -> None:
    report = COACH.check(Case(draft=draft)).as_dict()
    units = draft.encode("utf-16-le")
    for plain, moved in zip(report["findings"], in_utf16(report, draft, None)["findings"], strict=True):
        assert units[2 * moved["start"] : 2 * moved["end"]].decode("utf-16-le") == plain["found"]


@pytest.mark.parametrize(
    ("quoted", "draft", "customer", "taken_up_by"),
    [
        (
            "> My order 4417 is late.\n> Where is it?\n\n",
            "Hello Dana,\n\nYour parcel left our warehouse on Monday and arrives on Thursday.\n\nBest,\nSam",
            "Where is my parcel, order 4417?",
            "Your parcel left",
        ),
        (
            "> طلبي رقم ٤٤١٧ تأخر.\n> وين وصل؟\n\n",
            "أهلًا دانة،\n\nخرج طلبك من المستودع يوم الاثنين ويصلك يوم الخميس.\n\nتحياتي،\nسامي",
            "وين وصل طلبي رقم ٤٤١٧؟",
            "خرج طلبك",
        ),
    ],
)
def test_an_ask_names_the_reported_sentence_that_takes_it_up(quoted: str, draft: str, customer: str, taken_up_by: str) -> None:
    for before in ("", quoted):
        report = COACH.check(Case(draft=before + draft, customer=customer)).as_dict()
        (ask,) = report["customer"]["asks"]
        assert report["sentences"][ask["sentence"]]["text"].startswith(taken_up_by)


ARABIC = [
    "كان عليك قراءة الشروط قبل الشراء. سيتم الرد عليك في أقرب وقت.",
    "نعتذر إن كنت قد شعرت بالانزعاج. مستحيل نرجع المبلغ.",
    "اهدأ، كما قلت لك سابقًا الطلب في الطريق.",
    "هذا خطأ قسم الشحن وليس خطأنا، نضمن لك أن هذا لن يتكرر أبدًا.",
]


def rules(draft: str) -> list[str]:
    return [finding.rule for finding in COACH.check(Case(draft=draft, customer="وين طلبي؟ أنا معصب منكم!!")).findings]


@settings(max_examples=100)
@given(draft=st.sampled_from(ARABIC), data=st.data())
def test_tatweel_diacritics_and_hamza_spelling_change_no_finding(draft: str, data: st.DataObject) -> None:
    spelled = []
    for sign in draft:
        if "\u0621" <= sign <= "\u064a":
            choice = data.draw(st.integers(0, 5))
            sign = {"أ": "ا", "إ": "ا", "آ": "ا"}.get(sign, sign) if choice == 1 else sign
            sign += "\u064e" if choice == 2 else ""
        spelled.append(sign)
    varied = "".join(spelled).replace("لت", "لـت") if data.draw(st.booleans()) else "".join(spelled)
    assert normalise.arabic(varied) == normalise.arabic(draft)
    assert rules(varied) == rules(draft)


def test_the_same_case_gives_the_same_report() -> None:
    case = Case(draft="You failed to send it. We'll get back to you soon.", customer="Where is it?")
    first, second = COACH.check(case).as_dict(), Coach().check(case).as_dict()
    for report in (first, second):
        report.pop("timing_ms")
    assert json.dumps(first) == json.dumps(second)


@pytest.mark.parametrize(
    ("draft", "reason", "code"),
    [
        ("Bonjour, votre commande est en route et nous sommes désolés.", "French", "fr"),
        ("سلام، سفارش شما در راه است و فردا می‌رسد. لطفا منتظر باشید", "Persian", "fa"),
        ("آپ کا آرڈر کل تک پہنچ جائے گا، شکریہ", "Urdu", "ur"),
        ("😊😊", "no words", "und"),
        ("el order bta3ak hayewsal bokra msh mota2akhar", "Latin letters", "ar"),
    ],
)
def test_what_is_not_arabic_or_english_is_said_and_not_judged(draft: str, reason: str, code: str) -> None:
    report = COACH.check(Case(draft=draft)).as_dict()
    assert report["language"]["code"] == code
    assert report["score"]["overall"] is None
    assert report["verdict"] == "hold"
    assert report["findings"] == []
    assert any(reason in skipped["reason"] for skipped in report["skipped"])


def test_without_a_customer_the_rules_that_need_one_are_named() -> None:
    skipped = {entry["rule"] for entry in COACH.check(Case(draft="Your parcel left today.")).skipped}
    assert skipped >= {"missing-empathy", "missing-apology", "unanswered-question", "wrong-language", "missing-next-step"}


@pytest.mark.parametrize("ui", ["en", "ar"])
def test_messages_speak_the_readers_language(ui: str) -> None:
    report = COACH.check(Case.make(draft="You failed to send it. كان عليك قراءة الشروط.", ui_language=ui))
    for finding in report.findings:
        own = finding.message.replace(finding.found, "")
        assert any("\u0621" <= sign <= "\u064a" for sign in own) == (ui == "ar")
