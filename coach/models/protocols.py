"""What a model that reads must offer; the cues here and every learned model offer the same."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from coach.case import Case
from coach.reading import Emotion, Signal
from coach.text.document import Document


class MovesModel(Protocol):
    """Reads what each sentence of a draft does."""

    name: str

    def moves(self, draft: Document, message: Document | None, case: Case) -> list[dict[str, float]]:
        """Give, for each of `draft.sentences` in order, the moves that it makes, each with a confidence in (0, 1].

        What a model thinks possible without counting it goes into `Sentence.likely`. `message` is the
        customer's, read, where there is one.
        """
        ...


class CustomerModel(Protocol):
    """Reads what the customer feels."""

    name: str

    def emotion(self, message: Document, case: Case) -> Emotion:
        """Give the message's emotion."""
        ...

    def signals(self, message: Document, case: Case) -> list[Signal]:
        """Give the message's signals, each once, with its evidence, in order of place."""
        ...


class SentenceEncoder(Protocol):
    """Tells how near texts are in meaning, across languages; what it has embedded may be kept by it."""

    name: str

    def __hash__(self) -> int:
        """Tell encoders apart, so that what one has embedded may be kept by it."""
        ...

    def embed(self, texts: Sequence[str]) -> "np.ndarray[tuple[int, ...], np.dtype[np.float32]]":
        """Give unit vectors, [texts, dimensions] float32."""
        ...
