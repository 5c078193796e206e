"""The names of rule sets, for lists. Of what is stored already they are learnt when it is stored again."""

from __future__ import annotations

from alembic import op

from migrations.columns import words

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

NAMES = ("name_zh", "name_en")


def upgrade() -> None:
    for name in NAMES:
        op.add_column("rule_set", words(name, nullable=True))


def downgrade() -> None:
    for name in NAMES:
        op.drop_column("rule_set", name)
