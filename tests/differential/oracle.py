"""A second opinion on formulas: its own small evaluator over exact fractions, which shares no code with the product.

Only the text of a document is read here. A formula is Python's expression grammar with percent signs and durations; a
missing value is ``None``.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from math import ceil, floor, isqrt
from typing import Any

Value = Any
LIMIT = Fraction(10**15)
_NUMBER = re.compile(r"(?<![\w.'])(\d+(?:\.\d+)?)(%|min\b|s\b|h\b)?")
_UNITS = {"%": Fraction(1, 100), "min": Fraction(60), "s": Fraction(1), "h": Fraction(3600), "": Fraction(1)}
COHORT = {"rank", "percent_rank", "cohort_mean", "cohort_sum", "cohort_count", "cohort_stddev", "zscore"}
HISTORY = {"previous", "streak", "mean_of_last", "sum_of_last"}


class TooLarge(Exception):
    """A number reached the limit."""


def half_away(value: Fraction, decimals: int) -> Fraction:
    scaled = value * Fraction(10) ** decimals
    whole = floor(abs(scaled) + Fraction(1, 2))
    return Fraction(whole if value >= 0 else -whole) / Fraction(10) ** decimals


def published(value: Value, decimals: int | None) -> Value:
    if not isinstance(value, Fraction):
        return value
    if decimals is not None:
        value = half_away(value, decimals)
    if abs(value) >= LIMIT:
        raise TooLarge
    return value


def read_number(raw: object) -> Fraction:
    """A number as a caller or a document writes it."""
    text = repr(raw) if isinstance(raw, float) else format(raw, "f") if isinstance(raw, Decimal) else str(raw)
    if text.endswith("%"):
        return Fraction(text[:-1]) / 100
    return Fraction(Decimal(text))


@cache
def tree_of(text: str) -> ast.expr:
    spelled = re.sub(r"\b(if|and|or|not)\(", r"\1_(", text)
    spelled = _NUMBER.sub(lambda found: f"N_('{found[1]}', '{found[2] or ''}')", spelled)
    spelled = re.sub(r"\btrue\b", "True", re.sub(r"\bfalse\b", "False", spelled))
    return ast.parse(spelled, mode="eval").body


@dataclass
class Someone:
    """One person on the way through the rules: values by name, and the problem that stopped them."""

    id: str
    values: dict[str, Value]
    history: list[tuple[int, Mapping[str, Value]]] = field(default_factory=list)
    trouble: str | None = None
    eligible: bool = True


@dataclass(frozen=True)
class Period:
    start: int
    end: int
    index: int


class Evaluator:
    """Evaluates formulas for everyone at once, because some look at the others."""

    def __init__(self, people: Sequence[Someone], period: Period, tables: Mapping[str, Mapping[str, object]]):
        self.people, self.period, self.tables = people, period, tables
        self.lifted: dict[tuple[str, str], list[Value]] = {}

    def going(self) -> list[int]:
        return [n for n, person in enumerate(self.people) if person.trouble is None]

    def all_of(self, owner: str, formula: object, decimals: int | None = None, **local: str) -> list[Value]:
        """The formula's value for everyone; who leaves the range is stopped. ``local`` are names for other names."""
        tree = tree_of(str(formula)) if not isinstance(formula, bool) else ast.Constant(formula)
        self.prepare(owner, tree, local)
        return self.each(lambda n: published(self.value(tree, n, owner, local), decimals))

    def each(self, work: Callable[[int], Value]) -> list[Value]:
        found: list[Value] = [None] * len(self.people)
        for n in self.going():
            try:
                found[n] = work(n)
            except TooLarge:
                self.people[n].trouble = "out-of-range"
        return found

    # functions that look at others and at earlier periods are computed before the formula around them

    def prepare(self, owner: str, tree: ast.AST, local: Mapping[str, str]) -> None:
        for child in ast.iter_child_nodes(tree):
            self.prepare(owner, child, local)
        if not isinstance(tree, ast.Call) or not isinstance(tree.func, ast.Name):
            return
        key = (owner, ast.dump(tree))
        if key in self.lifted:
            return
        if tree.func.id in COHORT:
            if isinstance(tree.args[0], ast.Name):
                column = [person.values.get(local.get(tree.args[0].id, tree.args[0].id)) for person in self.people]
            else:
                column = self.each(lambda n: published(self.value(tree.args[0], n, owner, local), None))
            self.lifted[key] = self._among(tree, column)
        elif tree.func.id in HISTORY:
            self.lifted[key] = self.each(lambda n: published(self._earlier(tree, n), None))

    def _among(self, tree: ast.Call, column: list[Value]) -> list[Value]:
        named = {word.arg: word.value for word in tree.keywords}
        within = [named["within"].id] if isinstance(named.get("within"), ast.Name) else []
        ascending = isinstance(named.get("ascending"), ast.Constant)
        ties = named["ties"].value if isinstance(named.get("ties"), ast.Constant) else "competition"
        return self.spread(
            within, lambda own: among_people(str(tree.func.id), [column[n] for n in own], ascending, ties), None
        )  # type: ignore[attr-defined]

    def spread(
        self, within: Sequence[str], work: Callable[[list[int]], list[Value]], decimals: int | None
    ) -> list[Value]:
        """Let ``work`` answer for every group of those who take part."""
        found: list[Value] = [None] * len(self.people)
        groups: dict[tuple[Value, ...], list[int]] = {}
        for n in self.going():
            key = tuple(self.people[n].values.get(name) for name in within)
            if self.people[n].eligible and None not in key:
                groups.setdefault(key, []).append(n)
        for own in groups.values():
            for n, value in zip(own, work(own), strict=True):
                try:
                    found[n] = published(value, decimals)
                except TooLarge:
                    self.people[n].trouble = "out-of-range"
        return found

    def _earlier(self, tree: ast.Call, n: int) -> Value:
        person, now = self.people[n], self.period.index
        records = {index: values for index, values in person.history if index < now}
        name = tree.func.id  # type: ignore[attr-defined]
        if name == "streak":
            return Fraction(self._streak(tree, n, records))
        wanted = tree.args[0].id  # type: ignore[attr-defined]
        count = int(tree.args[1].args[0].value) if len(tree.args) > 1 else 1  # type: ignore[attr-defined]
        if name == "previous":
            return records.get(now - count, {}).get(wanted)
        known = [records[i][wanted] for i in range(now - count, now) if records.get(i, {}).get(wanted) is not None]
        if not known:
            return None
        return sum(known, Fraction(0)) / (len(known) if name == "mean_of_last" else 1)

    def _streak(self, tree: ast.Call, n: int, records: Mapping[int, Mapping[str, Value]]) -> int:
        named = {word.arg: word.value.value for word in tree.keywords}  # type: ignore[attr-defined]
        gaps, align = named.get("gaps", "break"), named.get("align", "none")
        if self.value(tree.args[0], n, "", {}) is not True:
            return 0
        count, last, now = 1, self.period.index, self.period.index
        months = {"none": 10**6, "quarter": 3, "year": 12}[align]
        for index in sorted(records, reverse=True):
            between = last - index - 1
            if (now // months != index // months) or (between and gaps == "break") or (between > 1 and gaps == "skip"):
                break
            then = Evaluator([Someone("", dict(records[index]))], self.period, self.tables)
            if then.value(tree.args[0], 0, "", {}) is not True:
                break
            count, last = count + 1, index
        return count

    # one person

    def value(self, tree: ast.AST, n: int, owner: str, local: Mapping[str, str]) -> Value:
        value = self._value(tree, n, owner, local)
        if isinstance(value, Fraction) and not isinstance(tree, (ast.Name, ast.UnaryOp)) and abs(value) >= LIMIT:
            raise TooLarge
        return value

    def _value(self, tree: ast.AST, n: int, owner: str, local: Mapping[str, str]) -> Value:
        def of(part: ast.AST) -> Value:
            return self.value(part, n, owner, local)

        match tree:
            case ast.Constant(value=value):
                return value
            case ast.Name(id=id):
                return self.people[n].values.get(local.get(id, id))
            case ast.UnaryOp(op=op, operand=operand):
                inner = of(operand)
                return None if inner is None else (not inner if isinstance(op, ast.Not) else -inner)
            case ast.BoolOp(op=op, values=items):
                return _decide(isinstance(op, ast.Or), items, of)
            case ast.IfExp(test=test, body=body, orelse=other):
                return _pick(of(test), body, other, of)
            case ast.BinOp(left=left, op=op, right=right):
                first = of(left)
                second = None if first is None else of(right)
                return None if second is None else _calculate(op, first, second)
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                first = of(left)
                second = None if first is None else of(right)
                return None if second is None else _compare(op, first, second)
            case ast.Call(func=ast.Name(id=name), args=args):
                return self._call(tree, name, args, n, owner, of)
        raise TypeError(ast.dump(tree))

    def _call(
        self, tree: ast.Call, name: str, args: list[ast.expr], n: int, owner: str, of: Callable[[ast.AST], Value]
    ) -> Value:
        if name in COHORT or name in HISTORY:
            return self.lifted[owner, ast.dump(tree)][n]
        match name:
            case "N_":
                return Fraction(args[0].value) * _UNITS[args[1].value]  # type: ignore[attr-defined]
            case "points":
                return self.people[n].values.get(f"{args[0].id}.points")  # type: ignore[attr-defined]
            case "is_missing":
                return of(args[0]) is None
            case "coalesce":
                return next((value for arg in args if (value := of(arg)) is not None), None)
            case "if_":
                return _pick(of(args[0]), args[1], args[2], of)
            case "and_" | "or_":
                return _decide(name == "or_", args, of)
            case "period_start":
                return Fraction(self.period.start)
            case "period_end":
                return Fraction(self.period.end)
            case "table":
                table, key = self.tables[args[0].id], of(args[1])  # type: ignore[attr-defined]
                # a table is a chain of questions, each of which a missing key leaves open
                found = None if key is None else table.get(key, table.get("otherwise"))
                return None if found is None else read_number(found)
        values: list[Value] = []
        for arg in args:
            values.append(of(arg))
            if values[-1] is None:
                return None
        return _FUNCTIONS[name](*values)


def _decide(decisive: bool, items: Sequence[ast.expr], of: Callable[[ast.AST], Value]) -> bool | None:
    unknown = False
    for item in items:
        value = of(item)
        if value is decisive:
            return decisive
        unknown = unknown or value is None
    return None if unknown else not decisive


def _pick(condition: Value, then: ast.expr, other: ast.expr, of: Callable[[ast.AST], Value]) -> Value:
    return None if condition is None else of(then) if condition else of(other)


def _calculate(op: ast.operator, a: Fraction, b: Fraction) -> Value:
    match op:
        case ast.Add():
            return a + b
        case ast.Sub():
            return a - b
        case ast.Mult():
            return a * b
        case ast.Pow():
            return a ** int(b)
        case ast.Div():
            return a / b if b else None
    raise TypeError(op)


def _compare(op: ast.cmpop, a: Value, b: Value) -> bool:
    match op:
        case ast.Eq():
            return bool(a == b)
        case ast.NotEq():
            return bool(a != b)
        case ast.Lt():
            return bool(a < b)
        case ast.LtE():
            return bool(a <= b)
        case ast.Gt():
            return bool(a > b)
    return bool(a >= b)


def root(value: Fraction) -> Fraction | None:
    """The square root to 12 decimals: the last digit is tried out."""
    if value < 0:
        return None
    below = Fraction(isqrt(floor(value * 10**24)), 10**12)
    half = below + Fraction(1, 2 * 10**12)
    return below + Fraction(1, 10**12) if half * half <= value else below


def _months(a: Fraction, b: Fraction) -> Fraction:
    sign, early, late = (1, a, b) if a <= b else (-1, b, a)
    first, last = date.fromordinal(int(early)), date.fromordinal(int(late))
    full = (last.year * 12 + last.month) - (first.year * 12 + first.month)
    return Fraction(sign * (full if last.day >= first.day else full - 1))


def _date(y: Fraction, m: Fraction, d: Fraction) -> Fraction | None:
    try:
        return Fraction(date(int(y), int(m), int(d)).toordinal())
    except ValueError:
        return None


def _part(name: str) -> Callable[[Fraction], Fraction]:
    return lambda days: Fraction(getattr(date.fromordinal(int(days)), name))


_FUNCTIONS: Mapping[str, Callable[..., Value]] = {
    "min": min,
    "max": max,
    "abs": abs,
    "round": lambda x, n=Fraction(0): half_away(x, int(n)),
    "floor": lambda x: Fraction(floor(x)),
    "ceil": lambda x: Fraction(ceil(x)),
    "clamp": lambda x, low, high: high if low > high else low if x < low else high if x > high else x,
    "mod": lambda a, b: a - b * floor(a / b) if b else None,
    "sqrt": root,
    "between": lambda x, low, high: low <= x and x <= high,
    "days_between": lambda a, b: b - a,
    "months_between": _months,
    "date": _date,
    "day": _part("day"),
    "month": _part("month"),
    "year": _part("year"),
    "weekday": lambda days: Fraction(date.fromordinal(int(days)).isoweekday()),
    "not_": lambda x: not x,
}


def places(values: Sequence[Fraction], value: Fraction, ascending: bool) -> tuple[int, int]:
    """The first and the last place that people with this value take up."""
    better = sum(1 for other in values if (other < value if ascending else other > value))
    return better + 1, better + sum(1 for other in values if other == value)


def among_people(name: str, column: list[Value], ascending: bool, ties: str) -> list[Value]:
    known = [value for value in column if value is not None]
    mean = sum(known, Fraction(0)) / len(known) if known else None
    spread = root(sum(((value - mean) ** 2 for value in known), Fraction(0)) / len(known)) if known else None
    answers: list[Value] = []
    for value in column:
        if name in ("rank", "percent_rank", "zscore") and value is None:
            answers.append(None)
            continue
        match name:
            case "rank":
                first, last = places(known, value, ascending)
                dense = 1 + len({other for other in known if (other < value if ascending else other > value)})
                answers.append(
                    {"competition": Fraction(first), "dense": Fraction(dense)}.get(ties, Fraction(first + last, 2))
                )
            case "percent_rank":
                behind = sum(1 for other in known if (other > value if ascending else other < value))
                answers.append(Fraction(behind, len(known) - 1) if len(known) > 1 else Fraction(1))
            case "cohort_mean":
                answers.append(mean)
            case "cohort_sum":
                answers.append(sum(known, Fraction(0)) if known else None)
            case "cohort_count":
                answers.append(Fraction(len(known)))
            case "cohort_stddev":
                answers.append(spread or None)
            case "zscore":
                answers.append((value - mean) / spread if spread else None)
    return answers
