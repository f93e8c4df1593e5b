"""A whole reply from nothing: the customer's message, what the agent knows, and the situation that fits both.

The phrasebooks' situations say what is answered again and again; `choice` finds the nearest. Greeting, playback,
empathy, apology and goodbye are set around it, what is not known, the outcome included, stays a visible slot, and
the whole is mended and judged as any draft is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from coach.case import NO_DRAFT, Case, DraftRequest
from coach.errors import NoMessage, UnknownName
from coach.models.protocols import SentenceEncoder
from coach.phrasebook import Form, Outcome, Part, Situation
from coach.reading import Reading
from coach.rewrite.choice import Choice, choose
from coach.rewrite.compose import PLAYED, Composer, Voice, slots_in
from coach.rewrite.notes import Notes, read_notes
from coach.rewrite.plan import Judge, Rewrite, ask, rewrite
from coach.text.cues import common
from coach.text.document import DIALECTS, read
from coach.text.names import given_name

_SHORT = ("sms", "social")
_NEAREST = 3
_ORDER = ("optional", "empathy", "acknowledgement", "follow_up")
"""What a reply that is too long for its channel goes without, the first first: never the answer, nor the next step."""
_LETS_SAY: dict[Outcome, tuple[Outcome, ...]] = {"done": ("done",), "possible": ("possible", "done")}
"""What the notes must name before a situation may state that something was done, or that it can be."""
_STATING = ("resolution", "compensation", "explanation")
_ASKED: dict[Outcome, str] = {"done": "action", "possible": "answer"}
"""The slot that stands in the place of what nobody said."""
_GREETINGS = 12  # that fit best: the shortest of these is taken


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
    """Write a reply; raises UnknownName for a situation that is not there, NoMessage where nothing says what to answer."""
    reading, voice, notes = _understand(coach, request)
    choices = choose(reading, voice.language, notes, coach.phrasebook, encoder)
    situation = choices[0].situation
    if request.situation is not None:
        named = {choice.situation.id: choice.situation for choice in choices}
        if request.situation not in named:
            raise UnknownName(kind="situation", name=request.situation, known=", ".join(sorted(named)))
        situation = named[request.situation]
    _explain(situation, notes, reading.case.context.facts)
    told = request.situation is not None or notes.outcome in _LETS_SAY.get(situation.outcome, (notes.outcome,))
    composer = Composer(reading, coach.phrasebook, voice=voice)
    return _drafted(
        _fitted(coach, composer, situation, notes, told),
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
    first = coach.read(Case.make({**fields, "draft": NO_DRAFT, "context": known}))
    if first.customer is None and not request.notes.strip() and not request.facts and request.situation is None:
        raise NoMessage()
    spoken = first.customer.document if first.customer else None
    heard = spoken or read(request.notes or " ".join(request.facts.values()), ())
    language = request.language if request.language != "auto" else "ar" if heard.language.code == "ar" else "en"
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


def _fitted(coach: Judge, composer: Composer, situation: Situation, notes: Notes, told: bool) -> Rewrite:
    """Write the reply and have it mended; leave out what it can do without until the channel holds it."""
    channel = composer.voice.channel
    most = composer.reading.profile.thresholds.max_characters.get(channel)  # type: ignore[call-overload]
    for left_out in range(1 if channel in _SHORT else 0, len(_ORDER) + 1):
        text = _written(composer, situation, notes, told, frozenset(_ORDER[:left_out]))
        if most is not None and len(text) > most and left_out < len(_ORDER):
            continue
        mended = rewrite(coach, composer.reading.case.model_copy(update={"draft": text}))
        if most is None or len(mended.text) <= most:
            break
    return mended


def _written(composer: Composer, situation: Situation, notes: Notes, told: bool, left_out: frozenset[str]) -> str:
    """Set the reply's parts in order, each phrase said once."""
    mail = composer.voice.channel == "email"
    body = [part for part in situation.body if part.move not in left_out and not (part.optional and "optional" in left_out)]
    own = {part.move for part in situation.body}
    used: set[str] = set()
    moves = [move for move in _opening(situation, composer.reading, own) if move not in left_out]
    opening = " ".join(text for move in moves if (text := _said(composer, move, used)))
    greeting = _greeting(composer)
    closing = _said(composer, "closing", used) if mail else ""
    extra = [_sentence(text, composer.voice.language) for text in notes.told]
    answers = [text for text in _answers(composer, situation, body, used, told) if text]
    said = " ".join([*answers[:1], *extra, *answers[1:]])
    if mail:
        return "\n\n".join(block for block in (greeting, opening, said, closing) if block)
    line = " ".join(block for block in (opening, said) if block)
    return f"{greeting} {_going_on(line) if greeting.endswith(',') else line}" if greeting else line


def _answers(composer: Composer, situation: Situation, body: list[Part], used: set[str], told: bool) -> Iterator[str]:
    """Give the body's sentences; what states an outcome that nobody named becomes a slot for it."""
    asked = None if told else _ASKED.get(situation.outcome)
    for part in body:
        if not told and part.move == "ownership":
            continue
        if asked and part.move in _STATING:
            slot, asked = asked, None
            if not _holds(part, *_ASKED.values()):
                yield _open(composer, slot)
                continue
        yield _part(composer, part, used)


def _holds(part: Part, *slots: str) -> bool:
    return any(f"{{{slot}}}" in text for text in part.forms.values() for slot in slots)


def _open(composer: Composer, slot: str) -> str:
    """Give the plainest sentence that leaves what was done, or what the answer is, to the agent."""
    plain = [text for text, needs in composer.phrases("resolution", slot) if len(needs) <= 1]
    return min(plain, key=len, default="")


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
    """Give the shortest greeting, by name where it is known; on one line with what follows, only by name, and none in an SMS."""
    given = given_name(composer.reading.case.context.customer_name or "")
    if composer.voice.channel == "sms" or (not given and composer.voice.channel != "email"):
        return ""
    texts = [text for text, _ in islice(composer.phrases("greeting"), _GREETINGS)]
    return min(texts, key=lambda text: (given not in text, len(text)), default="")


def _going_on(text: str) -> str:
    """Write what follows "Hi Sara," on the same line: a small letter, unless a name or "I" begins it."""
    word = re.match(r"[A-Z][a-z]*(?=[\s,'’])", text)
    return text[0].lower() + text[1:] if word and word[0] != "I" and common(word[0].lower(), "en") else text


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
