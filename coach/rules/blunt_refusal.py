"""A bare or harsh no.

"No." or «مستحيل» to a person who hoped for something threatens their face (Brown & Levinson 1987);
a no can be clear and kind at once. A refusal with a softener, a reason or another way is not blunt,
nor is one that follows what has been done.

Severity: warning; error where the words themselves are harsh and nothing follows.

English
    Flagged:      No refunds.
    Better:       I'm not able to refund it after 30 days, and I know that is not what you hoped for.
    Not flagged:  I'm sorry, we can't refund it after 30 days because the warranty has ended.
Arabic
    Flagged:      مستحيل نرجع المبلغ.
    Better:       يؤسفني أن استرجاع المبلغ غير متاح بعد ٣٠ يومًا.
    Not flagged:  نعتذر منك، لا يمكننا استرجاع المبلغ بعد ٣٠ يومًا لأن الضمان انتهى.
"""

from collections.abc import Iterator

from coach.config import Severity
from coach.findings import Finding, Fix, Rule
from coach.reading import Reading
from coach.text.document import Sentence

_SOFTENS = ("apology", "empathy", "acknowledgement", "explanation", "alternative", "gratitude")
_SHORT = 7
_HARSH = 0.75
"""From this confidence on words are harsh even beside kind ones; below it («ما ينفع», "you can't") only alone."""


def check(reading: Reading) -> Iterator[Finding]:
    """Flag refusals in harsh words, and short ones with nothing kind in or beside them."""
    for index in reading.where("refusal"):
        sentence, kind = reading.sentences[index], _is_kind(reading, index)
        harsh = [hit for hit in sentence.labelled("moves.refusal/blunt") if not kind or hit.confidence >= _HARSH]
        if not harsh and (kind or sentence.n_words > _SHORT):
            continue
        start, end = sentence.span(harsh[0]) if harsh else (sentence.start, sentence.end)
        fixes = (Fix("swap", start, end), *_softened(sentence)) if harsh else _softened(sentence)
        severity: Severity | None = "error" if harsh and not kind else None
        yield Finding(RULE.id, start, end, 0.8 if harsh else 0.6, severity=severity, fixes=fixes)


def suspect(reading: Reading, sentence: Sentence | None) -> Finding | None:
    """Flag a sentence that may be a bare no in longer words."""
    if sentence is None or "refusal" not in {*sentence.moves, *sentence.likely} or _is_kind(reading, reading.sentences.index(sentence)):
        return None
    return Finding(RULE.id, sentence.start, sentence.end, fixes=_softened(sentence))


def _is_kind(reading: Reading, index: int) -> bool:
    """Tell whether something kind stands in the sentence at `index` or beside it."""
    sentence = reading.sentences[index]
    return (
        any(move in near.moves for near in reading.sentences[max(0, index - 1) : index + 2] for move in _SOFTENS)
        or sentence.has("style.reason")
        or sentence.has("style.sorry")
        or (index > 0 and "resolution" in reading.sentences[index - 1].moves)
    )


def _softened(sentence: Sentence) -> tuple[Fix, ...]:
    soften = Fix("insert", sentence.start, sentence.start, "refusal")
    return Fix("lead", sentence.start, sentence.start, "lead_in"), soften, Fix("reword", sentence.start, sentence.end)


RULE = Rule(
    id="blunt-refusal",
    criterion="refusal",
    severity="warning",
    message={
        "en": "“{found}” is a bare no; keep the no, and say it kindly with its reason.",
        "ar": "«{found}» رفض جاف؛ أبقِ الرفض وقله بلطف مع سببه.",
    },
    why={
        "en": "A kind no is accepted far more often than a cold one.",
        "ar": "الرفض اللطيف يُقبل أكثر بكثير من الرفض الجاف.",
    },
    check=check,
    page=__doc__,
    suspect=suspect,
)
