"""Datasets, their parts, the records that wait to become a part, and imports."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.columns import key, large, moment, whole, words

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TABLES = ("dataset", "dataset_part", "dataset_record", "dataset_import")


def upgrade() -> None:
    op.create_table(
        "dataset",
        key("workspace_id"),
        key("name"),
        words("declaration"),
        whole("revision"),
        words("mapping", nullable=True),
        whole("mapping_revision"),
        whole("parts"),
        large("arrivals"),
        large("events"),
        key("digest"),
        moment("created_at"),
        moment("updated_at"),
        key("updated_by"),
        sa.PrimaryKeyConstraint("workspace_id", "name", name="pk_dataset"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name="fk_dataset_workspace_id"),
    )
    op.create_table(
        "dataset_part",
        key("workspace_id"),
        key("dataset"),
        key("id"),
        whole("number"),
        large("rows"),
        large("withdrawn"),
        large("bytes"),
        key("content_hash"),
        whole("repeats"),
        moment("first_time", nullable=True),
        moment("last_time", nullable=True),
        key("first_id"),
        key("last_id"),
        key("source"),
        moment("added_at"),
        moment("replaced_at", nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "dataset", "id", name="pk_dataset_part"),
        of_dataset("dataset_part"),
    )
    op.create_index(
        "ix_dataset_part_workspace_id_dataset_number", "dataset_part", ["workspace_id", "dataset", "number"]
    )
    op.create_table(
        "dataset_record",
        key("workspace_id"),
        key("dataset"),
        key("id"),
        large("arrival"),
        key("subject", nullable=True),
        moment("time", nullable=True),
        whole("withdrawn"),
        words("cells"),
        sa.PrimaryKeyConstraint("workspace_id", "dataset", "id", name="pk_dataset_record"),
        of_dataset("dataset_record"),
    )
    op.create_index(
        "ix_dataset_record_workspace_id_dataset_arrival", "dataset_record", ["workspace_id", "dataset", "arrival"]
    )
    op.create_table(
        "dataset_import",
        key("workspace_id"),
        key("id"),
        key("dataset"),
        key("state"),
        whole("dry_run"),
        words("options"),
        words("file_name"),
        key("kind"),
        large("bytes"),
        key("file_hash"),
        whole("attempt"),
        moment("lease_until", nullable=True),
        large("seen"),
        words("report", nullable=True),
        key("created_by"),
        moment("created_at"),
        moment("started_at", nullable=True),
        moment("finished_at", nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_dataset_import"),
        of_dataset("dataset_import"),
        sa.CheckConstraint(
            "state IN ('queued', 'running', 'done', 'refused', 'failed')", name="ck_dataset_import_state"
        ),
    )
    op.create_index("ix_dataset_import_state", "dataset_import", ["state", "created_at"])
    op.create_index("ix_dataset_import_workspace_id_dataset_id", "dataset_import", ["workspace_id", "dataset", "id"])


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def of_dataset(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id", "dataset"],
        ["dataset.workspace_id", "dataset.name"],
        name=f"fk_{table}_workspace_id_dataset",
    )
