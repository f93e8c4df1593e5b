"""A person's data: given out whole, erased on demand, and let go of in time.

Erasure leaves nothing, or, where a team's figures are to stay, scores without a text, under an id that was never anyone's, with
times cut to the day, in no cohort and no set. Texts that a trainer wrote about others stay theirs, without the trainer's name.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, delete, func, or_, select, update
from sqlalchemy.orm import Session

from coach.practice.store import models
from coach.practice.store.access import get
from coach.practice.store.columns import new_id, now
from coach.practice.store.errors import LastAdministrator

RETENTION = "retention_days"
DEFAULT_DAYS = 365
"""A year: long enough to compare a training with the one before, and for a yearly talk about it."""
MAX_DAYS = 36_500
_MADE = (models.PracticeSet, models.Invitation, models.Override, models.Comment, models.RubricVersion)


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure or a sweep took: attempts emptied or removed, tries whose text went, comments that went."""

    attempts: int
    tries: int
    comments: int


def retention_days(session: Session) -> int:
    """Give for how many days texts are kept; 0 for ever."""
    setting = session.get(models.Setting, RETENTION)
    return DEFAULT_DAYS if setting is None else int(setting.value)


def export_person(session: Session, person_id: str) -> dict[str, Any]:
    """Give everything that is kept about a person, as JSON; raises NoSuch."""
    person = get(session, models.Person, person_id)
    attempts = session.scalars(select(models.Attempt).where(models.Attempt.person_id == person_id).order_by(models.Attempt.started)).all()
    cohorts = select(models.Cohort.name, models.Membership.joined).join(models.Membership, models.Membership.cohort_id == models.Cohort.id)
    made = {
        kind.__tablename__: [
            plain(one, without=("token_sha",))
            for one in session.scalars(select(kind).where(kind.trainer_id == person_id).order_by(kind.created))
        ]
        for kind in _MADE
    }
    return {
        "schema_version": 1,
        "exported": now().isoformat(),
        "person": plain(person),
        "cohorts": [
            {"name": name, "joined": joined.isoformat()}
            for name, joined in session.execute(cohorts.where(models.Membership.person_id == person_id))
        ],
        "attempts": [{**plain(attempt), "tries": _tries(session, attempt.id)} for attempt in attempts],
        "nudges": [plain(one) for one in session.scalars(select(models.Nudge).where(models.Nudge.person_id == person_id))],
        "made": made,
    }


def _tries(session: Session, attempt_id: str) -> list[dict[str, Any]]:
    found = []
    for tried in session.scalars(select(models.Try).where(models.Try.attempt_id == attempt_id).order_by(models.Try.created)):
        overrides = session.scalars(select(models.Override).where(models.Override.try_id == tried.id))
        comments = session.scalars(select(models.Comment).where(models.Comment.try_id == tried.id))
        found.append(
            {
                **plain(tried),
                "overrides": [plain(one, without=("trainer_id",)) for one in overrides],
                "comments": [plain(one, without=("trainer_id",)) for one in comments],
            }
        )
    return found


def plain(row: models.Base, without: tuple[str, ...] = ()) -> dict[str, Any]:
    """Give a row as JSON values; times are ISO 8601 in UTC."""
    values = {column.key: getattr(row, column.key) for column in row.__mapper__.columns if column.key not in without}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()}


def erase_person(session: Session, person_id: str, keep_scores: bool = False) -> Erased:
    """Erase a person; with `keep_scores` their scores stay, as nobody's. Raises NoSuch or LastAdministrator."""
    keep_an_administrator(session, person_id)
    person = get(session, models.Person, person_id, lock=True)
    mine = select(models.Attempt.id).where(models.Attempt.person_id == person_id)
    if keep_scores:
        erased = _empty(session, mine)
        nobody = models.Person(id=new_id(), name="-", role="agent", language=person.language, created=_day(now()))
        session.add(nobody)
        session.flush()
        for attempt in session.scalars(select(models.Attempt).where(models.Attempt.person_id == person_id)):
            attempt.person_id, attempt.set_id, attempt.started = nobody.id, None, _day(attempt.started)
            attempt.finished = None if attempt.finished is None else _day(attempt.finished)
            for tried in session.scalars(select(models.Try).where(models.Try.attempt_id == attempt.id)):
                tried.created, tried.seconds = _day(tried.created), None
    else:
        tries = select(models.Try.id).where(models.Try.attempt_id.in_(mine))
        erased = Erased(
            _count(session, models.Attempt.id.in_(mine), models.Attempt),
            _count(session, models.Try.attempt_id.in_(mine), models.Try),
            _count(session, models.Comment.try_id.in_(tries), models.Comment),
        )
    session.flush()
    session.execute(delete(models.Person).where(models.Person.id == person_id))
    return erased


def keep_an_administrator(session: Session, person_id: str) -> None:
    """Raise LastAdministrator where nobody but this person administers; others who ask the same wait until this is through."""
    held = session.scalars(select(models.Person.id).where(models.Person.role == "admin").order_by(models.Person.id).with_for_update()).all()
    if held == [person_id]:
        raise LastAdministrator()


def sweep(session: Session, at: datetime | None = None) -> Erased:
    """Let go of what is older than the retention: texts, reasons, comments, reminders, invitations; scores stay."""
    days = retention_days(session)
    if days == 0:
        return Erased(0, 0, 0)
    before = (at or now()) - timedelta(days=days)
    last = (
        select(func.max(models.Try.created)).where(models.Try.attempt_id == models.Attempt.id).correlate(models.Attempt).scalar_subquery()
    )
    old = select(models.Attempt.id).where(models.Attempt.started < before, or_(last.is_(None), last < before))
    session.execute(delete(models.Nudge).where(models.Nudge.shown_at < before))
    session.execute(delete(models.Invitation).where(models.Invitation.expires < before))
    return _empty(session, old)


def _empty(session: Session, attempts: Any) -> Erased:
    """Take the words out of attempts: replies, the conversation so far, reasons (which quote), trainers' comments and reasons."""
    ids = list(session.scalars(attempts))
    erased = Erased(0, 0, 0)
    for start in range(0, len(ids), 500):
        some = ids[start : start + 500]
        tries = select(models.Try.id).where(models.Try.attempt_id.in_(some))
        comments = _changed(session, delete(models.Comment).where(models.Comment.try_id.in_(tries)))
        session.execute(update(models.Override).where(models.Override.try_id.in_(tries)).values(reason=""))
        gone = update(models.Try).where(models.Try.attempt_id.in_(some), models.Try.text.is_not(None)).values(text=None, reasons=[])
        emptied = _changed(session, gone)
        started = func.coalesce(models.Attempt.finished, models.Attempt.started)
        _changed(session, update(models.Attempt).where(models.Attempt.id.in_(some)).values(state={}, finished=started))
        erased = Erased(erased.attempts + len(some), erased.tries + emptied, erased.comments + comments)
    session.expire_all()
    return erased


def _changed(session: Session, statement: Any) -> int:
    done = session.execute(statement, execution_options={"synchronize_session": False})
    return done.rowcount if isinstance(done, CursorResult) else 0


def _count(session: Session, condition: Any, kind: type[models.Base]) -> int:
    return session.scalar(select(func.count()).select_from(kind).where(condition)) or 0


def _day(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)
