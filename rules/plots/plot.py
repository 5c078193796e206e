"""A plot: what a step gives along one value, in pieces that are exact at their ends, with every jump."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from engine.formula.types import Kind, Type
from engine.interpreter import Interpreter
from engine.issues import Words
from engine.program import Program
from engine.sandbox import value_of
from engine.values import Input, PeriodFacts, Person, Value
from rules.plots.axis import TIER, Axis, Subject
from rules.plots.breaks import Breaks, TooIntricate
from rules.plots.part import Part, part_between
from rules.plots.pieces import Jump, Piece, View, pieces_of
from rules.plots.view import widest, wished

ORDERED = frozenset({"rank", "percent_rank", "prize"})
"""Functions that look only at who is ahead of whom: what they give can be told place by place."""
_FEWEST, _MOST = 8, 30
MOST_WORK = 700_000
"""Breaks × parts of expressions: what working the pieces out takes."""

NOTHING_MOVES = Words("结果不随任何一个数值变化。", "The result does not change with any value.")
OTHERS_COUNT = Words(
    "结果取决于一起考核的其他人，不能按一个人的数值画出。",
    "The result depends on the others who are scored together, so it cannot be drawn along one person's value.",
)
NOT_A_NUMBER = Words("这个值是文字，不能作为横轴。", "The value is a text, which cannot be an axis.")
TOO_INTRICATE = Words("这条规则的转折太多，画不出来。", "The rule turns too often to be drawn.")
IS_LACKING = Words(
    "还取决于其他数据，请选一位样例人员。", "It depends on other values as well: choose a sample person."
)


@dataclass(frozen=True, slots=True)
class Case:
    """What one of several separate values gives: yes or no, a choice, a place, an item of a checklist."""

    value: Value
    label: Words
    gives: Value


@dataclass(frozen=True, slots=True)
class Plot:
    """``reason`` says why there is nothing to be drawn; ``lacking`` which inputs would help. ``places``: the cases are
    the places of so many people with different values."""

    subject: Subject
    axis: Axis | None
    type: Type
    decimals: int
    view: View | None = None
    pieces: tuple[Piece, ...] = ()
    jumps: tuple[Jump, ...] = ()
    cases: tuple[Case, ...] = ()
    shape: str = "none"
    reason: Words | None = None
    lacking: tuple[Input, ...] = field(default=())
    among: int = 0
    """How many other people count."""


def plot(
    program: Program,
    subject: Subject,
    axis: Axis | None,
    held: Person,
    period: PeriodFacts,
    view: View | None = None,
    others: Sequence[Person] = (),
) -> Plot:
    """Draw the subject along the axis, everything else being as it is with ``held`` and the ``others``."""
    result = program.step_by_id[subject.result]
    empty = Plot(subject, axis, result.type, 0 if result.decimals is None else result.decimals)
    if axis is None:
        return _because(empty, NOTHING_MOVES)
    part = part_between(program, axis, subject.result, held, period).in_one_group()
    if part.among_others and not (subject.by_place and part.among_others <= ORDERED):
        part = part.among(_placed(program, axis, held, others, period))
        if not part.others:
            return _because(empty, OTHERS_COUNT)
    items = [one for one in subject.axes if one.type.kind is Kind.FLAG]
    if axis in items and len(items) > 1:
        return _each_alone(empty, program, items, held, period)
    if part.lacking:
        return _because(empty, IS_LACKING, tuple(part.lacking))
    if part.among_others and not part.others:
        return _by_place(empty, part)
    if axis.type.kind in (Kind.FLAG, Kind.CHOICE):
        return _by_case(empty, program, axis, held, period)
    if not axis.type.is_number:
        return _because(empty, NOT_A_NUMBER)
    try:
        return _along(empty, axis, part, view)
    except TooIntricate:
        return _because(empty, TOO_INTRICATE)


def _placed(
    program: Program, axis: Axis, held: Person, others: Sequence[Person], period: PeriodFacts
) -> list[tuple[Person, Value]]:
    """Who of the others counts, with the value that they have on the axis."""
    found: list[tuple[Person, Value]] = []
    evaluations = Interpreter(program).evaluate([held, *others], period)[1:]
    for person, evaluation in zip(others, evaluations, strict=True):
        value = value_of(axis.node, evaluation.values)
        eligible = program.outline.eligible
        counts = eligible is None or evaluation.values.get(eligible) is True
        if evaluation.trouble is None and value is not None and counts:
            found.append((person, value))
    return found


def _because(empty: Plot, reason: Words, lacking: tuple[Input, ...] = ()) -> Plot:
    return Plot(empty.subject, empty.axis, empty.type, empty.decimals, reason=reason, lacking=lacking)


def _along(empty: Plot, axis: Axis, part: Part, view: View | None) -> Plot:
    grid = Fraction(1, 10**axis.decimals)
    low, high = widest(axis, part)
    breaks = Breaks(part, low, high, grid)
    breaks.look()
    shown = view or wished(axis, breaks, part)
    inside = Breaks(part, shown.low, shown.high, grid, {one for one in breaks.found if shown.low <= one <= shown.high})
    inside.look(all_stairs=True)
    if len(inside.found) * part.size > MOST_WORK:
        raise TooIntricate
    pieces, jumps = pieces_of(part, shown, sorted(inside.found), grid, empty.decimals)
    return Plot(
        empty.subject,
        axis,
        empty.type,
        empty.decimals,
        shown,
        tuple(pieces),
        tuple(jumps),
        shape="line",
        among=len(part.others),
    )


def _by_place(empty: Plot, part: Part) -> Plot:
    """As many people as there are places, each with another value; the best comes first."""
    count = min(max(_FEWEST, part.constants + 1), _MOST)
    given = [Fraction(number) for number in range(1, count + 1)]
    results = part.results(given, several=True)
    numbers = [value for value in results if isinstance(value, Fraction)]
    if len(set(numbers)) < 2:
        return _because(empty, OTHERS_COUNT)
    if numbers[0] < numbers[-1]:
        results.reverse()
    cases = tuple(
        Case(Fraction(place), Words(f"第 {place} 名", f"place {place}"), value)
        for place, value in enumerate(results, start=1)
    )
    return Plot(empty.subject, empty.axis, empty.type, empty.decimals, cases=cases, shape="places")


def _by_case(empty: Plot, program: Program, axis: Axis, held: Person, period: PeriodFacts) -> Plot:
    values: list[Value] = [True, False] if axis.type.kind is Kind.FLAG else [*axis.type.choices]
    words: dict[Value, Words] = {True: Words("是", "yes"), False: Words("否", "no")}
    words |= {tier.id: tier.label for tier in program.outline.tiers} if axis.id == TIER else {}
    part = part_between(program, axis, empty.subject.result, held, period)
    cases = tuple(
        Case(value, words.get(value, Words(str(value), str(value))), given)
        for value, given in zip(values, part.results(values), strict=True)
    )
    return Plot(empty.subject, axis, empty.type, empty.decimals, cases=cases, shape="cases")


def _each_alone(empty: Plot, program: Program, flags: list[Axis], held: Person, period: PeriodFacts) -> Plot:
    """What every item gives when it is the only one that is fulfilled."""
    none = {flag.id: False for flag in flags}
    cases = []
    for flag in flags:
        person = Person(held.id, {**held.values, **none}, held.history)
        part = part_between(program, flag, empty.subject.result, person, period)
        if part.lacking:
            return _because(empty, IS_LACKING, tuple(part.lacking))
        (gives,) = part.results([True])
        cases.append(Case(flag.id, flag.label, gives))
    return Plot(empty.subject, empty.axis, empty.type, empty.decimals, cases=tuple(cases), shape="items")
