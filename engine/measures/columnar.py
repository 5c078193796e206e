"""Measures of everybody at once, in DuckDB. Every value is that of :mod:`engine.measures.reference`.

Measures that read the same rows in the same way are one query. People whose numbers it cannot prove, and formulas that
have no form in SQL, are worked out one by one: from the aggregates where these are exact, else from the rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import duckdb

from engine.columnar.handing import handed, places
from engine.columnar.held import column_types, held_columns, quoted
from engine.formula.types import Kind, Type
from engine.measures import reference, relations
from engine.measures.clock import EPOCH_DAY, offsets
from engine.measures.frames import Frame, Scene, frames_of
from engine.measures.known import column_input, known_of, type_of_column
from engine.measures.measure import BY_MANAGER, PERSON, Measure, Outcome
from engine.measures.people import People
from engine.measures.query import Column, query_of
from engine.measures.reference import Names, Setting
from engine.numbers import round_half_away
from engine.values import OutOfRange, PeriodFacts, Value

CHUNK = 200
"""People whose rows are read together when they are worked out one by one."""


@dataclass(frozen=True, slots=True)
class Measured:
    """The relation with everybody's values, and for how many people and measures SQL alone was not enough.

    ``relation`` has one row per person measured: ``subject``, and for every measure its published value under its id,
    how many rows it was made of under ``id#rows``, and under ``id#reason`` why it is missing (see
    :class:`engine.measures.measure.Outcome`).
    """

    relation: str
    one_by_one: int


def measured(
    con: duckdb.DuckDBPyConnection,
    measures: Sequence[Measure],
    sources: Mapping[str, str],
    *,
    people: str,
    members: str | None = None,
    period: PeriodFacts,
    zone: str,
    scores: Mapping[str, str] | None = None,
    into: str = "measures",
) -> Measured:
    """Work out all measures for everybody.

    ``sources`` leads from datasets to relations of their rows, every id once; ``scores`` from rule sets to relations of
    their results. ``people`` are the spells of everybody known, ``members`` those in which people are measured (all of
    ``people`` without it): a row counts on days on which its person is a member, and formulas see the attributes of a
    person's last spell in it. For the shapes of the relations see :mod:`engine.measures.relations`. ``zone`` is an IANA
    name. The answer is a temporary table called ``into``.
    """
    work = _Work(con, sources, scores or {}, people, members or people, period, zone, into)
    return work.done(measures)


class _Work:
    """One call: its relations, and the temporary tables it makes (all of them called like the answer)."""

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        sources: Mapping[str, str],
        scores: Mapping[str, str],
        people: str,
        members: str,
        period: PeriodFacts,
        zone: str,
        into: str,
    ) -> None:
        self.con, self.sources, self.scores = con, sources, scores
        self.people, self.members, self.period, self.zone, self.into = people, members, period, zone, into
        self.tables: list[str] = []
        self.one_by_one = 0
        self.everybody: Setting | None = None

    def done(self, measures: Sequence[Measure]) -> Measured:
        try:
            scene, attributes = self._scene(measures)
            frames = []
            for frame in frames_of(measures):
                frames.append(self._frame(frame, scene, attributes))
            self._answer(measures, frames, scene)
            for frame, (_, table, columns, by_rows) in zip(frames_of(measures), frames, strict=True):
                self._one_by_one(frame, table, columns, by_rows, scene)
        finally:
            for table in self.tables:
                self.con.execute(f"DROP TABLE IF EXISTS {table}")
        return Measured(self.into, self.one_by_one)

    def _table(self, name: str, query: str) -> str:
        table = quoted(f"{self.into}#{name}")
        self.con.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS {query}")
        self.tables.append(table)
        return table

    # people

    def _scene(self, measures: Sequence[Measure]) -> tuple[Scene, dict[str, Type]]:
        types = column_types(self.con, quoted(self.members))
        attributes = {name: type_of_column(type) for name, type in types.items() if name not in relations.SPELL_COLUMNS}
        day = f"date_diff('day', DATE '1970-01-01', {{}}) + {EPOCH_DAY}"
        first, last = self.period.start, self.period.end
        from_day = f"greatest({first}, coalesce({day.format('from_day')}, {first}))"
        to_day = f"least({last}, coalesce({day.format('to_day')}, {last}))"
        spells = "SELECT subject, {} AS from_day, {} AS to_day, manager{} FROM {}"
        people = self._table(
            "people",
            f"SELECT * FROM ({spells.format(from_day, to_day, '', quoted(self.people))}) WHERE from_day <= to_day",
        )
        named = "".join(f", {quoted(name)}" for name in attributes)
        latest = "".join(f", last_value({quoted(name)}) OVER own AS {quoted(PERSON + name)}" for name in attributes)
        members = self._table(
            "members",
            f"SELECT subject, from_day, to_day{latest} "
            f"FROM ({spells.format(from_day, to_day, named, quoted(self.members))}) WHERE from_day <= to_day "
            "WINDOW own AS (PARTITION BY subject ORDER BY from_day "
            "ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)",
        )
        days = last - first + 1
        part = f"SELECT 1 FROM {members} GROUP BY subject HAVING sum(to_day - from_day + 1) < {days} LIMIT 1"
        partial = self.con.execute(part).fetchone() is not None
        line = ""
        if any(measure.independent for measure in measures):
            line = self._table("line", _line(people))
        clock = offsets(self.zone, first, last)
        items = {PERSON + name: column_input(PERSON + name, type) for name, type in attributes.items()}
        held = held_columns(self.con, members, items, column_types(self.con, members))
        known = {name: held[PERSON + name] for name in attributes}
        return Scene(self.period, clock, people, members, line, partial, known), attributes

    # everybody at once

    def _frame(
        self, frame: Frame, scene: Scene, attributes: Mapping[str, Type]
    ) -> tuple[Frame, str, list[Column], list[Measure]]:
        relation = self._relation(frame)
        types = {name: type for measure in frame.measures for name, type in measure.columns.items()}
        known = known_of(self.con, relation, types)
        query = query_of(frame, relation, known, scene, attributes)
        table = self._table(str(len(self.tables)), query.text)
        return frame, table, query.columns, query.by_rows

    def _relation(self, frame: Frame) -> str:
        return (self.scores if frame.of_scores else self.sources)[frame.source]

    def _answer(
        self,
        measures: Sequence[Measure],
        frames: Sequence[tuple[Frame, str, list[Column], list[Measure]]],
        scene: Scene,
    ) -> None:
        """The table of all values; those that are worked out one by one are still missing."""
        written: dict[str, str] = {}
        joins = []
        for number, (_, table, columns, _) in enumerate(frames):
            joins.append(f"LEFT JOIN {table} AS f{number} ON f{number}.subject = s.subject")
            for column in columns:
                written[column.measure.id] = _final(column, f"f{number}")
        selected = [written.get(measure.id) or _unknown(measure) for measure in measures]
        self.con.execute(
            f"CREATE OR REPLACE TEMP TABLE {quoted(self.into)} AS SELECT {', '.join(['s.subject', *selected])} "
            f"FROM (SELECT DISTINCT subject FROM {scene.members}) AS s {' '.join(joins)}"
        )

    # one by one

    def _one_by_one(
        self, frame: Frame, table: str, columns: Sequence[Column], by_rows: Sequence[Measure], scene: Scene
    ) -> None:
        by_hand = [column for column in columns if column.by_hand is not None]
        if by_hand:
            self._by_hand(table, by_hand)
        if by_rows:
            subjects = f"SELECT DISTINCT subject FROM {scene.members}"
            self._by_rows(frame, by_rows, subjects)
        plain = [column.measure for column in columns]
        if plain:
            self._by_rows(frame, plain, f"SELECT subject FROM {table} WHERE odd")

    def _by_hand(self, table: str, columns: Sequence[Column]) -> None:
        """Values from exact aggregates."""
        setting = self._setting(f"SELECT subject FROM {table}")
        names = list(column_types(self.con, table))
        self.con.execute(f"SELECT * FROM {table} WHERE NOT odd")
        found: dict[str, dict[str, Outcome]] = {column.measure.id: {} for column in columns}
        for cells in self.con.fetchall():
            row = dict(zip(names, cells, strict=True))
            own = setting.names(row["subject"])
            for column in columns:
                found[column.measure.id][row["subject"]] = _hand(column, row, own)
        for column in columns:
            self._write(column.measure, found[column.measure.id])

    def _by_rows(self, frame: Frame, measures: Sequence[Measure], subjects: str) -> None:
        """Values from rows, some people at a time."""
        self.con.execute(f"{subjects} ORDER BY subject")
        everybody = [str(row[0]) for row in self.con.fetchall()]
        for start in range(0, len(everybody), CHUNK):
            some = everybody[start : start + CHUNK]
            chunk = quoted(f"{self.into}#some")
            self.con.execute(
                f"CREATE OR REPLACE TEMP TABLE {chunk} AS SELECT {places(['VARCHAR'])} AS subject", [handed(some)]
            )
            setting = self._setting(f"SELECT subject FROM {chunk}")
            found = self._outcomes(frame, measures, chunk, setting)
            for measure in measures:
                self._write(measure, {subject: found[subject][measure.id] for subject in some})
            self.con.execute(f"DROP TABLE {chunk}")

    def _outcomes(
        self, frame: Frame, measures: Sequence[Measure], chunk: str, setting: Setting
    ) -> dict[str, dict[str, Outcome]]:
        relation = self._relation(frame)
        if frame.of_scores:
            results = relations.read_results(self.con, relation)
            return reference.measured(measures, {}, setting, {frame.source: results})
        columns = sorted({name for measure in measures for name in measure.columns})
        subjects = f"SELECT subject FROM {chunk}"
        if frame.by == BY_MANAGER:
            subjects = f"SELECT subject FROM {quoted(self.people)} WHERE manager IN ({subjects})"
        events = relations.read_events(self.con, relation, columns, subjects)
        return reference.measured(measures, {frame.source: events}, setting, {})

    def _setting(self, subjects: str) -> Setting:
        """The people that the reference needs for some members: everybody, for managers may be anybody."""
        if self.everybody is None:
            spells = relations.read_spells(self.con, self.people, self.period.start, self.period.end)
            self.everybody = Setting.of(self.period, self.zone, spells)
        members = relations.read_spells(self.con, self.members, self.period.start, self.period.end, subjects)
        clock = self.everybody.offsets
        return Setting(self.period, clock, self.everybody.people, People.of(members))

    def _write(self, measure: Measure, outcomes: Mapping[str, Outcome]) -> None:
        """Put values that were worked out one by one into the table."""
        self.one_by_one += len(outcomes)
        id = measure.id
        values = [_text(outcome.value, measure.type) for outcome in outcomes.values()]
        given = (list(outcomes), values, [o.rows for o in outcomes.values()], [o.reason for o in outcomes.values()])
        self.con.execute(
            f"UPDATE {quoted(self.into)} AS t SET {quoted(id)} = CAST(n.value AS {relations.column_type(measure)}), "
            f"{quoted(id + '#rows')} = n.rows, {quoted(id + '#reason')} = n.reason FROM ("
            f"SELECT {places(('VARCHAR', 'VARCHAR', 'BIGINT', 'VARCHAR'))}) AS n(subject, value, rows, reason) "
            "WHERE n.subject = t.subject",
            [handed(column) for column in given],
        )


def _line(people: str) -> str:
    """Everybody above everybody, with the days on which it was so. Days only get fewer, so that circles end."""
    return f"""
        WITH RECURSIVE line AS (
            SELECT subject, manager, from_day, to_day FROM {people} WHERE manager IS NOT NULL
            UNION
            SELECT l.subject, p.manager, greatest(l.from_day, p.from_day), least(l.to_day, p.to_day)
            FROM line AS l JOIN {people} AS p ON p.subject = l.manager
                AND p.from_day <= l.to_day AND p.to_day >= l.from_day
            WHERE p.manager IS NOT NULL
        )
        SELECT * FROM line
    """


def _final(column: Column, table: str) -> str:
    """The published value of a measure, its rows and why it is missing."""
    measure = column.measure
    type = relations.column_type(measure)
    rows = f"{table}.{quoted(column.rows)}"
    value = _published(column, table, type)
    cases, reasons = [], [f"WHEN {rows} = 0 THEN 'no-rows'"]
    if measure.empty is not None:
        empty = _decimal(round_half_away(measure.empty, 8))
        cases.append(f"WHEN {rows} = 0 THEN CAST({empty} AS {type})")
    if measure.min_rows:
        cases.append(f"WHEN {rows} < {measure.min_rows} THEN NULL")
        reasons.append(f"WHEN {rows} < {measure.min_rows} THEN 'too-few-rows'")
    if column.raters is not None:
        raters = f"{table}.{quoted(column.raters)}"
        cases.append(f"WHEN {raters} < {measure.raters} THEN NULL")
        reasons.append(f"WHEN {raters} < {measure.raters} THEN 'too-few-raters'")
    if cases:
        value = f"CASE {' '.join(cases)} ELSE {value} END"
    reason = f"CASE WHEN ({value}) IS NOT NULL THEN NULL {' '.join(reasons)} ELSE 'undefined' END"
    return (
        f"{value} AS {quoted(measure.id)}, CAST({rows} AS BIGINT) AS {quoted(measure.id + '#rows')}, "
        f"{reason} AS {quoted(measure.id + '#reason')}"
    )


def _published(column: Column, table: str, type: str) -> str:
    measure = column.measure
    if column.value is None:
        if isinstance(column.known, Fraction):
            return f"CAST({_decimal(column.known)} AS {type})"
        return f"CAST({_literal(column.known)} AS {type})"
    value = f"{table}.{quoted(column.value)}"
    if measure.type.kind is Kind.DATE:
        return f"(DATE '0001-01-01' + CAST({value} - 1 AS INTEGER))"
    if not measure.type.is_number:
        return value
    # units times their size, both decimals: a division would be a float's
    units = f"TRY_CAST({value} * {10**measure.decimals // column.scale} AS BIGINT)"
    size = _decimal(Fraction(1, 10**measure.decimals))
    return f"TRY_CAST({units} * CAST('{size}' AS DECIMAL({measure.decimals + 1}, {measure.decimals})) AS {type})"


def _unknown(measure: Measure) -> str:
    missing = f"CAST(NULL AS {relations.column_type(measure)}) AS {quoted(measure.id)}"
    rows, reason = quoted(measure.id + "#rows"), quoted(measure.id + "#reason")
    return f"{missing}, CAST(0 AS BIGINT) AS {rows}, CAST(NULL AS VARCHAR) AS {reason}"


def _decimal(value: Fraction) -> str:
    return f"{Decimal(value.numerator) / Decimal(value.denominator):f}"


def _literal(value: Value) -> str:
    if value is None:
        return "NULL"
    return str(value).upper() if isinstance(value, bool) else "'" + str(value).replace("'", "''") + "'"


def _text(value: Value, type: Type) -> str | None:
    """A value as text that can be cast to its column."""
    cell = relations.cell_of(value, type)
    if cell is None:
        return None
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell).lower() if isinstance(cell, bool) else str(cell)


def _hand(column: Column, row: Mapping[str, object], names: Names) -> Outcome:
    """One person's outcome from exact aggregates, by the rules of the reference."""
    measure, rows = column.measure, int(str(row[column.rows]))
    assert column.by_hand is not None
    if not rows and measure.empty is not None:
        return Outcome(measure.empty, None, 0)
    if rows < measure.min_rows:
        return Outcome(None, "too-few-rows" if rows else "no-rows", rows)
    if column.raters is not None and int(str(row[column.raters])) < measure.raters:
        return Outcome(None, "too-few-raters" if rows else "no-rows", rows)
    node = measure.value if measure.then is None else measure.then
    try:
        found = {call: made.value(row) for call, made in column.by_hand.items()}
        value = reference.published(reference.with_values(node, found, names), measure.decimals)
    except OutOfRange:
        return Outcome(None, "out-of-range", rows)
    if value is None:
        return Outcome(None, "undefined" if rows else "no-rows", rows)
    return Outcome(value, None, rows)
