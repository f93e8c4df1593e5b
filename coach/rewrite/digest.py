"""A hostile message without its hostility: what is said, what is asked, what is owed and what is not.

Agents read insults for hours a day. The digest folds them away, keeps every fact and ask, and offers calm
words by firmness: keep to the matter, leave insults unanswered, end the exchange with a way back, hand over.
"""

import re
from dataclasses import dataclass
from typing import Any

from coach.case import Case
from coach.phrasebook import Form
from coach.reading import SIGNALS, Ask, CustomerReading, Reading, Signal
from coach.rewrite.noted import slots_of, worded
from coach.rewrite.protocols import Judge
from coach.rewrite.speaker import Speaker
from coach.rewrite.voice import Voice
from coach.rules.shouting import CODES
from coach.text.cues import common
from coach.text.document import DIALECTS, Document, Sentence

_FOLDED = {
    "insult": {"en": "⟦insult⟧", "ar": "⟦إهانة⟧"},
    "threat_harm": {"en": "⟦threat⟧", "ar": "⟦تهديد⟧"},
}
_OFFERED = {"person", "team"}
_HEATED = 2  # of 0 to 3: from anger on an agent may need words to set a limit with
_SURE = 0.7  # of a cue: from here on its words are heard where the model hears nothing
_COVERED = 0.5  # of an ask: an insult that is put as a question ("Are you dumb?") asks nothing
_SIGNS = re.compile(r"[ \t]*[!?؟.,،;؛…]+")
_IS = re.compile(r"(?<=\S )(?:is|was|are|were)\b", re.IGNORECASE)
_YOU = re.compile(r"\b(?:you|your (?:company|team|service|support|lot))\b", re.IGNORECASE)
_STAFF = re.compile(r"(?:ال|ه)?(?:سائق|سواق|مندوب|موظف|عامل|دليفري|كابتن)ة?\b")
_SHOUTED = re.compile(r"\b[A-Z]{2,}(?:['’][A-Z]+)?\b")
_OPENS = re.compile(r"(?:\A\s*|[.!?…؟⟧]\s*|\n[^\S\n]*)\Z")
_OWN, _LEAD = 0.8, 0.3
"""What a dialect's cues must weigh, and by how much outweigh the next, before it is spoken back."""
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
    signals = _signals(customer)
    folds = _folds(customer, signals)
    speaker = _speaker(coach, reading)
    steps = (1, 2, 3) if customer.emotion.level >= _HEATED or _FOLDED.keys() & {signal.signal for signal in signals} else ()
    return Digest(
        emotion={"level": customer.emotion.level, "name": customer.emotion.name, "confidence": round(customer.emotion.confidence, 2)},
        signals=[{"signal": s.signal, "start": s.start, "end": s.end, "confidence": round(s.confidence, 2)} for s in signals],
        folded=[{"start": start, "end": end, "kind": kind} for start, end, kind in folds],
        neutral=_neutral(message.text, folds, ui),
        happened=speaker.playback.clause if speaker.playback else "",
        facts=[
            {"kind": fact.kind, "start": fact.start, "end": fact.end, "text": message.text[fact.start : fact.end]} for fact in message.facts
        ],
        asks=[
            {"start": start, "end": end, "text": message.text[start:end]}
            for ask in customer.asks
            if not any(_covers(fold, ask) for fold in folds)
            for start, end in [_cleared(ask, folds, message.text)]
        ],
        owed=[_OWED[name][ui] for name in _owed(reading, {signal.signal for signal in signals})],
        not_owed=[_NOT_OWED[name][ui] for name in _not_owed({signal.signal for signal in signals})],
        boundaries=[{"firmness": step, "text": text} for step in steps if (text := _boundary(speaker, step))],
        handover=_handover(speaker),
    )


def _speaker(coach: Judge, reading: Reading) -> Speaker:
    """Speak to the customer in their own language, their dialect where the channel is informal."""
    spoken = reading.customer.document if reading.customer else reading.draft
    language = "ar" if spoken.language.code == "ar" else "en"
    near = _dialect(spoken) if reading.case.channel != "email" else "msa"
    known = reading.case.context.addressee_gender
    form: Form = known if known != "unknown" else "neutral"
    voice = Voice(language, near if language == "ar" else None, "neutral", reading.case.channel, form)
    return Speaker(reading, coach.phrasebook, voice=voice, named=False)


def _dialect(message: Document) -> str:
    """Name the dialect that a message surely speaks; one word that several share is answered in standard Arabic."""
    weights = dict.fromkeys(DIALECTS, 0.0)
    for sentence in message.body:
        for hit in sentence.hits:
            if hit.label.removeprefix("dialect.") in weights:
                weights[hit.label.removeprefix("dialect.")] += hit.confidence
    best, *others = sorted((name for name in weights if name != "msa"), key=lambda name: -weights[name])
    return best if weights[best] >= max(_OWN, weights[others[0]] + _LEAD) else "msa"


def _signals(customer: CustomerReading) -> list[Signal]:
    """Give what was heard in the message, with insults and threats that only their words show."""
    heard = {signal.signal for signal in customer.signals}
    shown: dict[str, Signal] = {}
    for sentence in customer.document.body:
        for name in _FOLDED.keys() - heard:
            for hit in sentence.labelled(f"customer.{name}"):
                if hit.confidence >= max(_SURE, shown[name].confidence if name in shown else 0):
                    shown[name] = Signal(name, *sentence.span(hit), hit.confidence)
    return sorted([*customer.signals, *shown.values()], key=lambda signal: SIGNALS.index(signal.signal))


def _folds(customer: CustomerReading, signals: list[Signal]) -> list[tuple[int, int, str]]:
    """Find what is folded away: insulting sentences that tell nothing else, and the insult alone in the others."""
    spans: list[tuple[int, int, str]] = []
    for sentence in customer.document.body:
        spans += [(*_said_of(sentence, *sentence.span(hit)), name) for name in _FOLDED for hit in sentence.labelled(f"customer.{name}")]
    shown = {name for _, _, name in spans}
    for signal in signals:  # where words show the place, the model's guess of it is not needed
        if signal.signal in _FOLDED and signal.signal not in shown:
            spans.append((signal.start, signal.end, signal.signal))
    merged: list[tuple[int, int, str]] = []
    for start, end, kind in sorted(_whole(span, customer) for span in spans):
        if merged and start <= merged[-1][1]:
            kinds = {kind, merged[-1][2]}
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]), "threat_harm" if "threat_harm" in kinds else "insult")
        else:
            merged.append((start, end, kind))
    return merged


def _said_of(sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    """Leave out of an insult the third person it is said of: who threw the parcel is told, that he is a moron is not."""
    words = sentence.text[start - sentence.start : end - sentence.start]
    if (verb := _IS.search(words)) and not _YOU.search(words):
        return start + verb.start(), end
    inner = [span for hit in sentence.labelled("customer.hostile") if start < (span := sentence.span(hit))[0] and span[1] == end]
    return max(inner, default=(start, end)) if _STAFF.match(words) else (start, end)


def _whole(span: tuple[int, int, str], customer: CustomerReading) -> tuple[int, int, str]:
    """Fold the whole sentence where it holds no fact and no ask; the sign after it goes with what opens the sentence."""
    start, end, kind = span
    text = customer.document.text
    for sentence in customer.document.body:
        if sentence.start <= start < sentence.end:
            asks = [ask for ask in customer.asks if sentence.start <= ask.start < sentence.end and not _covers(span, ask)]
            if not asks and not any(sentence.start <= fact.start < sentence.end for fact in customer.document.facts):
                start, end = sentence.start, max(end, sentence.end)
            if start == sentence.start and (sign := _SIGNS.match(text, end)):
                end = sign.end()
    return start, end, kind


def _covers(fold: tuple[int, int, str], ask: Ask) -> bool:
    """Tell whether an ask is little more than what is folded."""
    shared = min(fold[1], ask.end) - max(fold[0], ask.start)
    return shared >= _COVERED * (ask.end - ask.start)


def _cleared(ask: Ask, folds: list[tuple[int, int, str]], text: str) -> tuple[int, int]:
    """Give where an ask's longest stretch without what is folded stands."""
    stretches = [(ask.start, ask.end)]
    for start, end, _ in folds:
        left, right = stretches[-1]
        if left < end and start < right:
            stretches[-1:] = [(left, max(left, start)), (min(right, end), right)]
    start, end = max(stretches, key=lambda stretch: stretch[1] - stretch[0])
    words = text[start:end]
    lead = len(words) - len(words.lstrip(" \t,،;؛"))
    return start + lead, end - (len(words) - len(words.rstrip(" \t,،;؛"))) if words[lead:].strip() else end


def _neutral(text: str, folds: list[tuple[int, int, str]], ui: str) -> str:
    """Give the message with what is folded shown as a mark only, and its shouting calmed."""
    parts: list[str] = []
    at = 0
    for start, end, kind in folds:
        parts += [_calm(text[at:start], "".join(parts)), _FOLDED[kind][ui]]
        at = end
    return "".join([*parts, _calm(text[at:], "".join(parts))]).strip()


def _calm(text: str, before: str) -> str:
    """Write what is shouted plainly: one sign, small letters; codes, names and a sentence's first letter keep their capital."""

    def plain(match: re.Match[str]) -> str:
        word = match[0]
        known = common(word.lower().replace("’", "'"), "en") or "'" in word or "’" in word
        if word in CODES or not (known or shouting):
            return word
        opens = _OPENS.search(before + text[: match.start()])
        return word.capitalize() if opens or not known else word.lower()

    shouting = sum(common(match[0].lower(), "en") and match[0] not in CODES for match in _SHOUTED.finditer(text)) > 1
    return re.sub(r"([!؟?])\1+", r"\1", _SHOUTED.sub(plain, text))


def _owed(reading: Reading, signals: set[str]) -> list[str]:
    customer = reading.customer
    assert customer is not None
    owed = ["safe"] if signals & {"threat_harm", "vulnerable"} else []
    owed += ["answer"] if customer.asks else []
    owed += ["heard", "fault"] if customer.emotion.level else []
    owed += ["again"] if "repeat_contact" in signals or reading.case.earlier else []
    return owed + (["time"] if "urgency" in signals or customer.emotion.level >= 2 else [])


def _not_owed(signals: set[str]) -> list[str]:
    table = {"insult": "insult", "harm": "threat_harm", "public": "threat_public", "leave": "threat_leave"}
    return [name for name, signal in table.items() if signal in signals]


def _boundary(speaker: Speaker, firmness: int) -> str:
    """Give the best boundary of one step of firmness."""
    return next((text for text, _ in speaker.phrases("boundary", firmness=firmness)), "")


def _handover(speaker: Speaker) -> str:
    """Give the offer to pass the case on, as the situations word it; that it has been passed on is nothing a message can tell."""
    voice = speaker.voice
    offers = (part for one in speaker.phrasebook.situations(voice.language) for part in one.body[:1] if part.move == "handoff")
    return next((speaker.fill(worded(part, voice.dialect, voice.form))[0] for part in offers if slots_of(part) >= _OFFERED), "")
