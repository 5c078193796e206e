"""The column types the steps use. Steps that were released keep meaning what they meant, whatever the models become."""

from __future__ import annotations

import sqlalchemy as sa


def key(name: str, *, nullable: bool = False) -> sa.Column[str]:
    """A text that rows are found or ordered by: compared byte by byte on both databases."""
    return sa.Column(name, sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=nullable)


def words(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def whole(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), autoincrement=False, nullable=nullable)


def large(name: str, *, nullable: bool = False) -> sa.Column[int]:
    """A whole number that may exceed two thousand million."""
    return sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=nullable)


def moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    """A moment in UTC; on SQLite text of fixed width."""
    return sa.Column(name, sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite"), nullable=nullable)
