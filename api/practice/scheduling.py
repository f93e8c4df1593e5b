"""What someone should practise next, out of the bank."""

from collections.abc import Sequence

from coach.practice.bank import Bank
from coach.practice.progress import Outcome
from coach.practice.settings import Grades
from coach.practice.spacing import Candidate, Next, next_up
from coach.practice.store import rows

from .clock import now


def upcoming(bank: Bank, language: rows.Language, outcomes: Sequence[Outcome], grades: Grades | None, n: int) -> list[Next]:
    """Give what should be next among the scenarios of a language, by the grades in force."""
    free = [Candidate(one.id, one.kinds, one.difficulty, one.held_out) for one in bank.pick(language=language, held_out=False)]
    return next_up(outcomes, free, now(), n, grades)
