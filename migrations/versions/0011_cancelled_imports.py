"""An import can be cancelled."""

from __future__ import annotations

from collections.abc import Sequence

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

BEFORE = ("queued", "running", "done", "refused", "failed")
CHECK = "ck_dataset_import_state"


def upgrade() -> None:
    _allow((*BEFORE, "cancelled"))


def downgrade() -> None:
    op.execute("UPDATE dataset_import SET state = 'failed' WHERE state = 'cancelled'")
    _allow(BEFORE)


def _allow(states: Sequence[str]) -> None:
    condition = f"state IN ({', '.join(repr(state) for state in states)})"
    if op.get_bind().dialect.name == "sqlite":
        # SQLite cannot change a check: the table is made anew, which leaves checks behind
        with op.batch_alter_table("dataset_import", recreate="always") as batch:
            batch.create_check_constraint(CHECK, condition)
        return
    op.drop_constraint(CHECK, "dataset_import", type_="check")
    op.create_check_constraint(CHECK, "dataset_import", condition)
