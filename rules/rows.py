"""Rows that a test gives in place of the values of measures: read at the door, worked out by the reference."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from engine.door import INPUT_TYPE, read_values
from engine.formula.types import NUMBER, TEXT
from engine.issues import Issue, Path, Words, did_you_mean
from engine.measures.clock import moment_of
from engine.measures.measure import BY_MANAGER, BY_SUBJECT, Dataset, Event, Gathered, Measure, Spell
from engine.measures.reference import Setting, measured
from engine.program import Program
from engine.values import Input, PeriodFacts, Value
from rules import codes

DEFAULT_ZONE = "Asia/Shanghai"
_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})?)?"
)
_TIME_WORDS = Words("时间，例如 2026-11-03 09:15", "a time, such as 2026-11-03 09:15")

Person = tuple[Mapping[str, Any], Path]
"""What a test says about one person, and where."""


def measured_values(
    program: Program, test: Mapping[str, Any], at: Path, people: Mapping[str, Person], period: PeriodFacts
) -> tuple[dict[str, dict[str, Value]], list[Issue]]:
    """By person the values of the measures whose dataset or rule set the test gives rows of, and every problem."""
    reader = _Rows(program, test, at)
    for id, (person, path) in people.items():
        if person is not test:
            reader.read(person, path, id)
    reader.read(test, at, next(iter(people)) if len(people) == 1 else None)
    named = {*reader.events, *reader.results}
    measures = [measure for measure in program.measures if measure.source in named]
    if reader.issues or not measures:
        return {}, reader.issues
    everybody, members = _spells(program, test, people, period)
    setting = Setting.of(period, reader.zone, everybody, members)
    events = {id: list(rows.values()) for id, rows in reader.events.items()}
    outcomes = measured(measures, events, setting, reader.results)
    return {
        person: {id: outcome.value for id, outcome in own.items() if outcome.value is not None}
        for person, own in outcomes.items()
    }, []


def _spells(
    program: Program, test: Mapping[str, Any], people: Mapping[str, Person], period: PeriodFacts
) -> tuple[list[Spell], list[Spell]]:
    """Everybody mentioned, and those who are scored: the same manager and attributes all the time."""
    managers: Mapping[str, str] = test.get("managers", {})
    attributes = {id: item for id, item in program.input_by_id.items() if item.origin == "attribute"}
    members = []
    for id, (person, path) in people.items():
        own, _ = read_values(attributes, {k: v for k, v in person.get("given", {}).items() if k in attributes}, path)
        members.append(Spell(id, period.start, period.end, managers.get(id), own))
    others = {*managers, *managers.values()} - set(people)
    rest = [Spell(id, period.start, period.end, managers.get(id)) for id in sorted(others)]
    return members + rest, members


class _Rows:
    """The rows of one test as they are read. Of two rows with one id the later holds."""

    def __init__(self, program: Program, test: Mapping[str, Any], at: Path):
        self.program = program
        self.at = at
        self.issues: list[Issue] = []
        self.events: dict[str, dict[str, Event]] = {}
        self.results: dict[str, list[Gathered]] = {}
        self.datasets = {dataset.id: dataset for dataset in program.datasets}
        self.zone = str(test.get("zone", DEFAULT_ZONE))
        try:
            self._zone = ZoneInfo(self.zone)
        except (ZoneInfoNotFoundError, ValueError):
            self._wrong(
                (*at, "zone"),
                "zone",
                self.zone,
                Words("时区，例如 Asia/Shanghai", "a time zone, such as Asia/Shanghai"),
            )
            self._zone = ZoneInfo(DEFAULT_ZONE)

    def read(self, given: Mapping[str, Any], path: Path, owner: str | None) -> None:
        """The rows written beside a person (``owner``), or beside a test of several."""
        for id, rows in given.get("rows", {}).items():
            dataset = self.datasets.get(id)
            if dataset is None:
                self._unknown((*path, "rows", id), id, Words("数据集", "dataset"), self.datasets)
                continue
            kept = self.events.setdefault(id, {})
            for position, raw in enumerate(rows):
                event = self._event(dataset, raw, (*path, "rows", id, position), owner, f"{len(kept):06d}")
                if event is not None:
                    kept[event.id] = event
        for id, rows in given.get("results", {}).items():
            measures = [measure for measure in self.program.measures if measure.of_scores and measure.source == id]
            if not measures:
                known = [measure.source for measure in self.program.measures if measure.of_scores]
                self._unknown((*path, "results", id), id, Words("方案", "rule set"), known)
                continue
            kept_results = self.results.setdefault(id, [])
            for position, raw in enumerate(rows):
                place = (*path, "results", id, position)
                kept_results.append(self._result(measures, raw, place, owner, f"{len(kept_results):06d}"))

    def _event(
        self, dataset: Dataset, raw: Mapping[str, Any], path: Path, owner: str | None, number: str
    ) -> Event | None:
        subject = raw.get(dataset.subject, owner)
        for key, value in ((dataset.subject, subject), (dataset.time, raw.get(dataset.time))):
            if value is None:
                self.issues.append(codes.MISSING_KEY.at(path, key=key))
        own = (dataset.subject, dataset.time, dataset.key)
        values = self._values(dataset.columns, {key: cell for key, cell in raw.items() if key not in own}, path)
        moment = self._moment(raw.get(dataset.time), dataset.time, path)
        if subject is None or moment is None:
            return None
        return Event(str(subject), moment, str(raw.get(dataset.key, number)), values)

    def _result(
        self, measures: Sequence[Measure], raw: Mapping[str, Any], path: Path, owner: str | None, number: str
    ) -> Gathered:
        columns = {"score": Input("score", NUMBER), "tier": Input("tier", TEXT)}
        for measure in measures:
            columns |= {id: Input(id, type) for id, type in measure.columns.items()}
        holders = {measure.by for measure in measures} - {BY_SUBJECT, BY_MANAGER}
        subject = raw.get("subject", owner if all(measure.by == BY_SUBJECT for measure in measures) else number)
        own = ("subject", "manager", *holders)
        values = self._values(columns, {key: cell for key, cell in raw.items() if key not in own}, path)
        attributes: dict[str, Value] = {holder: raw.get(holder, owner) for holder in holders}
        return Gathered(str(subject), raw.get("manager", owner), values, attributes)

    def _values(self, columns: Mapping[str, Input], raw: Mapping[str, Any], path: Path) -> dict[str, Value]:
        values, issues = read_values(columns, raw, path)
        self.issues += issues
        return {id: values.get(id) for id in columns}

    def _moment(self, raw: Any, name: str, path: Path) -> int | None:
        """A time without offset is the clock on the wall; a bare date is its midnight."""
        if raw is None:
            return None
        if not isinstance(raw, str) or not _TIME.fullmatch(raw):
            self._wrong((*path, name), name, str(raw), _TIME_WORDS)
            return None
        try:
            time = datetime.fromisoformat(raw)
        except ValueError:
            self._wrong((*path, name), name, raw, _TIME_WORDS)
            return None
        if time.tzinfo is None:
            time = time.replace(tzinfo=self._zone)
        return moment_of(time)

    def _wrong(self, path: Path, name: str, got: str, expected: Words) -> None:
        self.issues.append(INPUT_TYPE.at(path, name=name, expected=expected, got=got[:40]))

    def _unknown(self, path: Path, name: str, what: Words, known: Any) -> None:
        self.issues.append(codes.UNKNOWN_REFERENCE.at(path, name=name, what=what, hint=did_you_mean(name, known)))
