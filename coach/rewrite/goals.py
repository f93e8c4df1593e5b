"""Goals: what a rewrite is asked for, as closed choices; each names the rules it mends and the wishes beside them.

A wish is what no rule asks for: a word-swap table to apply, a move to make, a sentence to let go. It weighs a
reading (0: fulfilled) and proposes fixes, so that the rewriter treats it as it treats a finding.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from coach.findings import Fix
from coach.phrasebook import Phrasebook
from coach.reading import Reading
from coach.rewrite.told import may_tell
from coach.rewrite.words import candidates
from coach.text.document import Sentence

GoalName = Literal[
    "fix",
    "shorten",
    "clarify",
    "warmer",
    "firmer",
    "polite-no",
    "formal",
    "casual",
    "gender:m",
    "gender:f",
    "gender:neutral",
    "gender:plural",
    "next-step",
]

UNKIND = ("blame", "dismissive", "non_apology")
_DOUBT = 0.3
"""A sentence as likely unkind as this is let go, where it tells nothing. On the corpus' dev split three in four (English) and
four in five (Arabic) of such sentences are unkind; a lower bound let what no cue knows go with the rudeness around it."""
_FORMULAS = frozenset(("greeting", "gratitude", "acknowledgement", "empathy", "apology", "offer_help", "closing"))

_BLANK = re.compile(r"\{\w+\}")

Fixes = Iterator[tuple[Fix, ...]]


@dataclass(frozen=True, slots=True)
class Wish:
    """What a goal asks for beside the findings: how far a reading is from it, and what could be done, each in one way or another.

    `table` names the swaps that its fixes of kind `swap` take their words from.
    """

    key: str
    why: dict[str, str]
    weigh: Callable[[Reading, Phrasebook], int]
    fixes: Callable[[Reading, Phrasebook], Fixes]
    table: str = ""


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal: the rules whose findings it mends (all of them where None), its wishes, and the rules that it may let grow."""

    name: GoalName
    rules: frozenset[str] | None
    wishes: tuple[Wish, ...] = ()
    bears: frozenset[str] = frozenset()


def unkindness(sentence: Sentence) -> float:
    """Give the greater chance that a sentence blames, waves away or mocks an apology."""
    return max(max(sentence.moves.get(move, 0.0), sentence.likely.get(move, 0.0)) for move in UNKIND)


def _unkind(reading: Reading) -> Iterator[Sentence]:
    return (sentence for sentence in reading.sentences if unkindness(sentence) >= _DOUBT and sentence.kind == "body")


def _weigh_unkind(reading: Reading, _: Phrasebook) -> int:
    return sum(round(100 * unkindness(sentence)) for sentence in _unkind(reading))


def _let_go(reading: Reading, _: Phrasebook) -> Fixes:
    """Delete what tells nothing; of what explains, keep a place for the reason."""
    for sentence in _unkind(reading):
        if "handoff" in sentence.moves or may_tell(sentence):
            continue
        gone = Fix("delete", sentence.start, sentence.end)
        if "explanation" in sentence.moves and not any(one is not sentence and "explanation" in one.moves for one in reading.sentences):
            yield (Fix("rephrase", sentence.start, sentence.end, "explanation", slot="reason"), gone)
        else:
            yield (gone,)


_KIND = Wish(
    "unkind",
    {"en": "It says nothing the customer needs, and can hurt.", "ar": "لا تقول ما يحتاج إليه العميل، وقد تجرح."},
    _weigh_unkind,
    _let_go,
)


def _swapping(name: str, en: str, ar: str) -> Wish:
    """Wish for every wording of one swap table to give way."""

    def found(reading: Reading, phrasebook: Phrasebook) -> Iterator[tuple[int, int]]:
        for sentence in reading.sentences:
            for wording in candidates(phrasebook, sentence, name):
                for first, end in wording.occurrences(sentence):
                    yield sentence.starts[first], sentence.ends[end - 1]

    def fixes(reading: Reading, phrasebook: Phrasebook) -> Fixes:
        at = -1
        for start, end in sorted(found(reading, phrasebook), key=lambda span: (span[0], -span[1])):
            if start >= at:
                at = end
                yield (Fix("swap", start, end),)

    return Wish(name, {"en": en, "ar": ar}, lambda reading, phrasebook: 10 * sum(1 for _ in found(reading, phrasebook)), fixes, name)


def _making(move: str, at: str, en: str, ar: str, least: int = 0, slot: str = "") -> Wish:
    """Wish for a move that no rule asks for, where the customer's emotion is at least `least`."""

    def owed(reading: Reading) -> bool:
        return bool(reading.sentences) and not reading.makes(move) and reading.level >= least

    def fixes(reading: Reading, _: Phrasebook) -> Fixes:
        if owed(reading):
            place = {
                "opening": reading.opening,
                "ending": reading.ending,
                "start": reading.sentences[0].start,
                "last": reading.sentences[-1].end,
            }[at]
            yield (Fix("insert", place, place, move, slot=slot),)

    return Wish(f"makes-{move}", {"en": en, "ar": ar}, lambda reading, _: 100 * owed(reading), fixes)


def _boundary() -> Wish:
    """Wish for a boundary towards one who insults; no label names that move, so the phrasebook's own words tell whether one stands."""

    def owed(reading: Reading, phrasebook: Phrasebook) -> bool:
        abused = reading.customer is not None and (reading.level >= 3 or reading.customer.has("insult", "threat_harm"))
        language = "ar" if reading.language == "ar" else "en"
        known = (text for entry in phrasebook.entries(language, "boundary") for text in entry.forms.values())
        return abused and not any(max(_BLANK.split(text), key=len) in reading.case.draft for text in known)

    def fixes(reading: Reading, phrasebook: Phrasebook) -> Fixes:
        if owed(reading, phrasebook):
            yield (Fix("insert", reading.opening, reading.opening, "boundary"),)

    why = {"en": "It sets a boundary calmly and keeps a way on.", "ar": "تضع حدًّا بهدوء وتُبقي طريقًا."}
    return Wish("makes-boundary", why, lambda reading, phrasebook: 100 * owed(reading, phrasebook), fixes)


def _padding(reading: Reading) -> Iterator[Sentence]:
    """Find formulas that a short reply does without: all but the first greeting, one apology and the last goodbye."""
    seen: set[str] = set()
    for index, sentence in enumerate(reading.sentences):
        made = sentence.moves.keys()
        if not made or not made <= _FORMULAS:
            continue
        first = index == 0 and "greeting" in made
        last = index == len(reading.sentences) - 1 and "closing" in made
        spare = made <= {"gratitude", "offer_help", "closing", "acknowledgement"} or bool(made & seen)
        seen |= made
        if spare and not first and not last:
            yield sentence


_BRIEF = Wish(
    "padding",
    {"en": "The reply says as much without it.", "ar": "الرد يقول القدر نفسه من دونها."},
    lambda reading, _: sum(sentence.n_words for sentence in _padding(reading)),
    lambda reading, _: ((Fix("delete", sentence.start, sentence.end),) for sentence in _padding(reading)),
)


def _speaking_to(form: str) -> Wish:
    """Wish for one form of address throughout."""

    def other(reading: Reading) -> list[tuple[int, int]]:
        return [span for found, spans in reading.address.items() if found != form for span in spans]

    def fixes(reading: Reading, _: Phrasebook) -> Fixes:
        return ((Fix("swap", start, end, form),) for start, end in other(reading))

    return Wish(
        f"gender-{form}",
        {"en": "The reply speaks to its reader in one form.", "ar": "يخاطب الرد قارئه بصيغة واحدة."},
        lambda reading, _: 10 * len(other(reading)),
        fixes,
        "gender-mismatch",
    )


_LENGTH = frozenset(("too-long", "long-sentences", "over-apology", "canned-empathy"))
_CLARITY = frozenset(("buried-answer", "long-sentences", "jargon", "shouting", "placeholder-left", "vague-next-step"))
_WARMTH = frozenset(
    (
        "missing-empathy",
        "canned-empathy",
        "missing-apology",
        "non-apology",
        "missing-acknowledgement",
        "missing-greeting",
        "missing-closing",
        "impersonal",
        "blames-customer",
        "blames-others",
        "dismissive-tone",
        "mirrored-hostility",
        "blunt-refusal",
        "shouting",
    )
)
_NO = frozenset(
    ("blunt-refusal", "refusal-without-reason", "refusal-without-alternative", "non-apology", "blames-customer", "blames-others")
)
_STEP = frozenset(("missing-next-step", "vague-next-step", "excessive-handoff"))
_COURTESY = frozenset(
    ("missing-greeting", "missing-closing", "impersonal", "missing-empathy", "missing-acknowledgement", "missing-apology")
)

_SHORTER = _swapping("goal-shorten", "Fewer words say the same.", "كلمات أقل تؤدي المعنى نفسه.")
_TABLES = {
    "formal": _swapping("goal-formal", "A formal wording.", "صياغة رسمية."),
    "casual": _swapping("goal-casual", "A plainer, closer wording.", "صياغة أبسط وأقرب."),
    "firmer": _swapping("goal-firmer", "Said without hedging.", "تُقال من غير تردد."),
}
_ACKNOWLEDGE = _making("acknowledgement", "opening", "It shows that the message was read.", "تُظهر أن الرسالة قُرئت.")
_FEEL = _making("empathy", "opening", "It says that the customer's trouble is seen.", "تقول إن ما لقيه العميل مفهوم.", least=1)
_GREET = _making("greeting", "start", "A greeting speaks to a person.", "التحية تخاطب إنسانًا.")
_PART = _making("closing", "last", "A kind word at the end.", "كلمة طيبة في الختام.")
_STAND = _boundary()
_STEPS = _making("commitment", "ending", "It says who does what, by when.", "تقول من يفعل ماذا، ومتى.", slot="action")

GOALS: dict[str, Goal] = {
    "fix": Goal("fix", None, (_KIND,)),
    "shorten": Goal("shorten", _LENGTH, (_SHORTER, _BRIEF), _COURTESY),
    "clarify": Goal("clarify", _CLARITY, (_SHORTER,)),
    "warmer": Goal("warmer", _WARMTH, (_KIND, _GREET, _ACKNOWLEDGE, _FEEL, _PART)),
    "firmer": Goal("firmer", frozenset(("over-apology", "mirrored-hostility", "dismissive-tone")), (_KIND, _TABLES["firmer"], _STAND)),
    "polite-no": Goal("polite-no", _NO, (_KIND,)),
    "formal": Goal("formal", frozenset(("shouting", "missing-greeting", "missing-closing")), (_TABLES["formal"],)),
    "casual": Goal("casual", frozenset(("long-sentences", "jargon")), (_TABLES["casual"],)),
    "gender:m": Goal("gender:m", frozenset(("gender-mismatch",)), (_speaking_to("m"),)),
    "gender:f": Goal("gender:f", frozenset(("gender-mismatch",)), (_speaking_to("f"),)),
    "gender:neutral": Goal("gender:neutral", frozenset(), (_speaking_to("neutral"),)),
    "gender:plural": Goal("gender:plural", frozenset(("gender-mismatch",)), (_speaking_to("plural"),)),
    "next-step": Goal("next-step", _STEP, (_STEPS,)),
}
