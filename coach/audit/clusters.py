"""Clusters: openings that speak of the same thing, whatever their language; seeded, on one thread, so that nothing else decides.

The shipped embedding places translations together but tells matters apart only weakly, so that what the cues read
(the matter and the cause) is laid beside it, and each language's own mean is taken off.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from threadpoolctl import threadpool_limits

from coach.audit import causes

Array: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.float32]]
Numbers: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.int32]]

SCALE = 127
"""A vector's bytes are its numbers times this."""

_MATTER, _CAUSE = 0.8, 0.7  # how far apart two matters, and two causes of one matter, stand beside unit vectors
_FEW_OF_LANGUAGE = 50  # below, a language's mean is not its own but that of all
_SIZES = (6, 8, 10, 12, 15, 18, 22, 26, 30, 35, 40)
_EACH = 25  # openings that a theme needs on average
_SILHOUETTE = 4_000  # openings by which the number of themes is judged
_FAR = 3.0  # standard deviations past the mean distance of the sample from its centres
_NEARER = 0.02  # by this share of the distance an opening must be nearer to its centre than to the next one


@dataclass(frozen=True)
class Clusters:
    """Centres, each language's mean (under "" that of all), and the distance past which an opening belongs to none."""

    centres: Array
    means: dict[str, Array]
    far: float

    def nearest(self, vectors: Sequence[bytes], languages: Sequence[str | None], named: Sequence[str | None]) -> tuple[Numbers, Array]:
        """Give each opening's centre, -1 where it is far from all or lies between two, and its distance from the nearest."""
        points = _points(_unpacked(vectors), languages, named, self.means)
        with threadpool_limits(1):
            distances = _distances(points, self.centres)
        place = distances.argmin(1).astype(np.int32)
        nearest, second = np.partition(distances, 1, axis=1)[:, :2].T
        belongs = (nearest <= self.far) & (nearest <= (1 - _NEARER) * second)
        return np.where(belongs, place, np.int32(-1)), nearest


def find(vectors: Sequence[bytes], languages: Sequence[str | None], named: Sequence[str | None], seed: int) -> Clusters | None:
    """Cluster openings into 6 to 40 themes, as many as part best by silhouette, the largest first; None where they are too few.

    `named` are their causes.
    """
    distinct = len(set(zip(vectors, languages, named, strict=True)))
    sizes = [size for size in _SIZES if size * _EACH <= len(vectors) and size < distinct]
    if not sizes:
        return None
    matrix = _unpacked(vectors)
    means = _means(matrix, languages)
    points = _points(matrix, languages, named, means)
    with threadpool_limits(1):
        centres, labels = _best(points, sizes, seed)
        nearest = _distances(points, centres).min(1)
    order = np.argsort(-np.bincount(labels, minlength=len(centres)), kind="stable")
    return Clusters(centres[order], means, float(nearest.mean() + _FAR * nearest.std()))


def _best(points: Array, sizes: Sequence[int], seed: int) -> tuple[Array, Numbers]:
    """Give centres and labels of the size whose clusters part best."""
    from sklearn.cluster import KMeans
    from sklearn.metrics import silhouette_score

    best: tuple[float, Array, Numbers] | None = None
    for size in sizes:
        made = KMeans(size, n_init=2, random_state=seed).fit(points)
        parted = float(silhouette_score(points, made.labels_, sample_size=min(_SILHOUETTE, len(points)), random_state=seed))
        if best is None or parted > best[0]:
            best = parted, made.cluster_centers_.astype(np.float32), made.labels_.astype(np.int32)
    assert best is not None
    return best[1:]


def _unpacked(vectors: Sequence[bytes]) -> Array:
    numbers = np.frombuffer(b"".join(vectors), dtype=np.int8).reshape(len(vectors), -1)
    return unit(numbers.astype(np.float32))


def unit(matrix: Array) -> Array:
    """Give the rows at length 1; a row of zeros stays."""
    made: Array = matrix / np.maximum(np.linalg.norm(matrix, axis=-1, keepdims=True), 1e-9)
    return made


def _means(matrix: Array, languages: Sequence[str | None]) -> dict[str, Array]:
    spoken = np.array([language or "" for language in languages])
    means = {"": matrix.mean(0)}
    for language in sorted(set(spoken)):
        own = matrix[spoken == language]
        if language and len(own) >= _FEW_OF_LANGUAGE:
            means[language] = own.mean(0)
    return means


def _points(matrix: Array, languages: Sequence[str | None], named: Sequence[str | None], means: dict[str, Array]) -> Array:
    """Lay the centred vectors and what the cues read side by side."""
    columns = _columns()
    read = np.zeros((len(matrix), len(columns)), dtype=np.float32)
    for row, cause in enumerate(named):
        if cause is not None:
            read[row, columns[cause.partition("/")[0]]] = _MATTER
            if "/" in cause:
                read[row, columns[cause]] = _CAUSE
    mean = np.stack([means.get(language or "", means[""]) for language in languages])
    return np.concatenate([unit(matrix - mean), read], axis=1)


def _columns() -> dict[str, int]:
    names = [name for matter, known in causes.table().matters.items() for name in (matter, *(f"{matter}/{one}" for one in known.causes))]
    return {name: place for place, name in enumerate(names)}


def _distances(points: Array, centres: Array) -> Array:
    squares = (points**2).sum(1, keepdims=True) - 2 * points @ centres.T + (centres**2).sum(1)
    made: Array = np.sqrt(np.maximum(squares, 0.0))
    return made
