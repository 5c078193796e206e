"""Columns worked out one on top of the other: what a cohort function adds to the relation of all people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from sqlglot import exp

from engine.columnar import sql
from engine.columnar.numbers import Num
from engine.columnar.sql import Sql, call, column
from engine.formula.nodes import Call, Flag, Node, Number, Text

PEOPLE = 10**9
"""More people are not scored together."""


class NotColumnar(Exception):
    """The step cannot be written as exact SQL: the whole program is one for the reference. The text says why."""


@dataclass(frozen=True, slots=True)
class Cohort:
    """Whom a cohort step looks at, and how its arguments are written.

    ``counted`` is true or false for everyone, and false for who belongs to no group. ``number`` and ``flag`` write an
    argument that is a name or a constant; a missing one is NULL.
    """

    subject: Sql
    groups: tuple[Sql, ...]
    counted: Sql
    number: Callable[[Node], Num]
    flag: Callable[[Node], Sql]


@dataclass(frozen=True, slots=True)
class Answer:
    """The result as columns of the topmost layer: a number ``n / d`` between ``low`` and ``high``, or a text in ``n``.

    NULL where it is missing. ``odd`` is true for who must be left to the reference; NULL counts as false.
    """

    n: Sql
    d: int | Sql = 1
    low: Fraction | None = None
    high: Fraction | None = None
    odd: Sql | None = None


@dataclass
class Layers:
    """Layer upon layer of new columns; each layer may use the columns of those below it and of the people.

    ``prefix`` keeps the names apart from those of other steps.
    """

    prefix: str
    layers: list[dict[str, Sql]] = field(default_factory=lambda: [{}])

    def add(self, name: str, expression: Sql) -> exp.Column:
        """A new column of the layer under construction, for the layers above it."""
        name = f"{self.prefix} {name}"
        assert name not in self.layers[-1]
        self.layers[-1][name] = expression
        return column(name)

    def rise(self) -> None:
        """Begin a new layer."""
        if self.layers[-1]:
            self.layers.append({})


def written(call: Call, name: str) -> bool | str | None:
    """The constant that a named argument is, None when it is not given."""
    for key, node in call.named:
        if key == name and isinstance(node, (Flag, Text)):
            return node.value
    return None


def known(cohort: Cohort, node: Node) -> Fraction:
    """The constant number that an argument is."""
    value = node.value if isinstance(node, Number) else cohort.number(node).known
    if value is None:
        raise NotColumnar("a number that must be the same for everyone is computed")
    return value


def there(num: Num) -> Sql:
    """Whether the number is not missing."""
    return sql.is_there(num.n) if isinstance(num.d, int) else sql.both(sql.is_there(num.n), sql.is_there(num.d))


def over(function: Sql, partition: Sequence[Sql], order: Sequence[tuple[Sql, bool]] = (), *, upto: bool = False) -> Sql:
    """A window function. ``order``: what is ordered by, and whether the largest comes first; NULL comes last.

    ``upto`` looks at everything up to and including one's equals instead of at the whole partition.
    """
    ordered = [exp.Ordered(this=key.copy(), desc=falling, nulls_first=False) for key, falling in order]
    frame = None
    if upto:
        frame = exp.WindowSpec(kind="RANGE", start="UNBOUNDED", start_side="PRECEDING", end="CURRENT ROW")
    return exp.Window(
        this=function,
        partition_by=[part.copy() for part in partition],
        order=exp.Order(expressions=ordered) if ordered else None,
        spec=frame,
    )


def total(value: Sql, partition: Sequence[Sql]) -> Sql:
    """The exact sum of whole numbers over the partition; NULL when there is none."""
    return over(exp.Sum(this=wide(value)), partition)


def least(value: Sql, partition: Sequence[Sql]) -> Sql:
    return over(exp.Min(this=value), partition)


def greatest(value: Sql, partition: Sequence[Sql]) -> Sql:
    return over(exp.Max(this=value), partition)


def how_many(partition: Sequence[Sql], value: Sql | None = None) -> Sql:
    """How many there are in the partition, or how many of them have the value."""
    return over(exp.Count(this=exp.Star() if value is None else value), partition)


def wide(value: Sql | int) -> Sql:
    """A whole number in the widest exact type of the database, which holds all of 38 digits but the last."""
    return call("WIDE", sql.whole(value) if isinstance(value, int) else value)


def quotient(value: Sql, divisor: Sql) -> Sql:
    """The whole part of a quotient of wide numbers, neither negative; also the quotient of any multiple."""
    return call("WHOLE_QUOTIENT", value, divisor)


def remainder(value: Sql, divisor: Sql) -> Sql:
    """What remains of the division of wide numbers; it has the sign of the value."""
    return exp.Mod(this=sql.operand(value, 8), expression=sql.operand(divisor, 8))


def by_id(subject: Sql) -> tuple[Sql, bool]:
    """Ordered by the ids of people, by code points, whatever the database thinks of languages."""
    return call("BY_CODE_POINT", subject), False
