"""Customers' messages, read once: a draft changes with every key, the message that it answers does not."""

from collections import OrderedDict
from dataclasses import replace
from threading import Lock

from coach.case import Case
from coach.models.asking import find_asks
from coach.models.registry import Models
from coach.reading import CustomerReading, count_matters
from coach.text.document import CUSTOMER_CUES, read

REMEMBERED = 256
_CHARACTERS = 2_000
"""What a message may hold on average, so that a few huge ones do not fill the memory."""


class Customers:
    """Reads messages and remembers the last ones by their text; may be shared between threads, and by coaches with the same models."""

    def __init__(self, models: Models, remembered: int = REMEMBERED) -> None:
        """Read with `models`; keep `remembered` messages, 0 for none."""
        self._models = models
        self._most = remembered
        self._remembered: OrderedDict[tuple[str, int], CustomerReading] = OrderedDict()
        self._characters = 0
        self._lock = Lock()

    def read(self, message: str, case: Case) -> CustomerReading:
        """Read the message of a case; how its asks fare is not judged yet.

        Of the case, models look at the message and at how often the customer wrote before.
        """
        key = message, case.earlier
        with self._lock:
            found = self._remembered.get(key)
            if found is not None:
                self._remembered.move_to_end(key)
        if found is None:
            found = self._read(message, case)
            self._remember(key, found)
        return replace(found, asks=[replace(ask) for ask in found.asks])

    def _read(self, message: str, case: Case) -> CustomerReading:
        document = read(message, CUSTOMER_CUES)
        return CustomerReading(
            document,
            self._models.emotion.emotion(document, case),
            self._models.signals.signals(document, case),
            find_asks(document, self._models.encoder),
            count_matters(document.body),
        )

    def _remember(self, key: tuple[str, int], found: CustomerReading) -> None:
        with self._lock:
            if key not in self._remembered:
                self._characters += len(key[0])
            self._remembered[key] = found
            while len(self._remembered) > self._most or self._characters > self._most * _CHARACTERS:
                (message, _), _ = self._remembered.popitem(last=False)
                self._characters -= len(message)
