"""The few words that databases write differently. A plan names them ``SW_…``; here each becomes one database's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlglot import exp

from engine.columnar import sql
from engine.columnar.numbers import literal, times
from engine.columnar.sql import Sql

DIALECTS = ("duckdb", "postgres", "spark")

Word = Callable[..., Sql]

_FIRST_DAY = exp.Cast(this=exp.Literal.string("0001-01-01"), to=exp.DataType.build("DATE"))


def render(tree: exp.Select, dialect: str, *, pretty: bool = True) -> str:
    """The plan as text for ``duckdb``, ``postgres`` or ``spark``."""
    words = _WORDS[dialect]
    tree = tree.copy()
    for node in reversed(list(tree.find_all(exp.Anonymous))):
        word = words.get(node.name)
        if word is not None:
            node.replace(word(*node.expressions))
    if dialect == "postgres":
        # keeps each part a part: PostgreSQL would otherwise write every value out wherever it is read
        for part in tree.find_all(exp.CTE):
            part.this.set("offset", exp.Offset(expression=exp.Literal.number(0)))
    return tree.sql(dialect=dialect, pretty=pretty, copy=False)


def _function(name: str) -> Callable[[Sql], Sql]:
    return lambda value: sql.call(name, value)


def _from_day(part: str, day: Callable[[Sql], Sql]) -> Callable[[Sql], Sql]:
    return lambda value: sql.double(exp.Extract(this=exp.var(part), expression=day(value)))


def _integer(value: Sql) -> Sql:
    return exp.Cast(this=value, to=exp.DataType.build("INT"))


def _plus_days(value: Sql) -> Sql:
    return sql.add(_FIRST_DAY.copy(), _integer(sql.sub(value, sql.whole(1))))


def _date_add(value: Sql) -> Sql:
    return sql.call("DATE_ADD", _FIRST_DAY.copy(), _integer(sql.sub(value, sql.whole(1))))


def _round_quotient(n: Sql, d: Sql) -> Sql:
    return sql.call("ROUND", n if literal(d) == 1 else sql.div(n, d))


def _half_up(floor: Callable[[Sql], Sql]) -> Callable[[Sql, Sql], Sql]:
    def write(n: Sql, d: Sql) -> Sql:
        known = literal(d)
        if known == 1:
            return floor(sql.add(n, sql.div(sql.double(sql.whole(1)), sql.whole(2))))
        if known is not None and known % 2 == 0:
            return floor(sql.div(sql.add(n, sql.whole(known // 2)), d))
        return floor(sql.div(sql.add(times(n, 2), d), times(d.copy(), 2)))

    return write


def _half_away(floor: Callable[[Sql], Sql]) -> Callable[[Sql, Sql], Sql]:
    half_up = _half_up(floor)
    return lambda n, d: sql.mul(sql.call("SIGN", n), half_up(sql.absolute(n.copy()), d))


def _cast(function: Callable[[Sql], Sql]) -> Callable[[Sql], Sql]:
    return lambda value: sql.double(function(value))


def _as(type: str) -> Callable[[Sql], Sql]:
    return lambda value: exp.Cast(this=value, to=exp.DataType.build(type))


def _exact_numeric(value: Sql) -> Sql:
    """PostgreSQL makes a decimal of the first 15 digits of a float only; its text has all of them."""
    return _as("DECIMAL")(value if literal(value) is not None else _as("TEXT")(value))


def _of_multiple(value: Sql, divisor: Sql) -> Sql:
    """Spark divides decimals to a few places only: nothing is lost where the divisor goes into the value."""
    multiple = sql.sub(value, sql.remainder(value.copy(), divisor.copy()))
    return _as("DECIMAL(38, 0)")(sql.div(multiple, divisor))


def _by_code_points(value: Sql) -> Sql:
    return exp.Collate(this=value, expression=exp.to_identifier("C", quoted=True))


_spark_floor = _cast(sql.floor)
_PARTS = ("YEAR", "MONTH", "DAY")

_WORDS: Mapping[str, Mapping[str, Word]] = {
    "duckdb": {
        "SW_ROUND": _round_quotient,
        "SW_ROUND_POSITIVE": _round_quotient,
        "SW_FLOOR": sql.floor,
        "SW_CEIL": sql.ceiling,
        "SW_NEAREST": _function("ROUND"),
        "SW_WIDE": _as("INT128"),
        "SW_QUOTIENT": lambda value, by: exp.IntDiv(this=sql.operand(value, 8), expression=sql.operand(by, 8)),
        "SW_CODE_POINTS": lambda value: value,
        "SW_DAYS": lambda value: sql.double(sql.add(sql.sub(value, _FIRST_DAY.copy()), sql.whole(1))),
        "SW_UNPRINTABLE": lambda value: sql.call(
            "REGEXP_MATCHES", value, sql.text("[\\p{C}\\p{Zl}\\p{Zp}]|[^\\P{Zs} ]")
        ),
        **{f"SW_{part}": _from_day(part, _plus_days) for part in _PARTS},
    },
    "postgres": {
        "SW_ROUND": _half_away(sql.floor),
        "SW_ROUND_POSITIVE": _half_up(sql.floor),
        "SW_FLOOR": sql.floor,
        "SW_CEIL": sql.ceiling,
        "SW_NEAREST": _function("ROUND"),
        "SW_WIDE": _exact_numeric,
        "SW_QUOTIENT": lambda value, by: sql.call("DIV", value, by),
        "SW_CODE_POINTS": _by_code_points,
        "SW_DAYS": lambda value: sql.double(sql.add(sql.sub(value, _FIRST_DAY.copy()), sql.whole(1))),
        "SW_UNPRINTABLE": lambda value: exp.RegexpLike(this=value, expression=sql.text("[[:cntrl:]]")),
        **{f"SW_{part}": _from_day(part, _plus_days) for part in _PARTS},
    },
    "spark": {
        "SW_ROUND": _half_away(_spark_floor),
        "SW_ROUND_POSITIVE": _half_up(_spark_floor),
        "SW_FLOOR": _spark_floor,
        "SW_CEIL": _cast(sql.ceiling),
        "SW_NEAREST": _function("RINT"),
        "SW_WIDE": _as("DECIMAL(38, 0)"),
        "SW_QUOTIENT": _of_multiple,
        "SW_CODE_POINTS": lambda value: value,
        "SW_DAYS": lambda value: sql.double(sql.add(sql.call("DATEDIFF", value, _FIRST_DAY.copy()), sql.whole(1))),
        "SW_UNPRINTABLE": lambda value: exp.RegexpLike(this=value, expression=sql.text("[\\p{C}\\p{Zl}\\p{Zp}]")),
        **{f"SW_{part}": _from_day(part, _date_add) for part in _PARTS},
    },
}
