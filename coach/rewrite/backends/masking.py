"""Masking: what identifies a person is replaced by tokens such as ⟪P1⟫ before a text leaves the machine, and restored after.

`coach.text.personal` says what that is. Amounts, percentages, dates, times and durations stay, for the writer needs them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from coach.rewrite.backends import Request
from coach.text.personal import find_personal

_TOKEN = re.compile(r"⟪\s*[Pp]\s*(\d{1,4})\s*⟫")
_WAITS = re.compile(r"(?:(?<![\u0621-\u0652])[وف]?ل)?(?:⟪[^⟫]{0,8})?\Z")
_LAM = re.compile(r"(?<![\u0621-\u0652])[وف]?ل\Z")


@dataclass(frozen=True, slots=True)
class Key:
    """What each token stands for, as the draft spells it, and which tokens a proposal must have."""

    values: tuple[str, ...] = ()
    needed: frozenset[int] = frozenset()


def mask(texts: Sequence[str], people: Sequence[str] = (), company: str | None = None) -> tuple[list[str], Key]:
    """Replace what identifies a person in `texts`, the draft first; the same value has the same token in all of them.

    `people` and `company` are names known beforehand.
    """
    numbers: dict[str, int] = {}
    values: list[str] = []
    needed: set[int] = set()
    masked = []
    found = find_personal(texts, people, company)
    for index, (text, places) in enumerate(zip(texts, found, strict=True)):
        parts, at = [], 0
        for start, end, value, is_needed in places:
            if value not in numbers:
                values.append(text[start:end])
                numbers[value] = len(values)
            if index == 0 and is_needed:
                needed.add(numbers[value])
            parts += [text[at:start], f"⟪P{numbers[value]}⟫"]
            at = end
        masked.append("".join([*parts, text[at:]]))
    return masked, Key(tuple(values), frozenset(needed))


def mask_request(request: Request) -> tuple[Request, Key]:
    """Mask all that a request says, and leave out the names it came with."""
    texts = [request.draft, request.customer or "", *request.findings, *request.facts]
    masked, key = mask(texts, request.people, request.company)
    split = 2 + len(request.findings)
    return replace(
        request,
        draft=masked[0],
        customer=masked[1] if request.customer is not None else None,
        findings=tuple(masked[2:split]),
        facts=tuple(masked[split:]),
        people=(),
        company=None,
    ), key


def restore(text: str, key: Key) -> str | None:
    """Put the values back; None if a token is unknown, or one that the draft had is lost."""
    seen = {int(match[1]) for match in _TOKEN.finditer(text)}
    rest = _TOKEN.sub("", text)
    if not seen <= set(range(1, len(key.values) + 1)) or not key.needed <= seen or "⟪" in rest or "⟫" in rest:
        return None
    return "".join(restored([text], key))


def restored(pieces: Iterable[str], key: Key) -> Iterator[str]:
    """Yield the pieces with the values put back; a token that is cut in two waits for its end, an unknown one stays."""
    said = ""
    for piece in pieces:
        said += piece
        waits = _WAITS.search(said)
        cut = waits.start() if waits else len(said)
        if cut:
            yield _put_back(said[:cut], key)
            said = said[cut:]
    if said:
        yield _put_back(said, key)


def _put_back(text: str, key: Key) -> str:
    parts, at = [], 0
    for match in _TOKEN.finditer(text):
        number = int(match[1])
        value = key.values[number - 1] if 0 < number <= len(key.values) else match[0]
        # «ل» before an article drops its alef: «للعتيبي».
        if value.startswith("ال") and _LAM.search(text[at : match.start()]):
            value = value[1:]
        parts += [text[at : match.start()], value]
        at = match.end()
    return "".join([*parts, text[at:]])
