"""The tables. An id is random, a time is UTC, and what belongs to a person goes with them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, MetaData, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from coach.practice.store.columns import Array, Id, Key, Made, Moment, Name, Object

_NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(constraint_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
_PERSON = "people.id"


class Base(DeclarativeBase):
    """All tables; names of constraints are ours, so that a migration can name them in either engine."""

    metadata = MetaData(naming_convention=_NAMES)
    type_annotation_map = {datetime: Moment}  # noqa: RUF012  # SQLAlchemy declares it so


class Person(Base):
    """Who practises, trains or administers. `key_id` is the public part of an API key, `external_id` another system's name."""

    __tablename__ = "people"
    __table_args__ = (
        CheckConstraint("role IN ('agent', 'trainer', 'admin')", "role"),
        CheckConstraint("language IN ('en', 'ar')", "language"),
        UniqueConstraint("key_id", name="key"),
        UniqueConstraint("external_id", name="external"),
    )

    id: Mapped[Id]
    name: Mapped[Name]
    role: Mapped[str] = mapped_column(String(10))
    language: Mapped[str] = mapped_column(String(2))
    key_id: Mapped[str | None] = mapped_column(String(40))
    external_id: Mapped[str | None] = mapped_column(String(200))
    created: Mapped[Made]


class Cohort(Base):
    """People who are trained together."""

    __tablename__ = "cohorts"

    id: Mapped[Id]
    name: Mapped[Name]
    created: Mapped[Made]


class Membership(Base):
    """Someone in a cohort: an agent is trained in it, a trainer trains it."""

    __tablename__ = "memberships"

    cohort_id: Mapped[str] = mapped_column(ForeignKey("cohorts.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey(_PERSON, ondelete="CASCADE"), primary_key=True, index=True)
    joined: Mapped[Made]


class PracticeSet(Base):
    """Scenarios in the order in which a trainer wants them practised."""

    __tablename__ = "sets"
    __table_args__ = (CheckConstraint("timer_seconds > 0", "timer"),)

    id: Mapped[Id]
    name: Mapped[Name]
    scenarios: Mapped[Array]
    timer_seconds: Mapped[int | None]
    deadline: Mapped[datetime | None]
    shows_master: Mapped[bool]
    trainer_id: Mapped[str | None] = mapped_column(ForeignKey(_PERSON, ondelete="SET NULL"))
    created: Mapped[Made]


class Invitation(Base):
    """A set given to a cohort, for whoever bears the token; only the token's SHA-256 is kept. `joined` counts whom it let in."""

    __tablename__ = "invitations"
    __table_args__ = (UniqueConstraint("token_sha", name="token"),)

    id: Mapped[Id]
    token_sha: Mapped[str] = mapped_column(String(64))
    set_id: Mapped[str] = mapped_column(ForeignKey("sets.id", ondelete="CASCADE"), index=True)
    cohort_id: Mapped[str] = mapped_column(ForeignKey("cohorts.id", ondelete="CASCADE"), index=True)
    trainer_id: Mapped[str | None] = mapped_column(ForeignKey(_PERSON, ondelete="SET NULL"))
    created: Mapped[Made]
    expires: Mapped[datetime]
    withdrawn: Mapped[datetime | None]
    joined: Mapped[int] = mapped_column(default=0, server_default="0")


class Attempt(Base):
    """One go at a scenario, as the scenario was then. `revision` counts the tries, so that two replies to one state are noticed."""

    __tablename__ = "attempts"
    __table_args__ = (
        CheckConstraint("language IN ('en', 'ar')", "language"),
        Index("ix_attempts_person_started", "person_id", "started"),
    )

    id: Mapped[Id]
    person_id: Mapped[str] = mapped_column(ForeignKey(_PERSON, ondelete="CASCADE"))
    set_id: Mapped[str | None] = mapped_column(ForeignKey("sets.id", ondelete="SET NULL"), index=True)
    scenario: Mapped[Key]
    scenario_version: Mapped[int]
    scenario_sha: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(2))
    difficulty: Mapped[str] = mapped_column(String(10))
    kinds: Mapped[Array]
    held_out: Mapped[bool]
    state: Mapped[Object]
    revision: Mapped[int]
    started: Mapped[Made]
    finished: Mapped[datetime | None]


class Try(Base):
    """One reply to one message, with what was found in it. `text` is empty once it was erased."""

    __tablename__ = "tries"
    __table_args__ = (
        UniqueConstraint("attempt_id", "turn", "number", name="number"),
        CheckConstraint("score BETWEEN 0 AND 100", "score"),
        CheckConstraint("grade IN ('poor', 'fair', 'excellent')", "grade"),
        CheckConstraint("number > 0", "number"),
    )

    id: Mapped[Id]
    attempt_id: Mapped[str] = mapped_column(ForeignKey("attempts.id", ondelete="CASCADE"))
    turn: Mapped[Key]
    number: Mapped[int]
    text: Mapped[str | None] = mapped_column(Text)
    score: Mapped[int]
    grade: Mapped[str] = mapped_column(String(10))
    criteria: Mapped[Object]
    reasons: Mapped[Array]
    ruleset_sha: Mapped[str] = mapped_column(String(64))
    models: Mapped[Object]
    seconds: Mapped[float | None]
    created: Mapped[Made]


class Override(Base):
    """A trainer's score, beside the machine's; `criterion` is a criterion or `overall`, and the latest counts that was not withdrawn."""

    __tablename__ = "overrides"
    __table_args__ = (CheckConstraint("score BETWEEN 0 AND 100", "score"),)

    id: Mapped[Id]
    try_id: Mapped[str] = mapped_column(ForeignKey("tries.id", ondelete="CASCADE"), index=True)
    trainer_id: Mapped[str | None] = mapped_column(ForeignKey(_PERSON, ondelete="SET NULL"))
    criterion: Mapped[Key]
    score: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    created: Mapped[Made]
    withdrawn: Mapped[datetime | None]


class Comment(Base):
    """A trainer's words about a stretch of a try; offsets are code points, half open."""

    __tablename__ = "comments"
    __table_args__ = (CheckConstraint('start >= 0 AND start <= "end"', "span"),)

    id: Mapped[Id]
    try_id: Mapped[str] = mapped_column(ForeignKey("tries.id", ondelete="CASCADE"), index=True)
    trainer_id: Mapped[str | None] = mapped_column(ForeignKey(_PERSON, ondelete="SET NULL"))
    start: Mapped[int]
    end: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    created: Mapped[Made]
    withdrawn: Mapped[datetime | None]


class RubricVersion(Base):
    """The thresholds and weights by which attempts are judged from `created` on."""

    __tablename__ = "rubric_versions"

    id: Mapped[Id]
    thresholds: Mapped[Object]
    weights: Mapped[Object]
    note: Mapped[str] = mapped_column(Text)
    trainer_id: Mapped[str | None] = mapped_column(ForeignKey(_PERSON, ondelete="SET NULL"))
    created: Mapped[Made]


class Nudge(Base):
    """A word of care that someone was shown."""

    __tablename__ = "nudges"

    id: Mapped[Id]
    person_id: Mapped[str] = mapped_column(ForeignKey(_PERSON, ondelete="CASCADE"), index=True)
    kind: Mapped[Key]
    shown_at: Mapped[Made]
    dismissed: Mapped[datetime | None]


class Setting(Base):
    """What an administrator set."""

    __tablename__ = "settings"

    name: Mapped[Key] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)
