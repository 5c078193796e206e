"""People have what their names are sorted by."""

from __future__ import annotations

import json

import duckdb
import sqlalchemy as sa
from alembic import op

from store.types import KeyText

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

AT_ONCE = 10_000
PERSON = sa.table(
    "person", sa.column("workspace_id"), sa.column("id"), sa.column("name"), sa.column("name_order", sa.Text)
)


def upgrade() -> None:
    op.add_column("person", sa.Column("name_order", KeyText, nullable=False, server_default=sa.text("''")))
    connection = op.get_bind()
    named = sa.select(PERSON.c.workspace_id, PERSON.c.id, PERSON.c.name)
    people = [tuple(row) for row in connection.execute(named)]
    update = (
        sa.update(PERSON)
        .where(PERSON.c.workspace_id == sa.bindparam("at_workspace"), PERSON.c.id == sa.bindparam("at_id"))
        .values(name_order=sa.bindparam("key"))
    )
    for first in range(0, len(people), AT_ONCE):
        some = people[first : first + AT_ONCE]
        keys = _keys([name for _, _, name in some])
        rows = [{"at_workspace": of, "at_id": id, "key": key} for (of, id, _), key in zip(some, keys, strict=True)]
        connection.execute(update, rows)


def downgrade() -> None:
    op.drop_column("person", "name_order")


def _keys(names: list[str]) -> list[str]:
    sorting = """SELECT icu_sort_key(name, 'zh') FROM (SELECT unnest(from_json(?, '["VARCHAR"]')) AS name)"""
    with duckdb.connect() as connection:
        return [row[0] for row in connection.execute(sorting, [json.dumps(names, ensure_ascii=False)]).fetchall()]
