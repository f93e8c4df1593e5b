"""Gaming: replies that play for points instead of answering. Each such finding caps the score below excellent."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from coach.models.answering import folded
from coach.models.protocols import SentenceEncoder
from coach.practice.matter import Forms, forms, matter, met
from coach.practice.scenario import Scenario
from coach.practice.settings import settings
from coach.text.document import Document, Sentence, read
from coach.text.stems import content_words, stem
from coach.text.values import find_values, same

Trick = Literal[
    "copied-hints", "copied-facts", "copied-message", "copied-master", "stuffed", "hollow", "off-matter", "other-language", "keywords"
]
PLEASES = frozenset(
    ("greeting", "gratitude", "acknowledgement", "empathy", "apology", "ownership", "offer_help", "closing", "vague_promise", "non_apology")
)
"""Moves that please and settle nothing."""
_LONG = 16  # words of a sentence from which on function words must be among them
_UNBROKEN = 12  # likewise where the sentence has no pause within
_PAUSE = re.compile(r"[،,;:؛.!?؟–—]\s")
_FEW = 6  # words: too short to call anything strung together


@dataclass(frozen=True, slots=True)
class Played:
    """How a reply plays for points, with the half-open offsets of what shows it."""

    trick: Trick
    spans: tuple[tuple[int, int], ...] = ()


def check(scenario: Scenario, turn: str, reply: Document, encoder: SentenceEncoder | None, shown: bool = False) -> list[Played]:
    """List how a reply to the message of `turn` plays for points; `shown` says that the agent has seen the master's reply.

    `reply` must have been read with its moves. The master's own words count as copied only after they were shown.
    """
    here = scenario.turns[turn]
    language = reply.language.code
    if language != scenario.language or reply.language.arabizi:
        return [Played("other-language", ((0, len(reply.text)),))]
    words = folded(reply.text)
    bounds = settings().gaming
    found: list[Played] = []
    facts = [part for fact in scenario.facts for part in (fact.say, " ".join((fact.say, *fact.values)))]
    facts += [here.message, *here.hints]
    copied: tuple[tuple[Trick, Sequence[str], Sequence[str], float], ...] = (
        ("copied-hints", words, here.hints, bounds.hints),
        ("copied-facts", _substance(reply, facts), facts, bounds.facts),
        ("copied-message", words, [here.message], bounds.message),
        ("copied-master", words, [here.master] if shown and here.master else [], bounds.master),
    )
    for trick, own, texts, least in copied:
        if texts and copied_share(own, texts, bounds.run) >= least:
            found.append(Played(trick, tuple(_copied_sentences(reply, texts, bounds.run))))
    about = _about(scenario, turn)
    if _is_stuffed(reply, about):
        spans = tuple((one.start, one.end) for one in reply.body if set(one.moves) <= PLEASES)
        found.append(Played("stuffed" if len(spans) >= bounds.strung else "hollow", spans))
    if _is_off(scenario, turn, reply, about, encoder):
        found.append(Played("off-matter", ((0, len(reply.text)),)))
    if _is_list(scenario, reply):
        found.append(Played("keywords", ((0, len(reply.text)),)))
    return found


def copied_share(words: Sequence[str], texts: Iterable[str], run: int) -> float:
    """Give the share of `words` that stand in runs of `run` words which one of `texts` has too; a shorter text is one run."""
    if not words:
        return 0.0
    held = [False] * len(words)
    for text in texts:
        other = folded(text)
        n = min(run, len(other))
        if n < 3:
            continue
        runs = {tuple(other[at : at + n]) for at in range(len(other) - n + 1)}
        for at in range(len(words) - n + 1):
            if tuple(words[at : at + n]) in runs:
                held[at : at + n] = [True] * n
    return sum(held) / len(words)


def _substance(reply: Document, texts: Sequence[str]) -> list[str]:
    """List the words of the sentences that do more than please, or that are copied from `texts`."""
    copied = set(_copied_sentences(reply, texts, settings().gaming.run))
    kept = [one for one in reply.body if not one.moves or not set(one.moves) <= PLEASES or (one.start, one.end) in copied]
    return [word for one in kept for word in folded(one.text)]


def _copied_sentences(reply: Document, texts: Sequence[str], run: int) -> Iterator[tuple[int, int]]:
    for sentence in reply.body:
        if copied_share(folded(sentence.text), texts, run) >= 0.5:
            yield sentence.start, sentence.end


def _about(scenario: Scenario, turn: str) -> frozenset[str]:
    """Give every form of the words in which the matter can be spoken of: message, facts, asks, situation and master's reply."""
    here = scenario.turns[turn]
    asks = [ask.text for ask in here.goals.asks] if here.goals else []
    return _met((here.message, scenario.situation, here.master or "", *(fact.say for fact in scenario.facts), *asks), scenario.language)


@lru_cache(maxsize=256)
def _met(texts: tuple[str, ...], language: str) -> frozenset[str]:
    return met(form for text in texts for form in matter(text, language).words)


def _is_stuffed(reply: Document, about: frozenset[str]) -> bool:
    """Tell whether nearly all of a reply only pleases, or a kindness is repeated over and over, with little about the matter."""
    bounds = settings().gaming
    body = [one for one in reply.body if one.n_words > 1]
    if not body or sum(one.n_words for one in body) < _FEW:
        return False
    pleasing = [one for one in body if one.moves and set(one.moves) <= PLEASES]
    repeated = max(sum(move in one.moves for one in body) for move in ("apology", "empathy", "gratitude"))
    said = {form for one in body for form in forms(one) if not form.isdisjoint(about)}
    share = sum(one.n_words for one in pleasing) / sum(one.n_words for one in body)
    if repeated >= bounds.repeats and share >= bounds.courtesy / 1.4:
        return True
    return share >= bounds.courtesy and len(said) - _pleasing_words(pleasing, about) < bounds.matter


def _pleasing_words(pleasing: Sequence[Sentence], about: frozenset[str]) -> int:
    """Count the words about the matter that stand only in greetings and goodbyes."""
    return len({form for one in pleasing if set(one.moves) <= {"greeting", "closing"} for form in forms(one) if not form.isdisjoint(about)})


def _is_off(scenario: Scenario, turn: str, reply: Document, about: frozenset[str], encoder: SentenceEncoder | None) -> bool:
    """Tell whether a reply gives no value of the facts, shares hardly a word with the matter and is not near to it either."""
    bounds = settings().gaming
    values = [value for value in find_values(reply.text) if not value.weak]
    given = [one for fact in scenario.facts for text in (fact.say, *fact.values) for one in find_values(text) if not one.weak]
    if any(value.kind == one.kind and same(value, one) for value in values for one in given):
        return False
    own: list[Forms] = [form for one in reply.body if not set(one.moves) & {"greeting", "closing"} for form in forms(one)]
    share = sum(not form.isdisjoint(about) for form in own) / len(own) if own else 0.0
    if share < bounds.shared:
        return True
    return encoder is not None and share < 2 * bounds.shared and nearness(scenario, turn, reply, encoder) < bounds.near


def nearness(scenario: Scenario, turn: str, reply: Document, encoder: SentenceEncoder) -> float:
    """Give how near the nearest sentence of a reply is to one of the master's or of a fact, -1 to 1."""
    here = scenario.turns[turn]
    master = read(here.master or here.message, (), scenario.language)
    texts = [*(one.text for one in master.body), *(fact.say for fact in scenario.facts)]
    own = [one.text for one in reply.body if not one.moves or not set(one.moves) <= PLEASES]
    if not own:
        return 0.0
    likeness = encoder.embed(own) @ encoder.embed(texts).T
    return float(likeness.max(1).mean())


def _is_list(scenario: Scenario, reply: Document) -> bool:
    """Tell whether most of a reply strings the facts' words together without making sentences of them."""
    known = _met(tuple(text for fact in scenario.facts for text in (fact.say, *fact.values)), scenario.language)
    strung = sum(one.n_words for one in reply.body if _is_strung(one, known))
    return 2 * strung >= sum(one.n_words for one in reply.body) > 0


def _is_strung(sentence: Sentence, known: frozenset[str]) -> bool:
    """Tell whether a sentence is hardly more than words of the facts, with too few function words to be one."""
    bounds = settings().gaming
    words = [word for word in sentence.words if word.isalpha()]
    own = forms(sentence)
    if len(words) < (_LONG if _PAUSE.search(sentence.text) else _UNBROKEN) or not own:
        return False
    content = content_words(sentence)
    glue = sum(stem(word, sentence.language) not in content for word in words)
    if glue / len(words) >= bounds.glue["ar" if sentence.language == "ar" else "en"]:
        return False
    return sum(not form.isdisjoint(known) for form in own) / len(own) >= bounds.keywords
