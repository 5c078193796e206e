"""Recorded results, frozen like versions: recording again adds a row."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.columns import key, moment, whole, words
from migrations.freezing import freeze, thaw

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

PRIMARY_KEY = ("workspace_id", "rule_set_id", "subject", "period_key", "period", "sequence")


def upgrade() -> None:
    op.create_table(
        "recorded_result",
        key("workspace_id"),
        key("rule_set_id"),
        key("subject"),
        key("period_key"),
        key("period"),
        whole("sequence"),
        whole("version"),
        key("inputs_hash"),
        words("engine_version"),
        words("status"),
        words("score", nullable=True),
        words("tier", nullable=True),
        words("named_values"),
        words("answer"),
        key("recorded_by"),
        moment("recorded_at"),
        sa.PrimaryKeyConstraint(*PRIMARY_KEY, name="pk_recorded_result"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "rule_set_id", "version"],
            ["version.workspace_id", "version.rule_set_id", "version.number"],
            name="fk_recorded_result_workspace_id_rule_set_id_version",
        ),
        sa.CheckConstraint("sequence >= 1", name="ck_recorded_result_sequence"),
    )
    by_subject = ["workspace_id", "subject", "period_key", "period", "rule_set_id", "sequence"]
    op.create_index("ix_recorded_result_subject", "recorded_result", by_subject)
    freeze("recorded_result", PRIMARY_KEY)


def downgrade() -> None:
    thaw("recorded_result")
    op.drop_table("recorded_result")
