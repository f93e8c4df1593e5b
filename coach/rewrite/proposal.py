"""A whole text from a language model as a rewrite: compared with the draft word by word, guarded and judged like any other."""

import re
from collections import Counter
from difflib import SequenceMatcher

from coach.case import Case
from coach.rewrite.edits import Edit, FixedEdit
from coach.rewrite.goals import GoalName
from coach.rewrite.guard import check_rewrite
from coach.rewrite.made import Rewrite
from coach.rewrite.protocols import Judge
from coach.slots import needs_in

_PIECE = re.compile(r"\s+|[^\W_]+(?:['’][^\W_]+)*|.", re.DOTALL)
_KEPT = 3  # pieces: a shorter stretch left alone between two changes is read as part of one
_WHY = {
    "en": "Reworded by a language model; the guard found every fact kept.",
    "ar": "أعاد صياغتها نموذج لغوي، ووجد الحارس كل معلومة محفوظة.",
}


def as_rewrite(coach: Judge, case: Case, text: str, goal: GoalName, source: str) -> Rewrite:
    """Judge a proposal; whether it may be offered is for `guard` and the scores to say."""
    before = coach.read(case, slots_filled=True)
    after = coach.read(case.model_copy(update={"draft": text}), slots_filled=True)
    old, _ = coach.judge(before)
    new, _ = coach.judge(after)
    had, left = Counter(rule.id for _, rule, _ in old), Counter(rule.id for _, rule, _ in new)
    fixed = sorted(rule for rule in had if left[rule] < had[rule])
    return Rewrite(
        text=text,
        edits=word_edits(case.draft, text, tuple(fixed), _WHY[case.ui_language]),
        fixed=fixed,
        remaining=sorted(left),
        needs=needs_in(text, case.ui_language),
        score_before=coach.score(before, old)[0],
        score_after=coach.score(after, new)[0],
        guard=check_rewrite(before, after, ()),
        source=source,
        goal=goal,
    )


def word_edits(draft: str, text: str, fixes: tuple[str, ...], why: str) -> list[FixedEdit]:
    """Give the edits, whole words each, that make `text` of `draft`."""
    old, new = _PIECE.findall(draft), _PIECE.findall(text)
    starts = [0]
    for piece in old:
        starts.append(starts[-1] + len(piece))
    changes: list[list[int]] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if changes and a - changes[-1][1] <= _KEPT:
            changes[-1][1], changes[-1][3] = b, d
        else:
            changes.append([a, b, c, d])
    return [
        FixedEdit(Edit(starts[a], starts[b], "".join(new[c:d])), fixes, why, order, order + 1) for order, (a, b, c, d) in enumerate(changes)
    ]
