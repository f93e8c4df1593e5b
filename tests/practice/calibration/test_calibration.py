"""Made-up trainers, of whom it is known what they think."""

import random

import numpy as np
import pytest
import yaml
from pydantic import ValidationError

from coach.config import default_profile
from coach.pipeline import Coach
from coach.practice import bank, calibration
from coach.practice.calibration import Mark, Reply, agreement, best_grades, calibrate, kappas, total
from coach.practice.rubric import weights_now
from coach.practice.rubric_version import RubricVersion, VersionError, check_note, load_version, version_of, write_version
from coach.practice.scoring import scored
from coach.practice.settings import Grades, settings

NEAR = 3
SCENARIOS, EACH = 50, 6


def made(seed=1):
    """Replies of every quality: criteria that lie together, and some that do not apply."""
    draw = np.random.default_rng(seed)
    replies = []
    for scenario in range(SCENARIOS):
        for number in range(EACH):
            middle = draw.uniform(0, 100)
            criteria = {
                name: float(np.clip(middle + draw.normal(0, 18), 0, 100).round())
                for name in weights_now()
                if name == "completeness" or draw.random() < 0.9
            }
            replies.append(Reply(f"s{scenario:02}", "start", f"{scenario}-{number}", round(total(criteria, weights_now())), criteria))
    return replies


def marks(replies, think, trainer="Huda"):
    return [Mark(place, trainer, "overall", float(np.clip(think(reply), 0, 100))) for place, reply in enumerate(replies)]


@pytest.fixture(scope="module")
def replies():
    return made()


@pytest.fixture
def draw():
    return np.random.default_rng(7)


class TestTrainers:
    def test_one_who_agrees(self, replies, draw):
        found = calibrate(replies, marks(replies, lambda one: one.score + draw.normal(0, 6)))
        seen = found.agreement["overall"]
        assert seen.kappa > 0.85
        assert seen.interval[0] < seen.kappa < seen.interval[1]
        assert abs(seen.bias) < 1.5
        assert found.thresholds.grades.fair == pytest.approx(settings().grades.fair, abs=NEAR)
        assert found.thresholds.grades.excellent == pytest.approx(settings().grades.excellent, abs=NEAR)
        assert found.best is None  # nothing is changed for nothing

    def test_one_who_gives_less(self, replies, draw):
        found = calibrate(replies, marks(replies, lambda one: one.score - 15 + draw.normal(0, 4)))
        grades = found.thresholds.grades
        assert found.agreement["overall"].bias == pytest.approx(-15, abs=2)
        assert (grades.fair, grades.excellent) == (pytest.approx(60, abs=NEAR), pytest.approx(90, abs=NEAR))
        assert found.best is found.thresholds
        assert found.best.kappa > found.now.kappa + 0.1
        assert found.best.weights == weights_now()

    def test_one_who_throws_dice(self, replies, draw):
        found = calibrate(replies, marks(replies, lambda one: draw.uniform(0, 100)))
        low, high = found.agreement["overall"].interval
        assert low < 0 < high
        assert found.best is None

    def test_one_who_weighs_otherwise(self, replies, draw):
        own = weights_now() | {"empathy": 90.0, "facts": 4.0}
        found = calibrate(replies, marks(replies, lambda one: total(one.criteria, own) + draw.normal(0, 3)))
        weights = found.both.weights
        assert sum(weights.values()) == pytest.approx(sum(weights_now().values()), abs=1)
        assert weights["empathy"] > 2 * weights_now()["empathy"]
        assert weights["facts"] < weights_now()["facts"] / 2
        assert found.best is found.both

    def test_two_are_held_against_each_other(self, replies):
        both = [*marks(replies, lambda one: one.score), *marks(replies[:60], lambda one: one.score + 5, "منى")]
        found = calibrate(replies, both)
        (pair,) = found.between
        assert pair == ("Huda", "منى")
        assert (found.between[pair].n, found.between[pair].scenarios) == (60, 10)
        assert 4 < found.between[pair].bias <= 5
        assert found.trainers["Huda"].kappa == 1


def test_the_order_of_marks_does_not_matter(replies, draw):
    given = marks(replies[:60], lambda one: one.score + draw.normal(0, 10))
    mixed = list(given)
    random.Random(3).shuffle(mixed)
    assert calibrate(replies, given) == calibrate(replies, mixed)


def test_criteria_are_compared_by_themselves(replies):
    given = [
        Mark(place, "Huda", "empathy", reply.criteria["empathy"]) for place, reply in enumerate(replies) if "empathy" in reply.criteria
    ]
    found = calibrate(replies, given)
    assert set(found.agreement) == {"empathy"}
    assert found.agreement["empathy"].mae == 0
    assert (found.thresholds, found.both, found.best) == (None, None, None)


def test_too_little_is_marked_and_nothing_suggested(replies):
    found = calibrate(replies, marks(replies[:12], lambda one: one.score - 30))
    assert found.agreement["overall"].few
    assert found.best is None


def test_one_grade_throughout_has_no_kappa():
    seen = agreement([("a", 80.0, 90.0), ("b", 95.0, 99.0)], settings().grades)
    assert (seen.kappa, seen.interval, seen.pearson) == (None, None, None)
    assert seen.mae == 7


def test_our_kappa_is_the_librarys(draw):
    from sklearn.metrics import cohen_kappa_score

    first, second = draw.integers(0, 3, 90), draw.integers(0, 3, 90)
    counts = np.zeros((3, 3))
    np.add.at(counts, (first, second), 1)
    assert kappas(counts) == pytest.approx(cohen_kappa_score(first, second, weights="quadratic"))


def test_thresholds_are_exact_without_noise():
    scores = np.arange(0, 101, dtype=float)
    assert best_grades(scores, calibration.bands_of(scores, Grades(fair=31, excellent=83))) == Grades(fair=31, excellent=83)


def test_the_score_is_reckoned_as_scoring_does():
    ours, coach = bank.load(), Coach()
    for key in ours.ids[::32]:
        for sample in ours[key].samples:
            made = scored(ours[key], "start", sample.text, coach)
            result, reply = made.result, Reply.of(made.result, sample.text, made.reckoned)
            assert total(reply.criteria, weights_now(), reply.faults, reply.ceiling) == pytest.approx(result.score, abs=1.5)


class TestVersion:
    @pytest.fixture
    def found(self, replies, draw):
        return calibrate(replies, marks(replies, lambda one: one.score - 15 + draw.normal(0, 4)))

    def test_it_comes_back_as_it_was_written(self, found, tmp_path):
        version = version_of(found, 1, 3, "2026-03-01 one trainer, مدرب واحد")
        write_version(tmp_path / "v.yaml", version)
        assert load_version(tmp_path / "v.yaml") == version
        content = yaml.safe_load((tmp_path / "v.yaml").read_text(encoding="utf-8"))
        assert content["version"] == 3
        assert str(content["date"]) == "2026-03-01"
        assert content["kappa"]["before"] < content["kappa"]["after"]

    def test_it_can_be_laid_over_what_scoring_goes_by(self, found):
        version = version_of(found, 1, 1, "2026-03-01")
        assert version.settings(settings()).grades == found.best.grades
        assert version.settings(settings()).weights == settings().weights
        assert version.profile(default_profile()).criteria.keys() == default_profile().criteria.keys()

    def test_nothing_better_makes_no_version(self, replies):
        same = calibrate(replies, marks(replies, lambda one: one.score))
        with pytest.raises(VersionError) as caught:
            version_of(same, 1, 1, "2026-03-01")
        assert caught.value.describe("ar") != caught.value.describe("en")

    @pytest.mark.parametrize("note", ["", "March", "2026-13-01", "2026-03-01 " + "x" * 300])
    def test_a_note_begins_with_a_day(self, note):
        with pytest.raises(VersionError):
            check_note(note)

    @pytest.mark.parametrize("change", [{"grades": {"fair": 80, "excellent": 70}}, {"weights": {"tone": 1}}, {"version": 0}, {"more": 1}])
    def test_what_does_not_fit_is_refused(self, found, tmp_path, change):
        whole = version_of(found, 1, 1, "2026-03-01").model_dump(mode="json")
        (tmp_path / "v.yaml").write_text(yaml.safe_dump(whole | change), encoding="utf-8")
        with pytest.raises(VersionError):
            load_version(tmp_path / "v.yaml")
        with pytest.raises(ValidationError):
            RubricVersion.model_validate(whole | change)


def test_without_the_library_it_says_what_to_install(monkeypatch, replies):
    from coach.errors import MissingExtra

    monkeypatch.setitem(__import__("sys").modules, "sklearn.metrics", None)
    with pytest.raises(MissingExtra, match="pip install"):
        calibrate(replies, marks(replies, lambda one: one.score))
