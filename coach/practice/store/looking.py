"""What is shown: attempts whole and in lists, sets and cohorts with what belongs to them, each read in one go."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select

from coach.practice.store import bounds, models, rows
from coach.practice.store.access import Access, get
from coach.practice.store.acting import Acting, reading
from coach.practice.store.columns import now
from coach.practice.store.training import begun


class Looking(Acting):
    """What everyone may look at, as far as it is open to them."""

    @reading
    def whole(self, access: Access, attempt_id: str) -> rows.Whole:
        """Give an attempt with its tries, and what trainers said of them; what they withdrew is not for whose attempt it is."""
        session, attempt = access.session, access.attempt(attempt_id)
        tries = session.scalars(
            select(models.Try).where(models.Try.attempt_id == attempt_id).order_by(models.Try.created, models.Try.turn, models.Try.number)
        ).all()
        mine = select(models.Try.id).where(models.Try.attempt_id == attempt_id)
        commented = select(models.Comment).where(models.Comment.try_id.in_(mine)).order_by(models.Comment.created)
        overridden = select(models.Override).where(models.Override.try_id.in_(mine)).order_by(models.Override.created)
        if attempt.person_id == access.me.id:
            commented = commented.where(models.Comment.withdrawn.is_(None))
            overridden = overridden.where(models.Override.withdrawn.is_(None))
        comments, overrides = session.scalars(commented).all(), session.scalars(overridden).all()
        chosen = None if attempt.set_id is None else session.get(models.PracticeSet, attempt.set_id)
        return rows.Whole(
            rows.row(rows.Attempt, attempt),
            _named(access, [attempt.person_id])[attempt.person_id],
            chosen is None or chosen.shows_master,
            [rows.row(rows.Try, one) for one in tries],
            [rows.row(rows.Comment, one) for one in comments],
            [rows.row(rows.Override, one) for one in overrides],
            _names(access, [*(one.trainer_id for one in comments), *(one.trainer_id for one in overrides)]),
        )

    @reading
    def marked(self, access: Access, try_id: str) -> rows.Try:
        """Give a try that who acts may comment on and score."""
        return rows.row(rows.Try, access.mark(try_id))

    @reading
    def summaries(
        self,
        access: Access,
        person_id: str | None = None,
        cohort_id: str | None = None,
        set_id: str | None = None,
        scenario: str | None = None,
        before: datetime | None = None,
        limit: int = 100,
    ) -> list[rows.Summary]:
        """List the attempts that are seen, the latest first; `before` the last one's start gives the next page."""
        table = models.Attempt
        plain = (table.id, table.person_id, table.set_id, table.scenario, table.language, table.difficulty, table.kinds, table.held_out)
        within = (table.state["ended"].as_string().label("ended"), table.state["limit"].as_float().label("limit"))
        wanted = (
            select(*plain, table.started, table.finished, *within)
            .where(table.person_id.in_(access.people()))
            .order_by(table.started.desc(), table.id)
        )
        if person_id is not None:
            access.see(person_id)
            wanted = wanted.where(table.person_id == person_id)
        if cohort_id is not None:
            access.teach(cohort_id)
            wanted = wanted.where(table.person_id.in_(select(models.Membership.person_id).where(models.Membership.cohort_id == cohort_id)))
        if set_id is not None:
            wanted = wanted.where(table.set_id == set_id)
        if scenario is not None:
            wanted = wanted.where(table.scenario == bounds.key(scenario, "scenario"))
        if before is not None:
            wanted = wanted.where(table.started < bounds.moment(before, "before"))
        found = access.session.execute(wanted.limit(bounds.number(limit, "limit", 1, bounds.MAX_PAGE))).mappings().all()
        ids = [one["id"] for one in found]
        people, scores, remarks = _named(access, (one["person_id"] for one in found)), _scores(access, ids), _remarks(access, ids)
        summaries, at = [], now()
        for one in found:
            n, first, last = scores.get(one["id"], (0, None, None))
            fields = {name: value for name, value in one.items() if name != "person_id"}
            runs = one["ended"] is None and one["finished"] is None
            if runs and (end := rows.over_at(one["started"], one["limit"], at)) is not None:
                fields |= {"ended": "time", "finished": end}
            person = people[one["person_id"]]
            summaries.append(rows.Summary(**fields, person=person, tries=n, first=first, last=last, remarks=remarks[one["id"]]))
        return summaries

    @reading
    def given_sets(self, access: Access) -> list[rows.GivenSet]:
        """List the sets that are seen, the latest first, with how far who acts has come in each."""
        found = access.session.scalars(access.sets().order_by(models.PracticeSet.created.desc())).all()
        names = _named(access, (one.trainer_id for one in found))
        tried, limit = models.Attempt, models.Attempt.state["limit"].as_float()
        mine = select(tried.set_id, tried.scenario, tried.started, tried.finished, limit)
        mine = mine.where(tried.person_id == access.me.id, tried.set_id.is_not(None))
        done: dict[str | None, set[str]] = defaultdict(set)
        for set_id, scenario, started, finished, seconds in access.session.execute(mine):
            if finished is not None or rows.over_at(started, seconds, now()) is not None:
                done[set_id].add(scenario)
        begun_ones = set(access.session.scalars(begun(access)))
        return [
            rows.GivenSet(
                set=rows.row(rows.PracticeSet, one),
                trainer=names.get(one.trainer_id or ""),
                done=len(done[one.id] & set(one.scenarios)),
                begun=one.id in begun_ones,
            )
            for one in found
        ]

    @reading
    def counted_cohorts(self, access: Access) -> list[tuple[rows.Cohort, int, int]]:
        """List the cohorts that one is in, by name, with how many are in each, and how many agents of them."""
        inside = select(func.count()).select_from(models.Membership).where(models.Membership.cohort_id == models.Cohort.id)
        agents = inside.join(models.Person, models.Person.id == models.Membership.person_id).where(models.Person.role == "agent")
        wanted = select(models.Cohort, inside.scalar_subquery(), agents.scalar_subquery()).where(models.Cohort.id.in_(access.cohorts()))
        wanted = wanted.order_by(models.Cohort.name, models.Cohort.id)
        return [(rows.row(rows.Cohort, one), n, of_them) for one, n, of_them in access.session.execute(wanted)]

    @reading
    def names_of_rubrics(self, access: Access) -> dict[str, str]:
        """Give the names of those who set a version of the rubric, by id."""
        setters = access.session.scalars(select(models.RubricVersion.trainer_id).distinct())
        return _names(access, setters)

    @reading
    def cohort(self, access: Access, cohort_id: str) -> rows.Cohort:
        """Give a cohort of which one is a trainer."""
        access.teach(cohort_id)
        return rows.row(rows.Cohort, get(access.session, models.Cohort, cohort_id))


_AT_ONCE = 500  # ids in one question: SQLite's older builds take 999


def _named(access: Access, ids: Iterable[str | None]) -> dict[str, rows.Named]:
    """Give the names of people by id; nothing for None."""
    wanted = sorted({one for one in ids if one is not None})
    found: dict[str, rows.Named] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        some = select(models.Person.id, models.Person.name).where(models.Person.id.in_(wanted[start : start + _AT_ONCE]))
        found |= {key: rows.Named(key, name) for key, name in access.session.execute(some)}
    return found


def _names(access: Access, ids: Iterable[str | None]) -> dict[str, str]:
    return {key: one.name for key, one in _named(access, ids).items()}


def _scores(access: Access, attempts: list[str]) -> dict[str, tuple[int, float | None, float | None]]:
    """Give, of at most MAX_PAGE attempts, the number of tries and the means of the first and of the last ones."""
    tried = models.Try
    latest: dict[str, int] = {}
    inside = select(tried.id).where(tried.attempt_id.in_(attempts))
    overall = select(models.Override.try_id, models.Override.score)
    overall = overall.where(models.Override.criterion == "overall", models.Override.withdrawn.is_(None))
    for try_id, score in access.session.execute(overall.where(models.Override.try_id.in_(inside)).order_by(models.Override.created)):
        latest[try_id] = score
    number: Counter[str] = Counter()
    first: dict[str, dict[str, int]] = defaultdict(dict)
    last: dict[str, dict[str, int]] = defaultdict(dict)
    wanted = select(tried.id, tried.attempt_id, tried.turn, tried.score).where(tried.attempt_id.in_(attempts)).order_by(tried.number)
    for key, attempt, turn, score in access.session.execute(wanted):
        number[attempt] += 1
        first[attempt].setdefault(turn, latest.get(key, score))
        last[attempt][turn] = latest.get(key, score)
    return {one: (n, _mean(first[one]), _mean(last[one])) for one, n in number.items()}


def _mean(scores: dict[str, int]) -> float | None:
    return sum(scores.values()) / len(scores) if scores else None


def _remarks(access: Access, attempts: list[str]) -> Counter[str]:
    """Count what trainers said and did not withdraw, by attempt."""
    counted: Counter[str] = Counter()
    for kind in (models.Comment, models.Override):
        wanted = select(models.Try.attempt_id, func.count()).join(kind, kind.try_id == models.Try.id)
        wanted = wanted.where(models.Try.attempt_id.in_(attempts), kind.withdrawn.is_(None)).group_by(models.Try.attempt_id)
        for attempt, n in access.session.execute(wanted):
            counted[attempt] += n
    return counted
