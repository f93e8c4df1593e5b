"""Notes that are too dense to be read: what they say is told piece by piece in its order, as a sentence or in a slot for the agent's words.

A few tidy pieces are read into an outcome and facts (`notes`). Of more, of abbreviations, of words about the customer, nobody but the
agent can tell what belongs to what: a reason taken for a fee, a refusal of one thing for that of another, makes a letter that is false.
"""

import re

from coach.models.expanding import Expander, expander, tokens
from coach.rewrite.guard_features import class_of
from coach.rewrite.telling import sentence
from coach.text import normalise
from coach.text.document import read

_PIECES = 3  # more than these in one note were read wrongly in nearly every one of 28 trials with notes as agents jot them down
_WORDS = 20
_LISTED = 12  # words: a longer unit is parted by its commas
_END = re.compile(r"[;؛\n]+|(?<!\bno)[.!?؟](?=\s|$)|(?<=\bno)[.](?=\s+\D|$)", re.IGNORECASE)
_LONGEST = 9  # signs of an abbreviation and what stands before it
_ASKING = "?؟"
_COMMA = re.compile(r"[,،]\s+")
_SHORTENED = re.compile(
    r"(?:(?:^|(?<!\d)[\s(])[^\W\d]|(?:^|[\s(])(?:nr|dr|mr|mrs|ms|st|yr|tel|ref|approx|max|min|incl|e\.g|i\.e))$", re.IGNORECASE
)
_JOTTED = re.compile(
    r"->|=>|[=→]|\bw/"
    r"|\b(?:cust(?:omer)?s?|client|pt|patient|acct|txn|wkg|wd|tmrw|pls|thx|mgr|tl|cb|trk|tkt|appt|dept|addr|recvd|rcvd|req|sup)\b"
    r"|\b(?:guest|caller|tenant|user|member|buyer|passenger|parent|lady|gentleman|bloke)s?\b"
    r"|(?<!\w)(?:ال)?(?:عميل|زبون|ضيف|مشترك|مستأجر|راكب)\w{0,3}(?!\w)",
    re.IGNORECASE,
)
"""Abbreviations, and words that speak of the customer to somebody else."""
_ABOUT = re.compile(
    rf"{_JOTTED.pattern}|\b(?:he|she|him|her|his|hers)\b|(?<!\w)[وف]?(?:له|لها|عليه|عليها|معه|معها|عنده|عندها)(?!\w)", re.IGNORECASE
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
_OF_THEM = re.compile(
    r"\b(?:he|she|him|her|his|hers|they|them|their|theirs)\b|(?<!\w)[وفل]?(?:له|لها|منه|منها|عليه|عليها|معه|معها|[إا]ليه|[إا]ليها|عنده|عندها|بنفسه|بنفسها)(?!\w)"
    r"|(?<!\w)(?!(?:ال)?(?:جنيه|وجه|مياه|تنبيه|توجيه|انتباه)(?!\w))[\u0621-\u064a]{3,12}(?:ها|هم|ه)(?!\w)",
    re.IGNORECASE,
)
_JOINED = re.compile(r"[,،:(/]|\balready\b", re.IGNORECASE)
"""Signs that a unit says two things, or leaves one half said."""
_TELLS = re.compile(r"(?:we|i|the|your|our|it|this|there|you)\b.*\b(?:is|are|was|were|has|have|had|will|can|did|do)\b", re.IGNORECASE)
_TELLS_AR = re.compile(r"(?!(?:عند|لد|مع|زبون|عميل|رب|ه)ي?نا\s)(?:تم|تمت|لقد|[\u0621-\u064a]{2,12}نا)\s")


def is_dense(notes: str) -> bool:
    """Tell whether notes are more than a few tidy pieces."""
    told = units(notes)
    pieces = [piece for unit in told for piece in _COMMA.split(unit) if piece.strip()]
    return len(pieces) > _PIECES or len(notes.split()) > _WORDS or any(_JOTTED.search(unit) for unit in told)


def sentences(notes: str) -> list[str]:
    """Cut notes into sentences and lines; a point behind an abbreviation ends none."""
    found, start = [], 0
    for end in _END.finditer(notes):
        if end[0] == "." and _SHORTENED.search(notes[max(start, end.start() - _LONGEST) : end.start()]):
            continue
        found.append(notes[start : end.end() if end[0] in _ASKING else end.start()])
        start = end.end()
    return [one for one in (*found, notes[start:]) if one.strip()]


def units(notes: str) -> list[str]:
    """Cut notes into what each says: sentences and lines, or the parts of a list."""
    told = sentences(notes)
    parts = (part for one in told for part in (_COMMA.split(one) if len(told) == 1 or len(one.split()) > _LISTED else [one]))
    stripped = (part.strip(" \t•*-،,") for part in parts)
    return [unit for unit in stripped if any(sign.isalnum() for sign in unit)]


def said(unit: str, language: str, before: str = "") -> str | None:
    """Say a unit as sentences to the customer; None where only the agent can.

    It is expanded by the tagger; where that is unsure, or would say something else, by a known shape of shorthand if it has one.
    `before` are the notes before it, on which a fragment leans.
    """
    tagger = expander(language)
    sure = _expanded(tagger, unit, language, before, tagger.least) if tagger else None
    return sure or (shaped(unit, language) if "⟦" not in unit else None)


def proposed(unit: str, language: str, before: str = "") -> str | None:
    """Propose sentences for a unit that is not told: what the agent may mean, and has to look at."""
    tagger = expander(language)
    return _expanded(tagger, unit, language, before, tagger.likely) if tagger else None


def _expanded(tagger: Expander, unit: str, language: str, before: str, least: float) -> str | None:
    if "⟦" in unit or _BY_OTHERS.search(unit):
        return None
    told, words = [], tokens(before)
    for part in _parts(_spelt_out(unit)):
        if len(tokens(part)) > _LONGEST_TOLD:
            return None
        found = tagger.expand(part, words)
        text = _whole(part, found.text)
        if found.confidence < least or found.internal >= tagger.doubtful or not _holds(part, text, language):
            return None
        if _OTHERS.search(f"{before} {unit}") and _turns_to_you(part, text, language):
            return None
        told.append(text)
        words += [*tokens(part), ","]
    return " ".join(told)


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


def shaped(unit: str, language: str) -> str | None:
    """Say a unit that is a sentence already or has a known shape of shorthand; None for any other."""
    if _JOTTED.search(unit) or _OF_THEM.search(unit) or _JOINED.search(unit):
        return None
    text = sentence(unit, language)
    if language == "ar":
        return text if _TELLS_AR.match(unit) else None
    changed = text.rstrip(".").lower() != unit.rstrip(".").lower()
    return text if changed or _TELLS.match(unit) else None


def is_regret(unit: str) -> bool:
    """Tell whether a unit says no more than that we are sorry."""
    return _REGRET.fullmatch(unit.strip(" .!")) is not None


def is_internal(unit: str, language: str, before: str = "") -> bool:
    """Tell whether a unit is surely not for the customer: a remark on them or on colleagues, a secret, a reminder to oneself."""
    tagger = expander(language)
    if tagger is None or len(tokens(unit)) > _LONGEST_TOLD:
        return False
    return tagger.internal_chance(unit, tokens(before)) >= tagger.internal


def _parts(unit: str) -> list[str]:
    return [part for part in (part.strip() for part in _COMMA.split(unit)) if any(sign.isalnum() for sign in part)]


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
