"""Claims: whether each value that a reply gives is given to the agent, contradicts what is known, or is invented.

Precision comes first: what might be right is let pass. A time of the agent's own ("I'll call you tomorrow at 10") is
theirs to promise and needs no fact: it is told by a sentence that promises to call, write, check or come back. It
contradicts a fact only where that fact gives another time for the same thing in so many words.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from coach.practice.known import LONG, counted, derived, folded_words, known_names, known_values, means, sources
from coach.practice.matter import Forms, Matter, forms, matter, met
from coach.practice.scenario import Fact, Scenario
from coach.practice.settings import settings
from coach.rewrite.guard_features import class_of
from coach.text import normalise
from coach.text.document import Document, Sentence
from coach.text.values import Value, find_values, same

Verdict = Literal["given", "contradicted", "invented", "granted", "secret"]

_KINDS = {
    **dict.fromkeys(("date", "day", "month"), "day"),
    **dict.fromkeys(("order", "phone", "number"), "number"),
    **{kind: kind for kind in ("amount", "percent", "time", "duration", "link", "email")},
}
_TIMES = frozenset(("day", "time", "duration"))
_SHARED = 2  # content words by which an agent's own time is about the same thing as a fact's
_GRANTS = frozenset(("resolution", "commitment", "compensation"))
_GRANTED = 0.6  # share of a denied fact's words that a sentence must hold to grant it
_LEAST_GRANTED = 2
_TOLD = 0.6  # likewise for a secret
_LEAST_TOLD = 3
_LEAST = re.compile(r"(?:ال)?حد (?:ال)?[أا](?:دن|قص|عل)[ىي]")  # «الحد الأدنى» is no Sunday
_WORD = re.compile(r"[^\W\d_]+")
_WE = frozenset(("i", "we"))
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_AFTER = re.compile(r"(?<!\w)[وف]?بعد\s+$")
_ALL_DAY = re.compile(r"\d{1,2}/7")
_RELATIVE = ("day today", "day tonight", "day yesterday", "day tomorrow", "day after tomorrow", "day now")


@dataclass(frozen=True, slots=True)
class Claim:
    """A value, a name, or a sentence, with half-open offsets in the reply, and the key of the fact that it goes against."""

    verdict: Verdict
    kind: str
    start: int
    end: int
    fact: str | None = None

    @property
    def false(self) -> bool:
        """Tell whether it is not so, or not to be said."""
        return self.verdict != "given"


def check(scenario: Scenario, turn: str, reply: Document) -> list[Claim]:
    """List what a reply to the message of `turn` claims, in order of place.

    Given is what facts, situation, this message and those that lead to it say, the masters' replies to those included,
    and sums, differences and shares of given amounts.
    """
    known = known_values(scenario, turn)
    found = [_judged(value, scenario, known, reply) for value in find_values(reply.text) if not value.weak]
    claims = [claim for claim in found if claim is not None]
    claims += _names(scenario, turn, reply)
    claims += _granted(scenario, reply)
    claims += _secrets(scenario, turn, reply)
    return sorted(claims, key=lambda claim: (claim.start, claim.end))


def _judged(value: Value, scenario: Scenario, known: Sequence[Value], reply: Document) -> Claim | None:
    """Judge one value; None where it claims nothing: a small count, a share, a manner of speaking."""
    value = _in_full(value, reply.text)
    kind = _KINDS.get(value.kind)
    raw = reply.text[value.start : value.end]
    if kind is None or _ALL_DAY.fullmatch(raw.strip()) or (kind == "day" and _LEAST.match(reply.text, value.start)):
        return None
    small = kind == "number" and max((len(re.sub(r"\D", "", number)) for number in value.numbers), default=0) < LONG
    if (
        any(means(value, other) for other in known)
        or (kind in ("amount", "percent") and derived(value, known))
        or (kind == "duration" and counted(value, known))
    ):
        return Claim("given", kind, value.start, value.end)
    sentence = next((one for one in reply.sentences if one.start <= value.start < one.end), None)
    if sentence is None or sentence.kind != "body":
        return None
    if small:
        told = _miscounted(value, sentence, scenario)
        return Claim("contradicted", kind, value.start, value.end, told) if told else None
    own = value.kind == "month" or (kind in _TIMES and _is_own(sentence))
    if kind == "day" and _beside_right(value, sentence, known):
        return Claim("given", kind, value.start, value.end)
    against = _against(value, kind, sentence, scenario, own)
    if against is not None:
        return Claim("contradicted", kind, value.start, value.end, against)
    loose = value.kind == "month" or sentence.is_question or not value.readings.isdisjoint(_RELATIVE)
    if own or (kind in _TIMES and loose):
        return Claim("given", kind, value.start, value.end)
    return Claim("invented", kind, value.start, value.end)


def _in_full(value: Value, text: str) -> Value:
    """Read "tomorrow" after «وبعد» as the day after, and leave any other value as it is."""
    if "day tomorrow" in value.readings and _AFTER.search(text, 0, value.start):
        return value._replace(readings=frozenset(("day after tomorrow",)))
    return value


def _beside_right(value: Value, sentence: Sentence, known: Sequence[Value]) -> bool:
    """Tell whether a day stands in one sentence with a right one next to it: it is then reckoned from that."""
    days = {
        _DAYS.index(name) for one in find_values(sentence.text) if (name := _weekday(one)) and any(means(one, other) for other in known)
    }
    own = _weekday(value)
    return own is not None and any((_DAYS.index(own) - day) % 7 in (1, 6) for day in days)


def _weekday(value: Value) -> str | None:
    return next((name for name in _DAYS if f"day {name}" in value.readings), None)


def _against(value: Value, kind: str, sentence: Sentence, scenario: Scenario, own: bool) -> str | None:
    """Name the fact that gives another value of the kind about the same thing, or as the only one of that kind."""
    said = met(forms(sentence, [(value.start, value.end)]))
    rivals = [(fact, _of_kind(fact, kind)) for fact in scenario.facts if not fact.secret]
    rivals = [(fact, values) for fact, values in rivals if values and (not own or _speaks_of_contact(fact, scenario.language))]
    common = _common(scenario)
    best, most = None, 0
    for fact, _ in rivals:
        shared = sum(1 for one in matter(fact.say, scenario.language).words if not one.isdisjoint(said) and one.isdisjoint(common))
        if shared > most:
            best, most = fact.key, shared
    if own:
        return best if most >= _SHARED else None
    return best if most else rivals[0][0].key if len(rivals) == 1 and kind in ("amount", "percent") and len(rivals[0][1]) == 1 else None


def _miscounted(value: Value, sentence: Sentence, scenario: Scenario) -> str | None:
    """Name the fact that gives another number beside the same word: "size 40" where it says size 42."""
    beside = _neighbours(sentence.text, value.start - sentence.start, value.end - sentence.start, scenario.language)
    for fact in scenario.facts:
        numbers = [] if fact.secret else [one for one in find_values(fact.say) if one.kind == "number" and not one.weak]
        if any(not beside.isdisjoint(_neighbours(fact.say, one.start, one.end, scenario.language)) for one in numbers):
            return fact.key
    return None


def _neighbours(text: str, start: int, end: int, language: str) -> frozenset[str]:
    """Give the forms of the content words right before and right after a span."""
    before, after = _WORD.findall(text[:start])[-1:], _WORD.findall(text[end:])[:1]
    return met(form for word in (*before, *after) for form in matter(word, language).words)


def _of_kind(fact: Fact, kind: str) -> list[Value]:
    return [one for text in fact.values for one in find_values(text) if _KINDS.get(one.kind) == kind]


def _common(scenario: Scenario) -> frozenset[str]:
    """Give the words that half of the facts share: they tell none of them."""
    counted: dict[str, int] = {}
    for fact in scenario.facts:
        for form in met(matter(fact.say, scenario.language).words):
            counted[form] = counted.get(form, 0) + 1
    return frozenset(form for form, n in counted.items() if n > 1 and n * 2 >= len(scenario.facts))


def _is_own(sentence: Sentence) -> bool:
    """Tell whether a sentence promises what is the agent's own to do: "I" or "we" call, write, check or come back."""
    made = sentence.moves.keys() | sentence.likely.keys()
    if made.isdisjoint(("commitment", "handoff", "follow_up", "vague_promise", "resolution")):
        return False
    if sentence.language != "ar" and _WE.isdisjoint(sentence.words):
        return False
    return any(_is_contact(word, sentence.language) for word in sentence.words)


def _speaks_of_contact(fact: Fact, language: str) -> bool:
    return any(_is_contact(word, language, own=False) for word in _WORD.findall(fact.say.lower()))


def _is_contact(word: str, language: str, own: bool = True) -> bool:
    """Tell whether a word is of calling, writing, checking or coming back; in Arabic `own` leaves out what others will do («هيكلمك»)."""
    roots = settings().contact["ar" if language == "ar" else "en"]
    if language == "ar":
        folded = normalise.arabic(word)
        return any((at := folded.find(root)) >= 0 and not (own and "ي" in folded[:at]) for root in roots)
    return any(word in (root, f"{root}s", f"{root}ed", f"{root}ing") for root in roots)


def _names(scenario: Scenario, turn: str, reply: Document) -> Iterator[Claim]:
    """Yield people who are named, after "my colleague" and the like, and of whom nothing given speaks."""
    known = known_names(scenario, turn)
    for match in _people(scenario.language).finditer(reply.text):
        if folded_words(match["name"]).isdisjoint(known):
            yield Claim("invented", "name", match.start("name"), match.end("name"))


@lru_cache(maxsize=2)
def _people(language: str) -> re.Pattern[str]:
    words = settings().people["ar" if language == "ar" else "en"]
    if language == "ar":
        return re.compile(rf"(?<!\w)(?:{'|'.join(words)})\s(?P<name>[\u0621-\u064a]{{2,20}})\s(?=سي|هي|رح|بي|راح|غادي)")
    return re.compile(rf"(?<!\w)(?i:{'|'.join(words)})\.?,?\s(?P<name>[A-Z][a-z’'-]{{1,20}})(?!\w)")


def _granted(scenario: Scenario, reply: Document) -> Iterator[Claim]:
    """Yield the sentences that grant what is denied: they promise or give it, and nowhere does the reply deny it."""
    for fact in scenario.facts:
        if not fact.denied:
            continue
        about = _own_words(fact, scenario)
        if len(about.words) < _LEAST_GRANTED:
            continue
        body = [(sentence, met(forms(sentence))) for sentence in reply.body]
        if any(_denies(sentence) and sum(not one.isdisjoint(said) for one in about.words) for sentence, said in body):
            continue
        for sentence, said in body:
            n = sum(not one.isdisjoint(said) for one in about.words)
            if n >= _LEAST_GRANTED and n >= _GRANTED * len(about.words) and not _GRANTS.isdisjoint(sentence.moves):
                yield Claim("granted", "grant", sentence.start, sentence.end, fact.key)


def _own_words(fact: Fact, scenario: Scenario) -> Matter:
    """Give what a denied fact is about, by its key where that is in the scenario's language, without its negations."""
    told = matter(fact.say, scenario.language)
    kept = tuple(one for one in told.words if not any("negation" in class_of(form, scenario.language) for form in one))
    return Matter(kept, told.values)


def _denies(sentence: Sentence) -> bool:
    if "refusal" in sentence.moves or sentence.has("moves.refusal") or sentence.likely.get("refusal", 0.0) >= 0.3:
        return True
    return any("negation" in class_of(word, sentence.language) for word in sentence.words)


def _secrets(scenario: Scenario, turn: str, reply: Document) -> Iterator[Claim]:
    """Yield what tells a secret: a value that only the secret gives, or a sentence with most of the words that only it has."""
    known = known_values(scenario, turn)
    open_words = met(form for text in sources(scenario, turn) for form in matter(text, scenario.language).words)
    for fact in scenario.facts:
        if not fact.secret:
            continue
        hidden = [
            one for text in fact.values for one in find_values(text) if not one.weak and not any(means(one, other) for other in known)
        ]
        for value in find_values(reply.text):
            if not value.weak and any(value.kind == one.kind and same(value, one) for one in hidden):
                yield Claim("secret", _KINDS.get(value.kind, value.kind), value.start, value.end, fact.key)
        own: list[Forms] = [one for one in matter(fact.say, scenario.language).words if one.isdisjoint(open_words)]
        for sentence in reply.body:
            n = sum(not one.isdisjoint(met(forms(sentence))) for one in own)
            if n >= _LEAST_TOLD and n >= _TOLD * len(own):
                yield Claim("secret", "secret", sentence.start, sentence.end, fact.key)
