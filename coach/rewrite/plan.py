"""The rewrite: from findings and a goal's wishes to one text, edit by edit, each tried before it is kept.

An edit is kept only if the finding it mends is gone from the new text or weighs less in it, no other
has come in or grown, and the guard passes. So a good reply stays untouched, and what cannot be mended safely is
left and named.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from itertools import count, islice
from typing import Any, Protocol

from coach.case import MAX_DRAFT, Case
from coach.config import Profile
from coach.findings import Finding, Fix, Judged
from coach.phrasebook import ASKS, Phrasebook
from coach.reading import Reading
from coach.rewrite.compose import Composer, Edit, Suggestion, apply_edits, slots_in, visible_slot
from coach.rewrite.dated import dated
from coach.rewrite.goals import GOALS, Goal, GoalName
from coach.rewrite.guard import check_rewrite
from coach.rewrite.recast import is_rude, recast
from coach.rewrite.told import lost_promises, lost_refusals

_SIGNS = re.compile(r"(?:[\U0001f300-\U0001faff\u2600-\u27bf\ufe0f\u200d]+\s+)+(?=\w)")
_CANDIDATES = 6
_A_PHRASE = 20  # signs: a phrase this long is said once
_ROUNDS = 8  # seen to settle in four; the bound only guards against a loop
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
_GRAVITY = {"error": 0, "warning": 1, "advice": 2}
_WISHED = 1  # wishes come after errors and beside warnings
_FRAME = frozenset(("missing-greeting", "missing-closing"))
_SEVERITY = 100  # what one step of severity weighs
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
    "en": "The reply was cold throughout: what it tells is kept, the rest is said kindly.",
    "ar": "كان الرد جافًّا كله: بقي ما يخبر به، وقيل الباقي بلطف.",
}
_SLACK = 20  # of a finding's weight: a change in confidence, but no other severity and no second finding


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


@dataclass(frozen=True, slots=True)
class FixedEdit:
    """An edit with the rules that it serves and the reason, in the reader's language; those of one group are taken together."""

    edit: Edit
    fixes: tuple[str, ...]
    why: str
    order: int = 0
    group: int = 0

    def as_dict(self) -> dict[str, Any]:
        """Give the contract's form."""
        return {
            "start": self.edit.start,
            "end": self.edit.end,
            "replacement": self.edit.replacement,
            "fixes": list(self.fixes),
            "why": self.why,
            "group": self.group,
        }


@dataclass(slots=True)
class Rewrite:
    """A rewritten text with its edits on the draft, what they mend, and what the guard found.

    `withheld` tells what the guard kept out: the rules it would have served, and the checks it failed.
    """

    text: str
    edits: list[FixedEdit]
    fixed: list[str]
    remaining: list[str]
    needs: list[dict[str, str]]
    score_before: int
    score_after: int
    guard: dict[str, Any]
    source: str = "phrasebook"
    goal: GoalName = "fix"
    withheld: list[dict[str, Any]] = field(default_factory=list)
    alternatives: list["Rewrite"] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """Give the contract's form."""
        return {
            "text": self.text,
            "edits": [edit.as_dict() for edit in self.edits],
            "fixed": self.fixed,
            "remaining": self.remaining,
            "needs": self.needs,
            "score_before": self.score_before,
            "score_after": self.score_after,
            "guard": self.guard,
            "source": self.source,
            "goal": self.goal,
            "withheld": self.withheld,
            "alternatives": [other.as_dict() for other in self.alternatives],
        }


@dataclass
class _State:
    """The edits kept so far, and the text they make, read and judged."""

    edits: list[FixedEdit]
    text: str
    reading: Reading
    judged: list[Judged]
    wished: Counter[str] = field(default_factory=Counter)
    guard: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def rules(self) -> Counter[str]:
        return Counter(rule.id for _, rule, _ in self.judged)

    @cached_property
    def weights(self) -> Counter[str]:
        """Weigh each rule's findings by gravity, then by confidence: a harsh no made a short one weighs less."""
        weights: Counter[str] = Counter()
        for finding, rule, severity in self.judged:
            weights[rule.id] += _SEVERITY * (3 - _GRAVITY[severity]) + round(50 * finding.confidence)
        return weights


@dataclass(frozen=True, slots=True)
class _Task:
    """Something to mend: the rule or wish that asks for it, the fixes that could, and why."""

    key: str
    fixes: tuple[Fix, ...]
    why: str
    gravity: int
    suggestions: Callable[[], Iterator[Suggestion]]
    wished: bool = False


def rewrite(coach: Judge, case: Case, goal: GoalName = "fix", n: int = 1) -> Rewrite:
    """Mend a draft as far as can be done safely, by one of GOALS; a draft that needs nothing comes back as it is.

    Up to `n` - 1 other ways of doing it stand in `alternatives`, the best first.
    """
    if goal.startswith("gender:"):
        known = {"addressee_gender": goal.removeprefix("gender:")}
        case = case.model_copy(update={"context": case.context.model_copy(update=known)})
    first = coach.read(case, slots_filled=True)
    judged, _ = coach.judge(first)
    chosen = GOALS[goal]
    before = _State([], case.draft, first, judged, _wished(chosen, first, coach.phrasebook))
    found: dict[str, Rewrite] = {}
    for variant in range(2 * n - 1):
        made = _attempt(coach, case, before, chosen, variant)
        found.setdefault(made.text, made)
        if len(found) == n or not made.edits:
            break
    best, *others = sorted(found.values(), key=worth)
    best.alternatives = others
    return best


def _attempt(coach: Judge, case: Case, before: _State, goal: Goal, variant: int) -> Rewrite:
    """Rewrite once; strictly, then without making the whole anew, where that has left a fault that the draft did not have."""
    for lenient, anew in ((True, True), (False, True), (False, False)):
        run = _Rewriter(coach, case, before, goal, variant, lenient)
        state = run.run(anew)
        if not state.rules.keys() - before.rules.keys() - goal.bears:
            break
    return _finished(coach, case, before, state, goal, run.withheld)


def worth(made: Rewrite) -> tuple[int, int, int]:
    """Rank: the better score first, then less left to fill in, then fewer edits."""
    return -made.score_after, len(made.needs), len(made.edits)


def _wished(goal: Goal, reading: Reading, phrasebook: Phrasebook) -> Counter[str]:
    return Counter({wish.key: wish.weigh(reading, phrasebook) for wish in goal.wishes})


def _finished(coach: Judge, case: Case, before: _State, state: _State, goal: Goal, withheld: list[dict[str, Any]]) -> Rewrite:
    """Say what a state has mended and what it still needs."""
    before_rules, after_rules = before.rules, state.rules
    return Rewrite(
        text=state.text,
        edits=sorted(state.edits, key=_place),
        fixed=sorted(rule for rule in before_rules if after_rules[rule] < before_rules[rule]),
        remaining=sorted(after_rules),
        needs=[{"slot": slot, "ask": ask(slot, case.ui_language)} for slot in slots_in(state.text)],
        score_before=coach.score(before.reading, before.judged)[0],
        score_after=coach.score(state.reading, state.judged)[0],
        guard=state.guard or check_rewrite(before.reading, before.reading, ()),
        goal=goal.name,
        withheld=withheld,
    )


class _Rewriter:
    """Tries edits for one draft."""

    def __init__(self, coach: Judge, case: Case, before: _State, goal: Goal, variant: int, lenient: bool) -> None:
        self._coach = coach
        self._case = case
        self._before = before
        self._goal = goal
        self._lenient = lenient
        self._groups = count(1)
        self._composer = Composer(before.reading, coach.phrasebook, variant)
        self.withheld: list[dict[str, Any]] = []

    def run(self, anew: bool) -> _State:
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

    def _recast(self) -> _State | None:
        """Make a rude reply anew, where the goal mends everything and the guard lets it; None elsewhere.

        What the first try would lose stays in the second.
        """
        before = self._before
        if self._goal.name != "fix" or not is_rude(before.reading, before.judged):
            return None
        made = self._recast_but(frozenset())
        if made is not None and not made.guard["passed"]:
            lost = lost_refusals(before.reading, made.reading) + lost_promises(before.reading, made.reading)
            made = self._recast_but(frozenset(sentence.start for sentence in lost)) if lost else made
        if made is not None and not made.guard["passed"]:
            self._withhold([], made.guard)
            return None
        return made

    def _recast_but(self, keep: frozenset[int]) -> _State | None:
        """Make the reply anew but for the sentences that begin at `keep`; None where nothing could go."""
        before, ui = self._before, self._case.ui_language
        edits = [
            FixedEdit(edit, (served,), _RECAST[ui], order, next(self._groups))
            for order, (edit, served) in enumerate(recast(self._composer, before.judged, keep))
        ]
        if not edits:
            return None
        text = apply_edits(self._case.draft, [one.edit for one in sorted(edits, key=_place)])
        if not text.strip() or len(text) > MAX_DRAFT:
            return None
        reading = self._coach.read(self._case.model_copy(update={"draft": text}), slots_filled=True)
        judged, _ = self._coach.judge(reading)
        guard = _guard(before, reading, edits)
        return _State(edits, text, reading, judged, _wished(self._goal, reading, self._coach.phrasebook), guard)

    def _tasks(self, state: _State, composer: Composer) -> list[_Task]:
        """List what is found and wished for in the text as it now stands, the gravest first."""
        ui = self._case.ui_language
        tasks = [
            _Task(rule.id, finding.fixes, rule.why[ui], _GRAVITY[severity], partial(_mending, composer, finding))
            for finding, rule, severity in state.judged
            if finding.fixes and (self._goal.rules is None or rule.id in self._goal.rules)
        ]
        for wish in self._goal.wishes:
            if state.wished[wish.key]:
                for fixes in wish.fixes(state.reading, self._coach.phrasebook):
                    tasks.append(
                        _Task(wish.key, fixes, wish.why[ui], _WISHED, partial(_ways, composer, fixes, wish.table or wish.key), wished=True)
                    )
        return sorted(tasks, key=lambda task: task.gravity)

    def _round(self, base: _State) -> _State:
        """Try to mend what is found in the text as it now stands."""
        composer = self._composer.on(base.reading)
        tasks = self._tasks(base, composer)
        kept, current = self._together(base, tasks, composer)
        for task in tasks:
            if not (current.wished if task.wished else current.rules)[task.key]:
                continue
            for suggestion in islice(task.suggestions(), _CANDIDATES):
                edits = self._edits(task, suggestion, kept, base.text)
                if not edits or _overlap(kept, edits) or _repeats(edits, current.text, composer) or self._idle(task, edits, composer):
                    continue
                tried = self._try(base, [*kept, *edits], current, [task])
                if tried is not None:
                    kept, current = [*kept, *edits], tried
                    break
        if not kept:
            return base
        return replace(current, edits=_merge(base.edits, kept, self._case.draft))

    def _together(self, base: _State, tasks: list[_Task], composer: Composer) -> tuple[list[FixedEdit], _State]:
        """Try at one go what mends words in their place; it mostly holds, and saves reading the text after each.

        What adds sentences is tried one by one afterwards: one may make the next needless.
        """
        kept: list[FixedEdit] = []
        taken = []
        for task in tasks:
            suggestion = next(task.suggestions(), None) if task.fixes[0].kind not in ("insert", "lead") else None
            edits = self._edits(task, suggestion, kept, base.text) if suggestion else []
            if edits and not (_overlap(kept, edits) or _repeats(edits, base.text, composer) or self._idle(task, edits, composer)):
                kept += edits
                taken.append(task)
        tried = self._try(base, kept, base, taken) if len(taken) > 1 else None
        return (kept, tried) if tried is not None else ([], base)

    def _edits(self, task: _Task, suggestion: Suggestion, kept: list[FixedEdit], text: str) -> list[FixedEdit]:
        """Give a suggestion's edits as a group; two fixes may ask for the same capital."""
        order = _ORDER.index(task.fixes[0].move) if task.fixes[0].move in _ORDER else 0
        group = next(self._groups)
        have = {one.edit for one in kept if one.edit.start < one.edit.end}
        edits = [_after_signs(edit, text) for edit in suggestion.edits if edit not in have]
        return [FixedEdit(edit, (task.key,), task.why, order, group) for edit in edits]

    def _idle(self, task: _Task, edits: list[FixedEdit], composer: Composer) -> bool:
        """Tell whether edits would only add a formula: what is merely advised is worth a sentence that names the matter, no other."""
        if self._goal.rules is not None or task.gravity < _GRAVITY["advice"] or task.key in _FRAME:
            return False
        if task.fixes[0].kind not in ("insert", "rephrase"):
            return False
        return not any(said in one.edit.replacement for one in edits for said in composer.played())

    def _try(self, base: _State, edits: list[FixedEdit], current: _State, tasks: Sequence[_Task]) -> _State | None:
        """Read and judge the text with `edits`; None unless it does the tasks, adds no fault and passes the guard."""
        text = apply_edits(base.text, [edit.edit for edit in sorted(edits, key=_place)])
        if text.isspace() or not text or len(text) > MAX_DRAFT:
            return None
        reading = self._coach.read(self._case.model_copy(update={"draft": text}), slots_filled=True)
        judged, _ = self._coach.judge(reading)
        state = _State(edits, text, reading, judged, _wished(self._goal, reading, self._coach.phrasebook))
        for task in tasks:
            after, now = (state.wished, current.wished) if task.wished else (state.weights, current.weights)
            if after[task.key] >= now[task.key]:
                return None
        keys = [task.key for task in tasks]
        if not self._bearable(keys, current.weights, state.weights):
            return None
        guard = _guard(base, reading, edits)
        if not guard["passed"]:
            self._withhold(keys, guard)
            return None
        return state

    def _bearable(self, keys: Sequence[str], now: Counter[str], after: Counter[str]) -> bool:
        """Tell whether nothing else has come in or grown, or only what the goal bears or a later round fills in.

        With a hollow apology goes the only sign that the message was read: that is then missing, weighs less, and can be mended.
        """
        grown = {rule for rule, weight in after.items() if weight > now[rule] + _SLACK and rule not in keys} - self._goal.bears
        return not grown or (self._lenient and grown <= _FILLED_LATER and after.total() <= now.total() - _SEVERITY)

    def _withhold(self, rules: list[str], guard: dict[str, Any]) -> None:
        told = {"source": "phrasebook", "fixes": rules, "checks": failed(guard)}
        if told not in self.withheld:
            self.withheld.append(told)


def _mending(composer: Composer, finding: Finding) -> Iterator[Suggestion]:
    """Yield a finding's suggestions, best first; an act that is promised without a time is given one before it is put otherwise."""
    if finding.rule == "vague-next-step":
        yield from dated(composer, finding.start, finding.end)
    yield from composer.suggest(finding)


def _ways(composer: Composer, fixes: Iterable[Fix], table: str) -> Iterator[Suggestion]:
    """Yield what each fix could be carried out as."""
    for fix in fixes:
        yield from composer.compose(fix, table)


def failed(guard: dict[str, Any]) -> dict[str, Any]:
    """Give the checks that did not find all kept."""
    return {name: said for name, said in guard["checks"].items() if said not in ("kept", "none added")}


def _repeats(edits: Iterable[FixedEdit], text: str, composer: Composer) -> bool:
    """Tell whether an edit says again a phrase, or plays back a matter, that the text already says."""
    played = composer.played()
    asked = {slot for one in edits for slot in slots_in(one.edit.replacement)} - composer.times()
    if any(slot in text for slot in asked):  # one place for a reason is enough
        return True
    again = any(said in text for said in played)  # the noun and the clause are one matter
    return any(
        (len(one.edit.replacement) > _A_PHRASE and one.edit.replacement in text)
        or (again and any(said in one.edit.replacement for said in played))
        for one in edits
    )


def _guard(before: _State, after: Reading, edits: Sequence[FixedEdit]) -> dict[str, Any]:
    """Guard a text against the one it was made from; what was found or edited there may change."""
    mended = [(finding.start, finding.end) for finding, _, _ in before.judged if finding.target == "draft"]
    mended += [(one.edit.start, one.edit.end) for one in edits]
    return check_rewrite(before.reading, after, mended)


def _after_signs(edit: Edit, text: str) -> Edit:
    """Leave an emoji that stands before a sentence that goes where it is: it belongs to what was said before, or to the whole."""
    signs = _SIGNS.match(text, edit.start, edit.end)
    return edit if signs is None else Edit(signs.end(), edit.end, edit.replacement)


def _place(edit: FixedEdit) -> tuple[int, int, int]:
    return edit.edit.start, edit.edit.end, edit.order


def _overlap(kept: list[FixedEdit], new: list[FixedEdit]) -> bool:
    """Tell whether an edit touches the inside of one that is kept."""
    for ours in kept:
        for theirs in new:
            a, b = ours.edit, theirs.edit
            if a.start < b.end and b.start < a.end:
                return True
            if (a.start == a.end and b.start < a.start < b.end) or (b.start == b.end and a.start < b.start < a.end):
                return True
    return False


def _merge(first: list[FixedEdit], second: list[FixedEdit], draft: str) -> list[FixedEdit]:
    """Express `second`, edits of the text that `first` makes of `draft`, as edits of `draft`; overlapping ones are joined."""
    if not first:
        return second
    shifts: list[tuple[int, int, int]] = []  # each first edit's place in the edited text, and its end in the draft
    spans: list[tuple[int, int, FixedEdit, bool]] = [(one.edit.start, one.edit.end, one, False) for one in sorted(second, key=_place)]
    moved = 0
    for one in sorted(first, key=_place):
        start = one.edit.start + moved
        end = start + len(one.edit.replacement)
        shifts.append((start, end, one.edit.end))
        spans.append((start, end, one, True))
        moved = end - one.edit.end
    edited = apply_edits(draft, [one.edit for one in sorted(first, key=_place)])
    groups: list[list[tuple[int, int, FixedEdit, bool]]] = []
    reach = -1
    for span in sorted(spans, key=lambda span: span[:2]):
        if groups and span[0] < reach:
            groups[-1].append(span)
        else:
            groups.append([span])
        reach = max(reach, span[1]) if len(groups[-1]) > 1 else span[1]
    joined = [_join(group, edited, shifts) for group in groups]
    as_one: dict[int, int] = {}  # groups whose edits were joined are taken together from then on
    for group in groups:
        members = {as_one.get(one.group, one.group) for _, _, one, _ in group}
        least = min(members)
        as_one.update({known: least for known, now in as_one.items() if now in members} | dict.fromkeys(members, least))
    return [replace(one, order=order, group=as_one[one.group]) for order, one in enumerate(joined)]


def _join(group: list[tuple[int, int, FixedEdit, bool]], edited: str, shifts: list[tuple[int, int, int]]) -> FixedEdit:
    """Make one edit of the draft out of edits that overlap in the edited text."""
    start, end = group[0][0], max(span[1] for span in group)
    inner = [Edit(left - start, right - start, one.edit.replacement) for left, right, one, ours in group if not ours]
    edits = [one for _, _, one, _ in group]
    first = group[0][2].edit.start if group[0][3] else _in_draft(start, shifts, after_gap=end > start)
    last = next((one.edit.end for _, right, one, ours in group if ours and right == end), None)
    old = Edit(first, _in_draft(end, shifts, after_gap=False) if last is None else last, apply_edits(edited[start:end], inner))
    return FixedEdit(old, tuple(dict.fromkeys(rule for one in edits for rule in one.fixes)), edits[0].why, edits[0].order, edits[0].group)


def _in_draft(at: int, shifts: list[tuple[int, int, int]], *, after_gap: bool) -> int:
    """Map an offset of the edited text, outside any edit, to the draft; where a deletion left a gap at `at`, before or after that."""
    moved = 0
    for start, end, old_end in shifts:
        if end < at or (end == at and (after_gap or start < end)):
            moved = end - old_end
    return at - moved


def ask(slot: str, language: str) -> str:
    """Give the question that fills a slot."""
    for name, texts in ASKS.items():
        if slot in (visible_slot(name, "en"), visible_slot(name, "ar")):
            return texts[language][1]
    return slot
