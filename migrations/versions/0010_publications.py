"""How often each workspace published or retired, so that what counted a moment ago is known to count still."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("workspace", sa.Column("publications", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("workspace", "publications")
