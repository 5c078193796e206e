"""The plan of an import: for every column of the dataset, which cells of a row it is read from."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Any

from engine.issues import Issue, Refused, did_you_mean, has_errors
from engine.measures.measure import Dataset
from service.events import WITHDRAWN
from service.importing.codes import (
    IMPORT_COLUMN_EMPTY,
    IMPORT_COLUMN_MISSING,
    IMPORT_COLUMN_UNUSED,
    MAPPING_COLUMN_ABSENT,
)
from service.importing.formats import read_text, spelled
from service.importing.mapping import ColumnMapping, Source, kinds_of
from service.tables.matching import Wanted, match_columns, name_key
from service.tables.table import Cell, Table, letters_of

SUBJECT_NAMES = (
    "工号",
    "人员编号",
    "员工编号",
    "坐席",
    "坐席工号",
    "客服",
    "agent",
    "agent_id",
    "employee",
    "employee_id",
)
TIME_NAMES = ("时间", "日期时间", "开始时间", "发生时间", "created_at", "started_at", "start_time", "timestamp")
KEY_NAMES = ("编号", "流水号", "记录编号", "通话编号", "会话编号", "call_id", "event_id", "record_id", "uniqueid")
JOINED_BY = "|"


@dataclass(frozen=True, slots=True)
class Plan:
    """One column: ``positions`` in the file (none for a ``source.value``), and the kind its cells are read as."""

    name: str
    kind: str
    positions: tuple[int, ...]
    source: Source

    def text(self, cells: Sequence[Cell]) -> str | None:
        """The cell of a row as text, before its format is looked at."""
        if self.source.value is not None:
            return self.source.value
        if len(self.positions) == 1:
            return spelled(cells[self.positions[0]], self.kind)
        texts = [spelled(cells[position], "text") for position in self.positions]
        return None if None in texts else JOINED_BY.join(str(text).strip() for text in texts)

    def read(self, text: str) -> object:
        """A cell as the door reads it."""
        if self.source.values:
            text = self.source.values.get(text.strip(), text)
        return read_text(text, self.kind, self.source.format)

    @property
    def column(self) -> int | None:
        """Counted from 1."""
        return self.positions[0] + 1 if self.positions else None


@dataclass(frozen=True, slots=True)
class Plans:
    """``columns`` has id, subject and time first. ``notes`` tells what the file lacks or has besides."""

    columns: tuple[Plan, ...]
    notes: tuple[Issue, ...]

    @property
    def getter(self) -> Callable[[tuple[Cell, ...]], tuple[Cell, ...]] | None:
        """Picks the cells of a row of text, where each column is one cell."""
        positions = [position for plan in self.columns for position in plan.positions]
        if any(len(plan.positions) != 1 for plan in self.columns):
            return None
        return itemgetter(*positions)

    def told(self, header: Sequence[str]) -> dict[str, Any]:
        """Which column of the file each is read from, to show and to save as the columns of a mapping."""
        return {plan.name: _told(plan, header) for plan in self.columns}


def plan_columns(dataset: Dataset, mapping: ColumnMapping, table: Table, others: Collection[str] = ()) -> Plans:
    """What the mapping says, and for the rest the columns that bear the right names; nobody misses the ``others``.

    Raises :class:`Refused` when something needed is nowhere to be found.
    """
    header = table.header
    kinds = kinds_of(dataset)
    found: dict[str, Plan] = {}
    issues: list[Issue] = []
    for name, source in mapping.sources.items():
        positions = []
        for column in (source.column, *source.join) if source.value is None else ():
            if column is None:
                continue
            position = _position(header, column)
            if position is None:
                issues.append(_absent(name, column, header))
            else:
                positions.append(position)
        found[name] = Plan(name, kinds[name], tuple(positions), source)
    # a column that is only a piece of an id may stand for something by itself
    taken = {plan.positions[0] for plan in found.values() if plan.source.column is not None and plan.positions}
    left_out = {position for name in mapping.leave_out if (position := _position(header, name)) is not None}
    taken |= left_out
    wanted = [wanted_column(dataset, name) for name in kinds if name not in found]
    matches = match_columns(header, wanted, taken, loosely=True)
    issues += matches.issues
    for name, position in matches.positions.items():
        found[name] = Plan(name, kinds[name], (position,), Source(header[position]))
    needed = (dataset.key, dataset.subject, dataset.time)
    listed = ", ".join(name.strip()[:60] for name in header)[:500]
    for name in needed:
        if name not in found:
            issues.append(IMPORT_COLUMN_MISSING.at(("columns", name), name=name, columns=listed))
    if has_errors(issues):
        raise Refused([replace(issue, line=issue.line or table.line or None) for issue in issues])
    notes = [
        IMPORT_COLUMN_EMPTY.at(("columns", name), name=name)
        for name in kinds
        if name not in found and name not in (*needed, WITHDRAWN)
    ]
    for position in matches.unused:
        name = header[position].strip()[:60]
        if name in others:
            continue
        unused = IMPORT_COLUMN_UNUSED.at(("columns", name), name=name)
        notes.append(replace(unused, line=table.line or None, column=position + 1))
    return Plans(tuple(found[name] for name in kinds if name in found), tuple(notes))


def wanted_column(dataset: Dataset, name: str) -> Wanted:
    """A column of the dataset with what files usually call it."""
    names: Mapping[str, tuple[str, ...]] = {
        dataset.subject: ("subject", *SUBJECT_NAMES),
        dataset.time: ("time", *TIME_NAMES),
        dataset.key: ("id", *KEY_NAMES),
        WITHDRAWN: ("撤回",),
    }
    # a usual name is only taken where the dataset does not use it for something else
    own = {name_key(other) for other in kinds_of(dataset)}
    return Wanted(name, tuple(usual for usual in names.get(name, ()) if name_key(usual) not in own))


def _position(header: Sequence[str], column: str) -> int | None:
    """By its name, exactly or but for width and case."""
    if column in header:
        return header.index(column)
    keys = [name_key(name) for name in header]
    key = name_key(column)
    return keys.index(key) if keys.count(key) == 1 else None


def _absent(name: str, column: str, header: Sequence[str]) -> Issue:
    listed = ", ".join(other.strip()[:60] for other in header)[:500]
    hint = did_you_mean(column, [other for other in header if other.strip()])
    return MAPPING_COLUMN_ABSENT.at(("columns", name), name=name, column=column[:60], columns=listed, hint=hint)


def _told(plan: Plan, header: Sequence[str]) -> Any:
    source = plan.source
    told: dict[str, Any] = {}
    if source.value is not None:
        told["value"] = source.value
    elif source.join:
        told["join"] = [header[position] for position in plan.positions]
    else:
        told["column"] = header[plan.positions[0]] or letters_of(plan.positions[0])
    if source.format is not None:
        told["format"] = source.format
    if source.values:
        told["values"] = dict(source.values)
    return told["column"] if set(told) == {"column"} else told
