"""The Reading: all that rules see of a case. Made once; rules only ask it."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from coach.address import find_address
from coach.case import Case
from coach.config import Profile
from coach.slots import said_in
from coach.text.document import Document, Sentence
from coach.text.facts import Fact
from coach.text.names import given_name, greeted_name

MOVES = (
    "greeting",
    "gratitude",
    "acknowledgement",
    "empathy",
    "apology",
    "ownership",
    "explanation",
    "resolution",
    "commitment",
    "instruction",
    "question",
    "refusal",
    "alternative",
    "compensation",
    "handoff",
    "follow_up",
    "offer_help",
    "closing",
    "blame",
    "dismissive",
    "non_apology",
    "vague_promise",
)
EMOTIONS = ("calm", "dissatisfied", "angry", "hostile")
SIGNALS = ("insult", "threat_leave", "threat_public", "threat_harm", "urgency", "repeat_contact", "sarcasm", "vulnerable")
POLITENESS = ("impolite", "neutral", "polite")
SURE = 0.5
"""From this confidence on a cue counts."""
SURELY_MISSED = 0.5
"""From this confidence on an ask that was missed is held against the draft."""
SURELY_TAKEN = 0.6
"""Below this confidence an ask that a hollow reply seems to take up counts as open."""
_UPSET = 0.5  # confidence: below, a mild displeasure is as often a plain question
STRUCK, SURELY_STRUCK = 0.5, 0.7
"""From these chances on a sentence of a poor reply may not stay as it is: team leads would let pass one in three of those between them in
hollow replies, above the second one in five (messages not learnt from)."""

STRUCK_IF_COLD = 0.6
"""Likewise in a reply that is only cold: leads would let pass two in five of these, so they are but asked to be reworded."""
_FAR = 50.0  # log odds beyond which a chance is 0 or 1
_COLD = 55  # points of tone: above, half of the sentences that seem spare would be kept
_REFUNDS = re.compile(r"\brefund|\bmoney back\b|استرداد|(?<!\w)و?(?:رجعنا|أرجعنا|أعدنا|رددنا)(?!\w)", re.IGNORECASE)
_HEATED = frozenset(("customer.insult", "customer.hostile", "customer.sarcasm"))
_BROAD_MATTERS = frozenset(("quality", "info"))
_BROAD = 0.8  # such a matter colours many complaints; one that says what happened comes before it

_SECOND_PERSON = frozenset(("you", "your", "yours", "yourself"))

_GREETING = re.compile(  # at the head of a sentence that goes on: "Hi there, sorry about that", "Madam, …"
    r"\s*(?:(?i:well[ ,]+)?(?i:hi+(?:ya)?|hello|hey|dear|good (?:day|morning|afternoon|evening))\b[^,.!?\n]{0,30}"
    r"|(?i:madam|sir|sir or madam)|(?i:dr|mrs?|ms|prof)\b\.?\s[^,.!?\n]{1,30}"
    r"|(?:مرحب[اًا]+|[أا]هل[اًا]+|[أا]هلين|هلا|هاي|السلام عليكم|سلام|(?:صباح|مساء) (?:الخير|النور|الورد)|عزيزت?ي"
    r"|(?:حضرات )?السادة|حرفاءنا|زبائننا|عملاءنا|ضيفنا|ضيفتنا|أختنا|أخونا|أختي|أخي|(?:ال)?[أا]خت?"
    r"|(?:ال)?[أا]ستاذة?|(?:ال)?سيدة?|يا(?!\s?ريت))(?!\w)[^،,.!؟\n]{0,30})[,،!]\s+"
)

_HELLO, _SURELY_GREETS = 4, 0.8  # words, chance
_SIGNED = re.compile(r"\s{1,3}[*^~]\s?\w{2,20}\W{0,5}$")  # "… a DM away :) *JohnWard"

AskStatus = Literal["answered", "deferred", "refused", "missed"]


@dataclass(frozen=True, slots=True)
class Emotion:
    """One of four levels, 0 calm to 3 hostile, with its confidence."""

    level: int
    confidence: float

    @property
    def name(self) -> str:
        """The level's name."""
        return EMOTIONS[self.level]


@dataclass(frozen=True, slots=True)
class Signal:
    """A signal and the half-open offsets of its evidence in the customer's message."""

    signal: str
    start: int
    end: int
    confidence: float


@dataclass(slots=True)
class Ask:
    """Something the agent has to answer, and what the draft does with it; `dated`: a deferral that says when.

    `told`: a trouble or a wish that is told without a question or a request, to which whatever is done is an answer.
    """

    start: int
    end: int
    text: str
    words: frozenset[str]
    status: AskStatus = "missed"
    sentence: int | None = None
    confidence: float = 0.6
    dated: bool = False
    told: bool = False


@dataclass(slots=True)
class CustomerReading:
    """What the customer's message says, asks and feels."""

    document: Document
    emotion: Emotion
    signals: list[Signal]
    asks: list[Ask]
    matters: dict[str, float]

    def has(self, *signals: str) -> bool:
        """Tell whether one of `signals` was found."""
        return any(found.signal in signals for found in self.signals)

    @property
    def in_danger(self) -> bool:
        """Tell whether somebody's body or life is at risk by what it tells."""
        return any(sentence.has("customer.danger") for sentence in self.document.body)

    @property
    def is_grave(self) -> bool:
        """Tell whether cheer and formulas have no place before it: danger, illness, need, a threat of harm."""
        return self.in_danger or self.has("vulnerable", "threat_harm")


@dataclass(frozen=True, slots=True)
class Impression:
    """What a reviewer who sees only the message and the reply would give it, 0 to 100: the whole, and criteria by name."""

    overall: float
    criteria: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Weighed:
    """How the suspicion of one rule's fault is weighed: by how surely words show it, and by the likeliest sentence (0: it has no place).

    From the chance `bound` on it is told. `alone`: how often the rule by itself was right, 0 to 1.
    """

    shown: float
    sought: float
    bound: float
    alone: float


@dataclass(frozen=True, slots=True)
class Suspicion:
    """What a strict reviewer would most likely name in a reply: log odds by rule of the whole and, where one can, of each sentence."""

    rules: Mapping[str, Weighed]
    odds: Mapping[str, float]
    places: Mapping[str, Sequence[float]]

    def chance(self, rule: str, shown: float = 0.0) -> float:
        """Give the chance, 0 to 1, of a rule's fault; `shown` is the confidence of what words show of it."""
        weighed = self.rules[rule]
        odds = self.odds[rule] + weighed.shown * shown
        if weighed.sought:
            odds += weighed.sought * max(self.places[rule])
        return 1 / (1 + math.exp(-max(-_FAR, min(_FAR, odds))))


@dataclass
class Reading:
    """A case, read: sentences with their moves, the customer, and the questions rules ask.

    `slots_filled` judges a rewrite as if its slots `⟦…⟧` had been filled in. `impression` and `suspicion` are None where
    nothing tells them.
    """

    case: Case
    profile: Profile
    draft: Document
    customer: CustomerReading | None
    slots_filled: bool = False
    impression: Impression | None = None
    suspicion: Suspicion | None = None

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The draft's sentences in the agent's own words; signature, quotes and headers are left out."""
        return self.draft.body

    @property
    def hollow(self) -> bool:
        """Tell whether the whole leaves an impression below the profile's bound."""
        return self.impression is not None and self.impression.overall < self.profile.thresholds.impression_from

    @property
    def cold(self) -> bool:
        """Tell whether a reply that is not hollow leaves a cold impression."""
        return self.impression is not None and not self.hollow and self.impression.criteria["tone"] < _COLD

    @cached_property
    def missed_asks(self) -> list[Ask]:
        """The asks that the draft surely passes over, in the order of the message; of a hollow reply all that it hardly takes up."""
        asks = self.customer.asks if self.customer else []
        if self.hollow:
            return [ask for ask in asks if not ask.told and (ask.status == "missed" or ask.confidence < SURELY_TAKEN)]
        return [ask for ask in asks if ask.status == "missed" and ask.confidence >= SURELY_MISSED]

    @cached_property
    def open_asks(self) -> list[Ask]:
        """The asks for whose answers a place may be kept: those missed, or of a hollow reply at least the first.

        A question back is an answer; what is asked with an insult or in mockery is seldom a question.
        """
        customer = self.customer
        asks_back = any("question" in sentence.moves and not (self.hollow and sentence.spare >= STRUCK) for sentence in self.sentences)
        if customer is None or asks_back:
            return []
        heated = [(one.start, one.end) for one in customer.document.body if not one.labels.keys().isdisjoint(_HEATED)]
        heated += [(signal.start, signal.end) for signal in customer.signals if signal.signal in ("insult", "sarcasm")]
        wanted = [ask for ask in customer.asks if not ask.told and not any(start < ask.end and ask.start < end for start, end in heated)]
        return [ask for ask in wanted if ask in self.missed_asks] or (wanted[:1] if self.hollow else [])

    def rests(self, at: int) -> bool:
        """Tell whether the sentence at this place of the body surely takes up one of the customer's asks."""
        asks = self.customer.asks if self.customer else []
        return any(ask.sentence == at and ask.status != "missed" and ask.confidence >= SURELY_TAKEN for ask in asks)

    @cached_property
    def _declined(self) -> frozenset[str]:
        """What the customer says they do not want for the trouble: a voucher, credit, a discount."""
        said = self.customer.document.body if self.customer else ()
        return frozenset(hit.label.partition("/")[2] for sentence in said for hit in sentence.labelled("customer.declined"))

    def gives_declined(self, sentence: Sentence) -> bool:
        """Tell whether a sentence gives what the customer does not want; one that tells of a refund beside it is the answer itself."""
        given = {hit.label.partition("/")[2] for hit in sentence.labelled("style.given")}
        return not given.isdisjoint(self._declined) and "refusal" not in sentence.moves and _REFUNDS.search(sentence.text) is None

    @property
    def language(self) -> str:
        """The draft's language code."""
        return self.draft.language.code

    @property
    def level(self) -> int:
        """The customer's emotion, 0 when there is no message."""
        return self.customer.emotion.level if self.customer else 0

    @property
    def is_upset(self) -> bool:
        """Tell whether the customer is surely displeased, or angry."""
        return self.level > 1 or (self.level == 1 and self.customer is not None and self.customer.emotion.confidence >= _UPSET)

    @cached_property
    def n_words(self) -> int:
        """Words in the agent's own sentences."""
        return sum(sentence.n_words for sentence in self.sentences)

    @property
    def n_characters(self) -> int:
        """Characters of the whole draft; of a rewrite, without what asks for other words."""
        return len(said_in(self.case.draft) if self.slots_filled else self.case.draft)

    @cached_property
    def matters(self) -> dict[str, float]:
        """What the case is about: from the customer's message; from the draft only where there is none."""
        return self.customer.matters if self.customer else count_matters(self.sentences)

    @cached_property
    def _by_move(self) -> dict[str, list[int]]:
        table: dict[str, list[int]] = {}
        for index, sentence in enumerate(self.sentences):
            for move in sentence.moves:
                table.setdefault(move, []).append(index)
        return table

    def where(self, *moves: str) -> list[int]:
        """List the indices, in order, of the sentences that make one of `moves`."""
        table = self._by_move
        if len(moves) == 1:
            return table.get(moves[0], [])
        return sorted({index for move in moves for index in table.get(move, ())})

    def makes(self, *moves: str) -> bool:
        """Tell whether any sentence makes one of `moves`."""
        table = self._by_move
        return any(move in table for move in moves)

    def absence(self, *moves: str, first: int | None = None) -> float:
        """Give the confidence, 0 to 1, that no sentence (of the `first` ones) makes one of `moves`.

        What the reader thinks likely lowers it.
        """
        return 1.0 - max((sentence.likely.get(move, 0.0) for sentence in self.sentences[:first] for move in moves), default=0.0)

    def speaks_to_customer(self, sentence: Sentence) -> bool:
        """Tell whether a sentence addresses its reader."""
        if sentence.language == "en":
            return any(word in _SECOND_PERSON for word in sentence.words)
        return any(sentence.start <= start < sentence.end for spans in self.address.values() for start, _ in spans)

    def cues(self, label: str) -> Iterator[tuple[Sentence, int, int, float]]:
        """Yield sentence, half-open offsets and confidence of each cue of `label` outside quotation."""
        for sentence in self.sentences:
            for hit in sentence.labelled(label):
                start, end = sentence.span(hit)
                yield sentence, start, end, hit.confidence

    def facts(self, *kinds: str) -> list[Fact]:
        """List the draft's facts of `kinds`."""
        return [fact for fact in self.draft.facts if fact.kind in kinds]

    def facts_in(self, sentence: Sentence, *kinds: str) -> bool:
        """Tell whether a fact of `kinds` stands in `sentence`."""
        return any(fact.kind in kinds and sentence.start <= fact.start < sentence.end for fact in self.draft.facts)

    def has_time(self, sentence: Sentence) -> bool:
        """Tell whether a sentence names a time (a date, an hour, a span, a day, "right now") or has a slot for one."""
        return names_time(sentence, self.draft.facts)

    @cached_property
    def opening(self) -> int:
        """The offset just before the first sentence after the greeting: where acknowledgement belongs."""
        for index, sentence in enumerate(self.sentences):
            if index == 0 and sentence.n_words <= _HELLO and sentence.moves.get("greeting", 0.0) >= _SURELY_GREETS:
                continue  # whatever else the next sentence lends it
            if not sentence.moves or not set(sentence.moves) <= {"greeting", "gratitude"} or sentence.n_words > 12:
                greeted = (_GREETING.match(sentence.text) or self._named(sentence)) if index == 0 else None
                return sentence.start + (greeted.end() if greeted and greeted.end() < len(sentence.text) else 0)
        return self.sentences[-1].end if self.sentences else len(self.draft.text)

    def _named(self, sentence: Sentence) -> re.Match[str] | None:
        """Match the customer's own name, where a sentence begins by calling it."""
        given = given_name(self.case.context.customer_name or "")
        return re.match(rf"\s*{re.escape(given)}[,،!]\s+", sentence.text) if given else None

    @cached_property
    def ending(self) -> int:
        """The offset just after the last sentence before offer, thanks and goodbye: where the next step belongs."""
        tail = {"closing", "offer_help", "gratitude"}
        last = self.sentences[-1].end if self.sentences else len(self.draft.text)
        for index in range(len(self.sentences) - 1, -1, -1):
            sentence = self.sentences[index]
            if not sentence.moves or not set(sentence.moves) <= tail:
                return end_of(sentence)
            last = self.sentences[index - 1].end if index else sentence.start
        return last

    @cached_property
    def greeted(self) -> tuple[str, int, int] | None:
        """The name that the draft greets, with its half-open offsets."""
        for sentence in self.sentences[:2]:
            if "greeting" in sentence.moves and (found := greeted_name(sentence.text)):
                return found[0], sentence.start + found[1], sentence.start + found[2]
        return None

    @cached_property
    def signed(self) -> bool:
        """Tell whether the draft ends with the signature that the profile prescribes."""
        signature = self.profile.signature.get("ar" if self.language == "ar" else "en")
        if not signature:
            return False
        written = ".{0,80}".join(map(re.escape, re.split(r"\{\w+\}", signature)))
        return re.search(written, self.case.draft) is not None

    @cached_property
    def address(self) -> dict[str, list[tuple[int, int]]]:
        """Spans in which the draft addresses its reader as m, f or plural."""
        return find_address(self.sentences, self.draft.dialect)


def end_of(sentence: Sentence) -> int:
    """Give where something may follow a sentence: before the mark of who signed it ("… a DM away *Jo")."""
    signed = _SIGNED.search(sentence.text)
    return sentence.start + signed.start() if signed and signed.start() else sentence.end


def names_time(sentence: Sentence, facts: Iterable[Fact]) -> bool:
    """Tell whether a sentence names a time or has a slot for one; `facts` are those of its document."""
    if "⟦" in sentence.text or sentence.has("time.deadline") or sentence.has("time.date"):
        return True
    return any(fact.kind in ("date", "time", "duration") and sentence.start <= fact.start < sentence.end for fact in facts)


def count_matters(sentences: list[Sentence]) -> dict[str, float]:
    """Weigh the matters that sentences speak of, most first."""
    found: dict[str, float] = {}
    for sentence in sentences:
        for hit in sentence.hits:
            if hit.label.startswith("matters."):
                name = hit.label[8:].partition("/")[0]
                found[name] = found.get(name, 0.0) + hit.confidence * (_BROAD if name in _BROAD_MATTERS else 1.0)
    return dict(sorted(found.items(), key=lambda item: -item[1]))
