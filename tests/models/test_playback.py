"""Whether a playback fits: what hurts passes before what stands beside it, and training and serving describe alike."""

import numpy as np
import pytest

from coach.case import Case
from coach.config import ModelNames
from coach.models.folders import WEIGHTS
from coach.models.playback import FILE, N_PLAYBACK, SAID, describe, fits
from coach.models.registry import load_models
from coach.pipeline import Coach
from coach.reading import CustomerReading

COACH = Coach()


def customer(message: str) -> CustomerReading:
    found = COACH.read(Case(draft="⟦⟧", customer=message)).customer
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("message", "noun", "fit"),
    [
        ("My internet has been down since Monday and I work from home.", "your internet being down since Monday", True),
        ("انقطاع الكهرباء عندنا من أمس ومحد رد علينا.", "انقطاع الكهرباء لديك منذ أمس", True),
        ("My partner is in hospital with pneumonia, there is no boiler, and you put the price up.", "the price rise", False),
        ("I was charged a fee. I've asked you three times. My son was in intensive care.", "your having to contact us three times", False),
    ],
)
def test_the_matter_itself_fits_and_a_side_matter_does_not(message: str, noun: str, fit: bool) -> None:
    assert fits({"noun": noun}, customer(message), COACH.models.encoder) == {"noun": fit}


def test_without_the_encoder_that_ships_everything_fits() -> None:
    cues = load_models(ModelNames(moves="cues", emotion="cues", signals="cues", encoder="cues"))
    assert fits({"noun": "the fee", "clause": "you paid a fee"}, customer("I paid a fee!"), cues.encoder) == {"noun": True, "clause": True}


def test_what_is_described_is_what_the_head_was_trained_on() -> None:
    told = describe("the fee", customer("I paid a fee!"), COACH.models.encoder)
    assert told.shape == (N_PLAYBACK,)
    assert told.dtype == np.float32
    assert np.load(WEIGHTS / FILE).shape == (len(SAID), N_PLAYBACK + 1)
