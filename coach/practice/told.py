"""Progress in words: figures, intervals and changes as plots, certificates and the command line write them."""

from functools import lru_cache
from importlib.resources import files
from typing import Any

from coach import words
from coach.config import parse_yaml
from coach.practice.names import Family, called
from coach.practice.progress import Change, Standing, limits
from coach.practice.trainers import NAMES
from coach.words import Language

_FAMILIES: tuple[Family, ...] = ("kinds", "difficulties", "grades")


@lru_cache(maxsize=2)
def load_texts(language: Language) -> dict[str, Any]:
    """Read the texts of one language as they stand in their file, with the names of kinds, levels and grades."""
    name = f"progress.{language}.yaml"
    named = {family: called(family, language) for family in _FAMILIES}
    return {**parse_yaml((files("coach.practice") / name).read_text(encoding="utf-8"), name), **named}


class Words(words.Words):
    """What is said of progress."""

    def __init__(self, language: Language, digits: str = "western") -> None:
        """Speak `language`; `digits` (western or eastern) holds in Arabic."""
        super().__init__(language, digits, load_texts(language))

    def figure(self, figure: str) -> str:
        """Name a figure: the whole, or a criterion."""
        name = NAMES[self.language][figure]
        return name[:1].upper() + name[1:]

    def standing(self, one: Standing) -> str:
        """Write a mean with its interval, or that there is too little."""
        if one.mean is None:
            return self("too_little", n=one.n, least=limits().least.replies)
        span = self("no_interval") if one.interval is None else self.span(*one.interval)
        return self("standing", mean=self.said(self.number(one.mean)), span=self.said(span))

    def standing_n(self, one: Standing) -> str:
        """Write a mean with its interval, and over how many first tries."""
        if one.mean is None:
            return self.standing(one)
        return self("standing_n", standing=self.said(self.standing(one)), firsts=self.said(self("firsts", n=one.n)))

    def difference(self, one: Change) -> str:
        """Write a difference with its interval, or that there is too little."""
        if one.difference is None or one.interval is None:
            return self("too_little", n=one.n, least=limits().least.people if one.paired else limits().least.replies)
        difference, span = self.signed(one.difference), self.between(*one.interval)
        return self("difference", difference=self.said(difference), span=self.said(span))

    def change(self, one: Change) -> str:
        """Write a difference, and whether it can be told from none."""
        if one.difference is None:
            return self.difference(one)
        verdict = self(f"verdicts.{verdict_of(one)}")
        return self("changed", difference=self.said(self.difference(one)), verdict=self.said(verdict))

    def labelled(self, label: str, shown: str) -> str:
        """Write something after what it is called."""
        return self("labelled", label=self.said(label), shown=self.said(shown))


def verdict_of(one: Change) -> str:
    """Give `better`, `worse`, or `unclear` where the interval holds zero."""
    if one.difference is None or not one.sure:
        return "unclear"
    return "better" if one.difference > 0 else "worse"
