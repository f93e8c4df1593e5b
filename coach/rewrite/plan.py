"""The rewrite: from findings to one text, edit by edit, each tried before it is kept.

An edit is kept only if the finding it mends is gone from the new text or weighs less in it, no other
has come in or grown, and the guard passes. So a good reply stays untouched, and what cannot be mended safely is
left and named.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from typing import Any, Protocol

from coach.case import MAX_DRAFT, Case
from coach.config import Profile
from coach.findings import Judged
from coach.phrasebook import ASKS, Phrasebook
from coach.reading import Reading
from coach.rewrite.compose import Composer, Edit, apply_edits, slots_in, visible_slot
from coach.rewrite.guard import check_rewrite

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
    """An edit with the rules that it serves and the reason, in the reader's language."""

    edit: Edit
    fixes: tuple[str, ...]
    why: str
    order: int = 0

    def as_dict(self) -> dict[str, Any]:
        """Give the contract's form."""
        return {
            "start": self.edit.start,
            "end": self.edit.end,
            "replacement": self.edit.replacement,
            "fixes": list(self.fixes),
            "why": self.why,
        }


@dataclass(slots=True)
class Rewrite:
    """A rewritten text with its edits on the draft, what they mend, and what the guard found."""

    text: str
    edits: list[FixedEdit]
    fixed: list[str]
    remaining: list[str]
    needs: list[dict[str, str]]
    score_before: int
    score_after: int
    guard: dict[str, Any]
    source: str = "phrasebook"

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
        }


@dataclass
class _State:
    """The edits kept so far, and the text they make, read and judged."""

    edits: list[FixedEdit]
    text: str
    reading: Reading
    judged: list[Judged]
    guard: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def rules(self) -> Counter[str]:
        return Counter(rule.id for _, rule, _ in self.judged)

    @cached_property
    def weights(self) -> Counter[str]:
        """Weigh each rule's findings by gravity, then by confidence: a harsh no made a short one weighs less."""
        weights: Counter[str] = Counter()
        for finding, rule, severity in self.judged:
            weights[rule.id] += 100 * (3 - _GRAVITY[severity]) + round(50 * finding.confidence)
        return weights


def rewrite(coach: Judge, case: Case) -> Rewrite:
    """Mend a draft as far as can be done safely; a draft without faults comes back as it is."""
    first = coach.read(case, slots_filled=True)
    judged, _ = coach.judge(first)
    before = _State([], case.draft, first, judged)
    state = _Rewriter(coach, case, before).run()
    before_rules, after_rules = before.rules, state.rules
    slots = slots_in(state.text)
    return Rewrite(
        text=state.text,
        edits=sorted(state.edits, key=_place),
        fixed=sorted(rule for rule in before_rules if after_rules[rule] < before_rules[rule]),
        remaining=sorted(after_rules),
        needs=[{"slot": slot, "ask": _ask(slot, case.ui_language)} for slot in slots],
        score_before=coach.score(first, judged)[0],
        score_after=coach.score(state.reading, state.judged)[0],
        guard=state.guard or check_rewrite(first, first, ()),
    )


class _Rewriter:
    """Tries edits for one draft."""

    def __init__(self, coach: Judge, case: Case, before: _State) -> None:
        self._coach = coach
        self._case = case
        self._before = before

    def run(self) -> _State:
        """Try each finding's fixes, gravest first, until a round changes nothing.

        Each round is guarded against the text it began with, and the whole against the draft.
        """
        state = self._before
        for _ in range(_ROUNDS):
            settled = self._round(state)
            if settled is state:
                break
            guard = _guard(self._before, settled.reading, settled.edits)
            if not guard["passed"]:
                break
            state = replace(settled, guard=guard)
        return state

    def _round(self, base: _State) -> _State:
        """Try to mend what is found in the text as it now stands."""
        kept: list[FixedEdit] = []
        composer = Composer(base.reading, self._coach.phrasebook)
        current = base
        for finding, rule, _severity in sorted(base.judged, key=lambda item: _GRAVITY[item[2]]):
            if not finding.fixes or current.rules[rule.id] == 0:
                continue
            order = _ORDER.index(finding.fixes[0].move) if finding.fixes[0].move in _ORDER else 0
            for suggestion in islice(composer.suggest(finding), _CANDIDATES):
                have = {one.edit for one in kept if one.edit.start < one.edit.end}  # two fixes may ask for the same capital
                edits = [
                    FixedEdit(edit, (rule.id,), rule.why[self._case.ui_language], order) for edit in suggestion.edits if edit not in have
                ]
                if _overlap(kept, edits) or any(
                    len(one.edit.replacement) > _A_PHRASE and one.edit.replacement in current.text for one in edits
                ):
                    continue
                tried = self._try(base, [*kept, *edits], current, rule.id)
                if tried is not None:
                    kept, current = [*kept, *edits], tried
                    break
        if not kept:
            return base
        return _State(_merge(base.edits, kept, self._case.draft), current.text, current.reading, current.judged)

    def _try(self, base: _State, edits: list[FixedEdit], current: _State, rule: str) -> _State | None:
        """Read and judge the text with `edits`; None unless it mends `rule`, adds no fault and passes the guard."""
        text = apply_edits(base.text, [edit.edit for edit in sorted(edits, key=_place)])
        if text.isspace() or not text or len(text) > MAX_DRAFT:
            return None
        reading = self._coach.read(self._case.model_copy(update={"draft": text}), slots_filled=True)
        judged, _ = self._coach.judge(reading)
        state = _State(edits, text, reading, judged)
        after, now = state.weights, current.weights
        if after[rule] >= now[rule] or any(after[other] > now[other] for other in after):
            return None
        return state if _guard(base, reading, edits)["passed"] else None


def _guard(before: _State, after: Reading, edits: Sequence[FixedEdit]) -> dict[str, Any]:
    """Guard a text against the one it was made from; what was found or edited there may change."""
    mended = [(finding.start, finding.end) for finding, _, _ in before.judged if finding.target == "draft"]
    mended += [(one.edit.start, one.edit.end) for one in edits]
    return check_rewrite(before.reading, after, mended)


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
    return [replace(one, order=order) for order, one in enumerate(joined)]


def _join(group: list[tuple[int, int, FixedEdit, bool]], edited: str, shifts: list[tuple[int, int, int]]) -> FixedEdit:
    """Make one edit of the draft out of edits that overlap in the edited text."""
    start, end = group[0][0], max(span[1] for span in group)
    inner = [Edit(left - start, right - start, one.edit.replacement) for left, right, one, ours in group if not ours]
    edits = [one for _, _, one, _ in group]
    old = Edit(_in_draft(start, shifts, False), _in_draft(end, shifts, True), apply_edits(edited[start:end], inner))
    return FixedEdit(old, tuple(dict.fromkeys(rule for one in edits for rule in one.fixes)), edits[0].why, edits[0].order)


def _in_draft(at: int, shifts: list[tuple[int, int, int]], is_end: bool) -> int:
    """Map an offset of the edited text, outside any edit, to the draft."""
    moved = 0
    for start, end, old_end in shifts:
        if end < at or (end == at and (is_end or start < end)):
            moved = end - old_end
    return at - moved


def _ask(slot: str, language: str) -> str:
    """Give the question that fills a slot."""
    for name, texts in ASKS.items():
        if slot in (visible_slot(name, "en"), visible_slot(name, "ar")):
            return texts[language][1]
    return slot
