"""Personal: the places in texts that identify a person.

Names (those that are known, and those that a greeting, a title, an introduction or a signature shows), e-mails,
links, phones, order numbers, IBANs, cards, national ids, street addresses, handles and bare numbers of four
digits or more. Amounts, percentages, dates, times and durations identify nobody.
"""

import re
from bisect import bisect_left
from collections.abc import Container, Iterator, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from coach.text.facts import PERSONAL, Fact, find_facts
from coach.text.names import greeted_name
from coach.text.normalise import DIACRITICS, TATWEEL, arabic, dediacritise, has_arabic, western_digits
from coach.text.segments import segment

_IDENTIFY = PERSONAL | {"order", "phone", "email", "link"}
_LONG_NUMBER = re.compile(r"\d{4}")
_YEAR = re.compile(r"(?:19|20|14)\d{2}")
_SIGNS = re.compile(r"⟪\s*[Pp]\s*\d{1,4}\s*⟫|[⟪⟫]")

_AR = "\u0621-\u064a"
_MARKS = f"[{DIACRITICS}{TATWEEL}]*"
_LATIN = "A-Za-z\u00c0-\u024f0-9_"
_ALIKE = {sign: group for group in ("اأإآٱ", "هة", "يىئ", "وؤ", "كک", "'’‘") for sign in group}
_JOINERS = frozenset("al el abu abd abdul abdel van von der den de da di del la le st san أبو ابو أم ام آل ال عبد بو".split())
_SECOND = frozenset("الله الدين الرحمن الإسلام".split())  # of «نور الدين»: no name by itself
_NOT_PARTS = frozenset(
    "mr mrs ms miss dr prof eng sir madam bin ibn bint"
    " مدام دكتور دكتورة كابتن باشا حاج الحاج سيد سيدة ست عم أخ أخت مهندس"
    " بن ابن بنت السيد السيدة الأستاذ الأستاذة أستاذ أستاذة الدكتور الدكتورة المهندس المهندسة الآنسة أ د م".split()
)
_ALSO_WORDS = frozenset(
    "will may grace hope mark bill rich art rose joy faith summer april june august sue pat rob drew chase grant frank dawn iris ray"
    " jack guy van dean page king long young brown green white black gray day best case price rush short small cash love".split()
)
"""Names that are words as well: they count only with a capital."""

_NO_NAMES = frozenset(
    "their very much again support team customer client care service services help desk manager agent advisor adviser specialist"
    " representative department office company ltd inc llc regards best kind warm thanks thank cheers sincerely yours bank shop"
    " store dear sir sirs madam everyone there wrong missing incorrect misspelled gone invalid blank correct right sent sorry done"
    " seen great typical hiya hi yo yep yup yeah sup haha aw ah oh bonjour salut salam hola claim policy first second third"
    " monday tuesday wednesday thursday friday saturday sunday policyholder supporter member"
    " الذي التي جدا حق والله وشكرا فريق خدمه العملاء العميل العميله الزبائن الدعم الفني قسم اداره شركه مدير المدير مديره موظف الموظف"
    " الموظفه مسوول المسوول ممثل متجر بنك موسسه مركز فرع الكرام الكريم الكريمه العزيز العزيزه الفاضل الفاضله المحترم المحترمه عزيزتي"
    " التحيه تحياتي والتقدير الاحترام ولي وليه الامر جماعه شباب ناس اخوان الشريك المتعامل المشترك المشتركه المتقدم المتقدمه الزائر"
    " مشترك زبون زبونه ترفض يرفض يقدر تقدر كانت قالت راحت ردت السبت الاحد الاثنين الثلاثاء الاربعاء الخميس الجمعه الليله".split()
)
"""Words, folded, that show a supposed name to be none, as common words do; a name known beforehand is masked whatever it is."""

_NAME = r"[A-Z\u00c0-\u00de][\w'’-]+(?:[ \t]+(?:(?:bin|al|van|de)[ \t]+)?[A-Z\u00c0-\u00de][\w'’-]+){0,2}"
_WORD = f"[{_AR}{DIACRITICS}]{{2,}}"


class _Sign(NamedTuple):
    """A pattern, whether it matches nothing but Arabic, and words, in small letters, of which a text must have one for it to match.

    To look for words is quicker; any text will do where there are none. A pattern of another script matches nothing without a Latin letter.
    """

    pattern: re.Pattern[str]
    is_arabic: bool
    needed: tuple[str, ...]


def _sign(pattern: str, *needed: str) -> _Sign:
    return _Sign(re.compile(pattern), has_arabic(pattern), needed)


_INTRODUCED = (
    _sign(rf"\b(?i:my name is|my name'?s|name:)\s+(?P<name>{_NAME}|[a-z]{{3,}}(?=\s*(?:[,.!\n]|$|and\b)))", "name"),
    _sign(
        rf"\b(?i:this is|i am|i[’']m|it[’']s)\s+(?P<name>{_NAME})(?=\s+(?:from|here|speaking|at|with|again)\b)",
        "this is",
        "i am",
        "i'm",
        "i’m",
        "it's",
        "it’s",
    ),
    _sign(
        r"\b(?i:my (?:son|daughter|wife|husband|mother|father|mum|mom|dad|brother|sister|partner|child|baby)|named"
        r"|(?:spoke|speaking|talked|talking) (?:to|with)|(?:your|my|our|the) (?:colleague|agent|manager|driver|technician|engineer))"
        rf",?\s+(?P<name>{_NAME})",
        *("my ", "named", "spoke", "speaking", "talked", "talking", "colleague", "agent", "manager", "driver", "technician", "engineer"),
    ),
    _sign(rf"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Eng)\.?\s+(?P<name>{_NAME})", "mr", "ms", "miss", "dr", "prof", "eng"),
    _sign(rf"\b(?i:his|her|their) name(?: i|['’])s (?P<name>{_NAME})", " name"),
    _sign(rf"(?:[اأ]سمي|معكم?|[اأ]نا|محدثت?ك|المتحدث[ةه]?)\s+(?P<name>{_WORD}(?:\s+{_WORD})?)\s+من\s+(?:فريق|قسم|خدم|شرك|دعم|مركز|إدار)"),
    _sign(rf"(?<![{_AR}])[اأ]سمي\s+(?P<name>{_WORD}(?:\s+{_WORD})?)(?=\s*(?:[،,.!\n]|$|و?رقم))"),
    _sign(
        rf"(?<![{_AR}])[وفبل]?(?:ال|لل)?(?:سيد|[أا]ستاذ|دكتور|مهندس|آنس|كابتن|موظف|زميل|مندوب|فني|مدير)[ةه]?(?:تنا|نا|تي|ي)?\s+(?P<name>(?:(?:عبد|[أا]بو|آل)\s+)?{_WORD})"
    ),
    _sign(rf"(?<![{_AR}])[اأ]سم(?:ه|ها|ك)\s+(?P<name>{_WORD})"),
    _sign(rf"(?<![{_AR}])(?:يا\s+)?(?:[أا]خت|[أا]خو|[أا]خ|حبيب|عزيز|غالي)(?:تي|ي|نا|تنا)?\s+(?P<name>{_WORD})(?=\s*[،,.!؟\n]|$)"),
    _sign(
        rf"(?:[أا]هلا?ين?|[أا]هلًا|هلا|مرحبا?|مرحبًا)\s+(?:وسهلا|وسهلًا|والله|فيك|فيكي|بك|بكِ)\s+(?:يا\s+)?(?P<name>{_WORD})(?=\s*[،,.!؟\n]|$)"
    ),
)
_END_OF_NAME = r"[ \t]*(?=[,،|\n]|$)"
_SIGNED = (
    _sign(
        r"\b(?i:regards|best(?: wishes)?|all the best|sincerely|cheers|yours truly|many thanks|thanks|thank you)[,.!]?\s++[-–—]?\s*+"
        rf"(?P<name>{_NAME}){_END_OF_NAME}",
        *("regards", "best", "sincerely", "cheers", "yours truly", "thanks", "thank you"),
    ),
    _sign(
        r"(?:تحياتي|التحية|التحيات|التقدير|الاحترام|[أا]خوكم?|[أا]ختكم?)[،,.]?\s++[-–—]?\s*+"
        rf"(?P<name>{_WORD}(?:[ \t]+{_WORD}){{0,2}}){_END_OF_NAME}"
    ),
)
_PLACES = (
    _sign(
        r"\b\d{1,5}[A-Za-z]?,?\s+(?:[A-Z][\w'’-]+\s+){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Close|Court|Ct|Square|Sq|Boulevard|Blvd|Terrace|Way|Place|Pl)\b"
    ),
    _sign(r"\b(?i:flat|apartment|apt|villa|p\.?o\.? box)\.?\s*#?\d+[A-Za-z]?\b"),
    _sign(r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b"),
    _sign(rf"(?<![{_AR}])(?:ب|في )?(?P<place>(?:شارع|حي)\s+(?!في|من|و){_WORD}(?:\s+(?!في\b|من\b|و|مدين|عمار|شق){_WORD})?)"),
    _sign(r"(?:عمارة|شقة|فيلا|بناية|ص\.?\s?ب)\s*(?:رقم\s*)?[\d٠-٩]+"),
)
_SHOWN = (*_INTRODUCED, *_SIGNED)
_LETTER = re.compile("[A-Za-z]")
_AND = r"و(?!ليد|[اأ]?ئل|سام|فاء|حيد|ديع|داد|جيه|عد\b|رد\b)"
_CONJOINED = re.compile(rf"(?<!\s)\s+{_AND}.*\Z", re.DOTALL)
_GLUED = re.compile(rf"{_AND}|بال|ب\w{{3,}}(?:نا|ك|كم)\Z")  # «ونرد», «بالجميع», «بضيوفنا»
_SIGNATURE = re.compile(rf"{_NAME}|[a-z]{{3,}}|{_WORD}(?:[ \t]+{_WORD}){{0,2}}")
_HANDLE = re.compile(r"(?<![\w.@])@\w{2,30}")
_BRACKETED_PHONE = re.compile(r"\(\d{3,4}\)\s?\d{3,4}[-\s]?\d{3,4}\b")
_OPENING = 3  # sentences in which a greeting is looked for


class Personal(NamedTuple):
    """A place that identifies somebody, by half-open offsets; `value` is the same for all spellings of the same thing.

    `needed`: whoever writes the text anew must say it again; false of what should not have been said, a card's number.
    """

    start: int
    end: int
    value: str
    needed: bool = True


class _Span(NamedTuple):
    start: int
    end: int
    value: str | None  # None: seen to identify nobody, so that nothing else takes the place
    needed: bool = True


def find_personal(
    texts: Sequence[str], people: Sequence[str] = (), company: str | None = None, replies: Container[int] = (0,)
) -> list[list[Personal]]:
    """List the places of each text in order, none overlapping; what one text shows to be a name or a number counts in all.

    `people` and `company` are names known beforehand; `replies` tells by number which texts are written to a customer
    and may open with a bare name.
    """
    names = _names(texts, people, company, replies)
    facts = [find_facts(text) for text in texts]
    # A bare number may be one that another text calls an order.
    known = {_number(fact.value) for of_text in facts for fact in of_text if fact.kind in _IDENTIFY}
    return [
        [Personal(start, end, value, needed) for start, end, value, needed in _spans(text, of_text, names, known) if value is not None]
        for text, of_text in zip(texts, facts, strict=True)
    ]


def _spans(text: str, facts: Sequence[Fact], names: Sequence[tuple[str, re.Pattern[str]]], known: set[str]) -> list[_Span]:
    """List what is to be masked and what must stay, in order, the earlier kind of evidence first where they overlap."""
    taken: list[_Span] = []

    def take(span: _Span) -> None:
        at = bisect_left(taken, span.start, key=lambda one: one.start)
        free = (at == 0 or taken[at - 1].end <= span.start) and (at == len(taken) or span.end <= taken[at].start)
        if span.start < span.end and free:
            taken.insert(at, span)

    for match in _SIGNS.finditer(text):
        take(_Span(match.start(), match.end(), f"sign {match[0]}"))
    for pattern in _fitting(_PLACES, text):
        for match in pattern.finditer(text):
            group = "place" if "place" in pattern.groupindex else 0
            take(_Span(match.start(group), match.end(group), f"place {_fold(match[group])}"))
    for match in _BRACKETED_PHONE.finditer(western_digits(text)):
        take(_Span(match.start(), match.end(), _number(match[0])))
    for fact in facts:
        if fact.kind in _IDENTIFY:
            value = _number(fact.value) if fact.kind not in ("email", "link") else f"{fact.kind} {fact.value}"
            take(_Span(fact.start, fact.end, value, fact.kind not in PERSONAL))
        elif fact.kind == "number":
            value = _number(fact.value)
            long = _LONG_NUMBER.search(western_digits(text[fact.start : fact.end])) and not _YEAR.fullmatch(fact.value)
            take(_Span(fact.start, fact.end, value if long or value in known else None))
        else:
            take(_Span(fact.start, fact.end, None))
    for match in _HANDLE.finditer(text):
        take(_Span(match.start(), match.end(), f"handle {match[0].lower()}"))
    for value, pattern in names:
        for match in pattern.finditer(text):
            if match["name"] is not None:
                take(_Span(match.start("name"), match.end("name"), value))
            else:
                take(_Span(match.start("merged"), match.end("merged"), f"{value} with lam"))
    return taken


def _number(value: str) -> str:
    return "number " + re.sub(r"[\W_]", "", western_digits(value)).upper()


def _fold(name: str) -> str:
    """Give one spelling of a name for comparison."""
    return " ".join(arabic(word) if has_arabic(word) else word.lower() for word in name.split())


def _names(texts: Sequence[str], people: Sequence[str], company: str | None, replies: Container[int]) -> list[tuple[str, re.Pattern[str]]]:
    """Make a pattern for each name, its parts one by one; the longest come first."""
    parts: dict[str, str] = {}
    if company and company.strip():
        parts[f"name {_fold(company)}"] = " ".join(company.split())
    shown = (name for index, text in enumerate(texts) for name in _shown(text, index in replies) if _may_be_name(name))
    for name in (*people, *shown):
        for part in _parts(name):
            parts.setdefault(f"name {_fold(part)}", part)
    return [(value, _pattern(part)) for value, part in sorted(parts.items(), key=lambda item: -len(item[1]))]


def _shown(text: str, is_reply: bool) -> Iterator[str]:
    """Yield what a text itself shows to be names; a reply alone may open with a bare one, as in “Priya, …”."""
    if not is_reply and len(text.split(None, 1)) < 2:
        return  # a tag, a code, one word
    parts = segment(text)
    for part in parts[:_OPENING]:
        said = text[part.start : part.end]
        found = greeted_name(said)
        if found and (found[1] > 0 or (is_reply and said[found[2] :].lstrip()[:1] in (",", ""))):
            yield _CONJOINED.sub("", found[0])
    for pattern in _fitting(_SHOWN, text):
        for match in pattern.finditer(text):
            yield match["name"]
    for part in parts:
        first = re.split(r"[,،|–—-]", text[part.start : part.end])[0].strip()
        if part.kind == "signature" and _SIGNATURE.fullmatch(first):
            yield first
            break


def _fitting(signs: Sequence[_Sign], text: str) -> Iterator[re.Pattern[str]]:
    """Yield the patterns whose script stands in a text, and a word that they need."""
    latin, arabic_script, small = _LETTER.search(text) is not None, has_arabic(text), text.lower()
    for pattern, is_arabic, needed in signs:
        if (arabic_script if is_arabic else latin) and (not needed or any(word in small for word in needed)):
            yield pattern


def _may_be_name(name: str) -> bool:
    """Tell whether none of a supposed name's words is a common word or a role's."""
    words = name.split()
    for before, word in zip(["", *words], words, strict=False):
        folded = _fold(word)
        if folded == "علي" or word.lower() in _JOINERS or (before and word in _SECOND):
            continue
        if folded in _NO_NAMES or folded in _common() or _GLUED.match(word):
            return False
    return True


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    """Give the commonest words of support text in both languages, folded."""
    text = (files("coach.cues") / "common.words").read_text(encoding="utf-8")
    return frozenset(line.split()[0] for line in text.splitlines() if line and line[0] not in "#[")


def _parts(name: str) -> Iterator[str]:
    """Yield a name's parts: given name and family name each, “van der Berg” and «عبد الله» in one."""
    held: list[str] = []
    words = [re.sub(r"['’]s\Z", "", word.strip(".,،()\"'")) for word in re.split(r"[\s-]+", name)]
    for word, after in zip(words, [*words[1:], ""], strict=True):
        if dediacritise(word).lower() in _NOT_PARTS or len(word) < 2:
            continue
        held.append(word)
        if word.lower() not in _JOINERS and after not in _SECOND:
            yield " ".join(held)
            held = []


@lru_cache(maxsize=2_000)  # the same people and the same names come again and again
def _pattern(part: str) -> re.Pattern[str]:
    """Match a name as a word of its own, in Arabic with any spelling, marks and clitics; group `name` is the name alone."""
    if not has_arabic(part):
        body = r"[\s-]*".join(re.escape(word).replace("'", "['’]") for word in part.split())
        flags = re.NOFLAG if part.lower() in _ALSO_WORDS else re.IGNORECASE
        return re.compile(rf"(?<![{_LATIN}])(?P<name>{body})(?P<merged>(?!))?(?![{_LATIN}])", flags)
    words = part.split()
    body = r"\s*".join(_letters(word) for word in words)
    lead = rf"(?<![{_AR}{DIACRITICS}])"
    merged = ""
    if words[0].startswith("ال") and len(words[0]) > 3:
        rest = r"\s*".join([_letters(words[0][2:]), *map(_letters, words[1:])])
        merged = rf"|[وف]?(?P<merged>ل{_MARKS}ل{_MARKS}{rest})"
    merged = merged or r"|(?P<merged>(?!))"
    return re.compile(rf"{lead}(?:(?:يا|[وف]?{_MARKS}[بلك]?){_MARKS}(?P<name>{body}){merged})(?![{_AR}])")


def _letters(word: str) -> str:
    """Match a word whatever marks and stretches it bears, and however its alef, hamza, yeh and teh marbuta are written."""
    signs = [sign for sign in word if sign not in DIACRITICS and sign != TATWEEL]
    if "".join(signs) == "علي":
        return "".join(f"{sign}{_MARKS}" for sign in signs)  # not the preposition «على»
    return "".join(f"[{_ALIKE[sign]}]{_MARKS}" if sign in _ALIKE else f"{re.escape(sign)}{_MARKS}" for sign in signs)
