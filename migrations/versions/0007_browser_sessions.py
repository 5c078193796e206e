"""Sessions of browsers, and links that open one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.columns import key, moment

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TABLES = ("browser_session", "sign_in_link")


def upgrade() -> None:
    for table in TABLES:
        op.create_table(
            table,
            key("token_hash"),
            key("workspace_id"),
            key("key_id"),
            moment("created_at"),
            moment("expires_at"),
            sa.PrimaryKeyConstraint("token_hash", name=f"pk_{table}"),
            sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=f"fk_{table}_workspace_id"),
            sa.ForeignKeyConstraint(["key_id"], ["api_key.id"], name=f"fk_{table}_key_id"),
        )
        op.create_index(f"ix_{table}_expires_at", table, ["expires_at"])


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
