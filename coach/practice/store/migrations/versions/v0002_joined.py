"""Invitations count whom they let in."""

import sqlalchemy as sa
from alembic import op

from coach.practice.store.errors import NoDowngrade

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Begin to count: those who came before are not known to have come by it."""
    op.add_column("invitations", sa.Column("joined", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    """Refuse: it would lose how many came."""
    raise NoDowngrade(to="0001")
