"""What a table holds before anything is done with it: its columns with their first values, and what each may stand for.

Nothing is stored. What a column stands for is a proposal, found by its name in either language.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.issues import Issue, Words
from engine.program import Program
from service.attributes import attribute_labels, known_attributes
from service.datasets import dataset_row, declaration_of
from service.events import WITHDRAWN
from service.figures_import import ENTERED, decision_columns, wanted_of_figures
from service.figures_overview import is_needed
from service.importing.formats import FORMATS, SPOILT, TYPED, spelled
from service.importing.mapping import kinds_of, read_mapping
from service.importing.plan import wanted_column
from service.people_import import FIXED
from service.sheets import Upload
from service.tables.matching import Wanted, match_columns, name_key
from service.tables.opening import opened_table
from service.tables.table import Row, letters_of
from service.work import Work

MOST_VALUES = 5
LOOKED_AT = 200
"""So many rows are looked through for values."""

LONGEST_VALUE = 120

FIXED_LABELS: Mapping[str, Words] = {
    "@id": Words("工号", "id"),
    "@person": Words("工号", "id"),
    "@name": Words("姓名", "name"),
    "@manager": Words("上级（工号）", "manager (id)"),
    "@from": Words("生效日期", "valid from"),
    "@ended": Words("已离职", "has left"),
    "@last_day": Words("最后工作日", "last working day"),
}
PART_LABELS: Mapping[str, Words] = {
    "amount": Words("金额", "amount"),
    "reason": Words("理由", "reason"),
    "author": Words("决定人", "decided by"),
}


@dataclass(frozen=True, slots=True)
class Target:
    """Something that a column may stand for. ``about`` is ``person``, ``attribute``, ``input``, ``decision`` or
    ``event``; ``formats`` are how cells of its ``kind`` may be written besides the usual way."""

    id: str
    label: Words
    about: str
    kind: str | None = None
    needed: bool = False
    formats: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PreviewedColumn:
    """``column`` is its name, ``letter`` what a spreadsheet calls it, ``target`` what it probably stands for."""

    column: str
    letter: str
    values: tuple[str, ...]
    target: str | None


@dataclass(frozen=True, slots=True)
class TablePreview:
    """``header_row`` is the row with the names, 0 where there is none."""

    kind: str
    sheet: str | None
    sheets: tuple[str, ...]
    header_row: int
    columns: tuple[PreviewedColumn, ...]
    targets: tuple[Target, ...]
    notes: tuple[Issue, ...]


def preview_people(work: Work, upload: Upload) -> TablePreview:
    """A list of people. Needs scope ``read``."""
    work.actor.require("read")
    attributes = known_attributes(work)
    labels = attribute_labels(work)
    targets = [Target(one.id, FIXED_LABELS[one.id], "person", needed=one.id == "@id") for one in FIXED]
    targets += [Target(id, labels.get(id, Words(id, id)), "attribute") for id in attributes]
    wanted = [*FIXED, *(Wanted(id, tuple(names)) for id, names in attributes.items())]
    return _preview(upload, wanted, targets)


def preview_figures(work: Work, program: Program, upload: Upload) -> TablePreview:
    """A sheet of figures for a program. Needs scope ``read``."""
    work.actor.require("read")
    wanted = wanted_of_figures(work, program)
    targets = [
        Target("@person", FIXED_LABELS["@person"], "person", needed=True),
        Target("@name", FIXED_LABELS["@name"], "person"),
        Target("@manager", FIXED_LABELS["@manager"], "person"),
    ]
    targets += [
        Target(item.id, program.labels[item.id], "input", str(item.type.kind), is_needed(program, item))
        for item in program.inputs
        if item.origin in ENTERED
    ]
    for column in decision_columns(program):
        reward, _, part = column.rpartition(".")
        targets.append(Target(column, _joined(program.labels.get(reward, Words(reward, reward)), part), "decision"))
    labels, taken = attribute_labels(work), {target.id for target in targets}
    targets += [
        Target(one.id, labels.get(one.id, Words(one.id, one.id)), "attribute") for one in wanted if one.id not in taken
    ]
    return _preview(upload, wanted, targets)


def preview_dataset(work: Work, name: str, upload: Upload) -> TablePreview:
    """A file of a dataset; the mapping that is kept with it speaks first. Needs scope ``read``."""
    work.actor.require("read")
    row = dataset_row(work, name)
    dataset = declaration_of(row).dataset
    kinds = kinds_of(dataset)
    needed = {
        dataset.key: Words("编号", "id"),
        dataset.subject: Words("人员", "person"),
        dataset.time: Words("时间", "time"),
    }
    targets = []
    for id, kind in kinds.items():
        choices = dataset.columns[id].type.choices if id in dataset.columns else ()
        label = needed.get(id, Words("撤回", "withdrawn") if id == WITHDRAWN else Words(id, id))
        targets.append(Target(id, label, "event", kind, id in needed, FORMATS.get(kind, ()), tuple(choices or ())))
    told = json.loads(row.mapping or "{}")
    kept = {name: source.column for name, source in read_mapping(told, dataset).sources.items() if source.column}
    return _preview(upload, [wanted_column(dataset, id) for id in kinds], targets, kept)


def _preview(
    upload: Upload, wanted: Sequence[Wanted], targets: Sequence[Target], kept: Mapping[str, str] | None = None
) -> TablePreview:
    """``kept`` is from targets to names of columns."""
    with opened_table(upload.file, upload.kind, upload.layout) as table:
        rows = list(itertools.islice(table.rows, LOOKED_AT))
    by_name = {name_key(name): position for position, name in enumerate(table.header)}
    positions = {id: by_name[name_key(name)] for id, name in (kept or {}).items() if name_key(name) in by_name}
    found = match_columns(
        table.header, [one for one in wanted if one.id not in positions], set(positions.values()), loosely=True
    )
    of_position = {position: id for id, position in {**found.positions, **positions}.items()}
    columns = tuple(
        PreviewedColumn(name, letters_of(position), _values(rows, position), of_position.get(position))
        for position, name in enumerate(table.header)
    )
    notes = (*table.notes, *found.issues)
    return TablePreview(upload.kind, table.sheet, table.sheets, table.number, columns, tuple(targets), notes)


def _values(rows: Sequence[Row], position: int) -> tuple[str, ...]:
    cells = (spelled(row.cells[position], "time") for row in rows if position < len(row.cells))
    texts = (
        cell.removeprefix(TYPED).removeprefix(SPOILT).strip()[:LONGEST_VALUE] for cell in cells if cell is not None
    )
    return tuple(itertools.islice(texts, MOST_VALUES))


def _joined(reward: Words, part: str) -> Words:
    label = PART_LABELS[part]
    return Words(f"{reward.zh}：{label.zh}", f"{reward.en}: {label.en}")
