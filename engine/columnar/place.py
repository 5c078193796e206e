"""Where an expression stands: in a sheet, among what is known there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from engine.columnar import sql
from engine.columnar.numbers import Needs, NoForm, Num, literal
from engine.columnar.sheet import Sheet
from engine.columnar.sql import Sql
from engine.columnar.variables import Variable

SHORT = 8
"""Expressions of so many nodes may be written twice; longer ones get a column of their own."""


@dataclass(frozen=True)
class Place:
    """Where an expression stands that mentions ``variables``, in a sheet that holds columns of its own for ``owner``.

    ``present`` are columns that are known not to be NULL where the expression counts; ``path`` are the conditions under
    which it counts. With ``widely`` numbers that floats may not hold are computed in the widest whole numbers of the
    database, which is slow; without it their rows are odd.
    """

    variables: Mapping[str, Variable]
    sheet: Sheet
    owner: str
    present: frozenset[str] = frozenset()
    path: tuple[Sql, ...] = field(default=())
    widely: bool = False

    def missing(self, needs: Needs) -> Needs:
        """The needs that are not known to be met here."""
        return None if needs is None else needs - self.present

    def absent(self, num: Num) -> Sql:
        """The condition that a number is missing."""
        if num.needs is not None:
            return any_null(num.needs) if num.needs else sql.FALSE.copy()
        tests = [sql.is_null(part) for part in (num.n, num.by) if part is not None and literal(part) is None]
        return sql.either(*tests) if tests else sql.FALSE.copy()

    def call_odd(self, condition: Sql) -> None:
        """Rows that come here and meet the condition are odd. Raises :class:`NoForm` when that is every row."""
        if condition == sql.TRUE and not self.path:
            raise NoForm(self.owner)
        self.sheet.call_odd(sql.both(*self.path, condition) if self.path else condition)

    def short_sql(self, expression: Sql) -> Sql:
        """The expression, or a column that holds it, so that it may be written twice."""
        if sql.size(expression, SHORT) < SHORT:
            return expression
        return self.sheet.keep(f"{self.owner}_part", expression)

    def short(self, num: Num) -> Num:
        """The number, in columns of its own where it is long."""
        by = None if num.by is None else self.short_sql(num.by)
        return replace(num, n=self.short_sql(num.n), by=by)


def any_null(columns: frozenset[str]) -> Sql:
    """The condition that one of the columns is NULL."""
    return sql.either(*(sql.is_null(sql.column(name)) for name in sorted(columns)))
