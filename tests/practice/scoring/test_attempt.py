import pytest

from coach.practice import attempt as attempts
from coach.practice.attempt import Attempt, AttemptError


def sample(scenario, grade):
    return next(one.text for one in scenario.samples if one.grade == grade)


def test_several_tries_then_the_customer_answers(lamp, coach):
    now = attempts.start(lamp)
    now = attempts.reply(now, lamp, sample(lamp, "fair"), coach, 30)
    now = attempts.reply(now, lamp, sample(lamp, "excellent"), coach, 70)
    assert [one.result.grade for one in now.visits[0].tries] == ["fair", "excellent"]
    assert now.visits[0].tries[1].result.changed.points > 0
    assert now.first_score < now.last_score
    now = attempts.go_on(now, lamp, 75)
    assert (now.turn, now.ended, now.seconds) == ("thanks", "finished", 75)


def test_a_fair_reply_is_asked_again(lamp, coach):
    now = attempts.reply(attempts.start(lamp), lamp, sample(lamp, "fair"), coach, 10)
    now = attempts.go_on(now, lamp, 11)
    assert (now.turn, now.ended) == ("which-card", None)
    now = attempts.reply(now, lamp, "It reaches your card on Thursday, Sara, all €40 of it.", coach, 20)
    assert attempts.go_on(now, lamp, 21).ended == "finished"


def test_json_keeps_an_attempt(lamp, coach):
    now = attempts.reply(attempts.start(lamp, limit=60), lamp, sample(lamp, "poor"), coach, 10)
    assert Attempt.model_validate_json(now.model_dump_json()) == now


def test_the_timer_ends_it_and_scores_nothing_more(lamp, coach):
    now = attempts.start(lamp, limit=60)
    assert now.left == 60
    now = attempts.reply(now, lamp, sample(lamp, "fair"), coach, 60)
    over = attempts.reply(now, lamp, sample(lamp, "excellent"), coach, 60.5)
    assert (over.ended, over.left, len(over.visits[0].tries)) == ("time", 0, 1)
    with pytest.raises(AttemptError, match="has ended"):
        attempts.go_on(over, lamp, 61)


def test_the_master_is_shown_after_a_try_and_then_counts_as_copied(lamp, coach):
    now = attempts.start(lamp)
    with pytest.raises(AttemptError, match="no reply"):
        attempts.show_master(now, lamp)
    now = attempts.reply(now, lamp, sample(lamp, "poor"), coach, 5)
    now, master = attempts.show_master(now, lamp)
    now = attempts.reply(now, lamp, master, coach, 9)
    assert now.visits[0].shown
    assert now.visits[0].tries[-1].result.tricks == ("copied-master",)


def test_what_does_not_fit_is_refused(lamp, gym, coach, monkeypatch):
    now = attempts.start(lamp)
    with pytest.raises(AttemptError, match="no reply"):
        attempts.go_on(now, lamp, 1)
    with pytest.raises(AttemptError, match="another version"):
        attempts.reply(now, gym, "Hello", coach, 1)
    with pytest.raises(AttemptError, match="characters"):
        attempts.reply(now, lamp, "x" * 5_000, coach, 1)
    now = attempts.reply(now, lamp, sample(lamp, "poor"), coach, 5)
    with pytest.raises(AttemptError, match="back in time"):
        attempts.reply(now, lamp, sample(lamp, "poor"), coach, 4)
    monkeypatch.setattr(attempts, "MAX_TRIES", 1)
    with pytest.raises(AttemptError, match="tries") as caught:
        attempts.reply(now, lamp, sample(lamp, "poor"), coach, 6)
    assert "محاولة" in caught.value.describe("ar")


def test_giving_up_ends_it_once(lamp):
    now = attempts.give_up(attempts.start(lamp))
    assert now.ended == "given-up"
    assert attempts.give_up(now) is now
    assert now.first_score is None
