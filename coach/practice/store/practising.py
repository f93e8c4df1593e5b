"""Practice itself: attempts, tries, what was said of them, and the outcomes that progress is reckoned from."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from coach.practice.progress import Outcome
from coach.practice.store import bounds, models, rows
from coach.practice.store.access import Access, get
from coach.practice.store.acting import Acting, reading, writing
from coach.practice.store.columns import now
from coach.practice.store.errors import AttemptChanged, AttemptOver, NotInSet, SetOver
from coach.practice.store.refusing import refuse


class Practising(Acting):
    """What everyone may do with their own practice, and read of that which they see."""

    @reading
    def me(self, access: Access) -> rows.Person:
        """Give who acts."""
        return rows.row(rows.Person, access.me)

    @writing
    def start(self, access: Access, start: rows.Start) -> rows.Attempt:
        """Begin an attempt of one's own; raises SetOver or NotInSet, and NotAllowed where an agent takes a held-out one by itself."""
        if start.set_id is not None:
            chosen = access.set(start.set_id)
            if start.scenario not in chosen.scenarios:
                raise NotInSet()
            if chosen.deadline is not None and chosen.deadline <= now():
                raise SetOver()
        elif start.held_out and access.me.role == "agent":
            raise refuse("held_out")
        attempt = models.Attempt(
            person_id=access.me.id,
            set_id=start.set_id,
            scenario=bounds.key(start.scenario, "scenario"),
            scenario_version=start.version,
            scenario_sha=bounds.text(start.sha, "sha", 64),
            language=start.language,
            difficulty=bounds.text(start.difficulty, "difficulty", 10),
            kinds=bounds.document(list(start.kinds), "kinds"),
            held_out=start.held_out,
            state=bounds.document(start.state, "state", bounds.MAX_STATE),
            revision=0,
        )
        access.session.add(attempt)
        access.session.flush()
        return rows.row(rows.Attempt, attempt)

    @writing
    def add_try(
        self,
        access: Access,
        attempt_id: str,
        new: rows.NewTry,
        state: Mapping[str, Any] | None = None,
        revision: int | None = None,
        finished: bool = False,
    ) -> rows.Try:
        """Keep a reply under the next number of its turn, and the attempt's new state with it.

        Raises AttemptOver, and AttemptChanged where `revision` is not the attempt's any more: then the state was
        reckoned from an older one.
        """
        attempt = _open(access, attempt_id, revision)
        turn = bounds.key(new.turn, "turn")
        same = (models.Try.attempt_id == attempt_id, models.Try.turn == turn)
        last = access.session.scalar(select(func.max(models.Try.created)).where(models.Try.attempt_id == attempt_id))
        tried = models.Try(
            attempt_id=attempt_id,
            created=max(now(), last + timedelta(microseconds=1)) if last else now(),  # tries keep their order whatever the clock does
            turn=turn,
            number=(access.session.scalar(select(func.max(models.Try.number)).where(*same)) or 0) + 1,
            text=bounds.text(new.text, "reply"),
            score=bounds.number(new.score, "score", 0, 100),
            grade=bounds.grade(new.grade),
            criteria=bounds.document(new.criteria, "criteria"),
            reasons=bounds.document(new.reasons, "reasons"),
            ruleset_sha=bounds.text(new.ruleset_sha, "ruleset_sha", 64),
            models=bounds.document(new.models, "models"),
            seconds=None if new.seconds is None else min(max(new.seconds, 0.0), float(bounds.MAX_SECONDS)),
        )
        access.session.add(tried)
        attempt.revision += 1
        if state is not None:
            attempt.state = bounds.document(state, "state", bounds.MAX_STATE)
        if finished:
            attempt.finished = now()
        access.session.flush()
        return rows.row(rows.Try, tried)

    @writing
    def keep(
        self, access: Access, attempt_id: str, state: Mapping[str, Any], revision: int | None = None, finished: bool = False
    ) -> rows.Attempt:
        """Keep where an attempt stands after something that is no reply; raises as `add_try` does."""
        attempt = _open(access, attempt_id, revision)
        attempt.revision += 1
        attempt.state = bounds.document(state, "state", bounds.MAX_STATE)
        if finished:
            attempt.finished = rows.over_at(attempt.started, state.get("limit"), now()) if state.get("ended") == "time" else None
            attempt.finished = attempt.finished or now()
        return rows.row(rows.Attempt, attempt)

    @writing
    def finish(self, access: Access, attempt_id: str, state: Mapping[str, Any] | None = None) -> rows.Attempt:
        """End an attempt; one that is over stays as it is."""
        attempt = access.own(attempt_id, lock=True)
        if attempt.finished is None:
            attempt.finished = now()
            attempt.state = attempt.state if state is None else bounds.document(state, "state", bounds.MAX_STATE)
        return rows.row(rows.Attempt, attempt)

    @reading
    def own(self, access: Access, attempt_id: str) -> rows.Attempt:
        """Give an attempt of one's own."""
        return rows.row(rows.Attempt, access.own(attempt_id))

    @reading
    def attempt(self, access: Access, attempt_id: str) -> rows.Attempt:
        """Give an attempt."""
        return rows.row(rows.Attempt, access.attempt(attempt_id))

    @reading
    def attempts(
        self,
        access: Access,
        person_id: str | None = None,
        scenario: str | None = None,
        before: datetime | None = None,
        limit: int = 100,
    ) -> list[rows.Attempt]:
        """List the attempts that are seen, the latest first; `before` the last one's start gives the next page."""
        if person_id is not None:
            access.see(person_id)
        wanted = select(models.Attempt).order_by(models.Attempt.started.desc(), models.Attempt.id)
        wanted = wanted.where(models.Attempt.person_id.in_(access.people()) if person_id is None else models.Attempt.person_id == person_id)
        if scenario is not None:
            wanted = wanted.where(models.Attempt.scenario == scenario)
        if before is not None:
            wanted = wanted.where(models.Attempt.started < bounds.moment(before, "before"))
        found = access.session.scalars(wanted.limit(bounds.number(limit, "limit", 1, bounds.MAX_PAGE)))
        return [rows.row(rows.Attempt, one) for one in found]

    @reading
    def tries(self, access: Access, attempt_id: str) -> list[rows.Try]:
        """List an attempt's tries in the order in which they were made."""
        access.attempt(attempt_id)
        wanted = select(models.Try).where(models.Try.attempt_id == attempt_id)
        return [
            rows.row(rows.Try, one)
            for one in access.session.scalars(wanted.order_by(models.Try.created, models.Try.turn, models.Try.number))
        ]

    @reading
    def comments(self, access: Access, attempt_id: str) -> list[rows.Comment]:
        """List what trainers said of an attempt's tries and did not withdraw."""
        access.attempt(attempt_id)
        wanted = select(models.Comment).join(models.Try, models.Try.id == models.Comment.try_id)
        wanted = wanted.where(models.Try.attempt_id == attempt_id, models.Comment.withdrawn.is_(None))
        return [rows.row(rows.Comment, one) for one in access.session.scalars(wanted.order_by(models.Comment.created))]

    @reading
    def overrides(self, access: Access, attempt_id: str) -> list[rows.Override]:
        """List the scores that trainers set beside the machine's and did not withdraw, the oldest first."""
        access.attempt(attempt_id)
        wanted = select(models.Override).join(models.Try, models.Try.id == models.Override.try_id)
        wanted = wanted.where(models.Try.attempt_id == attempt_id, models.Override.withdrawn.is_(None)).order_by(models.Override.created)
        return [rows.row(rows.Override, one) for one in access.session.scalars(wanted)]

    @reading
    def outcomes(
        self, access: Access, person_id: str | None = None, cohort_id: str | None = None, since: datetime | None = None
    ) -> list[Outcome]:
        """Give the outcomes of all tries that are seen, in order of time, with trainers' scores in the machine's place."""
        wanted = select(models.Try, models.Attempt).join(models.Attempt, models.Attempt.id == models.Try.attempt_id)
        wanted = wanted.where(models.Attempt.person_id.in_(access.people()))
        if person_id is not None:
            access.see(person_id)
            wanted = wanted.where(models.Attempt.person_id == person_id)
        if cohort_id is not None:
            access.teach(cohort_id)
            members = select(models.Membership.person_id).where(models.Membership.cohort_id == cohort_id)
            wanted = wanted.where(models.Attempt.person_id.in_(members))
        if since is not None:
            wanted = wanted.where(models.Attempt.started >= bounds.moment(since, "since"))
        found = access.session.execute(wanted.order_by(models.Try.created, models.Try.number)).all()
        overrides = _overrides(access, [tried.id for tried, _ in found])
        return [_outcome(tried, attempt, overrides.get(tried.id, {})) for tried, attempt in found]

    @writing
    def show_nudge(self, access: Access, kind: str, quiet_since: datetime | None = None) -> rows.Nudge | None:
        """Keep that a word of care is shown to who acts; None where another was shown since `quiet_since`."""
        if quiet_since is not None:
            mine = select(func.count()).where(models.Nudge.person_id == access.me.id, models.Nudge.shown_at > quiet_since)
            if access.session.scalar(mine):
                return None
        nudge = models.Nudge(person_id=access.me.id, kind=bounds.key(kind, "kind"), shown_at=now())
        access.session.add(nudge)
        access.session.flush()
        return rows.row(rows.Nudge, nudge)

    @writing
    def dismiss_nudge(self, access: Access, nudge_id: str) -> rows.Nudge:
        """Keep that it was waved away."""
        nudge = get(access.session, models.Nudge, nudge_id)
        if nudge.person_id != access.me.id:
            raise refuse("nudge")
        nudge.dismissed = nudge.dismissed or now()
        return rows.row(rows.Nudge, nudge)

    @reading
    def nudges(self, access: Access, limit: int = 50) -> list[rows.Nudge]:
        """List one's own, the latest first; nobody sees another's."""
        wanted = select(models.Nudge).where(models.Nudge.person_id == access.me.id).order_by(models.Nudge.shown_at.desc())
        return [
            rows.row(rows.Nudge, one) for one in access.session.scalars(wanted.limit(bounds.number(limit, "limit", 1, bounds.MAX_PAGE)))
        ]


def _open(access: Access, attempt_id: str, revision: int | None) -> models.Attempt:
    """Give an attempt of who acts that goes on, held against other writers; raises AttemptOver or AttemptChanged."""
    attempt = access.own(attempt_id, lock=True)
    if attempt.finished is not None or attempt.revision >= bounds.MAX_TRIES:
        raise AttemptOver()
    if revision is not None and revision != attempt.revision:
        raise AttemptChanged()
    return attempt


_AT_ONCE = 500  # ids in one question: SQLite's older builds take 999


def _overrides(access: Access, tries: list[str]) -> dict[str, dict[str, int]]:
    """Give the latest override of each criterion by try, of those not withdrawn."""
    latest: dict[str, dict[str, int]] = {}
    for start in range(0, len(tries), _AT_ONCE):
        wanted = select(models.Override).where(
            models.Override.try_id.in_(tries[start : start + _AT_ONCE]), models.Override.withdrawn.is_(None)
        )
        for one in access.session.scalars(wanted.order_by(models.Override.created)):
            latest.setdefault(one.try_id, {})[one.criterion] = one.score
    return latest


def _outcome(tried: models.Try, attempt: models.Attempt, overrides: dict[str, int]) -> Outcome:
    criteria = {**tried.criteria, **{name: score for name, score in overrides.items() if name != "overall"}}
    return Outcome(
        person=attempt.person_id,
        attempt=attempt.id,
        scenario=attempt.scenario,
        kinds=tuple(attempt.kinds),
        difficulty=attempt.difficulty,
        held_out=attempt.held_out,
        turn=tried.turn,
        number=tried.number,
        score=overrides.get("overall", tried.score),
        criteria=criteria,
        at=tried.created,
        overridden=bool(overrides),
    )
