"""Masking a conversation: the same person or number has the same token in all of its texts."""

import re
from bisect import bisect_left
from collections.abc import Container, Sequence

from coach.text.personal import Personal, find_personal


class Masker:
    """Writes a conversation's texts, whole or in part, without what identifies a person."""

    def __init__(self, texts: Sequence[str], replies: Container[int], people: Sequence[str] = (), masked: bool = True) -> None:
        """Take the texts, the numbers of those that agents wrote, and the names known beforehand; unless `masked`, all stays as it is."""
        self._texts = texts
        self._places: list[list[Personal]] = find_personal(texts, people, replies=replies) if masked else [[] for _ in texts]
        tokens: dict[str, str] = {}
        spellings: dict[str, str] = {}
        for text, places in zip(texts, self._places, strict=True):
            for place in places:
                token = tokens.setdefault(place.value, f"⟪{len(tokens) + 1}⟫")
                spellings.setdefault(text[place.start : place.end], token)
        if masked:  # a finding may name who is named in no text
            for name in (part for person in people for part in (person, *person.split()) if len(part) > 1):
                spellings.setdefault(name, f"⟪{len(tokens) + 1}⟫")
        self._tokens = tokens
        self._spellings = sorted(spellings.items(), key=lambda one: (-len(one[0]), one[0]))

    def cut(self, number: int, start: int = 0, end: int | None = None) -> str:
        """Give the half-open stretch of a text, masked; a token stands for a value that begins or ends outside it."""
        text = self._texts[number]
        stop = len(text) if end is None else end
        places = self._places[number]
        parts, at = [], start
        for place in places[bisect_left(places, start, key=lambda one: one.end - 1) :]:
            if place.start >= stop:
                break
            parts += [text[at : place.start], self._tokens[place.value]]
            at = place.end
        return "".join([*parts, text[at:stop]])

    def cut_joined(self, numbers: Sequence[int], start: int, end: int) -> str:
        """Give, masked, the half-open stretch of several texts that stand one below the other."""
        parts, begin = [], 0
        for number in numbers:
            stop = begin + len(self._texts[number])
            if start <= stop and end > begin:
                parts.append(self.cut(number, max(0, start - begin), min(end, stop) - begin))
            begin = stop + 1
        return "\n".join(parts)

    def quoted(self, number: int, words: str) -> str:
        """Mask what a finding tells beside its message: words out of a text, cut short perhaps, or the name of someone."""
        shown = words.removesuffix("…")
        at = self._texts[number].find(shown) if shown else -1
        return self.said(words) if at < 0 else self.cut(number, at, at + len(shown)) + words[len(shown) :]

    def said(self, text: str) -> str:
        """Mask words about the conversation that may name who or what is known of it."""
        for spelling, token in self._spellings:
            if spelling in text:
                text = _alone(spelling).sub(token, text)
        return text


def _alone(spelling: str) -> re.Pattern[str]:
    """Match a spelling that is no part of a longer Latin word or number; Arabic clitics may stand before it."""
    before = r"(?<!\w)" if spelling[0].isascii() and spelling[0].isalnum() else ""
    after = r"(?!\w)" if spelling[-1].isascii() and spelling[-1].isalnum() else ""
    return re.compile(f"{before}{re.escape(spelling)}{after}")
