"""Granting: sentences that give what cannot be had, or what nothing known gives."""

import re
from collections.abc import Iterator

from coach.practice.claim import Claim
from coach.practice.known import means, sources
from coach.practice.matter import Matter, forms, matter, met
from coach.practice.roots import root
from coach.practice.scenario import Fact, Scenario
from coach.practice.wording import Wording, plain, wording
from coach.rewrite.guard_features import class_of
from coach.text.document import Document, Sentence, read
from coach.text.values import find_values

_GRANTS = frozenset(("resolution", "commitment", "compensation"))
_GRANTED = 0.6  # share of a denied fact's words that a sentence must hold to grant it
_LEAST_GRANTED = 2
_SUMS = ("amount", "percent", "share")
_BEFORE = 24  # signs before a gift in which a negation takes it back
_CLAUSE = re.compile(r"[.!?؟,،;؛:]")
_REASON = re.compile(r"\s(?:because|as|since)\s|\sل[أا]ن", re.IGNORECASE)


def granted(scenario: Scenario, turn: str, reply: Document) -> Iterator[Claim]:
    """Yield the sentences of a reply to the message of `turn` that grant what is denied, and those that give what no text known gives."""
    denied = list(_of_denied(scenario, reply))
    yield from denied
    told = {claim.start for claim in denied}
    words = wording(scenario.language)
    for sentence in reply.body:
        if sentence.start in told or sentence.is_question or _pays_what_is_given(sentence, scenario):
            continue
        for kind in _given(sentence, words):
            if not _known(scenario, turn, kind, sentence, words):
                yield Claim("granted", "grant", sentence.start, sentence.end, _denied_by(scenario, kind, words))
                break


def _pays_what_is_given(sentence: Sentence, scenario: Scenario) -> bool:
    """Tell whether a sentence names a sum or a share that a fact gives which is not denied."""
    own = [one for one in find_values(sentence.text) if one.kind in _SUMS]
    texts = [text for fact in scenario.facts if not fact.denied and not fact.secret for text in (fact.say, *fact.values)]
    given = [one for text in texts for one in find_values(text) if one.kind in _SUMS or one.kind == "number"]
    return any(means(value, one) for value in own for one in given)


def _given(sentence: Sentence, words: Wording) -> Iterator[str]:
    """Yield the kinds of gift that a sentence gives, without a condition and without a negation right before."""
    text = plain(sentence.text, sentence.language)
    if "refusal" in sentence.moves and words.negation.search(text):
        return
    for kind, pattern in words.giving.items():
        for match in pattern.finditer(text):
            before = _CLAUSE.split(text[: match.start()])[-1][-_BEFORE:]
            if not words.negation.search(before) and not words.negation.search(match[0]) and not words.unless.search(_clause(text, match)):
                yield kind
                break


def _clause(text: str, match: re.Match[str]) -> str:
    """Give the clause that a match stands in."""
    cut = _CLAUSE.search(text, match.end())
    return text[: cut.start() if cut else len(text)][-160:].rpartition(".")[2]


def _known(scenario: Scenario, turn: str, kind: str, sentence: Sentence, words: Wording) -> bool:
    """Tell whether a text that may be relied on gives a gift of the kind, and all of it where the sentence gives all."""
    text = plain(sentence.text, scenario.language)
    named = words.named["forgive" if kind == "waive" and not words.fees.search(text) else kind]
    told = [
        one for one in _reliable(scenario, turn) if named.search(one) and not words.negation.search(one) and not words.wanted.search(one)
    ]
    if words.whole.search(text) and kind == "refund":
        return any(words.whole.search(one) for one in told) or not _in_part(scenario, kind, words, told)
    return bool(told)


def _in_part(scenario: Scenario, kind: str, words: Wording, told: list[str]) -> bool:
    """Tell whether nothing is given of the kind, or a denied fact says that not all of it is."""
    return not told or any(words.named[kind].search(plain(fact.say, scenario.language)) for fact in scenario.facts if fact.denied)


def _reliable(scenario: Scenario, turn: str) -> list[str]:
    """List the sentences that say what may be given: facts that are neither denied nor secret, situation, masters so far."""
    closed = {fact.say for fact in scenario.facts if fact.denied}
    message = scenario.turns[turn].message
    texts = [text for text in sources(scenario, turn) if text not in closed and text != message]
    master = scenario.turns[turn].master
    language = scenario.language
    return [
        plain(part, language)
        for text in (*texts, *([master] if master else []))
        for sentence in read(text, (), language).sentences
        for part in re.split(r"[;؛,،:]", sentence.text)
    ]


def _denied_by(scenario: Scenario, kind: str, words: Wording) -> str | None:
    """Name the denied fact that speaks of such a gift."""
    return next((fact.key for fact in scenario.facts if fact.denied and words.named[kind].search(plain(fact.say, scenario.language))), None)


def _of_denied(scenario: Scenario, reply: Document) -> Iterator[Claim]:
    """Yield the sentences that grant what is denied: they promise or give it, and nowhere does the reply deny it."""
    for fact in scenario.facts:
        if not fact.denied:
            continue
        about = _own_words(fact, scenario)
        if len(about.words) < _LEAST_GRANTED:
            continue
        body = [(sentence, met(forms(sentence)) | {root(word, sentence.language) for word in sentence.words}) for sentence in reply.body]
        if any(_denies(sentence) and _shared(about, said) for sentence, said in body):
            continue
        for sentence, said in body:
            n = _shared(about, said)
            if _pays_what_is_given(sentence, scenario):
                continue
            if n >= _LEAST_GRANTED and n >= _GRANTED * len(about.words) and not _GRANTS.isdisjoint(sentence.moves):
                yield Claim("granted", "grant", sentence.start, sentence.end, fact.key)


def _shared(about: Matter, said: frozenset[str]) -> int:
    return sum(not one.isdisjoint(said) for one in about.words)


def _own_words(fact: Fact, scenario: Scenario) -> Matter:
    """Give what a denied fact is about, in every form and by root, without its negations and the reason that it gives."""
    told = matter(_REASON.split(fact.say, maxsplit=1)[0], scenario.language)
    kept = tuple(one for one in told.words if not any("negation" in class_of(form, scenario.language) for form in one))
    return Matter(kept, told.values)


def _denies(sentence: Sentence) -> bool:
    if "refusal" in sentence.moves or sentence.has("moves.refusal") or sentence.likely.get("refusal", 0.0) >= 0.3:
        return True
    return any("negation" in class_of(word, sentence.language) for word in sentence.words)
