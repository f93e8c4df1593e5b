import pytest

from coach.practice import lint
from coach.practice.scenario import Branch, Turn
from coach.practice.settings import texts


def names(scenario, coach, others=(), advice=False):
    return {problem.name for problem in lint.check(scenario, coach, others) if advice or not problem.advice}


def _start(scenario, **changes):
    return scenario.model_copy(update={"turns": {**scenario.turns, "start": scenario.turns["start"].model_copy(update=changes)}})


@pytest.mark.parametrize("key", ["lamp-refund-late", "router-delivery-egypt", "gym-pause-refused"])
def test_good_scenarios_are_clean(laid, coach, key):
    assert names(laid[key], coach, list(laid)[:20]) == set()


def test_samples_out_of_order(lamp, coach):
    swapped = tuple(one.model_copy(update={"grade": {"poor": "fair", "fair": "poor"}.get(one.grade, one.grade)}) for one in lamp.samples)
    assert names(lamp.model_copy(update={"samples": swapped}), coach) == {"order"}


def test_a_master_that_invents_is_told(lamp, coach):
    wrong = _start(lamp, master=lamp.turns["start"].master.replace("€40", "€45"))
    assert {"weak", "claim"} <= names(wrong, coach)


def test_a_hint_to_paste_is_told(lamp, coach):
    assert names(_start(lamp, hints=("Our warehouse booked the returned lamp in late",)), coach) >= {"hint"}


def test_a_turn_that_nothing_leads_to(lamp, coach):
    lost = lamp.model_copy(update={"turns": {**lamp.turns, "lost": Turn(message="Hello?")}})
    assert names(lost, coach) == {"unreachable"}


def test_a_conversation_without_an_end(lamp, coach):
    again = lamp.turns["which-card"].model_copy(update={"then": (Branch(from_score=0, turn="which-card"),)})
    circle = lamp.model_copy(update={"turns": {**lamp.turns, "which-card": again}})
    assert "circle" in names(circle, coach, advice=True)


def test_an_unused_fact_and_an_empty_value(lamp, coach):
    spare = lamp.facts[0].model_copy(update={"key": "spare", "say": "Parking behind the theatre costs nothing", "values": ("!",)})
    assert {"unused", "no_value"} <= names(lamp.model_copy(update={"facts": (*lamp.facts, spare)}), coach, advice=True)


def test_another_language_and_another_dialect(lamp, router, coach):
    assert "language" in names(_start(lamp, message="وين فلوسي؟ رجعت المصباح من أسبوع ولا وصلني شيء إلى الآن"), coach)
    gulf = "يا هلا، وش السالفة وياكم؟ أبغى الراوتر اليوم، شلون كذا تخلوني أنتظر يا خوي ولا واحد يرد علي، وش ذا الحكي"
    assert "dialect" in names(_start(router, message=gulf), coach, advice=True)


def test_a_near_duplicate_is_told(lamp, coach):
    assert "duplicate" in names(lamp, coach, [lamp.model_copy(update={"id": "other"})])
    assert names(lamp, coach, [lamp]) == set()


def test_every_text_stands_in_both_languages():
    for name, said in texts().items():
        assert set(said) == {"en", "ar"}, name
        assert said["en"].strip(), name
        assert said["ar"].strip(), name


def test_a_problem_is_said_in_both_languages(lamp, coach):
    problem = lint.check(_start(lamp, hints=("Our warehouse booked the returned lamp in late",)), coach)[0]
    assert problem.say("en").startswith("turns.start.hints.0: this hint")
    assert "التلميح" in problem.say("ar")
