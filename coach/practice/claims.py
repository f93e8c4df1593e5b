"""Claims: whether each value that a reply gives is given to the agent, contradicts what is known, or is invented.

Precision comes first: what might be right is let pass. A time of the agent's own ("I'll call you tomorrow at 10") is
theirs to promise and needs no fact: it is told by a sentence that promises to call, write, check or come back. It
contradicts a fact only where that fact gives another time for the same thing in so many words.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Literal

from coach.practice import granting, leaking, opposites
from coach.practice.claim import Claim
from coach.practice.known import (
    LONG,
    counted,
    derived,
    folded_words,
    given_free,
    known_names,
    known_values,
    means,
    resolved,
    sources,
    today,
)
from coach.practice.matter import forms, matter, met
from coach.practice.scenario import Fact, Scenario
from coach.practice.settings import Language, settings
from coach.text import normalise
from coach.text.document import Document, Sentence
from coach.text.values import Value, find_values

_KINDS = {
    **dict.fromkeys(("date", "day", "month"), "day"),
    **dict.fromkeys(("order", "phone", "number"), "number"),
    **{kind: kind for kind in ("amount", "percent", "time", "duration", "link", "email")},
}
_TIMES = frozenset(("day", "time", "duration"))
_SHARED = 2  # content words by which an agent's own time is about the same thing as a fact's
_LEAST = re.compile(r"(?:ال)?حد (?:ال)?[أا](?:دن|قص|عل)[ىي]")  # «الحد الأدنى» is no Sunday
_WORD = re.compile(r"[^\W\d_]+")
_WE = frozenset(("i", "we"))
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_PREFIX = re.compile(r"[وف]?[سهحبكلعا]?ا?[اتنيمش]{0,2}")
_CUT = re.compile(r"[,;:،؛—–]")
_CONDITION = re.compile(r"\W*(?:if|unless|إذا|اذا|لو|إن)(?!\w)", re.IGNORECASE)
_BESIDE = 8  # signs between two names of one day
_FEW = 2  # words before a value that is what its sentence begins with
_OTHERS = re.compile(r"[وف]?[سهحبل]?ي")
_AFTER = re.compile(r"(?<!\w)[وف]?بعد\s+$")
_ALL_DAY = re.compile(r"\d{1,2}/7")
_LOOSE = frozenset(("day today", "day yesterday"))
_AHEAD = frozenset(("day tomorrow", "day after tomorrow"))
_OF_MONTH = (
    re.compile(
        r"\b(?:by|on|until|till|before) the (?=\d{1,2}(?:st|nd|rd|th)(?:[.,;:!?)]| (?:at|and|or|with|between|before|instead)\b|$))", re.I
    ),
    re.compile(r"(?<!\w)(?<!كل )(?:يوم|نهار|ليوم|بتاريخ|تاريخ) (?=[\d٠-٩]{1,2}(?![\d٠-٩]))"),
)
_LAST_OF_MONTH = 31


def check(scenario: Scenario, turn: str, reply: Document) -> list[Claim]:
    """List what a reply to the message of `turn` claims, in order of place.

    Given is what facts, situation, this message and those that lead to it say, the masters' replies to those included,
    and sums, differences and shares of given amounts.
    """
    known, day = known_values(scenario, turn), today(scenario, turn)
    free = given_free(sources(scenario, turn), scenario.language)
    found = [_judged(resolved(value, day), scenario, known, reply, free) for value in find_values(reply.text) if not value.weak]
    claims = [claim for claim in found if claim is not None]
    claims += _names(scenario, turn, reply)
    claims += granting.granted(scenario, turn, reply)
    false = {claim.fact for claim in claims if claim.verdict == "contradicted"}
    claims += [claim for claim in opposites.contradicted(scenario, turn, reply) if claim.fact not in false]
    claims += leaking.secrets(scenario, turn, reply)
    return sorted(claims, key=lambda claim: (claim.start, claim.end))


def _judged(value: Value, scenario: Scenario, known: Sequence[Value], reply: Document, free: bool) -> Claim | None:
    """Judge one value; None where it claims nothing: a small count, a share, a manner of speaking."""
    value = _in_full(value, reply.text)
    kind = "day" if _is_of_month(value, reply.text) else _KINDS.get(value.kind)
    raw = reply.text[value.start : value.end]
    if kind is None or _ALL_DAY.fullmatch(raw.strip()) or (kind == "day" and _LEAST.match(reply.text, value.start)):
        return None
    small = kind == "number" and max((len(re.sub(r"\D", "", number)) for number in value.numbers), default=0) < LONG
    if (
        any(means(value, other) for other in known)
        or (kind in ("amount", "percent") and derived(value, known))
        or (free and kind == "amount" and value.numbers <= {"0"})
        or (kind == "duration" and counted(value, known))
    ):
        return Claim("given", kind, value.start, value.end)
    sentence = next((one for one in reply.sentences if one.start <= value.start < one.end), None)
    if sentence is None or sentence.kind != "body":
        return None
    if small:
        told = _miscounted(value, sentence, scenario)
        return Claim("contradicted", kind, value.start, value.end, told) if told else None
    own = value.kind == "month" or (kind in _TIMES and _is_own(sentence, value))
    if kind == "day" and _beside_right(value, sentence, known):
        return Claim("given", kind, value.start, value.end)
    if kind == "day" and _beside_its_name(value, sentence, known):
        return Claim("given", kind, value.start, value.end)
    against = _against(value, kind, sentence, scenario, own) or opposites.priced(value, sentence, scenario)
    if against is not None:
        return Claim("contradicted", kind, value.start, value.end, against)
    loose = value.kind == "month" or sentence.is_question or not value.readings.isdisjoint(_LOOSE)
    if kind == "day" and not value.readings.isdisjoint(_AHEAD):
        loose = loose or not (_happens(sentence, value) and any(_weekday(one) or one.kind == "date" for one in known))
    if own or (kind in _TIMES and loose):
        return Claim("given", kind, value.start, value.end)
    return Claim("invented", kind, value.start, value.end)


def _is_of_month(value: Value, text: str) -> bool:
    """Tell whether a number is a day of the month: "by the 20th", «يوم 20»."""
    if value.kind != "number" or not any(number.isdigit() and 0 < int(number) <= _LAST_OF_MONTH for number in value.numbers):
        return False
    return any(match.end() == value.start for pattern in _OF_MONTH for match in pattern.finditer(text, max(0, value.start - 12)))


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


def _beside_its_name(value: Value, sentence: Sentence, known: Sequence[Value]) -> bool:
    """Tell whether a day is named twice, once by weekday and once from today ("tomorrow, Wednesday"), and one of the two is right."""
    ahead = not value.readings.isdisjoint(_AHEAD)
    if not ahead and _weekday(value) is None:
        return False
    for one in find_values(sentence.text):
        start, end = one.start + sentence.start, one.end + sentence.start
        other = _weekday(one) is not None if ahead else not one.readings.isdisjoint(_AHEAD)
        gap = max(start - value.end, value.start - end)
        if other and 0 < gap <= _BESIDE and any(means(one, told) for told in known):
            return True
    return False


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


def _is_own(sentence: Sentence, value: Value) -> bool:
    """Tell whether a value is when the agent will do what is their own to do: "I" or "we" call, write, check or come back.

    A sentence may also say when something happens ("it arrives on Monday and I'll call you"): then the verb before the value tells.
    """
    made = sentence.moves.keys() | sentence.likely.keys()
    if made.isdisjoint(("commitment", "handoff", "follow_up", "vague_promise", "resolution")):
        return False
    if sentence.language != "ar" and _WE.isdisjoint(sentence.words):
        return False
    return _governed(sentence, value) == "contact"


def _happens(sentence: Sentence, value: Value) -> bool:
    """Tell whether a value is when something arrives, is delivered, paid or repaired."""
    return _governed(sentence, value) == "happens"


def _governed(sentence: Sentence, value: Value) -> Literal["contact", "happens"] | None:
    """Tell of what a value gives the time: of the last verb of the one sort or the other before it, else of the first after it.

    What follows a comma counts only where little stands before the value ("On Monday, I'll call"), or where that is a condition.
    """
    at, end = value.start - sentence.start, value.end - sentence.start
    text = sentence.text
    open_end = len(_WORD.findall(text[:at])) <= _FEW or _CONDITION.match(text) is not None
    cut = _CUT.search(text, end)
    last = len(text) if open_end or cut is None else cut.start()
    found: list[tuple[int, Literal["contact", "happens"]]] = []
    for match in _WORD.finditer(text, 0, last):
        word = match[0].lower()
        if _is_contact(word, sentence.language):
            found.append((match.start(), "contact"))
        elif _is_of(word, sentence.language, settings().happens):
            found.append((match.start(), "happens"))
    before = [sort for start, sort in found if start < at]
    return before[-1] if before else found[0][1] if found else None


def _speaks_of_contact(fact: Fact, language: str) -> bool:
    return any(_is_contact(word, language, own=False) for word in _WORD.findall(fact.say.lower()))


def _is_contact(word: str, language: str, own: bool = True) -> bool:
    """Tell whether a word is of calling, writing, checking or coming back; in Arabic `own` leaves out what others will do («هيكلمك»)."""
    if not _is_of(word, language, settings().contact):
        return False
    return not (own and language == "ar" and _OTHERS.match(normalise.arabic(word)))


def _is_of(word: str, language: str, verbs: Mapping[Language, Sequence[str]]) -> bool:
    """Tell whether a word is a form of one of the verbs; in Arabic by the root's letters after a verb's prefixes: «المبلغ» is none."""
    if language == "ar":
        folded = normalise.arabic(word)
        return any((at := folded.find(root)) >= 0 and _PREFIX.fullmatch(folded[:at]) for root in verbs["ar"])
    return any(
        word in (root, f"{root}s", f"{root}es", f"{root}d", f"{root}ed", f"{root}ing", f"{root.removesuffix('e')}ing")
        for root in verbs["en"]
    )


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
