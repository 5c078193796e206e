"""The inputs of a program as columns of a source relation: checked as the door checks them, scaled to whole numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from engine.columnar import sql
from engine.columnar.sheet import Sheet
from engine.columnar.sql import Sql
from engine.columnar.variables import Variable
from engine.formula.types import Kind
from engine.values import Input

USUAL = 10**9
"""Inputs beyond this magnitude are legal but rare; unless the data is known, their rows are odd."""

LAST_DAY = 3_652_059
"""9999-12-31 as a number of days."""

LONGEST_TEXT = 500

DECIMALS: Mapping[Kind, int] = {Kind.COUNT: 0, Kind.DATE: 0, Kind.MONEY: 4, Kind.PERCENT: 8}
OTHER_DECIMALS = 6

USUAL_DECIMALS: Mapping[Kind, int] = {Kind.COUNT: 0, Kind.DATE: 0, Kind.MONEY: 2, Kind.DURATION: 2}
OTHER_USUAL_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Held:
    """What is known of one input's column: the least and the greatest value, the decimals it is read with.

    ``checked``: every value lies between ``low`` and ``high`` for certain; else rows beyond are odd. ``whole``: every
    value has no more than ``decimals``; else finer rows are odd. ``expected``: that none is missing was seen in a part
    of the data only; rows in which one is are odd.
    """

    low: Fraction
    high: Fraction
    decimals: int
    checked: bool = False
    whole: bool = False
    nullable: bool = True
    expected: bool = False


def declared(item: Input, decimals: int | None = None) -> Held:
    """What is known of an input from its declaration alone: usual magnitudes, and all decimals that its type may
    have."""
    decimals = DECIMALS.get(item.type.kind, OTHER_DECIMALS) if decimals is None else decimals
    low, high = allowed(item)
    # a float names a decimal of this many places only as long as floats lie closer together
    most = Fraction(min(USUAL, 2 ** (53 - (10**decimals).bit_length())))
    return Held(max(low, -most), min(high, most), decimals)


def usual(item: Input) -> Held:
    """The same with the decimals that such numbers usually have, so that more of what is computed from them is
    exact."""
    if item.origin == "measure":
        # worked out and rounded here: it comes with all its decimals
        return declared(item, item.decimals)
    return declared(item, USUAL_DECIMALS.get(item.type.kind, OTHER_USUAL_DECIMALS))


def allowed(item: Input) -> tuple[Fraction, Fraction]:
    """The least and the greatest number that the door lets in."""
    most = Fraction(10**15 - 1)
    if item.type.kind is Kind.DATE:
        return Fraction(1), Fraction(LAST_DAY)
    if item.type.kind is Kind.PERCENT:
        # a bare number above 1 is not a share, unless the input says that more is usual
        most = max(Fraction(1), item.high or Fraction(0))
    low = -most if item.low is None else max(-most, item.low)
    return low, most if item.high is None else min(most, item.high)


def read_input(item: Input, held: Held, name: str, sheet: Sheet) -> Variable:
    """The input's variable; its checks go to the sheet."""
    raw = sql.source(name)
    kind = item.type.kind
    if held.expected and not held.nullable:
        sheet.call_odd(sql.is_null(raw))
    if kind is Kind.FLAG or item.type.is_text:
        if item.type.is_text:
            sheet.call_odd(_not_a_text(item, raw))
        default = None if item.default is None or not held.nullable else _plain(item.default)
        value = sheet.keep(name, raw if default is None else sql.call("COALESCE", raw, default))
        return Variable(value, item.type, nullable=default is None and held.nullable)
    return _number(item, held, raw, name, sheet)


def _plain(value: object) -> Sql:
    if isinstance(value, bool):
        return sql.TRUE.copy() if value else sql.FALSE.copy()
    return sql.text(str(value))


def _not_a_text(item: Input, raw: Sql) -> Sql:
    if item.type.choices:
        return sql.opposite(sql.one_of(raw, [sql.text(choice) for choice in item.type.choices]))
    return sql.either(
        sql.compare(">", sql.call("LENGTH", raw), sql.whole(LONGEST_TEXT)), sql.call("SW_UNPRINTABLE", raw)
    )


def _number(item: Input, held: Held, raw: Sql, name: str, sheet: Sheet) -> Variable:
    scale = 10**held.decimals
    value = sql.call("SW_DAYS", raw) if item.type.kind is Kind.DATE else sql.double(raw)
    low, high = held.low, held.high
    default = item.default if isinstance(item.default, Fraction) else None
    if default is not None and (default * scale).denominator != 1:
        # a default finer than the data: its rows are odd
        sheet.call_odd(sql.is_null(raw))
        default = None
    if not held.checked:
        # whole numbers are compared as they come: databases know much of them beforehand, and leave the test out
        plain = held.whole and item.type.kind is not Kind.DATE and low.denominator == high.denominator == 1
        met = raw if plain else value
        sheet.call_odd(sql.either(sql.compare("<", met, _edge(low)), sql.compare(">", met, _edge(high))))
    units = value
    if item.type.kind is not Kind.DATE:
        if not held.whole:
            units = sql.call("SW_NEAREST", sql.mul(value, sql.whole(scale)) if scale > 1 else value)
            back = sql.div(units, sql.whole(scale)) if scale > 1 else units
            sheet.call_odd(sql.compare("!=", back, value))
        elif scale > 1:
            units = sql.call("SW_NEAREST", sql.mul(value, sql.whole(scale)))
    if default is not None and held.nullable:
        units = sql.call("COALESCE", units, sql.whole(int(default * scale)))
        low, high = min(low, default), max(high, default)
    if low <= 0 and not held.whole:
        units = sql.add(units, sql.whole(0))
    column = sheet.keep(name, units)
    # decimals and whole numbers come without a zero below zero, and floats have lost it
    sheet.unsigned[column.name] = True
    nullable = default is None and held.nullable
    return Variable(column, item.type, scale, low, high, nullable)


def _edge(value: Fraction) -> Sql:
    """A bound as a number of the same kind as the column."""
    if value.denominator == 1:
        return sql.whole(int(value))
    return sql.double(sql.decimal(value))
