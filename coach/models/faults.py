"""What a strict reviewer would name in a reply, also where no word shows it: the chance of each fault, and where it most likely stands.

One linear head weighs what is told of the whole (`Beside.whole`): whether there is such a fault at all. Another weighs each sentence
(`Beside.each`): which one it would be. What a rule found by words weighs in. All three were set on replies whose faults reviewers
had named (`training/faults.py`).
"""

from functools import lru_cache

from coach.models.beside import Beside
from coach.models.features import Array
from coach.models.folders import WEIGHTS, WeightsFolder
from coach.reading import Suspicion, Weighed

WHOLE_FILE, PLACES_FILE = "faults.npy", "places.npy"
"""Float32, [rules, N_WHOLE + 1] and [rules with a place, N_EACH + 1]: weights, and the bias at the end."""


def suspicion(told: Beside) -> Suspicion | None:
    """Give what is suspected of a reply; None while the heads are being trained."""
    heads = _heads()
    if heads is None:
        return None
    rules, whole, places = heads
    odds = dict(zip(rules, (whole[:, :-1] @ told.whole + whole[:, -1]).tolist(), strict=True))
    located = [name for name, rule in rules.items() if rule.sought]
    stands = dict(zip(located, (places[:, :-1] @ told.each.T + places[:, -1:]).tolist(), strict=True))
    return Suspicion(rules, odds, stands)


@lru_cache(maxsize=1)
def _heads() -> tuple[dict[str, Weighed], Array, Array] | None:
    """Give how each rule is weighed, and both heads; None while they are being trained.

    Raises BadModel when a file is not the one that the card names.
    """
    weights = WeightsFolder(WEIGHTS)
    told = weights.card["heads"].get("faults")
    if told is None:
        return None
    rules = {name: Weighed(**figures) for name, figures in told["rules"].items()}
    return rules, weights.array(WHOLE_FILE), weights.array(PLACES_FILE)
