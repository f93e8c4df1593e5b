"""Hostile messages digested: the insults gone, every fact and ask still there, and calm words by firmness."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from coach.case import Case
from coach.phrasebook import Phrasebook
from coach.pipeline import Coach
from coach.rewrite.digest import Digest
from coach.text.values import find_values, same

COACH = Coach()
BOOK = Phrasebook()
FILE = Path(__file__).with_name("digest.yaml")
TOLD: dict[str, dict[str, list[Any]]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
HOSTILE = [
    pytest.param(language, row, id=f"{language}-{number}")
    for language, rows in TOLD["hostile"].items()
    for number, row in enumerate(rows, 1)
]
CALM = [
    pytest.param(message, id=f"{language}-{number}")
    for language, messages in TOLD["calm"].items()
    for number, message in enumerate(messages, 1)
]
MESSAGES = [row["message"] for rows in TOLD["hostile"].values() for row in rows] + [one for rows in TOLD["calm"].values() for one in rows]
SPOKEN = {
    "en": "You are a bunch of idiots. Where is my refund?",
    "gulf": "يا حمير وين فلوسي؟ وش السالفة معكم، الحين أبغى رد",
    "egyptian": "انتو شوية حرامية، فين فلوسي؟ عايز رد دلوقتي، مش هستنى كده",
    "levantine": "يا كلاب وين مصرياتي؟ شو هالحكي، بدي رد هلق",
    "maghrebi": "يا شفارة فين فلوسي؟ بغيت الجواب دابا، واش هادشي معقول",
    "msa": "أنتم لصوص وأغبياء. أين مالي؟ أريد جوابًا الآن، فقد انتظرت طويلًا",
}
_SLOT = re.compile(r"\\\{\w+\\\}")


@cache
def digested(message: str, ui: Any = "en", channel: Any = "chat") -> Digest:
    found = COACH.digest(Case(draft="…", customer=message, ui_language=ui, channel=channel))
    assert found is not None
    return found


def signals(found: Digest) -> set[str]:
    return {told["signal"] for told in found.signals}


@pytest.mark.parametrize(("language", "row"), HOSTILE)
def test_no_insult_is_left(language: str, row: dict[str, Any]) -> None:
    found = digested(row["message"])
    assert found.folded
    shown = [found.neutral, found.happened, *(ask["text"] for ask in found.asks)]
    assert not [word for word in row["insults"] for text in shown if word in text]


@pytest.mark.parametrize(("language", "row"), HOSTILE)
def test_every_fact_and_ask_is_kept(language: str, row: dict[str, Any]) -> None:
    found = digested(row["message"])
    kept = find_values(found.neutral)
    lost = [one for one in find_values(row["message"]) if not one.weak and not any(same(one, other) for other in kept)]
    assert [row["message"][one.start : one.end] for one in lost] == []
    assert not [words for words in row["keeps"] if words.rstrip(".؟?!").casefold() not in found.neutral.casefold()]


@pytest.mark.parametrize("message", MESSAGES)
def test_every_offset_is_where_it_says(message: str) -> None:
    found = digested(message)
    for told in (*found.facts, *found.asks):
        assert message[told["start"] : told["end"]] == told["text"]
    at = 0
    for fold in found.folded:
        assert at <= fold["start"] < fold["end"] <= len(message)
        assert fold["kind"] in ("insult", "threat_harm")
        at = fold["end"]
    for signal in found.signals:
        assert 0 <= signal["start"] <= signal["end"] <= len(message)
    for told in found.asks:
        assert not any(fold["start"] <= told["start"] and told["end"] <= fold["end"] for fold in found.folded)


@pytest.mark.parametrize("message", CALM)
def test_a_calm_message_stays_as_it_is(message: str) -> None:
    found = digested(message)
    assert found.folded == []
    assert found.neutral == message
    assert found.not_owed == []


@pytest.mark.parametrize(("language", "row"), HOSTILE)
def test_the_signals_are_heard(language: str, row: dict[str, Any]) -> None:
    assert set(row.get("signals", ())) <= signals(digested(row["message"]))


@pytest.mark.parametrize("ui", ["en", "ar"])
def test_what_is_not_owed_follows_the_signals(ui: str) -> None:
    """One line for each signal that asks for more than is due: said wherever the signal is heard, and nowhere else."""
    told = [digested(message, ui) for message in MESSAGES]
    heard = {
        signal: [number for number, found in enumerate(told) if signal in signals(found)]
        for signal in ("insult", "threat_harm", "threat_public", "threat_leave")
    }
    lines = {line: [number for number, found in enumerate(told) if line in found.not_owed] for found in told for line in found.not_owed}
    assert all(heard.values())
    assert sorted(lines.values()) == sorted(heard.values())


@pytest.mark.parametrize("ui", ["en", "ar"])
def test_what_is_owed_follows_the_message(ui: str) -> None:
    ask, again, danger = (
        set(digested(message, ui).owed)
        for message in (
            "Where is my order?",
            "I have written four times. Where is my order?",
            "I am going to hurt someone. Where is my order?",
        )
    )
    assert len(ask) == 1
    assert ask < again
    assert ask < danger
    assert again != danger
    assert digested("Thanks a lot, that solved it.", ui).owed == []


def test_someone_who_wrote_before_is_owed_an_account_of_it() -> None:
    once = [{"role": "customer", "text": "Where is my order?"}]
    twice = [*once, {"role": "agent", "text": "It left today."}, *once]
    first, second = (COACH.digest(Case.make(draft="…", customer=turns, channel="chat")) for turns in (once, twice))
    assert first is not None
    assert second is not None
    assert len(second.owed) == len(first.owed) + 1


@pytest.mark.parametrize("dialect", SPOKEN)
def test_three_boundaries_grow_firmer_in_the_customers_dialect(dialect: str) -> None:
    found = digested(SPOKEN[dialect])
    language = "en" if dialect == "en" else "ar"
    assert [one["firmness"] for one in found.boundaries] == [1, 2, 3]
    assert len({one["text"] for one in found.boundaries}) == 3
    for one in found.boundaries:
        entries = [entry for entry in BOOK.entries(language, "boundary") if entry.firmness == one["firmness"]]
        patterns = [(_SLOT.sub(".+", re.escape(text)), entry.dialect) for entry in entries for text in entry.forms.values()]
        own = {spoken for pattern, spoken in patterns if re.fullmatch(pattern, one["text"])}
        assert (None if dialect == "en" else dialect) in own
    assert found.handover


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("channel", ["email", "chat", "whatsapp", "social", "sms"])
def test_every_channel_has_its_three_boundaries(language: str, channel: str) -> None:
    message = SPOKEN["en" if language == "en" else "msa"]
    assert [one["firmness"] for one in digested(message, "en", channel).boundaries] == [1, 2, 3]


def test_shouting_is_calmed_and_codes_stay() -> None:
    neutral = digested("WHERE IS MY ORDER FROM THE USA?!!!").neutral
    assert "!!" not in neutral
    assert "ORDER" not in neutral
    assert "USA" in neutral


def test_a_sentence_half_shouted_is_calmed_and_a_name_stays() -> None:
    assert digested("Where IS MY order").neutral == "Where is my order"
    assert digested("I bought an IKEA lamp. Where is it?").neutral == "I bought an IKEA lamp. Where is it?"


def test_the_fold_takes_the_sign_that_belongs_to_it() -> None:
    assert digested("Are you dumb? Where is order 12?").neutral == "⟦insult⟧ Where is order 12?"
    assert digested("يا حمير، وين طلبي 12؟").neutral == "⟦insult⟧ وين طلبي 12؟"
    assert digested("Order 12 never came, you lying thieves. Send it.").neutral == "Order 12 never came, ⟦insult⟧. Send it."


@pytest.mark.parametrize(
    "message",
    [
        "أريد استرجاع المبلغ اليوم، فقد انتظرت طويلًا يا كذابين، هذا شيء مزعج واجد",
        "لماذا تأخر الطلب؟ أنتم لصوص، وأريد حلًا اليوم وش الحل",
        "انتظرت أسبوعًا كاملًا ولم يصلني شيء يا حرامية، الحين أرسلوا الطلب",
    ],
)
def test_one_word_of_a_dialect_brings_no_other(message: str) -> None:
    entries = {text: entry.dialect for entry in BOOK.entries("ar", "boundary") for text in entry.forms.values()}
    for one in digested(message).boundaries:
        assert {dialect for text, dialect in entries.items() if re.fullmatch(_SLOT.sub(".+", re.escape(text)), one["text"])} & {
            "msa",
            "gulf",
        }


def test_what_is_folded_is_named_in_the_readers_language() -> None:
    assert digested("يا حمير، وين طلبي 12؟", "ar").neutral == "⟦إهانة⟧ وين طلبي 12؟"
    threat = digested("هقطع رقبتك. الأوردر 5512 لسه ماجاش.", "ar").neutral
    assert threat.startswith("⟦تهديد⟧")
    assert not re.search("[A-Za-z]", threat)


@pytest.mark.parametrize("message", MESSAGES)
def test_an_ask_that_nobody_has_answered_has_no_status(message: str) -> None:
    assert all(set(ask) == {"start", "end", "text"} for ask in digested(message).asks)


@pytest.mark.parametrize("dialect", SPOKEN)
def test_handing_over_is_offered_and_not_said_to_have_happened(dialect: str) -> None:
    handover = digested(SPOKEN[dialect]).handover
    assert re.search("I can|يمكنني|أقدر|ممكن|فيني", handover)
    assert handover.count("⟦") == 2
    assert not re.search("have passed|I've|حوّلت|نقلت|بلّغت|خبرت|أعطيت", handover)


def test_there_is_no_digest_without_a_message() -> None:
    assert COACH.digest(Case(draft="Hello")) is None
    assert COACH.digest(Case(draft="Hello", customer="  ")) is None


def test_the_form_is_complete() -> None:
    assert list(digested("Where is my order?").as_dict()) == [
        "emotion",
        "signals",
        "folded",
        "neutral",
        "happened",
        "facts",
        "asks",
        "owed",
        "not_owed",
        "boundaries",
        "handover",
    ]


@pytest.mark.parametrize("message", ["Thank you for the quick delivery.", "شكرًا على التوصيل السريع"])
def test_no_limit_is_set_to_a_friendly_customer(message: str) -> None:
    made = COACH.digest(Case.make(draft="…", customer=message))
    assert made
    assert made.boundaries == []


@pytest.mark.parametrize(
    ("message", "kept", "insult"),
    [
        ("Your driver Ali is a moron, he left parcel 4411 in the rain.", "Your driver Ali", "moron"),
        ("السائق علي حمار ترك الطلب ٤٤١١ تحت المطر.", "السائق علي", "حمار"),
    ],
)
def test_the_third_person_that_is_insulted_stays(message: str, kept: str, insult: str) -> None:
    made = COACH.digest(Case.make(draft="…", customer=message))
    assert made
    assert made.neutral.startswith(kept)
    assert insult not in made.neutral


def test_enough_is_tried() -> None:
    assert all(len(rows) >= 12 for rows in TOLD["hostile"].values())
