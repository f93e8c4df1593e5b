"""A hostile message without its hostility: what is said, what is asked, what is owed and what is not.

Agents read insults for hours a day. The digest folds them away, keeps every fact and ask, and offers calm
words by firmness: keep to the matter, leave insults unanswered, end the exchange with a way back, hand over.
"""

from dataclasses import dataclass
from typing import Any

from coach.case import Case
from coach.phrasebook import Form
from coach.reading import Reading
from coach.rewrite.compose import Composer, Voice
from coach.rewrite.plan import Judge
from coach.text.document import DIALECTS, Sentence

_FOLDED = {"insult": "⟦insult⟧", "threat_harm": "⟦threat⟧"}
_HARSH = ("customer.insult",)
_OWED = {
    "answer": {"en": "An answer to what is asked.", "ar": "جواب ما سُئل عنه."},
    "fault": {
        "en": "If the fault is ours: one plain apology and how it is put right.",
        "ar": "إن كان الخطأ منا: اعتذار واحد صريح وبيان إصلاحه.",
    },
    "heard": {"en": "To be heard: the trouble named once, in their own case.", "ar": "أن يُسمع: تُذكر مشكلته مرة واحدة، في حالته هو."},
    "again": {
        "en": "They wrote before: say what happened since, and who stays with it.",
        "ar": "سبق أن راسلنا: قل ما جرى منذئذ، ومن يتابع الأمر حتى نهايته.",
    },
    "time": {"en": "A day and an hour that they can plan by.", "ar": "يوم وساعة يُبنى عليهما."},
    "safe": {
        "en": "Safety first: ask whether someone is in danger, and follow your house's procedure.",
        "ar": "السلامة أولًا: اسأل هل من أحد في خطر، واتبع إجراء مؤسستك.",
    },
}
_NOT_OWED = {
    "insult": {"en": "Bearing insults: they need no reply.", "ar": "تحمّل الشتائم: لا تحتاج إلى رد."},
    "harm": {"en": "Going on under threats against people.", "ar": "الاستمرار تحت تهديد موجّه إلى أشخاص."},
    "public": {
        "en": "More than others get, because of a threat to go public.",
        "ar": "أكثر مما يناله غيره، لمجرد التهديد بالنشر أو الشكوى.",
    },
    "leave": {"en": "A concession only because they say that they will leave.", "ar": "تنازل لمجرد التلويح بالرحيل."},
}


@dataclass(frozen=True, slots=True)
class Digest:
    """What a message comes to; spans are half-open offsets in the message."""

    emotion: dict[str, Any]
    signals: list[dict[str, Any]]
    folded: list[dict[str, Any]]
    neutral: str
    happened: str
    facts: list[dict[str, Any]]
    asks: list[dict[str, Any]]
    owed: list[str]
    not_owed: list[str]
    boundaries: list[dict[str, Any]]
    handover: str

    def as_dict(self) -> dict[str, Any]:
        """Give the form that the command line and the API write."""
        return {name: getattr(self, name) for name in self.__slots__}


def digest(coach: Judge, case: Case) -> Digest | None:
    """Digest the customer's message of a case; None where there is no message."""
    reading = coach.read(case)
    customer = reading.customer
    if customer is None:
        return None
    message = customer.document
    ui = case.ui_language
    folds = _folds(reading)
    composer = _composer(coach, reading)
    return Digest(
        emotion={"level": customer.emotion.level, "name": customer.emotion.name, "confidence": round(customer.emotion.confidence, 2)},
        signals=[{"signal": s.signal, "start": s.start, "end": s.end, "confidence": round(s.confidence, 2)} for s in customer.signals],
        folded=[{"start": start, "end": end, "kind": kind} for start, end, kind in folds],
        neutral=_neutral(reading, folds),
        happened=composer.playback.clause if composer.playback else "",
        facts=[
            {"kind": fact.kind, "start": fact.start, "end": fact.end, "text": message.text[fact.start : fact.end]} for fact in message.facts
        ],
        asks=[
            {"start": ask.start, "end": ask.end, "text": ask.text, "status": ask.status}
            for ask in customer.asks
            if not any(start <= ask.start and ask.end <= end for start, end, _ in folds)
        ],
        owed=[_OWED[name][ui] for name in _owed(reading)],
        not_owed=[_NOT_OWED[name][ui] for name in _not_owed(reading)],
        boundaries=[{"firmness": step, "text": text} for step in (1, 2, 3) if (text := _boundary(composer, step))],
        handover=next((text for text, _ in composer.phrases("handoff")), ""),
    )


def _composer(coach: Judge, reading: Reading) -> Composer:
    """Speak to the customer in their own language, their dialect where the channel is informal."""
    spoken = reading.customer.document if reading.customer else reading.draft
    language = "ar" if spoken.language.code == "ar" else "en"
    near = spoken.dialect if reading.case.channel != "email" and spoken.dialect in DIALECTS else "msa"
    known = reading.case.context.addressee_gender
    form: Form = known if known != "unknown" else "neutral"
    voice = Voice(language, near if language == "ar" else None, "neutral", reading.case.channel, form)
    return Composer(reading, coach.phrasebook, voice=voice)


def _folds(reading: Reading) -> list[tuple[int, int, str]]:
    """Find what is folded away: insulting sentences that tell nothing else, and the insult alone in the others."""
    customer = reading.customer
    assert customer is not None
    spans = [(*sentence.span(hit), "insult") for sentence in customer.document.body for label in _HARSH for hit in sentence.labelled(label)]
    for signal in customer.signals:  # where words show the place, the model's guess of it is not needed
        if signal.signal == "threat_harm" or (signal.signal == "insult" and not spans):
            spans.append((signal.start, signal.end, signal.signal))
    told = [_whole(span, customer.document.body, reading) for span in spans]
    merged: list[tuple[int, int, str]] = []
    for start, end, kind in sorted(told):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]), merged[-1][2])
        else:
            merged.append((start, end, kind))
    return merged


def _whole(span: tuple[int, int, str], sentences: list[Sentence], reading: Reading) -> tuple[int, int, str]:
    """Fold the whole sentence where it holds no fact and no ask."""
    start, end, kind = span
    for sentence in sentences:
        if sentence.start <= start < sentence.end:
            asks = reading.customer.asks if reading.customer else []
            facts = reading.customer.document.facts if reading.customer else []
            tells = any(sentence.start <= ask.start < sentence.end for ask in asks) or any(
                sentence.start <= f.start < sentence.end for f in facts
            )
            return span if tells else (sentence.start, sentence.end, kind)
    return start, end, kind


def _neutral(reading: Reading, folds: list[tuple[int, int, str]]) -> str:
    """Give the message with what is folded shown as a mark only, and its shouting calmed."""
    assert reading.customer is not None
    text = reading.customer.document.text
    parts: list[str] = []
    at = 0
    for start, end, kind in folds:
        parts += [text[at:start], _FOLDED.get(kind, "⟦…⟧")]
        at = end
    return _calm("".join([*parts, text[at:]]))


def _calm(text: str) -> str:
    words = [
        word.capitalize() if len(word) > 3 and word.isupper() and word.isascii() and word.isalpha() else word for word in text.split(" ")
    ]
    calm = " ".join(words)
    for sign in "!؟?":
        while sign * 2 in calm:
            calm = calm.replace(sign * 2, sign)
    return calm.strip()


def _owed(reading: Reading) -> list[str]:
    customer = reading.customer
    assert customer is not None
    owed = ["safe"] if customer.has("threat_harm", "vulnerable") else []
    owed += ["answer"] if customer.asks else []
    owed += ["heard", "fault"] if customer.emotion.level else []
    owed += ["again"] if customer.has("repeat_contact") or reading.case.earlier else []
    return owed + (["time"] if customer.has("urgency") or customer.emotion.level >= 2 else [])


def _not_owed(reading: Reading) -> list[str]:
    customer = reading.customer
    assert customer is not None
    table = {"insult": ("insult",), "harm": ("threat_harm",), "public": ("threat_public",), "leave": ("threat_leave",)}
    return [name for name, signals in table.items() if customer.has(*signals)]


def _boundary(composer: Composer, firmness: int) -> str:
    """Give the best boundary of one step of firmness."""
    return next((text for text, _ in composer.phrases("boundary", firmness=firmness)), "")
