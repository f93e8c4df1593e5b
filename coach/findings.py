"""What rules are made of and what they give back."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from coach.config import Criterion, Severity
from coach.reading import SURE, Reading
from coach.text.cues import Hit
from coach.text.document import Sentence

_CLOSES = re.compile(r"[,،;؛](?!\s*(?:(?:or|and)\b|أو|او|و))", re.IGNORECASE)

_SHOWN = 0.6
"""A move that the reader counts and a cue shows the place of is at least this sure, as far as the cue is."""

WEAKENS = "weakens"
"""The variant that points at a sentence without naming its fault: a fault with a name takes its place."""

Target = Literal["draft", "customer", "missing"]
FixKind = Literal["insert", "lead", "rephrase", "swap", "delete", "split", "move", "mask", "calm", "slot", "clip", "open", "reword"]


@dataclass(frozen=True, slots=True)
class Fix:
    """How a finding could be mended; the phrasebook finds the words.

    `insert` a phrase of `move` at `start`; `lead` into the sentence at `start` with one; `rephrase` the span as
    `move`; `swap` it for the kinder wording that the phrasebook keeps; `delete` it; `clip` the clause that holds it;
    `split` the sentence at `start`; `move` the span to `to`; `mask` personal data; `calm` capitals and piled-up
    signs; make a template's blank a `slot`; keep a place `open` at `start` for what `slot` names; ask the agent to
    `reword` the sentence, its content kept. With `slot`, only phrases that
    leave this slot to the agent fit: they claim nothing themselves.
    """

    kind: FixKind
    start: int
    end: int
    move: str = ""
    to: int = -1
    slot: str = ""


@dataclass(slots=True)
class Finding:
    """One fault: half-open offsets in the target's text (`start == end` where something is missing).

    `suspected`: a model alone sees it.
    """

    rule: str
    start: int
    end: int
    confidence: float = 0.8
    target: Target = "draft"
    severity: Severity | None = None
    variant: str = ""
    detail: dict[str, object] = field(default_factory=dict)
    fixes: tuple[Fix, ...] = ()
    suspected: bool = False


Check = Callable[[Reading], Iterator[Finding]]
Suspect = Callable[[Reading, Sentence | None], Finding | None]
"""Says a fault that a model suspects where no word shows it: in a sentence, or None where something is missing."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its name, the criterion it counts for, how grave it is, what it says, and its check.

    `message` holds a text per language, or one per variant and language; {found} and the finding's
    details may stand in it. `page` is the module's docstring. `suspect` says the fault where a model alone sees it.
    """

    id: str
    criterion: Criterion
    severity: Severity
    message: dict[str, str]
    why: dict[str, str]
    check: Check
    page: str
    needs_customer: bool = False
    variants: dict[str, dict[str, str]] = field(default_factory=dict)
    suspect: Suspect | None = None

    def say(self, finding: Finding, found: str, language: str) -> str:
        """Write the finding's message in `en` or `ar`."""
        texts = self.variants.get(finding.variant, self.message)
        return texts[language].format(found=shorten(found), **finding.detail)


Judged = tuple[Finding, Rule, Severity]
"""A finding, the rule that made it, and the severity that stands in this profile."""


def shorten(text: str, limit: int = 60) -> str:
    """Cut a quotation at a word's end, with an ellipsis."""
    text = " ".join(text.split())
    return text if len(text) <= limit else f"{text[:limit].rsplit(' ', 1)[0]}…"


def spans(reading: Reading, move: str, label: str, skip: str | None = None) -> Iterator[tuple[Sentence, int, int, float]]:
    """Yield, for each sentence that makes `move`, the spans of its cues `label`, or the whole sentence.

    Cues that overlap are one span. The whole sentence is given where a model saw the move and no cue of `move` shows the place.
    Spans that stand within the clause of a cue of `skip` are left out.
    """
    for index in reading.where(move):
        sentence = reading.sentences[index]
        hits = sentence.labelled(label)
        hits = [hit for hit in hits if hit.confidence >= SURE] or hits
        if not hits and not sentence.has(f"moves.{move}") and label.endswith(move):
            yield sentence, sentence.start, sentence.end, sentence.moves[move]
        merged: list[Hit] = []
        for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
            if merged and hit.start < merged[-1].end:
                last = merged[-1]
                merged[-1] = Hit(label, last.start, max(last.end, hit.end), max(last.confidence, hit.confidence))
            elif not (skip and covered(sentence, sentence.starts[hit.start], skip)):
                merged.append(hit)
        for hit in merged:
            start, end = sentence.span(hit)
            yield sentence, start, end, min(hit.confidence, max(_SHOWN, sentence.moves[move]))


def uncued(reading: Reading, move: str) -> Iterator[Sentence]:
    """Yield the sentences in which a model, but no cue, sees `move`."""
    return (reading.sentences[index] for index in reading.where(move) if not reading.sentences[index].has(f"moves.{move}"))


def covered(sentence: Sentence, offset: int, label: str) -> bool:
    """Tell whether `offset` stands within the clause of a cue of `label` that begins before it.

    A comma closes the clause, unless "or" or "and" goes on with it.
    """
    starts = [sentence.starts[hit.start] for hit in sentence.labelled(label)]
    if offset in starts:
        return False
    return any(start < offset and not _CLOSES.search(sentence.text[start - sentence.start : offset - sentence.start]) for start in starts)
