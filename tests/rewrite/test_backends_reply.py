"""The reply is found in what a model says around it."""

import pytest

from coach.case import MAX_DRAFT
from coach.rewrite.backends.reply import tidy

EN = "Hi Sara,\n\nYour order 4411 leaves today. The fee is 40 SAR.\n\nBest,\nOmar"
AR = "أهلًا سارة،\n\nطلبك ٤٤١١ يخرج اليوم، والرسوم ٤٠ ريالًا.\n\nتحياتي،\nعمر"
AROUND = {
    "nothing": "{}",
    "blank lines": "\n\n{}\n\n",
    "a preamble": "Here is the rewritten reply:\n\n{}",
    "a chatty preamble": "Sure! Here's a warmer version of your draft:\n\n{}",
    "a bold title": "**Rewritten reply:**\n{}",
    "sure alone": "Certainly!\n\n{}",
    "an Arabic preamble": "إليك الرد المعدّل:\n\n{}",
    "a chatty Arabic preamble": "بالتأكيد! إليك الصياغة الجديدة:\n{}",
    "an Arabic title": "الرد:\n{}",
    "a fence": "```\n{}\n```",
    "a fence with a language after a preamble": "Here is the reply:\n\n```text\n{}\n```",
    "straight quotes": '"{}"',
    "curly quotes": "“{}”",
    "angle quotes": "«{}»",
    "quotes after an Arabic preamble": "هذه المسودة بعد التعديل:\n«{}»",
    "thoughts": "<think>The customer is angry: I must stay calm.</think>\n{}",
    "thoughts whose beginning the template wrote": "They want a refund.\n</think>\n\n{}",
    "our own fence": "----- BEGIN DRAFT 00ff -----\n{}\n----- END DRAFT 00ff -----",
    "a note": "{}\n\nNote: I kept the amount as it was.",
    "a list of changes": "{}\n\n---\n**Changes made:**\n- shorter greeting",
    "an Arabic note": "{}\n\nملاحظة: أبقيت المبلغ كما هو.",
}


@pytest.mark.parametrize("draft", [EN, AR], ids=["en", "ar"])
@pytest.mark.parametrize("around", AROUND.values(), ids=AROUND.keys())
def test_only_the_reply_remains(around: str, draft: str) -> None:
    assert tidy(around.format(draft), draft) == draft


@pytest.mark.parametrize(
    "text",
    [
        "Here is your tracking link: https://example.com/4411",
        "Hello Tom,\n\nThe reply to your question: yes, we are open.",
        "“Fragile” is printed on the box, as is “this side up”",
        "مرحبًا خالد، الرد على سؤالك: نعم، نفتح يوم الجمعة.",
        "«المستودع» هو مكان الاستلام، وليس «المعرض»",
    ],
)
def test_the_reply_s_own_words_stay(text: str) -> None:
    assert tidy(text, "Something else altogether, and long enough to be a draft of its own.") == text


@pytest.mark.parametrize("draft", ["Note: we close at 5.\nNote: bring your card.", '"Yes."', "The message: it is late.", "```\nx\n```"])
def test_what_the_draft_has_itself_stays(draft: str) -> None:
    assert tidy(draft, draft) == draft


@pytest.mark.parametrize("empty", ["", " \n ", "<think>So the customer", "```\n```", "Here is the reply:", "<think>a</think>"])
def test_nothing_is_no_proposal(empty: str) -> None:
    assert tidy(empty, EN) is None


def test_a_proposal_far_longer_than_the_draft_is_none() -> None:
    assert tidy("word " * 100, "No refunds.") is not None
    assert tidy("word " * 200, "No refunds.") is None
    assert tidy("x" * 3001, "x" * 1000) is None
    assert tidy("x" * (MAX_DRAFT + 1), "x" * MAX_DRAFT) is None
