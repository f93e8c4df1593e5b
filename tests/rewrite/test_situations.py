"""The situations: enough of them, each found by what its customers write, none of them saying more than it may."""

import re
from dataclasses import dataclass
from functools import cache

import pytest

from coach.case import Case
from coach.phrasebook import AUTO_SLOTS, Phrasebook, Situation
from coach.pipeline import Coach
from coach.rewrite.choice import choose
from coach.rewrite.notes import Notes
from coach.rewrite.phrases import sample
from coach.slots import slots
from coach.text.values import find_values

COACH = Coach()
LANGUAGES = ("en", "ar")
SITUATIONS = [
    pytest.param(language, situation, id=f"{language}-{situation.id}")
    for language in LANGUAGES
    for situation in COACH.phrasebook.situations(language)
]
DIALECTS = ("gulf", "egyptian", "levantine")
_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class WithoutFirst(Phrasebook):
    """The phrasebooks without each situation's first example."""

    def situations(self, language: str) -> tuple[Situation, ...]:
        """Give the situations, a sentence fewer each."""
        return tuple(one.model_copy(update={"customer": one.customer[1:]}) for one in super().situations(language))


BOOK = WithoutFirst()


@cache
def place(language: str, number: int) -> int:
    """Give the rank of a situation, 1 the best, for its first example, left out of the examples."""
    situation = COACH.phrasebook.situations(language)[number]
    reading = COACH.read(Case(draft="…", customer=situation.customer[0], channel="chat"))
    ranked = choose(reading, language, Notes(outcome=situation.outcome), BOOK, COACH.models.encoder)
    return [choice.situation.id for choice in ranked].index(situation.id) + 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_finds_its_situation(language: str) -> None:
    situations = COACH.phrasebook.situations(language)
    ranks = [place(language, number) for number in range(len(situations))]
    missed = [(situation.id, rank) for situation, rank in zip(situations, ranks, strict=True) if rank > 3]
    assert 1 - len(missed) / len(ranks) >= 0.85, missed


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_enough_of_every_outcome(language: str) -> None:
    situations = COACH.phrasebook.situations(language)
    assert len(situations) >= 40
    assert {situation.outcome for situation in situations} == {"refused", "done", "pending", "possible", "info", "boundary"}
    assert len({situation.title.en for situation in situations}) == len({situation.id for situation in situations}) == len(situations)


@pytest.mark.parametrize(("language", "situation"), SITUATIONS)
def test_a_situation_states_no_value_of_its_own(language: str, situation: Situation) -> None:
    for part in situation.body:
        for forms in (part.forms, *part.dialects.values()):
            for text in forms.values():
                bare = _SLOT.sub("", text)
                assert not [
                    bare[value.start : value.end]
                    for value in find_values(bare)
                    if value.kind in ("amount", "percent", "date", "order", "link")
                ]
                assert set(_SLOT.findall(text)) <= {*AUTO_SLOTS, *slots()}


@pytest.mark.parametrize(("language", "situation"), SITUATIONS)
def test_every_dialect_says_it_and_asks_for_the_same(language: str, situation: Situation) -> None:
    for part in situation.body:
        assert language == "ar" or not part.dialects
        if part.dialects:
            assert set(DIALECTS) <= set(part.dialects)
        slots = {frozenset(_SLOT.findall(text)) for forms in (part.forms, *part.dialects.values()) for text in forms.values()}
        assert len(slots) == 1, slots


@pytest.mark.parametrize(("language", "situation"), SITUATIONS)
def test_no_sentence_stands_twice(language: str, situation: Situation) -> None:
    said = [part.forms.get("neutral", "") for part in situation.body]
    assert len(set(said)) == len(said)
    assert len(set(situation.customer)) == len(situation.customer)


@pytest.mark.parametrize(("language", "situation"), SITUATIONS)
def test_what_it_says_is_no_fault(language: str, situation: Situation) -> None:
    for dialect in (None, *DIALECTS) if language == "ar" else (None,):
        texts = []
        for part in situation.body:
            forms = part.dialects.get(dialect, part.forms) if dialect else part.forms  # type: ignore[call-overload]
            texts.append(sample(next(iter(forms.values())), language))
        reading = COACH.read(Case.make(draft=" ".join(texts), language=language, channel="chat"), slots_filled=True)
        flagged = [(rule.id, finding.start) for finding, rule, severity in COACH.judge(reading)[0] if severity == "error"]
        assert flagged == []
        if situation.outcome == "refused":
            assert reading.makes("refusal")
        if situation.outcome in ("done", "info", "possible"):
            assert not [index for index in reading.where("refusal") if "⟦" not in reading.sentences[index].text]
