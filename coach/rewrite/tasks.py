"""What there is to mend in a text as it now stands: each finding and each wish, with the edits that could do it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from coach.findings import Finding, Fix
from coach.rewrite.compose import Composer
from coach.rewrite.dated import dated
from coach.rewrite.edits import Suggestion
from coach.rewrite.goals import Goal
from coach.rewrite.state import GRAVITY, State

_WISHED = 1  # wishes come after errors and beside warnings
_LIKELY = 0.5  # of what is found: a doubted absence waits for those that are likelier, one of which may serve it
_ORDER = (
    "greeting",
    "acknowledgement",
    "empathy",
    "apology",
    "ownership",
    "refusal",
    "resolution",
    "explanation",
    "alternative",
    "commitment",
    "handoff",
    "follow_up",
    "offer_help",
    "closing",
)
_FRAME = frozenset(("missing-greeting", "missing-closing"))
_ASKS = "missing-empathy"


@dataclass(frozen=True, slots=True)
class Task:
    """Something to mend: the rule or wish that asks for it, the fixes that could, and why."""

    key: str
    fixes: tuple[Fix, ...]
    why: str
    gravity: int
    suggestions: Callable[[], Iterator[Suggestion]]
    wished: bool = False

    @property
    def order(self) -> int:
        """Where what it adds stands among what other tasks add at the same place."""
        return _ORDER.index(self.fixes[0].move) if self.fixes[0].move in _ORDER else 0

    @property
    def adds(self) -> bool:
        """Whether it adds a sentence, which may make another task needless."""
        return self.fixes[0].kind in ("insert", "lead", "open")

    @property
    def may_be_idle(self) -> bool:
        """Whether it is advised only, and could be done by a formula that says nothing."""
        return self.gravity >= GRAVITY["advice"] and self.key not in _FRAME and self.fixes[0].kind in ("insert", "rephrase")

    def is_open(self, state: State) -> bool:
        """Tell whether what asks for it is still found or wished for."""
        return bool((state.wished if self.wished else state.rules)[self.key])

    def is_done(self, before: State, after: State) -> bool:
        """Tell whether what asks for it is gone or weighs less."""
        if self.wished:
            return after.wished[self.key] < before.wished[self.key]
        return after.weights[self.key] < before.weights[self.key]


def tasks_of(state: State, composer: Composer, goal: Goal, language: str) -> list[Task]:
    """List what is found and wished for, the gravest first and of these what is likely, with the reasons in `language`."""
    tasks = [
        Task(rule.id, finding.fixes, rule.why[language], GRAVITY[severity], partial(_mending, composer, finding))
        for finding, rule, severity in sorted(state.judged, key=lambda one: one[0].confidence < _LIKELY)
        if finding.fixes and (goal.rules is None or rule.id in goal.rules)
    ]
    for wish in goal.wishes:
        if state.wished[wish.key]:
            for fixes in wish.fixes(state.reading, composer.speaker.phrasebook):
                ways = partial(_ways, composer, fixes, wish.table or wish.key)
                tasks.append(Task(wish.key, fixes, wish.why[language], _WISHED, ways, wished=True))
    # Unless it is what is wanted, empathy comes last: it asks for a matter that an apology may have named by then.
    return sorted(tasks, key=lambda task: (task.gravity, goal.rules is None and task.key == _ASKS))


def _mending(composer: Composer, finding: Finding) -> Iterator[Suggestion]:
    """Yield a finding's suggestions, best first; an act that is promised without a time is given one before it is put otherwise."""
    if finding.rule == "vague-next-step":
        yield from dated(composer.speaker, finding.start, finding.end)
    yield from composer.suggest(finding)


def _ways(composer: Composer, fixes: Iterable[Fix], table: str) -> Iterator[Suggestion]:
    """Yield what each fix could be carried out as."""
    for fix in fixes:
        yield from composer.compose(fix, table)
