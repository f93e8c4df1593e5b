import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coach.errors import EmptyDraft
from coach.practice.result import Result
from coach.practice.scoring import grade_of, next_turn, score

KEYS = ("lamp-refund-late", "router-delivery-egypt", "gym-pause-refused")


def sample(scenario, grade):
    return next(one.text for one in scenario.samples if one.grade == grade)


@pytest.mark.parametrize("key", KEYS)
def test_samples_are_graded_as_they_are_told(laid, coach, key):
    scenario = laid[key]
    made = {one.grade: score(scenario, "start", one.text, coach) for one in scenario.samples}
    assert {grade: result.grade for grade, result in made.items()} == {grade: grade for grade in made}
    assert made["poor"].score < made["fair"].score < made["excellent"].score
    assert score(scenario, "start", scenario.turns["start"].master, coach).grade == "excellent"


@pytest.mark.parametrize(
    ("points", "grade"), [(0, "poor"), (44, "poor"), (45, "fair"), (74, "fair"), (75, "excellent"), (100, "excellent")]
)
def test_grades_have_bounds(points, grade):
    assert grade_of(points) == grade


def test_the_same_reply_gives_the_same_result_and_json_keeps_it(lamp, coach):
    result = score(lamp, "start", sample(lamp, "fair"), coach)
    assert result == score(lamp, "start", sample(lamp, "fair"), coach)
    assert Result.model_validate_json(result.model_dump_json()) == result


def test_points_lost_are_accounted_for(laid, coach):
    for key in KEYS:
        for one in laid[key].samples:
            result = score(laid[key], "start", one.text, coach)
            if result.score > 0:
                assert sum(reason.lost for reason in result.reasons) == pytest.approx(100 - result.score, abs=3)


def test_reasons_say_what_lacks_in_both_languages(lamp, coach):
    result = score(lamp, "start", sample(lamp, "fair"), coach)
    by_key = {reason.key: reason for reason in result.reasons}
    assert "fact:cause" in by_key
    assert by_key["fact:cause"].text.en.startswith("Not said")
    assert by_key["fact:cause"].text.ar.startswith("لم يُذكر")
    assert all(reason.text.en and reason.text.ar for reason in result.reasons)
    assert [reason.lost for reason in result.reasons] == sorted((reason.lost for reason in result.reasons), reverse=True)


def test_a_wrong_sum_is_marked_and_never_excellent(lamp, coach):
    text = sample(lamp, "excellent").replace("€40", "€45")
    result = score(lamp, "start", text, coach)
    assert result.grade != "excellent"
    marked = next(one for one in result.claims if one.verdict == "contradicted")
    assert text[marked.start : marked.end] == "€45"
    assert any(reason.spans == ((marked.start, marked.end),) for reason in result.reasons)


def test_a_change_is_told_against_the_previous_try(lamp, coach):
    first = score(lamp, "start", sample(lamp, "fair"), coach)
    second = score(lamp, "start", sample(lamp, "excellent"), coach, first)
    assert first.changed is None
    assert second.changed.points == second.score - first.score > 0
    assert any("warehouse" in text.en for text in second.changed.better)
    third = score(lamp, "start", sample(lamp, "poor"), coach, second)
    assert third.changed.points < 0
    assert third.changed.worse


def test_the_next_turn_follows_the_score(lamp, coach):
    start = lamp.turns["start"]
    assert [next_turn(start, points) for points in (100, 75, 74, 45, 44, 0)] == [
        "thanks",
        "thanks",
        "which-card",
        "which-card",
        "gone",
        "gone",
    ]
    assert next_turn(lamp.turns["thanks"], 100) is None
    assert score(lamp, "start", sample(lamp, "excellent"), coach).next_turn == "thanks"


def test_the_scenarios_weights_count(lamp, coach):
    text = sample(lamp, "fair")
    light = score(lamp.model_copy(update={"weights": {"completeness": 1.0}}), "start", text, coach)
    heavy = score(lamp.model_copy(update={"weights": {"completeness": 200.0}}), "start", text, coach)
    assert light.score != heavy.score


def test_phrases_do_not_help_an_empty_reply(lamp, coach):
    phrases = "I'm so sorry. I understand how upsetting this is. I truly apologise. We value you. I'm sorry again. Have a lovely day!"
    result = score(lamp, "start", phrases, coach)
    assert result.grade == "poor"
    assert "stuffed" in result.tricks


def test_the_shown_master_does_not_count_as_excellent(lamp, coach):
    result = score(lamp, "start", lamp.turns["start"].master, coach, shown=True)
    assert result.grade == "fair"
    assert result.tricks == ("copied-master",)


def test_a_turn_without_goals_takes_no_reply(lamp, coach):
    with pytest.raises(ValueError, match="without goals"):
        score(lamp, "thanks", "You're welcome.", coach)
    with pytest.raises(EmptyDraft):
        score(lamp, "start", "  ", coach)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(min_size=1, max_size=200).filter(lambda one: one.strip() and "\0" not in one))
def test_any_text_is_scored_with_spans_inside_it(lamp, coach, text):
    try:
        text.encode()
    except UnicodeEncodeError:
        return
    result = score(lamp, "start", text, coach)
    assert 0 <= result.score < 75
    for start, end in (span for reason in result.reasons for span in reason.spans):
        assert 0 <= start < end <= len(text)
