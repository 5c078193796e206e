"""Checked expressions as lines of Python on whole numbers: exact, without a float and without a fraction object.

Inside a block a missing value ends the block (``break``), as the reference evaluator stops at the first missing
operand. A number that could leave the range is tested where that cannot be ruled out; then the person goes to the
reference.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from engine.formula.kinds import is_condition, is_text
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
from engine.formula.types import Type
from engine.functions.registry import FUNCTIONS
from engine.numbers import LIMIT
from engine.scorer.code import Lines, Num, common_scale, constant, in_range, reduced, times, wrapped

SLOW = "return None"

Write = Callable[[Node, Lines], str]
"""Writes a condition or a text as one expression, its preparations into the lines."""


@dataclass(frozen=True, slots=True)
class Variable:
    """A value in generated code: its local name, its type, the scale of a number, whether it may be None.

    ``exact``: an unrounded number, whose denominator is in a variable of its own.
    """

    local: str
    type: Type
    scale: int
    nullable: bool
    high: Fraction | None = None
    positive: bool = False
    known: Fraction | None = None
    exact: bool = False

    @property
    def denominator(self) -> int | str:
        return f"{self.local}_d" if self.exact else self.scale


@dataclass
class Translator:
    """Writes code for expressions over ``variables``."""

    variables: Mapping[str, Variable]
    functions: dict[str, object] = field(default_factory=dict)
    """Exact functions that the code calls by name, for what has no form of its own."""

    def nullable(self, node: Node) -> bool:
        """Whether the node may turn out missing."""
        match node:
            case Number() | Text() | Flag() | Call("is_missing"):
                return False
            case Name(id):
                return self.variables[id].nullable
            case Negate(operand) | Not(operand):
                return self.nullable(operand)
            case Binary("/", left, right):
                return self.nullable(left) or self.nullable(right) or not self._nonzero(right)
            case Binary(_, left, right) | Compare(_, left, right):
                return self.nullable(left) or self.nullable(right)
            case Logic(_, items):
                return any(self.nullable(item) for item in items)
            case If(condition, then, other):
                return self.nullable(condition) or self.nullable(then) or self.nullable(other)
            case Call("coalesce", args):
                return all(self.nullable(arg) for arg in args)
            case Call("min" | "max" | "abs", args):
                return any(self.nullable(arg) for arg in args)
        return True

    def _nonzero(self, node: Node) -> bool:
        match node:
            case Number(value):
                return value != 0
            case Name(id):
                return bool(self.variables[id].known)
        return False

    # numbers

    def number(self, node: Node, out: Lines) -> Num:
        """The number as an expression; what must be computed before is added to ``out``."""
        match node:
            case Number(value):
                return constant(value)
            case Name(id):
                return self._name(id, out)
            case Negate(operand):
                num = self.number(operand, out)
                return reduced(num, Fraction(-1))
            case Binary("+" | "-" as op, left, right):
                return self._sum(op, self.number(left, out), self.number(right, out), out)
            case Binary("*", left, right):
                return self._product(self.number(left, out), self.number(right, out), out)
            case Binary("/", left, right):
                return self._quotient(self.number(left, out), self.number(right, out), out)
            case Binary("**", base, Number(exponent)):
                return self._power(self.number(base, out), int(exponent), out)
            case If():
                return self._choice(node, out)
            case Call("min" | "max" as which, args):
                return self._extreme(">" if which == "max" else "<", [self.number(arg, out) for arg in args], out)
            case Call("abs", (arg,)):
                num = self.number(arg, out)
                return num if num.positive else Num(f"abs({num.n})", num.d, num.high, True)
            case Call("coalesce", args):
                return self._coalesce(args, out)
            case Call():
                return self._called(node, out)
        out.add("break")
        return constant(Fraction(0))

    def _name(self, id: str, out: Lines) -> Num:
        variable = self.variables[id]
        if variable.known is not None:
            return constant(variable.known)
        if variable.nullable:
            out.need(variable.local)
        return Num(variable.local, variable.denominator, variable.high, variable.positive)

    def _sum(self, op: str, left: Num, right: Num, out: Lines) -> Num:
        if left.constant is not None and right.constant is not None:
            value = left.constant + right.constant if op == "+" else left.constant - right.constant
            return self._ranged(constant(value), out)
        if op == "+" and left.constant == 0:
            return right
        if right.constant == 0:
            return left
        a, b, scale = common_scale(left, right)
        high = None if left.high is None or right.high is None else left.high + right.high
        positive = op == "+" and left.positive and right.positive
        return self._ranged(
            Num(f"{a} {op} {wrapped(b) if op == '-' else b}", self._den(scale, out), high, positive), out
        )

    def _product(self, left: Num, right: Num, out: Lines) -> Num:
        for one, other in ((left, right), (right, left)):
            if one.constant is not None:
                return self._ranged(reduced(self._simple(other, out), one.constant), out)
        high = None if left.high is None or right.high is None else left.high * right.high
        if isinstance(left.d, int) and isinstance(right.d, int):
            scale: int | str = left.d * right.d
        else:
            scale = " * ".join(str(d) for d in (left.d, right.d) if d != 1)
        n = f"{wrapped(left.n)} * {wrapped(right.n)}"
        return self._ranged(Num(n, self._den(scale, out), high, left.positive and right.positive), out)

    def _quotient(self, left: Num, right: Num, out: Lines) -> Num:
        known = right.constant
        if known is not None:
            if known == 0:
                out.add("break")
                return constant(Fraction(0))
            return self._ranged(reduced(self._simple(left, out), 1 / known), out)
        divisor = out.keep(right.n)
        out.add(f"if not {divisor}: break")
        if isinstance(left.d, int) and isinstance(right.d, int):
            factor = Fraction(right.d, left.d)
            n, d = times(left.n, factor.numerator), times(divisor, factor.denominator)
        else:
            n = left.n if right.d == 1 else f"{wrapped(left.n)} * {right.d}"
            d = divisor if left.d == 1 else f"{divisor} * {left.d}"
        high = None
        if left.high is not None and isinstance(right.d, int):
            high = left.high * right.d
        if right.positive:
            return self._ranged(Num(n, self._den(d, out), high, left.positive), out)
        top, bottom = out.fresh(), out.fresh()
        out.add(f"{top} = {n}")
        out.add(f"{bottom} = {d}")
        out.add(f"if {bottom} < 0: {top} = -{top}; {bottom} = -{bottom}")
        return self._ranged(Num(top, bottom, high), out)

    def _power(self, base: Num, exponent: int, out: Lines) -> Num:
        base = self._simple(base, out)
        d: int | str = base.d**exponent if isinstance(base.d, int) else self._den(f"{base.d} ** {exponent}", out)
        high = None if base.high is None else base.high**exponent
        return self._ranged(Num(f"{wrapped(base.n)} ** {exponent}", d, high, base.positive or exponent % 2 == 0), out)

    def _den(self, scale: int | str, out: Lines) -> int | str:
        return scale if isinstance(scale, int) else out.keep(scale)

    def _simple(self, num: Num, out: Lines) -> Num:
        """The same number with a denominator that is a constant or a name."""
        return (
            num
            if isinstance(num.d, int) or num.d.isidentifier()
            else Num(num.n, out.keep(num.d), num.high, num.positive)
        )

    def _ranged(self, num: Num, out: Lines) -> Num:
        """The number, tested against the limit where it is not known to stay below."""
        num = self._simple(num, out)
        if in_range(num.high):
            return num
        if num.constant is not None:
            out.add(SLOW)
            return constant(Fraction(0))
        n = out.keep(num.n)
        edge = str(num.d * LIMIT) if isinstance(num.d, int) else f"{num.d} * {LIMIT}"
        test = f"{n} >= {edge}" if num.positive else f"not -{edge} < {n} < {edge}"
        out.add(f"if {test}: {SLOW}")
        return Num(n, num.d, Fraction(LIMIT), num.positive)

    def _choice(self, node: If, out: Lines) -> Num:
        condition = self.condition(node.condition, out)
        yes, no = out.branch(), out.branch()
        left, right = self.number(node.then, yes), self.number(node.other, no)
        a, b, scale = (left.n, right.n, left.d) if left.d == right.d else common_scale(left, right)
        target = out.fresh()
        if not isinstance(scale, int):
            bottom = out.fresh()
            a, b = left.n, right.n
            yes.add(f"{bottom} = {left.d}")
            no.add(f"{bottom} = {right.d}")
            scale = bottom
        yes.add(f"{target} = {a}")
        no.add(f"{target} = {b}")
        out.add(f"if {condition}:")
        out.lines += yes.lines
        out.add("else:")
        out.lines += no.lines
        high = None if left.high is None or right.high is None else max(left.high, right.high)
        return Num(target, scale, high, left.positive and right.positive)

    def _extreme(self, sign: str, nums: list[Num], out: Lines) -> Num:
        best = nums[0]
        for num in nums[1:]:
            a, b, scale = common_scale(best, num)
            high = None if best.high is None or num.high is None else max(best.high, num.high)
            positive = (best.positive or num.positive) if sign == ">" else (best.positive and num.positive)
            if sign == "<" and best.positive and num.positive and best.high is not None and num.high is not None:
                high = min(best.high, num.high)
            other = out.keep(b)
            if best.own and a == best.n:
                target = a
            else:
                target = out.fresh()
                out.add(f"{target} = {a}")
            out.add(f"if {other} {sign} {target}: {target} = {other}")
            best = Num(target, self._den(scale, out), high, positive, own=True)
        return best

    def _coalesce(self, args: tuple[Node, ...], out: Lines) -> Num:
        target, bottom = out.fresh(), out.fresh()
        out.add(f"{target} = None")
        for arg in args:
            block = out.branch()
            block.add("while True:")
            block.depth += 1
            num = self.number(arg, block)
            block.add(f"{bottom} = {num.d}")
            block.add(f"{target} = {num.n}")
            block.add("break")
            out.add(f"if {target} is None:")
            out.lines += block.lines
            if not self.nullable(arg):
                break
        else:
            out.add(f"if {target} is None: break")
        return Num(target, bottom)

    def _called(self, node: Call, out: Lines) -> Num:
        """Any other function: its exact form on fractions, a small price for what is rare."""
        args = [self._argument(arg, out) for arg in node.args]
        args += [f"{key}={self._argument(value, out)}" for key, value in node.named]
        result = out.fresh()
        out.add(f"{result} = {self._function(node.function)}({', '.join(args)})")
        out.add(f"if {result} is None: break")
        out.add(f"if not -{LIMIT} < {result} < {LIMIT}: {SLOW}")
        bottom = out.fresh()
        out.add(f"{bottom} = {result}.denominator")
        return Num(f"{result}.numerator", bottom, Fraction(LIMIT))

    def _argument(self, node: Node, out: Lines) -> str:
        if is_condition(node, self.variables):
            return self.condition(node, out)
        if is_text(node, self.variables):
            return self.text(node, out)
        num = self.number(node, out)
        return out.keep(f"Fraction({num.n}, {num.d})")

    def _function(self, name: str) -> str:
        local = f"exact_{name}"
        self.functions[local] = FUNCTIONS[name].exact
        return local

    # conditions

    def condition(self, node: Node, out: Lines) -> str:
        """A Python expression that is True or False; a missing condition ends the block."""
        match node:
            case Flag(value):
                return str(value)
            case Name(id):
                return self._plain_name(id, out)
            case Not(operand):
                return f"not {wrapped(self.condition(operand, out))}"
            case Compare(op, left, right):
                return self._comparison(op, left, right, out)
            case Logic(op, items):
                return self._logic(op, items, out)
            case If(condition, then, other):
                return self._plain_choice(condition, then, other, out, self.condition)
            case Call("is_missing", (arg,)):
                return self._is_missing(arg, out)
            case Call("coalesce", args):
                return self._plain_coalesce(args, out, self.condition)
            case Call():
                given = [self._argument(arg, out) for arg in node.args]
                result = out.fresh()
                out.add(f"{result} = {self._function(node.function)}({', '.join(given)})")
                out.add(f"if {result} is None: break")
                return result
        out.add("break")
        return "False"

    def _plain_name(self, id: str, out: Lines) -> str:
        variable = self.variables[id]
        if variable.nullable:
            out.need(variable.local)
        return variable.local

    def _comparison(self, op: str, left: Node, right: Node, out: Lines) -> str:
        if op == "==" and left == right and isinstance(left, Name):
            # a value equals itself where there is one
            self._plain_name(left.id, out)
            return "True"
        if is_text(left, self.variables) or is_text(right, self.variables):
            return f"{wrapped(self.text(left, out))} {op} {wrapped(self.text(right, out))}"
        if is_condition(left, self.variables) or is_condition(right, self.variables):
            return f"{wrapped(self.condition(left, out))} {op} {wrapped(self.condition(right, out))}"
        first = self.number(left, out)
        a, b, _ = common_scale(first, self.number(right, out))
        return f"{a} {op} {b}"

    def _logic(self, op: str, items: tuple[Node, ...], out: Lines) -> str:
        """Three-valued: the deciding value ends it, a missing one is remembered."""
        inline = [code for item in items if (code := self._inline(item)) is not None]
        if len(inline) == len(items):
            return f" {op} ".join(wrapped(code) for code in inline)
        decisive = "False" if op == "and" else "True"
        result, value = out.fresh(), out.fresh()
        out.add(f"{result} = {'True' if op == 'and' else 'False'}")
        for position, item in enumerate(items):
            part = out
            if position:
                out.add(f"if {result} is not {decisive}:")
                part = out.branch()
            part.add(f"{value} = None")
            part.add("while True:")
            block = part.branch()
            block.add(f"{value} = {self.condition(item, block)}")
            block.add("break")
            part.lines += block.lines
            part.add(f"if {value} is {decisive}: {result} = {decisive}")
            part.add(f"elif {value} is None: {result} = None")
            if part is not out:
                out.lines += part.lines
        out.add(f"if {result} is None: break")
        return result

    def _inline(self, node: Node) -> str | None:
        """The condition as one expression, where it needs no line of its own and cannot be missing."""
        if self.nullable(node):
            return None
        trial = Lines()
        code = self.condition(node, trial)
        return None if trial.lines else code

    def _is_missing(self, node: Node, out: Lines) -> str:
        if isinstance(node, Name):
            variable = self.variables[node.id]
            return f"{variable.local} is None" if variable.nullable else "False"
        if not self.nullable(node):
            return "False"
        result = out.fresh()
        out.add(f"{result} = True")
        out.add("while True:")
        block = out.branch()
        if is_condition(node, self.variables):
            self.condition(node, block)
        elif is_text(node, self.variables):
            self.text(node, block)
        else:
            self.number(node, block)
        block.add(f"{result} = False")
        block.add("break")
        out.lines += block.lines
        return result

    def _plain_choice(self, condition: Node, then: Node, other: Node, out: Lines, write: Write) -> str:
        test = self.condition(condition, out)
        target = out.fresh()
        for head, part in ((f"if {test}:", then), ("else:", other)):
            branch = out.branch()
            branch.add(f"{target} = {write(part, branch)}")
            out.add(head)
            out.lines += branch.lines
        return target

    def _plain_coalesce(self, args: tuple[Node, ...], out: Lines, write: Write) -> str:
        if not self.nullable(args[0]):
            return write(args[0], out)
        first = args[0]
        if args[1:] == (Flag(False),):
            if isinstance(first, Name):
                return f"{self.variables[first.id].local} is True"
            trial = Lines([], out.depth, out.counter, set(out.present))
            code = self.condition(first, trial)
            needed = [line.split()[1] for line in trial.lines if line.endswith(" is None: break")]
            if len(needed) == len(trial.lines):
                # nothing but values that must be there: a missing one is not met
                return " and ".join([*(f"{local} is not None" for local in needed), wrapped(code)])
        target = out.fresh()
        out.add(f"{target} = None")
        for arg in args:
            block = out.branch()
            block.add("while True:")
            block.depth += 1
            code = write(arg, block)
            block.add(f"{target} = {code}")
            block.add("break")
            out.add(f"if {target} is None:")
            out.lines += block.lines
            if not self.nullable(arg):
                break
        else:
            out.add(f"if {target} is None: break")
        return target

    # texts

    def text(self, node: Node, out: Lines) -> str:
        """A Python expression of a str; a missing text ends the block."""
        match node:
            case Text(value):
                return repr(value)
            case Name(id):
                return self._plain_name(id, out)
            case If(condition, then, other):
                return self._plain_choice(condition, then, other, out, self.text)
            case Call("coalesce", args):
                return self._plain_coalesce(args, out, self.text)
            case Absent():
                out.add("break")
                return "''"
        raise TypeError(f"not a text: {node!r}")
