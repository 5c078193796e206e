"""Measures that read the same rows in the same way, and the rows they read: a frame is one pass over a relation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlglot import exp, parse_one

from engine.columnar.held import quoted
from engine.columnar.inputs import Held
from engine.measures.clock import DAY, EPOCH, MINUTE, SECOND, Offsets, midnight
from engine.measures.measure import BY_MANAGER, BY_SUBJECT, MINUTES, PERSON, Every, Measure, Window
from engine.values import PeriodFacts

DAY_COLUMN = "#day"
PIECE = "#piece"
CLOCK = "#clock"
"""Columns that tell pieces of time apart, in order of time; the clock only where it changes."""
TIME = ("#time", "#id")
"""Columns by which rows follow one another."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What surrounds all frames. ``people`` and ``members`` are tables of spells with days as ordinals, ``line`` (once
    it is made) everybody above everybody, ``partial`` says that some member is not one all the time, ``attributes``
    what is known of the attributes of members."""

    period: PeriodFacts
    offsets: Offsets
    people: str
    members: str
    line: str
    partial: bool
    attributes: Mapping[str, Held]

    @property
    def base(self) -> int:
        """The wall time from which times are counted, so that none that matters is negative."""
        return midnight(self.period.start - 1)

    @property
    def clock_changes(self) -> bool:
        return len(self.offsets.changes) > 1


@dataclass(frozen=True, slots=True)
class Frame:
    """Measures over one relation, cut and owned alike."""

    source: str
    of_scores: bool
    by: str
    every: Every | None
    windows: tuple[tuple[Window, ...], Window | None] | None
    rated: tuple[str, bool] | None
    measures: tuple[Measure, ...]


def frames_of(measures: Sequence[Measure]) -> list[Frame]:
    """The frames of measures, in the order in which they first appear."""
    found: list[Frame] = []
    for measure in measures:
        own = _frame(measure)
        for place, frame in enumerate(found):
            if replace(frame, measures=()) == replace(own, measures=()):
                found[place] = replace(frame, measures=(*frame.measures, measure))
                break
        else:
            found.append(own)
    return found


def _frame(measure: Measure) -> Frame:
    night = any(window.end > MINUTES for window in (*measure.hours, *filter(None, (measure.shift,))))
    return Frame(
        source=measure.source,
        of_scores=measure.of_scores,
        by=measure.by,
        every=measure.every,
        windows=(measure.hours, measure.shift) if night else None,
        rated=(measure.rater, measure.independent) if measure.needs_rater and measure.rater else None,
        measures=(measure,),
    )


def events_query(
    frame: Frame, relation: str, columns: Sequence[str], scene: Scene, *, ordered: bool, person: bool, owned: bool
) -> exp.Select:
    """The rows of everybody that lie in the period and on days on which the person is measured: ``subject``, the
    columns, and what frames need beside them. ``ordered`` asks for what rows are ordered by, ``person`` for attributes.
    Results that are not ``owned`` do not tell whose they are.
    """
    selected = [f"e.{quoted(name)}" for name in columns]
    joins, conditions = [], []
    owner = "e.subject"
    if frame.of_scores:
        if frame.by not in (BY_SUBJECT,):
            owner = f"e.{quoted(frame.by)}" if owned else "CAST(NULL AS VARCHAR)"
        if ordered:
            selected += [f"0 AS {quoted(TIME[0])}", f"e.subject AS {quoted(TIME[1])}"]
        day = None
    else:
        wall = wall_time(scene)
        night = frame.windows is not None
        day = _day_in(frame.windows, wall, scene) if frame.windows else _date(wall, scene)
        conditions += _in_period(wall, scene, night)
        if night:
            conditions.append(f"{day} BETWEEN {scene.period.start} AND {scene.period.end}")
        if ordered:
            selected += [f"e.time AS {quoted(TIME[0])}", f"e.id AS {quoted(TIME[1])}"]
        for place, measure in enumerate(frame.measures):
            if frame.windows is None and (measure.hours or measure.shift):
                selected.append(f"{_in_hours(measure, wall, scene)} AS {quoted(in_hours(place))}")
        if frame.every is not None:
            selected += _piece(frame.every, wall, day, scene)
    if frame.by == BY_MANAGER and not frame.of_scores:
        joins.append(f"JOIN {scene.people} AS p ON p.subject = e.subject AND {day} BETWEEN p.from_day AND p.to_day")
        owner = "p.manager"
    if scene.partial and day is not None:
        joins.append(f"JOIN {scene.members} AS m ON m.subject = {owner} AND {day} BETWEEN m.from_day AND m.to_day")
    elif person or frame.of_scores:
        joins.append(f"JOIN (SELECT DISTINCT ON (subject) * FROM {scene.members}) AS m ON m.subject = {owner}")
    if person:
        selected += [f"m.{quoted(PERSON + name)}" for name in sorted(scene.attributes)]
    if frame.rated is not None:
        conditions += _rated(*frame.rated, str(day), scene)
    conditions.append(f"{owner} IS NOT NULL")
    text = f"SELECT {', '.join([f'{owner} AS subject', *selected])} FROM {quoted(relation)} AS e {' '.join(joins)}"
    query = parse_one(f"{text} WHERE {' AND '.join(conditions)}", dialect="duckdb")
    assert isinstance(query, exp.Select)
    return query


def in_hours(place: int) -> str:
    """The column that says whether a row lies in the hours of the measure at this place of its frame."""
    return f"#hours_{place}"


def wall_time(scene: Scene) -> str:
    """Wall time in microseconds from the base."""
    changes = scene.offsets.changes
    offset = str(changes[0][1] - scene.base)
    if scene.clock_changes:
        offset = f"({_clock(scene, -scene.base)})"
    return f"(epoch_us(e.time) + {offset})"


def _clock(scene: Scene, added: int = 0) -> str:
    """The offset that holds at a row's time."""
    changes = scene.offsets.changes
    later = [f"WHEN e.time >= {timestamp(start)} THEN {offset + added}" for start, offset in reversed(changes[1:])]
    return f"CASE {' '.join(later)} ELSE {changes[0][1] + added} END"


def timestamp(moment: int) -> str:
    text = (EPOCH + timedelta(microseconds=moment)).replace(tzinfo=None).isoformat(sep=" ")
    return f"TIMESTAMP '{text}'"


def _date(wall: str, scene: Scene) -> str:
    return f"({wall} // {DAY} + {scene.period.start - 1})"


def _in_period(wall: str, scene: Scene, night: bool) -> list[str]:
    """Bounds of time that a file's statistics can use; where the clock changes they are wide, and the wall decides."""
    start, end = midnight(scene.period.start), midnight(scene.period.end + 1 + night)
    offsets = [offset for _, offset in scene.offsets.changes]
    bounds = [
        f"e.time >= {timestamp(start - max(offsets))}",
        f"e.time < {timestamp(end - min(offsets))}",
    ]
    if scene.clock_changes:
        bounds += [f"{wall} >= {start - scene.base}", f"{wall} < {end - scene.base}"]
    return bounds


def _in_window(window: Window, back: int, wall: str, scene: Scene) -> str:
    """Whether a time lies in the window that began on its own date, or the date before."""
    tests = []
    within = f"{wall} % {DAY}"
    if back == 0 or window.start:
        tests.append(f"{within} >= {window.start * MINUTE}" if back == 0 else "TRUE")
    end = window.end * MINUTE - back * DAY
    if end < DAY:
        tests.append(f"{within} < {end}")
    if len(window.days) < 7:
        days = ", ".join(str(day) for day in sorted(window.days))
        tests.append(f"({_date(wall, scene)} - {back + 1}) % 7 IN ({days})")
    return f"({' AND '.join(tests)})"


def _begins(windows: Sequence[Window]) -> list[tuple[Window, int]]:
    """Every window with the dates on which a time in it may lie, in the order in which they are tried."""
    return [(window, back) for window in windows for back in (0, 1) if back == 0 or window.end > MINUTES]


def _within(windows: Sequence[Window], wall: str, scene: Scene) -> str:
    return f"({' OR '.join(_in_window(window, back, wall, scene) for window, back in _begins(windows))})"


def _in_hours(measure: Measure, wall: str, scene: Scene) -> str:
    groups = [windows for windows in (measure.hours, (measure.shift,) if measure.shift else ()) if windows]
    return " AND ".join(_within(windows, wall, scene) for windows in groups)


def _day_in(windows: tuple[tuple[Window, ...], Window | None], wall: str, scene: Scene) -> str:
    """The day on which the shift began, else the window of the hours; NULL outside of them."""
    hours, shift = windows
    date = _date(wall, scene)
    chosen = (shift,) if shift is not None else hours
    cases = [f"WHEN {_in_window(window, back, wall, scene)} THEN {date} - {back}" for window, back in _begins(chosen)]
    day = f"CASE {' '.join(cases)} END"
    if shift is not None and hours:
        day = f"CASE WHEN {_within(hours, wall, scene)} THEN {day} END"
    return f"({day})"


def _piece(every: Every, wall: str, day: str, scene: Scene) -> list[str]:
    if every.unit == "day":
        piece = day
    elif every.unit == "week":
        piece = f"(({day} - 1) // 7)"
    else:
        piece = f"({wall} // {every.seconds * SECOND})"
    clock = [f"-({_clock(scene)}) AS {quoted(CLOCK)}"] if CLOCK in piece_keys(every, scene) else []
    return [f"CAST({piece} AS INTEGER) AS {quoted(PIECE)}", *clock]


def piece_keys(every: Every, scene: Scene) -> tuple[str, ...]:
    """The columns that tell pieces of time apart."""
    return (PIECE, CLOCK) if every.unit == "time" and scene.clock_changes else (PIECE,)


def _rated(rater: str, independent: bool, day: str, scene: Scene) -> list[str]:
    conditions = [f"e.{quoted(rater)} IS NOT NULL"]
    if independent:
        conditions += [f"e.{quoted(rater)} <> e.subject", f"NOT {is_above(rater, day, scene)}"]
    return conditions


def is_above(rater: str, day: str, scene: Scene) -> str:
    """Whether the rater of a row manages its person on that day, directly or from further above."""
    return (
        f"EXISTS (SELECT 1 FROM {scene.line} AS l WHERE l.subject = e.subject AND l.manager = e.{quoted(rater)}"
        f" AND {day} BETWEEN l.from_day AND l.to_day)"
    )
