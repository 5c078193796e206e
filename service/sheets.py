"""What uploads of people and of figures have in common: which column is what, and where in the file problems stand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, BinaryIO

from engine.issues import Issue, Refused, Severity, declare, did_you_mean
from service.tables.cells import raw_of
from service.tables.codes import CELL_ERROR, lost_value
from service.tables.matching import Wanted, match_columns
from service.tables.table import UNKNOWN, Layout, Padded, Row, Spoilt, letters_of

COLUMN_ABSENT = declare(
    "sheet-column-absent",
    zh="文件里没有“{name}”这一列",
    en="The file has no column '{name}'",
    mend_zh="文件的列：{columns}",
    mend_en="The columns of the file: {columns}",
)
TARGET_UNKNOWN = declare(
    "sheet-target-unknown",
    zh="列“{column}”不能对应“{target}”",
    en="The column '{column}' cannot stand for '{target}'",
    mend_zh="写可用的名称，或写 null 表示不使用这一列",
    mend_en="Name something that can be supplied, or null to leave the column out",
)
TARGET_TWICE = declare(
    "sheet-target-twice",
    zh="有不止一列对应“{target}”",
    en="More than one column stands for '{target}'",
    mend_zh="只让一列对应它，其余写 null",
    mend_en="Let one column stand for it, and map the others to null",
)
TARGET_NEEDED = declare(
    "sheet-column-needed",
    zh="没有一列是人员编号",
    en="No column has the ids of the people",
    mend_zh="把那一列命名为“工号”，或在 mapping 中指定 {target}",
    mend_en="Name that column 'id', or say with mapping which one is {target}",
)
COLUMNS_UNUSED = declare(
    "sheet-columns-unused",
    zh="没有使用这些列：{columns}",
    en="These columns are not used: {columns}",
    mend_zh="如果需要，在 mapping 中指定它们对应什么",
    mend_en="If they are needed, say with mapping what they stand for",
    severity=Severity.ADVICE,
)

PERSON_NAMES = (
    *("id", "person", "subject", "employee", "employee_id", "employee id", "staff id", "agent_id", "agent id"),
    *("工号", "人员编号", "员工编号", "员工工号", "员工号", "编号", "人员", "员工"),
)
NAME_NAMES = ("name", "full name", "employee name", "姓名", "名字", "员工姓名")
MANAGER_NAMES = (
    *("manager", "manager_id", "manager id", "supervisor", "leader", "reports to"),
    *("上级", "直属上级", "直接上级", "上级工号", "上级编号", "主管", "主管工号", "汇报对象"),
)
MOST_ISSUES = 1000
"""In one report; whoever wants more asks for those that follow."""
MOST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Upload:
    """A file and how it is to be read. ``mapping`` is from a column's name to what it stands for, None for nothing."""

    file: BinaryIO
    kind: str
    layout: Layout = UNKNOWN
    mapping: Mapping[str, str | None] | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a file, and the position of each thing that one of them stands for."""

    header: tuple[str, ...]
    positions: Mapping[str, int]

    @property
    def targets(self) -> tuple[str | None, ...]:
        """What each column stands for."""
        by_position = {position: target for target, position in self.positions.items()}
        return tuple(by_position.get(position) for position in range(len(self.header)))

    def raw(self, row: Row, target: str) -> Any:
        """What the cell says, as the door would read it; None where there is no such column or no value."""
        position = self.positions.get(target)
        return None if position is None or position >= len(row.cells) else raw_of(row.cells[position])

    def text(self, row: Row, target: str) -> str | None:
        """The same for what is a text whatever kind of cell it stands in: 1001 is the person 1001."""
        raw = self.raw(row, target)
        if isinstance(raw, Padded):
            return raw.shown
        return f"{raw:f}" if isinstance(raw, Decimal) else None if raw is None else str(raw).strip()

    def unused(self) -> list[Issue]:
        left = [name for name, target in zip(self.header, self.targets, strict=True) if target is None and name.strip()]
        return [COLUMNS_UNUSED.at((), columns=", ".join(name[:40] for name in left[:50]))] if left else []

    def placed(self, issue: Issue) -> Issue:
        """An issue of a row (``("rows", 5, "values", "orders")``) at its cell."""
        if issue.path[:1] != ("rows",) or len(issue.path) < 2:
            return issue
        issue = replace(issue, line=int(issue.path[1]))
        place = issue.path[2:]
        if len(place) == 1 and isinstance(place[0], str) and place[0].isupper():
            return issue  # it names the cell already
        position = self.positions.get(_target_of(place))
        if position is None:
            return replace(issue, path=issue.path[:2])
        return replace(issue, path=(*issue.path[:2], letters_of(position)), column=position + 1)


@dataclass(frozen=True, slots=True)
class SheetReport:
    """What came of an upload. ``refused`` counts rows, ``codes`` all issues by code; ``issues`` tell of some of them,
    ``more`` counts those that follow.

    ``first`` are the first rows as they are understood. With ``dry_run`` nothing was stored.
    """

    dry_run: bool
    rows: int
    new: int
    changed: int
    unchanged: int
    refused: int
    codes: Mapping[str, int]
    issues: tuple[Issue, ...]
    more: int
    notes: tuple[Issue, ...]
    columns: Columns
    first: tuple[Mapping[str, object], ...]
    revision: int
    hash: str

    def to_json(self) -> dict[str, object]:
        columns = zip(self.columns.header, self.columns.targets, strict=True)
        return {
            "dry_run": self.dry_run,
            "rows": self.rows,
            "new": self.new,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "refused": self.refused,
            "codes": dict(sorted(self.codes.items())),
            "issues": [issue.to_json() for issue in self.issues],
            "more": self.more,
            "notes": [issue.to_json() for issue in self.notes],
            "columns": [{"column": column, "target": target} for column, target in columns],
            "first": list(self.first),
            "revision": self.revision,
            "hash": self.hash,
        }


def columns_of(
    header: Sequence[str],
    wanted: Iterable[Wanted],
    mapping: Mapping[str, str | None] | None,
    person: str,
    *,
    may_be: Collection[str] | None,
) -> Columns:
    """What each column stands for: as ``mapping`` says, else by its name.

    ``person`` must be among them. ``may_be`` are the targets that a mapping may name beyond those wanted; None allows
    any id. Raises :class:`Refused` with everything that is wrong.
    """
    things = list(wanted)
    known = {thing.id for thing in things} | set(may_be or ())
    positions: dict[str, int] = {}
    taken: set[int] = set()
    issues: list[Issue] = []
    by_name = {name.strip(): position for position, name in enumerate(header)}
    for column, target in (mapping or {}).items():
        at = ("mapping", column)
        position = by_name.get(column.strip())
        if position is None:
            columns = ", ".join(name[:40] for name in header[:50])
            issues.append(COLUMN_ABSENT.at(at, name=column[:60], columns=columns))
            continue
        taken.add(position)
        if target is None:
            continue
        if target not in known and (may_be is not None or target.startswith("@")):
            hint = did_you_mean(target, known)
            issues.append(TARGET_UNKNOWN.at(at, hint=hint, column=column[:60], target=target[:60]))
        elif target in positions:
            issues.append(TARGET_TWICE.at(at, target=target[:60]))
        else:
            positions[target] = position
    found = match_columns(header, [thing for thing in things if thing.id not in positions], taken, loosely=True)
    issues += found.issues
    positions |= found.positions
    if person not in positions and not issues:
        issues.append(TARGET_NEEDED.at(("mapping",), target=person))
    if issues:
        raise Refused(issues)
    return Columns(tuple(header), positions)


def cell_issues(columns: Columns, row: Row) -> list[Issue]:
    """What is wrong with a row before anything in it is understood."""
    issues = list(row.issues)
    for position in columns.positions.values():
        cell = row.cells[position] if position < len(row.cells) else None
        at = ("rows", row.number, letters_of(position))
        if isinstance(cell, Spoilt):
            issues.append(replace(lost_value(cell).at(at, got=cell[:20]), column=position + 1))
        elif isinstance(cell, str) and cell.startswith("#") and cell.endswith(("!", "?", "A")):
            issues.append(replace(CELL_ERROR.at(at, got=cell[:20]), column=position + 1))
    return issues


def _target_of(path: tuple[str | int, ...]) -> str:
    match path:
        case ("attributes" | "values", str(name), *_):
            return name
        case ("decisions", str(name), str(part), *_):
            return f"decision.{name}.{part}"
        case ("decisions", str(name)):
            return f"decision.{name}.amount"
        case (str(name), *_):
            return f"@{name}"
    return ""
