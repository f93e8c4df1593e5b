"""Names for people of what the summary calls by its code."""

from typing import Any

from coach.audit import causes
from coach.audit.report.words import Words
from coach.config import CRITERIA
from coach.rules import BY_ID


class Names:
    """Names in one language."""

    def __init__(self, words: Words) -> None:
        """Name things as `words` does."""
        self._words = words

    def rule(self, rule: str) -> str:
        """Name a rule; a company's own is called by its id."""
        return self._words.name("rules", rule)

    def why(self, rule: str) -> str:
        """Say why a rule matters; nothing of a company's own."""
        return BY_ID[rule].why[self._words.language] if rule in BY_ID else ""

    def criterion(self, criterion: str) -> str:
        """Name a criterion."""
        return self._words.name("criteria", criterion)

    def skill(self, name: str) -> str:
        """Name what an agent is good at: a criterion, or a fault that is seldom theirs."""
        return self.criterion(name) if name in CRITERIA else self._words("people.seldom", rule=self.rule(name))

    def cause(self, cause: str) -> str:
        """Name a cause or a matter; one that is no longer known is called by its code."""
        try:
            return causes.name(cause, self._words.language)
        except KeyError:
            return cause

    def driver(self, name: str) -> str:
        """Name what may move a rating."""
        if name.startswith("move_"):
            return self._words.name("moves", name.removeprefix("move_"))
        if name.startswith("criterion_"):
            return self._words("csat.criterion", criterion=self.criterion(name.removeprefix("criterion_")))
        return self._words.name("drivers", name)

    def group(self, family: str, value: str | None, folded: int) -> str:
        """Name a group of replies: a value, the small ones folded together, or those of which it is unknown."""
        if folded:
            return self._words("folded", n=folded)
        if family == "week" and value is not None:
            return self._words.week(value)
        lists = {"channel": "channels", "language": "languages", "dialect": "dialects"}
        return self._words.name(lists.get(family, "nothing"), value)

    def behind(self, where: str, themes: list[dict[str, Any]]) -> str:
        """Name what a list holds, by its facets."""
        return self._words.all([self._facet(one, themes) for one in where.split(" ")])

    def _facet(self, facet: str, themes: list[dict[str, Any]]) -> str:
        name, _, value = facet.partition("=")
        if name == "theme":
            return next((str(one[f"name_{self._words.language}"]) for one in themes if str(one["theme"]) == value), value)
        if name in ("rule", "cause"):
            return {"rule": self.rule, "cause": self.cause}[name](value)
        if name == "measure":
            return self._words("behind.measure", criterion=self.criterion(value))
        return self._words.name("listed", facet)
