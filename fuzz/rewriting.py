"""Rewrites: the edits make the text, facts stay, nothing is invented, and the score does not fall."""

from collections.abc import Iterator

from coach.case import Case
from coach.rewrite.edits import apply_edits
from coach.rewrite.goals import GOALS
from coach.rewrite.made import Rewrite
from fuzz.checking import case_of, coach
from fuzz.material import drafts, options, packed, pick
from fuzz.target import Target, hold

_MASKED = frozenset(("card", "iban", "national_id"))


def run(data: bytes) -> None:
    """Rewrite a draft by one of the goals, two ways."""
    case = case_of(data)
    if case is None:
        return
    goal = pick(tuple(GOALS), options(data)[3])
    made = coach().rewrite(case, goal, n=2)
    for one in (made, *made.alternatives):
        _whole(one, case)
    if goal == "fix":
        hold(made.score_after >= made.score_before, "mending does not lower the score")
    made.as_dict()


def _whole(made: Rewrite, case: Case) -> None:
    edits = [edit.edit for edit in made.edits]
    hold(all(0 <= edit.start <= edit.end <= len(case.draft) for edit in edits), "an edit lies inside the draft")
    hold(apply_edits(case.draft, edits) == made.text, "the edits make the text")
    hold(bool(made.guard["passed"]), "what is offered has passed the guard")
    before = coach().read(case).draft.facts
    after = coach().read(case.model_copy(update={"draft": made.text})).draft.facts if made.text.strip() else []
    lost = {fact.value for fact in before if fact.kind not in _MASKED} - {fact.value for fact in after}
    hold(all(value in made.text for value in lost), "every fact is kept")
    asked = {need["slot"] for need in made.needs}
    slots = {f"⟦{part.split('⟧')[0]}⟧" for part in made.text.split("⟦")[1:] if "⟧" in part}
    own = {f"⟦{part.split('⟧')[0]}⟧" for part in case.draft.split("⟦")[1:]}
    hold(slots - own <= asked, "every open slot is asked for")


def seeds() -> Iterator[bytes]:
    """Yield cases with every goal."""
    for number, (draft, customer) in enumerate(drafts()):
        yield packed((number, 0, number, number), draft, customer, pick(("", "Sara", "سارة"), number))


TARGET = Target("rewrite", run, seeds, 1_200)
