"""Triggers that make the rows of a table unchangeable: they can be inserted and read, nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from alembic import op

FUNCTION = "scorewright_frozen"


def create_function() -> None:
    """What the triggers call on PostgreSQL; needed once, before the first table is frozen."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"""
            CREATE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'rows of % are frozen', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
            END
            $$
            """
        )


def drop_function() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP FUNCTION {FUNCTION}()")


def freeze(table: str, primary_key: Sequence[str]) -> None:
    """Refuse every UPDATE, DELETE and TRUNCATE of ``table``, and on SQLite the INSERT OR REPLACE that deletes first."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {table}_frozen BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {FUNCTION}()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_kept BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {FUNCTION}()"
        )
        return
    refuse = f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are frozen'); END"
    same = " AND ".join(f"{column} = NEW.{column}" for column in primary_key)
    op.execute(f"CREATE TRIGGER {table}_frozen BEFORE UPDATE ON {table} {refuse}")
    op.execute(f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} {refuse}")
    op.execute(
        f"CREATE TRIGGER {table}_not_replaced BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) {refuse}"
    )


def thaw(table: str) -> None:
    """Undo :func:`freeze`."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP TRIGGER {table}_frozen ON {table}")
        op.execute(f"DROP TRIGGER {table}_kept ON {table}")
        return
    for name in ("frozen", "kept", "not_replaced"):
        op.execute(f"DROP TRIGGER {table}_{name}")
