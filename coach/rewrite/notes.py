"""An agent's notes ("refund refused, over 30 days, can offer credit"), read into an outcome and facts by name."""

import re
from dataclasses import dataclass, field

from coach.phrasebook import Outcome
from coach.text.document import Sentence, read
from coach.text.facts import Fact

_PIECE = re.compile(r"[^,،;؛\n]+")
_OUTCOMES: dict[str, Outcome] = {"refused": "refused", "done": "done", "pending": "pending", "offer": "possible"}
_NAMED = {"offer": "alternative", "reason": "reason", "action": "action", "missing": "missing"}
_LEADS = {"offer", "action", "missing"}  # words that only lead in what they name
_BARE = 4  # words: a shorter piece says its outcome and no more
_EDGES = " .\t•*"
_LONE_REASON = {"en": "it is {}", "ar": "{}"}
_BECAUSE = re.compile(
    r"^(?:because|since|due to|as|the reason is|reason|cause(?:d by)?|ل(?=[أا]ن(?:ها?|هم|نا|كم?)\s)"
    r"|لأن|لان|بسبب|السبب|نظرًا ل|عشان|علشان)\s*:?\s*",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|can|can't|cannot|did|does|do|will|would|ran|went|ended|passed|expired)\b", re.IGNORECASE
)


@dataclass(slots=True)
class Notes:
    """What notes say: the outcome if they name one, values for slots, and what is to be told as it stands."""

    text: str = ""
    outcome: Outcome | None = None
    facts: dict[str, str] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)


def read_notes(text: str, language: str) -> Notes:
    """Read notes, piece by piece; a piece that names nothing known is kept to be told."""
    notes = Notes(text)
    for match in _PIECE.finditer(text):
        piece = match[0].strip().strip(_EDGES)
        if any(sign.isalnum() for sign in piece):
            _take(piece, language, notes)
    return notes


def _take(piece: str, language: str, notes: Notes) -> None:
    document = read(piece, ("notes",), language)
    sentence = document.sentences[0]
    labels = {hit.label.removeprefix("notes.") for hit in sentence.hits}
    if "withheld" in labels:
        return
    outcome = next((name for name in ("refused", "done", "pending", "offer") if name in labels), None)
    if outcome and (notes.outcome is None or outcome != "offer"):
        notes.outcome = notes.outcome if notes.outcome in ("refused", "done") else _OUTCOMES[outcome]
    if outcome and notes.outcome != _OUTCOMES[outcome]:
        outcome = None  # "cannot cancel, it already shipped": a reason, not another outcome
    taken = False
    for name, slot in _NAMED.items():
        if name in labels and slot not in notes.facts and not (name == "reason" and "offer" in labels):
            value = _after(sentence, f"notes.{name}") if name in _LEADS else piece[_reason_start(sentence) :]
            if value:
                notes.facts[slot] = _tidied(value, name, language)
                taken = True
    taken = _values(piece, document.facts, "by" in labels, notes) or taken
    if not taken and not (outcome and sentence.n_words <= _BARE):
        notes.told.append(piece)


def _reason_start(sentence: Sentence) -> int:
    return sentence.span(sentence.labelled("notes.reason")[0])[0]


def _after(sentence: Sentence, label: str) -> str:
    """Give the words after the longest cue of `label`."""
    hit = max(sentence.labelled(label), key=lambda hit: (hit.end - hit.start, -hit.start))
    return sentence.text[sentence.span(hit)[1] - sentence.start :].strip(" :.-")


def _tidied(value: str, name: str, language: str) -> str:
    """Make a reason follow "because": "over 30 days" becomes "it is over 30 days"."""
    if name != "reason":
        return value
    value = _BECAUSE.sub("", value)
    return _LONE_REASON[language].format(value) if language == "en" and not _VERB.search(value) else value


def _values(piece: str, facts: list[Fact], dated: bool, notes: Notes) -> bool:
    """Take the amount, and what stands after "by" or its like, as the date; tell whether the piece says no more than that."""
    whole = False
    for fact in facts:
        if fact.kind in ("amount", "link"):
            written = piece[fact.start : fact.end]
            whole |= notes.facts.setdefault(fact.kind, written) == written == piece
    match = _BY.search(piece) if dated else None
    if match is None or "date" in notes.facts:
        return whole
    notes.facts["date"] = match["when"].strip()
    for name, value in list(notes.facts.items()):
        if name != "date" and value.endswith(match[0].strip()):
            notes.facts[name] = value.removesuffix(match[0].strip()).strip() or value
    return whole or match.start() == 0


_BY = re.compile(
    r"(?:\b(?:by|before|until|on|eta:?|new (?:delivery |arrival )?date:?(?: is)?)"
    r"|(?:^|\s)(?:قبل|خلال|حتى|لحد|لين|بحلول|يوم|(?:الموعد|التاريخ|المعاد)(?: الجديد)?:?))\s+(?P<when>\S.{1,39})$",
    re.IGNORECASE,
)
