"""Workspaces, keys, rule sets with drafts and versions, audit trail, outbox, idempotency."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.columns import key, moment, whole, words

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

RULE_SET = ["workspace_id", "rule_set_id"]
VERSION = ["workspace_id", "rule_set_id", "number"]

TABLES = (
    "workspace",
    "api_key",
    "audit_entry",
    "outbox_message",
    "idempotency_record",
    "rule_set",
    "draft",
    "version",
    "retirement",
    "version_in_force",
)


def upgrade() -> None:
    create_workspaces()
    create_records()
    create_rule_sets()
    create_versions()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def create_workspaces() -> None:
    op.create_table(
        "workspace",
        key("id"),
        words("name"),
        words("time_zone"),
        words("currency"),
        moment("created_at"),
        sa.PrimaryKeyConstraint("id", name="pk_workspace"),
    )
    op.create_table(
        "api_key",
        key("id"),
        key("workspace_id"),
        words("name"),
        key("token_hash"),
        words("hint"),
        words("scopes"),
        moment("created_at"),
        key("created_by", nullable=True),
        moment("expires_at", nullable=True),
        moment("revoked_at", nullable=True),
        moment("last_used_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_api_key"),
        of_workspace("api_key"),
        sa.UniqueConstraint("token_hash", name="uq_api_key_token_hash"),
    )
    op.create_index("ix_api_key_workspace_id_id", "api_key", ["workspace_id", "id"])


def create_records() -> None:
    """What every change leaves behind."""
    op.create_table(
        "audit_entry",
        key("id"),
        key("workspace_id"),
        key("actor"),
        moment("at"),
        key("action"),
        key("object"),
        key("before_hash", nullable=True),
        key("after_hash", nullable=True),
        words("detail"),
        sa.PrimaryKeyConstraint("id", name="pk_audit_entry"),
        of_workspace("audit_entry"),
    )
    op.create_index("ix_audit_entry_workspace_id_id", "audit_entry", ["workspace_id", "id"])
    op.create_index("ix_audit_entry_workspace_id_object_id", "audit_entry", ["workspace_id", "object", "id"])
    op.create_table(
        "outbox_message",
        key("id"),
        key("workspace_id"),
        key("topic"),
        words("payload"),
        moment("created_at"),
        moment("claimed_until", nullable=True),
        moment("delivered_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_outbox_message"),
        of_workspace("outbox_message"),
    )
    op.create_index("ix_outbox_message_delivered_at_id", "outbox_message", ["delivered_at", "id"])
    op.create_table(
        "idempotency_record",
        key("workspace_id"),
        key("key"),
        key("operation"),
        key("request_hash"),
        key("status"),
        whole("attempt"),
        moment("lease_until"),
        whole("response_status", nullable=True),
        words("headers", nullable=True),
        words("body", nullable=True),
        moment("expires_at"),
        sa.PrimaryKeyConstraint("workspace_id", "key", "operation", name="pk_idempotency_record"),
        of_workspace("idempotency_record"),
        sa.CheckConstraint("status IN ('running', 'done')", name="ck_idempotency_record_status"),
        sa.CheckConstraint(
            "status = 'running' OR (response_status IS NOT NULL AND headers IS NOT NULL AND body IS NOT NULL)",
            name="ck_idempotency_record_answer",
        ),
    )
    op.create_index("ix_idempotency_record_expires_at", "idempotency_record", ["expires_at"])


def create_rule_sets() -> None:
    op.create_table(
        "rule_set",
        key("workspace_id"),
        key("id"),
        moment("created_at"),
        whole("latest_version"),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_rule_set"),
        of_workspace("rule_set"),
    )
    op.create_index("ix_rule_set_workspace_id_created_at_id", "rule_set", ["workspace_id", "created_at", "id"])
    op.create_table(
        "draft",
        key("workspace_id"),
        key("rule_set_id"),
        words("document"),
        words("media"),
        whole("revision"),
        whole("published_as", nullable=True),
        key("updated_by"),
        moment("updated_at"),
        sa.PrimaryKeyConstraint(*RULE_SET, name="pk_draft"),
        of_rule_set("draft"),
        sa.CheckConstraint("media IN ('yaml', 'json')", name="ck_draft_media"),
        sa.CheckConstraint("revision >= 1", name="ck_draft_revision"),
    )


def create_versions() -> None:
    op.create_table(
        "version",
        key("workspace_id"),
        key("rule_set_id"),
        whole("number"),
        words("document"),
        words("media"),
        words("canonical"),
        key("content_hash"),
        whole("language_version"),
        key("effective_from"),
        key("effective_key"),
        words("note"),
        key("published_by"),
        moment("published_at"),
        sa.PrimaryKeyConstraint(*VERSION, name="pk_version"),
        of_rule_set("version"),
        sa.CheckConstraint("media IN ('yaml', 'json')", name="ck_version_media"),
        sa.CheckConstraint("number >= 1", name="ck_version_number"),
    )
    op.create_table(
        "retirement",
        key("workspace_id"),
        key("rule_set_id"),
        whole("number"),
        words("note"),
        whole("replaced_by", nullable=True),
        key("retired_by"),
        moment("retired_at"),
        sa.PrimaryKeyConstraint(*VERSION, name="pk_retirement"),
        of_version("retirement"),
    )
    op.create_table(
        "version_in_force",
        key("workspace_id"),
        key("rule_set_id"),
        key("effective_key"),
        whole("number"),
        sa.PrimaryKeyConstraint("workspace_id", "rule_set_id", "effective_key", name="pk_version_in_force"),
        of_version("version_in_force"),
    )


def of_workspace(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=f"fk_{table}_workspace_id")


def of_rule_set(table: str) -> sa.ForeignKeyConstraint:
    target = ["rule_set.workspace_id", "rule_set.id"]
    return sa.ForeignKeyConstraint(RULE_SET, target, name=f"fk_{table}_workspace_id_rule_set_id")


def of_version(table: str) -> sa.ForeignKeyConstraint:
    target = [f"version.{column}" for column in VERSION]
    return sa.ForeignKeyConstraint(VERSION, target, name=f"fk_{table}_workspace_id_rule_set_id_number")
