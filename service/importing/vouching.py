"""What SQL can read for certain: for each column an expression that says whether a cell is written plainly, and one
for its value.

Nine of ten files are written so, and are read without touching their cells one by one. Whatever is not vouched for is
read by :mod:`service.events`, which knows every way of writing and says what is wrong; where both read a cell they
read the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from functools import lru_cache
from zoneinfo import ZoneInfo

from engine.formula.types import Kind
from engine.values import Input
from service.duck import literal, quoted
from service.events import LONGEST_ID, LONGEST_TEXT
from service.importing.plan import Plan
from service.parts import NUMBER

_NUMBER = r"-?(0|[1-9][0-9]{0,8})(\.[0-9]{1,8})?"
_COUNT = r"-?(0|[1-9][0-9]{0,14})"
_PERCENT = r"-?(0|[1-9][0-9]{0,8})(\.[0-9]{1,6})?%"
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_LOCAL = r"20[1-3][0-9][-/][0-9]{1,2}[-/][0-9]{1,2}([ T]([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?)?"
_BLANK_EDGE = r"^[\p{Z}\x{85}]|[\p{Z}\x{85}]$"
_CONTROL = r"[\x00-\x1f\x7f]"
"""More than is refused: line breaks in a text are rare, and left to be read one by one."""

FROM_YEAR, TO_YEAR = 2010, 2040


@dataclass(frozen=True, slots=True)
class Vouched:
    """``sure`` says whether ``value`` is what a cell means; without a value the cell is sure and null."""

    sure: str
    value: str


def vouch(plan: Plan, item: Input | None, zone: ZoneInfo) -> Vouched:
    """How SQL reads the column ``plan.name`` of text cells; ``item`` is what is declared of it, ``zone`` whose clock
    times without an offset are on."""
    cell = quoted(plan.name)
    blank = f"({cell} IS NULL OR trim({cell}, ' \u3000') = '')"
    if plan.source.format is not None or plan.source.values:
        return Vouched(blank, "NULL")
    match plan.kind:
        case "name":
            text = f"trim({cell}, ' ')"
            sure = f"length({text}) <= {LONGEST_ID} AND NOT regexp_matches({text}, '{_CONTROL}|{_BLANK_EDGE}')"
            found = Vouched(sure, text)
        case "time":
            found = _moment(cell, zone)
        case _:
            assert item is not None or plan.kind == Kind.FLAG
            found = _value(cell, plan.kind, item)
    return Vouched(f"({blank} OR coalesce({found.sure}, FALSE))", f"CASE WHEN NOT {blank} THEN {found.value} END")


def _value(cell: str, kind: str, item: Input | None) -> Vouched:
    match kind:
        case Kind.TEXT:
            return Vouched(f"length({cell}) <= {LONGEST_TEXT} AND NOT regexp_matches({cell}, '{_CONTROL}')", cell)
        case Kind.CHOICE:
            choices = ", ".join(literal(choice) for choice in (item.type.choices if item else ()))
            return Vouched(f"{cell} IN ({choices}) AND trim({cell}, ' \u3000') = {cell}", cell)
        case Kind.FLAG:
            return Vouched(f"{cell} IN ('true', 'false', 'TRUE', 'FALSE')", f"lower({cell}) = 'true'")
        case Kind.DATE:
            day = f"TRY_CAST({cell} AS DATE)"
            return Vouched(f"regexp_full_match({cell}, '{_DAY}') AND {day} >= DATE '0001-01-01'", day)
    assert item is not None
    number = f"TRY_CAST({cell} AS {NUMBER})"
    if kind == Kind.COUNT:
        whole = f"TRY_CAST({cell} AS BIGINT)"
        return Vouched(f"regexp_full_match({cell}, '{_COUNT}') AND {_within(whole, item)}", whole)
    plain = Vouched(f"regexp_full_match({cell}, '{_NUMBER}') AND {_within(number, item)}", number)
    if kind != Kind.PERCENT:
        return plain
    most = max(Fraction(1), item.high or Fraction(0))
    share = f"CAST(TRY_CAST(rtrim({cell}, '%') AS DECIMAL(15, 6)) * 0.01 AS {NUMBER})"
    written = f"regexp_full_match({cell}, '{_PERCENT}')"
    return Vouched(
        f"CASE WHEN {written} THEN {_within(share, item)} ELSE {plain.sure} AND abs({number}) <= {_exact(most)} END",
        f"CASE WHEN {written} THEN {share} ELSE {number} END",
    )


def _within(value: str, item: Input) -> str:
    limits = [f"{value} >= {_exact(item.low)}"] if item.low is not None else []
    limits += [f"{value} <= {_exact(item.high)}"] if item.high is not None else []
    return " AND ".join(limits) or "TRUE"


def _exact(number: Fraction) -> str:
    scaled = number * 10**8
    # a limit with more decimals than values may have is moved to the nearest value inside by nobody: it is not vouched
    return f"{int(scaled)} * 0.00000001" if scaled.denominator == 1 else "NULL"


def _moment(cell: str, zone: ZoneInfo) -> Vouched:
    """A time with ``Z``, with an offset, or on the clock where that was neither put back nor forward nearby."""
    bare = f"regexp_replace({cell}, '(Z|[+-][0-9]{{2}}:[0-9]{{2}})$', '')"
    moment = f"TRY_CAST({bare} AS TIMESTAMP)"
    offset = f"regexp_extract({cell}, '[+-][0-9]{{2}}:[0-9]{{2}}$')"
    has_clock = f"contains({bare}, ':')"
    minutes = f"(CAST(substr({offset}, 2, 2) AS BIGINT) * 60 + CAST(substr({offset}, 5, 2) AS BIGINT))"
    signed = f"(CASE WHEN starts_with({offset}, '-') THEN -{minutes} ELSE {minutes} END)"
    near, local = _on_clock(moment, zone)
    sure = (
        f"regexp_full_match({bare}, '{_LOCAL}') AND {moment} IS NOT NULL AND CASE "
        f"WHEN ends_with({cell}, 'Z') THEN {has_clock} "
        f"WHEN {offset} <> '' AND {has_clock} THEN CAST(substr({offset}, 2, 2) AS BIGINT) <= 14 "
        f"AND CAST(substr({offset}, 5, 2) AS BIGINT) <= 59 "
        f"ELSE {offset} = '' AND NOT {near} END"
    )
    value = (
        f"CASE WHEN ends_with({cell}, 'Z') THEN {moment} WHEN {offset} <> '' THEN {moment} - to_minutes({signed}) "
        f"ELSE {local} END"
    )
    return Vouched(sure, value)


def _on_clock(moment: str, zone: ZoneInfo) -> tuple[str, str]:
    """Whether a local time is near a change of the clock, and the time in UTC elsewhere."""
    changes = _changes(zone)
    near = [f"{moment} BETWEEN {_stamp(at - _DAY_LONG)} AND {_stamp(at + _DAY_LONG)}" for at, _ in changes]
    first = datetime(FROM_YEAR, 1, 1, tzinfo=zone).utcoffset() or timedelta()
    cases = "".join(f" WHEN {moment} >= {_stamp(at)} THEN {_micro(offset)}" for at, offset in reversed(changes))
    offset = f"CASE{cases} ELSE {_micro(first)} END" if cases else _micro(first)
    return f"({' OR '.join(near) or 'FALSE'})", f"{moment} - to_microseconds({offset})"


_DAY_LONG = timedelta(days=1)


@lru_cache(maxsize=64)
def _changes(zone: ZoneInfo) -> tuple[tuple[datetime, timedelta], ...]:
    """The days, by the clock, on which the offset changed, and the offset from then on."""
    found = []
    day = datetime(FROM_YEAR, 1, 1, tzinfo=zone)
    before = day.utcoffset()
    while day.year <= TO_YEAR:
        day += _DAY_LONG
        offset = day.utcoffset()
        if offset != before and offset is not None:
            found.append((day.replace(tzinfo=None), offset))
            before = offset
    return tuple(found)


def _stamp(moment: datetime) -> str:
    return f"TIMESTAMP '{moment:%Y-%m-%d %H:%M:%S}'"


def _micro(length: timedelta) -> str:
    return str(length // timedelta(microseconds=1))
