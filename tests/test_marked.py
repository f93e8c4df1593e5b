"""Segments that a sender marks: skipped by every rule, kept by every rewrite, counted as the text is."""

import json
from typing import Any

import pytest

from coach.case import MAX_SEGMENTS, Case
from coach.errors import BadRecord
from coach.pipeline import Coach
from coach.text.segments import Marked, segment
from tests.cli_run import coach

COACH = Coach()


def marked(text: str, *quoted: str, kind: str = "quote") -> list[dict[str, Any]]:
    """Mark each of `quoted` where it stands in `text`."""
    return [{"start": text.index(one), "end": text.index(one) + len(one), "kind": kind} for one in quoted]


SEGMENTS = {
    "a line": ("Hi Sara,\nwhere is it\nIt left.", "where is it", [("Hi Sara,", "body"), ("where is it", "quote"), ("It left.", "body")]),
    "within a sentence": (
        "You said: I hate it. We hear you.",
        "I hate it.",
        [("You said:", "body"), ("I hate it.", "quote"), ("We hear you.", "body")],
    ),
    "lines": ("It left.\nwho\n\nwhere", "who\n\nwhere", [("It left.", "body"), ("who", "quote"), ("where", "quote")]),
    "all": ("It left.", "It left.", [("It left.", "quote")]),
    "white space": ("It left.  \n Go.", "  \n ", [("It left.", "body"), ("Go.", "body")]),
    "Arabic line": (
        "أهلًا سارة،\nوين الطلب\nخرج الطلب.",
        "وين الطلب",
        [("أهلًا سارة،", "body"), ("وين الطلب", "quote"), ("خرج الطلب.", "body")],
    ),
    "within an Arabic sentence": (
        "كتبت: ما وصل شيء. فهمت.",
        "ما وصل شيء.",
        [("كتبت:", "body"), ("ما وصل شيء.", "quote"), ("فهمت.", "body")],
    ),
}


@pytest.mark.parametrize(("text", "quoted", "parts"), SEGMENTS.values(), ids=SEGMENTS.keys())
def test_what_is_marked_stands_alone(text: str, quoted: str, parts: list[tuple[str, str]]) -> None:
    found = segment(text, [Marked(one["start"], one["end"], "quote") for one in marked(text, quoted)])
    assert [(text[part.start : part.end], part.kind) for part in found] == parts


DRAFTS = {
    "blame": (
        "Hi Sara,\nYou should have read the terms!!\nI am looking into order 4411 and will write by 3 pm.",
        "You should have read the terms!!",
    ),
    "blank": ("Hi Sara, the form says [NAME] and I see it. I will write by 3 pm.", "the form says [NAME] and I see it."),
    "card": ("You sent 4111 1111 1111 1111 to us. I have removed it.", "You sent 4111 1111 1111 1111 to us."),
    "another language": ("أهلًا سارة، أرسلت: you failed to send it. سأكتب لك قبل الثالثة.", "you failed to send it."),
    "Arabic blame": ("أهلًا سارة،\nكان عليك قراءة الشروط!!\nأتابع الطلب ٤٤١١ وسأكتب لك قبل الثالثة.", "كان عليك قراءة الشروط!!"),
    "Arabic blank": ("أهلًا سارة، في النموذج [الاسم] وقد رأيته. سأكتب لك قبل الثالثة.", "في النموذج [الاسم] وقد رأيته."),
}


@pytest.mark.parametrize(("draft", "quoted"), DRAFTS.values(), ids=DRAFTS.keys())
def test_rules_skip_what_is_marked(draft: str, quoted: str) -> None:
    segments = marked(draft, quoted)
    start, end = segments[0]["start"], segments[0]["end"]
    report = COACH.check(Case.make({"draft": draft, "segments": segments})).as_dict()
    assert not [finding for finding in report["findings"] if finding["start"] < end and start < finding["end"]]
    assert not [span for span in report["language"]["mixed"] if span[0] < end and start < span[1]]
    plain = COACH.check(Case.make({"draft": draft})).as_dict()
    assert [f for f in plain["findings"] if f["start"] < end and start < f["end"]] or plain["language"]["mixed"]


def test_a_marked_signature_closes() -> None:
    draft = "The parcel leaves today and arrives on Monday.\nNimbus Care answers every day from 8 am to 6 pm"
    for segments in ([], marked(draft, "Nimbus Care answers every day from 8 am to 6 pm", kind="signature")):
        rules = {finding["rule"] for finding in COACH.check(Case.make({"draft": draft, "segments": segments})).as_dict()["findings"]}
        assert ("missing-closing" in rules) is not bool(segments)


def test_a_draft_that_is_all_marked_holds_no_words() -> None:
    report = COACH.check(Case.make({"draft": "You failed.", "segments": marked("You failed.", "You failed.")})).as_dict()
    assert (report["verdict"], report["language"]["code"], report["findings"]) == ("hold", "und", [])


REWRITES = {
    "en": (
        "You failed to read the mail.\nwhere is my refund, you fools\nWe will look into it.\nOmar, Nimbus Care",
        ("where is my refund, you fools", "Omar, Nimbus Care"),
    ),
    "ar": ("كان عليك قراءة الرسالة.\nوين فلوسي يا كذابين\nسننظر في الأمر.\nعمر، خدمة نمبس", ("وين فلوسي يا كذابين", "عمر، خدمة نمبس")),
    "again": ("Wait. You failed to read it.\nWait.\nWe will look into it. Wait.", ("\nWait.\n",)),
}


@pytest.mark.parametrize("goal", ["fix", "warmer", "shorten", "next-step"])
@pytest.mark.parametrize(("draft", "quoted"), REWRITES.values(), ids=REWRITES.keys())
def test_rewrites_leave_what_is_marked(draft: str, quoted: tuple[str, ...], goal: str) -> None:
    segments = marked(draft, *quoted)
    made = COACH.rewrite(Case.make({"draft": draft, "customer": "I was charged twice!", "segments": segments}), goal)
    at = 0
    for one in quoted:
        at = made.text.index(one, at) + len(one)
    for edit in made.edits:
        assert not any(edit.edit.start < one["end"] and one["start"] < edit.edit.end for one in segments)


@pytest.mark.parametrize(
    ("draft", "found"),
    [
        ("Sorry. You: no. Go.", ["no."]),
        ("no. You: no. Go. no.", ["no."]),
        ("You: Go.", []),
    ],
)
def test_another_draft_is_marked_where_the_words_stand_now(draft: str, found: list[str]) -> None:
    case = Case.make({"draft": "You: no. Go.", "segments": marked("You: no. Go.", "no.")})
    moved = case.model_copy(update={"draft": draft})
    assert [draft[one.start : one.end] for one in moved.segments] == found
    if found:
        assert draft[: moved.segments[0].start].endswith("You: ")
    assert case.model_copy(update={"ui_language": "ar"}).segments == case.segments


@pytest.mark.parametrize(
    "segments",
    [
        [{"start": 0, "end": 9, "kind": "quote"}],
        [{"start": 2, "end": 2, "kind": "quote"}],
        [{"start": 3, "end": 2, "kind": "quote"}],
        [{"start": -1, "end": 2, "kind": "quote"}],
        [{"start": 0, "end": 3, "kind": "quote"}, {"start": 2, "end": 4, "kind": "quote"}],
        [{"start": 2, "end": 4, "kind": "quote"}, {"start": 0, "end": 1, "kind": "quote"}],
        [{"start": 0, "end": 2, "kind": "header"}],
        [{"start": 0, "end": 1, "kind": "quote"}] * (MAX_SEGMENTS + 1),
    ],
)
def test_segments_that_cannot_be(segments: list[dict[str, Any]]) -> None:
    with pytest.raises(BadRecord) as caught:
        Case.make({"draft": "It left.", "segments": segments})
    assert "segments" in caught.value.describe("en")
    assert "segments" in caught.value.describe("ar")


@pytest.mark.parametrize(("start", "end", "fits"), [(3, 6, True), (2, 6, False), (3, 99, False)])
def test_segments_may_count_as_javascript_does(start: int, end: int, fits: bool) -> None:
    line = json.dumps({"draft": "a😊no. Go.", "segments": [{"start": start, "end": end, "kind": "quote"}]})
    if fits:
        (one,) = Case.from_json(line, offsets="utf16").segments
        assert (one.start, one.end) == (2, 5)
    else:
        with pytest.raises(BadRecord):
            Case.from_json(line, offsets="utf16")


def test_the_command_line_carries_them() -> None:
    draft, quoted = DRAFTS["Arabic blame"]
    cases = [{"id": str(number), "draft": draft, "segments": one} for number, one in enumerate(([], marked(draft, quoted)))]
    done = coach("check", "--jsonl", "--fail-on", "never", given="\n".join(json.dumps(case) for case in cases))
    first, second = ({finding["rule"] for finding in json.loads(line)["findings"]} for line in done.out.splitlines())
    assert {"blames-customer", "shouting"} <= first - second
