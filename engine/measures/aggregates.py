"""Row functions as aggregates in SQL: exact whole numbers, from which formulas over many rows are worked out.

An aggregate is computed below and read above: below it is a column of a ``GROUP BY``, above a variable of the sheet in
which the formula stands. Numbers are whole, counted in units of their last decimal, so that sums have no order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import isqrt
from typing import Any

from sqlglot import exp

from engine.columnar import sql
from engine.columnar.numbers import EXACT, NoForm, Num
from engine.columnar.sheet import Sheet
from engine.columnar.sql import Sql
from engine.columnar.translate import Translator
from engine.columnar.variables import Variable
from engine.formula.kinds import is_condition, is_text
from engine.formula.nodes import Binary, Call, Name, Node, Number
from engine.formula.types import COUNT, FLAG, NUMBER, TEXT, Type
from engine.numbers import square_root
from engine.values import Value

_HUGE = 2**126
_BIG = 2**62
_SAFE = 2**49
_NEAR = Fraction(1, 4)
"""Floats nearer than this to a whole number tell which one is meant."""


@dataclass(frozen=True, slots=True)
class Argument:
    """What a row function looks at in each row: a column of the sheet below, and what its values are."""

    column: Sql
    type: Type
    scale: int = 1
    low: Fraction = Fraction(0)
    high: Fraction = Fraction(0)
    places: int | None = None
    """The decimals of a column that is read as it is; None for whole units."""
    sure: bool = False
    """Whether the bounds hold for every row, and not only for those that are not odd."""

    @property
    def most(self) -> int:
        """The greatest magnitude in units."""
        return int(max(abs(self.low), abs(self.high)) * self.scale)


@dataclass
class Aggregates:
    """The aggregates of one ``GROUP BY`` over at most ``rows`` rows, in order ``by`` where there is one to follow."""

    rows: int
    by: tuple[Sql, ...]
    columns: dict[str, Sql] = field(default_factory=dict)

    def add(self, expression: Sql) -> str:
        """The name of the column that holds an aggregate, which is made once."""
        for name, known in self.columns.items():
            if known == expression:
                return name
        name = f"a{len(self.columns) + 1}"
        self.columns[name] = expression
        return name

    def count(self, met: Sql | None, counted: Sql | None = None) -> str:
        return self.add(_filtered(exp.Count(this=exp.Star() if counted is None else counted, big_int=True), met))


@dataclass(frozen=True)
class Above:
    """Where the aggregates are read: the sheet of the formula, and the variables that it may mention."""

    sheet: Sheet
    variables: dict[str, Variable]
    rows: int

    def whole(self, name: str, scale: int, low: Fraction, high: Fraction, type: Type = NUMBER) -> Node:
        """A whole number of units as a variable; persons whose number floats do not hold are odd."""
        value = self.sheet.keep(name, sql.double(sql.source(name)))
        if max(abs(low), abs(high)) * scale >= EXACT:
            self.sheet.call_odd(sql.compare(">=", sql.absolute(value), sql.whole(EXACT)))
            most = Fraction(EXACT - 1, scale)
            low, high = max(low, -most), min(high, most)
        self.variables[name] = Variable(value, type, scale, low, high)
        return Name(name)

    def native(self, name: str, x: Argument, low: Fraction, high: Fraction) -> Node:
        """A sum or a value of a column that was read as it is, in units. Persons whose number has more decimals, or is
        too large for a float to tell, are odd."""
        assert x.places is not None
        given = self.sheet.keep(f"{name} given", sql.double(sql.source(name)))
        value = self.sheet.keep(name, sql.call("ROUND", sql.mul(given, sql.whole(x.scale))))
        finer = 10**x.places > x.scale
        most = Fraction(2 ** (53 - (10**x.places).bit_length())) if finer else Fraction(_SAFE, x.scale)
        if finer:
            self.sheet.call_odd(sql.compare("!=", sql.div(value, sql.whole(x.scale)), given.copy()))
        if max(abs(low), abs(high)) >= most:
            self.sheet.call_odd(sql.compare(">=", sql.absolute(value), sql.whole(int(most * x.scale))))
            low, high = max(low, -most), min(high, most)
        self.variables[name] = Variable(value, x.type, x.scale, low, high)
        return Name(name)

    def count(self, name: str) -> Node:
        """A count; where there is no row, nothing was counted."""
        value = self.sheet.keep(name, sql.call("COALESCE", sql.double(sql.source(name)), sql.whole(0)))
        self.variables[name] = Variable(value, COUNT, 1, Fraction(0), Fraction(self.rows), nullable=False)
        return Name(name)

    def plain(self, name: str, type: Type) -> Node:
        self.variables[name] = Variable(self.sheet.keep(name, sql.source(name)), type)
        return Name(name)

    def raw(self, name: str) -> str:
        """The column of the sheet that holds an aggregate as it is."""
        return self.sheet.keep(name, sql.source(name)).name

    def column(self, node: Node | None) -> str:
        """The column of the sheet behind a variable."""
        assert isinstance(node, Name)
        column = self.variables[node.id].column
        assert column is not None
        return column.name


@dataclass(frozen=True, slots=True)
class Made:
    """A row function's aggregate: the node that stands for it above (None when it has none), and how its value is read
    from a row of aggregates by hand."""

    node: Node | None
    names: tuple[str, ...]
    kind: str
    scale: int = 1

    def value(self, row: Mapping[str, Any]) -> Value:
        """The exact value, from the whole numbers in a row of aggregates."""
        found = [row[name] for name in self.names]
        if self.kind == "count":
            return Fraction(int(found[0] or 0))
        if found[0] is None or (self.kind != "plain" and len(found) > 1 and not found[0]):
            return None
        match self.kind:
            case "plain":
                return found[0]  # type: ignore[no-any-return]
            case "whole":
                return Fraction(int(found[0]), self.scale)
            case "ratio":
                return Fraction(int(found[1]), int(found[0]) * self.scale)
        count, first, spread = int(found[0]), int(found[1]), int(found[2])
        root = square_root(Fraction(spread, (count * self.scale) ** 2))
        if self.kind == "stddev":
            return root
        return None if first == 0 or root is None else root / Fraction(first, count * self.scale)


def made(call: Call, below: Aggregates, above: Above, argument: Argument | None, met: Sql | None) -> Made:
    """The aggregate of a row function over the rows that are ``met``. Raises :class:`NoForm` when there is none."""
    if argument is None:
        return _counted(above, below.count(met))
    form = _FORMS.get(call.function)
    if form is None:
        raise NoForm(call.function)
    return form(call, below, above, argument, met)


def argument_of(at: Translator, node: Node, name: str) -> Argument:
    """A row function's argument as a column of the sheet below. Raises :class:`NoForm`."""
    if is_condition(node, at.variables):
        return Argument(at.sheet.keep(name, at.condition(node).sql), FLAG)
    if is_text(node, at.variables):
        return Argument(at.sheet.keep(name, at.text(node).sql), TEXT)
    num = at.number(node)
    if num.by is not None:
        # every row has a denominator of its own: their sum has none
        raise NoForm("/")
    return Argument(_column(at, num, name), NUMBER, num.d, num.low, num.high)


def _column(at: Translator, num: Num, name: str) -> Sql:
    return at.sheet.keep(name, sql.double(num.n) if num.known is not None else num.n)


def _filtered(aggregate: Sql, *conditions: Sql | None) -> Sql:
    met = [condition for condition in conditions if condition is not None]
    return exp.Filter(this=aggregate, expression=exp.Where(this=sql.both(*met))) if met else aggregate


def _count(call: Call, below: Aggregates, above: Above, x: Argument, met: Sql | None) -> Made:
    if x.type == FLAG:
        name = below.add(_filtered(exp.Count(this=exp.Star(), big_int=True), met, x.column))
    else:
        name = below.count(met, x.column)
    return _counted(above, name)


def _counted(above: Above, name: str) -> Made:
    node = above.count(name)
    return Made(node, (above.column(node),), "count")


def _whole(above: Above, name: str, x: Argument, low: Fraction, high: Fraction) -> Made:
    node = above.whole(name, x.scale, low, high, x.type) if x.places is None else above.native(name, x, low, high)
    return Made(node, (above.column(node),), "whole", x.scale)


def _ratio(above: Above, top: Node, count: Node, scale: int = 1) -> Made:
    return Made(Binary("/", top, count), (above.column(count), above.column(top)), "ratio", scale)


def _sum(call: Call, below: Aggregates, above: Above, x: Argument, met: Sql | None) -> Made:
    name = _sum_name(below, x, met)
    low, high = below.rows * min(x.low, Fraction(0)), below.rows * max(x.high, Fraction(0))
    return _whole(above, name, x, low, high)


def _sum_name(below: Aggregates, x: Argument, met: Sql | None) -> str:
    if x.places is not None or below.rows * x.most < EXACT:
        return below.add(_filtered(exp.Sum(this=x.column), met))
    # so many rows that floats might round on the way
    return below.add(_filtered(exp.Sum(this=_whole_number(x, x.most)), met))


def _mean(call: Call, below: Aggregates, above: Above, x: Argument, met: Sql | None) -> Made:
    total = _sum(call, below, above, x, met)
    assert total.node is not None
    return _ratio(above, total.node, above.count(below.count(met, x.column)), x.scale)


def _share(call: Call, below: Aggregates, above: Above, x: Argument, met: Sql | None) -> Made:
    yes = below.add(_filtered(exp.Count(this=exp.Star(), big_int=True), met, x.column))
    known = below.count(met, x.column)
    return _ratio(above, above.count(yes), above.count(known))


def _extreme(call: Call, below: Aggregates, above: Above, x: Argument, met: Sql | None) -> Made:
    kind = exp.Min if call.function == "minimum" else exp.Max
    name = below.add(_filtered(kind(this=x.column), met))
    return _whole(above, name, x, x.low, x.high)


def _distinct(call: Call, below: Aggregates, above: Above, x: Argument, met: Sql | None) -> Made:
    name = below.count(met, exp.Distinct(expressions=[x.column]))
    return _counted(above, name)


def _edge(call: Call, below: Aggregates, above: Above, x: Argument, met: Sql | None) -> Made:
    order = exp.Anonymous(this="ROW", expressions=[part.copy() for part in below.by])
    pick = sql.call("ARG_MIN" if call.function == "first" else "ARG_MAX", x.column, order)
    name = below.add(_filtered(pick, met, sql.is_there(x.column)))
    if x.type.is_text or x.type == FLAG:
        node = above.plain(name, x.type)
        return Made(node, (above.column(node),), "plain")
    return _whole(above, name, x, x.low, x.high)


def _percentile(call: Call, below: Aggregates, above: Above, x: Argument, met: Sql | None) -> Made:
    """The interpolated float lies so near to the true value that the grid, of which that is a point, tells which."""
    p = call.args[1].value if len(call.args) > 1 and isinstance(call.args[1], Number) else Fraction(50)
    part = p / 100
    grid = part.denominator
    raw = below.add(_filtered(sql.call("QUANTILE_CONT", x.column, sql.decimal(part)), met))
    count = below.count(met, x.column)
    # the place among n values is off by n floats' distances at most, so the value by as many times their reach
    reach = int((x.high - x.low) * x.scale)
    if (Fraction(below.rows * reach, 2**51) + Fraction(x.most, 2**50)) * grid > _NEAR:
        low, high = _ends(below, x, met)
        above.sheet.call_odd(_too_far(above, count, low, high, grid))
    units = sql.call("ROUND", sql.mul(sql.double(sql.source(raw)), sql.whole(grid)))
    column = above.sheet.keep(f"{raw}_on_grid", units)
    name = f"{raw} on grid"
    above.variables[name] = Variable(column, NUMBER, x.scale * grid, x.low, x.high)
    most = Fraction(EXACT - 1, x.scale * grid)
    if x.most * grid >= EXACT:
        above.sheet.call_odd(sql.compare(">=", sql.absolute(column), sql.whole(EXACT)))
        above.variables[name] = above.variables[name].within(-most, most)
    return Made(Name(name), (column.name,), "whole", x.scale * grid)


def _ends(below: Aggregates, x: Argument, met: Sql | None) -> tuple[str, str]:
    """The least and the greatest value."""
    return tuple(below.add(_filtered(kind(this=x.column), met)) for kind in (exp.Min, exp.Max))  # type: ignore[return-value]


def _too_far(above: Above, count: str, low: str, high: str, grid: int) -> Sql:
    """Whether the values of a person may be so many and so far apart that the grid could not tell."""
    least, greatest = (sql.double(sql.source(name)) for name in (low, high))
    reach = sql.mul(sql.double(sql.source(count)), sql.sub(greatest, least))
    most = sql.mul(sql.call("GREATEST", sql.absolute(least.copy()), sql.absolute(greatest.copy())), sql.whole(2))
    return sql.compare(">", sql.add(reach, most), sql.whole(int(2**51 * _NEAR / grid)))


def _spread(call: Call, below: Aggregates, above: Above, x: Argument, met: Sql | None) -> Made:
    """Count, sum, and ``n * Σx² - (Σx)²``, all whole: the variance is the last by the square of the first."""
    count = below.count(met, x.column)
    total = _sum_name(below, x, met)
    value, most = x.column, x.most
    limit = isqrt(_HUGE) // max(below.rows, 1)
    if most >= limit:
        # beyond it squares might not fit: such people are odd
        low, high = (sql.source(name) for name in _ends(below, x, met))
        low_enough = sql.compare("<=", low, sql.whole(-limit))
        above.sheet.call_odd(sql.either(low_enough, sql.compare(">=", high, sql.whole(limit))))
    if most >= limit or not x.sure:
        value = sql.case([(sql.compare("<", sql.absolute(value), sql.whole(limit)), value.copy())])
        most = min(most, limit)
    if below.rows * most**2 >= EXACT:
        value = _whole_number(replace(x, column=value), most**2)
    squares = below.add(_filtered(exp.Sum(this=sql.mul(value, value.copy())), met))
    huge = [_cast(sql.source(one), "INT128") for one in (count, squares, total)]
    spread = sql.sub(sql.mul(huge[0], huge[1]), sql.mul(huge[2], huge[2].copy()))
    if below.rows**2 * x.most**2 >= _HUGE or not x.sure:
        spread = sql.case([(sql.compare("<", sql.absolute(sql.source(total)), sql.whole(isqrt(_HUGE))), spread)])
    kept = above.sheet.keep(f"{squares}_spread", spread)
    return Made(None, (above.raw(count), above.raw(total), kept.name), call.function, x.scale)


def _whole_number(x: Argument, most: int) -> Sql:
    """The column as a whole number of enough bits. What does not fit in odd rows is left out: they do not count."""
    if x.sure:
        return _cast(x.column, "BIGINT" if most < _BIG else "INT128")
    return exp.TryCast(this=x.column, to=exp.DataType.build("INT128"))


def _cast(value: Sql, type: str) -> Sql:
    return exp.Cast(this=value, to=exp.DataType.build(type))


_FORMS = {
    "count": _count,
    "sum": _sum,
    "mean": _mean,
    "share": _share,
    "minimum": _extreme,
    "maximum": _extreme,
    "distinct": _distinct,
    "first": _edge,
    "last": _edge,
    "percentile": _percentile,
    "median": _percentile,
    "stddev": _spread,
    "cv": _spread,
}
"""Every row function; each is exact, or says that it is not."""
