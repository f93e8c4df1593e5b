"""Sentence boundaries that survive real replies."""

import pytest

from coach.text.segments import segment

BOUNDARIES = {
    "greeting on its own line": ("Hi Sara,\nThe parcel left.", ["Hi Sara,", "The parcel left."]),
    "title": ("Dr. Smith will call. Please wait.", ["Dr. Smith will call.", "Please wait."]),
    "decimal": ("It costs 40.50 SAR. Thanks.", ["It costs 40.50 SAR.", "Thanks."]),
    "address": ("Write to a.b@c.com. Then wait.", ["Write to a.b@c.com.", "Then wait."]),
    "link": ("See https://a.io/x?y=1.5 now. Done.", ["See https://a.io/x?y=1.5 now.", "Done."]),
    "link at the end": ("See https://a.io/x. Done.", ["See https://a.io/x.", "Done."]),
    "no space after the stop": ("It is done.Next comes the bill.", ["It is done.", "Next comes the bill."]),
    "ellipsis": ("Well... I see.", ["Well...", "I see."]),
    "piled-up signs": ("Really?! Yes!!", ["Really?!", "Yes!!"]),
    "closing quote": ("She said “wait.” Then she left.", ["She said “wait.”", "Then she left."]),
    "list along the line": ("Do this: 1) open it 2) tap it", ["Do this:", "1) open it", "2) tap it"]),
    "list on lines": ("- open it\n- tap it", ["- open it", "- tap it"]),
    "hour": ("Come at 9 a.m. tomorrow.", ["Come at 9 a.m. tomorrow."]),
    "initial": ("Ask John A. Smith today.", ["Ask John A. Smith today."]),
    "missing full stop": ("I checked it\nIt left today", ["I checked it", "It left today"]),
    "Arabic question": ("وصل الطلب؟ نعم وصل.", ["وصل الطلب؟", "نعم وصل."]),
    "Arabic question without a space": ("وصل؟نعم.", ["وصل؟", "نعم."]),
    "Arabic semicolon and comma": ("وصل الطلب؛ شكرًا، مع السلامة.", ["وصل الطلب؛ شكرًا، مع السلامة."]),
    "Eastern decimal with a full stop": ("رجعتلك ٤٩.٩٥ دولار. شكرًا.", ["رجعتلك ٤٩.٩٥ دولار.", "شكرًا."]),
    "Eastern hour with a full stop": ("الموعد ٢.٣٠ مساءً. ننتظرك", ["الموعد ٢.٣٠ مساءً.", "ننتظرك"]),
    "Arabic currency": ("المبلغ ٤٠٫٥ ر.س. وصل أمس.", ["المبلغ ٤٠٫٥ ر.س. وصل أمس."]),
    "Egyptian currency": ("دفعت 12 ج.م. الآن.", ["دفعت 12 ج.م. الآن."]),
    "Arabic title": ("سيتصل بك د. أحمد غدًا. شكرًا.", ["سيتصل بك د. أحمد غدًا.", "شكرًا."]),
    "post box": ("العنوان م.ب. 12 جدة.", ["العنوان م.ب. 12 جدة."]),
    "emoji as full stop": ("تم حل المشكلة عندك 👋 نتمنى لك يومًا سعيدًا", ["تم حل المشكلة عندك 👋", "نتمنى لك يومًا سعيدًا"]),
    "chat lines": ("هلا\nطلبك طلع\nيوصل بكرة", ["هلا", "طلبك طلع", "يوصل بكرة"]),
}


@pytest.mark.parametrize(("text", "sentences"), BOUNDARIES.values(), ids=BOUNDARIES.keys())
def test_sentences_end_where_a_reader_ends_them(text: str, sentences: list[str]) -> None:
    assert [text[part.start : part.end] for part in segment(text)] == sentences


KINDS = {
    "quoted mail": ("It left.\n> where is it?", ["body", "quote"]),
    "reply header": ("It left.\nOn Mon, 3 Jan 2026 Sara wrote:\nwhere is it?", ["body", "quote", "quote"]),
    "Arabic reply header": ("خرج الطلب.\nفي الاثنين ٣ يناير كتبت سارة:\nوين طلبي؟", ["body", "body", "body"]),
    "mail headers": ("From: Sara\nSubject: order\nIt left.", ["header", "header", "body"]),
    "Arabic mail headers": ("من: سارة\nالموضوع: الطلب\nخرج الطلب.", ["header", "header", "body"]),
    "signature": ("It left.\nKind regards,\nOmar\nTeam lead", ["body", "body", "signature", "signature"]),
    "Arabic signature": ("خرج الطلب.\nمع خالص التحية،\nعمر\nخدمة العملاء", ["body", "body", "signature", "signature"]),
    "signature mark": ("It left.\n--\nOmar, Nimbus", ["body", "signature", "signature"]),
    "a header word within a reply": ("It left.\nDate: 3 May", ["body", "body"]),
}
KINDS["Arabic reply header"] = ("خرج الطلب.\nفي الاثنين ٣ يناير كتبت:\nوين طلبي؟", ["body", "quote", "quote"])


@pytest.mark.parametrize(("text", "kinds"), KINDS.values(), ids=KINDS.keys())
def test_lines_that_are_not_the_agents_own_are_told(text: str, kinds: list[str]) -> None:
    assert [part.kind for part in segment(text)] == kinds
