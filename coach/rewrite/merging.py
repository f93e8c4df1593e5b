"""Edits of a text that edits made, told as edits of the draft itself."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from coach.rewrite.edits import Edit, FixedEdit, apply_edits, carried_out
from coach.text.cues import common

_COMMA = re.compile(r",[ \t]*$")
_CAPITAL = re.compile(r"[ \t]*(?!I\b)(?P<word>[A-Z][a-z]*)(?=[\s'’])")
_NEAR = 8  # signs: a comma and some spaces


@dataclass(frozen=True, slots=True)
class _Span:
    """An edit's half-open place in the edited text: where it has put something, if it is `done`, else where it will."""

    start: int
    end: int
    by: FixedEdit
    done: bool


def merge(first: list[FixedEdit], second: list[FixedEdit], draft: str) -> list[FixedEdit]:
    """Express `second`, edits of the text that `first` makes of `draft`, as edits of `draft`; overlapping ones are joined."""
    if not first:
        return second
    done = _done(first)
    spans = [_Span(one.edit.start, one.edit.end, one, False) for one in sorted(second, key=lambda one: one.place)]
    groups = _overlapping([*spans, *done])
    edited = carried_out(draft, first)
    as_one = _taken_together(groups)
    joined = [_joined(group, edited, done) for group in groups]
    return [replace(one, order=order, group=as_one[one.group]) for order, one in enumerate(joined)]


def run_on(edits: Sequence[FixedEdit], draft: str) -> list[FixedEdit]:
    """Give edits, in order of place, so that what comes in behind a comma on its line begins small: "Hello, we're sorry"."""
    told: list[FixedEdit] = []
    for one in edits:
        edit = one.edit
        goes_on = bool(told) and told[-1].edit.end == edit.start
        follows = not goes_on and _COMMA.search(draft, max(0, edit.start - _NEAR), edit.start)
        found = _CAPITAL.match(edit.replacement) if follows else None
        if found and common(found["word"].lower(), "en"):
            at = found.start("word")
            edit = replace(edit, replacement=edit.replacement[:at] + edit.replacement[at].lower() + edit.replacement[at + 1 :])
        told.append(replace(one, edit=edit))
    return told


def _done(edits: Sequence[FixedEdit]) -> list[_Span]:
    """Give the places in the edited text of what the edits have put there."""
    spans: list[_Span] = []
    moved = 0
    for one in sorted(edits, key=lambda one: one.place):
        start = one.edit.start + moved
        spans.append(_Span(start, start + len(one.edit.replacement), one, True))
        moved = spans[-1].end - one.edit.end
    return spans


def _overlapping(spans: Sequence[_Span]) -> list[list[_Span]]:
    """Group spans that overlap, in order of place; one that touches nothing stands alone."""
    groups: list[list[_Span]] = []
    reach = -1
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        if groups and span.start < reach:
            groups[-1].append(span)
        else:
            groups.append([span])
        reach = max(reach, span.end) if len(groups[-1]) > 1 else span.end
    return groups


def _taken_together(groups: Sequence[Sequence[_Span]]) -> dict[int, int]:
    """Give for each number of a group of edits its new one: groups of which edits were joined are one from then on."""
    as_one: dict[int, int] = {}
    for group in groups:
        members = {as_one.get(span.by.group, span.by.group) for span in group}
        least = min(members)
        as_one.update({known: least for known, now in as_one.items() if now in members} | dict.fromkeys(members, least))
    return as_one


def _joined(group: Sequence[_Span], edited: str, done: Sequence[_Span]) -> FixedEdit:
    """Make one edit of the draft out of edits that overlap in the edited text."""
    start, end = group[0].start, max(span.end for span in group)
    inner = [Edit(span.start - start, span.end - start, span.by.edit.replacement) for span in group if not span.done]
    first = group[0].by
    begins = first.edit.start if group[0].done else _in_draft(start, done, after_gap=end > start)
    ends = next((span.by.edit.end for span in group if span.done and span.end == end), None)
    old = Edit(begins, _in_draft(end, done, after_gap=False) if ends is None else ends, apply_edits(edited[start:end], inner))
    return FixedEdit(old, tuple(dict.fromkeys(rule for span in group for rule in span.by.fixes)), first.why, first.order, first.group)


def _in_draft(at: int, done: Sequence[_Span], *, after_gap: bool) -> int:
    """Map an offset of the edited text, outside any edit, to the draft; where a deletion left a gap at `at`, before or after that."""
    moved = 0
    for span in done:
        if span.end < at or (span.end == at and (after_gap or span.start < span.end)):
            moved = span.end - span.by.edit.end
    return at - moved
