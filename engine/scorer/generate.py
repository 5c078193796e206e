"""A run of steps as the source of one Python function on whole numbers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from math import gcd

from engine.formula.nodes import Absent, If, Node, Number, names_in
from engine.formula.types import Kind, Type
from engine.numbers import LIMIT, round_half_away
from engine.program import Step
from engine.scorer.code import Lines, Num, in_range, times, wrapped
from engine.scorer.translate import SLOW, Translator, Variable
from engine.values import Input

USUAL = 10**9
"""Inputs beyond this magnitude are legal but rare; they are left to the reference, and the code needs fewer tests."""

_DEEPEST = 90
_MOST_LOOPS = 18
"""Python allows 100 levels of indentation and 20 loops inside one another."""

_DECIMALS = {Kind.COUNT: 0, Kind.DATE: 0, Kind.MONEY: 4, Kind.PERCENT: 8}
PERIOD_VALUES = ("period.start", "period.end", "period.days", "period.index", "period.quarter", "period.year")


def input_decimals(type: Type) -> int:
    """With how many decimals an input of this type enters generated code; finer values go to the reference."""
    return _DECIMALS.get(type.kind, 6)


def input_variable(item: Input, local: str) -> Variable:
    """How an input appears in generated code."""
    nullable = item.missing == "exclude" or (item.missing == "value" and item.default is None)
    if not item.type.is_number and item.type.kind is not Kind.DATE:
        return Variable(local, item.type, 1, nullable)
    high = Fraction(USUAL)
    if item.low is not None and item.high is not None:
        high = min(high, max(abs(item.low), abs(item.high)))
    positive = item.low is not None and item.low >= 0
    return Variable(local, item.type, 10 ** input_decimals(item.type), nullable, high, positive)


def period_variable(id: str, local: str) -> Variable:
    """How a fact of the period appears in generated code."""
    return Variable(local, Type(Kind.COUNT), 1, False, Fraction(10**7), True)


def given_variable(step: Step, local: str) -> Variable:
    """How a step that was computed elsewhere (a cohort or history step) appears in generated code."""
    if step.is_part:
        return Variable(local, step.type, 1, True, Fraction(LIMIT), exact=True)
    return Variable(local, step.type, 10 ** (step.decimals or 0), True, Fraction(LIMIT))


def write_steps(
    steps: Sequence[Step],
    variables: Mapping[str, Variable],
    functions: dict[str, object],
    wanted: Collection[str] | None = None,
) -> tuple[list[str], dict[str, Variable]]:
    """The lines that compute the steps in order, and the variables as they are then known.

    With ``wanted``, only what these steps need, and what may send a person to the reference. Raises :class:`TooDeep`
    for a step that Python could not compile.
    """
    known = dict(variables)
    written: list[tuple[Step, list[str]]] = []
    counter = [0]
    for position, step in enumerate(steps):
        local = f"s{position}"
        translator = Translator(known, functions)
        if isinstance(step.expr, Number) and step.decimals is not None:
            scale = 10**step.decimals
            value = round_half_away(step.expr.value, step.decimals)
            known[step.id] = Variable(local, step.type, scale, False, abs(value), value >= 0, value)
            continue
        out = Lines([], 2, counter)
        published = _Published(step, local)
        published.store(translator, step.expr, out)
        if not _fits(out.lines):
            raise TooDeep(position)
        ends = any(line.endswith("break") for line in out.lines)
        nullable = ends and translator.nullable(step.expr)
        if ends:
            lines = [f"    {local} = None", "    while True:", *out.lines, "        break"]
        else:
            lines = [line[4:] for line in out.lines]
        written.append((step, lines))
        scale = 10 ** (step.decimals or 0)
        known[step.id] = Variable(local, step.type, scale, nullable, published.high, published.positive)
    return [line for lines in _needed(written, wanted) for line in lines], known


def _needed(written: Sequence[tuple[Step, list[str]]], wanted: Collection[str] | None) -> list[list[str]]:
    """The lines of every step, without those that nobody wants and that cannot stop a person either."""
    if wanted is None:
        return [lines for _, lines in written]
    used = set(wanted)
    kept = []
    for step, lines in reversed(written):
        if step.id in used or any(line.endswith(SLOW) for line in lines):
            used |= names_in(step.expr)
            kept.append(lines)
    return kept[::-1]


class TooDeep(Exception):
    """A step whose code would nest deeper than Python allows: it is left to the reference."""

    def __init__(self, position: int):
        super().__init__(position)
        self.position = position


def _fits(lines: Sequence[str]) -> bool:
    """Whether lines stay within what Python compiles: 100 levels of indentation, 20 loops inside one another."""
    loops: list[int] = []
    for line in lines:
        depth = (len(line) - len(line.lstrip())) // 4
        while loops and loops[-1] >= depth:
            loops.pop()
        if line.endswith("while True:"):
            loops.append(depth)
        if depth > _DEEPEST or len(loops) > _MOST_LOOPS:
            return False
    return True


class _Published:
    """Writes a step's value in its published form into its variable, and learns its bounds on the way."""

    def __init__(self, step: Step, local: str):
        self.step, self.local = step, local
        self.high: Fraction | None = Fraction(0)
        self.positive = True

    def store(self, translator: Translator, node: Node, out: Lines) -> None:
        """Store the node; a choice becomes if/elif so that only the branch taken is computed.

        Where a later condition needs lines of its own, the branches before it end the block, so that hundreds of
        bands stay on one level.
        """
        branches: list[tuple[str, Lines]] = []
        while isinstance(node, If):
            before = Lines([], out.depth, out.counter, set(out.present))
            test = translator.condition(node.condition, before)
            if before.lines:
                _write_branches(branches, out, ends=True)
                branches = []
            out.lines += before.lines
            out.present |= before.present
            if test == "True":
                node = node.then
                continue
            branch = out.branch()
            self.store(translator, node.then, branch)
            branches.append((test, branch))
            node = node.other
        if not branches:
            self._leaf(translator, node, out)
            return
        _write_branches(branches, out)
        out.add("else:")
        branch = out.branch()
        self._leaf(translator, node, branch)
        out.lines += branch.lines

    def _leaf(self, translator: Translator, node: Node, out: Lines) -> None:
        if isinstance(node, Absent):
            out.add("break")
        elif self.step.type.kind is Kind.DATE:
            self._round(translator.number(node, out), 0, out)
        elif self.step.decimals is None:
            write = translator.text if self.step.type.is_text else translator.condition
            out.add(f"{self.local} = {write(node, out)}")
        else:
            self._round(translator.number(node, out), self.step.decimals, out)

    def _round(self, num: Num, decimals: int, out: Lines) -> None:
        """Round half away from zero to whole units of 10^-decimals."""
        scale = 10**decimals
        self.positive = self.positive and num.positive
        self.high = None if self.high is None or num.high is None else max(self.high, num.high + 1)
        known = num.constant
        if known is not None:
            units = (2 * abs(known) * scale + 1) // 2
            out.add(f"{self.local} = {int(units) if known >= 0 else -int(units)}")
            return
        if isinstance(num.d, int):
            common = gcd(scale, num.d)
            up, down = scale // common, num.d // common
            if down == 1:
                out.add(f"{self.local} = {times(num.n, up)}")
            else:
                self._divide(num, up, str(2 * down), str(down), out)
        else:
            self._divide(num, scale, f"(2 * {num.d})", num.d, out)
        if not in_range(None if num.high is None else num.high + 1):
            edge = LIMIT * scale
            out.add(f"if not -{edge} < {self.local} < {edge}: {SLOW}")

    def _divide(self, num: Num, up: int, twice: str, once: str, out: Lines) -> None:
        if num.positive:
            out.add(f"{self.local} = ({times(num.n, 2 * up)} + {once}) // {twice}")
            return
        top = out.keep(times(num.n, 2 * up))
        out.add(
            f"{self.local} = ({top} + {once}) // {twice} if {top} >= 0 else -(({once} - {wrapped(top)}) // {twice})"
        )


def _write_branches(branches: Sequence[tuple[str, Lines]], out: Lines, ends: bool = False) -> None:
    """The branches as if/elif; with ``ends`` each of them ends the block, so that what follows is for the rest."""
    for position, (test, branch) in enumerate(branches):
        out.add(f"{'elif' if position else 'if'} {test}:")
        out.lines += branch.lines
        if ends:
            out.lines.append("    " * branch.depth + "break")
