"""What libraries say while they export and save, kept to themselves."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_warnings() -> Iterator[None]:
    """Keep the notes of exporters to themselves: a person who trains can do nothing about them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
