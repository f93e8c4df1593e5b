"""What a model that reads must offer; the cues here and every learned model offer the same."""

from typing import Protocol

from coach.case import Case
from coach.reading import Emotion, Signal
from coach.text.document import Document


class MovesModel(Protocol):
    """Reads what each sentence of a draft does."""

    name: str

    def moves(self, draft: Document, case: Case) -> list[dict[str, float]]:
        """Give, for each of `draft.sentences` in order, the moves made with a confidence in [0.5, 1]."""
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
