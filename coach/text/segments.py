"""Where sentences begin and end, and which lines are not the agent's own words.

Offsets are code points of the text as it was sent. A segment never crosses a line; within a line
it ends at «. ! ? ؟ …» (with closing quotes and emoji) unless the stop belongs to a number, an
abbreviation, a link or an address, and before "2) " in a list written along the line.
"""

import re
from typing import Literal, NamedTuple

Kind = Literal["body", "quote", "header", "signature"]


class Segment(NamedTuple):
    """A stretch of one line: half-open offsets, and whose words it holds."""

    start: int
    end: int
    kind: Kind
    line: int


_AR = "\u0621-\u064a\u064b-\u0652\u0670-\u06d3"
_EMOJI = "\u2600-\u27bf\U0001f000-\U0001faff\ufe0f\u200d\u2b50\u2764"
_ABBREVIATIONS = (
    "mr mrs ms dr prof sr jr st no nr vs etc approx dept inc ltd co corp est ext fig min max hrs hr tel e.g i.e a.m p.m"
    " jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun"
).split()
# Linear: every alternative begins with its own characters and none repeats a repetition.
_BOUNDARY = re.compile(
    rf"(?P<skip>(?:https?://|www\.)\S*[^\s.,;:!?؟،؛)\]]|[\w.+-]{{1,64}}@[\w-]{{1,64}}(?:\.[\w-]{{1,63}}){{1,4}}"
    rf"|[\d٠-٩]+(?:[.,:/٫٬-][\d٠-٩]+)+"
    rf"|\b(?:{'|'.join(re.escape(word) for word in _ABBREVIATIONS)})\.(?=\s*[^\s])(?!\s*\n)"
    rf"|(?<![\w])(?:[^\W\d_]\.){{2,5}}|(?<![\w])[^\W\d_]\.(?=\s*[^\W\d_]{{2}})(?<![?!])"
    rf"|(?<![\w{_AR}])(?:د|أ|م|ا|ص|ه|ت|ش|ج|ر|ب|ق|ف|س)\.(?=\s*[{_AR}]))"
    rf"|(?P<stop>(?:[!?؟]+|\.+|…+)[.!?؟…]*[\"”»’')\]]*(?:\s?[{_EMOJI}]+)*)(?=\s|$|(?<=[.!?؟…])[{_AR}A-Z])"
    rf"|(?P<emoji>(?<=[^\s])\s?[{_EMOJI}]+)(?=\s+[A-Z{_AR}])"
    rf"|(?P<item>\s)(?=\d{{1,2}}[).]\s\D)",
    re.IGNORECASE,
)
_UPPER_OR_ARABIC = re.compile(rf"\s+[A-Z{_AR}\"“«]")
_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_QUOTE_LINE = re.compile(r"\s*(?:>|﴾|\|\s)")
_QUOTE_INTRO = re.compile(
    r"\s*(?:on\b.{4,80}\bwrote:|(?:في|بتاريخ)\b.{4,80}(?:كتب|كتبت)\s*:|-{2,}\s*(?:original message|forwarded message"
    r"|الرسالة الأصلية|رسالة معاد توجيهها)\s*-{0,5})\s*$",
    re.IGNORECASE,
)
_HEADER = re.compile(
    r"\s*(?:from|to|cc|bcc|sent|date|subject|reply-to|من|إلى|الى|نسخة|التاريخ|الموضوع|تاريخ الإرسال)\s?:\s*\S", re.IGNORECASE
)
_SIGNATURE_MARK = re.compile(r"\s*(?:--|—|__+|\*\*+|sent from my .{2,30}|أرسلت من .{2,30}|مرسل من .{2,30})\s*$", re.IGNORECASE)
_SIGN_OFF = re.compile(
    r"\s*(?:(?:kind|best|warm|warmest|many)?\s*regards|best(?: wishes)?|all the best|sincerely|yours (?:sincerely|truly|faithfully)"
    r"|many thanks|thanks|thank you|cheers|cordially|respectfully|مع (?:خالص |أطيب |فائق |كل |وافر )*(?:التحية|التحيات|التحايا|تحيات\S*|الاحترام|التقدير|الود|تحياتي|الشكر)"
    r"(?: و\S+)*|(?:أطيب|خالص|اطيب) (?:التحيات|التحايا|تحياتي|المنى|الأمنيات)|تحياتي(?: لك\S*)?|وتفضلوا? بقبول.{0,40}|دمتم بخير|مع الشكر(?: و\S+)?)\s*[,،.!]*\s*$",
    re.IGNORECASE,
)
_MAX_SIGNATURE_LINES = 6


def segment(text: str) -> list[Segment]:
    """Split `text` into sentences in order; white space between them belongs to none."""
    lines = [(match.start(), match.end()) for match in _LINE.finditer(text) if not match[0].isspace()]
    kinds = _line_kinds([text[start:end] for start, end in lines])
    segments: list[Segment] = []
    for number, ((start, end), kind) in enumerate(zip(lines, kinds, strict=True)):
        cuts = [start, *_cuts(text, start, end), end] if kind == "body" else [start, end]
        for left, right in zip(cuts, cuts[1:], strict=False):
            while left < right and text[left].isspace():
                left += 1
            while right > left and text[right - 1].isspace():
                right -= 1
            if left < right:
                segments.append(Segment(left, right, kind, number))
    return segments


def _cuts(text: str, start: int, end: int) -> list[int]:
    """List the offsets within one line at which a new sentence begins."""
    cuts = []
    last = start
    for match in _BOUNDARY.finditer(text, start, end):
        kind = match.lastgroup
        if kind == "skip":
            # An abbreviation or a number may also end its sentence: "at 9 a.m. Then …" stays whole,
            # since a sentence too long does less harm than one cut in two.
            continue
        cut = match.end()
        if kind == "stop" and match[0][0] == "." and match[0].strip() == "..":
            continue
        if kind == "emoji" and len(text[last:cut].split()) < 3:
            continue
        if kind == "item" and match.start() - last < 4:
            continue
        if cut < end:
            cuts.append(cut)
            last = cut
    return cuts


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
