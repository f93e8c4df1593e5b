"""A rude reply made anew: what it tells the customer is kept, word for word; what only hurts or says nothing goes.

Where blame and coldness run through a whole reply, mending sentence by sentence leaves seams. Then the
sentences that answer, refuse, promise or ask stay as they are, and around them stand the customer's own
matter, one apology, a place for the reason or the answer that is missing, and who does what by when.
"""

from collections.abc import Collection, Iterator
from itertools import pairwise

from coach.findings import Judged
from coach.reading import SURE, Reading
from coach.rewrite.edits import Edit
from coach.rewrite.goals import UNKIND, unkindness
from coach.rewrite.speaker import Speaker
from coach.rewrite.told import is_empty, may_tell
from coach.text.document import Sentence
from coach.text.values import find_values

_RUDE = frozenset(("blames-customer", "blames-others", "dismissive-tone", "mirrored-hostility", "non-apology", "blunt-refusal"))
_TELLS = frozenset(
    ("resolution", "refusal", "commitment", "instruction", "question", "alternative", "compensation", "handoff", "explanation", "follow_up")
)
_FRAME = frozenset(("greeting", "closing"))
_SETTLES = frozenset(("resolution", "explanation", "instruction", "question"))
_HEARS = frozenset(("apology", "empathy", "acknowledgement", "ownership"))
_LASTING = frozenset(("resolution", "refusal", "instruction", "question", "alternative", "compensation"))
_OF_REFUSAL = ("explanation", "alternative")
_SHARE = 0.3  # of the sentences between greeting and goodbye that are unkind: from here on the whole is made anew
_LEAST = 2  # of them
_COLD, _COLDER = 0.25, 0.3
"""From the first chance on a sentence counts as unkind in a reply that is rude anyway, from the second on it may go for that alone."""


def is_rude(reading: Reading, judged: list[Judged]) -> bool:
    """Tell whether unkindness runs through the reply, so that mending single sentences will not do."""
    middle = [sentence for sentence in reading.sentences if not sentence.moves.keys() <= _FRAME or not sentence.moves]
    unkind = [sentence for sentence in middle if _is_unkind(sentence, judged)]
    return len(unkind) >= _LEAST and len(unkind) >= _SHARE * len(middle)


def recast(speaker: Speaker, judged: list[Judged], keep: Collection[int] = ()) -> list[tuple[Edit, str]]:
    """Give the edits, each with the move or rule that it serves; a sentence that holds a fact stays. Empty where none can go.

    `keep` names, by where they start, sentences that stay besides.
    """
    reading = speaker.reading
    gone = [sentence for sentence in reading.sentences if sentence.start not in keep and _goes(sentence, judged)]
    gone = [sentence for sentence in gone if all(value.weak for value in find_values(sentence.text))]
    if not gone:
        return []
    kept = [sentence for sentence in reading.sentences if sentence not in gone]
    told = {move for sentence in kept for move in sentence.moves}
    lost = {move for sentence in gone for move, sure in sentence.moves.items() if sure >= SURE}
    opening, ending, refused = _places(reading, kept)
    said: set[str] = set()
    wanted: dict[int, list[tuple[str, str]]] = {}
    for at, move, slot in (
        *((opening, move, slot) for move, slot in _wanted_first(reading, told)),
        *((refused if move in _OF_REFUSAL else ending, move, slot) for move, slot in _wanted_last(reading, told, lost)),
    ):
        if text := _phrase(speaker, move, slot, said):
            wanted.setdefault(at, []).append((text, move))
    return list(_gaps(reading.case.draft, reading, gone, kept, wanted))


def _places(reading: Reading, kept: list[Sentence]) -> tuple[int, int, int]:
    """Give where the opening, the next step, and what belongs to a refusal are set in."""
    middle = [sentence for sentence in kept if not sentence.moves.keys() <= _FRAME or not sentence.moves]
    first = next((sentence for sentence in kept if not sentence.moves.keys() <= {"greeting", "gratitude"} or not sentence.moves), None)
    opening = first.start if first else kept[-1].end if kept and kept[-1].moves.keys() <= {"greeting", "gratitude"} else reading.opening
    if first is not None and first.start <= reading.opening < first.end:
        opening = reading.opening
    ending = max(opening, middle[-1].end) if middle else opening
    return opening, ending, next((sentence.end for sentence in kept if "refusal" in sentence.moves), ending)


def _gaps(
    text: str, reading: Reading, gone: list[Sentence], kept: list[Sentence], wanted: dict[int, list[tuple[str, str]]]
) -> Iterator[tuple[Edit, str]]:
    """Yield one edit for each gap between kept stretches in which something goes or comes."""
    stretches: list[tuple[int, int]] = []
    for sentence in kept:  # a sentence that begins with a greeting is two: something may come between
        inner = sorted(at for at in wanted if sentence.start < at < sentence.end)
        for start, end in pairwise([sentence.start, *inner, sentence.end]):
            stretches.append((start, start + len(text[start:end].rstrip())))
    lefts = [reading.sentences[0].start, *(end for _, end in stretches)]
    rights = [*(start for start, _ in stretches), reading.sentences[-1].end]
    for number, (left, right) in enumerate(zip(lefts, rights, strict=True)):
        phrases = [phrase for at, own in sorted(wanted.items()) if sum(end <= at for _, end in stretches) == number for phrase in own]
        if phrases or any(left <= sentence.start < right for sentence in gone):
            edit = _gap(text, left, right, [said for said, _ in phrases], number == 0, number == len(stretches))
            yield edit, phrases[0][1] if phrases else "unkind"


def _gap(text: str, left: int, right: int, phrases: list[str], is_first: bool, is_last: bool) -> Edit:
    """Fill a gap with phrases, keeping the line breaks at its two ends; what follows a phrase begins with a capital."""
    between = text[left:right]
    head = "" if is_first else between[: len(between) - len(between.lstrip())]
    tail = "" if is_last else between[len(between.rstrip()) :] if between.strip() else head
    if not phrases:
        return Edit(left, right, "" if is_first or is_last else max(head, tail, key=lambda space: space.count("\n")) or " ")
    filled = f"{'' if is_first else head or ' '}{' '.join(phrases)}{'' if is_last else tail or ' '}"
    if not is_last and text[right].islower() and text[right].upper() != text[right]:
        return Edit(left, right + 1, filled + text[right].upper())
    return Edit(left, right, filled)


def _phrase(speaker: Speaker, move: str, slot: str, said: set[str]) -> str:
    """Give the best phrase of a move that plays the matter back no second time."""
    text = next((text for text, _ in speaker.phrases(move, slot) if not said or not any(one in text for one in speaker.played())), "")
    said.update(one for one in speaker.played() if one in text)
    return text


def _is_unkind(sentence: Sentence, judged: list[Judged], bound: float = _COLD) -> bool:
    if unkindness(sentence) >= bound or not sentence.moves.keys().isdisjoint(UNKIND):
        return True
    return any(rule.id in _RUDE and finding.start < sentence.end and sentence.start < finding.end for finding, rule, _ in judged)


def _goes(sentence: Sentence, judged: list[Judged]) -> bool:
    """Tell whether a sentence of a rude reply is let go: it is unkind, or tells nothing that the customer can use.

    A state of affairs that nothing calls unkind stays: it may be the answer, in words that no cue knows.
    """
    moves = sentence.moves.keys()
    if moves and moves <= {"greeting"}:
        return unkindness(sentence) >= 2 * _COLD
    if moves and moves <= _FRAME:
        return unkindness(sentence) >= _COLD / 2 or not sentence.has("moves.closing")
    telling = max((sure for move, sure in sentence.moves.items() if move in _TELLS and move != "explanation"), default=0.0)
    if (telling and telling >= unkindness(sentence)) or may_tell(sentence):
        return is_empty(sentence) and not moves & _LASTING
    if _is_unkind(sentence, judged, _COLDER):
        return True
    return not moves <= {"explanation"} and not moves & _HEARS


def _wanted_first(reading: Reading, told: set[str]) -> Iterator[tuple[str, str]]:
    customer = reading.customer
    if customer is None:
        return
    if "acknowledgement" not in told:
        yield "acknowledgement", ""
    if reading.level >= 1 and "apology" not in told:
        yield "apology", ""


def _wanted_last(reading: Reading, told: set[str], lost: set[str]) -> Iterator[tuple[str, str]]:
    """Name what the reply still owes: the no that went with its words, its reason, another way, the answer, the next step."""
    refuses = "refusal" in told or "refusal" in lost
    if "refusal" in lost and "refusal" not in told:
        yield "refusal", "reason"
    elif refuses and "explanation" not in told:
        yield "explanation", "reason"
    elif not told & _SETTLES and reading.level < 2 and reading.customer and reading.customer.asks:
        yield "resolution", "answer"
    if refuses and "alternative" not in told:
        yield "alternative", "alternative"
    if not told & {"commitment", "question", "instruction", "follow_up", "handoff"}:
        yield "commitment", "action"
