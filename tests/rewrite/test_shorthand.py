"""Notes that are too dense to be read: nothing of them is lost, nothing is made of them, and the agent says them."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from coach.case import DraftRequest
from coach.pipeline import Coach
from coach.rewrite.draft import Drafted
from coach.rewrite.expansion import is_internal, is_regret, proposed, said
from coach.rewrite.notes import read_notes
from coach.rewrite.shorthand import is_dense, units
from coach.slots import is_note, reworded, said_in

COACH = Coach()
ROWS: dict[str, list[dict[str, Any]]] = yaml.safe_load(Path(__file__).with_name("jotted.yaml").read_text(encoding="utf-8"))
JOTTED = [pytest.param(language, number, id=f"{language}-{number + 1}") for language, rows in ROWS.items() for number in range(len(rows))]


@cache
def drafted(language: str, number: int) -> Drafted:
    row = ROWS[language][number]
    return COACH.draft(DraftRequest(customer=row["customer"], notes=row["notes"], channel=row["channel"]))


@pytest.mark.parametrize(("language", "number"), JOTTED)
def test_every_unit_of_the_notes_stands_in_the_draft_in_its_order(language: str, number: int) -> None:
    row, made = ROWS[language][number], drafted(language, number)
    assert is_dense(row["notes"])
    notes = read_notes(row["notes"], language)
    told = [notes.say(piece, language) for piece in notes.pieces]
    places = [made.text.find(one) for one in told]
    assert -1 not in places
    assert places == sorted(places)
    assert made.unused == notes.internal


@pytest.mark.parametrize(("language", "number"), JOTTED)
def test_nothing_is_made_of_dense_notes(language: str, number: int) -> None:
    row, made = ROWS[language][number], drafted(language, number)
    around = re.sub("⟦[^⟦⟧]*⟧", "", made.text)
    assert [said for said in row["never"] if said in around] == []


@pytest.mark.parametrize(("language", "number"), JOTTED)
def test_each_slot_of_a_note_asks_for_the_agents_words(language: str, number: int) -> None:
    made = drafted(language, number)
    asked = {need["slot"]: need["ask"] for need in made.needs}
    slots = {reworded(unit, language): unit for unit in units(ROWS[language][number]["notes"])}
    kept = [slot for slot in slots if slot in made.text]
    assert kept == [slot for slot in asked if is_note(slot)]
    assert all(slots[slot] in asked[slot] for slot in kept)


@pytest.mark.parametrize(
    ("notes", "cut"),
    [
        ("Dr Lim off sick till 24th. bring red book.", ["Dr Lim off sick till 24th", "bring red book"]),
        ("drop at no. 47 not 74; trk 12", ["drop at no. 47 not 74", "trk 12"]),
        ("refunded 49.90 EUR, by Friday", ["refunded 49.90 EUR", "by Friday"]),
        ("متوقع قبل ٦ م. تعويض ٦٢ ريال. د. هند إجازة", ["متوقع قبل ٦ م", "تعويض ٦٢ ريال", "د. هند إجازة"]),
        ("تم الإلغاء، بدون رسوم. الوكيلة أ. منيرة تتصل", ["تم الإلغاء، بدون رسوم", "الوكيلة أ. منيرة تتصل"]),
        (" . , ;", []),
    ],
)
def test_notes_are_cut_into_what_each_says(notes: str, cut: list[str]) -> None:
    assert units(notes) == cut


@pytest.mark.parametrize(
    ("notes", "dense"),
    [
        ("refund refused, over 30 days, can offer credit", False),
        ("رجعنا 340 ريال، من 3 إلى 5 أيام", False),
        ("one, two, three, four", True),
        ("cust to send photo", True),
        ("worn outside -> no refund", True),
        ("العميلة تحتاج تأكيد", True),
        ("word " * 21, True),
    ],
)
def test_a_few_tidy_pieces_are_not_dense(notes: str, dense: bool) -> None:
    assert is_dense(notes) is dense


@pytest.mark.parametrize(
    ("language", "unit", "sentence"),
    [
        ("en", "opened an investigation", "We have opened an investigation."),
        ("en", "the new card is on its way", "The new card is on its way."),
        ("en", "she will ring back", None),
        ("en", "pt to pick", None),
        ("en", "refund refused, seal broken", "The refund has been refused. The seal is broken."),
        ("ar", "تم تغيير المقعد من اليوم", "تم تغيير المقعد من اليوم."),
        ("ar", "فتحنا اعتراض على 1250 ريال", "فتحنا اعتراض على 1250 ريالًا."),
        ("ar", "تكلمنا معها وما عليها شي", None),
        ("ar", "نعطيه باقة مجانية", "نعطيك باقة مجانية."),
        ("ar", "يدفع قبل 25/8", None),
    ],
)
def test_only_what_can_be_said_to_the_customer_is_a_sentence(language: str, unit: str, sentence: str | None) -> None:
    assert said(unit, language) == sentence


@given(st.text(max_size=120), st.sampled_from(["en", "ar"]))
def test_any_note_can_be_kept_and_taken_out_again(note: str, language: str) -> None:
    for unit in units(note):
        assert said_in(reworded(unit, language)) == unit.replace("⟦", "(").replace("⟧", ")")


@pytest.mark.parametrize(
    ("language", "unit", "withheld"),
    [("en", "always pays late", True), ("en", "eng was hungover again", True), ("en", "driver going back today before 6", False)],
)
def test_what_is_not_for_the_customer_is_not_told(language: str, unit: str, withheld: bool) -> None:
    assert (said(unit, language) is None) is withheld
    assert not (is_internal(unit, language) and not withheld)


@pytest.mark.parametrize(
    ("notes", "language", "pieces", "internal"),
    [
        ("cust rude, 3rd time this month. line is back on", "en", ["3rd time this month", "line is back on"], ["cust rude"]),
        (
            "other boys mum complained too - NOT for reply. slip was left in the office",
            "en",
            ["slip was left in the office"],
            ["other boys mum complained too - NOT for reply"],
        ),
        (
            "she is difficult to reach by phone, new boiler fitted thu",
            "en",
            ["she is difficult to reach by phone", "new boiler fitted thu"],
            [],
        ),
        ("ask them to DM booking ref. dont mention the door", "en", [], ["ask them to DM booking ref. dont mention the door"]),
        ("المعاين نسي الملف، متقوليش كده. الموعد الأحد", "ar", ["المعاين نسي الملف", "الموعد الأحد"], ["متقوليش كده"]),
        ("internal damage found, refund of £20 approved", "en", ["refund of £20 approved"], ["internal damage found"]),
        ("العميل وقح. الإلغاء تم بعد نهاية التجربة", "ar", ["الإلغاء تم بعد نهاية التجربة"], ["العميل وقح"]),
        ("العميل صعب عليه الحضور، نرسل مندوب الخميس", "ar", ["العميل صعب عليه الحضور", "نرسل مندوب الخميس"], []),
        (
            "ده تاني بلاغ عليه - داخلي متتقالش. المندوب اتوقف عن العمل",
            "ar",
            ["المندوب اتوقف عن العمل"],
            ["ده تاني بلاغ عليه - داخلي متتقالش"],
        ),
    ],
)
def test_what_is_not_for_the_customer_is_left_out_and_the_rest_is_told(
    notes: str, language: str, pieces: list[str], internal: list[str]
) -> None:
    found = read_notes(notes, language)
    assert (found.pieces, found.internal) == (pieces, internal)


@pytest.mark.parametrize(
    ("unit", "regret"),
    [
        ("sorry", True),
        ("apologise to her", True),
        ("نعتذر منها", True),
        ("اعتذار", True),
        ("sorry, no refund", False),
        ("sorry to wife", False),
        ("نعتذر عن التأخير خلال يومين", False),
    ],
)
def test_a_note_that_only_says_sorry_is_known(unit: str, regret: bool) -> None:
    assert is_regret(unit) is regret


@pytest.mark.parametrize(
    ("language", "before", "unit", "text"),
    [
        ("en", "", "driver going back today before 6", "The driver is going back today before 6."),
        ("en", "", "she must sign + return within 10 days", "You must sign and return within 10 days."),
        ("en", "", "the phone was sent w/o the charger", "The phone was sent without the charger."),
        ("en", "", "the shop is open mon-sat", "The shop is open mon-sat."),
        ("en", "", "your seat is 12A", "Your seat is 12A."),
        ("en", "", "replied w/in 48h", "We have replied within 48 hours."),
        ("en", "", "call us on +44 20 7946 0958", None),
        ("en", "", "must sign ⟦here⟧", None),
        ("en", "landlord owes the deposit", "he must pay £50 by fri", None),
        ("en", "courier lost the parcel", "they must pay by fri", None),
        ("en", "driver hurt", "his scan shows no. 12", None),
        ("ar", "", "لازم يوقع", "لازم توقع."),
        ("ar", "", "لازم يوقّع", "لازم توقع."),
        ("ar", "", "الفرع مفتوح سبت-أربع", "الفرع مفتوح سبت-أربع."),
        ("ar", "", "رقم الطلب 12AB34", "رقم الطلب 12AB34."),
        ("ar", "", "اتصل على +966501234567", None),
        ("ar", "السائق رفض التسليم", "رقمه 0501234567", None),
        ("ar", "السائق رفض التسليم", "حسابه موقوف", None),
        ("ar", "المندوب تأخر", "لازم يدفع 50", None),
        ("ar", "", "ولد بصفها عضها", None),
        ("ar", "", "اعتذري كويس", None),
    ],
)
def test_a_sentence_says_what_its_note_says_and_of_whom(language: str, before: str, unit: str, text: str | None) -> None:
    assert said(unit, language, before) == text
    assert before == "" or proposed(unit, language, before) is None


@pytest.mark.parametrize("unit", ["word " * 400, "a/" * 1000, "!" * 50, "ـ" * 80])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_piece_beyond_all_measure_is_left_to_the_agent(language: str, unit: str) -> None:
    assert proposed(unit, language) in (None, "")
    assert not is_internal(unit, language)


def test_an_apology_that_the_reply_has_made_is_not_made_again() -> None:
    made = COACH.draft(
        DraftRequest(
            customer="You sent me the wrong kettle!", notes="apologise. correct one sent today. keep the old one. arrives thu. 10 off"
        )
    )
    assert made.text.lower().count("sorry") == 1


@pytest.mark.parametrize(("language", "number"), JOTTED)
def test_a_sentence_is_proposed_only_for_a_note_that_stands_in_a_slot(language: str, number: int) -> None:
    made = drafted(language, number)
    pieces = {reworded(piece, language): piece for piece in read_notes(ROWS[language][number]["notes"], language).pieces}
    for need in made.needs:
        if "perhaps" in need:
            assert is_note(need["slot"])
            assert re.findall(r"\d+", need["perhaps"]) == re.findall(r"\d+", pieces[need["slot"]])
            assert need["perhaps"] not in made.text


def test_many_notes_of_both_languages_have_a_proposal() -> None:
    for language, rows in ROWS.items():
        proposals = [need for number in range(len(rows)) for need in drafted(language, number).needs if "perhaps" in need]
        assert len(proposals) >= len(rows) // 2


@pytest.mark.parametrize(
    ("language", "unit", "text"),
    [
        ("en", "fault is at cabinet not router", "The fault is at the cabinet, not the router."),
        ("en", "always pays late", None),
        ("ar", "نقدر نعطيه باقة", "نقدر نعطيك باقة."),
    ],
)
def test_what_is_likely_is_proposed(language: str, unit: str, text: str | None) -> None:
    assert proposed(unit, language) == text
