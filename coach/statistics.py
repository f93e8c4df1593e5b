"""Intervals, differences and shrinkage, reckoned from counts of equal clusters and so in bounded memory.

A cluster is a conversation: its replies stand or fall together, so they are drawn together. Clusters with the same number of
replies and the same sum are one cell, and drawing clusters with replacement is one multinomial draw over the cells (Efron &
Tibshirani 1993). A mean of scores and a share of replies are both a ratio of the cells' sums to their sizes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

DRAWS = 400
"""Draws per interval: the ends of a 95 % interval move by about a twentieth of its width between seeds."""

MAX_CELLS = 256
"""More cells than these are merged with their neighbours."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Cells:
    """Clusters by size and sum: `clusters[i]` of them hold `sizes[i]` replies each, which sum to `sums[i]`."""

    sizes: Floats
    sums: Floats
    clusters: NDArray[np.int64]

    @classmethod
    def of(cls, rows: Iterable[Sequence[float]]) -> "Cells":
        """Gather rows of (size, sum, clusters); their order does not matter."""
        table = np.array(sorted((float(size), float(total), float(count)) for size, total, count in rows), dtype=np.float64).reshape(-1, 3)
        if len(table) > MAX_CELLS:
            table = _merge(table)
        return cls(table[:, 0], table[:, 1], table[:, 2].astype(np.int64))

    @property
    def n(self) -> int:
        """How many replies they hold."""
        return round(float(self.clusters @ self.sizes))

    def mean(self) -> float | None:
        """Give the mean over all replies, None without any."""
        size = float(self.clusters @ self.sizes)
        return float(self.clusters @ self.sums) / size if size else None

    def draws(self, seed: int, name: str, draws: int = DRAWS) -> Floats:
        """Give the mean of `draws` resamples; shape (draws,)."""
        total = int(self.clusters.sum())
        counts = generator(seed, name).multinomial(total, self.clusters / total, size=draws)
        sizes = counts @ self.sizes
        return np.asarray(counts @ self.sums / np.where(sizes > 0, sizes, 1.0), dtype=np.float64)


def _merge(table: Floats) -> Floats:
    """Merge neighbouring cells to `MAX_CELLS` of about as many clusters each; sizes and sums become their means."""
    share = np.cumsum(table[:, 2]) - table[:, 2] / 2
    place = np.minimum((share / table[:, 2].sum() * MAX_CELLS).astype(np.int64), MAX_CELLS - 1)
    clusters = np.bincount(place, weights=table[:, 2], minlength=MAX_CELLS)
    sizes = np.bincount(place, weights=table[:, 0] * table[:, 2], minlength=MAX_CELLS)
    sums = np.bincount(place, weights=table[:, 1] * table[:, 2], minlength=MAX_CELLS)
    kept = clusters > 0
    return np.column_stack([sizes[kept] / clusters[kept], sums[kept] / clusters[kept], clusters[kept]])


def generator(seed: int, name: str) -> np.random.Generator:
    """Give the random numbers of one figure: the same whichever figures are reckoned before it."""
    return np.random.default_rng([seed, int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big")])


def interval(cells: Cells, seed: int, name: str) -> tuple[float, float] | None:
    """Give the 95 % interval of a mean; None with fewer than two clusters, which tell nothing of their spread."""
    if int(cells.clusters.sum()) < 2:
        return None
    return _ends(cells.draws(seed, name))


@dataclass(frozen=True, slots=True)
class Difference:
    """By how much `b` lies above `a`, and its 95 % interval; `n_a` and `n_b` replies were compared."""

    a: float
    b: float
    difference: float
    interval: tuple[float, float]
    n_a: int
    n_b: int

    @property
    def sure(self) -> bool:
        """Tell whether the interval leaves out zero."""
        return self.interval[0] > 0 or self.interval[1] < 0

    def as_dict(self) -> dict[str, object]:
        """Give the form of summary.json."""
        return {
            "a": round(self.a, 4),
            "b": round(self.b, 4),
            "difference": round(self.difference, 4),
            "interval": [round(end, 4) for end in self.interval],
            "sure": self.sure,
            "n": [self.n_a, self.n_b],
        }


def difference(strata: Iterable[tuple[Cells, Cells]], seed: int, name: str, least: int = 1) -> Difference | None:
    """Compare two groups within each stratum and pool the differences; one stratum is the plain comparison.

    A stratum counts by n_a n_b / (n_a + n_b), the Mantel-Haenszel weight, so that one in which a side hardly occurs hardly
    counts; a stratum with fewer than `least` replies on either side is left out. None if none is left.
    """
    kept = [(a, b) for a, b in strata if min(a.n, b.n) >= least and min(int(a.clusters.sum()), int(b.clusters.sum())) >= 2]
    if not kept:
        return None
    weights = np.array([a.n * b.n / (a.n + b.n) for a, b in kept])
    weights = weights / weights.sum()
    drawn = np.zeros(DRAWS)
    means = np.zeros(2)
    for place, (weight, sides) in enumerate(zip(weights, kept, strict=True)):
        for side, cells in enumerate(sides):
            drawn += weight * (2 * side - 1) * cells.draws(seed, f"{name}/{place}/{side}")
            means[side] += weight * (cells.mean() or 0.0)
    a, b = float(means[0]), float(means[1])
    return Difference(a, b, b - a, _ends(drawn), sum(one.n for one, _ in kept), sum(two.n for _, two in kept))


def _ends(drawn: Floats) -> tuple[float, float]:
    low, high = np.quantile(drawn, [0.025, 0.975])
    return float(low), float(high)


def shrink(values: Sequence[float], variances: Sequence[float]) -> tuple[Floats, Floats]:
    """Draw each difference from what was expected towards none by how little is known of it; gives them and their variances.

    Empirical Bayes with the spread between the true differences by DerSimonian & Laird (1986). Where they differ no more than
    chance lets them, which is as far as two standard deviations of the chi-square, all become none.
    """
    found = np.asarray(values, dtype=np.float64)
    noise = np.maximum(np.asarray(variances, dtype=np.float64), 1e-9)
    weights = 1 / noise
    scatter, n = float(weights @ found**2), len(found)
    by_chance = scatter <= n + 2 * np.sqrt(2 * n)
    spread = 0.0 if by_chance else (scatter - n) / float(weights.sum())
    trust = spread / (spread + noise)
    return trust * found, trust * noise
