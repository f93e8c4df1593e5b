"""The store as whoever holds the machine reads it: in nobody's name, and so with nobody's bounds."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from coach.practice.store import models, rows
from coach.practice.store.access import Access
from coach.practice.store.acting import reading
from coach.practice.store.administration import Administration
from coach.practice.store.columns import now
from coach.practice.store.looking import Looking
from coach.practice.store.practising import Practising
from coach.practice.store.store import PracticeStore
from coach.text.normalise import folded

_MOST = 20


def _named(access: Access, kind: type[models.Person] | type[models.Cohort], called: str) -> list[str]:
    """Give the ids of those of this name, or where there is none, of this name as it may be typed: «اسامه» for «أُسامة»."""
    names = access.session.execute(select(kind.id, kind.name)).all()
    return [key for key, name in names if name == called][:_MOST] or [key for key, name in names if folded(name) == folded(called)][:_MOST]


class Machine(Practising, Looking, Administration):
    """Everyone's practice, for commands on the machine where the store lies; it has none of its own."""

    def __init__(self, store: PracticeStore) -> None:
        """Read this store."""
        super().__init__(store.transactions, "")

    def access(self, session: Session) -> Access:
        """Give leave to see all; the person is nobody and is never kept."""
        return Access(session, models.Person(id="", name="", role="admin", language="en", created=now()))

    @reading
    def people_called(self, access: Access, called: str | None = None) -> list[rows.Person]:
        """Give who has this id or this name, or anyone, at most 20."""
        wanted = select(models.Person).order_by(models.Person.name, models.Person.id)
        if called is not None:
            wanted = wanted.where(or_(models.Person.id == called, models.Person.id.in_(_named(access, models.Person, called))))
        return [rows.row(rows.Person, one) for one in access.session.scalars(wanted.limit(_MOST))]

    @reading
    def everyone(self, access: Access) -> list[rows.Person]:
        """List all people, by name."""
        found = access.session.scalars(select(models.Person).order_by(models.Person.name, models.Person.id))
        return [rows.row(rows.Person, one) for one in found]

    @reading
    def cohorts_called(self, access: Access, called: str | None = None) -> list[rows.Cohort]:
        """Give the cohorts of this id or this name, or any, at most 20."""
        wanted = select(models.Cohort).order_by(models.Cohort.name, models.Cohort.id)
        if called is not None:
            wanted = wanted.where(or_(models.Cohort.id == called, models.Cohort.id.in_(_named(access, models.Cohort, called))))
        return [rows.row(rows.Cohort, one) for one in access.session.scalars(wanted.limit(_MOST))]

    @reading
    def agents(self, access: Access, cohort_id: str) -> set[str]:
        """Give the ids of a cohort's agents."""
        wanted = select(models.Person.id).join(models.Membership, models.Membership.person_id == models.Person.id)
        return set(access.session.scalars(wanted.where(models.Membership.cohort_id == cohort_id, models.Person.role == "agent")))
