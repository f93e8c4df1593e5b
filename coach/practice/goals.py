"""Goals: how far a reply does what a master's reply to the same message has to do.

Each goal is measured against what the reader sees of it in the master's own reply, so that a fact which nobody says in
so many words, or a move that the reader misses, is not held against an agent either.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from coach.case import Case, Context
from coach.models.asks import judge_asks
from coach.models.protocols import SentenceEncoder
from coach.pipeline import Coach
from coach.practice.gaming import PLEASES
from coach.practice.matter import all_forms, forms, matter, met, says
from coach.practice.scenario import Fact, Goals, Scenario, Turn
from coach.practice.settings import settings
from coach.reading import Ask, AskStatus, Reading
from coach.rewrite.guard_features import class_of
from coach.text.document import Document, Sentence, read
from coach.text.stems import content_words
from coach.text.values import find_values

WHOLE = 0.95
"""From here on a goal counts as reached, and nothing is said of what lacks."""
_UNSEEN = 0.25  # below, the reader cannot see the goal even in the master's reply
_HALF = 0.5
_ALIKE = 0.55  # likeness to the master's sentences at which a reply answers as the master does
_PARTLY = 0.8  # at most, of a fact whose words are not all there
_NEARLY = 0.75  # at most, of a move that the reader only thinks possible
_FIGURES = frozenset(("amount", "number", "order", "percent"))
_PERHAPS = 0.3  # likeliness of a refusal from which on a sentence with the ask's words refuses it


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reply does with one ask, how much of it that is, 0 to 1, and where."""

    status: AskStatus
    worth: float
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Reached:
    """How far each goal is reached, 0 to 1: the asks in order, the facts to be said by key, the moves to be made."""

    asks: tuple[Asked, ...]
    facts: dict[str, float]
    moves: dict[str, float]
    contradicted: frozenset[str] = frozenset()

    def without(self, facts: Iterable[str]) -> "Reached":
        """Give the same with `facts` contradicted: nothing of them counts as said."""
        false = frozenset(facts)
        return replace(self, facts={key: 0.0 if key in false else worth for key, worth in self.facts.items()}, contradicted=false)


def reached(scenario: Scenario, turn: str, reading: Reading, coach: Coach) -> Reached:
    """Tell how far a reply reaches the goals of `turn`, which has some."""
    here = scenario.turns[turn]
    if here.goals is None or here.master is None:
        raise ValueError("a turn without goals takes no reply")
    own = _seen(here.goals, scenario.facts, scenario.language, reading, coach.models.encoder)
    best = _of_master(coach, here.master, _known_of(scenario, here), here.goals, scenario.facts, scenario.language)
    alike = _alike(reading, here.master, scenario.language, coach.models.encoder)
    asks = []
    for one, other in zip(own.asks, best.asks, strict=True):
        worth = _beside(one.worth, other.worth)
        asks.append(Asked(one.status, max(one.worth, min(1.0, alike / _ALIKE)) if worth is None else worth, one.span))
    facts = {key: worth for key, value in own.facts.items() if (worth := _beside(value, best.facts[key])) is not None}
    moves = {key: worth for key, value in own.moves.items() if (worth := _beside(value, best.moves[key])) is not None}
    return Reached(tuple(asks), facts, moves)


def case_of(scenario: Scenario, turn: Turn, text: str) -> Case:
    """Make the case that a reply to a turn's message is, with what is known of the people."""
    return _case(text, _known_of(scenario, turn))


def _known_of(scenario: Scenario, turn: Turn) -> tuple[tuple[str, str], ...]:
    return (
        ("channel", scenario.channel),
        ("customer", turn.message),
        ("customer_name", scenario.customer.name[:100]),
        ("agent_name", scenario.agent.name[:100]),
        ("company", scenario.company[:100]),
        ("addressee_gender", scenario.customer.gender),
    )


def _case(text: str, known: tuple[tuple[str, str], ...]) -> Case:
    people = dict(known)
    channel, customer = people.pop("channel"), people.pop("customer")
    return Case.make(draft=text, channel=channel, customer=customer, context=Context.model_validate(people))


@lru_cache(maxsize=1_024)
def _of_master(
    coach: Coach, master: str, known: tuple[tuple[str, str], ...], goals: Goals, facts: tuple[Fact, ...], language: str
) -> Reached:
    """Tell what the reader sees of the goals in the master's reply."""
    return _seen(goals, facts, language, coach.read(_case(master, known)), coach.models.encoder)


def _beside(own: float, best: float) -> float | None:
    """Measure a worth by the master's; None where the reader sees nothing of it there either."""
    if best < _UNSEEN:
        return None
    return own if best >= WHOLE else min(1.0, own / max(_HALF, best))


def _seen(goals: Goals, facts: Sequence[Fact], language: str, reading: Reading, encoder: SentenceEncoder | None) -> Reached:
    theirs = reading.customer.document.text if reading.customer else ""
    saying = {fact.key: said(fact, reading.draft, language, encoder, theirs) for fact in facts if not fact.secret}
    return Reached(
        tuple(_asks(goals, reading, saying, language, encoder)),
        {key: saying[key] for key in goals.facts if key in saying},
        {move: _made(move, reading) for move in goals.moves},
    )


def said(fact: Fact, reply: Document, language: str, encoder: SentenceEncoder | None, message: str = "") -> float:
    """Tell how far a reply says a fact: the share of its values, or by its words and its meaning where it has none.

    A value that the customer's own `message` gives need not be said again.
    """
    if fact.values:
        own = find_values(reply.text)
        new = _not_in(fact.values, message, language)
        share = sum(says(reply, own, one, language) for one in fact.values) / len(fact.values)
        if len(new) == len(fact.values):
            return share
        if new:
            return max(share, sum(says(reply, own, one, language) for one in new) / len(new))
        return max(share, _by_words(fact, reply, language, encoder))
    return _by_words(fact, reply, language, encoder)


def _not_in(values: Sequence[str], message: str, language: str) -> list[str]:
    """List the values that are no figures of a message's own."""
    if not message:
        return list(values)
    given, document = find_values(message), read(message, (), language)
    return [one for one in values if not (_is_figure(one) and says(document, given, one, language))]


def _is_figure(text: str) -> bool:
    own = [value for value in find_values(text) if not value.weak]
    return bool(own) and all(value.kind in _FIGURES for value in own)


def _by_words(fact: Fact, reply: Document, language: str, encoder: SentenceEncoder | None) -> float:
    """Tell how far a reply says a fact by its words and its meaning."""
    bounds = settings().said
    about = matter(fact.say, language)
    words = about.share(all_forms(reply))
    best = max((about.share(met(forms(one))) for one in reply.body), default=0.0)
    if max(best, bounds.spread * words) >= bounds.words:
        return 1.0
    if words >= bounds.some and encoder is not None and _nearest(fact.say, reply, encoder) >= bounds.near:
        return 1.0
    return _PARTLY * min(1.0, words / bounds.words)


def _nearest(text: str, reply: Document, encoder: SentenceEncoder) -> float:
    """Give how near a reply's nearest sentence is to `text`, -1 to 1."""
    return float((encoder.embed([one.text for one in reply.body]) @ encoder.embed([text])[0]).max()) if reply.body else 0.0


def _alike(reading: Reading, master: str, language: str, encoder: SentenceEncoder | None) -> float:
    """Give how near, on average, each sentence of the master's has one of the reply's, pleasantries left out."""
    own = [one.text for one in reading.sentences if not one.moves or not set(one.moves) <= PLEASES]
    theirs = [one.text for one in read(master, (), language).body]
    if encoder is None or not own or not theirs:
        return 0.0
    return float((encoder.embed(theirs) @ encoder.embed(own).T).max(1).mean())


def _asks(goals: Goals, reading: Reading, saying: dict[str, float], language: str, encoder: SentenceEncoder | None) -> list[Asked]:
    """Judge the scenario's asks by what the reply does with them and by the facts that answer them."""
    asks = [Ask(0, len(ask.text), ask.text, _words(ask.text, language)) for ask in goals.asks]
    judge_asks(asks, reading.draft, True, encoder)
    hangs = settings().told
    noes = sum(map(_noes, reading.sentences))
    enough = noes >= sum(wanted.outcome == "refuse" for wanted in goals.asks)
    found = []
    for wanted, ask in zip(goals.asks, asks, strict=True):
        held = [saying[key] for key in wanted.facts if key in saying]
        share = sum(held) / len(held) if held else None
        status = _status(wanted.outcome, ask.status, share, noes > 0, enough)
        if wanted.outcome == "refuse" and status == "missed" and _refuses(reading.sentences, ask.words):
            status = "refused"
        worth = settings().worth[wanted.outcome][status]
        if share is not None:
            worth = worth * (1 - hangs) + share * hangs
        sentence = reading.draft.body[ask.sentence] if ask.sentence is not None and status != "missed" else None
        found.append(Asked(status, worth, (sentence.start, sentence.end) if sentence else None))
    return found


def _words(text: str, language: str) -> frozenset[str]:
    return frozenset(word for sentence in read(text, (), language).sentences for word in content_words(sentence))


def _refuses(sentences: Sequence[Sentence], words: frozenset[str]) -> bool:
    """Tell whether a sentence that refuses, or may, names one of an ask's words."""
    return any(
        not words.isdisjoint(content_words(one)) and (_noes(one) > 0 or one.likely.get("refusal", 0.0) >= _PERHAPS) for one in sentences
    )


def _noes(sentence: Sentence) -> int:
    """Count what a sentence refuses: by the denials in it, where it refuses at all."""
    if "refusal" not in sentence.moves and not sentence.has("moves.refusal"):
        return 0
    return max(1, sum("negation" in class_of(word, sentence.language) for word in sentence.words))


def _status(wanted: str, found: AskStatus, share: float | None, no: bool, enough: bool) -> AskStatus:
    """Settle an ask's status: its facts show that it was taken up, and as many noes as are wanted refuse all that is to be refused."""
    told = share is not None and share >= _HALF
    if wanted == "refuse" and found != "refused" and (enough or (no and told)):
        return "refused"
    if found == "missed" and told:
        return "deferred" if wanted == "defer" else "answered"
    return found


def _made(move: str, reading: Reading) -> float:
    """Tell how far a reply makes a move: itself, by a cue or a doubt of the reader's, or by one that half does for it."""
    if reading.makes(move):
        return 1.0
    likely = max((one.likely.get(move, 0.0) for one in reading.sentences), default=0.0)
    cued = any(one.has(f"moves.{move}") or (move == "apology" and _is_sorry(one)) for one in reading.sentences)
    sibling = reading.makes(*settings().siblings.get(move, ()))
    return max(_NEARLY if cued else 0.0, settings().sibling if sibling else 0.0, min(_NEARLY, 2 * likely))


def _is_sorry(sentence: Sentence) -> bool:
    """Tell whether a sentence holds a word of apology and hands nothing back."""
    return sentence.has("style.sorry") and "non_apology" not in sentence.moves and not sentence.has("moves.non_apology")
