"""Words and a model weighed together: what stands, what is left unsaid, and what the model says by itself."""

import math
from collections.abc import Mapping, Sequence

import pytest

from coach.case import Case
from coach.config import ModelNames
from coach.findings import WEAKENS, Finding, Rule
from coach.models.registry import load_models
from coach.pipeline import Coach
from coach.reading import Reading, Suspicion, Weighed
from coach.weighing import weigh

COACH = Coach(models=load_models(ModelNames(moves="cues", emotion="cues", signals="cues", encoder="cues")))
BY_ID = {rule.id: rule for rule in COACH.rules}
DRAFT = "Hello Lena. Cards go out in seven days. Customers keep their address up to date."
UPSET = "My card never came and I am very upset about it. Where is it?"


def odds(chance: float) -> float:
    return math.log(chance / (1 - chance))


def read(chances: Mapping[str, float], places: Mapping[str, Sequence[float]] | None = None, draft: str = DRAFT, **more: bool) -> Reading:
    """Read a reply of which a model gives these chances, and in which sentences; every bound is 0.4."""
    reading = COACH.read(Case(draft=draft, customer=UPSET, channel="chat"), **more)
    places = places or {}
    rules = {name: Weighed(shown=0.0, sought=1e-9 if name in places else 0.0, bound=0.4, alone=0.3) for name in chances}
    reading.suspicion = Suspicion(rules, {name: odds(chance) for name, chance in chances.items()}, places)
    return reading


def said(reading: Reading, *found: tuple[Finding, Rule]) -> list[Finding]:
    return [finding for finding, _ in weigh(reading, COACH.rules, found)]


def missing(rule: str) -> tuple[Finding, Rule]:
    return Finding(rule, 0, 0, 0.8, target="missing"), BY_ID[rule]


@pytest.mark.parametrize(("chance", "stands"), [(0.1, False), (0.19, False), (0.21, True), (0.41, True), (0.9, True)])
def test_an_absence_is_told_from_half_the_bound_on_and_as_surely_as_the_model_is(chance: float, stands: bool) -> None:
    told = said(read({"missing-empathy": chance}), missing("missing-empathy"))
    assert [round(one.confidence, 2) for one in told] == ([chance] if stands else [])


def test_a_doubted_absence_is_only_pointed_at() -> None:
    (told,) = said(read({"missing-empathy": 0.3}), missing("missing-empathy"))
    assert (round(told.confidence, 2), told.severity) == (0.3, "advice")


def test_what_words_show_stands_whatever_the_model_thinks() -> None:
    shown = Finding("blames-customer", 0, 5, 0.7), BY_ID["blames-customer"]
    assert said(read({"blames-customer": 0.01}, {"blames-customer": (0, 0, 0)}), shown) == [shown[0]]


def test_a_silent_rule_speaks_in_the_likeliest_sentence() -> None:
    (told,) = said(read({"blames-customer": 0.7}, {"blames-customer": (-3.0, -2.0, 1.0)}))
    assert DRAFT[told.start : told.end] == "Customers keep their address up to date."
    assert told.suspected
    assert told.severity == "warning"  # an error is what words show


def test_what_is_less_than_even_is_only_pointed_at() -> None:
    (told,) = said(read({"blames-customer": 0.45}, {"blames-customer": (-3.0, -2.0, 1.0)}))
    assert told.severity == "advice"


def test_two_faults_that_only_the_model_sees_never_stand_in_one_sentence() -> None:
    told = said(
        read({"blames-customer": 0.7, "excessive-handoff": 0.6}, {"blames-customer": (-3, -3, 1), "excessive-handoff": (-3, 0.5, 1)})
    )
    assert {one.rule: DRAFT[one.start : one.end] for one in told} == {
        "blames-customer": "Customers keep their address up to date.",
        "excessive-handoff": "Cards go out in seven days.",
    }


def test_a_fault_whose_sentence_is_taken_and_has_no_like_is_left_unsaid() -> None:
    told = said(
        read({"blames-customer": 0.7, "excessive-handoff": 0.6}, {"blames-customer": (-3, -3, 1), "excessive-handoff": (-3, -2, 1)})
    )
    assert [one.rule for one in told] == ["blames-customer"]


def test_coldness_is_not_said_of_a_sentence_that_has_a_narrower_fault() -> None:
    start = DRAFT.index("Customers")
    shown = Finding("blames-others", start, start + 9, 0.8), BY_ID["blames-others"]
    assert said(read({"dismissive-tone": 0.9}, {"dismissive-tone": (-3.0, -3.0, 1.0)}), shown) == [shown[0]]


def test_a_fault_with_a_name_takes_the_place_of_one_without() -> None:
    start = DRAFT.index("Customers")
    nameless = Finding("dismissive-tone", start, len(DRAFT), 0.9, variant=WEAKENS), BY_ID["dismissive-tone"]
    told = said(read({"blames-customer": 0.7}, {"blames-customer": (-3.0, -2.0, 1.0)}), nameless)
    assert [one.rule for one in told] == ["blames-customer"]


def test_an_open_place_is_the_agents_to_write() -> None:
    draft = "Hello Lena. ⟦answer⟧. Customers keep their address up to date."
    open_place = read({"blames-customer": 0.7}, {"blames-customer": (-3.0, 1.0, -3.0)}, draft, slots_filled=True)
    assert said(open_place) == []
    assert said(read({"missing-apology": 0.9}, draft=draft, slots_filled=True)) == []
    assert [one.rule for one in said(read({"missing-apology": 0.9}))] == ["missing-apology"]


def test_without_a_model_all_that_was_found_stands() -> None:
    reading = COACH.read(Case(draft=DRAFT, customer=UPSET))
    assert reading.suspicion is None
    assert weigh(reading, COACH.rules, [missing("missing-empathy")]) == [missing("missing-empathy")]


def test_a_rule_that_is_mostly_right_keeps_what_it_finds_missing() -> None:
    reading = read({"missing-apology": 0.1})
    assert reading.suspicion is not None
    trusted = Weighed(shown=0.0, sought=0.0, bound=0.4, alone=0.6)
    reading.suspicion = Suspicion({"missing-apology": trusted}, reading.suspicion.odds, {})
    assert [one.confidence for one in said(reading, missing("missing-apology"))] == [0.8]


def test_an_ask_that_may_be_unanswered_blocks_no_sentence_of_the_reply() -> None:
    told = said(read({"unanswered-question": 0.9, "blames-customer": 0.7}, {"blames-customer": (1.0, -3.0, -3.0)}))
    assert {one.rule: one.target for one in told} == {"unanswered-question": "customer", "blames-customer": "draft"}
    assert next(one.start for one in told if one.rule == "blames-customer") == 0


@pytest.mark.parametrize(("odds_of_whole", "chance"), [(-5000.0, 0.0), (5000.0, 1.0)])
def test_a_chance_is_told_however_far_the_odds_lie(odds_of_whole: float, chance: float) -> None:
    suspicion = Suspicion({"missing-empathy": Weighed(0.0, 0.0, 0.4, 0.3)}, {"missing-empathy": odds_of_whole}, {})
    assert suspicion.chance("missing-empathy") == pytest.approx(chance)
