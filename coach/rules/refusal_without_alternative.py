"""A no that leaves the customer with nothing.

After a refusal there is nearly always something else: another product, another date, another place
to ask. Naming it turns an end into a way on.

Severity: warning; advice where the refusal concerns a small matter put calmly.

English
    Customer:     I want my money back for the shoes, they don't fit and I'm quite disappointed.
    Flagged:      I'm sorry, we can't refund worn shoes because they can't be sold again.
    Better:       I'm sorry, we can't refund worn shoes because they can't be sold again. You could swap them for store credit of half the price instead.
    Not flagged:  We can't refund worn shoes because they can't be sold again, but you could exchange them for another size instead.
Arabic
    Customer:     أبغى فلوسي حق الجزمة، ما طلعت على مقاسي وزعلان منكم.
    Flagged:      نعتذر، لا يمكننا استرجاع حذاء ملبوس لأنه لا يباع مرة أخرى.
    Better:       نعتذر، لا يمكننا استرجاع حذاء ملبوس لأنه لا يباع مرة أخرى. بإمكانك استبداله برصيد في المتجر بنصف الثمن.
    Not flagged:  لا يمكننا استرجاع حذاء ملبوس لأنه لا يباع مرة أخرى، لكن بإمكانك استبداله بمقاس آخر بدلًا من ذلك.
"""

from collections.abc import Iterator

from coach.findings import Finding, Fix, Rule
from coach.reading import Reading
from coach.text.document import Sentence

_OFFERS = ("alternative", "compensation")
_WAYS_ON = (*_OFFERS, "handoff")
_STEPS = {"instruction", "commitment", "question"}


def check(reading: Reading) -> Iterator[Finding]:
    """Flag the last refusal when nothing else is offered in the whole reply."""
    refusals = reading.where("refusal")
    if not refusals or reading.makes(*_WAYS_ON):
        return
    sentence = reading.sentences[refusals[-1]]
    after = reading.sentences[refusals[-1] + 1 :]
    if any(near.moves.keys() & _STEPS or ("resolution" in near.moves and "explanation" not in near.moves) for near in after):
        return
    yield _missing(reading, refusals[-1], min(0.8, sentence.moves["refusal"], reading.absence("alternative")))


def suspect(reading: Reading, sentence: Sentence | None) -> Finding | None:
    """Flag a no, also one that is only thought likely, after which what is said may be no way on."""
    if reading.makes(*_OFFERS):
        return None
    refusals = [index for index, one in enumerate(reading.sentences) if "refusal" in {*one.moves, *one.likely}]
    return _missing(reading, refusals[-1]) if refusals else None


def _missing(reading: Reading, refusal: int, confidence: float = 0.0) -> Finding:
    at = _after_reason(reading, refusal)
    calm = reading.customer is not None and reading.level == 0
    fix = Fix("insert", at, at, "alternative")
    return Finding(RULE.id, at, at, confidence, target="missing", severity="advice" if calm else None, fixes=(fix,))


def _after_reason(reading: Reading, index: int) -> int:
    """Give the offset after the refusal and an explanation that follows it at once."""
    end = reading.sentences[index].end
    for near in reading.sentences[index + 1 :]:
        if "explanation" not in near.moves:
            break
        end = near.end
    return end


RULE = Rule(
    id="refusal-without-alternative",
    criterion="refusal",
    severity="warning",
    message={
        "en": "The no leaves nothing open; offer what can be done instead.",
        "ar": "الرفض يغلق الباب؛ اعرض ما يمكن فعله بدلًا منه.",
    },
    why={
        "en": "Another way keeps the customer; a closed door sends them elsewhere.",
        "ar": "البديل يُبقي العميل، والباب المغلق يرسله إلى غيرك.",
    },
    check=check,
    page=__doc__,
    suspect=suspect,
)
