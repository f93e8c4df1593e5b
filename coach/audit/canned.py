"""Canned text: one mark for all uses of a template, whoever it was sent to and whatever was filled in."""

import re
from collections.abc import Iterable
from hashlib import blake2b

from coach.text.facts import Fact
from coach.text.names import greeted_name
from coach.text.normalise import arabic

_WORD = re.compile(r"[^\W_]+")
_OPENING = 200  # code points in which a greeting's name is looked for
_FILLED = "0"  # stands for whatever was filled in; a run of them is one
_TAKEN = re.compile(r"⟪[^⟪⟫\n]{0,80}⟫|⟦[^⟦⟧\n]{0,80}⟧|\{\{?[^{}\n]{0,80}\}?\}|\[[^\[\]\n]{0,80}\]")  # masks, slots, unfilled places
_REST = re.compile(r"[\w\u064b-\u0652]*")  # of a unit's word that a fact holds in part: «٤٠ ريالًا»
_CLITICS = ("و", "ف", "ب", "ل", "ك")
_TITLES = frozenset(
    "mr mrs ms miss dr prof eng عزيزي عزيزتي استاذ استاذه الاستاذ الاستاذه سيد سيده السيد السيده سيدي سيدتي اخي اختي الاخ الاخت"
    " دكتور دكتوره الدكتور الدكتوره مهندس مهندسه المهندس المهندسه انسه الانسه الكريم الكريمه العزيز العزيزه المحترم المحترمه".split()
)
_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october november"
    " december الاحد الاثنين الثلاثا الاربعا الخميس الجمعه السبت يناير فبراير مارس ابريل مايو يونيو يوليو اغسطس سبتمبر"
    " اكتوبر نوفمبر ديسمبر".split()
)
"""Days and months without a figure beside them, folded."""


def fingerprint(text: str, facts: Iterable[Fact], names: Iterable[str]) -> str:
    """Give 16 hex digits: the same for each use of a template, another for each other text.

    `facts` are those of `text`, `names` the people it may speak to or be signed by. Spelling, marks, signs and the forms of
    address that agree with a person's gender do not count.
    """
    filled = _folded(names)
    greeted = greeted_name(text[:_OPENING].partition("\n")[0])
    if greeted is not None:
        filled |= _folded([greeted[0]])
    parts, end = [], 0
    for fact in facts:
        parts += [text[end : fact.start], f" {_FILLED} "]
        rest = _REST.match(text, fact.end)
        end = rest.end() if rest else fact.end
    folded = arabic(_TAKEN.sub(f" {_FILLED} ", "".join([*parts, text[end:]])))
    kept: list[str] = []
    for word in _WORD.findall(folded):
        if word in _TITLES:
            continue
        if word in filled or word in _DAYS or word.isdigit() or (word[0] in _CLITICS and word[1:] in filled):
            word = _FILLED
            if kept and kept[-1] == _FILLED:
                continue
        kept.append(word)
    return blake2b(" ".join(kept).encode(), digest_size=8).hexdigest()


def _folded(names: Iterable[str]) -> set[str]:
    return {word for name in names for word in _WORD.findall(arabic(name)) if len(word) > 1}
