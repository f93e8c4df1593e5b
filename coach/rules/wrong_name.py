"""The reply greets somebody else.

A wrong name tells the customer that the reply, and perhaps their data, belong to another case.
Spelling variants (Mohamed, Mohammed; أحمد، احمد), first name for full name, a short form, the name that
the customer signs with, and a name in the other script pass; names that merely look alike (سعد، سعيد) do not.

Severity: error, and the reply is held back: it may show one customer's case to another.

English
    Name:         Sara Khan
    Flagged:      Hi Omar, your card is ready.
    Better:       Hi Sara, your card is ready.
    Not flagged:  Dear Ms Khan, your card is ready.
Arabic
    Name:         سارة الخطيب
    Flagged:      أستاذة منى، بطاقتك جاهزة.
    Better:       أستاذة سارة، بطاقتك جاهزة.
    Not flagged:  السيدة الخطيب، بطاقتك جاهزة.
"""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from unicodedata import combining, normalize

from coach.findings import Finding, Fix, Rule
from coach.reading import Reading
from coach.text import normalise

_SAME = 0.85  # a slip of the pen
_ALIKE = 0.6  # another spelling, where the consonants agree
_KUNYA = re.compile(r"(?:[اأ]ب[وي]|بو|[اأ]م)\s")
_SERVANT = re.compile(r"\b(abd[aeu]l|عبد)[ -]")
_PARTICLES = frozenset(("al", "el", "bin", "ibn", "bint", "abu", "de", "van", "von", "der", "la", "di", "da", "بن", "ابن", "بنت", "ال"))
_SOUNDS = (("ph", "f"), ("ck", "k"), ("ch", "sh"), ("dj", "j"), ("c", "k"), ("q", "k"), ("z", "s"))


def check(reading: Reading) -> Iterator[Finding]:
    """Flag the greeted name if its first part is like no part of the customer's; a kunya (أبو محمد) tells nothing."""
    known = reading.case.context.customer_name
    greeted = reading.greeted
    if not known or not greeted:
        return
    name, start, end = greeted
    if normalise.has_arabic(name) != normalise.has_arabic(known) or _KUNYA.match(name):
        return
    signed = " ".join(reading.customer.document.text[-60:].split()[-3:]) if reading.customer else ""
    given = _parts(name)[:1]
    if given and not any(_alike(given[0], part) for part in (*_parts(known), *_parts(signed))):
        yield Finding(RULE.id, start, end, 0.85, detail={"name": known}, fixes=(Fix("swap", start, end, "name"),))


def _parts(name: str) -> list[str]:
    """Split a name into folded parts; "Abdul Rahman" and «عبد الله» are one part, articles are dropped."""
    bare = "".join(sign for sign in normalize("NFKD", name) if not combining(sign)) if not normalise.has_arabic(name) else name
    folded = _SERVANT.sub(r"\1", normalise.arabic(bare))
    words = (re.sub(r"[^\w]", "", re.sub(r"^[ae]l-|^ال(?=..)", "", word)) for word in folded.split())
    return [word for word in words if word and word not in _PARTICLES]


def _alike(left: str, right: str) -> bool:
    """Tell whether two folded names are one: Arabic ones letter by letter, Latin ones by sound, slip or short form."""
    if normalise.has_arabic(left):
        return _final(left) == _final(right)
    if min(len(left), len(right)) >= 3 and (left.startswith(right) or right.startswith(left)):
        return True
    bare = [name[2:] if name[:2] in ("al", "el") and len(name) > 5 else name for name in (left, right)]
    ratio = SequenceMatcher(None, bare[0], bare[1]).ratio()
    return ratio >= _SAME or (ratio >= _ALIKE and _skeleton(bare[0]) == _skeleton(bare[1]))


def _final(name: str) -> str:
    """Write the spellings of an Arabic name as one: «سارا» and «سارة», «داوود» and «داود», «رحمان» and «رحمن»."""
    return re.sub("ه$", "ا", name).replace("وو", "و").replace("رحمان", "رحمن")


def _skeleton(name: str) -> str:
    """Keep what transliterations of a name share: a first vowel as such, then the consonants, none twice."""
    for written, heard in _SOUNDS:
        name = name.replace(written, heard)
    name = name[:1].translate(str.maketrans("eiou", "aaaa")) + re.sub("[aeiouyw]|h$", "", name[1:])
    return re.sub(r"(.)\1+", r"\1", name)


RULE = Rule(
    id="wrong-name",
    criterion="completeness",
    severity="error",
    message={
        "en": "“{found}” is greeted, the customer is {name}; check that this is the right case.",
        "ar": "التحية موجهة إلى «{found}» والعميل {name}؛ تأكد من أنها الحالة الصحيحة.",
    },
    why={
        "en": "A wrong name may show one customer's case to another.",
        "ar": "الاسم الخطأ قد يكشف حالة عميل لعميل آخر.",
    },
    check=check,
    page=__doc__,
)
