"""The reference: measures row by row, in exact fractions. The columnar form is held to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from engine.formula.nodes import Absent, Call, Flag, Node, Number, Text, rewrite, walk
from engine.functions.declaration import Scope
from engine.functions.registry import FUNCTIONS
from engine.measures.clock import Offsets, day_of, offsets, piece_of, row_day
from engine.measures.measure import BY_MANAGER, BY_SUBJECT, PERSON, Event, Gathered, Measure, Outcome, Spell, Tally
from engine.measures.people import People
from engine.numbers import in_range, round_half_away
from engine.sandbox import Sandbox, to_python
from engine.values import OutOfRange, PeriodFacts, Value

Names = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Setting:
    """What surrounds the rows: the period, its clock, everybody's spells, and the spells in which people are
    measured."""

    period: PeriodFacts
    offsets: Offsets
    people: People
    members: People

    @staticmethod
    def of(period: PeriodFacts, zone: str, people: Sequence[Spell], members: Sequence[Spell] | None = None) -> Setting:
        """``zone`` is an IANA name. Without ``members`` everybody is measured."""
        everybody = People.of(people)
        measured = everybody if members is None else People.of(members)
        return Setting(period, offsets(zone, period.start, period.end), everybody, measured)

    def names(self, subject: str) -> dict[str, Value]:
        """What formulas may mention beside columns."""
        own: dict[str, Value] = {PERSON + id: value for id, value in self.members.last(subject).attributes.items()}
        return own | {
            "period.start": Fraction(self.period.start),
            "period.end": Fraction(self.period.end),
            "period.days": Fraction(self.period.days),
        }


def measured(
    measures: Sequence[Measure],
    events: Mapping[str, Sequence[Event]],
    setting: Setting,
    results: Mapping[str, Sequence[Gathered]],
) -> dict[str, dict[str, Outcome]]:
    """Everybody's outcome of every measure: by person, then by measure.

    ``events`` are the rows of each dataset, every id once; ``results`` those of each rule set that is gathered.
    """
    answers: dict[str, dict[str, Outcome]] = {subject: {} for subject in setting.members.spells}
    for measure in measures:
        if measure.of_scores:
            own = rows_of_results(measure, results.get(measure.source, ()), setting)
        else:
            own = rows_of_events(measure, events.get(measure.source, ()), setting)
        for subject, answer in answers.items():
            answer[measure.id] = outcome(measure, own.get(subject, ()), setting, setting.names(subject))
    return answers


def rows_of_events(measure: Measure, events: Sequence[Event], setting: Setting) -> dict[str, list[Event]]:
    """The rows of everybody that lie in the period and on days on which the person is measured."""
    found: dict[str, list[Event]] = {}
    for event in events:
        day = row_day(measure, setting.offsets.wall(event.moment))
        if day is None or not setting.period.start <= day <= setting.period.end:
            continue
        owner: str | None = event.subject
        if measure.by == BY_MANAGER:
            spell = setting.people.on(event.subject, day)
            owner = spell.manager if spell else None
        if owner is not None and setting.members.on(owner, day) is not None:
            found.setdefault(owner, []).append(event)
    return found


def tally(dataset: str, events: Sequence[Event], measures: Sequence[Measure], setting: Setting) -> Tally:
    """What became of the rows of a dataset."""
    outside = unknown = 0
    without: dict[str, int] = {}
    refused: dict[str, int] = {}
    for event in events:
        outside += not setting.period.start <= day_of(setting.offsets.wall(event.moment)) <= setting.period.end
        unknown += event.subject not in setting.people.spells
    for measure in measures:
        if measure.source != dataset or measure.of_scores or not measure.needs_rater:
            continue
        without[measure.id] = refused[measure.id] = 0
        for subject, rows in rows_of_events(measure, events, setting).items():
            names = setting.names(subject)
            for row in rows:
                if not _meets(measure, row, names) or rater_counts(measure, row, setting):
                    continue
                counts = without if row.values.get(measure.rater or "") is None else refused
                counts[measure.id] += 1
    return Tally(dataset, len(events), outside, unknown, without, refused)


def rows_of_results(measure: Measure, results: Sequence[Gathered], setting: Setting) -> dict[str, list[Event]]:
    """The results that belong to everybody, as rows."""
    found: dict[str, list[Event]] = {}
    for result in results:
        if measure.by == BY_SUBJECT:
            owner: Value = result.subject
        elif measure.by == BY_MANAGER:
            owner = result.manager
        else:
            owner = result.attributes.get(measure.by)
        if isinstance(owner, str) and owner in setting.members.spells:
            found.setdefault(owner, []).append(Event(result.subject, 0, result.subject, result.values))
    return found


def outcome(measure: Measure, rows: Sequence[Event], setting: Setting, names: Names) -> Outcome:
    """The value of one person from the rows that belong to that person."""
    try:
        counted = [row for row in rows if _counts(measure, row, setting, names)]
        return _outcome(measure, sorted(counted, key=lambda row: (row.moment, row.id)), setting, names)
    except OutOfRange:
        return Outcome(None, "out-of-range", len(rows))


def _outcome(measure: Measure, rows: Sequence[Event], setting: Setting, names: Names) -> Outcome:
    count = len(rows)
    if not rows and measure.empty is not None:
        return Outcome(measure.empty, None, 0)
    if count < measure.min_rows:
        return Outcome(None, "too-few-rows" if rows else "no-rows", count)
    if measure.rater and len({row.values[measure.rater] for row in rows}) < measure.raters:
        return Outcome(None, "too-few-raters" if rows else "no-rows", count)
    value = _over_rows(measure, rows, setting, names)
    if value is None:
        return Outcome(None, "undefined" if rows else "no-rows", count)
    return Outcome(value, None, count)


def _counts(measure: Measure, row: Event, setting: Setting, names: Names) -> bool:
    """Whether the row meets the measure's conditions."""
    return _meets(measure, row, names) and (not measure.needs_rater or rater_counts(measure, row, setting))


def _meets(measure: Measure, row: Event, names: Names) -> bool:
    """A condition that is missing is not met."""
    return measure.where is None or _value(measure.where, {**names, **row.values}) is True


def rater_counts(measure: Measure, row: Event, setting: Setting) -> bool:
    """Whether the row names a rater who may judge this person."""
    rater = row.values.get(measure.rater or "")
    if not isinstance(rater, str):
        return False
    if not measure.independent:
        return True
    day = row_day(measure, setting.offsets.wall(row.moment))
    return rater != row.subject and (day is None or rater not in setting.people.line(row.subject, day))


def _over_rows(measure: Measure, rows: Sequence[Event], setting: Setting, names: Names) -> Value:
    if measure.every is None:
        return published(aggregate(measure.value, [row.values for row in rows], names), measure.decimals)
    pieces: dict[tuple[int, int], list[Event]] = {}
    for row in rows:
        offset = setting.offsets.at(row.moment)
        wall = row.moment + offset
        day = row_day(measure, wall)
        assert day is not None
        pieces.setdefault(piece_of(measure.every, day, wall, offset), []).append(row)
    values: list[Names] = [
        {"value": published(aggregate(measure.value, [row.values for row in own], names), measure.decimals)}
        for _, own in sorted(pieces.items())
    ]
    assert measure.then is not None
    return published(aggregate(measure.then, values, names), measure.decimals)


def aggregate(node: Node, rows: Sequence[Names], names: Names) -> Value:
    """The value of a formula over rows in order of time. Raises :class:`OutOfRange`."""

    calls = {part for part in walk(node) if isinstance(part, Call) and FUNCTIONS[part.function].scope is Scope.ROWS}
    return with_values(node, {call: _call(call, rows, names) for call in calls}, names)


def with_values(node: Node, found: Mapping[Call, Value], names: Names) -> Value:
    """The value of a formula whose row functions are worked out already. Raises :class:`OutOfRange`."""
    if any(isinstance(value, Fraction) and not in_range(value) for value in found.values()):
        raise OutOfRange
    return _value(rewrite(node, lambda part: _constant(found[part]) if part in found else part), names)  # type: ignore[index]


def _call(call: Call, rows: Sequence[Names], names: Names) -> Value:
    function = FUNCTIONS[call.function].exact
    assert function is not None
    if not call.args:
        column: list[Value] = [True] * len(rows)
    else:
        tree = to_python(call.args[0])
        column = [Sandbox({**names, **row}).value_of(tree) for row in rows]
    rest = [arg.value for arg in call.args[1:] if isinstance(arg, Number)]
    value = function(column, *rest)
    assert value is None or isinstance(value, Fraction | bool | str)
    return value


def _constant(value: Value) -> Node:
    match value:
        case None:
            return Absent()
        case bool():
            return Flag(value)
        case str():
            return Text(value)
    return Number(value)


def _value(node: Node, names: Names) -> Value:
    return Sandbox(names).value_of(to_python(node))


def published(value: Value, decimals: int) -> Value:
    """A named value: a number is rounded once. Raises :class:`OutOfRange` when it is too large."""
    if not isinstance(value, Fraction):
        return value
    value = round_half_away(value, decimals)
    if not in_range(value):
        raise OutOfRange
    return value
