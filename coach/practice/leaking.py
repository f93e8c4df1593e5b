"""Leaking: what in a reply tells a secret."""

from collections.abc import Iterator
from functools import lru_cache

from coach.practice.claim import Claim
from coach.practice.known import folded_words, known_names, known_values, means, sources
from coach.practice.matter import forms, matter, met
from coach.practice.roots import root
from coach.practice.scenario import Fact, Scenario
from coach.text.document import Document, Sentence, read
from coach.text.stems import content_words, stem
from coach.text.values import find_values, same

_TOLD = 0.6  # share of a secret's weight that a sentence must hold to tell it
_LEAST = 2  # words that only the secret has
_OPEN = 0.4  # what a word weighs that is said elsewhere too
_NAME = 3.0  # what a word of the secret's values weighs: a name, a place


def secrets(scenario: Scenario, turn: str, reply: Document) -> Iterator[Claim]:
    """Yield what tells a secret: a value or a name that only the secret gives, or a sentence with most of its words, in any order."""
    known, names = known_values(scenario, turn), known_names(scenario, turn)
    said = _open(sources(scenario, turn), scenario.language)
    for fact in scenario.facts:
        if not fact.secret:
            continue
        texts = (fact.say, *fact.values)
        hidden = [
            one for text in fact.values for one in find_values(text) if not one.weak and not any(means(one, other) for other in known)
        ]
        for value in find_values(reply.text):
            if not value.weak and any(value.kind == one.kind and same(value, one) for one in hidden):
                yield Claim("secret", value.kind, value.start, value.end, fact.key)
        weights = _weights(texts, fact, said, names, scenario.language)
        whole = sum(weights.values())
        own = {one for one, weight in weights.items() if weight >= 1.0}
        for sentence in reply.body:
            held = _met(sentence)
            got = [one for one in weights if not one.isdisjoint(held)]
            if sum(one in own for one in got) >= min(_LEAST, len(own)) and own and sum(weights[one] for one in got) >= _TOLD * whole:
                yield Claim("secret", "secret", sentence.start, sentence.end, fact.key)


def _weights(texts: tuple[str, ...], fact: Fact, said: frozenset[str], names: frozenset[str], language: str) -> dict[frozenset[str], float]:
    """Weigh each word of a secret: names most, words said elsewhere least."""
    named = folded_words(" ".join(one for one in fact.values if not any(not value.weak for value in find_values(one)))) - names
    found: dict[frozenset[str], float] = {}
    for one in matter(texts[0], language).words:
        rooted = one | {root(form, language) for form in sorted(one, key=len)[-1:]}
        found[rooted] = _OPEN if not rooted.isdisjoint(said) else _NAME if not one.isdisjoint(named) else 1.0
    return found


def _met(sentence: Sentence) -> frozenset[str]:
    """Give every form and root of the words that carry a sentence's matter."""
    content = content_words(sentence)
    own = {root(word, sentence.language) for word in sentence.words if stem(word, sentence.language) in content}
    return met(forms(sentence)) | own


@lru_cache(maxsize=512)
def _open(texts: tuple[str, ...], language: str) -> frozenset[str]:
    return frozenset().union(*(_met(sentence) for text in texts for sentence in read(text, (), language).sentences))
