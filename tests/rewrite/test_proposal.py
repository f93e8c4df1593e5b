"""A language model's proposal: offered where the guard lets it through, told and withheld where not."""

from collections.abc import Iterator
from threading import Event
from typing import Any

import pytest

from coach.case import Case
from coach.errors import WriterTooSlow, WriterUnreachable
from coach.pipeline import Coach
from coach.rewrite.backends import Request
from coach.rewrite.edits import apply_edits
from coach.rewrite.made import worth
from coach.rewrite.proposal import word_edits

PLAIN = Coach()
DRAFTS = {
    "en": Case.make(
        draft="You failed to attach the invoice 8812. We can't refund the 40 EUR. That's how it is.",
        customer="Where is my refund of 40 EUR? I'm really disappointed.",
        channel="chat",
    ),
    "ar": Case.make(
        draft="لم ترفق الفاتورة 8812 كما طلبنا منك. لا يمكننا إرجاع 40 ريالًا. هذا هو الوضع.",
        customer="وين المبلغ 40 ريال؟ أنا زعلان منكم.",
        channel="chat",
    ),
}
GOOD = {
    "en": "I understand that you are disappointed about the refund of 40 EUR, and I am sorry. The invoice 8812 was not attached, "
    "so we can't refund the 40 EUR, because ⟦reason⟧. What I can offer you instead is ⟦alternative⟧. I'll ⟦action⟧ and write to you by ⟦time⟧.",
    "ar": "أتفهم استياءك بخصوص المبلغ 40 ريالًا، ونعتذر عن ذلك. لم نستلم الفاتورة 8812، ولا يمكننا إرجاع 40 ريالًا.",
}
BAD = {
    "en amount changed": ("en", GOOD["en"].replace("40", "50"), "facts"),
    "en invoice lost": ("en", GOOD["en"].replace("invoice 8812", "invoice"), "facts"),
    "en promise added": ("en", GOOD["en"] + " I will call you tomorrow and we will send you a voucher.", "promises"),
    "en refusal dropped": (
        "en",
        "I understand that you are disappointed about the 40 EUR. The invoice 8812 was not attached. Your refund is on its way.",
        "refusals",
    ),
    "en another language": ("en", GOOD["ar"], "language"),
    "ar amount changed": ("ar", GOOD["ar"].replace("40", "50"), "facts"),
    "ar invoice lost": ("ar", GOOD["ar"].replace("الفاتورة 8812", "الفاتورة"), "facts"),
    "ar promise added": ("ar", GOOD["ar"] + " سأتصل بك غدًا وسنرسل لك قسيمة هدية.", "promises"),
    "ar refusal dropped": ("ar", "أتفهم استياءك بخصوص المبلغ 40 ريالًا. لم نستلم الفاتورة 8812. المبلغ في طريقه إليك.", "refusals"),
    "ar another language": ("ar", GOOD["en"], "language"),
}


class Fake:
    """A writer that says what it was given, in pieces, or fails."""

    name = "fake"

    def __init__(self, text: str = "", error: Exception | None = None) -> None:
        """Take what to say, and what to raise after it."""
        self.text = text
        self.error = error
        self.asked: list[Request] = []

    def write(self, request: Request, cancel: Event | None = None) -> Iterator[str]:
        """Yield the text by words."""
        self.asked.append(request)
        for word in self.text.split(" "):
            if cancel is not None and cancel.is_set():
                return
            yield f"{word} "
        if self.error is not None:
            raise self.error


def with_writer(writer: Fake) -> Coach:
    coach = Coach()
    coach.__dict__["writer"] = writer
    return coach


@pytest.mark.parametrize("language", DRAFTS)
def test_a_good_proposal_is_offered(language: str) -> None:
    case = DRAFTS[language]
    best = with_writer(Fake(GOOD[language])).rewrite(case, n=5)
    ways = [best, *best.alternatives]
    proposed = [way for way in ways if way.source == "model:fake"]
    assert [way.text for way in proposed] == [GOOD[language]]
    assert [way.source for way in ways].count("phrasebook") >= 1
    assert best.withheld == PLAIN.rewrite(case, n=5).withheld
    assert [worth(way) for way in ways] == sorted(worth(way) for way in ways)
    assert len(ways) <= 5


@pytest.mark.parametrize("n", [1, 2, 3])
@pytest.mark.parametrize("language", DRAFTS)
def test_a_proposal_that_passes_is_offered_or_told(language: str, n: int) -> None:
    """One that ranks behind our own ways is not to vanish."""
    text = {
        "en": "We have no invoice 8812. I'm sorry, we can't refund the 40 EUR.",
        "ar": "لم نستلم الفاتورة 8812. نعتذر، لا يمكننا إرجاع 40 ريالًا.",
    }[language]
    made = with_writer(Fake(text)).rewrite(DRAFTS[language], n=n)
    offered = [way for way in (made, *made.alternatives) if way.source == "model:fake"]
    told = [one for one in made.withheld if one["source"] == "model:fake"]
    assert len(offered) + len(told) == 1


@pytest.mark.parametrize("language", DRAFTS)
def test_its_edits_are_whole_words_and_make_its_text(language: str) -> None:
    case = DRAFTS[language]
    best = with_writer(Fake(GOOD[language])).rewrite(case, n=5)
    made = next(way for way in [best, *best.alternatives] if way.source == "model:fake")
    assert apply_edits(case.draft, [one.edit for one in made.edits]) == made.text
    assert all(one.why for one in made.edits)
    assert len({one.group for one in made.edits}) == len(made.edits)
    for one in made.edits:
        for at in (one.edit.start, one.edit.end):
            assert not (0 < at < len(case.draft) and case.draft[at - 1].isalnum() and case.draft[at].isalnum())


@pytest.mark.parametrize(("language", "text", "check"), BAD.values(), ids=BAD.keys())
def test_a_bad_proposal_is_withheld_and_its_fault_named(language: str, text: str, check: str) -> None:
    case = DRAFTS[language]
    own = PLAIN.rewrite(case, n=3)
    made = with_writer(Fake(text)).rewrite(case, n=3)
    assert text not in [made.text, *(way.text for way in made.alternatives)]
    assert made.text == own.text
    told = [one for one in made.withheld if one["source"] == "model:fake"]
    assert len(told) == 1
    assert check in told[0]["checks"]


@pytest.mark.parametrize("error", [WriterTooSlow, WriterUnreachable])
@pytest.mark.parametrize("language", DRAFTS)
def test_our_own_rewrite_stands_where_the_writer_fails(language: str, error: Any) -> None:
    failure = error.__new__(error)
    made = with_writer(Fake("Half a", failure)).rewrite(DRAFTS[language])
    assert made.text == PLAIN.rewrite(DRAFTS[language]).text
    assert {"source": "model:fake", "why": error.code} in made.withheld


@pytest.mark.parametrize("text", ["", "   \n", "```\n\n```", "word " * 2000])
def test_an_unusable_proposal_is_told(text: str) -> None:
    made = with_writer(Fake(text)).rewrite(DRAFTS["en"])
    assert {"source": "model:fake", "why": "unusable"} in made.withheld
    assert made.source == "phrasebook"


def test_what_was_cancelled_is_not_offered() -> None:
    cancel = Event()
    heard: list[str] = []

    def hear(piece: str) -> None:
        heard.append(piece)
        cancel.set()

    made = with_writer(Fake(GOOD["en"])).rewrite(DRAFTS["en"], cancel=cancel, on_piece=hear)
    assert len(heard) == 1
    assert made.source == "phrasebook"


def test_the_pieces_are_heard_as_they_come() -> None:
    heard: list[str] = []
    with_writer(Fake(GOOD["en"])).rewrite(DRAFTS["en"], on_piece=heard.append)
    assert "".join(heard).strip() == GOOD["en"]


def test_the_writer_is_told_the_goal_and_what_was_found() -> None:
    writer = Fake(GOOD["ar"])
    with_writer(writer).rewrite(DRAFTS["ar"], "shorten")
    (request,) = writer.asked
    assert (request.goal, request.language, request.draft) == ("shorten", "ar", DRAFTS["ar"].draft)
    assert request.findings


def test_the_draft_itself_is_no_change() -> None:
    draft = "Yes, we're open on Friday from 2 pm to 10 pm."
    made = with_writer(Fake(draft)).rewrite(Case(draft=draft, customer="Are you open on Friday?", channel="chat"), n=2)
    assert made.text == draft
    assert made.edits == []


@pytest.mark.parametrize(
    ("draft", "text"),
    [
        ("a b c", "a b c"),
        ("", "new"),
        ("old", ""),
        ("one two", "one  two three"),
        ("لا نستطيع", "لا يمكننا الآن"),
        ("a,b.c", "a;b.c!"),
        ("👍 ok", "ok 👍🏽"),
    ],
)
def test_word_edits_make_any_text_of_any_other(draft: str, text: str) -> None:
    edits = word_edits(draft, text, (), "why")
    assert apply_edits(draft, [one.edit for one in edits]) == text
    assert bool(edits) == (draft != text)
