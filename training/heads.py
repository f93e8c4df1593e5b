"""What the trainers of linear heads share: folding a head together, and what a head gives for rows that it has not learnt from."""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

import numpy as np
from sklearn.model_selection import GroupKFold

from coach.models.features import Array

LANGUAGES = ("en", "ar")


class Grouped(Protocol):
    """A row to learn from: `group` names its message, so that no head is tried on what it has learnt from."""

    @property
    def group(self) -> int | str:
        """Its message."""


R = TypeVar("R", bound=Grouped)


def folded(weights: Array, bias: float, mean: Array, scale: Array) -> Array:
    """Give [figures + 1] weights and bias for figures as they are, of a head that has learnt from standardised ones."""
    plain = weights / scale
    return np.append(plain, bias - mean @ plain)


def chances(told: Array, head: Array) -> Array:
    """Give the chance of each row of [rows, figures]."""
    given: Array = 1 / (1 + np.exp(-(told @ head[:-1] + head[-1])))
    return given


def unseen(rows: Sequence[R], guess: Callable[[list[R], list[R]], Array], folds: int) -> Array:
    """Give for each row what `guess(learnt, held)` gives for it when it has learnt from no row of its group."""
    found = np.zeros(len(rows))
    for learnt, held in GroupKFold(folds).split(rows, groups=[row.group for row in rows]):
        found[held] = guess([rows[index] for index in learnt], [rows[index] for index in held])
    return found
