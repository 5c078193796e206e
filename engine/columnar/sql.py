"""Small words for building SQL expressions: plain functions over sqlglot's nodes, with parentheses only where needed.

What databases write differently (floor division, days of a date, …) is a call of a made-up function here; ``dialects``
puts the words of one database in its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from sqlglot import exp

Sql = exp.Expr

NULL, TRUE, FALSE = exp.Null(), exp.true(), exp.false()

SOURCE = "people"
"""What the source relation is called inside a plan."""

_TIGHTNESS: dict[type[exp.Expr], int] = {
    exp.Or: 1,
    exp.And: 2,
    exp.Not: 3,
    exp.EQ: 4,
    exp.NEQ: 4,
    exp.LT: 4,
    exp.LTE: 4,
    exp.GT: 4,
    exp.GTE: 4,
    exp.Is: 4,
    exp.In: 4,
    exp.Add: 5,
    exp.Sub: 5,
    exp.Mul: 6,
    exp.Div: 6,
    exp.Neg: 7,
}
_ATOM = 8


def column(name: str) -> exp.Column:
    """A column by its exact name."""
    return exp.column(name, quoted=True)


def source(name: str) -> exp.Column:
    """A column of the source relation."""
    return exp.column(name, table=SOURCE, quoted=True)


def whole(value: int) -> Sql:
    """A whole number written out."""
    literal = exp.Literal.number(abs(value))
    return exp.Neg(this=literal) if value < 0 else literal


def decimal(value: Fraction) -> Sql:
    """A number whose decimals end, written out."""
    return exp.Literal.number(f"{Decimal(value.numerator) / Decimal(value.denominator):f}")


def text(value: str) -> Sql:
    return exp.Literal.string(value)


def operand(part: Sql, tightness: int) -> Sql:
    """The part, in parentheses if it would otherwise fall apart beside an operator of this tightness."""
    return part if _TIGHTNESS.get(type(part), _ATOM) >= tightness else exp.Paren(this=part)


def _binary(kind: type[exp.Binary], left: Sql, right: Sql, *, regroups: bool = False) -> Sql:
    tight = _TIGHTNESS[kind]
    return kind(this=operand(left, tight), expression=operand(right, tight if regroups else tight + 1))


def add(left: Sql, right: Sql) -> Sql:
    if isinstance(right, exp.Neg):
        return sub(left, right.this)
    return _binary(exp.Add, left, right)


def sub(left: Sql, right: Sql) -> Sql:
    if isinstance(right, exp.Neg):
        return add(left, right.this)
    return _binary(exp.Sub, left, right)


def mul(left: Sql, right: Sql) -> Sql:
    return _binary(exp.Mul, left, right)


def div(left: Sql, right: Sql) -> Sql:
    return _binary(exp.Div, left, right)


def negated(value: Sql) -> Sql:
    return value.this if isinstance(value, exp.Neg) else exp.Neg(this=operand(value, 7))


_COMPARE: dict[str, type[exp.Binary]] = {
    "==": exp.EQ,
    "!=": exp.NEQ,
    "<": exp.LT,
    "<=": exp.LTE,
    ">": exp.GT,
    ">=": exp.GTE,
}


def compare(op: str, left: Sql, right: Sql) -> Sql:
    kind = _COMPARE[op]
    return kind(this=operand(left, 5), expression=operand(right, 5))


def _all(kind: type[exp.Connector], parts: Iterable[Sql]) -> Sql:
    result: Sql | None = None
    for part in parts:
        result = part if result is None else _binary(kind, result, part, regroups=True)
    assert result is not None
    return result


def both(*parts: Sql) -> Sql:
    """All parts joined by AND, which is three-valued in every database."""
    return _all(exp.And, parts)


def either(*parts: Sql) -> Sql:
    """All parts joined by OR."""
    return _all(exp.Or, parts)


def opposite(part: Sql) -> Sql:
    return exp.Not(this=operand(part, 4))


def is_null(part: Sql) -> Sql:
    return exp.Is(this=operand(part, 5), expression=exp.Null())


def is_there(part: Sql) -> Sql:
    return exp.Not(this=is_null(part))


def one_of(part: Sql, values: Sequence[Sql]) -> Sql:
    return exp.In(this=operand(part, 5), expressions=list(values))


def case(branches: Sequence[tuple[Sql, Sql]], otherwise: Sql | None = None) -> Sql:
    """``CASE WHEN … THEN … ELSE … END``; without ``otherwise`` the rest is NULL."""
    ifs = [exp.If(this=test, true=value) for test, value in branches]
    return exp.Case(ifs=ifs, default=otherwise)


def call(function: str, *args: Sql) -> Sql:
    return exp.Anonymous(this=function, expressions=list(args))


def floor(value: Sql) -> Sql:
    return exp.Floor(this=value)


def ceiling(value: Sql) -> Sql:
    return exp.Ceil(this=value)


def absolute(value: Sql) -> Sql:
    return exp.Abs(this=value)


def nullif(value: Sql, other: Sql) -> Sql:
    return exp.Nullif(this=value, expression=other)


def double(value: Sql) -> Sql:
    """The value as a 64-bit float."""
    return exp.Cast(this=value, to=exp.DataType.build("DOUBLE"))


def wide(value: Sql) -> Sql:
    """A whole number in the widest type of the database for whole numbers."""
    return call("SW_WIDE", value)


def quotient(value: Sql, divisor: Sql) -> Sql:
    """The whole part of a quotient of wide numbers, neither negative; also the quotient of any multiple."""
    return call("SW_QUOTIENT", value, divisor)


def remainder(value: Sql, divisor: Sql) -> Sql:
    """What remains of the division of wide numbers; it has the sign of the value."""
    return exp.Mod(this=operand(value, _ATOM), expression=operand(divisor, _ATOM))


def nothing(type: str) -> Sql:
    """A missing value of a type."""
    return exp.Cast(this=exp.Null(), to=exp.DataType.build(type))


def names(part: Sql) -> set[str]:
    """The names of all columns in the expression but those of the source relation."""
    return {found.name for found in part.find_all(exp.Column) if not found.table}


def size(part: Sql, most: int = 50) -> int:
    """How many nodes the expression has, counted no further than ``most``."""
    count = 0
    for _ in part.walk():
        count += 1
        if count >= most:
            break
    return count
