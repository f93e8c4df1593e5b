"""What rewriting asks of its caller."""

from collections.abc import Sequence
from typing import Protocol

from coach.case import Case
from coach.config import Profile
from coach.findings import Judged
from coach.phrasebook import Phrasebook
from coach.reading import Reading


class Judge(Protocol):
    """What a rewrite needs of the coach: to read, judge and score a text, and words to mend it with."""

    profile: Profile
    phrasebook: Phrasebook

    def read(self, case: Case, slots_filled: bool = False) -> Reading:
        """Read a case."""
        ...

    def judge(self, reading: Reading) -> tuple[list[Judged], list[dict[str, str]]]:
        """Give findings and skipped rules."""
        ...

    def score(self, reading: Reading, judged: Sequence[Judged]) -> tuple[int, dict[str, int | None]]:
        """Give the overall score and the criteria's."""
        ...
