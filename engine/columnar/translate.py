"""Checked expressions as SQL: conditions three-valued, numbers exact, NULL for what is missing.

Where a number could leave what floats hold exactly, or the range of the language, and that cannot be ruled out, its
rows are called odd.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import lcm

from engine.columnar import sql
from engine.columnar.facts import bounds_given
from engine.columnar.functions import CONDITION_FORMS, NUMBER_FORMS
from engine.columnar.numbers import (
    EXACT,
    NEVER,
    Needs,
    NoForm,
    Num,
    cancelled,
    constant,
    fits_floats,
    fits_wide,
    joined,
    literal,
    of_units,
    over_one,
    product,
    reduced,
    scaled,
    times,
)
from engine.columnar.plain import Plain
from engine.columnar.sheet import Sheet
from engine.columnar.sql import Sql
from engine.columnar.variables import Variable
from engine.formula.nodes import (
    Absent,
    Binary,
    Call,
    Compare,
    Flag,
    If,
    Logic,
    Name,
    Negate,
    Node,
    Not,
    Number,
    Text,
)
from engine.formula.types import FLAG, Kind
from engine.functions.registry import FUNCTIONS
from engine.numbers import LIMIT

SHORT = 8
"""Expressions of so many nodes may be written twice; longer ones get a column of their own."""


@dataclass(frozen=True, slots=True)
class Branch:
    """One WHEN of a choice: its test (None for the rest), what it gives, and a translator that knows the test held."""

    test: Sql | None
    node: Node
    at: Translator
    guards: bool = False
    """Whether it only keeps those out for whom a condition is missing."""


@dataclass(frozen=True)
class Translator:
    """Writes SQL for expressions over ``variables``, with columns of its own in the sheet where it needs them.

    ``present`` are columns that are known not to be NULL where the expression counts; ``path`` are the conditions under
    which it counts. With ``widely`` numbers that floats may not hold are computed in the widest whole numbers of the
    database, which is slow; without it their rows are odd.
    """

    variables: Mapping[str, Variable]
    sheet: Sheet
    owner: str
    present: frozenset[str] = frozenset()
    path: tuple[Sql, ...] = field(default=())
    widely: bool = False

    # numbers

    def number(self, node: Node) -> Num:
        match node:
            case Number(value):
                return constant(value)
            case Name(id):
                num = self.variables[id].number()
                return replace(num, needs=self.missing(num.needs))
            case Negate(operand):
                return reduced(self.number(operand), Fraction(-1))
            case Binary("+" | "-" as op, left, right):
                return self.total(op, self.number(left), self.number(right))
            case Binary("*", left, right):
                return self.product(self.number(left), self.number(right))
            case Binary("/", left, right):
                return self.quotient(self.number(left), self.number(right))
            case Binary("**", base, Number(exponent)):
                return self._power(self.number(base), int(exponent))
            case If():
                return self.choice(node, Translator.number)
            case Call("coalesce", args):
                return self._coalesce([self.number(arg) for arg in args])
            case Call(function):
                form = NUMBER_FORMS.get(function)
                if form is None:
                    raise NoForm(function)
                return form(self, node)
            case Absent():
                return replace(constant(0), n=sql.nothing("DOUBLE"), needs=None, known=None)
        raise TypeError(f"not a number: {node!r}")

    def missing(self, needs: Needs) -> Needs:
        """The needs that are not known to be met here."""
        return None if needs is None else needs - self.present

    def total(self, op: str, left: Num, right: Num) -> Num:
        """``left + right`` or ``left - right``."""
        return self._settled(lambda one, other: self._total(op, one, other), left, right)

    def _total(self, op: str, left: Num, right: Num) -> Num:
        if left.known is not None and right.known is not None:
            return constant(left.known + right.known if op == "+" else left.known - right.known)
        if op == "+" and left.known == 0:
            return right
        if right.known == 0:
            return left
        a, b = over_one(left, right)
        n = sql.add(a.n, b.n) if op == "+" else sql.sub(a.n, b.n)
        low = a.low + b.low if op == "+" else a.low - b.high
        high = a.high + b.high if op == "+" else a.high - b.low
        needs = joined(a.needs, b.needs)
        top, bottom = a.top + b.top, max(a.bottom, b.bottom)
        return Num(n, a.d, low, high, top, needs, by=a.by, bottom=bottom, wide=a.wide or b.wide)

    def product(self, left: Num, right: Num) -> Num:
        """``left * right``."""
        return self._settled(self._product, left, right)

    def _product(self, left: Num, right: Num) -> Num:
        for one, other in ((left, right), (right, left)):
            if one.known is not None:
                return reduced(other, one.known)
        corners = [a * b for a in (left.low, left.high) for b in (right.low, right.high)]
        return Num(
            product(left.n, right.n),
            left.d * right.d,
            min(corners),
            max(corners),
            left.top * right.top,
            joined(left.needs, right.needs),
            by=right.by if left.by is None else product(left.by, right.by),
            bottom=left.bottom * right.bottom,
            wide=left.wide,
        )

    def quotient(self, left: Num, right: Num) -> Num:
        """``left / right``, missing where ``right`` is zero."""
        if right.known == 0 or right.low == right.high == 0:
            return self.number(Absent())
        if right.known is None and right.high <= 0:
            return self.quotient(reduced(left, Fraction(-1)), reduced(right, Fraction(-1)))
        return self._settled(self._quotient, left, right)

    def _quotient(self, left: Num, right: Num) -> Num:
        if right.known is not None:
            return reduced(left, 1 / right.known) if right.known else self.number(Absent())
        least = Fraction(1, right.deepest)
        if right.low >= 0:
            divisor = max(right.low, least), right.high
            corners = [a / b for a in (left.low, left.high) for b in divisor]
            n, by = left.n, right.n
        else:
            corners = [-left.most / least, left.most / least]
            left, right = self.short(left), self.short(right)
            amount = left.n
            if literal(amount) is not None:
                amount = sql.wide(amount) if right.wide else sql.double(amount)
            n = sql.case([(sql.compare("<", right.n, sql.whole(0)), sql.negated(amount))], amount)
            by = sql.absolute(right.n)
        needs = joined(left.needs, right.needs)
        if right.low <= 0:
            by, needs = sql.nullif(by, sql.whole(0)), None
        factor = Fraction(right.d, left.d)
        return Num(
            product(times(n, factor.numerator), right.by),
            factor.denominator,
            min(corners),
            max(corners),
            left.top * factor.numerator * right.bottom,
            needs,
            by=product(by, left.by),
            bottom=right.top * left.bottom,
            wide=left.wide or right.wide,
        )

    def _settled(self, work: Callable[[Num, Num], Num], left: Num, right: Num) -> Num:
        """The outcome of an operation in the narrowest numbers that hold it, as far as the translator may go."""
        left, right = self.alike(left, right)
        num = work(left, right)
        if self.widely and not fits_floats(num):
            num = work(self.widened(left), self.widened(right))
        if num.wide and not fits_wide(num):
            num = work(self.narrowed(left), self.narrowed(right))
        return self.ranged(num)

    def _power(self, base: Num, exponent: int) -> Num:
        if base.known is not None:
            return self.ranged(constant(base.known**exponent))
        if exponent == 0:
            # one, where there is a base at all
            if not base.nullable:
                return constant(1)
            n = sql.case([(self.absent(base), sql.nothing("DOUBLE"))], sql.whole(1))
            return of_units(n, 1, Fraction(1), Fraction(1), base.needs)
        base, result = self.short(base), base
        for _ in range(exponent - 1):
            result = self.product(result, base)
        if exponent % 2 == 0:
            result = replace(result, low=max(result.low, Fraction(0)))
        return result

    def ranged(self, num: Num) -> Num:
        """The number; rows in which it would leave the range, or whole numbers that floats hold, are odd."""
        if num.known is not None:
            if abs(num.known) >= LIMIT:
                self.call_odd(sql.TRUE.copy())
                return constant(0)
            return num
        if num.wide:
            return self._wide_ranged(num)
        n, by, low, high, top, bottom = num.n, num.by, num.low, num.high, num.top, num.bottom
        limit = EXACT
        if by is None:
            top, limit = min(top, int(num.most * num.d)), min(EXACT, LIMIT * num.d)
        if num.deepest >= EXACT:
            if by is None:
                self.call_odd(sql.TRUE.copy())
                return constant(0)
            by = self.short_sql(by)
            self.call_odd(sql.compare(">=", times(by, num.d), sql.whole(EXACT)))
            bottom = (EXACT - 1) // num.d
        if top >= limit:
            n = self.short_sql(n)
            self.call_odd(sql.compare(">=", n if low >= 0 else sql.absolute(n), sql.whole(limit)))
            top = limit - 1
        if by is not None and min(num.most, Fraction(top, num.d)) >= LIMIT:
            n, by = self.short_sql(n), self.short_sql(by)
            self.call_odd(sql.compare(">=", sql.absolute(n), times(by, num.d * LIMIT)))
        most = min(Fraction(LIMIT), Fraction(top, num.d))
        return replace(num, n=n, by=by, low=max(low, -most), high=min(high, most), top=top, bottom=bottom)

    def _wide_ranged(self, num: Num) -> Num:
        """The wide number; the caller has seen to it that nothing outgrows the widest type, which would end the
        query."""
        num = cancelled(num)
        top = min(num.top, int(num.most * num.d)) if num.by is None else num.top
        if not fits_wide(num):
            raise NoForm(self.owner)
        most = min(num.most, Fraction(top, num.d))
        if most >= LIMIT:
            # in floats, and therefore with a margin
            num = self.short(num)
            size, edge = sql.double(sql.absolute(num.n)), sql.mul(sql.double(num.divisor), sql.whole(LIMIT - 1))
            self.call_odd(sql.compare(">=", size, edge))
            num = replace(num, n=sql.case([(sql.compare("<", size.copy(), edge.copy()), num.n)]))
            most = Fraction(LIMIT)
            top = min(top, LIMIT * num.deepest)
        return replace(num, low=max(num.low, -most), high=min(num.high, most), top=top)

    def alike(self, *nums: Num) -> list[Num]:
        """The numbers, all of them wide if one of them is."""
        return [self.widened(num) for num in nums] if any(num.wide for num in nums) else list(nums)

    def widened(self, num: Num) -> Num:
        """The number as a wide one; where it is beyond its bounds, which is in odd rows only, it is missing.

        An overflow of wide numbers would end the whole query.
        """
        if num.wide or num.known is not None:
            return num
        num = self.short(num)
        n = sql.case([(sql.compare("<=", sql.absolute(num.n), sql.whole(num.top)), sql.wide(num.n))])
        by = num.by
        if by is not None:
            by = sql.case([(sql.compare("<=", by, sql.whole(num.bottom)), sql.wide(by))])
        return replace(num, n=n, by=by, wide=True)

    def _over_one(self, left: Num, right: Num) -> tuple[Num, Num]:
        """Both over one denominator, in the narrowest numbers that hold them."""
        left, right = self.alike(left, right)
        found = over_one(left, right)
        if self.widely and not all(fits_floats(num) for num in found):
            found = over_one(self.widened(left), self.widened(right))
        if any(num.wide and not fits_wide(num) for num in found):
            found = over_one(self.narrowed(left), self.narrowed(right))
        return found

    def _scaled(self, nums: Sequence[Num], d: int) -> list[Num]:
        """All of them over one constant denominator, in the narrowest numbers that hold them."""
        nums = self.alike(*nums)
        found = [scaled(num, d) for num in nums]
        if self.widely and not all(fits_floats(num) for num in found):
            found = [scaled(self.widened(num), d) for num in nums]
        if any(num.wide and not fits_wide(num) for num in found):
            found = [scaled(self.narrowed(num), d) for num in nums]
        return found

    def narrowed(self, num: Num) -> Num:
        """A wide number as one of floats; rows in which they do not hold it are odd."""
        if not num.wide:
            return num
        num = self.short(num)
        self.call_odd(sql.compare(">=", sql.absolute(num.n), sql.whole(EXACT)))
        bottom = num.bottom
        if num.by is not None:
            bottom = min(bottom, (EXACT - 1) // num.d)
            self.call_odd(sql.compare(">", num.by, sql.whole(bottom)))
        by = None if num.by is None else sql.double(num.by)
        top = min(num.top, EXACT - 1)
        return self.ranged(replace(num, n=sql.double(num.n), by=by, top=top, bottom=bottom, wide=False))

    def call_odd(self, condition: Sql) -> None:
        """Rows that come here and meet the condition are odd. Raises :class:`NoForm` when that is every row."""
        if condition == sql.TRUE and not self.path:
            raise NoForm(self.owner)
        self.sheet.call_odd(sql.both(*self.path, condition) if self.path else condition)

    def short_sql(self, expression: Sql) -> Sql:
        """The expression, or a column that holds it, so that it may be written twice."""
        if sql.size(expression, SHORT) < SHORT:
            return expression
        return self.sheet.keep(f"{self.owner}_part", expression)

    def short(self, num: Num) -> Num:
        by = None if num.by is None else self.short_sql(num.by)
        return replace(num, n=self.short_sql(num.n), by=by)

    def extreme(self, op: str, nums: Sequence[Num]) -> Num:
        """The greatest (``op`` is ``>``) or the smallest (``<``) of the numbers."""
        best = nums[0]
        for num in nums[1:]:
            best = self._of_two(op, best, num)
        return best

    def _of_two(self, op: str, left: Num, right: Num) -> Num:
        for one, other in ((left, right), (right, left)):
            certain = one.low >= other.high if op == ">" else one.high <= other.low
            if certain and not other.nullable:
                return one
        pick = max if op == ">" else min
        low, high = pick(left.low, right.low), pick(left.high, right.high)
        if left.known is not None and right.known is not None:
            return constant(pick(left.known, right.known))
        # what may be missing comes last: a missing number is neither greater nor smaller
        first, last = (right, left) if left.nullable and not right.nullable else (left, right)
        first, last = (self.short(num) for num in self._over_one(self.short(first), self.short(last)))
        test = sql.compare(op, first.n, last.n)
        if first.nullable:
            at_most = {">": "<=", "<": ">="}[op]
            n = sql.case([(test, first.n), (sql.compare(at_most, first.n, last.n), last.n)])
        else:
            n = sql.case([(test, first.n)], last.n)
        needs = joined(first.needs, last.needs)
        top, bottom = max(first.top, last.top), max(first.bottom, last.bottom)
        wide = first.wide or last.wide
        return self.ranged(Num(n, first.d, low, high, top, needs, by=first.by, bottom=bottom, wide=wide))

    def kept_between(self, num: Num, low: Fraction, high: Fraction) -> Num:
        """The number, or the limit that it is beyond."""
        if num.known is not None or num.by is not None or num.wide or not low <= num.high or not num.low <= high:
            return self.extreme("<", [self.extreme(">", [num, constant(low)]), constant(high)])
        num, least, most = self._scaled(
            [num, constant(low), constant(high)], lcm(num.d, low.denominator, high.denominator)
        )
        if num.wide:
            return self.extreme("<", [self.extreme(">", [num, least]), most])
        num = self.short(num)
        tests = [] if num.low >= low else [(sql.compare("<", num.n, least.n), least.n)]
        tests += [] if num.high <= high else [(sql.compare(">", num.n, most.n), most.n)]
        n = sql.case(tests, num.n) if tests else num.n
        return self.ranged(of_units(n, num.d, max(num.low, low), min(num.high, high), num.needs))

    def _coalesce(self, nums: Sequence[Num]) -> Num:
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
        parts = self._scaled(used, d)
        wide = any(part.wide for part in parts)
        top, bottom = max(part.top for part in parts), max(part.bottom for part in parts)
        if all(part.by is None for part in parts):
            n = sql.call("COALESCE", *_all_typed([part.n for part in parts], wide))
            return self.ranged(Num(n, d, low, high, top, needs, wide=wide))
        parts = [self.short(part) for part in parts]
        tests = [sql.opposite(self.absent(part)) for part in parts[:-1]]
        n = sql.case(list(zip(tests, _all_typed([part.n for part in parts[:-1]], wide), strict=True)), parts[-1].n)
        by = sql.case([(test, _by(part)) for test, part in zip(tests, parts, strict=False)], _by(parts[-1]))
        return self.ranged(Num(n, d, low, high, top, needs, by=by, bottom=bottom, wide=wide))

    def absent(self, num: Num) -> Sql:
        """The condition that a number is missing."""
        if num.needs is not None:
            return _any_null(num.needs) if num.needs else sql.FALSE.copy()
        tests = [sql.is_null(part) for part in (num.n, num.by) if part is not None and literal(part) is None]
        return sql.either(*tests) if tests else sql.FALSE.copy()

    def choice(self, node: Node, leaf: Callable[[Translator, Node], Num]) -> Num:
        """A chain of choices, each branch written by ``leaf``."""
        branches, needs = self.branches(node)
        nums = [None if isinstance(branch.node, Absent) else leaf(branch.at, branch.node) for branch in branches]
        found = [num for num in nums if num is not None]
        if not found:
            return self.number(Absent())
        if len(branches) == 1 and branches[0].test is None:
            return found[0]
        needs = choice_needs(needs, branches, [None if num is None else num.needs for num in nums])
        low, high = min(num.low for num in found), max(num.high for num in found)
        d = lcm(*(num.d for num in found))
        found = self._scaled(found, d)
        wide = any(num.wide for num in found)
        rest = iter(found)
        nums = [None if num is None else next(rest) for num in nums]
        n = case_of(branches, _typed([None if num is None else num.n for num in nums], wide))
        by = None
        if any(num.by is not None for num in found):
            by = case_of(branches, [None if num is None else _by(num) for num in nums])
        top, bottom = max(num.top for num in found), max(num.bottom for num in found)
        return self.ranged(Num(n, d, low, high, top, needs, by=by, bottom=bottom, wide=wide))

    # choices

    def branches(self, node: Node) -> tuple[list[Branch], Needs]:
        """A chain of choices as the branches of one CASE, and what it needs before any branch is taken.

        A missing condition gives a missing value. Where all conditions miss the same columns, they are tested once, at
        the end; otherwise each condition that may be missing is tested before it.
        """
        tests, inside = self, self
        found: list[tuple[Plain | None, frozenset[str], Node, Translator]] = []
        while isinstance(node, If):
            test, lenient = tests.test(node.condition)
            if test.needs is None and not lenient:
                kept = self.sheet.keep(f"{self.owner}_met", test.sql)
                test = Plain(kept, frozenset({kept.name}))
            needs = frozenset() if lenient else self.missing(test.needs) or frozenset()
            missing = needs - inside.present
            inside = replace(inside, present=inside.present | needs)
            if isinstance(test.known, bool):
                if missing:
                    found.append((None, missing, node, inside))
                node = node.then if test.known else node.other
                continue
            yes = inside.given(node.condition, True, test.sql)
            if lenient and test.needs:
                yes = replace(yes, present=yes.present | test.needs)
            found.append((test, missing, node.then, yes))
            tests = tests.given(node.condition, False, None)
            inside = inside.given(node.condition, False, None)
            node = node.other
        return self._guarded(found, node, inside)

    def _guarded(
        self, found: list[tuple[Plain | None, frozenset[str], Node, Translator]], rest: Node, inside: Translator
    ) -> tuple[list[Branch], Needs]:
        needed = [missing for _, missing, _, _ in found if missing]
        first = found[0][1] if found else frozenset()
        at_end = len(needed) == 1 and bool(first)
        at_end = at_end and all(test is None or (test.needs is not None and first <= test.needs) for test, *_ in found)
        branches: list[Branch] = []
        for test, missing, node, at in found:
            if missing and not at_end:
                branches.append(Branch(_any_null(missing), Absent(), self, guards=True))
            if test is not None:
                branches.append(Branch(test.sql, node, at))
        last = sql.both(*(sql.is_there(sql.column(name)) for name in sorted(first))) if at_end else None
        branches.append(Branch(last, rest, inside))
        if not needed:
            return branches, NEVER
        return branches, first if len(needed) == 1 and first else None

    def given(self, condition: Node, truth: bool, test: Sql | None) -> Translator:
        """The translator for rows in which the condition is true, or is not."""
        known = bounds_given(condition, truth, self.variables)
        # a wide column of its own is computed for every row, also where the condition does not hold
        known = {id: variable for id, variable in known.items() if not variable.wide}
        variables = {**self.variables, **known} if known else self.variables
        return replace(self, variables=variables, path=(*self.path, test) if test is not None else self.path)

    def test(self, node: Node) -> tuple[Plain, bool]:
        """A condition for a WHEN, and whether there it is the same for it to be missing or false."""
        match node:
            case Call("coalesce", (condition, Flag(False))):
                return self.condition(condition), True
            case Compare("==", Name(id), Name(other)) if id == other:
                # a value equals itself where there is one
                return Plain(sql.TRUE.copy(), self.missing(self.variables[id].needs), True), False
        return self.condition(node), False

    # conditions

    def is_condition(self, node: Node) -> bool:
        match node:
            case Flag() | Compare() | Logic() | Not() | Call("is_missing"):
                return True
            case Name(id):
                return self.variables[id].type.kind is Kind.FLAG
            case If(_, then, other):
                return self.is_condition(then) or self.is_condition(other)
            case Call("coalesce", args):
                return any(self.is_condition(arg) for arg in args)
            case Call(function):
                return FUNCTIONS[function].result(()) == FLAG
        return False

    def is_text(self, node: Node) -> bool:
        match node:
            case Text():
                return True
            case Name(id):
                return self.variables[id].type.is_text
            case If(_, then, other):
                return self.is_text(then) or self.is_text(other)
            case Call("coalesce", args):
                return any(self.is_text(arg) for arg in args)
        return False

    def condition(self, node: Node) -> Plain:
        """A condition: TRUE, FALSE or NULL."""
        match node:
            case Flag(value):
                return Plain((sql.TRUE if value else sql.FALSE).copy(), NEVER, value)
            case Name() | If():
                return self.plain(node)
            case Not(operand):
                part = self.condition(operand)
                if isinstance(part.known, bool):
                    return self.condition(Flag(not part.known))
                return Plain(sql.opposite(part.sql), part.needs)
            case Compare(op, left, right):
                return self._comparison(op, left, right)
            case Logic(op, items):
                return self._logic(op, items)
            case Call("is_missing", (arg,)):
                return self._is_missing(arg)
            case Call("coalesce"):
                return self.plain(node)
            case Call(function):
                form = CONDITION_FORMS.get(function)
                if form is None:
                    raise NoForm(function)
                return form(self, node)
            case Absent():
                return Plain(sql.nothing("BOOLEAN"), None)
        raise TypeError(f"not a condition: {node!r}")

    def text(self, node: Node) -> Plain:
        match node:
            case Text(value):
                return Plain(sql.text(value), NEVER, value)
            case Absent():
                return Plain(sql.nothing("VARCHAR"), None)
        return self.plain(node)

    def plain(self, node: Node) -> Plain:
        """A flag or a text that is a name, a choice or the first of several."""
        write = self.condition if self.is_condition(node) else self.text
        match node:
            case Name(id):
                variable = self.variables[id]
                if variable.column is None:
                    known = variable.known
                    return write(Flag(known) if isinstance(known, bool) else Text(str(known)))
                return Plain(variable.column, self.missing(variable.needs))
            case If():
                return self._plain_choice(node)
            case Call("coalesce", args):
                parts: list[Plain] = []
                for arg in args:
                    parts.append(write(arg))
                    if parts[-1].needs == NEVER:
                        break
                if len(parts) == 1:
                    return parts[0]
                needs = NEVER if parts[-1].needs == NEVER else None
                return Plain(sql.call("COALESCE", *(part.sql for part in parts)), needs)
        return write(node)

    def _plain_choice(self, node: If) -> Plain:
        branches, needs = self.branches(node)
        absent = self.condition(Absent()) if self.is_condition(node) else self.text(Absent())
        parts = [
            None
            if isinstance(branch.node, Absent)
            else (branch.at.condition(branch.node) if self.is_condition(node) else branch.at.text(branch.node))
            for branch in branches
        ]
        if len(branches) == 1 and branches[0].test is None:
            return parts[0] or absent
        if not any(parts):
            return absent
        needs = choice_needs(needs, branches, [None if part is None else part.needs for part in parts])
        return Plain(case_of(branches, [None if part is None else part.sql for part in parts]), needs)

    def _comparison(self, op: str, left: Node, right: Node) -> Plain:
        for check, write in ((self.is_text, self.text), (self.is_condition, self.condition)):
            if check(left) or check(right):
                a, b = write(left), write(right)
                return Plain(sql.compare(op, a.sql, b.sql), joined(a.needs, b.needs))
        return self.compared(op, self.number(left), self.number(right))

    def compared(self, op: str, left: Num, right: Num) -> Plain:
        """A comparison of two numbers, multiplied out."""
        needs = joined(left.needs, right.needs)
        if needs == NEVER:
            certain = _certain(op, left, right)
            if certain is not None:
                return Plain((sql.TRUE if certain else sql.FALSE).copy(), NEVER, certain)
        a, b = self._over_one(left, right)
        for num in (a, b):
            if not fits_floats(num):
                n = self.short_sql(num.n)
                self.call_odd(sql.compare(">=", sql.absolute(n), sql.whole(EXACT)))
        return Plain(sql.compare(op, a.n, b.n), needs)

    def _logic(self, op: str, items: tuple[Node, ...]) -> Plain:
        parts = [self.condition(item) for item in items]
        deciding = op == "or"
        if any(part.known is deciding for part in parts):
            return self.condition(Flag(deciding))
        parts = [part for part in parts if part.known is None]
        if not parts:
            return self.condition(Flag(not deciding))
        if len(parts) == 1:
            return parts[0]
        needs = NEVER if all(part.needs == NEVER for part in parts) else None
        join = sql.both if op == "and" else sql.either
        return Plain(join(*(part.sql for part in parts)), needs)

    def _is_missing(self, node: Node) -> Plain:
        if self.is_condition(node) or self.is_text(node):
            part = self.condition(node) if self.is_condition(node) else self.text(node)
            if part.needs == NEVER:
                return self.condition(Flag(False))
            return Plain(sql.is_null(part.sql) if part.needs is None else _any_null(part.needs))
        num = self.number(node)
        if not num.nullable:
            return self.condition(Flag(False))
        return Plain(self.absent(num))


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


def _any_null(columns: frozenset[str]) -> Sql:
    return sql.either(*(sql.is_null(sql.column(name)) for name in sorted(columns)))


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


def _certain(op: str, left: Num, right: Num) -> bool | None:
    """The outcome of a comparison that the bounds alone decide."""
    if op in (">", "<="):
        found = _certain("<", right, left) if op == ">" else _negated(_certain("<", right, left))
        return found
    if op == "<":
        return True if left.high < right.low else False if left.low >= right.high else None
    if op == ">=":
        return _negated(_certain("<", left, right))
    if left.known is not None and left.known == right.known:
        return op == "=="
    apart = left.high < right.low or right.high < left.low
    return (op == "!=") if apart else None


def _negated(value: bool | None) -> bool | None:
    return None if value is None else not value
