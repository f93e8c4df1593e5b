"""A whole reply from nothing: the customer's message, what the agent knows, and the situation that fits both.

The phrasebooks' situations say what is answered again and again; `choice` finds the nearest. Greeting, playback,
empathy, apology and goodbye are set around it, what is not known, the outcome included, stays a visible slot, and
the whole is mended and judged as any draft is. Notes that are not surely read are told as they are, in the place of what a situation says.
"""

import re
from collections.abc import Collection, Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from coach.case import NO_DRAFT, Case, DraftRequest
from coach.errors import NoMessage, UnknownName
from coach.models.protocols import SentenceEncoder
from coach.phrasebook import Form, Outcome, Part, Situation
from coach.reading import Reading
from coach.rewrite.choice import Choice, choose
from coach.rewrite.expansion import is_regret
from coach.rewrite.made import Rewrite
from coach.rewrite.noted import STATING, is_unsure, refuses_other, says_no_to_other, says_other, settle, slots_of, speaks_of_other, worded
from coach.rewrite.notes import Notes, read_notes
from coach.rewrite.plan import rewrite
from coach.rewrite.protocols import Judge
from coach.rewrite.ranking import PLAYED
from coach.rewrite.speaker import Speaker
from coach.rewrite.telling import sentence
from coach.rewrite.voice import Voice
from coach.rewrite.when import fitted
from coach.slots import ANSWERS, needs_in, reworded, slots_in, visible_slot
from coach.text.cues import common
from coach.text.document import DIALECTS, read
from coach.text.names import called

_SHORT = ("sms", "social")
_NEAREST = 3
_ORDER = ("optional", "empathy", "acknowledgement", "follow_up")
"""What a reply that is too long for its channel goes without, the first first: never the answer, nor the next step."""
_LETS_SAY: dict[Outcome, tuple[Outcome, ...]] = {"done": ("done",), "possible": ("possible", "done")}
"""What the notes must name before a situation may state that something was done, or that it can be."""
_SETTLED = ("done", "possible", "refused")
_BEGINNING = ("commitment", "handoff")
_UNDER_WAY = "under-way"
_GOODWILL = "compensation-asked"
_REFUSED = "request-refused"
_ASKED: dict[Outcome, str] = {"done": "action", "possible": "answer"}
"""The slot that stands in the place of what nobody said."""
_SURELY_OWED = 0.45  # the fit from which a situation's apology is owed to a customer who shows no anger
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
    choices = choose(reading, voice.language, Notes() if notes.dense else notes, coach.phrasebook, encoder)
    situation = choices[0].situation
    if request.situation is not None:
        named = {choice.situation.id: choice.situation for choice in choices}
        if request.situation not in named:
            raise UnknownName(kind="situation", name=request.situation, known=", ".join(sorted(named)))
        situation = named[request.situation]
    asked = reading.customer.document.text if reading.customer and request.situation is None else situation.title.en
    spoken = _spoken(situation, notes, asked, "alternative" in reading.case.context.facts, coach.phrasebook.situations(voice.language))
    made = None
    if request.situation is not None or not _is_only_kept(situation, spoken, notes, asked, voice.language):
        made = _told(coach, reading, voice, notes, situation, spoken, request)
    if made is None or (request.situation is None and not set(made.unused) <= request.facts.keys() | request.context.facts.keys()):
        made = _kept(coach, reading, voice, notes, choices[0], request)  # also where a note was lost on the way
    proposals = ((need, notes.proposal(need["slot"], voice.language)) for need in made.needs)
    needs = [{**need, "perhaps": text} if text else need for need, text in proposals]
    return replace(made, nearest=choices[:_NEAREST], needs=needs, unused=[*made.unused, *notes.internal])


def _told(
    coach: Judge, reading: Reading, voice: Voice, notes: Notes, situation: Situation, spoken: Situation, request: DraftRequest
) -> Drafted:
    """Say what is `spoken` in the situation, filled and corrected by the notes."""
    notes, facts, language = deepcopy(notes), reading.case.context.facts.copy(), voice.language
    reading = replace(reading, case=reading.case.model_copy(update={"context": reading.case.context.model_copy(update={"facts": facts})}))
    settle(spoken, notes, facts, language)
    if spoken.outcome in ("pending", "info"):  # which say nothing of what was done
        notes.tell_done()
    chosen = request.situation is not None and notes.outcome != "pending"
    told = chosen or notes.outcome in _LETS_SAY.get(situation.outcome, (notes.outcome,))
    mended = _fitted(coach, Speaker(reading, coach.phrasebook, voice=voice, named=False), spoken, notes, told)
    given = [(value if notes.facts.get(name) == value else name, value) for name, value in facts.items()]
    given += [(piece, sentence(piece, language).rstrip(".")) for piece in notes.told]
    return _drafted(mended, situation, given, request.ui_language)


def _is_only_kept(situation: Situation, spoken: Situation, notes: Notes, asked: str, language: str) -> bool:
    """Tell whether nothing but the notes may be told: they are not surely read, or tell, do or refuse another thing than the situation."""
    if notes.dense or is_unsure(notes, language) or says_other(spoken, notes) or speaks_of_other(spoken, notes):
        return True
    return refuses_other(situation, notes, asked) and says_no_to_other(notes, asked)


def _kept(coach: Judge, reading: Reading, voice: Voice, notes: Notes, choice: Choice, request: DraftRequest) -> Drafted:
    """Write a reply around notes that are only told: the situation gives no more than what the customer is owed first.

    It is mended and judged with places for the answer and for what comes next in the place of the notes, which hold both and are the
    agent's to word, and to shorten where a channel holds little.
    """
    situation, language, channel = choice.situation, voice.language, voice.channel
    if choice.fit < _SURELY_OWED and set(reading.matters).isdisjoint(situation.matters):
        situation = situation.model_copy(update={"apology": False})
    speaker = Speaker(reading, coach.phrasebook, voice=voice, named=False)
    asks = reading.customer.asks if reading.customer else []
    places = [visible_slot(name, language) for name in (*ANSWERS[: max(1, len(asks))], "step")]
    used: set[str] = set()
    if reading.customer and reading.customer.is_grave:
        opening = visible_slot("own_words", language)  # to a loss no ready phrase is good enough
    else:
        opening = _opened(speaker, situation, set(), _ORDER if channel in _SHORT else (), used)
        if not opening and reading.level > 0:
            opening = visible_slot("own_words", language)  # the upset are not met with the matter alone
    sorry = situation.apology and opening and "⟦" not in opening  # is said already, and once is enough
    units = [
        *(notes.say(piece, language) for piece in notes.pieces if not (sorry and is_regret(piece))),
        *(reworded(f"{name}: {value}", language) for name, value in request.facts.items()),
    ]
    text = _framed(speaker, opening, " ".join(places), used)
    made = rewrite(coach, reading.case.model_copy(update={"draft": text}), anew=False)
    if units:
        block = "\n\n" + "\n".join(units) if channel == "email" else " " + " ".join(units)
        made.text = _put_in(made.text if any(place in made.text for place in places) else text, places, block)
    return _drafted(made, choice.situation, [], request.ui_language)


def _put_in(text: str, places: list[str], block: str) -> str:
    """Put a block where the first of some places stands, and let the others go."""
    first, *others = [place for place in slots_in(text) if place in places]
    for place in others:
        text = re.sub(rf"[ \n]*{re.escape(place)}\.?", "", text)
    return re.sub(rf"[ \n]*{re.escape(first)}\.?", lambda _: block, text, count=1).strip()


def _drafted(mended: Rewrite, situation: Situation, given: list[tuple[str, str]], ui: str) -> Drafted:
    proposals = {need["slot"]: need["perhaps"] for need in mended.needs if "perhaps" in need}
    return Drafted(
        text=mended.text,
        situation=situation,
        nearest=[],
        needs=needs_in(mended.text, ui, proposals=proposals),
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


def _fitted(coach: Judge, speaker: Speaker, situation: Situation, notes: Notes, told: bool) -> Rewrite:
    """Write the reply and have it mended; leave out what it can do without until the channel holds it."""
    channel = speaker.voice.channel
    most = speaker.reading.profile.thresholds.max_characters.get(channel)  # type: ignore[call-overload]
    for left_out in range(1 if channel in _SHORT else 0, len(_ORDER) + 1):
        text = _written(speaker, situation, notes, told, frozenset(_ORDER[:left_out]))
        if most is not None and len(text) > most and left_out < len(_ORDER):
            continue
        mended = rewrite(coach, speaker.reading.case.model_copy(update={"draft": text}), anew=False)
        if most is None or len(mended.text) <= most:
            break
    return mended


def _written(speaker: Speaker, situation: Situation, notes: Notes, told: bool, left_out: frozenset[str]) -> str:
    """Set the reply's parts in order, each phrase said once."""
    body = [part for part in situation.body if part.move not in left_out and not (part.optional and "optional" in left_out)]
    used: set[str] = set()
    opening = _opened(speaker, situation, {part.move for part in situation.body}, left_out, used)
    language = speaker.voice.language
    extra = [notes.say(piece, language) for piece in (notes.pieces if notes.dense else notes.told)]
    answers = _answers(speaker, situation, body, used, told, extra, bool(notes.work))
    return _framed(speaker, opening, " ".join(text for text in answers if text), used)


def _opened(speaker: Speaker, situation: Situation, own: set[str], left_out: Collection[str], used: set[str]) -> str:
    """Give what comes before the answer; `own` are the moves that the situation makes by itself."""
    moves = [move for move in _opening(situation, speaker.reading, own) if move not in left_out]
    return " ".join(text for move in moves if (text := _said(speaker, move, used)))


def _framed(speaker: Speaker, opening: str, said: str, used: set[str]) -> str:
    """Set greeting, goodbye and, in a mail, the agent's name around what is said."""
    greeting = _greeting(speaker)
    if speaker.voice.channel == "email":
        closing, agent = _said(speaker, "closing", used), speaker.filled.get("agent", "")
        signed = f"{closing}\n{agent}" if agent and agent not in closing else closing
        return "\n\n".join(block for block in (greeting, opening, said, signed) if block)
    line = " ".join(block for block in (opening, said) if block)
    return f"{greeting} {_going_on(line) if greeting.endswith(',') else line}" if greeting else line


def _answers(
    speaker: Speaker, situation: Situation, body: list[Part], used: set[str], told: bool, extra: list[str], working: bool
) -> Iterator[str]:
    """Give the body's sentences and, after the first, what the notes tell; what states an outcome that nobody named becomes a slot.

    The notes' own words stand in the place of such a slot, and of what would only now be begun where they say what is under way.
    """
    asked = None if told else _ASKED.get(situation.outcome)
    known = speaker.reading.case.context.facts
    extra_text = " ".join(extra)
    for index, part in enumerate(body):
        if not told and part.move == "ownership":
            continue
        if part.move == "compensation" and "alternative" in known and not slots_of(part) & known.keys():
            continue  # what is offered is not given yet
        if asked and part.move in STATING:
            slot, asked = asked, None
            if extra:
                yield from extra
                extra = []
                continue
            if not _holds(part, *_ASKED.values()):
                yield _open(speaker, slot)
                continue
        if index == 0 and working and part.move in _BEGINNING and not slots_of(part) & {"date", "time", *known}:
            yield from extra
            extra = []
            continue
        if part.optional and _repeats(part, known, extra_text):
            continue
        yield _part(speaker, part, used)
        if not asked:
            yield from extra
            extra = []


def _repeats(part: Part, known: dict[str, str], said: str) -> bool:
    """Tell whether all that a part would fill in has been said in the notes' own words."""
    filled = slots_of(part) & known.keys()
    return bool(filled) and all(known[slot] in said for slot in filled)


def _spoken(situation: Situation, notes: Notes, asked: str, offered: bool, known: tuple[Situation, ...]) -> Situation:
    """Give what is said in a situation.

    Of one that settles what is only under way by the notes: what is under way and until when. Of one that refuses another thing than
    the notes do: that it cannot be done. What is offered where the situation has no place for it is said before its questions and
    what follows.
    """
    body = situation.body
    if notes.outcome == "pending" and situation.outcome in _SETTLED:
        body = next(one.body for one in known if one.id == _UNDER_WAY)
    elif refuses_other(situation, notes, asked):
        body = next(one.body for one in known if one.id == _REFUSED)
    if offered and not any("alternative" in slots_of(part) for part in body):
        goodwill = next(one.body for one in known if one.id == _GOODWILL)
        offer = next(part for part in goodwill if "alternative" in slots_of(part))
        at = next((n for n, part in enumerate(body) if n and part.move in ("question", "follow_up")), len(body))
        body = (*body[:at], offer, *body[at:])
    return situation.model_copy(update={"body": body})


def _holds(part: Part, *slots: str) -> bool:
    return any(f"{{{slot}}}" in text for text in part.forms.values() for slot in slots)


def _open(speaker: Speaker, slot: str) -> str:
    """Give the plainest sentence that leaves what was done, or what the answer is, to the agent."""
    plain = [text for text, needs in speaker.phrases("resolution", slot) if len(needs) <= 1]
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


def _said(speaker: Speaker, move: str, used: set[str]) -> str:
    """Give the best phrase of a move that does not play the matter back a second time."""
    for text, _ in speaker.phrases(move):
        played = {said for said in speaker.played() if said in text}
        if not played & used:
            used |= played
            return text
    return ""


def _greeting(speaker: Speaker) -> str:
    """Give the shortest greeting, by name where it is known; on one line with what follows, only by name, and none in an SMS."""
    given = called(speaker.reading.case.context.customer_name or "")
    if speaker.voice.channel == "sms" or (not given and speaker.voice.channel != "email"):
        return ""
    texts = [text for text, _ in islice(speaker.phrases("greeting"), _GREETINGS)]
    return min(texts, key=lambda text: (given not in text, len(text)), default="")


def _going_on(text: str) -> str:
    """Write what follows "Hi Sara," on the same line: a small letter, unless a name or "I" begins it."""
    word = re.match(r"[A-Z][a-z]*(?=[\s,'’])", text)
    return text[0].lower() + text[1:] if word and word[0] != "I" and common(word[0].lower(), "en") else text


def _part(speaker: Speaker, part: Part, used: set[str]) -> str:
    """Give a part's words in the voice's dialect and form, its slots filled as far as they are known."""
    voice = speaker.voice
    text = worded(part, voice.dialect, voice.form)
    if any(f"{{{slot}}}" in text for slot in PLAYED) and used:
        return ""
    return speaker.fill(fitted(text, speaker.reading.case.context.facts, voice.language))[0]
