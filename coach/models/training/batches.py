"""Padded batches of piece ids, rows of like length together."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch

_POOL = 64  # batches' worth of rows sorted by length at a time


@dataclass(frozen=True, slots=True)
class Batch:
    """Piece ids and attention mask, both [rows, longest] int64."""

    ids: torch.Tensor
    mask: torch.Tensor


def pad(rows: Sequence[Sequence[int]]) -> Batch:
    """Pad rows of ids with zeros to the longest."""
    longest = max(1, max(map(len, rows), default=1))
    ids = torch.zeros(len(rows), longest, dtype=torch.long)
    for place, row in enumerate(rows):
        ids[place, : len(row)] = torch.tensor(row, dtype=torch.long)
    return Batch(ids, (ids != 0).long())


def bucketed(lengths: Sequence[int], batch_pieces: int, order: random.Random) -> Iterator[list[int]]:
    """Give shuffled groups of row numbers whose padded size is at most about `batch_pieces`."""
    rows = list(range(len(lengths)))
    order.shuffle(rows)
    average = max(1.0, sum(lengths) / max(1, len(lengths)))
    window = max(1, int(_POOL * batch_pieces / average))
    for start in range(0, len(rows), window):
        pool = sorted(rows[start : start + window], key=lengths.__getitem__)
        groups: list[list[int]] = []
        group: list[int] = []
        for row in pool:
            if group and (len(group) + 1) * lengths[row] > batch_pieces:
                groups.append(group)
                group = []
            group.append(row)
        if group:
            groups.append(group)
        order.shuffle(groups)
        yield from groups
