"""Whom a draft speaks to: the places where it addresses its reader as a man, a woman or several.

What is written alike for both («لك», «حضرتك», «تواصلت») says nothing. Cues know the forms that differ
(`style/address_*`); three more things do not show in cues: a vowel mark on the ending («لكِ»), a verb of the
form «ت…ين», and whether a title stands before the reader's name or a third person's.
"""

import re
from collections.abc import Iterator

from coach.text.document import Sentence
from coach.text.normalise import dediacritise

_POINTED = re.compile("(?<![\u0621-\u0652])[\u0621-\u0652]*(?:ك|[كاأإ]نت)([\u064e\u0650])(?![\u0621-\u0652])")
_POINT = {"m": "\u064e", "f": "\u0650", "plural": "\0"}
_MARKS = {"\u064e": "m", "\u0650": "f"}
_ENDS_IN_KAF = re.compile(
    "(?:بنك|شيك|شريك|مشترك|اشتراك|استهلاك|إدراك|سلك|مسلك|شباك|محرك|ملك|مالك|ترك|تحريك|فك|صك|شك|سمك|كعك|ذلك|تلك|هناك|هنالك|أولئك|ديك|تاك)$"
)
# «تستلمين»; the masdar «تأمين», the dual «تذكرتين», «تطبيقين», plurals in «يين», «انين» and «تابعين» are none.
_SHE_VERB = re.compile("[وفس]{0,2}ت(?!ا(?!خذ|كل|مر|كد)|مار|وام|لفزيون|..ي.ين$)[^ ]{3,}(?<![تي])(?<!ان)ين(?:ه|ها|هم|نا|ني)?")
_VOCATIVE_BEFORE = re.compile(r"[^,،]*[,،]?\s*")
_VOCATIVE_AFTER = re.compile(r"\.?(?:\s+[^\s,،.:!؟?]+){0,2}\s*(?:[,،:!.\n]|$)")
_COUPLE = re.compile(r"\.?\s{0,3}(?:\band\b|&)\s", re.IGNORECASE)  # "Mr and Mrs Pell" are two
_TITLE = "/title"
_EASTERN = "/eastern"  # forms that the Maghreb uses for both


def find_address(sentences: list[Sentence], dialect: str | None) -> dict[str, list[tuple[int, int]]]:
    """List the spans of each form of address (m, f, plural) in order, none overlapping another."""
    found: dict[str, list[tuple[int, int]]] = {}
    for gender in ("m", "f", "plural"):
        spans = sorted(span for sentence in sentences for span in _spans(sentence, gender, dialect))
        kept: list[tuple[int, int]] = []
        for start, end in spans:
            if not kept or start >= kept[-1][1]:
                kept.append((start, end))
        if kept:
            found[gender] = kept
    return found


def _spans(sentence: Sentence, gender: str, dialect: str | None) -> Iterator[tuple[int, int]]:
    for hit in sentence.labelled(f"style.address_{gender}"):
        start, end = sentence.span(hit)
        if hit.label.endswith(_TITLE) and not _is_vocative(sentence, start, end):
            continue
        if not (hit.label.endswith(_EASTERN) and dialect == "maghrebi"):
            yield start, end
    if sentence.language != "ar":
        return
    for match in _POINTED.finditer(sentence.text) if _POINT[gender] in sentence.text else ():
        if _MARKS[match[1]] == gender and not _ENDS_IN_KAF.search(dediacritise(match[0])):
            yield sentence.start + match.start(), sentence.start + match.end()
    if gender == "f":
        for word, start, end in zip(sentence.words, sentence.starts, sentence.ends, strict=True):
            if "ين" in word and _SHE_VERB.fullmatch(word):
                yield start, end


def _is_vocative(sentence: Sentence, start: int, end: int) -> bool:
    """Tell whether a title stands before the reader's name: in a greeting or thanks, and no verb after the name."""
    before, after = sentence.text[: start - sentence.start], sentence.text[end - sentence.start :]
    if _COUPLE.search(before) or _COUPLE.match(after):
        return False
    return (
        not sentence.moves.keys().isdisjoint(("greeting", "gratitude"))
        and _VOCATIVE_BEFORE.fullmatch(before) is not None
        and _VOCATIVE_AFTER.match(after) is not None
    )
