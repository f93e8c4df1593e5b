"""The first schema.

Types stand here as they were then, not as the models have them now: a migration does not change once it ran somewhere.
"""

import sqlalchemy as sa
from alembic import op

from coach.practice.store.errors import NoDowngrade

revision = "0001"
down_revision = None


def _id(name: str = "id", nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(32), nullable=nullable)


def _word(name: str, length: int, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=nullable)


def _moment(name: str, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _json(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.JSON(), nullable=False)


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*(columns or ("id",)), name=op.f(f"pk_{table}"))


def _only(table: str, name: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{name}"))


def _refers(table: str, column: str, to: str, ondelete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete)


def _trainer(table: str) -> sa.ForeignKeyConstraint:
    return _refers(table, "trainer_id", "people", "SET NULL")


def _index(table: str, *columns: str, name: str = "") -> None:
    op.create_index(op.f(f"ix_{table}_{name or columns[0]}"), table, list(columns), unique=False)


def upgrade() -> None:
    """Make all tables."""
    _people()
    _sets()
    _attempts()
    _judgements()
    op.create_table("settings", _word("name", 60), _json("value"), _key("settings", "name"))


def _people() -> None:
    op.create_table(
        "people",
        _id(),
        _word("name", 120),
        _word("role", 10),
        _word("language", 2),
        _word("key_id", 40, nullable=True),
        _word("external_id", 200, nullable=True),
        _moment("created"),
        _check("people", "role", "role IN ('agent', 'trainer', 'admin')"),
        _check("people", "language", "language IN ('en', 'ar')"),
        _key("people"),
        _only("people", "key", "key_id"),
        _only("people", "external", "external_id"),
    )
    op.create_table("cohorts", _id(), _word("name", 120), _moment("created"), _key("cohorts"))
    op.create_table(
        "memberships",
        _id("cohort_id"),
        _id("person_id"),
        _moment("joined"),
        _refers("memberships", "cohort_id", "cohorts", "CASCADE"),
        _refers("memberships", "person_id", "people", "CASCADE"),
        _key("memberships", "cohort_id", "person_id"),
    )
    _index("memberships", "person_id")
    op.create_table(
        "nudges",
        _id(),
        _id("person_id"),
        _word("kind", 60),
        _moment("shown_at"),
        _moment("dismissed", nullable=True),
        _refers("nudges", "person_id", "people", "CASCADE"),
        _key("nudges"),
    )
    _index("nudges", "person_id")


def _sets() -> None:
    op.create_table(
        "sets",
        _id(),
        _word("name", 120),
        _json("scenarios"),
        sa.Column("timer_seconds", sa.Integer(), nullable=True),
        _moment("deadline", nullable=True),
        sa.Column("shows_master", sa.Boolean(), nullable=False),
        _id("trainer_id", nullable=True),
        _moment("created"),
        _check("sets", "timer", "timer_seconds > 0"),
        _trainer("sets"),
        _key("sets"),
    )
    op.create_table(
        "invitations",
        _id(),
        _word("token_sha", 64),
        _id("set_id"),
        _id("cohort_id"),
        _id("trainer_id", nullable=True),
        _moment("created"),
        _moment("expires"),
        _moment("withdrawn", nullable=True),
        _refers("invitations", "set_id", "sets", "CASCADE"),
        _refers("invitations", "cohort_id", "cohorts", "CASCADE"),
        _trainer("invitations"),
        _key("invitations"),
        _only("invitations", "token", "token_sha"),
    )
    _index("invitations", "set_id")
    _index("invitations", "cohort_id")


def _attempts() -> None:
    op.create_table(
        "attempts",
        _id(),
        _id("person_id"),
        _id("set_id", nullable=True),
        _word("scenario", 60),
        sa.Column("scenario_version", sa.Integer(), nullable=False),
        _word("scenario_sha", 64),
        _word("language", 2),
        _word("difficulty", 10),
        _json("kinds"),
        sa.Column("held_out", sa.Boolean(), nullable=False),
        _json("state"),
        sa.Column("revision", sa.Integer(), nullable=False),
        _moment("started"),
        _moment("finished", nullable=True),
        _check("attempts", "language", "language IN ('en', 'ar')"),
        _refers("attempts", "person_id", "people", "CASCADE"),
        _refers("attempts", "set_id", "sets", "SET NULL"),
        _key("attempts"),
    )
    _index("attempts", "person_id", "started", name="person_started")
    _index("attempts", "set_id")
    op.create_table(
        "tries",
        _id(),
        _id("attempt_id"),
        _word("turn", 60),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=False),
        _word("grade", 10),
        _json("criteria"),
        _json("reasons"),
        _word("ruleset_sha", 64),
        _json("models"),
        sa.Column("seconds", sa.Double(), nullable=True),
        _moment("created"),
        _check("tries", "score", "score BETWEEN 0 AND 100"),
        _check("tries", "grade", "grade IN ('poor', 'fair', 'excellent')"),
        _check("tries", "number", "number > 0"),
        _refers("tries", "attempt_id", "attempts", "CASCADE"),
        _key("tries"),
        _only("tries", "number", "attempt_id", "turn", "number"),
    )


def _judgements() -> None:
    op.create_table(
        "overrides",
        _id(),
        _id("try_id"),
        _id("trainer_id", nullable=True),
        _word("criterion", 60),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        _moment("created"),
        _check("overrides", "score", "score BETWEEN 0 AND 100"),
        _refers("overrides", "try_id", "tries", "CASCADE"),
        _trainer("overrides"),
        _key("overrides"),
    )
    _index("overrides", "try_id")
    op.create_table(
        "comments",
        _id(),
        _id("try_id"),
        _id("trainer_id", nullable=True),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        _moment("created"),
        _check("comments", "span", 'start >= 0 AND start <= "end"'),
        _refers("comments", "try_id", "tries", "CASCADE"),
        _trainer("comments"),
        _key("comments"),
    )
    _index("comments", "try_id")
    op.create_table(
        "rubric_versions",
        _id(),
        _json("thresholds"),
        _json("weights"),
        sa.Column("note", sa.Text(), nullable=False),
        _id("trainer_id", nullable=True),
        _moment("created"),
        _trainer("rubric_versions"),
        _key("rubric_versions"),
    )


def downgrade() -> None:
    """Refuse: before the first schema there was no place for anything."""
    raise NoDowngrade(to="-")
