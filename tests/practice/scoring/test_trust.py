"""What may be promised of the scores, on the bank that ships."""

import pytest

from coach.practice import bank
from coach.practice.bank import Bank
from coach.practice.scenario import GRADES
from coach.practice.scoring import score
from coach.practice.trust import order

LEAST = 0.98
EACH = 12  # attacks are made on one scenario in so many


@pytest.mark.parametrize("language", bank.LANGUAGES)
def test_samples_keep_their_order(coach, language):
    scenarios = bank.load().pick(language=language)
    kept = 0
    for scenario in scenarios:
        made = {one.grade: score(scenario, "start", one.text, coach).score for one in scenario.samples}
        points = [made[grade] for grade in GRADES]
        kept += points[0] < points[1] < points[2]
    assert kept >= LEAST * len(scenarios)


def test_attacks_stay_below_excellent_and_masters_above(coach):
    ours = bank.load()
    figures = order(Bank({key: ours.places[key] for key in ours.ids[::EACH]}), coach)
    for language, told in figures.items():
        assert told.won == [], language
        assert told.attacks == told.attacks_held > 0
        assert told.masters_excellent >= LEAST * told.masters
        assert told.clean >= LEAST * (told.masters + told.excellent)
        assert f"{told.scenarios} scenarios" in told.say(language)
