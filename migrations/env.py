"""Alembic's entry: runs the steps on the connection that :mod:`store.migrate` opened, in the transaction it began."""

from __future__ import annotations

from alembic import context

import store.models  # noqa: F401  # fills the metadata
from store.base import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    compare_server_default=True,
)
context.run_migrations()
