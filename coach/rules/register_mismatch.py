"""Dialect or formality far from the customer's, or two registers mixed.

A Cairo formula to a customer from Riyadh, or slang in a formal complaint, sounds copied. Standard
Arabic answers any dialect; a dialect answers its own.

Severity: advice; warning where two dialects clash, which Arab readers notice at once.

English
    Customer:     Dear Sir or Madam, I hereby request the cancellation of my contract with effect from 1 January.
    Flagged:      Hey, no worries, gonna cancel that for ya today.
    Better:       Your contract is cancelled with effect from 1 January.
    Not flagged:  I have cancelled your contract from 1 January.
Arabic
    Customer:     وش صار على طلبي؟ ابغى اعرف وين وصل الحين
    Flagged:      ازيك يا فندم، الأوردر بتاعك هيوصل بكرة إن شاء الله، مفيش أي مشكلة خالص.
    Better:       هلا والله، طلبك طلع من الرياض ويوصلك بكرة قبل الظهر.
    Not flagged:  طلبك غادر الرياض، وسيصلك غدًا قبل الظهر إن شاء الله.
"""

from collections.abc import Iterator

from coach.findings import Finding, Rule
from coach.reading import SURE, Reading
from coach.text.document import DIALECTS

_MIXED = 1.6
_PLAIN = 1.2  # weight of a dialect's cues from which on a draft is plainly in it


def check(reading: Reading) -> Iterator[Finding]:
    """Flag another dialect than the customer's, two dialects in one draft, and slang to a formal letter."""
    theirs = reading.customer.document if reading.customer else None
    if reading.language == "ar":
        cues = _cues(reading)
        weight = _weights(cues)
        if theirs and theirs.dialect in DIALECTS and (found := list(clash(reading, theirs.dialect))):
            yield from found
            return
        strong = sorted((name for name in DIALECTS if weight[name] >= _MIXED), key=lambda name: -weight[name])
        if len(strong) > 1 and not _shared(cues, strong):
            start, end = _clearest(cues, strong[1])
            yield Finding(RULE.id, start, end, 0.6, variant="mixed", detail=_names(strong[1], strong[0]))
            return
    slang = list(reading.cues("style.casual"))
    formal = theirs is not None and sum(sentence.has("style.formal") for sentence in theirs.sentences) >= 1
    informal = theirs is not None and any(sentence.has("style.casual") for sentence in theirs.sentences)
    if slang and formal and not informal and theirs is not None and theirs.language.code == reading.language:
        _, start, end, confidence = slang[0]
        yield Finding(RULE.id, start, end, min(0.7, confidence), variant="slang")


def clash(reading: Reading, dialect: str) -> Iterator[Finding]:
    """Yield a finding where a draft is plainly in another dialect than `dialect`, which the customer speaks."""
    own = reading.draft.dialect
    if own not in DIALECTS or own == dialect:
        return
    cues = _cues(reading)
    weight = _weights(cues)
    if weight[own] >= _PLAIN and weight[dialect] < weight[own] * 0.5:
        start, end = _clearest(cues, own)
        yield Finding(RULE.id, start, end, 0.7, severity="warning", detail=_names(own, dialect))


def _cues(reading: Reading) -> list[tuple[str, tuple[int, int], float]]:
    """List the dialect, the span and the confidence of each cue of a dialect."""
    return [
        (hit.label[8:], sentence.span(hit), hit.confidence)
        for sentence in reading.sentences
        for hit in sentence.hits
        if hit.label.startswith("dialect.")
    ]


def _weights(cues: list[tuple[str, tuple[int, int], float]]) -> dict[str, float]:
    return {name: sum(confidence for label, _, confidence in cues if label == name) for name in DIALECTS}


def _clearest(cues: list[tuple[str, tuple[int, int], float]], dialect: str) -> tuple[int, int]:
    """Give the first place that is surely of `dialect`, else its first."""
    own = [(span, confidence) for label, span, confidence in cues if label == dialect]
    return next((span for span, confidence in own if confidence >= SURE), own[0][0])


def _shared(cues: list[tuple[str, tuple[int, int], float]], names: list[str]) -> bool:
    """Tell whether the second dialect's cues all stand at places where the first has one too."""
    first = {span for label, span, _ in cues if label == names[0]}
    return all(span in first for label, span, _ in cues if label == names[1])


_ARABIC_NAMES = {"gulf": "خليجية", "egyptian": "مصرية", "levantine": "شامية", "maghrebi": "مغاربية"}
_ENGLISH_NAMES = {"gulf": "Gulf", "egyptian": "Egyptian", "levantine": "Levantine", "maghrebi": "Maghrebi"}


def _names(own: str, other: str) -> dict[str, object]:
    return {
        "own_en": _ENGLISH_NAMES[own],
        "other_en": _ENGLISH_NAMES[other],
        "own_ar": _ARABIC_NAMES[own],
        "other_ar": _ARABIC_NAMES[other],
    }


RULE = Rule(
    id="register-mismatch",
    criterion="tone",
    severity="advice",
    message={
        "en": "“{found}” is {own_en}, the customer writes {other_en}; answer in their dialect or in standard Arabic.",
        "ar": "«{found}» {own_ar} والعميل يكتب بلهجة {other_ar}؛ أجب بلهجته أو بالفصحى.",
    },
    variants={
        "mixed": {
            "en": "“{found}” is {own_en} in a draft that is {other_en}; keep to one dialect.",
            "ar": "«{found}» {own_ar} في رد لهجته {other_ar}؛ التزم لهجة واحدة.",
        },
        "slang": {
            "en": "“{found}” is casual and the customer wrote formally; match their tone.",
            "ar": "«{found}» عامية والعميل كتب بأسلوب رسمي؛ جارِه في أسلوبه.",
        },
    },
    why={
        "en": "A reply in another's voice sounds copied.",
        "ar": "الرد بلسان غير لسان العميل يبدو منسوخًا.",
    },
    check=check,
    page=__doc__,
)
