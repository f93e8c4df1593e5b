"""A unit of notes said as sentences to the customer: what the tagger makes of it, held against the note before it is told or proposed.

What the tagger is unsure of, and what it may have bent, stays the agent's: every figure, code and "not" of the note must stand in the
sentence, and what the note says of somebody else is not told as the customer's.
"""

import re
from functools import lru_cache

from coach.models.expanding import expander, tokens
from coach.rewrite.guard_features import class_of
from coach.rewrite.shorthand import JOTTED, parts, shaped
from coach.text import normalise
from coach.text.document import read

_ABOUT = re.compile(
    rf"{JOTTED.pattern}|\b(?:he|she|him|her|his|hers)\b|(?<!\w)[وف]?(?:له|لها|عليه|عليها|معه|معها|عنده|عندها)(?!\w)", re.IGNORECASE
)
"""What shows that a sentence still speaks of the customer, or in abbreviations."""
_SHORT_FORMS = tuple(
    (re.compile(rf"(?<!\w){short}(?!\w)", re.IGNORECASE), long)
    for short, long in (("w/o", "without"), ("w/in", "within"), ("w/", "with"), ("n/a", "not available"), ("a/c", "account"))
)
_AROUND = ".,;:!?()[]«»\"'،؛؟"
_MEASURED = re.compile(
    r"\d[\d.,:-]*(?:h|hrs?|hours?|mins?|m|secs?|s|am|pm|[kmg]b|[kmc]?m|k?g|ml|l|k|x|p|c|d|days?|wks?|weeks?|mths?|months?|yrs?|years?|pcs|ppl|w)",
    re.IGNORECASE,
)
"""A figure with its unit, which may be written out."""
_OTHERS = re.compile(
    r"\b(?:drivers?|couriers?|engineers?|eng|technicians?|tech|fitters?|sellers?|merchants?|landlords?|agents?|neighbours?|neighbors?|managers?|mgr"
    r"|doctors?|dr|surveyors?|adjusters?|staff|colleagues?|reps?|teachers?|teams?|hotels?|shops?|garages?|banks?|suppliers?|guards?|riders?"
    r"|son|daughter|husband|wife|mother|father|mum|dad|brother|sister|child|kids?|boy|girl|baby|employer|tenants?)\b"
    r"|(?<!\w)[وفبل]?(?:ال)?(?:سائق|سواق|مندوب|مندوبة|فني|مهندس|بائع|تاجر|مالك|جار|مدير|مديرة|دكتور|دكتورة|طبيب|ممرضة|مشرف|مشرفة|موظف|موظفة"
    r"|زميل|زميلة|حارس|معلم|معلمة|مورد|شركة|بنك|محل|ورشة|ابن|ابنها|ابنه|بنت|زوج|زوجة|أم|أب|والد|والدة|أخ|أخت|طفل|طفلة|ولد|طالب|طالبة)(?!\w)",
    re.IGNORECASE,
)
"""Others than the customer, of whom "he", "his" and «ـه» may be said."""
_YOU = re.compile(r"\byou(?:rs?)?\b", re.IGNORECASE)
_BROKEN = re.compile(r"\byou (?:is|was|has)\b|\b(\w+) \1\b", re.IGNORECASE)
_TO_US = re.compile(
    r"(?:apologi[sz]e|tell|ask|offer|remind|reassure|explain)\b"
    r"|(?:[اإ]?عتذري?|قولي?|قولي?له[ام]?|قله[ام]?|بلغي?ه[ام]?|[اإ]?سألي?ه[ام]?|[اإ]?طلبي? منه[ام]?|طم[ن]{1,2}ي?ه[ام]?)(?!\w)",
    re.IGNORECASE,
)
"""An order to the agent that was left as one: "apologise properly", «اعتذري كويس»."""
_BY_OTHERS = re.compile(r"\b(?:he|she)(?:['’]ll| will| to (?:call|ring|phone|email|write))\b", re.IGNORECASE)
"""A promise of the customer, or of a colleague: nobody can tell."""
_ASKS = re.compile(
    r"(?:who|whose|what|which|when|where|why|how|is|are|was|were|do|does|did|can|could|may|might|will|would|shall|should|have|has|had)\b",
    re.IGNORECASE,
)
_REGRET = re.compile(
    r"(?:(?:say |so )?sorry|apologi[sz]e|apolog(?:y|ies))(?: to (?:her|him|them|cust(?:omer)?))?"
    r"|(?:ن|أ|ا)?عتذر(?: منه| منها| له| لها)?|اعتذار|آسفين|اسفين",
    re.IGNORECASE,
)
_LONGEST_TOLD = 40  # words and signs of a part; none of those learnt from is as long
_LEAST_TOLD = 2  # words: of "the customer is rude" no more than "rude" may be left
_SPELT = re.compile(r"\b(?:2mor+o?w?|2nite|2night|2day|b4|gr8|l8r|4u|1st|first|2nd|second)\b", re.IGNORECASE)
"""Figures that are letters, and ordinals that are written out."""
_DENYING = frozenset(("negation", "refuse"))
_REGRETS = frozenset(("unfortunately", "للاسف", "نعتذر"))
"""Words of the classes that deny which deny nothing by themselves."""
_NUMBER = re.compile(r"\bnos?\.?\s*(?=[:#]|[A-Z]*-?\d)|\bn/a\b", re.IGNORECASE)
"""A "no" that is a number's, and "n/a", which is written out as "not available"."""


def said(unit: str, language: str, before: str = "") -> str | None:
    """Say a unit as sentences to the customer; None where only the agent can.

    It is expanded by the tagger; where that is unsure, or would say something else, by a known shape of shorthand if it has one.
    `before` are the notes before it, on which a fragment leans.
    """
    tagger = expander(language)
    sure = _from(tagger.least, unit, language, before) if tagger else None
    return sure or (shaped(unit, language) if "⟦" not in unit else None)


def proposed(unit: str, language: str, before: str = "") -> str | None:
    """Propose sentences for a unit that is not told: what the agent may mean, and has to look at."""
    tagger = expander(language)
    return _from(tagger.likely, unit, language, before) if tagger else None


def _from(least: float, unit: str, language: str, before: str) -> str | None:
    """Give a unit's sentences if the least sure of them is sure enough."""
    found = _expanded(unit, language, before)
    return found[0] if found and found[1] >= least else None


@lru_cache(maxsize=256)  # a note is told, and where it is not, proposed
def _expanded(unit: str, language: str, before: str) -> tuple[str, float] | None:
    """Give a unit's sentences and the confidence of the least sure; None where they may say something else."""
    tagger = expander(language)
    if tagger is None or "⟦" in unit or _BY_OTHERS.search(unit):
        return None
    told, sure, words = [], 1.0, tokens(before)
    for part in parts(_spelt_out(unit)):
        if len(tokens(part)) > _LONGEST_TOLD:
            return None
        found = tagger.expand(part, words)
        text = _whole(part, found.text)
        if found.internal >= tagger.doubtful or not _holds(part, text, language):
            return None
        if _OTHERS.search(f"{before} {unit}") and _turns_to_you(part, text, language):
            return None
        told.append(text)
        sure = min(sure, found.confidence)
        words += [*tokens(part), ","]
    return " ".join(told), sure


def _spelt_out(unit: str) -> str:
    """Write out what a tagger that reads word by word would take apart, and leave vowel signs out."""
    for short, long in _SHORT_FORMS:
        unit = short.sub(long, unit)
    return normalise.dediacritise(unit)


def _whole(part: str, text: str) -> str:
    """Write a code or an ordinal that was read in pieces as the note has it: "12A", "30th"."""
    for run in _codes(part):
        text = re.sub(rf"{re.escape(' '.join(tokens(run)))}(?!\w)", run.replace("\\", "\\\\"), text)
    return text


def _codes(text: str) -> list[str]:
    """List phone numbers, addresses and codes: what holds figures and letters, a plus before figures, or an @, in one run."""
    runs = (run.strip(_AROUND) for run in text.split())
    return [
        run
        for run in runs
        if "@" in run or run.startswith(("http", "www.")) or (any(map(str.isdigit, run)) and (run[0] == "+" or any(map(str.isalpha, run))))
    ]


def _turns_to_you(part: str, text: str, language: str) -> bool:
    """Tell whether a sentence speaks to the customer where its piece does not."""
    if language == "en":
        return bool(_YOU.search(text)) and not _YOU.search(part)
    changed = set(tokens(text)) - set(tokens(part))
    return any(word.rstrip(".").endswith("ك") or word.startswith("ت") for word in changed)


def is_regret(unit: str) -> bool:
    """Tell whether a unit says no more than that we are sorry."""
    return _REGRET.fullmatch(unit.strip(" .!")) is not None


def is_internal(unit: str, language: str) -> bool:
    """Tell whether a unit is surely not for the customer: a remark on them or on colleagues, a secret, a reminder to oneself."""
    tagger = expander(language)
    if tagger is None or len(tokens(unit)) > _LONGEST_TOLD:
        return False
    return tagger.internal_chance(unit, []) >= tagger.internal


def _holds(part: str, text: str, language: str) -> bool:
    """Tell whether a sentence says what its piece says, as far as can be told: figures, codes, every "not", and nobody spoken of."""
    if _figures(part) != _figures(text) or _ABOUT.search(text) or len(tokens(text)) < min(_LEAST_TOLD, len(tokens(part))):
        return False
    if _TO_US.match(text):
        return False
    if any(run not in text for run in _codes(part) if not _MEASURED.fullmatch(run)):
        return False
    if language == "en" and (_BROKEN.search(text) or (text[-1:] == "?" and not _ASKS.match(text))):
        return False
    return _denials(part, language) == _denials(text, language)


def _figures(text: str) -> list[str]:
    return re.findall(r"\d+", _SPELT.sub("", normalise.western_digits(text)))


def _denials(text: str, language: str) -> int:
    text = _NUMBER.sub(" ", text)
    words = (word for sentence in read(text, (), language).sentences for word in sentence.words)
    return sum(word not in _REGRETS and not _DENYING.isdisjoint(class_of(word, language)) for word in words)
