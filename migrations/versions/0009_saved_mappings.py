"""Mappings of columns, saved under a name."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.columns import key, moment, words

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "saved_mapping",
        key("workspace_id"),
        key("id"),
        key("use"),
        key("about"),
        key("name"),
        words("mapping"),
        moment("created_at"),
        moment("updated_at"),
        key("updated_by"),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_saved_mapping"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name="fk_saved_mapping_workspace_id"),
    )
    op.create_index(
        "ix_saved_mapping_workspace_id_use_about_name",
        "saved_mapping",
        ["workspace_id", "use", "about", "name"],
        unique=True,
    )


def downgrade() -> None:
    op.drop_table("saved_mapping")
