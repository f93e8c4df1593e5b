"""A trainer's work: cohorts, sets, invitations, and what a trainer says of a try."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from coach.practice.progress import limits
from coach.practice.store import bounds, models, rows
from coach.practice.store.access import Access, get
from coach.practice.store.acting import Acting, reading, writing
from coach.practice.store.columns import now
from coach.practice.store.errors import GroupTooSmall, InvitationFull, InvitationOver, SetBegun
from coach.practice.store.refusing import refuse
from coach.text.normalise import folded


@dataclass(frozen=True, slots=True)
class CareTotals:
    """How many words of care a cohort's agents were shown, and waved away."""

    agents: int
    shown: int
    dismissed: int


class Training(Acting):
    """What trainers may do; an agent is refused, but for reading the sets given to them and accepting invitations."""

    @reading
    def cohorts(self, access: Access) -> list[rows.Cohort]:
        """List the cohorts that one is in, by name."""
        wanted = select(models.Cohort).where(models.Cohort.id.in_(access.cohorts())).order_by(models.Cohort.name)
        return [rows.row(rows.Cohort, one) for one in access.session.scalars(wanted)]

    @writing
    def create_cohort(self, access: Access, name: str) -> rows.Cohort:
        """Make a cohort, with who makes it in it."""
        access.teach()
        cohort = models.Cohort(name=bounds.text(name, "name", bounds.MAX_NAME, least=1))
        access.session.add(cohort)
        access.session.flush()
        access.session.add(models.Membership(cohort_id=cohort.id, person_id=access.me.id))
        return rows.row(rows.Cohort, cohort)

    @reading
    def members(self, access: Access, cohort_id: str) -> list[rows.Person]:
        """List who is in a cohort, by name."""
        access.teach(cohort_id)
        wanted = select(models.Person).join(models.Membership, models.Membership.person_id == models.Person.id)
        wanted = wanted.where(models.Membership.cohort_id == cohort_id).order_by(models.Person.name)
        return [rows.row(rows.Person, one) for one in access.session.scalars(wanted)]

    @writing
    def join(self, access: Access, cohort_id: str, person_id: str) -> None:
        """Put someone into a cohort, which opens their attempts to its trainers: an administrator's to do."""
        access.administer()
        get(access.session, models.Cohort, cohort_id)
        get(access.session, models.Person, person_id)
        _add_member(access.session, cohort_id, person_id)

    @writing
    def leave(self, access: Access, cohort_id: str, person_id: str) -> None:
        """Take someone out of a cohort; everyone may take themselves out."""
        if person_id != access.me.id:
            access.teach(cohort_id)
        if (held := access.session.get(models.Membership, (cohort_id, person_id))) is not None:
            access.session.delete(held)

    @writing
    def create_set(
        self,
        access: Access,
        name: str,
        scenarios: Sequence[str],
        timer_seconds: int | None = None,
        deadline: datetime | None = None,
        shows_master: bool = True,
    ) -> rows.PracticeSet:
        """Make a set of scenarios, in this order."""
        access.teach()
        made = models.PracticeSet(trainer_id=access.me.id)
        _fill(made, name, scenarios, timer_seconds, deadline, shows_master)
        access.session.add(made)
        access.session.flush()
        return rows.row(rows.PracticeSet, made)

    @writing
    def change_set(
        self,
        access: Access,
        set_id: str,
        name: str,
        scenarios: Sequence[str],
        timer_seconds: int | None = None,
        deadline: datetime | None = None,
        shows_master: bool = True,
    ) -> rows.PracticeSet:
        """Change a set, its invitations staying; raises SetBegun once somebody other than its trainer has begun it."""
        changed = access.set(set_id, change=True)
        if access.session.scalar(begun(access).where(models.PracticeSet.id == set_id)) is not None:
            raise SetBegun()
        _fill(changed, name, scenarios, timer_seconds, deadline, shows_master)
        access.session.flush()
        return rows.row(rows.PracticeSet, changed)

    @writing
    def delete_set(self, access: Access, set_id: str) -> None:
        """Take back a set and its invitations; attempts made in it stay."""
        access.session.delete(access.set(set_id, change=True))

    @reading
    def sets(self, access: Access) -> list[rows.PracticeSet]:
        """List one's own sets and those given to one's cohorts, the oldest first."""
        return [rows.row(rows.PracticeSet, one) for one in access.session.scalars(access.sets().order_by(models.PracticeSet.created))]

    @reading
    def set(self, access: Access, set_id: str) -> rows.PracticeSet:
        """Give a set."""
        return rows.row(rows.PracticeSet, access.set(set_id))

    @writing
    def invite(self, access: Access, set_id: str, cohort_id: str, expires: datetime) -> tuple[rows.Invitation, str]:
        """Give a set to a cohort; the token, told this once, lets whoever bears it into the cohort until it expires."""
        access.teach(cohort_id)
        access.set(set_id)
        token = secrets.token_urlsafe(32)
        invitation = models.Invitation(
            token_sha=_digest(token),
            set_id=set_id,
            cohort_id=cohort_id,
            trainer_id=access.me.id,
            expires=bounds.moment(expires, "expires"),
        )
        access.session.add(invitation)
        access.session.flush()
        return rows.row(rows.Invitation, invitation), token

    @reading
    def invitations(self, access: Access, cohort_id: str) -> list[rows.Invitation]:
        """List a cohort's invitations, the latest first."""
        access.teach(cohort_id)
        wanted = select(models.Invitation).where(models.Invitation.cohort_id == cohort_id).order_by(models.Invitation.created.desc())
        return [rows.row(rows.Invitation, one) for one in access.session.scalars(wanted)]

    @writing
    def withdraw(self, access: Access, invitation_id: str) -> None:
        """Let an invitation open nothing from now on."""
        invitation = get(access.session, models.Invitation, invitation_id)
        access.teach(invitation.cohort_id)
        invitation.withdrawn = invitation.withdrawn or now()

    @writing
    def accept(self, access: Access, token: str) -> rows.PracticeSet:
        """Join the cohort that an invitation is for and give its set; raises InvitationOver, or InvitationFull.

        Agents join by it. A trainer would come to see the cohort's attempts, so only an administrator puts one in.
        """
        found = invited(access.session, token, lock=True)
        if access.me.role == "agent":
            let_in(access.session, found, access.me.id)
        return rows.row(rows.PracticeSet, access.set(found.set_id))

    @writing
    def override(self, access: Access, try_id: str, score: int, reason: str, criterion: str = "overall") -> rows.Override:
        """Set a score beside the machine's, for a criterion or the whole."""
        override = models.Override(
            try_id=access.mark(try_id).id,
            trainer_id=access.me.id,
            criterion=bounds.criterion(criterion),
            score=bounds.number(score, "score", 0, 100),
            reason=bounds.text(reason, "reason", bounds.MAX_REMARK, least=1),
        )
        access.session.add(override)
        access.session.flush()
        return rows.row(rows.Override, override)

    @writing
    def comment(self, access: Access, try_id: str, start: int, end: int, text: str) -> rows.Comment:
        """Say something of a stretch of a try; offsets are code points of its text."""
        tried = access.mark(try_id)
        comment = models.Comment(
            try_id=tried.id,
            trainer_id=access.me.id,
            start=bounds.number(start, "start", 0, len(tried.text or "")),
            end=bounds.number(end, "end", start, len(tried.text or "")),
            text=bounds.text(text, "comment", bounds.MAX_REMARK, least=1),
        )
        access.session.add(comment)
        access.session.flush()
        return rows.row(rows.Comment, comment)

    @writing
    def withdraw_override(self, access: Access, override_id: str) -> None:
        """Let a score that one set count no more; it stays in the history."""
        _take_back(access, models.Override, override_id)

    @writing
    def withdraw_comment(self, access: Access, comment_id: str) -> None:
        """Take back what one said of a try; it stays in the history."""
        _take_back(access, models.Comment, comment_id)

    @reading
    def care_totals(self, access: Access, cohort_id: str, since: datetime) -> CareTotals:
        """Count the words of care shown in a cohort; raises GroupTooSmall where it would tell of somebody."""
        access.teach(cohort_id)
        agents = select(models.Person.id).join(models.Membership, models.Membership.person_id == models.Person.id)
        agents = agents.where(models.Membership.cohort_id == cohort_id, models.Person.role == "agent")
        n = access.session.scalar(select(func.count()).select_from(agents.subquery())) or 0
        if n < limits().least_group:
            raise GroupTooSmall(least=limits().least_group)
        counted = select(func.count(), func.count(models.Nudge.dismissed)).select_from(models.Nudge)
        counted = counted.where(models.Nudge.person_id.in_(agents), models.Nudge.shown_at >= bounds.moment(since, "since"))
        shown, dismissed = access.session.execute(counted).one()
        return CareTotals(n, shown, dismissed)


def begun(access: Access) -> Select[str]:
    """Select the ids of the sets that are seen and that somebody other than their trainer has begun."""
    others = models.Attempt.person_id.is_distinct_from(models.PracticeSet.trainer_id)
    seen = access.sets().with_only_columns(models.PracticeSet.id)
    return seen.where(select(models.Attempt.id).where(models.Attempt.set_id == models.PracticeSet.id, others).exists())


def _fill(
    one: models.PracticeSet, name: str, scenarios: Sequence[str], timer_seconds: int | None, deadline: datetime | None, shows_master: bool
) -> None:
    """Give a set what it is to hold; raises BadValue."""
    bounds.number(len(scenarios), "scenarios", 1, bounds.MAX_SCENARIOS)
    one.name = bounds.text(name, "name", bounds.MAX_NAME, least=1)
    one.scenarios = [bounds.key(scenario, "scenarios") for scenario in scenarios]
    one.timer_seconds = None if timer_seconds is None else bounds.number(timer_seconds, "timer_seconds", 1, bounds.MAX_SECONDS)
    one.deadline = None if deadline is None else bounds.moment(deadline, "deadline")
    one.shows_master = shows_master


def _take_back(access: Access, kind: type[models.Override] | type[models.Comment], name: str) -> None:
    access.teach()
    remark = get(access.session, kind, name)
    if remark.trainer_id != access.me.id:
        raise refuse("remark")
    remark.withdrawn = remark.withdrawn or now()


def invited(session: Session, token: str, lock: bool = False) -> models.Invitation:
    """Give the invitation that a token opens, held against other writers if `lock`; raises InvitationOver."""
    wanted = select(models.Invitation).where(models.Invitation.token_sha == _digest(token))
    found = session.scalar(wanted.with_for_update() if lock else wanted)
    if found is None or found.withdrawn is not None or found.expires <= now():
        raise InvitationOver()
    return found


def look_up(session: Session, token: str, name: str | None = None) -> rows.Invited:
    """Tell what a token opens, and whether an agent in the cohort is called `name`; raises InvitationOver."""
    found = invited(session, token)
    trainer = None if found.trainer_id is None else session.get(models.Person, found.trainer_id)
    agents = select(models.Person.name).join(models.Membership, models.Membership.person_id == models.Person.id)
    agents = agents.where(models.Membership.cohort_id == found.cohort_id, models.Person.role == "agent")
    given = get(session, models.PracticeSet, found.set_id)
    return rows.Invited(
        set=given.name,
        scenarios=len(given.scenarios),
        cohort=get(session, models.Cohort, found.cohort_id).name,
        trainer=None if trainer is None else trainer.name,
        taken=name is not None and any(folded(one) == folded(name) for one in session.scalars(agents)),
    )


def let_in(session: Session, invitation: models.Invitation, person_id: str) -> None:
    """Put someone into the invitation's cohort who is not in it; raises InvitationFull."""
    if session.get(models.Membership, (invitation.cohort_id, person_id)) is None:
        if invitation.joined >= bounds.MAX_JOINED:
            raise InvitationFull(limit=bounds.MAX_JOINED)
        invitation.joined += 1
        _add_member(session, invitation.cohort_id, person_id)
        session.flush()


def _add_member(session: Session, cohort_id: str, person_id: str) -> None:
    if session.get(models.Membership, (cohort_id, person_id)) is None:
        session.add(models.Membership(cohort_id=cohort_id, person_id=person_id))


def _digest(token: str) -> str:
    return sha256(token.encode("utf-8", "replace")).hexdigest()
