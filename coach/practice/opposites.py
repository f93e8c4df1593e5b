"""Opposites: sentences that say the contrary of a fact: off where it stays on, a price where it is free, "won't" where it will."""

import re
from collections.abc import Iterator
from functools import lru_cache

from coach.practice.claim import Claim
from coach.practice.known import sources
from coach.practice.matter import forms, matter, met
from coach.practice.scenario import Fact, Scenario
from coach.practice.wording import plain, wording
from coach.text.document import Document, Sentence, read
from coach.text.values import Value, find_values

_LEAST = 2  # words that a sentence must share with a fact to be about it; one where the fact has few
_FEW = 4
_NEAR = 22  # signs before a word in which a negation turns it round
_CUT = re.compile(r"[.!?؟;؛,،:–—]")


def contradicted(scenario: Scenario, turn: str, reply: Document) -> Iterator[Claim]:
    """Yield the sentences that turn a fact round, once for each fact."""
    language = scenario.language
    words = wording(language)
    open_sides = _sides_of_all(_said(scenario, turn), language)
    for fact in scenario.facts:
        if fact.secret or fact.denied:
            continue
        told = _sides(plain(fact.say, language), language)
        if not told:
            continue
        for sentence in reply.body:
            if sentence.is_question or not _about(fact, sentence, language):
                continue
            own = _sides(plain(sentence.text, language), language)
            turned = [pole for pole, side in own.items() if pole in told and told[pole] != side]
            if any((pole, own[pole]) not in open_sides for pole in turned) and not words.unless.search(plain(sentence.text, language)):
                yield Claim("contradicted", "opposite", sentence.start, sentence.end, fact.key)
                break


def priced(value: Value, sentence: Sentence, scenario: Scenario) -> str | None:
    """Name the fact by which something is free for which a sentence asks a price."""
    language = scenario.language
    if value.kind != "amount" or value.numbers <= {"0"}:
        return None
    free = wording(language).free
    text = plain(sentence.text, language)
    near = [fact for fact in scenario.facts if not fact.secret and not fact.denied and free.search(plain(fact.say, language))]
    if free.search(text):
        return None
    for fact in near:
        if not _amounts(fact) and _about(fact, sentence, language, 1):
            return fact.key
    return None


def _amounts(fact: Fact) -> bool:
    return any(one.kind == "amount" for text in (fact.say, *fact.values) for one in find_values(text))


def _about(fact: Fact, sentence: Sentence, language: str, least: int = _LEAST) -> bool:
    """Tell whether a sentence speaks of what a fact speaks of."""
    said = met(forms(sentence))
    words = matter(fact.say, language).words
    return sum(not one.isdisjoint(said) for one in words) >= min(least, 1 if len(words) < _FEW else least)


@lru_cache(maxsize=4_096)
def _sides(text: str, language: str) -> dict[int, bool]:
    """Tell for each matter that a text speaks of which side it is on; one on both sides is on none."""
    words = wording(language)
    found: dict[int, bool] = {}
    for index, pole in enumerate(words.poles):
        sides = set()
        for side, pattern in zip((True, False), pole, strict=True):
            for match in pattern.finditer(text):
                before = _CUT.split(text[: match.start()])[-1][-_NEAR:]
                sides.add(side != bool(words.negation.search(before)))
        if len(sides) == 1:
            found[index] = sides.pop()
    return found


def _said(scenario: Scenario, turn: str) -> tuple[str, ...]:
    """Give what may be said without contradicting anything: all that is known, the master's reply to this message too."""
    message, master = scenario.turns[turn].message, scenario.turns[turn].master
    return (*(text for text in sources(scenario, turn) if text != message), *([master] if master else []))


@lru_cache(maxsize=512)
def _sides_of_all(texts: tuple[str, ...], language: str) -> frozenset[tuple[int, bool]]:
    parts = [sentence.text for text in texts for sentence in read(text, (), language).sentences]
    return frozenset(side for part in parts for side in _sides(plain(part, language), language).items())
