"""A growing table of named columns, each an expression over earlier ones, laid out in as few layers as they need.

A column stands one layer above the highest column it reads, so each value is computed once. Next to the columns the
sheet collects the conditions under which a row is *odd*: one that floats cannot compute exactly, or that the door would
refuse. It may be called odd too often, never too seldom.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlglot import exp

from engine.columnar import sql
from engine.columnar.sql import Sql

LONGEST_NAME = 60
"""In bytes: PostgreSQL cuts longer names off."""

ODD = "odd"
SUBJECT = "subject"
EXACT = "exact"
"""The column that a run adds for odd rows."""


@dataclass
class Sheet:
    """Columns by name with their expressions and layers. Layer 1 reads the source relation."""

    expressions: dict[str, Sql] = field(default_factory=dict)
    layers: dict[str, int] = field(default_factory=dict)
    odd: dict[int, list[Sql]] = field(default_factory=dict)
    """The conditions that make a row odd, by the layer in which they are computed."""
    unsigned: dict[str, bool] = field(default_factory=dict)
    """Of columns that were asked for it: whether they are never a zero below zero, see ``zeros``."""
    _taken: set[str] = field(default_factory=lambda: {SUBJECT, ODD, EXACT})
    _known: dict[tuple[Sql, int], str] = field(default_factory=dict)

    def name(self, wanted: str) -> str:
        """A free name like the one wanted: short enough, and different from others also without regard to case."""
        stem, n = _cut(wanted, LONGEST_NAME), 1
        found = stem
        while found.casefold() in self._taken:
            n += 1
            found = f"{_cut(stem, LONGEST_NAME - 5)}_{n}"
        self._taken.add(found.casefold())
        return found

    def layer(self, *parts: Sql) -> int:
        """The layer in which expressions can stand: one above all columns they read, above the source at least."""
        names = [name for part in parts for name in _read(part)]
        return 1 + max((self.layers[name] for name in names), default=0)

    def keep(self, wanted: str, expression: Sql, *, least: int = 1) -> exp.Column:
        """The expression as a column, which is made once for equal expressions. ``least`` is its lowest layer."""
        if isinstance(expression, exp.Column) and not expression.table and least <= self.layers[expression.name]:
            return expression
        layer = max(least, self.layer(expression))
        key = (expression, layer)
        if key not in self._known:
            name = self.name(wanted)
            self.expressions[name], self.layers[name] = expression, layer
            self._known[key] = name
        return sql.column(self._known[key])

    def call_odd(self, condition: Sql) -> None:
        """Rows in which the condition holds are odd; where it is NULL it does not hold."""
        conditions = self.odd.setdefault(self.layer(condition), [])
        if condition not in conditions:
            conditions.append(condition)

    @property
    def height(self) -> int:
        return max([*self.layers.values(), *self.odd, 1])

    def select(self, source: str, wanted: Iterable[tuple[str, Sql]], parts: str = "") -> exp.Select:
        """One SELECT with a named part for each layer; ``wanted`` are the final columns and their expressions.

        The names of the parts begin with ``parts``.
        """
        final = list(wanted)
        needed = self._needed([expression for _, expression in final])
        query = exp.Select()
        below, odd = source, ""
        for layer in range(1, self.height + 1):
            made = [name for name in self.layers if self.layers[name] == layer and name in needed]
            columns: list[Sql] = [sql.source(SUBJECT) if layer == 1 else exp.Star()]
            columns += [exp.alias_(self.expressions[name], name, quoted=True, copy=False) for name in made]
            conditions = self.odd.get(layer, [])
            if conditions:
                before = [sql.column(odd)] if odd else []
                odd = f"{ODD}_{layer}"
                test = sql.call("COALESCE", sql.either(*before, *conditions), sql.FALSE.copy())
                columns.append(exp.alias_(test, odd, quoted=True, copy=False))
            if len(columns) == 1 and layer > 1:
                continue
            table = exp.alias_(exp.to_table(below), sql.SOURCE, table=True) if layer == 1 else exp.to_identifier(below)
            part = exp.Select(expressions=columns).from_(table, copy=False)
            below = f"{parts}given" if layer == 1 else f"{parts}values_{layer - 1}"
            query = query.with_(exp.to_identifier(below), as_=part, copy=False)
        selected: list[Sql] = [sql.column(SUBJECT)]
        for name, expression in final:
            same = isinstance(expression, exp.Column) and expression.name == name
            selected.append(expression if same else exp.alias_(expression, name, quoted=True, copy=False))
        selected.append(exp.alias_(sql.column(odd) if odd else sql.FALSE.copy(), ODD, quoted=True))
        query.set("expressions", selected)
        return query.from_(exp.to_identifier(below), copy=False)

    def _needed(self, final: Iterable[Sql]) -> set[str]:
        """Every column that the final expressions and the odd conditions read, whether directly or through others."""
        open_ = {name for part in final for name in _read(part)}
        open_ |= {name for conditions in self.odd.values() for condition in conditions for name in _read(condition)}
        needed: set[str] = set()
        while open_:
            name = open_.pop()
            needed.add(name)
            open_ |= _read(self.expressions[name]) - needed
        return needed


def _read(part: Sql) -> set[str]:
    """The columns that an expression reads, besides the id of the person, which every layer has."""
    return sql.names(part) - {SUBJECT}


def _cut(text: str, most: int) -> str:
    return text.encode()[:most].decode(errors="ignore")
