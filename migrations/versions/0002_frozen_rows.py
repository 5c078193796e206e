"""Published versions, retirements and audit entries cannot be changed any more, by anybody."""

from __future__ import annotations

from migrations.freezing import create_function, drop_function, freeze, thaw

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

FROZEN = {
    "version": ("workspace_id", "rule_set_id", "number"),
    "retirement": ("workspace_id", "rule_set_id", "number"),
    "audit_entry": ("id",),
}


def upgrade() -> None:
    create_function()
    for table, primary_key in FROZEN.items():
        freeze(table, primary_key)


def downgrade() -> None:
    for table in FROZEN:
        thaw(table)
    drop_function()
