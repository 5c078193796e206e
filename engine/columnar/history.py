"""Functions over earlier periods in SQL, with the meaning of :mod:`engine.history`.

Recorded values come in a relation of their own, by default called ``earlier``: one row for each person and period with
``subject``, ``index``, ``quarter`` and ``year`` of the period and a column for each value that the program looks back
on, called like the step or input; NULL is what was not recorded. The plan reads it once, into one row of figures for
each person, which is joined to the people. A streak alone also asks whether its condition holds in this period.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType

from sqlglot import exp

from engine.columnar import sql
from engine.columnar.inputs import OTHER_DECIMALS, declared
from engine.columnar.lookup import Form, Lookup
from engine.columnar.numbers import EXACT, NoForm, Num, of_units
from engine.columnar.sheet import ODD, SUBJECT, Sheet
from engine.columnar.sql import Sql
from engine.columnar.translate import Translator
from engine.columnar.variables import Variable
from engine.formula.nodes import Call, Name, Node, Number, Text, names_in
from engine.formula.types import FLAG, NUMBER, Type
from engine.functions.declaration import Scope
from engine.numbers import LIMIT
from engine.program import Program, Step
from engine.values import PeriodFacts

INDEX, QUARTER, YEAR = "index", "quarter", "year"
PERIODS = 100_000
"""Nobody has more earlier periods: days of 270 years."""
_FINEST = 8
"""Recorded values have at most so many decimals."""


def recorded_ids(program: Program) -> dict[str, Type]:
    """The inputs and steps on whose earlier values the program looks back, with their types."""
    found: dict[str, Type] = {}
    for step in program.steps:
        if step.scope is Scope.HISTORY and isinstance(step.expr, Call):
            for id in sorted(set().union(*(names_in(arg) for arg in step.expr.args))):
                type = _type_of(program, id)
                if type is not None:
                    found[id] = type
    return found


@dataclass
class Earlier:
    """The relation of earlier periods under construction: what each person's rows add up to."""

    program: Program
    period: PeriodFacts
    rows: Sheet = field(default_factory=Sheet)
    figures: dict[str, Sql] = field(default_factory=dict)
    _values: dict[str, Variable] = field(default_factory=dict)
    _taken: Sheet = field(default_factory=Sheet)

    def of_period(self, fact: str) -> exp.Column:
        """``index``, ``quarter`` or ``year`` of the earlier period."""
        return self.rows.keep(f"period {fact}", sql.double(sql.source(fact)))

    def value(self, id: str) -> Variable:
        """A recorded value: a column of whole units, or the text or flag itself."""
        if id not in self._values:
            type = _type_of(self.program, id)
            if type is None:
                raise NoForm(id)
            self._values[id] = self._number(id, type) if type.is_number else self._plain(id, type)
        return self._values[id]

    def _plain(self, id: str, type: Type) -> Variable:
        return Variable(self.rows.keep(id, sql.source(id)), type)

    def _number(self, id: str, type: Type) -> Variable:
        decimals = _decimals_of(self.program, id)
        scale = 10**decimals
        value = self.rows.keep(f"{id} recorded", sql.double(sql.source(id)))
        units = self.rows.keep(id, sql.call("SW_NEAREST", sql.mul(value, sql.whole(scale)) if scale > 1 else value))
        back = sql.div(units, sql.whole(scale)) if scale > 1 else units
        self.rows.call_odd(sql.compare("!=", back, value))
        # floats must lie closer together than the decimals that there may be
        most = min(Fraction(LIMIT), Fraction(EXACT - 1, 10**_FINEST if decimals else 1))
        self.rows.call_odd(sql.compare(">", sql.absolute(units), sql.whole(int(most * scale))))
        return Variable(units, type, scale, -most, most)

    def figure(self, name: str, aggregate: Sql) -> Sql:
        """What an aggregate over a person's earlier periods gives, as a column beside the person's inputs."""
        for known, expression in self.figures.items():
            if expression == aggregate:
                return sql.source(known)
        name = self._taken.name(f"earlier {name}")
        self.figures[name] = aggregate
        return sql.source(name)

    def join(self, tree: exp.Select, people: str, earlier: str) -> exp.Select:
        """The plan over ``PEOPLE_AND_EARLIER`` with the parts that make this relation before its own."""
        if not self.figures:
            return tree
        read = set().union(*(sql.names(expression) for expression in self.figures.values())) - {ODD}
        wanted = [(name, sql.column(name)) for name in sorted(read)]
        # names of their own: some databases know no parts inside parts
        rows = self.rows.select(_BEFORE, wanted, "earlier_")
        aggregates = [exp.alias_(expression, name, quoted=True) for name, expression in self.figures.items()]
        history = (
            exp.Select(expressions=[sql.column(SUBJECT), *aggregates])
            .from_(rows.subquery("periods"), copy=False)
            .group_by(sql.column(SUBJECT), copy=False)
        )
        index = exp.column(INDEX, quoted=True)
        before = exp.Select(expressions=[exp.Star()]).from_(earlier, copy=False)
        before = before.where(sql.compare("<", index, sql.whole(self.period.index)), copy=False)
        columns = [exp.Column(this=exp.Star(), table=exp.to_identifier(sql.SOURCE))]
        columns += [exp.column(name, table=_HISTORY, quoted=True) for name in self.figures]
        same = sql.compare(
            "==", exp.column(SUBJECT, table=sql.SOURCE, quoted=True), exp.column(SUBJECT, table=_HISTORY, quoted=True)
        )
        joined = (
            exp.Select(expressions=columns)
            .from_(exp.alias_(exp.to_table(people), sql.SOURCE, table=True), copy=False)
            .join(exp.to_table(_HISTORY), on=same, join_type="left", copy=False)
        )
        first = exp.Select()
        for name, part in ((_BEFORE, before), (_HISTORY, history), (PEOPLE_AND_EARLIER, joined)):
            first = first.with_(name, as_=part, copy=False)
        found = tree.args["with_"]
        found.set("expressions", [*first.args["with_"].expressions, *found.expressions])
        return tree


PEOPLE_AND_EARLIER = "people_and_earlier"
_BEFORE, _HISTORY = "earlier_periods", "history"


def _type_of(program: Program, id: str) -> Type | None:
    if id in program.input_by_id:
        return program.input_by_id[id].type
    step = program.step_by_id.get(id)
    return None if step is None else step.type


def _decimals_of(program: Program, id: str) -> int:
    if id in program.input_by_id:
        return declared(program.input_by_id[id]).decimals
    decimals = program.step_by_id[id].decimals
    return OTHER_DECIMALS if decimals is None else decimals


def _previous(step: Step, call: Call, lookup: Lookup, at: Translator) -> Num | Variable:
    earlier, value = lookup.earlier, _number(lookup, call.args[0])
    back = _whole(call.args[1] if len(call.args) > 1 else dict(call.named).get("n"))
    then = sql.compare("==", earlier.of_period(INDEX), sql.whole(earlier.period.index - back))
    found = earlier.figure(step.id, exp.Max(this=sql.case([(then, value.n)])))
    return of_units(lookup.sheet.keep(f"{step.id} then", found), value.d, value.low, value.high, None)


def _sum_of_last(step: Step, call: Call, lookup: Lookup, at: Translator) -> Num | Variable:
    total, _ = _last(step, call, lookup)
    return total


def _mean_of_last(step: Step, call: Call, lookup: Lookup, at: Translator) -> Num | Variable:
    total, value = _last(step, call, lookup)
    periods = _periods(call)
    counted = lookup.earlier.figure(f"{step.id} periods", exp.Count(this=_within(call, lookup, value.n)))
    by = lookup.sheet.keep(f"{step.id} periods", sql.double(sql.nullif(counted, sql.whole(0))))
    return Num(total.n, total.d, value.low, value.high, total.top, None, by=by, bottom=periods)


def _last(step: Step, call: Call, lookup: Lookup) -> tuple[Num, Num]:
    """The sum of the values recorded in the last few periods, NULL without any, and such a value."""
    value = _number(lookup, call.args[0])
    within = _within(call, lookup, value.n)
    found = lookup.earlier.figure(f"{step.id} sum", exp.Sum(this=within))
    size = lookup.earlier.figure(f"{step.id} size", exp.Sum(this=sql.absolute(within.copy())))
    # while the magnitudes add up to less, every sum on the way is exact, whatever its order
    lookup.sheet.call_odd(sql.compare(">=", lookup.sheet.keep(f"{step.id} size", size), sql.whole(EXACT)))
    n = lookup.sheet.keep(f"{step.id} sum", found)
    most = min(value.most * _periods(call), Fraction(EXACT - 1, value.d))
    return of_units(n, value.d, -most, most, None), value


def _within(call: Call, lookup: Lookup, value: Sql) -> Sql:
    index, now = lookup.earlier.of_period(INDEX), lookup.earlier.period.index
    return sql.case([(sql.compare(">=", index, sql.whole(now - _periods(call))), value.copy())])


def _periods(call: Call) -> int:
    return _whole(call.args[1] if len(call.args) > 1 else dict(call.named)["n"])


def _streak(step: Step, call: Call, lookup: Lookup, at: Translator) -> Num | Variable:
    """How many earlier periods, from the last one back, meet the condition without a break, and this one before them.

    A period ends the streak that does not meet the condition, that lies in another quarter or year where that counts,
    or before which too many are missing.
    """
    earlier, condition = lookup.earlier, call.args[0]
    then = Translator(_recorded(condition, lookup), earlier.rows, f"{step.id} then")
    holds = then.condition(condition).sql
    index, now = earlier.of_period(INDEX), earlier.period.index
    latest_first = exp.Order(expressions=[exp.Ordered(this=index, desc=True, nulls_first=False)])
    before = exp.Window(
        this=exp.Anonymous(this="LAG", expressions=[index]), partition_by=[sql.column(SUBJECT)], order=latest_first
    )
    later = earlier.rows.keep("period after it", sql.call("COALESCE", before, sql.whole(now)))
    gaps, align = _word(call, "gaps", "break"), _word(call, "align", "none")
    goes_on = [sql.call("COALESCE", holds, sql.FALSE.copy())]
    if gaps != "freeze":
        most = 1 if gaps == "break" else 2
        goes_on.append(sql.compare("<=", sql.sub(later, index), sql.whole(most)))
    if align != "none":
        goes_on.append(_in_span(earlier, align))
    ends = earlier.rows.keep(f"{step.id} ends", sql.case([(sql.both(*goes_on), sql.whole(0))], sql.whole(1)))
    ended = exp.Window(this=exp.Max(this=ends), partition_by=[sql.column(SUBJECT)], order=latest_first.copy())
    open_ = sql.compare("==", earlier.rows.keep(f"{step.id} ended", ended), sql.whole(0))
    found = earlier.figure(step.id, exp.Count(this=sql.case([(open_, sql.whole(1))])))
    holds_now = at.condition(condition).sql
    count = lookup.sheet.keep(f"{step.id} before", sql.call("COALESCE", found, sql.whole(0)))
    met = sql.call("COALESCE", holds_now, sql.FALSE.copy())
    n = lookup.sheet.keep(
        f"{step.id} streak", sql.case([(met, sql.double(sql.add(count, sql.whole(1))))], sql.whole(0))
    )
    return of_units(n, 1, Fraction(0), Fraction(PERIODS))


def _recorded(condition: Node, lookup: Lookup) -> Mapping[str, Variable]:
    """What the names of a condition stand for in an earlier period: what was recorded, and today's parameters."""
    found: dict[str, Variable] = {}
    for id in sorted(names_in(condition)):
        variable = lookup.variables.get(id)
        if id.startswith("period."):
            found[id] = Variable(lookup.earlier.rows.keep("not recorded", sql.double(sql.NULL.copy())), NUMBER)
        elif variable is not None and variable.column is None:
            found[id] = variable
        else:
            found[id] = lookup.earlier.value(id)
    return found


def _paid_within(step: Step, call: Call, lookup: Lookup, at: Translator) -> Num | Variable:
    reward, span = call.args[0], _text(call.args[1])
    if isinstance(reward, Name) and _type_of(lookup.program, reward.id) is None:
        # what is not money is no value of the program, so none was ever recorded
        return Variable(None, FLAG, nullable=False, known=False)
    value = _number(lookup, reward)
    paid = [sql.compare("!=", value.n, sql.whole(0))]
    if span != "ever":
        paid.append(_in_span(lookup.earlier, span))
    found = lookup.earlier.figure(step.id, exp.Count(this=sql.case([(sql.both(*paid), sql.whole(1))])))
    flag = sql.call("COALESCE", sql.compare(">", found, sql.whole(0)), sql.FALSE.copy())
    return Variable(lookup.sheet.keep(step.id, flag), FLAG, nullable=False)


def _in_span(earlier: Earlier, span: str) -> Sql:
    """Whether the earlier period lies in the same quarter or year as this one."""
    year = sql.compare("==", earlier.of_period(YEAR), sql.whole(earlier.period.year))
    if span == "year":
        return year
    return sql.both(year, sql.compare("==", earlier.of_period(QUARTER), sql.whole(earlier.period.quarter)))


def _number(lookup: Lookup, node: Node) -> Num:
    assert isinstance(node, Name)
    variable = lookup.earlier.value(node.id)
    if not variable.type.is_number:
        raise NoForm(node.id)
    return variable.number()


def _whole(node: Node | None) -> int:
    return int(node.value) if isinstance(node, Number) else 1


def _word(call: Call, name: str, default: str) -> str:
    return next((node.value for key, node in call.named if key == name and isinstance(node, Text)), default)


def _text(node: Node) -> str:
    assert isinstance(node, Text)
    return node.value


def _odd_before(write: Form) -> Form:
    """Who has an odd earlier period is odd."""

    def form(step: Step, call: Call, lookup: Lookup, at: Translator) -> Num | Variable:
        found = write(step, call, lookup, at)
        odd = lookup.earlier.figure(ODD, exp.Count(this=sql.case([(sql.column(ODD), sql.whole(1))])))
        lookup.sheet.call_odd(sql.compare(">", odd, sql.whole(0)))
        return found

    return form


HISTORY_FORMS: Mapping[str, Form] = MappingProxyType(
    {
        "previous": _odd_before(_previous),
        "sum_of_last": _odd_before(_sum_of_last),
        "mean_of_last": _odd_before(_mean_of_last),
        "streak": _odd_before(_streak),
        "paid_within": _odd_before(_paid_within),
    }
)
"""Every history function in SQL, by name."""
