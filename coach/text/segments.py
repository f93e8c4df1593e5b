"""Where sentences begin and end, and which lines are not the agent's own words.

Offsets are code points of the text as it was sent. A segment never crosses a line; within a line
it ends at «. ! ? ؟ …» (with closing quotes and emoji) unless the stop belongs to a number, an
abbreviation, a link or an address; after a greeting's comma at the very beginning; and before "2) " in
a list written along the line.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

from coach.text.normalise import bare

Kind = Literal["body", "quote", "header", "signature"]


class Marked(NamedTuple):
    """A stretch of a text that its sender has marked as not the agent's own words: half-open offsets."""

    start: int
    end: int
    kind: Literal["quote", "signature"]


class Segment(NamedTuple):
    """A stretch of one line: half-open offsets, and whose words it holds."""

    start: int
    end: int
    kind: Kind
    line: int


_AR = "\u0621-\u064a\u064b-\u0652\u0670-\u06d3"
_EMOJI = "\u2600-\u27bf\U0001f000-\U0001faff\ufe0f\u200d\u2b50\u2764"
_BEFORE_NUMBERS = frozenset(("no", "nr"))
_DIGITS = tuple("0123456789٠١٢٣٤٥٦٧٨٩")
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof sr jr st vs etc approx dept inc ltd co corp est ext fig min max hrs hr tel eng e.g i.e"
    " jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun د أ م ا ص ه ت ش ج ر ب ق ف س".split()
)
_STOP = re.compile(rf"[.!?؟…]+[\"”»’')\]]*(?:\s?[{_EMOJI}]+)*")
_EMOJIS = re.compile(rf"(?<=\S)(?<![{_EMOJI}])\s?[{_EMOJI}]+(?=\s+[A-Z{_AR}])")
_ITEM = re.compile(r"\s(?=\d{1,2}[).]\s\D)")
_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_QUOTE_LINE = re.compile(r"\s*(?:>|﴾|\|\s)")
_QUOTE_INTRO = re.compile(
    r"\s*(?:on\b.{4,80}\bwrote:|(?:في|بتاريخ)\b.{4,80}(?:كتب|كتبت)\s*:|-{2,}\s*+(?:original message|forwarded message"
    r"|الرسالة الأصلية|رسالة معاد توجيهها)\s*+-{0,5})\s*+$",
    re.IGNORECASE,
)
_HEADER = re.compile(
    r"\s*(?:from|to|cc|bcc|sent|date|subject|reply-to|من|إلى|الى|نسخة|التاريخ|الموضوع|تاريخ الإرسال)\s?:\s*\S", re.IGNORECASE
)
_SIGNATURE_MARK = re.compile(r"\s*(?:--|—|__+|\*\*+|sent from my .{2,30}|أرسلت من .{2,30}|مرسل من .{2,30})\s*$", re.IGNORECASE)
_GREETING = re.compile(
    r"\s*(?:(?:hi|hello|hey|dear|good (?:morning|afternoon|evening)|greetings)\b|السلام عليكم|وعليكم السلام|مرحب[اً]+|[أا]هل[اً]+|هلا|حياك|عزيز(?:ي|تي)"
    r"|(?:ال)?[أا]ستاذة?|السيدة?|عميل(?:نا|تنا)|صباح|مساء|تحية)[^,،!.؟?\n]{0,40}[,،!]\s+(?=\S)",
    re.IGNORECASE,
)
_SIGN_OFF = re.compile(
    r"\s*+(?:(?:(?:kind|best|warm|warmest|many)\s*+)?regards|best(?: wishes)?|all the best|sincerely|yours (?:sincerely|truly|faithfully)"
    r"|many thanks|thanks|thank you|cheers|cordially|respectfully|مع (?:خالص |أطيب |فائق |كل |وافر )*(?:التحية|التحيات|التحايا|تحيات\S*|الاحترام|التقدير|الود|تحياتي|الشكر)"
    r"(?: و\S+)*|(?:أطيب|خالص|اطيب) (?:التحيات|التحايا|تحياتي|المنى|الأمنيات)|تحياتي(?: لك\S*)?|وتفضلوا? بقبول.{0,40}|دمتم بخير|مع الشكر(?: و\S+)?)\s*+[,،.!]*+\s*+$",
    re.IGNORECASE,
)
_MAX_SIGNATURE_LINES = 6
_REMEMBERED = 64
"""Texts: a conversation's turns are read, and then looked through for names."""
_LEAST_WORDS_BEFORE_EMOJI = 3


def segment(text: str, marked: Sequence[Marked] = ()) -> Sequence[Segment]:
    """Split `text` into sentences in order; white space between them belongs to none.

    What is `marked`, in order and without overlap, is of its own kind, and parts what stands around it.
    Diacritics and tatweel change no cut.
    """
    return _cut(text, marked) if marked else _remembered(text)


@lru_cache(maxsize=_REMEMBERED)
def _remembered(text: str) -> Sequence[Segment]:
    return tuple(_cut(text, ()))


def _cut(text: str, marked: Sequence[Marked]) -> list[Segment]:
    plain, places = bare(text)
    if plain is text:
        return _segments(text, marked)
    inside = [Marked(bisect_left(places, one.start), bisect_left(places, one.end), one.kind) for one in marked]
    cut = _segments(plain, [one for one in inside if one.start < one.end])
    return [one._replace(start=places[one.start], end=places[one.end]) for one in cut]


def _segments(text: str, marked: Sequence[Marked]) -> list[Segment]:
    own = unmarked(text, marked)
    lines = _lines(own, 0, len(own))
    kinds = _line_kinds([own[start:end] for start, end in lines])
    parts: list[tuple[int, int, Kind]] = [(start, end, kind) for (start, end), kind in zip(lines, kinds, strict=True)]
    if marked:
        parts = sorted([*parts, *((*line, kind) for start, end, kind in marked for line in _lines(text, start, end))])
    segments: list[Segment] = []
    for number, (start, end, kind) in enumerate(parts):
        cuts = [start, *_cuts(own, start, end), end] if kind == "body" else [start, end]
        for left, right in pairwise(cuts):
            while left < right and text[left].isspace():
                left += 1
            while right > left and text[right - 1].isspace():
                right -= 1
            if left < right:
                segments.append(Segment(left, right, kind, number))
    return segments


def unmarked(text: str, marked: Sequence[Marked]) -> str:
    """Give `text` with line breaks in place of what is `marked`, so that every offset stays."""
    parts, at = [], 0
    for start, end, _ in marked:
        parts += [text[at:start], "\n" * (end - start)]
        at = end
    return "".join([*parts, text[at:]])


def _lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    return [match.span() for match in _LINE.finditer(text, start, end) if not match[0].isspace()]


def _cuts(text: str, start: int, end: int) -> list[int]:
    """List the offsets within one line at which a new sentence begins."""
    greeting = _GREETING.match(text, start, end) if not text[:start].strip() else None
    cuts = {match.end() for match in _STOP.finditer(text, start, end) if match.end() < end and _ends_sentence(text, match, start, end)}
    if greeting and greeting.end() < end:
        cuts.add(greeting.end())
    if not text.isascii():
        for match in _EMOJIS.finditer(text, start, end):
            since = max((cut for cut in cuts if cut <= match.start()), default=start)
            if len(text[since : match.start()].split()) >= _LEAST_WORDS_BEFORE_EMOJI:
                cuts.add(match.end())
    if ")" in text:
        cuts.update(match.end() for match in _ITEM.finditer(text, start, end) if match.start() - start > 3)
    return sorted(cuts)


def _ends_sentence(text: str, match: re.Match[str], start: int, end: int) -> bool:
    """Tell a full stop from one in a number, an abbreviation, a link or an address."""
    at, after = match.start(), text[match.end()]
    glued = not after.isspace()
    if text[at] != "." or text[at : at + 2] == "..":
        return not glued or _begins(after)
    word = _word_before(text, start, at)
    if glued and not _begins(after):
        return False
    if "@" in word or "://" in word or word.startswith("www."):
        return not glued
    letters = word.lstrip("(\"“«'").lower()
    if letters.isdigit() and not text[start : at - len(word)].strip(" \t-•*"):
        return False  # the number of a list item
    if len(letters) == 1 and letters.isalpha() and letters not in "iو":
        return False
    if "." in letters and all(len(part) <= 1 for part in letters.split(".")):
        # «ج.م.», "a.m.": such a word may also end its sentence, but a sentence too long does less
        # harm than one cut in two.
        return after.isspace() and text[match.end() : end].lstrip()[:1].isupper() and letters in ("a.m", "p.m", "u.s", "u.k")
    if letters in _BEFORE_NUMBERS:  # "the answer is no. You …" ends there, "order no. 4411" does not
        return not text[match.end() : end].lstrip(" #").startswith(_DIGITS)
    return letters not in _ABBREVIATIONS


def _begins(sign: str) -> bool:
    """Tell whether a sign may begin a sentence though no space stands before it: a capital or an Arabic letter, no digit («٤٩.٩٥»)."""
    return sign.isupper() or ("\u0620" <= sign <= "\u06d3" and not sign.isdigit())


def _word_before(text: str, start: int, at: int) -> str:
    """Give what stands without a space before `at`."""
    left = max(text.rfind(" ", start, at), text.rfind("\t", start, at), text.rfind("\u00a0", start, at))
    return text[left + 1 if left >= 0 else start : at]


def _line_kinds(lines: list[str]) -> list[Kind]:
    """Tell the agent's own lines from quoted text, mail headers and the signature."""
    kinds: list[Kind] = ["body"] * len(lines)
    signature_from = len(lines)
    for index, line in enumerate(lines):
        if _QUOTE_LINE.match(line):
            kinds[index] = "quote"
        elif len(line) < 200 and _QUOTE_INTRO.match(line):
            kinds[index:] = ["quote"] * (len(lines) - index)
            signature_from = index
            break
        elif _HEADER.match(line) and (index == 0 or kinds[index - 1] == "header"):
            kinds[index] = "header"
    for index in range(1, signature_from):
        if kinds[index] != "body" or len(lines[index]) > 80:
            continue
        marked = _SIGNATURE_MARK.match(lines[index])
        if marked or _SIGN_OFF.match(lines[index]):
            rest = range(index if marked else index + 1, signature_from)
            if len(rest) <= _MAX_SIGNATURE_LINES and all(len(lines[one]) <= 60 for one in rest):
                for one in rest:
                    if kinds[one] == "body":
                        kinds[one] = "signature"
                break
    if len(kinds) == 1:
        kinds[0] = "body" if kinds[0] == "header" else kinds[0]
    return kinds
