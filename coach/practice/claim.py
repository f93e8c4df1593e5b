"""Claims as such: what a value, a name or a sentence of a reply is to what is known."""

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["given", "contradicted", "invented", "granted", "secret"]


@dataclass(frozen=True, slots=True)
class Claim:
    """A value, a name, or a sentence, with half-open offsets in the reply, and the key of the fact that it goes against."""

    verdict: Verdict
    kind: str
    start: int
    end: int
    fact: str | None = None

    @property
    def false(self) -> bool:
        """Tell whether it is not so, or not to be said."""
        return self.verdict != "given"
