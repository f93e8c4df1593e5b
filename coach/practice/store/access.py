"""Who may see and do what: the one place where that is decided.

| | agent | trainer | admin |
|---|---|---|---|
| practise, read and export one's own | yes | yes | yes |
| read another's attempts, outcomes | no | of agents in one's cohorts | yes |
| comment, override | no | those same, never one's own | all but one's own |
| withdraw a remark; see it afterwards | no; no | one's own; yes, but not of one's own attempts | one's own; likewise |
| practise what is kept for tests | in a set | yes | yes |
| make cohorts and sets, invite | no | yes; change only one's own sets and cohorts | yes |
| put someone into a cohort who was not invited | no | no: it would open their attempts | yes |
| see another's nudges | no | no, only totals of groups that are not too small | likewise |
| figures of a cohort together | no | of one's own, of groups that are not too small | likewise, of all |
| a new key for another | no | for agents in one's cohorts | yes |
| people and their roles, settings, rubric, erasure | no | no | yes; the last administrator stays one |

The role is read in each transaction anew, so that it ends with the moment in which it is taken away.
"""

from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, aliased

from coach.practice.store.errors import NoSuch
from coach.practice.store.models import Attempt, Base, Cohort, Comment, Invitation, Membership, Override, Person, PracticeSet, Try
from coach.practice.store.refusing import refuse

_KINDS: dict[type[Base], dict[str, str]] = {
    Person: {"en": "person", "ar": "شخص"},
    Attempt: {"en": "attempt", "ar": "محاولة"},
    Try: {"en": "try", "ar": "رد"},
    Cohort: {"en": "group", "ar": "مجموعة"},
    PracticeSet: {"en": "set", "ar": "حزمة مواقف"},
    Comment: {"en": "comment", "ar": "تعليق"},
    Override: {"en": "score", "ar": "درجة"},
}
B = TypeVar("B", bound=Base)


def get(session: Session, kind: type[B], name: str, lock: bool = False) -> B:
    """Give the row with an id, held against other writers if `lock`; raises NoSuch."""
    found = session.get(kind, name, with_for_update=lock) if name.isascii() and name.isalnum() else None
    if found is None:
        raise NoSuch(kind=_KINDS.get(kind, {"en": "entry", "ar": "قيد"}), name=name[:40] if name.isascii() and name.isalnum() else "-")
    return found


@dataclass(frozen=True, slots=True)
class Access:
    """What one person may do in one transaction; each method raises NotAllowed."""

    session: Session
    me: Person

    @property
    def admin(self) -> bool:
        """Tell whether they administer."""
        return self.me.role == "admin"

    def people(self) -> Select[str]:
        """Select the ids of those whose practice they see."""
        if self.admin:
            return select(Person.id)
        if self.me.role == "agent":
            return select(Person.id).where(Person.id == self.me.id)
        mine, theirs = aliased(Membership), aliased(Membership)
        trained = (
            select(theirs.person_id).join(mine, mine.cohort_id == theirs.cohort_id).where(mine.person_id == self.me.id).scalar_subquery()
        )
        return select(Person.id).where(or_(Person.id == self.me.id, (Person.role == "agent") & Person.id.in_(trained)))

    def cohorts(self) -> Select[str]:
        """Select the ids of the cohorts that they are in, an administrator all."""
        if self.admin:
            return select(Cohort.id)
        return select(Membership.cohort_id).where(Membership.person_id == self.me.id)

    def see(self, person_id: str, what: str = "person") -> None:
        """Let them see someone's practice."""
        if person_id != self.me.id and self.session.scalar(self.people().where(Person.id == person_id)) is None:
            raise refuse(what)

    def own(self, attempt_id: str, lock: bool = False) -> Attempt:
        """Give an attempt of their own."""
        attempt = get(self.session, Attempt, attempt_id, lock)
        if attempt.person_id != self.me.id:
            raise refuse("attempt")
        return attempt

    def attempt(self, attempt_id: str) -> Attempt:
        """Give an attempt that they see."""
        attempt = get(self.session, Attempt, attempt_id)
        self.see(attempt.person_id, "attempt")
        return attempt

    def mark(self, try_id: str) -> Try:
        """Give a try that they may comment on and score: another's, whom they train."""
        self.teach()
        tried = get(self.session, Try, try_id)
        attempt = get(self.session, Attempt, tried.attempt_id)
        if attempt.person_id == self.me.id:
            raise refuse("mark")
        self.see(attempt.person_id, "mark")
        return tried

    def teach(self, cohort_id: str | None = None) -> None:
        """Let them do a trainer's work, in a cohort of theirs if one is named."""
        if self.me.role == "agent":
            raise refuse("teach")
        if cohort_id is not None:
            get(self.session, Cohort, cohort_id)
            if not self.admin and self.session.get(Membership, (cohort_id, self.me.id)) is None:
                raise refuse("cohort")

    def rekey(self, person_id: str) -> Person:
        """Give someone to whom they may hand a new key: to anyone as an administrator, to an agent whom they train as a trainer."""
        person = get(self.session, Person, person_id)
        self.teach()
        if not self.admin:
            self.see(person_id)
            if person.role != "agent":
                raise refuse("key")
        return person

    def administer(self) -> None:
        """Let them do an administrator's work."""
        if not self.admin:
            raise refuse("administer")

    def sets(self) -> Select[PracticeSet]:
        """Select the sets that they see: their own, and those given to their cohorts."""
        if self.admin:
            return select(PracticeSet)
        given = select(Invitation.set_id).where(Invitation.cohort_id.in_(self.cohorts()))
        return select(PracticeSet).where(or_(PracticeSet.trainer_id == self.me.id, PracticeSet.id.in_(given)))

    def set(self, set_id: str, change: bool = False) -> PracticeSet:
        """Give a set that they see, or may change."""
        found = get(self.session, PracticeSet, set_id)
        if change:
            self.teach()
            if not self.admin and found.trainer_id != self.me.id:
                raise refuse("set")
        elif self.session.scalar(self.sets().where(PracticeSet.id == set_id)) is None:
            raise refuse("set")
        return found
