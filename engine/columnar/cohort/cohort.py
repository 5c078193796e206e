"""What cohort functions are written with: the people they look at, windows over them, and wide whole numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlglot import exp

from engine.columnar import sql
from engine.columnar.lookup import Lookup
from engine.columnar.numbers import Num
from engine.columnar.sheet import SUBJECT
from engine.columnar.sql import Sql
from engine.columnar.translate import Translator
from engine.formula.nodes import Call, Flag, Node, Number, Text

SAFE = "1e36"
"""What is only estimated, in floats, stays below this; then the exact number has no more than 37 digits."""


@dataclass(frozen=True)
class Cohort:
    """One cohort step: its call, what it is written with, and the names of its columns, which begin with ``step``."""

    step: str
    call: Call
    lookup: Lookup
    at: Translator

    @cached_property
    def groups(self) -> tuple[Sql, ...]:
        return tuple(self.lookup.within(self.call))

    @cached_property
    def counted(self) -> Sql:
        """Who takes part at all: a flag that is never NULL."""
        return self.keep("counted", self.lookup.counted(self.call))

    @property
    def people(self) -> int:
        """How many people there are at most."""
        return self.lookup.people

    def keep(self, name: str, expression: Sql) -> exp.Column:
        """The expression as a column."""
        return self.lookup.sheet.keep(f"{self.step} {name}", expression)

    def call_odd(self, condition: Sql) -> None:
        """Whoever meets the condition, and with them everybody, is for the scorer."""
        self.lookup.sheet.call_odd(condition)

    def number(self, node: Node) -> Num:
        return self.at.number(node)

    def flag(self, node: Node) -> Sql:
        """A flag, false where it is missing."""
        return sql.call("COALESCE", self.at.condition(node).sql, sql.FALSE.copy())

    def tame(self, n: Sql, top: int, most: int) -> Sql:
        """A wide whole number whose magnitude is known to be ``top`` at most; beyond ``most`` the row is odd."""
        if top <= most:
            return sql.wide(n)
        within = sql.compare("<=", sql.absolute(n), written(most))
        self.call_odd(sql.opposite(within))
        return sql.case([(within, sql.wide(n))])

    def among(self, members: Sql) -> tuple[Sql, ...]:
        """The partition of those members of one's group for whom the flag is as it is for oneself."""
        return (*self.groups, members)

    def word(self, name: str) -> bool | str | None:
        """The constant given for a named argument, None without."""
        for key, node in self.call.named:
            if key == name and isinstance(node, (Flag, Text)):
                return node.value
        return None

    def known(self, position: int) -> int:
        """The constant whole number that an argument is."""
        node = self.call.args[position]
        assert isinstance(node, Number)
        return int(node.value)


Order = Sequence[tuple[Sql, bool]]
"""What is ordered by, and whether the largest comes first; NULL comes last either way."""


def over(function: Sql, partition: Sequence[Sql], order: Order = ()) -> Sql:
    """A window function; an aggregate with an order looks at everything up to and including one's equals."""
    ordered = [exp.Ordered(this=key.copy(), desc=falling, nulls_first=False) for key, falling in order]
    return exp.Window(
        this=function,
        partition_by=[part.copy() for part in partition],
        order=exp.Order(expressions=ordered) if ordered else None,
    )


def place(partition: Sequence[Sql], order: Order) -> Sql:
    """One more than how many come before oneself."""
    return over(sql.call("RANK"), partition, order)


def turn(partition: Sequence[Sql], order: Order) -> Sql:
    """One's number in the order."""
    return over(exp.RowNumber(), partition, order)


def total(value: Sql, partition: Sequence[Sql]) -> Sql:
    """The exact sum of wide whole numbers; NULL when there are none."""
    return over(exp.Sum(this=value), partition)


def least(value: Sql, partition: Sequence[Sql]) -> Sql:
    return over(exp.Min(this=value.copy()), partition)


def greatest(value: Sql, partition: Sequence[Sql]) -> Sql:
    return over(exp.Max(this=value.copy()), partition)


def how_many(partition: Sequence[Sql], value: Sql | None = None) -> Sql:
    """How many there are, or how many of them have the value."""
    return over(exp.Count(this=exp.Star() if value is None else value.copy()), partition)


def how_many_upto(partition: Sequence[Sql], order: Order) -> Sql:
    """How many come before oneself or are one's equals, oneself included."""
    return over(exp.Count(this=exp.Star()), partition, order)


def by_id() -> tuple[Sql, bool]:
    """Ordered by the ids of people, by code points, whatever the database knows of languages."""
    return sql.call("SW_CODE_POINTS", sql.column(SUBJECT)), False


def written(value: int) -> Sql:
    """A whole number written out as a wide one."""
    return sql.wide(sql.whole(value))


def estimate(value: str) -> Sql:
    """A float written out."""
    return sql.double(exp.Literal.number(value))


def there(num: Num) -> Sql:
    """Whether the number is not missing."""
    return sql.is_there(num.n) if num.by is None else sql.both(sql.is_there(num.n), sql.is_there(num.by))
