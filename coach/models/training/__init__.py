"""Training of the shipped models: torch, transformers and the rest of the extra `models` are needed here, and only here."""

from collections.abc import Iterator
from contextlib import contextmanager

import torch


@contextmanager
def without_denormals() -> Iterator[None]:
    """Take denormal numbers for zero meanwhile: moments of pieces that are seldom seen fade into them, and they cost tenfold.

    Worker threads take the setting over from the thread that starts them, so it is made around a whole training.
    """
    torch.set_flush_denormal(True)
    try:
        yield
    finally:
        torch.set_flush_denormal(False)
