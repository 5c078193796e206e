"""One frame as one query: rows → (pieces of time →) aggregates of every person → published values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from sqlglot import exp, parse_one

from engine.columnar import sql
from engine.columnar.dialects import render
from engine.columnar.inputs import Held, read_input
from engine.columnar.numbers import NoForm
from engine.columnar.publish import publish
from engine.columnar.sheet import ODD, SUBJECT, Sheet
from engine.columnar.sql import Sql
from engine.columnar.translate import Translator
from engine.columnar.variables import Variable
from engine.formula.nodes import Call, Name, Node, names_in, rewrite, walk
from engine.formula.types import COUNT, NUMBER, Kind, Type
from engine.functions.declaration import Scope
from engine.functions.registry import FUNCTIONS
from engine.measures.aggregates import Above, Aggregates, Argument, Made, argument_of, made
from engine.measures.frames import TIME, Frame, Scene, events_query, in_hours, piece_keys
from engine.measures.known import Known, column_input
from engine.measures.measure import PERSON, Measure
from engine.measures.native import Native, RowTranslator, in_units
from engine.measures.spread import published_spread
from engine.program import Step

_FACTS = ("start", "end", "days")
_INNER_ODD = "#odd"


@dataclass(frozen=True, slots=True)
class Column:
    """Where a measure's value is found. ``value`` is a column of whole units, ``scale`` to one; else it is ``known``.
    ``by_hand`` are the aggregates of its row functions, from which the value is worked out one by one."""

    measure: Measure
    value: str | None
    scale: int
    rows: str
    raters: str | None
    known: Fraction | bool | str | None = None
    by_hand: Mapping[Call, Made] | None = None


@dataclass
class FrameQuery:
    """The query of a frame: ``subject``, the columns, ``odd``. ``by_rows`` are measures that have no form in SQL."""

    text: str
    columns: list[Column]
    by_rows: list[Measure]


@dataclass
class _Level:
    """A sheet with what formulas in it may mention."""

    sheet: Sheet
    variables: dict[str, Variable] = field(default_factory=dict)

    def at(self, owner: str) -> Translator:
        return Translator(self.variables, self.sheet, owner)


def query_of(frame: Frame, relation: str, known: Known, scene: Scene, attributes: Mapping[str, Type]) -> FrameQuery:
    """The query of a frame over a relation of which so much is known. ``attributes`` are those of members by name."""
    return _Writer(frame, relation, known, scene, attributes).query()


class _Writer:
    def __init__(self, frame: Frame, relation: str, known: Known, scene: Scene, attributes: Mapping[str, Type]) -> None:
        self.frame, self.relation, self.known, self.scene = frame, relation, known, scene
        self.attributes = attributes
        nodes = [node for measure in frame.measures for node in _of_rows(measure)]
        self.used = {name for node in nodes for name in names_in(node)} & set(known.columns)
        if frame.rated is not None:
            self.used.add(frame.rated[0])
        self.person = any(name.startswith(PERSON) for node in nodes for name in names_in(node))
        self.ordered = any(
            isinstance(part, Call) and part.function in ("first", "last") for node in nodes for part in walk(node)
        )
        self.rows = _Level(Sheet())
        self.natives: dict[str, Native] = {}
        self.by_rows: list[Measure] = []

    def query(self) -> FrameQuery:
        rows, gathered = self.rows, _Level(Sheet())
        self._read_rows()
        self._read_person(gathered)
        by = tuple(rows.sheet.keep(name, sql.source(name)) for name in TIME) if self.ordered else ()
        below = Aggregates(self.known.rows, by)
        met = {measure.id: self._met(place, measure) for place, measure in enumerate(self.frame.measures)}
        shared = self._shared(met)
        if self.frame.every is None:
            columns = [self._direct(measure, below, met[measure.id], gathered) for measure in self.frame.measures]
            parts = self._parts(below, shared, [SUBJECT], "aggregates")
            may_be_odd = bool(rows.sheet.odd)
        else:
            columns, parts, may_be_odd = self._in_pieces(below, met, shared, gathered)
        found = [column for column in columns if column is not None]
        return FrameQuery(self._text(parts, gathered, found, may_be_odd), found, self.by_rows)

    # what formulas may mention

    def _read_rows(self) -> None:
        level, types, places = self.rows, self._types(), self.known.places
        conditions = [measure.where for measure in self.frame.measures if measure.where is not None]
        calls = [call for measure in self.frame.measures for call in _calls(measure.value)]
        calculated = in_units(conditions, calls, places)
        for name in sorted(self.used):
            held = self.known.columns[name]
            if name in places and name not in calculated:
                self.natives[name] = Native(level.sheet.keep(name, sql.source(name)), places[name], held)
            else:
                self._read(level, name, types[name], held)
        if self.person:
            self._read_person(level)
        else:
            self._read_facts(level)

    def _types(self) -> dict[str, Type]:
        return {name: type for measure in self.frame.measures for name, type in measure.columns.items()}

    def _read_person(self, level: _Level) -> None:
        for name, type in self.attributes.items():
            column = PERSON + name
            self._read(level, column, type, self.scene.attributes[name])
        self._read_facts(level)

    def _read(self, level: _Level, name: str, type: Type, held: Held) -> None:
        if type.is_number or type.kind is Kind.DATE:
            level.variables[name] = read_input(column_input(name, type), held, name, level.sheet)
        else:
            level.variables[name] = Variable(level.sheet.keep(name, sql.source(name)), type)

    def _read_facts(self, level: _Level) -> None:
        for fact in _FACTS:
            value = Fraction(getattr(self.scene.period, fact))
            level.variables[f"period.{fact}"] = Variable(None, COUNT, nullable=False, known=value)

    # which rows count

    def _met(self, place: int, measure: Measure) -> Sql | None:
        """The condition under which a row counts, as a column; None where all do."""
        parts: list[Sql] = []
        if self.frame.windows is None and (measure.hours or measure.shift):
            parts.append(self.rows.sheet.keep(in_hours(place), sql.source(in_hours(place))))
        if measure.where is not None:
            try:
                parts.append(self._at_rows(measure.id).condition(measure.where).sql)
            except (NoForm, KeyError):
                self.by_rows.append(measure)
                return None
        return self.rows.sheet.keep(f"{measure.id} counts", sql.both(*parts)) if parts else None

    def _at_rows(self, owner: str) -> Translator:
        return RowTranslator(self.rows.variables, self.rows.sheet, owner, natives=self.natives)

    def _argument(self, lower: _Level, call: Call, name: str, owner: str) -> Argument | None:
        """What a row function looks at below."""
        if not call.args:
            return None
        node = call.args[0]
        if lower is not self.rows:
            return argument_of(lower.at(owner), node, name)
        if isinstance(node, Name) and node.id in self.natives:
            native = self.natives[node.id]
            held = native.held
            scale = 10 ** (native.places if held.whole else held.decimals)
            return Argument(native.column, NUMBER, scale, held.low, held.high, native.places)
        argument = argument_of(self._at_rows(owner), node, name)
        known = self.known.columns.get(node.id) if isinstance(node, Name) else None
        return replace(argument, sure=known is not None and known.checked)

    def _shared(self, met: dict[str, Sql | None]) -> Sql | None:
        """The condition that all measures have, which then limits the rows themselves."""
        conditions = set(met.values())
        if len(conditions) > 1:
            return None
        shared = conditions.pop()
        for id in met:
            met[id] = None
        return shared

    # values

    def _direct(self, measure: Measure, below: Aggregates, met: Sql | None, above: _Level) -> Column | None:
        if measure in self.by_rows:
            return None
        rows = self._count(below.count(met), above)
        raters = None
        if measure.raters and measure.rater:
            rater = self.rows.variables[measure.rater].column
            raters = self._count(below.count(met, exp.Distinct(expressions=[rater])), above)
        found = self._published(measure, measure.type, measure.value, self.rows, below, met, above)
        return None if found is None else _column(measure, found, rows, raters)

    def _count(self, name: str, above: _Level) -> str:
        return above.sheet.keep(name, sql.call("COALESCE", sql.source(name), sql.whole(0))).name

    def _published(
        self,
        measure: Measure,
        type: Type,
        node: Node,
        lower: _Level,
        below: Aggregates,
        met: Sql | None,
        upper: _Level,
    ) -> Variable | dict[Call, Made] | None:
        """A value above from rows (or pieces) below; its row functions alone where the rest has no form in SQL; None
        where they have none either."""
        calls: dict[Call, Made] = {}
        above = Above(upper.sheet, upper.variables, below.rows)
        try:
            for call in _calls(node):
                argument = self._argument(lower, call, f"{measure.id}_{len(calls) + 1}", measure.id)
                calls[call] = made(call, below, above, argument, met)
        except (NoForm, KeyError):
            self.by_rows.append(measure)
            return None
        if isinstance(node, Call) and node in calls and calls[node].node is None:
            return published_spread(measure, calls[node], upper.sheet)
        try:
            return self._value(measure, type, node, calls, upper)
        except (NoForm, KeyError):
            return calls

    def _value(self, measure: Measure, type: Type, node: Node, calls: Mapping[Call, Made], level: _Level) -> Variable:
        """The published value of a formula in which row functions are computed already."""

        def computed(part: Node) -> Node:
            if isinstance(part, Call) and part in calls:
                found = calls[part].node
                if found is None:
                    raise NoForm(part.function)
                return found
            return part

        step = Step(measure.id, rewrite(node, computed), type, measure.decimals if type.is_number else None)
        return publish(step, level.at(measure.id))

    def _in_pieces(
        self, below: Aggregates, met: Mapping[str, Sql | None], shared: Sql | None, gathered: _Level
    ) -> tuple[list[Column | None], list[tuple[str, exp.Select]], bool]:
        """Two steps: the pieces of everybody, then everybody."""
        assert self.frame.every is not None
        times = piece_keys(self.frame.every, self.scene)
        keys = [SUBJECT, *times]
        for name in times:
            self.rows.sheet.keep(name, sql.source(name))
        pieces = _Level(Sheet())
        self._read_facts(pieces)
        order = tuple(pieces.sheet.keep(name, sql.source(name)) for name in times)
        over = Aggregates(self.known.rows, order)
        columns: list[Column | None] = []
        for measure in self.frame.measures:
            if measure in self.by_rows:
                columns.append(None)
                continue
            columns.append(self._over_pieces(measure, below, met[measure.id], pieces, over, gathered))
        parts = self._parts(below, shared, keys, "pieces")
        if self.rows.sheet.odd:
            pieces.sheet.call_odd(sql.source(_INNER_ODD))
        wanted = [(name, sql.column(name)) for name in pieces.sheet.expressions]
        parts.append(("values_of_pieces", pieces.sheet.select("pieces", wanted)))
        parts.append(("aggregates", _grouped("values_of_pieces", over, [SUBJECT], None, bool(pieces.sheet.odd))))
        return columns, parts, bool(pieces.sheet.odd)

    def _over_pieces(
        self,
        measure: Measure,
        below: Aggregates,
        met: Sql | None,
        pieces: _Level,
        over: Aggregates,
        gathered: _Level,
    ) -> Column | None:
        assert measure.then is not None and measure.piece_type is not None
        rows_of_piece = self._count(below.count(met), pieces)
        found = self._published(measure, measure.piece_type, measure.value, self.rows, below, met, pieces)
        beyond = measure.raters or any(name.startswith(PERSON) for name in names_in(measure.then))
        if not isinstance(found, Variable) or beyond:
            self.by_rows += [measure] if measure not in self.by_rows else []
            return None
        exists = None
        if met is not None:
            test = sql.compare(">", sql.column(rows_of_piece), sql.whole(0))
            exists = pieces.sheet.keep(f"{measure.id} exists", test)
        rows = self._count(over.add(exp.Sum(this=sql.column(rows_of_piece))), gathered)
        level = _Level(pieces.sheet, {**pieces.variables, "value": found})
        value = self._published(measure, measure.type, measure.then, level, over, exists, gathered)
        return None if value is None else _column(measure, value, rows, None)

    # the text

    def _parts(self, below: Aggregates, shared: Sql | None, keys: list[str], name: str) -> list[tuple[str, exp.Select]]:
        rows = self.rows.sheet
        events = events_query(
            self.frame,
            self.relation,
            sorted(self.used),
            self.scene,
            ordered=self.ordered,
            person=self.person,
            owned=self.frame.by in self.known.names,
        )
        wanted = [(column, sql.column(column)) for column in rows.expressions]
        grouped = _grouped("rows", below, keys, shared, bool(rows.odd))
        return [("events", events), ("rows", rows.select("events", wanted)), (name, grouped)]

    def _text(
        self, parts: list[tuple[str, exp.Select]], gathered: _Level, columns: list[Column], may_be_odd: bool
    ) -> str:
        everybody = parse_one(
            f"SELECT s.*, a.* EXCLUDE (subject) FROM (SELECT DISTINCT ON (subject) * FROM {self.scene.members}) AS s "
            "LEFT JOIN aggregates AS a ON a.subject = s.subject",
            dialect="duckdb",
        )
        if may_be_odd:
            gathered.sheet.call_odd(sql.source(_INNER_ODD))
        names = {name for column in columns for name in (column.value, column.rows, column.raters) if name}
        names |= {name for column in columns for one in (column.by_hand or {}).values() for name in one.names}
        final = gathered.sheet.select("gathered", [(name, sql.column(name)) for name in sorted(names)])
        query = exp.select("*").from_("outcomes")
        for name, part in [*parts, ("gathered", everybody), ("outcomes", final)]:
            query = query.with_(name, as_=part)
        return render(query, "duckdb")


def _column(measure: Measure, found: Variable | dict[Call, Made], rows: str, raters: str | None) -> Column:
    if not isinstance(found, Variable):
        return Column(measure, None, 1, rows, raters, None, found)
    name = None if found.column is None else found.column.name
    return Column(measure, name, found.scale, rows, raters, found.known)


def _of_rows(measure: Measure) -> list[Node]:
    """The formulas that look at rows."""
    return [node for node in (measure.where, measure.value) if node is not None]


def _calls(node: Node) -> list[Call]:
    """The row functions of a formula, each once."""
    found: dict[Call, None] = {}
    for part in walk(node):
        if isinstance(part, Call) and FUNCTIONS[part.function].scope is Scope.ROWS:
            found[part] = None
    return list(found)


def _grouped(source: str, below: Aggregates, keys: list[str], shared: Sql | None, may_be_odd: bool) -> exp.Select:
    columns: list[Sql] = [sql.column(key) for key in keys]
    columns += [exp.alias_(expression, name, quoted=True) for name, expression in below.columns.items()]
    if may_be_odd:
        columns.append(exp.alias_(sql.call("BOOL_OR", sql.column(ODD)), _INNER_ODD, quoted=True))
    query = exp.Select(expressions=columns).from_(source).group_by(*(sql.column(key) for key in keys))
    return query if shared is None else query.where(shared)
