"""A whole reply from nothing: the customer's message, what the agent knows, and the situation that fits both.

The phrasebooks' situations say what is answered again and again; the nearest is chosen by the sentence embedding,
the matter and the outcome that the notes name. Greeting, playback, empathy, apology and goodbye are set
around it, what is not known stays a visible slot, and the whole is mended and judged as any draft is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

import numpy as np

from coach.case import Case, DraftRequest
from coach.errors import UnknownName
from coach.models.protocols import SentenceEncoder
from coach.phrasebook import Form, Part, Phrasebook, Situation
from coach.reading import Reading
from coach.rewrite.compose import PLAYED, Composer, Voice, slots_in
from coach.rewrite.notes import Notes, read_notes
from coach.rewrite.plan import Judge, Rewrite, ask, rewrite
from coach.text.document import DIALECTS

_QUERIES = 6  # of the customer's sentences are compared
_MATTER, _OUTCOME = 0.12, 0.15
"""What a shared matter and the outcome named in the notes count beside a cosine of 0 to 1."""
_SHORT = ("sms", "social")
_NEAREST = 3
_GREETINGS = 12  # that fit best: the shortest of these is taken


@dataclass(frozen=True, slots=True)
class Choice:
    """A situation and how well it fits, about 0 to 1."""

    situation: Situation
    fit: float


@dataclass(slots=True)
class Drafted:
    """A reply made from nothing: its text, the situation it answers, what is still to fill in, and the facts it did not use."""

    text: str
    situation: Situation
    nearest: list[Choice]
    needs: list[dict[str, str]]
    unused: list[str]
    score: int
    remaining: list[str]
    guard: dict[str, Any]

    def as_dict(self) -> dict[str, Any]:
        """Give the form that the command line and the API write."""
        return {
            "text": self.text,
            "situation": {"id": self.situation.id, "title": self.situation.title.model_dump()},
            "nearest": [
                {"id": choice.situation.id, "title": choice.situation.title.model_dump(), "fit": round(choice.fit, 2)}
                for choice in self.nearest
            ],
            "needs": self.needs,
            "unused": self.unused,
            "score": self.score,
            "remaining": self.remaining,
        }


def draft(coach: Judge, request: DraftRequest, encoder: SentenceEncoder | None) -> Drafted:
    """Write a reply; raises UnknownName for a situation that is not there."""
    reading, voice, notes = _understand(coach, request)
    choices = choose(reading, voice.language, notes, coach.phrasebook, encoder)
    situation = choices[0].situation
    if request.situation is not None:
        named = {choice.situation.id: choice.situation for choice in choices}
        if request.situation not in named:
            raise UnknownName(kind="situation", name=request.situation, known=", ".join(sorted(named)))
        situation = named[request.situation]
    _explain(situation, notes, reading.case.context.facts)
    composer = Composer(reading, coach.phrasebook, voice=voice)
    text = _written(composer, situation, reading, notes)
    case = reading.case.model_copy(update={"draft": text})
    mended = rewrite(coach, case)
    return _drafted(
        mended,
        situation,
        choices[:_NEAREST],
        [*reading.case.context.facts.items(), *((told, told) for told in notes.told)],
        request.ui_language,
    )


def _drafted(mended: Rewrite, situation: Situation, nearest: list[Choice], given: list[tuple[str, str]], ui: str) -> Drafted:
    slots = slots_in(mended.text)
    return Drafted(
        text=mended.text,
        situation=situation,
        nearest=nearest,
        needs=[{"slot": slot, "ask": ask(slot, ui)} for slot in slots],
        unused=[name for name, value in given if value.lower() not in mended.text.lower()],
        score=mended.score_after,
        remaining=mended.remaining,
        guard=mended.guard,
    )


def _understand(coach: Judge, request: DraftRequest) -> tuple[Reading, Voice, Notes]:
    """Read message and notes; the reading's draft is a stand-in that nothing looks at."""
    fields = {"customer": request.customer, "channel": request.channel, "ui_language": request.ui_language, "id": request.id}
    known = request.context
    first = coach.read(Case.make({**fields, "draft": "…", "context": known}))
    spoken = first.customer.document if first.customer else None
    language = request.language if request.language != "auto" else "ar" if spoken and spoken.language.code == "ar" else "en"
    notes = read_notes(request.notes, language)
    facts = {**notes.facts, **known.facts, **request.facts}
    case = first.case.model_copy(update={"context": known.model_copy(update={"facts": facts}), "language": language})
    dialect = None
    if language == "ar":
        near = spoken.dialect if spoken and request.channel != "email" else None
        dialect = near if near in DIALECTS else "msa"
    form: Form = known.addressee_gender if known.addressee_gender != "unknown" else "neutral"
    return Reading(case, coach.profile, first.draft, first.customer), Voice(language, dialect, "neutral", request.channel, form), notes


def _explain(situation: Situation, notes: Notes, facts: dict[str, str]) -> None:
    """Let what the notes tell be the cause, where the situation asks for one that nothing gives."""
    held = {slot for part in situation.body for text in part.forms.values() for slot in re.findall(r"{(\w+)}", text)}
    for slot in ("cause", "reason"):
        if slot in held and slot not in facts and notes.told:
            facts[slot] = notes.told.pop(0)


def choose(reading: Reading, language: str, notes: Notes, phrasebook: Phrasebook, encoder: SentenceEncoder | None) -> list[Choice]:
    """Rank the situations of `language`, the best first."""
    situations = phrasebook.situations(language)
    customer = reading.customer
    fits = np.zeros(len(situations))
    if customer and encoder is not None:
        asked = [ask.text for ask in customer.asks]
        rest = [sentence.text for sentence in customer.document.body if sentence.text not in asked]
        queries = encoder.embed((asked + rest)[:_QUERIES] or [customer.document.text])
        examples, owners = _examples(encoder, phrasebook, language)
        near = (queries @ examples.T).max(0)
        np.maximum.at(fits, owners, near)
    matters = list(reading.matters)[:2]
    for index, situation in enumerate(situations):
        fits[index] += _MATTER * any(matter in situation.matters for matter in matters)
        if notes.outcome is not None:
            fits[index] += _OUTCOME if situation.outcome == notes.outcome else -_OUTCOME
    order = sorted(range(len(situations)), key=lambda index: -fits[index])
    return [Choice(situations[index], float(fits[index])) for index in order]


@lru_cache(maxsize=4)
def _examples(encoder: SentenceEncoder, phrasebook: Phrasebook, language: str) -> tuple[Any, Any]:
    """Embed how customers put each situation: vectors, and the number of the situation that each belongs to."""
    texts: list[str] = []
    owners: list[int] = []
    for index, situation in enumerate(phrasebook.situations(language)):
        texts += situation.customer
        owners += [index] * len(situation.customer)
    return encoder.embed(texts), np.array(owners)


def _written(composer: Composer, situation: Situation, reading: Reading, notes: Notes) -> str:
    """Set the reply's parts in order, each phrase said once, and fit them to the channel."""
    channel = composer.voice.channel
    mail = channel == "email"
    body = [part for part in situation.body if not (part.optional and channel in _SHORT)]
    own = {part.move for part in body}
    used: set[str] = set()
    opening = [text for move in _opening(situation, reading, own) if (text := _said(composer, move, used))]
    greeting = _greeting(composer) if channel != "sms" else ""
    closing = _said(composer, "closing", used) if mail else ""
    told = [_sentence(text, composer.voice.language) for text in notes.told]
    answers = [text for part in body if (text := _part(composer, part, used))]
    blocks = [greeting, " ".join(opening), " ".join([*answers[:1], *told, *answers[1:]]), closing]
    return ("\n\n" if mail else " ").join(block for block in blocks if block)


def _opening(situation: Situation, reading: Reading, own: set[str]) -> Iterator[str]:
    """Name the moves that come before the answer, as far as this customer is owed them."""
    grave = reading.customer is not None and reading.customer.has("vulnerable", "threat_harm")
    upset = reading.level > 0
    if reading.level == 3 and "boundary" not in own and reading.customer and reading.customer.has("insult"):
        yield "boundary"
    if (upset or situation.apology) and not own & {"acknowledgement", "empathy"}:
        yield "acknowledgement"
    if reading.level >= 2 and not grave and "empathy" not in own:
        yield "empathy"
    if situation.apology and "apology" not in own:
        yield "apology"


def _said(composer: Composer, move: str, used: set[str]) -> str:
    """Give the best phrase of a move that does not play the matter back a second time."""
    for text, _ in composer.phrases(move):
        played = {said for said in composer.played() if said in text}
        if not played & used:
            used |= played
            return text
    return ""


def _greeting(composer: Composer) -> str:
    """Give the shortest greeting, by name where it is known: what follows plays the matter back."""
    name = composer.reading.case.context.customer_name or ""
    given = name.split()[0] if name else ""
    texts = [text for text, _ in islice(composer.phrases("greeting"), _GREETINGS)]
    return min(texts, key=lambda text: (given not in text, len(text)), default="")


def _part(composer: Composer, part: Part, used: set[str]) -> str:
    """Give a part's words in the voice's dialect and form, its slots filled as far as they are known."""
    voice = composer.voice
    forms = part.dialects.get(voice.dialect, part.forms) if voice.dialect else part.forms  # type: ignore[call-overload]
    text = forms.get(voice.form) or forms.get("neutral") or forms.get("plural") or next(iter(forms.values()))
    if any(f"{{{slot}}}" in text for slot in PLAYED) and used:
        return ""
    return composer.fill(text)[0]


def _sentence(text: str, language: str) -> str:
    """Write a note as a sentence."""
    text = text[:1].upper() + text[1:]
    return text if text[-1:] in ".!?؟" else f"{text}."
