"""An agent's notes ("refund refused, over 30 days, can offer credit"), read into an outcome and facts by name."""

import re
from dataclasses import dataclass, field

from coach.phrasebook import Outcome
from coach.rewrite.expansion import is_internal, proposed, said
from coach.rewrite.shorthand import is_dense, sentences, units
from coach.rewrite.telling import as_offer, as_reason, is_credit, sentence
from coach.rewrite.when import GROUPS, When, time_of
from coach.slots import reworded
from coach.text.document import Document, Sentence, read

_PIECE = re.compile(r"[^,،;؛\n]+")
_OUTCOMES: dict[str, Outcome] = {"refused": "refused", "done": "done", "pending": "pending", "offer": "possible", "possible": "possible"}
"""What a piece's labels say, the one that weighs most first."""
_REST = "withheld/rest"  # all that follows is withheld with it
_WORK = "pending/work"  # what is under way is told, however short
_WHERE = "pending/where"  # and so is where a thing is, which is no reason for anything
_NAMED = {"offer": "alternative", "reason": "reason", "action": "action", "missing": "missing"}
_LEADS = {"offer", "action", "missing"}  # words that only lead in what they name
_BARE = 4  # words: a shorter piece says its outcome and no more
_EDGES = " .\t•*"
_OURS = re.compile(r"(?:we|i)\b|[سهحب]?ن[\u0621-\u064a]{2,}\s", re.IGNORECASE)
"""Beginnings of what we do: «سنقوم», «هنكلم», «نتصل»."""


@dataclass(slots=True)
class Notes:
    """What notes say: the outcome if they name one, values for slots, and what is to be told as it stands.

    `pieces` are all that is to be told; of `dense` notes nothing more is known. `whole` are the pieces that say
    no more than a slot's value; `timed` tells what the date is of: of a visit, of an answer, or of whatever was asked for ("").
    `acts` are the pieces that name what was done, `done`, `work` and `advice` those that say no more than what was done, is under
    way and is for the customer to do; `refusing` is the piece that says no. `internal` are pieces
    that are not for the customer.
    """

    text: str = ""
    outcome: Outcome | None = None
    facts: dict[str, str] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    whole: dict[str, str] = field(default_factory=dict)
    timed: str = ""
    done: list[str] = field(default_factory=list)
    work: list[str] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    dense: bool = False
    acts: list[str] = field(default_factory=list)
    refusing: str = ""
    internal: list[str] = field(default_factory=list)
    advice: list[str] = field(default_factory=list)

    @property
    def spare(self) -> list[str]:
        """What is told and nothing else is known of: a cause, where it is one."""
        return [piece for piece in self.told if piece not in {*self.work, *self.done, *self.advice}]

    def say(self, piece: str, language: str) -> str:
        """Say a piece as a sentence, or keep it in a slot that asks for the agent's words."""
        return said(piece, language, self._before(piece)) or (
            sentence(piece, language) if piece in self.advice else reworded(piece, language)
        )

    def proposal(self, slot: str, language: str) -> str | None:
        """Propose a sentence for a piece that stands in a slot; None for another slot."""
        piece = next((piece for piece in self.pieces if reworded(piece, language) == slot), None)
        return proposed(piece, language, self._before(piece)) if piece else None

    def _before(self, piece: str) -> str:
        return self.text[: max(0, self.text.find(piece))]

    def tell(self, slot: str) -> None:
        """Tell the piece that gave a slot its value as it stands, in its place among the others; the value goes."""
        self.facts.pop(slot, None)
        self.told = sorted([*self.told, self.whole.pop(slot)], key=self.text.find)

    def tell_done(self) -> None:
        """Tell each piece that names what was done, however short."""
        self.told = sorted({*self.told, *self.done}, key=self.text.find)


def read_notes(text: str, language: str) -> Notes:
    """Read notes, piece by piece; a piece that names nothing known is kept to be told, and of dense notes all are."""
    internal: list[str] = []
    text = "\n".join(part for one in sentences(text) for part in _without_withheld(one, language, internal))
    guessed = [unit for unit in units(text) if is_internal(unit, language)]
    if guessed:
        text = "\n".join(unit for unit in units(text) if unit not in guessed)
        internal += guessed
    if is_dense(text):
        return Notes(text, pieces=units(text), dense=True, internal=internal)
    notes = Notes(text, internal=internal)
    for match in (match for unit in units(text) for match in _PIECE.finditer(unit)):
        piece = match[0].strip().strip(_EDGES)
        if any(sign.isalpha() for sign in piece):
            _take(piece, language, notes)
        elif any(sign.isdigit() for sign in piece):
            for kept in (notes.told, notes.pieces):
                kept[-1:] = [f"{kept[-1]}{'، ' if language == 'ar' else ', '}{piece}"] if kept else [piece]
    return notes


def _without_withheld(told: str, language: str, internal: list[str]) -> list[str]:
    """Give what may be told of a sentence: where it withholds something the parts that do not, and nothing behind "internal".

    What may not goes to `internal`.
    """
    if not _withheld(told, language):
        return [told]
    kept: list[str] = []
    before = ""
    for match in _PIECE.finditer(told):
        withheld = before if before == _REST else _withheld(match[0], language)
        if not withheld and not any(sign.isalpha() for sign in match[0]):
            withheld = before
        (internal if withheld else kept).append(match[0].strip())
        before = withheld
    return kept


def _withheld(text: str, language: str) -> str:
    labels = _labels(read(text, GROUPS, language)) if text.strip() else set()
    return next((label for label in sorted(labels, reverse=True) if label.startswith("withheld")), "")


def _take(piece: str, language: str, notes: Notes) -> None:
    document = read(piece, GROUPS, language)
    own, labels = document.sentences[0], _labels(document)
    notes.pieces.append(piece)
    if len(document.sentences) > 1:
        notes.told.append(piece)
        return
    if _WORK in labels:
        labels |= {"pending"}
    outcome = next((name for name in _OUTCOMES if name in labels), None)
    if outcome and (notes.outcome is None or _OUTCOMES[outcome] != "possible"):
        notes.outcome = notes.outcome if notes.outcome in ("refused", "done") else _OUTCOMES[outcome]
    if outcome == "refused" and notes.refusing:
        outcome = None  # "cannot expedite, photo rejected": the second no is the reason of the first
    elif outcome == "refused":
        notes.refusing = piece
    if outcome and notes.outcome != _OUTCOMES[outcome]:
        outcome = None  # "cannot cancel, it already shipped": a reason, not another outcome
    taken = False
    for name, slot in _NAMED.items():
        if name in labels and slot not in notes.facts and not (name == "reason" and "offer" in labels):
            value = _after(own, f"notes.{name}") if name in _LEADS else piece[_reason_start(own) :]
            if value := as_reason(value, language) if name == "reason" else as_offer(value) if name == "offer" else value:
                notes.facts[slot] = value
                taken = True
    if "credit" in labels and is_credit(piece) and outcome in (None, "offer", "possible"):
        offer = as_offer(piece)
        taken = notes.facts.setdefault("alternative", offer) == offer or taken
    dated = not labels & {"reason", "refused", "missing", "offer", "credit"}
    acts = bool(labels & {"action", "done", "pending"} or _OURS.match(piece))
    taken = _values(piece, document, notes, dated=dated, paid="credit" not in labels, acts=acts) or taken
    if not taken and labels & {_WORK, _WHERE}:
        notes.work.append(piece)
    elif not taken and outcome == "done":
        notes.done.append(piece)
    elif not taken and "advice" in labels:
        notes.advice.append(piece)
    values = {fact.kind for fact in document.facts}
    if outcome == "done":
        notes.acts.append(piece)
    bare = outcome and own.n_words <= _BARE and _WORK not in labels and values <= {"amount", "link"}
    if bare and not taken:
        notes.whole.update(dict.fromkeys(values & notes.facts.keys() - notes.whole.keys(), piece))
    if not taken and not bare:
        notes.told.append(piece)


def _labels(document: Document) -> set[str]:
    return {hit.label.removeprefix("notes.") for sentence in document.sentences for hit in sentence.hits}


def _reason_start(sentence: Sentence) -> int:
    return sentence.span(sentence.labelled("notes.reason")[0])[0]


def _after(sentence: Sentence, label: str) -> str:
    """Give the words after the longest cue of `label`."""
    hit = max(sentence.labelled(label), key=lambda hit: (hit.end - hit.start, -hit.start))
    return sentence.text[sentence.span(hit)[1] - sentence.start :].strip(" :.-")


def _values(piece: str, document: Document, notes: Notes, *, dated: bool, paid: bool, acts: bool) -> bool:
    """Take what is `paid`, the link, and the time by which something will be; tell whether the piece says no more than that."""
    whole = False
    for fact in document.facts:
        if fact.kind == "link" or (fact.kind == "amount" and paid):
            written = piece[fact.start : fact.end]
            if notes.facts.setdefault(fact.kind, written) == written == piece:
                notes.whole[fact.kind] = piece
                whole = True
    when = time_of(document) if dated else None
    if when is None or "date" in notes.facts:
        return whole
    timed = _timed(document.sentences[0], when)
    if timed is None and not (when.by and acts):
        return whole  # "sent on 3 May" says when something was, "driver back before 12" when another does something
    notes.facts["date"] = when.text
    tail = piece[document.sentences[0].starts[when.n_before] :] if when.n_before < len(document.sentences[0].starts) else ""
    for name, value in list(notes.facts.items()):
        if name != "date" and tail and value.endswith(tail):
            notes.facts[name] = value.removesuffix(tail).strip() or value
    if timed is not None:
        notes.whole["date"], notes.timed = piece, timed
    return whole or timed is not None


def _timed(sentence: Sentence, when: When) -> str | None:
    """Tell what a time is of, where the words before it say no more than that; None where they say more."""
    if when.n_before == 0:
        return ""
    leads = (hit.label for hit in sentence.hits if hit.label.startswith("notes.when") and hit.start == 0 and hit.end >= when.n_before)
    return next((label.removeprefix("notes.when").strip("/") for label in leads), None)
