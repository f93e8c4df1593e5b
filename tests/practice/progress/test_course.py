"""The course of first tries: whose points stand by themselves, and from where on there is a mean."""

from datetime import timedelta

from coach.practice.course import course
from coach.practice.progress import firsts, limits, standing
from tests.practice.progress import made
from tests.practice.progress.made import BEGIN, TRAINING, outcome


def test_a_mean_begins_with_the_fifth_try_and_holds_ten() -> None:
    some = firsts([outcome(10 * number, BEGIN + timedelta(days=number), f"s{number}") for number in range(11)], False)
    found = course(some, "overall")
    assert [point.value for point in found.points] == [10 * number for number in range(11)]
    (means,) = found.means
    assert [one.standing.n for one in means] == [5, 6, 7, 8, 9, 10, 10]
    assert means[-1].standing == standing(some[1:])


def test_a_training_parts_the_means() -> None:
    found = course(firsts(made.one_person(), False), "overall", TRAINING)
    before, after = found.means
    assert before[-1].at < TRAINING <= after[0].at
    assert after[0].standing.n == limits().least.replies


def test_a_criterion_that_was_not_asked_for_has_no_points() -> None:
    some = firsts([outcome(50, BEGIN, f"s{number}") for number in range(6)], False)
    assert course(some, "refusal").points == ()
    assert course(some, "refusal").means == ()


class TestGroup:
    def test_weeks_are_put_together_until_there_are_enough_agents(self) -> None:
        outcomes = [
            outcome(60, BEGIN + timedelta(weeks=week), f"s{week}", person=f"agent-{week % 7}", attempt=f"a{week}") for week in range(14)
        ]
        found = course(firsts(outcomes, False), "overall", group=True)
        assert [point.people for point in found.points] == [5, 7]
        assert sum(one.standing.n for one in found.means[0]) == 14

    def test_the_training_parts_weeks_too(self) -> None:
        found = course(firsts(made.cohort(), False), "overall", TRAINING, group=True)
        assert len(found.means) == 2
        assert all(one.at < TRAINING for one in found.means[0])
        assert all(one.at >= TRAINING for one in found.means[1])

    def test_no_point_of_fewer_than_the_least(self) -> None:
        for seed in range(5):
            found = course(firsts(made.cohort(seed, agents=5 + seed, practised=3 + seed), False), "overall", TRAINING, group=True)
            assert all(point.people >= limits().least_group for point in found.points)
        assert course(firsts(made.cohort(agents=4), False), "overall", group=True).points == ()
