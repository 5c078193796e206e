"""Runs, the pieces they are done in, what they found, and closed periods."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.columns import key, moment, whole, words
from migrations.freezing import freeze, thaw

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

RESULT_KEY = ("workspace_id", "run", "subject", "line")
DIFFERENCE_KEY = ("workspace_id", "run", "subject")


def upgrade() -> None:
    op.create_table(
        "run",
        key("workspace_id"),
        whole("number"),
        key("rule_set_id"),
        whole("version"),
        key("period"),
        key("period_key"),
        key("content_hash"),
        words("engine_version"),
        key("snapshot_hash"),
        words("snapshot"),
        words("reason", nullable=True),
        key("state"),
        key("stage"),
        whole("people", nullable=True),
        words("warnings", nullable=True),
        words("counts", nullable=True),
        words("problem", nullable=True),
        words("inputs_file", nullable=True),
        words("values_file", nullable=True),
        key("results_hash", nullable=True),
        whole("supersedes", nullable=True),
        key("created_by"),
        moment("created_at"),
        moment("started_at", nullable=True),
        moment("finished_at", nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "number", name="pk_run"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "rule_set_id", "version"],
            ["version.workspace_id", "version.rule_set_id", "version.number"],
            name="fk_run_workspace_id_rule_set_id_version",
        ),
        sa.UniqueConstraint(
            "workspace_id", "rule_set_id", "version", "period", "snapshot_hash", "engine_version", name="uq_run_natural"
        ),
        sa.CheckConstraint("number >= 1", name="ck_run_number"),
        sa.CheckConstraint("state IN ('queued', 'running', 'done', 'failed', 'cancelled')", name="ck_run_state"),
        sa.CheckConstraint("stage IN ('prepare', 'score', 'store', 'finish')", name="ck_run_stage"),
    )
    op.create_index("ix_run_workspace_id_period_key", "run", ["workspace_id", "period_key"])
    op.create_table(
        "current_run",
        key("workspace_id"),
        key("rule_set_id"),
        key("period"),
        key("period_key"),
        whole("run"),
        sa.PrimaryKeyConstraint("workspace_id", "rule_set_id", "period", name="pk_current_run"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "run"], ["run.workspace_id", "run.number"], name="fk_current_run_workspace_id_run"
        ),
    )
    op.create_table(
        "run_task",
        key("workspace_id"),
        whole("run"),
        whole("number"),
        key("stage"),
        key("first", nullable=True),
        key("last", nullable=True),
        whole("people"),
        key("state"),
        whole("attempt"),
        whole("tries"),
        words("worker", nullable=True),
        moment("lease_until", nullable=True),
        whole("progress"),
        whole("rows", nullable=True),
        key("hash", nullable=True),
        moment("began_at", nullable=True),
        moment("ended_at", nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "run", "number", name="pk_run_task"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "run"], ["run.workspace_id", "run.number"], name="fk_run_task_workspace_id_run"
        ),
        sa.CheckConstraint("stage IN ('prepare', 'score', 'store', 'finish')", name="ck_run_task_stage"),
        sa.CheckConstraint("state IN ('ready', 'running', 'done')", name="ck_run_task_state"),
    )
    op.create_index("ix_run_task_state", "run_task", ["state", "workspace_id", "run", "number"])
    op.create_table(
        "run_result",
        key("workspace_id"),
        whole("run"),
        key("subject"),
        key("line"),
        words("status", nullable=True),
        words("tier", nullable=True),
        words("value", nullable=True),
        words("points", nullable=True),
        words("amount", nullable=True),
        sa.PrimaryKeyConstraint(*RESULT_KEY, name="pk_run_result"),
    )
    freeze("run_result", RESULT_KEY)
    op.create_table(
        "run_difference",
        key("workspace_id"),
        whole("run"),
        key("subject"),
        words("status_before", nullable=True),
        words("status_after", nullable=True),
        words("score_before", nullable=True),
        words("score_after", nullable=True),
        words("score_change", nullable=True),
        words("tier_before", nullable=True),
        words("tier_after", nullable=True),
        words("net_before", nullable=True),
        words("net_after", nullable=True),
        words("net_change", nullable=True),
        sa.PrimaryKeyConstraint(*DIFFERENCE_KEY, name="pk_run_difference"),
    )
    op.create_index("ix_run_difference_subject", "run_difference", ["workspace_id", "subject"])
    freeze("run_difference", DIFFERENCE_KEY)
    op.create_table(
        "closed_period",
        key("workspace_id"),
        key("period"),
        key("period_key"),
        words("note"),
        key("closed_by"),
        moment("closed_at"),
        sa.PrimaryKeyConstraint("workspace_id", "period", name="pk_closed_period"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name="fk_closed_period_workspace_id"),
    )


def downgrade() -> None:
    op.drop_table("closed_period")
    thaw("run_difference")
    op.drop_table("run_difference")
    thaw("run_result")
    op.drop_table("run_result")
    op.drop_table("run_task")
    op.drop_table("current_run")
    op.drop_table("run")
