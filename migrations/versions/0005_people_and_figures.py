"""People with dated changes, and figures entered for people and periods. What was told is frozen."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.columns import key, moment, whole, words
from migrations.freezing import freeze, thaw

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

CHANGE = ("workspace_id", "person_id", "revision", "position")
FIGURE = ("workspace_id", "period", "person_id", "name", "revision")


def upgrade() -> None:
    create_people()
    create_figures()
    freeze("person_change", CHANGE)
    freeze("figure", FIGURE)


def downgrade() -> None:
    thaw("figure")
    thaw("person_change")
    for table in ("figure", "figures_state", "person_spell", "person_change", "person", "people_state"):
        op.drop_table(table)


def create_people() -> None:
    op.create_table(
        "people_state",
        key("workspace_id"),
        whole("revision"),
        key("digest"),
        whole("rows"),
        sa.PrimaryKeyConstraint("workspace_id", name="pk_people_state"),
        of_workspace("people_state"),
    )
    op.create_table(
        "person",
        key("workspace_id"),
        key("id"),
        words("name"),
        words("sought"),
        whole("revision"),
        whole("removed"),
        moment("created_at"),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_person"),
        of_workspace("person"),
        sa.CheckConstraint("removed IN (0, 1)", name="ck_person_removed"),
    )
    op.create_table(
        "person_change",
        key("workspace_id"),
        key("person_id"),
        whole("revision"),
        whole("position"),
        key("from_day"),
        words("name", nullable=True),
        words("attributes"),
        key("manager", nullable=True),
        whole("manager_told"),
        whole("ended", nullable=True),
        whole("removed"),
        key("told_by"),
        moment("told_at"),
        sa.PrimaryKeyConstraint(*CHANGE, name="pk_person_change"),
        of_person("person_change"),
        sa.CheckConstraint("manager_told IN (0, 1)", name="ck_person_change_manager_told"),
        sa.CheckConstraint("ended IN (0, 1)", name="ck_person_change_ended"),
        sa.CheckConstraint("removed IN (0, 1)", name="ck_person_change_removed"),
    )
    op.create_table(
        "person_spell",
        key("workspace_id"),
        key("person_id"),
        key("from_day"),
        whole("since_revision"),
        whole("until_revision"),
        key("to_day"),
        words("attributes"),
        words("kinds"),
        key("manager", nullable=True),
        whole("ended"),
        sa.PrimaryKeyConstraint("workspace_id", "person_id", "from_day", "since_revision", name="pk_person_spell"),
        of_person("person_spell"),
        sa.CheckConstraint("ended IN (0, 1)", name="ck_person_spell_ended"),
        sa.CheckConstraint("from_day <= to_day", name="ck_person_spell_days"),
        sa.CheckConstraint("since_revision < until_revision", name="ck_person_spell_revisions"),
    )
    by_manager = ["workspace_id", "manager", "person_id"]
    op.create_index("ix_person_spell_workspace_id_manager_person_id", "person_spell", by_manager)


def create_figures() -> None:
    op.create_table(
        "figures_state",
        key("workspace_id"),
        key("period"),
        whole("revision"),
        key("digest"),
        whole("rows"),
        sa.PrimaryKeyConstraint("workspace_id", "period", name="pk_figures_state"),
        of_workspace("figures_state"),
    )
    op.create_table(
        "figure",
        key("workspace_id"),
        key("period"),
        key("person_id"),
        key("name"),
        whole("revision"),
        words("value"),
        words("source"),
        key("entered_by"),
        moment("entered_at"),
        sa.PrimaryKeyConstraint(*FIGURE, name="pk_figure"),
        of_workspace("figure"),
    )
    op.create_index("ix_figure_workspace_id_person_id", "figure", ["workspace_id", "person_id"])


def of_workspace(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=f"fk_{table}_workspace_id")


def of_person(table: str) -> sa.ForeignKeyConstraint:
    target = ["person.workspace_id", "person.id"]
    return sa.ForeignKeyConstraint(["workspace_id", "person_id"], target, name=f"fk_{table}_workspace_id_person_id")
