"""The two sides of practice, what was practised and what was held out, and what may be said of each.

Of a group nothing is said below `limits().least_group` people, since it would be somebody's own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from coach.practice.progress import Change, First, Outcome, Standing, change_of, firsts, limits, people_with, standing_of
from coach.practice.told import Words


@dataclass(frozen=True, slots=True)
class Side:
    """What was practised, or what was held out: its first tries, and what may be said of them."""

    name: str
    firsts: list[First]
    group: bool
    words: Words

    def enough(self, figure: str) -> bool:
        """Tell whether there are so many people that a mean is nobody's own."""
        return not self.group or self.people(figure) >= limits().least_group

    def people(self, figure: str) -> int:
        """Count who has the figure."""
        return people_with(self.firsts, figure)

    def standing(self, figure: str) -> Standing:
        """Give how things stand; nothing of too few people."""
        return standing_of(self.firsts, figure, self.group)

    def change(self, figure: str, at: datetime) -> Change:
        """Give the change since a training; nothing of too few people."""
        return change_of(self.firsts, at, figure, self.group)

    def say(self, shown: str, figure: str) -> str:
        """Write a figure, or that there are too few people for it."""
        if self.enough(figure):
            return shown
        return self.words("few_agents", n=self.people(figure), least=limits().least_group)

    def line(self, shown: str, figure: str) -> str:
        """Write it after the side's name."""
        return self.words.labelled(self.words(self.name), self.say(shown, figure))


def sides_of(outcomes: Sequence[Outcome], words: Words, cohort: bool = False) -> tuple[Side, Side]:
    """Give what was practised and what was held out; more than one person are a group, whether or not they are called a cohort."""
    group = cohort or len({one.person for one in outcomes}) > 1
    return Side("practised", firsts(outcomes, False), group, words), Side("held_out", firsts(outcomes, True), group, words)
