"""The guard on what anybody may write: a rewrite that loses a certain fact, or turns to another language, does not pass."""

from collections.abc import Iterator
from itertools import pairwise

from coach.case import Case
from coach.errors import InputError
from coach.rewrite.guard import check_rewrite
from coach.text.values import find_values
from fuzz.checking import coach
from fuzz.material import drafts, packed, texts
from fuzz.target import Target, hold

_CERTAIN = frozenset(("link", "email", "phone", "id"))


def run(data: bytes) -> None:
    """Compare any text with any other."""
    draft, other = texts(data, 2)
    try:
        before, after = (coach().read(Case.make(draft=text)) for text in (draft, other))
    except InputError:
        return
    result = check_rewrite(before, after, ())
    hold(0 <= result["checks"]["meaning"] <= 1, "the share that is kept lies between 0 and 1")
    if result["passed"]:
        lost = {fact.value for fact in before.draft.facts if fact.kind in _CERTAIN} - {fact.value for fact in after.draft.facts}
        hold(not lost or all(value in other for value in lost), "a rewrite that passes keeps every link, address, phone and id")
        hold(before.language == after.language, "a rewrite that passes keeps its language")
    hold(check_rewrite(before, before, ())["passed"], "a text that stays as it was passes")
    find_values(draft)


def seeds() -> Iterator[bytes]:
    """Yield drafts beside themselves and beside others."""
    told = [draft for draft, _ in drafts()]
    for one, two in pairwise(told):
        yield packed((0, 0, 0, 0), one, one.replace("We", "We all"))
        yield packed((0, 0, 0, 0), one, two)


TARGET = Target("guard", run, seeds, 2_400)
