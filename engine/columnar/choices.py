"""Choices: branches that are taken under conditions, and the first of several values that is there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from math import lcm
from typing import TYPE_CHECKING

from engine.columnar import sql
from engine.columnar.facts import bounds_given
from engine.columnar.numbers import NEVER, Needs, Num, literal, nothing
from engine.columnar.place import Place, any_null
from engine.columnar.plain import Plain
from engine.columnar.ranges import all_scaled, ranged
from engine.columnar.sql import Sql
from engine.formula.kinds import is_condition
from engine.formula.nodes import Absent, Call, Compare, Flag, If, Name, Node

if TYPE_CHECKING:
    from engine.columnar.translate import Translator


@dataclass(frozen=True, slots=True)
class Branch:
    """One WHEN of a choice: its test (None for the rest), what it gives, and a translator that knows the test held."""

    test: Sql | None
    node: Node
    at: Translator
    guards: bool = False
    """Whether it only keeps those out for whom a condition is missing."""


def choice(at: Translator, node: Node, leaf: Callable[[Translator, Node], Num]) -> Num:
    """A chain of choices, each branch written by ``leaf``."""
    branches, needs = _branches(at, node)
    nums = [None if isinstance(branch.node, Absent) else leaf(branch.at, branch.node) for branch in branches]
    found = [num for num in nums if num is not None]
    if not found:
        return nothing()
    if len(branches) == 1 and branches[0].test is None:
        return found[0]
    needs = choice_needs(needs, branches, [None if num is None else num.needs for num in nums])
    low, high = min(num.low for num in found), max(num.high for num in found)
    d = lcm(*(num.d for num in found))
    found = all_scaled(at, found, d)
    wide = any(num.wide for num in found)
    rest = iter(found)
    nums = [None if num is None else next(rest) for num in nums]
    n = case_of(branches, _typed([None if num is None else num.n for num in nums], wide))
    by = None
    if any(num.by is not None for num in found):
        by = case_of(branches, [None if num is None else _by(num) for num in nums])
    top, bottom = max(num.top for num in found), max(num.bottom for num in found)
    return ranged(at, Num(n, d, low, high, top, needs, by=by, bottom=bottom, wide=wide))


def plain_choice(at: Translator, node: If) -> Plain:
    """A chain of choices between conditions or texts."""
    branches, needs = _branches(at, node)
    absent = at.condition(Absent()) if is_condition(node, at.variables) else at.text(Absent())
    parts = [
        None
        if isinstance(branch.node, Absent)
        else (branch.at.condition(branch.node) if is_condition(node, at.variables) else branch.at.text(branch.node))
        for branch in branches
    ]
    if len(branches) == 1 and branches[0].test is None:
        return parts[0] or absent
    if not any(parts):
        return absent
    needs = choice_needs(needs, branches, [None if part is None else part.needs for part in parts])
    return Plain(case_of(branches, [None if part is None else part.sql for part in parts]), needs)


def first_number(at: Place, nums: Sequence[Num]) -> Num:
    """The first of several numbers that is there."""
    used: list[Num] = []
    for num in nums:
        used.append(num)
        if not num.nullable:
            break
    if len(used) == 1:
        return used[0]
    needs = NEVER if not used[-1].nullable else None
    low, high = min(num.low for num in used), max(num.high for num in used)
    d = lcm(*(num.d for num in used))
    parts = all_scaled(at, used, d)
    wide = any(part.wide for part in parts)
    top, bottom = max(part.top for part in parts), max(part.bottom for part in parts)
    if all(part.by is None for part in parts):
        n = sql.call("COALESCE", *_all_typed([part.n for part in parts], wide))
        return ranged(at, Num(n, d, low, high, top, needs, wide=wide))
    parts = [at.short(part) for part in parts]
    tests = [sql.opposite(at.absent(part)) for part in parts[:-1]]
    n = sql.case(list(zip(tests, _all_typed([part.n for part in parts[:-1]], wide), strict=True)), parts[-1].n)
    by = sql.case([(test, _by(part)) for test, part in zip(tests, parts, strict=False)], _by(parts[-1]))
    return ranged(at, Num(n, d, low, high, top, needs, by=by, bottom=bottom, wide=wide))


def first_plain(parts: Iterable[Plain]) -> Plain:
    """The first of several conditions or texts that is there."""
    used: list[Plain] = []
    for part in parts:
        used.append(part)
        if part.needs == NEVER:
            break
    if len(used) == 1:
        return used[0]
    needs = NEVER if used[-1].needs == NEVER else None
    return Plain(sql.call("COALESCE", *(part.sql for part in used)), needs)


def _branches(at: Translator, node: Node) -> tuple[list[Branch], Needs]:
    """A chain of choices as the branches of one CASE, and what it needs before any branch is taken.

    A missing condition gives a missing value. Where all conditions miss the same columns, they are tested once, at
    the end; otherwise each condition that may be missing is tested before it.
    """
    tests, inside = at, at
    found: list[tuple[Plain | None, frozenset[str], Node, Translator]] = []
    while isinstance(node, If):
        test, lenient = _test(tests, node.condition)
        if test.needs is None and not lenient:
            kept = at.sheet.keep(f"{at.owner}_met", test.sql)
            test = Plain(kept, frozenset({kept.name}))
        needs = frozenset() if lenient else at.missing(test.needs) or frozenset()
        missing = needs - inside.present
        inside = replace(inside, present=inside.present | needs)
        if isinstance(test.known, bool):
            if missing:
                found.append((None, missing, node, inside))
            node = node.then if test.known else node.other
            continue
        yes = _given(inside, node.condition, True, test.sql)
        if lenient and test.needs:
            yes = replace(yes, present=yes.present | test.needs)
        found.append((test, missing, node.then, yes))
        tests = _given(tests, node.condition, False, None)
        inside = _given(inside, node.condition, False, None)
        node = node.other
    return _guarded(found, node, inside)


def _guarded(
    found: list[tuple[Plain | None, frozenset[str], Node, Translator]], rest: Node, inside: Translator
) -> tuple[list[Branch], Needs]:
    needed = [missing for _, missing, _, _ in found if missing]
    first = found[0][1] if found else frozenset()
    at_end = len(needed) == 1 and bool(first)
    at_end = at_end and all(test is None or (test.needs is not None and first <= test.needs) for test, *_ in found)
    branches: list[Branch] = []
    for test, missing, node, at in found:
        if missing and not at_end:
            branches.append(Branch(any_null(missing), Absent(), at, guards=True))
        if test is not None:
            branches.append(Branch(test.sql, node, at))
    last = sql.both(*(sql.is_there(sql.column(name)) for name in sorted(first))) if at_end else None
    branches.append(Branch(last, rest, inside))
    if not needed:
        return branches, NEVER
    return branches, first if len(needed) == 1 and first else None


def _given(at: Translator, condition: Node, truth: bool, test: Sql | None) -> Translator:
    """The translator for rows in which the condition is true, or is not."""
    known = bounds_given(condition, truth, at.variables)
    # a wide column of its own is computed for every row, also where the condition does not hold
    known = {id: variable for id, variable in known.items() if not variable.wide}
    variables = {**at.variables, **known} if known else at.variables
    return replace(at, variables=variables, path=(*at.path, test) if test is not None else at.path)


def _test(at: Translator, node: Node) -> tuple[Plain, bool]:
    """A condition for a WHEN, and whether there it is the same for it to be missing or false."""
    match node:
        case Call("coalesce", (condition, Flag(False))):
            return at.condition(condition), True
        case Compare("==", Name(id), Name(other)) if id == other:
            # a value equals itself where there is one
            return Plain(sql.TRUE.copy(), at.missing(at.variables[id].needs), True), False
    return at.condition(node), False


def choice_needs(before: Needs, branches: Sequence[Branch], leaves: Sequence[Needs]) -> Needs:
    """What the value of a choice needs: only what is tested before any branch, if no branch can be missing."""
    certain = all(needs == NEVER for branch, needs in zip(branches, leaves, strict=True) if not branch.guards)
    return before if certain else None


def case_of(branches: Sequence[Branch], values: Sequence[Sql | None]) -> Sql:
    """The CASE over branches; None stands for a missing value."""
    whens: list[tuple[Sql, Sql]] = []
    otherwise: Sql | None = None
    for branch, value in zip(branches, values, strict=True):
        if branch.test is None:
            otherwise = value
        elif branch is not branches[-1] or value is not None:
            whens.append((branch.test, sql.NULL.copy() if value is None else value))
    if not whens:
        return otherwise if otherwise is not None else sql.NULL.copy()
    return sql.case(whens, otherwise)


def _typed(values: list[Sql | None], wide: bool) -> list[Sql | None]:
    """The values of a CASE; where all are written out, the first is marked with its type, and so all have it."""
    found = [value for value in values if value is not None]
    if found and all(literal(value) is not None for value in found):
        first = next(position for position, value in enumerate(values) if value is not None)
        values[first] = sql.wide(found[0]) if wide else sql.double(found[0])
    return values


def _all_typed(values: list[Sql], wide: bool) -> list[Sql]:
    return [value for value in _typed(list(values), wide) if value is not None]


def _by(num: Num) -> Sql:
    return sql.whole(1) if num.by is None else num.by
