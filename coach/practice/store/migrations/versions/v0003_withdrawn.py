"""Remarks can be withdrawn."""

import sqlalchemy as sa
from alembic import op

from coach.practice.store.errors import NoDowngrade

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Give comments and overrides the moment in which they were withdrawn; none was so far."""
    for table in ("comments", "overrides"):
        op.add_column(table, sa.Column("withdrawn", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Refuse: what was withdrawn would stand again."""
    raise NoDowngrade(to="0002")
