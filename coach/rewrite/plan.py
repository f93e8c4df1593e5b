"""The rewrite: from findings and a goal's wishes to one text, edit by edit, each tried before it is kept.

An edit is kept only if the finding it mends is gone from the new text or weighs less in it, no other
has come in or grown, and the guard passes. So a good reply stays untouched, and what cannot be mended safely is
left and named.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import count, islice
from typing import Any

from coach.case import MAX_DRAFT, Case
from coach.findings import shorten
from coach.reading import Reading
from coach.rewrite.compose import Composer
from coach.rewrite.edits import Edit, FixedEdit, Suggestion, carried_out, overlap
from coach.rewrite.goals import GOALS, Goal, GoalName
from coach.rewrite.guard import check_rewrite
from coach.rewrite.made import Rewrite, failed, worth
from coach.rewrite.merging import merge, run_on
from coach.rewrite.protocols import Judge
from coach.rewrite.ranking import ASKED
from coach.rewrite.recast import is_poor, recast
from coach.rewrite.speaker import Speaker
from coach.rewrite.state import SEVERITY, State
from coach.rewrite.tasks import Task, tasks_of
from coach.rewrite.told import lost_promises, lost_refusals
from coach.slots import needs_in, slots_in, visible_slot

_SIGNS = re.compile(r"(?:[\U0001f300-\U0001faff\u2600-\u27bf\ufe0f\u200d]+\s+)+(?=\w)")
_CANDIDATES = 6
_A_PHRASE = 20  # signs: a phrase this long is said once
_ROUNDS = 8  # seen to settle in four; the bound only guards against a loop
_FILLED_LATER = frozenset(
    (
        "missing-acknowledgement",
        "missing-empathy",
        "missing-apology",
        "missing-next-step",
        "refusal-without-reason",
        "refusal-without-alternative",
        "unanswered-question",
        "too-short",
    )
)
_RECAST = {
    "en": "As a whole the reply would not do for this customer: what it tells is kept, the rest is said kindly.",
    "ar": "لم يخدم الرد صاحبه في مجمله: بقي ما يخبر به، وقيل الباقي بلطف.",
}
_WORTH_A_FAULT = 10
"""Points, the fault's own already taken off: so many more make up for a fault that the draft had not."""
_SLACK = 20  # of a finding's weight: a change in confidence, but no other severity and no second finding


def rewrite(coach: Judge, case: Case, goal: GoalName = "fix", n: int = 1, *, anew: bool = True) -> Rewrite:
    """Mend a draft as far as can be done safely, by one of GOALS; a draft that needs nothing, or only got worse, comes back as it is.

    Up to `n` - 1 other ways of doing it stand in `alternatives`, the best first. Without `anew` no poor reply is made anew, as
    where its words are ours.
    """
    if goal.startswith("gender:"):
        known = {"addressee_gender": goal.removeprefix("gender:")}
        case = case.model_copy(update={"context": case.context.model_copy(update=known)})
    chosen = GOALS[goal]
    before = State.of(coach, case, chosen, [], case.draft)
    found: dict[str, Rewrite] = {}
    for variant in range(2 * n - 1):
        made = _attempt(coach, case, before, chosen, variant, anew and variant % 2 == 0)
        found.setdefault(made.text, made)
        if len(found) == n or not made.edits:
            break
    good = [one for one in found.values() if chosen.rules is not None or one.score_after >= one.score_before]
    if not good:
        return _finished(coach, case, before, before, chosen, {}, [why for one in found.values() for why in one.withheld])
    best, *others = sorted(good, key=worth)
    best.alternatives = others
    return best


def _attempt(coach: Judge, case: Case, before: State, goal: Goal, variant: int, anew: bool) -> Rewrite:
    """Rewrite once; strictly, then without making the whole anew, where that has left a fault that the draft had not, or a lower score.

    A way that leaves such a fault is taken all the same where it gains far more.
    """
    tried = []
    for lenient, whole in ((True, anew), (False, anew), (False, False)):
        run = _Rewriter(coach, case, before, goal, variant, lenient)
        state = run.run(whole)
        made = _finished(coach, case, before, state, goal, run.proposals(), run.withheld)
        tried.append(made)
        done = made.score_after >= made.score_before and not state.surely.keys() - before.rules.keys() - before.shown.keys() - goal.bears
        if done:
            break
    best = max(tried, key=lambda one: one.score_after)
    return tried[-1] if done and best.score_after <= tried[-1].score_after + _WORTH_A_FAULT else best


def _finished(
    coach: Judge, case: Case, before: State, state: State, goal: Goal, proposals: Mapping[str, str], withheld: list[dict[str, Any]]
) -> Rewrite:
    """Say what a state has mended and what it still needs, with what may fill it."""
    edits = run_on(sorted(state.edits, key=lambda one: one.place), case.draft)
    text = carried_out(case.draft, edits)
    return Rewrite(
        text=text,
        edits=edits,
        fixed=sorted(rule for rule in before.rules if state.rules[rule] < before.rules[rule]),
        remaining=sorted(state.rules),
        needs=needs_in(text, case.ui_language, [shorten(ask.text) for ask in before.reading.open_asks], proposals),
        score_before=coach.score(before.reading, before.judged)[0],
        score_after=coach.score(state.reading, state.judged)[0],
        guard=state.guard or check_rewrite(before.reading, before.reading, ()),
        goal=goal.name,
        withheld=withheld,
    )


class _Rewriter:
    """Tries edits for one draft."""

    def __init__(self, coach: Judge, case: Case, before: State, goal: Goal, variant: int, lenient: bool) -> None:
        self._coach = coach
        self._case = case
        self._before = before
        self._goal = goal
        self._lenient = lenient
        self._groups = count(1)
        self._composer = Composer(Speaker(before.reading, coach.phrasebook, variant))
        self.withheld: list[dict[str, Any]] = []

    def proposals(self) -> dict[str, str]:
        """Give what may fill a slot, by slot."""
        return self._composer.speaker.proposals()

    def run(self, anew: bool) -> State:
        """Try each task's fixes, gravest first, until a round changes nothing.

        Each round is guarded against the text it began with, and the whole against the draft.
        """
        state = (self._recast() if anew else None) or self._before
        for _ in range(_ROUNDS):
            settled = self._round(state)
            if settled is state:
                break
            guard = _guard(self._before, settled.reading, settled.edits)
            if not guard["passed"]:
                self._withhold([], guard)
                break
            state = replace(settled, guard=guard)
        return state

    def _recast(self) -> State | None:
        """Make a poor reply anew, where the goal mends everything and the guard lets it; None elsewhere.

        What the first try would lose stays in the second.
        """
        before = self._before
        if self._goal.name != "fix" or not before.judged or not is_poor(before.reading, before.judged):
            return None
        made = self._recast_but(frozenset())
        if made is not None and not made.guard["passed"]:
            lost = lost_refusals(before.reading, made.reading) + lost_promises(before.reading, made.reading)
            if not lost and made.guard["checks"]["refusals"] == "lost":  # one that only the model sees
                lost = [sentence for sentence in before.reading.sentences if "refusal" in sentence.moves]
            made = self._recast_but(frozenset(sentence.start for sentence in lost)) if lost else made
        if made is not None and not made.guard["passed"]:
            self._withhold([], made.guard)
            return None
        return made

    def _recast_but(self, keep: Collection[int]) -> State | None:
        """Make the reply anew but for the sentences that begin at `keep`; None where nothing could go."""
        why = _RECAST[self._case.ui_language]
        edits = [
            FixedEdit(edit, (served,), why, order, next(self._groups))
            for order, (edit, served) in enumerate(recast(self._composer.speaker, self._before.judged, keep))
        ]
        state = self._state(self._before.text, edits) if edits else None
        return replace(state, guard=_guard(self._before, state.reading, edits)) if state else None

    def _state(self, text: str, edits: list[FixedEdit]) -> State | None:
        """Read and judge what the edits make of a text; None where nothing is left, or more than a case may hold."""
        made = carried_out(text, edits)
        return State.of(self._coach, self._case, self._goal, edits, made) if made.strip() and len(made) <= MAX_DRAFT else None

    def _round(self, base: State) -> State:
        """Try to mend what is found in the text as it now stands."""
        composer = self._composer.on(base.reading)
        tasks = tasks_of(base, composer, self._goal, self._case.ui_language)
        kept, current = self._together(base, tasks, composer.speaker)
        for task in tasks:
            if not task.is_open(current):
                continue
            for suggestion in islice(task.suggestions(), _CANDIDATES):
                edits = self._edits(task, suggestion, kept, base.text)
                if not self._sensible(task, edits, kept, current.text, composer.speaker):
                    continue
                tried = self._try(base, [*kept, *edits], current, [task])
                if tried is not None:
                    kept, current = [*kept, *edits], tried
                    break
        if not kept:
            return base
        return replace(current, edits=merge(base.edits, kept, self._case.draft))

    def _together(self, base: State, tasks: list[Task], speaker: Speaker) -> tuple[list[FixedEdit], State]:
        """Try at one go what mends words in their place; it mostly holds, and saves reading the text after each.

        What adds sentences is tried one by one afterwards: one may make the next needless.
        """
        kept: list[FixedEdit] = []
        taken = []
        for task in tasks:
            suggestion = None if task.adds else next(task.suggestions(), None)
            edits = self._edits(task, suggestion, kept, base.text) if suggestion else []
            if self._sensible(task, edits, kept, base.text, speaker):
                kept += edits
                taken.append(task)
        tried = self._try(base, kept, base, taken) if len(taken) > 1 else None
        return (kept, tried) if tried is not None else ([], base)

    def _edits(self, task: Task, suggestion: Suggestion, kept: list[FixedEdit], text: str) -> list[FixedEdit]:
        """Give a suggestion's edits as a group; two fixes may ask for the same capital."""
        group = next(self._groups)
        have = {one.edit for one in kept if one.edit.start < one.edit.end}
        edits = [_after_signs(edit, text) for edit in suggestion.edits if edit not in have]
        return [FixedEdit(edit, (task.key,), task.why, task.order, group) for edit in edits]

    def _sensible(self, task: Task, edits: list[FixedEdit], kept: list[FixedEdit], text: str, speaker: Speaker) -> bool:
        """Tell whether edits are worth reading the text for: they meet no other, and say something that `text` does not say yet."""
        if not edits or overlap(kept, edits):
            return False
        if task.fixes[0].kind != "slot" and _repeats(edits, text, speaker):  # a template's blank may stand twice
            return False
        # What is merely advised is worth a sentence that names the matter, not one that is only a formula; a bare no is worth its reason,
        # and a promise its time.
        bare = task.key == "refusal-without-reason" and self._before.rules["blunt-refusal"]
        formula = self._goal.rules is None and task.may_be_idle and not bare and task.key != "vague-next-step"
        poor = speaker.reading.hollow or speaker.reading.cold
        return not formula or any(
            (poor and "⟦" in one.edit.replacement) or any(said in one.edit.replacement for said in speaker.played()) for one in edits
        )

    def _try(self, base: State, edits: list[FixedEdit], current: State, tasks: Sequence[Task]) -> State | None:
        """Read and judge the text with `edits`; None unless it does the tasks, adds no fault and passes the guard."""
        state = self._state(base.text, edits)
        if state is None or not all(task.is_done(current, state) for task in tasks):
            return None
        keys = [task.key for task in tasks]
        if not self._bearable(keys, current.shown, state.shown):
            return None
        guard = _guard(base, state.reading, edits)
        if not guard["passed"]:
            self._withhold(keys, guard)
            return None
        return state

    def _bearable(self, keys: Sequence[str], now: Counter[str], after: Counter[str]) -> bool:
        """Tell whether nothing else has come in or grown, or only what the goal bears or a later round fills in.

        With a hollow apology goes the only sign that the message was read: that is then missing, weighs less, and can be mended.
        """
        grown = {rule for rule, weight in after.items() if weight > now[rule] + _SLACK and rule not in keys} - self._goal.bears
        return not grown or (self._lenient and grown <= _FILLED_LATER and after.total() <= now.total() - SEVERITY)

    def _withhold(self, rules: list[str], guard: dict[str, Any]) -> None:
        told = {"source": "phrasebook", "fixes": rules, "checks": failed(guard)}
        if told not in self.withheld:
            self.withheld.append(told)


def _repeats(edits: Iterable[FixedEdit], text: str, speaker: Speaker) -> bool:
    """Tell whether an edit says again a phrase, or plays back a matter, that the text already says."""
    played = speaker.played()
    asked = {slot for one in edits for slot in slots_in(one.edit.replacement)} - speaker.times()
    if any(slot in text for slot in asked):  # one place for a reason is enough
        return True
    again = any(said in text for said in played)  # the noun and the clause are one matter
    if again and any(visible_slot(ASKED, speaker.voice.language) in one.edit.replacement for one in edits):
        return True
    return any(
        (len(one.edit.replacement) > _A_PHRASE and one.edit.replacement in text)
        or (again and any(said in one.edit.replacement for said in played))
        for one in edits
    )


def _guard(before: State, after: Reading, edits: Sequence[FixedEdit]) -> dict[str, Any]:
    """Guard a text against the one it was made from; what was found or edited there may change."""
    mended = [(finding.start, finding.end) for finding, _, _ in before.judged if finding.target == "draft"]
    mended += [(one.edit.start, one.edit.end) for one in edits]
    return check_rewrite(before.reading, after, mended)


def _after_signs(edit: Edit, text: str) -> Edit:
    """Leave an emoji that stands before a sentence that goes where it is: it belongs to what was said before, or to the whole."""
    signs = _SIGNS.match(text, edit.start, edit.end)
    return edit if signs is None else Edit(signs.end(), edit.end, edit.replacement)
