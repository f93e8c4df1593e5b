"""Attempts in a list, with their scenarios' titles and grades by the rubric in force."""

from coach.config import Texts
from coach.practice.scoring import grade_of
from coach.practice.store import rows

from . import told
from .attempting import rubric_of
from .desk import Caller


def summaries(caller: Caller, found: list[rows.Summary], limit: int) -> told.AttemptsBody:
    """Tell of attempts; `next` where the page is full."""
    rubric = rubric_of(caller.view.rubric())
    grades = rubric.grades if rubric else None
    return told.AttemptsBody(
        attempts=[
            told.SummaryBody(
                id=one.id,
                person=told.Named.model_validate(one.person),
                set_id=one.set_id,
                scenario=one.scenario,
                title=_title(caller, one.scenario),
                language=one.language,
                difficulty=one.difficulty,
                kinds=one.kinds,
                held_out=one.held_out,
                started=one.started,
                finished=one.finished,
                ended=_ended(one),
                tries=one.tries,
                first=one.first,
                last=one.last,
                grade=None if one.last is None else grade_of(round(one.last), grades),
                remarks=one.remarks,
            )
            for one in found
        ],
        next=found[-1].started if len(found) == limit else None,
    )


def _title(caller: Caller, key: str) -> Texts:
    return caller.bank[key].title if key in caller.bank else Texts(en=key, ar=key)


def _ended(one: rows.Summary) -> told.Ended | None:
    if one.ended in ("finished", "time", "given-up"):
        return one.ended  # type: ignore[return-value]
    return None if one.finished is None else "finished"
