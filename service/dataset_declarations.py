"""Declarations of datasets: read by the rules of the language, compared, and brought together."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from engine.formula.types import Kind
from engine.issues import Issue, Path, Refused, Words, declare, has_errors
from engine.measures.measure import Dataset
from engine.values import Input
from rules.document.canonical import canonical
from rules.document.shape import shape_issues
from rules.reader import Reader
from rules.sections.datasets import SCHEMA, read_datasets

DATASET_NAMES_ALIKE = declare(
    "dataset-names-alike",
    zh="“{name}”和“{other}”是同一个名称，或者是保留的名称。",
    en="'{name}' is the same name as '{other}', or one that is reserved.",
    mend_zh="subject、time、id 三列和其余各列的名称要互不相同（不分大小写），也不能叫 {reserved}。",
    mend_en="The columns of subject, time and id and all others need different names (small and capital letters count"
    " as equal), and none can be called {reserved}.",
)
DATASET_COLUMN_DIFFERS = declare(
    "dataset-column-differs",
    zh="列“{column}”在数据集“{dataset}”中已声明为 {stored}，这里是 {asked}。",
    en="The column '{column}' of the dataset '{dataset}' is declared as {stored}, here it is {asked}.",
    mend_zh="改成相同的类型，或换一个列名。",
    mend_en="Declare it alike, or give the column another name.",
)
DATASET_COLUMN_USED = declare(
    "dataset-column-used",
    zh="数据集“{dataset}”已有数据，不能{what}“{name}”。",
    en="The dataset '{dataset}' has events, so '{name}' cannot be {what}.",
    mend_zh="可以增加列、增加选项、改标签；其余的改动请建立新的数据集。",
    mend_en="Columns and choices can be added and labels changed; for anything else declare another dataset.",
)

RESERVED = ("withdrawn",)
"""What a row of JSON says besides the declared names."""

_ONE: dict[str, Any] = SCHEMA["datasets"]["additionalProperties"]


@dataclass(frozen=True, slots=True)
class Declaration:
    """``told`` is the declaration as data, as in the section ``datasets`` of a rule set."""

    dataset: Dataset
    told: Mapping[str, Any]

    @property
    def name(self) -> str:
        return self.dataset.id

    @property
    def columns(self) -> Mapping[str, Input]:
        return self.dataset.columns

    @property
    def text(self) -> str:
        """One text for every way of writing it."""
        return canonical(dict(self.told))


def read_declaration(name: str, told: Any, path: Path = ()) -> Declaration:
    """Raises :class:`Refused` with everything that is wrong; ``path`` leads to the declaration."""
    issues = shape_issues(told, _ONE)
    dataset = None
    if not issues:
        reader = Reader(frozenset())
        dataset = read_datasets({"datasets": {name: told}}, reader).get(name)
        issues = [_without_section(issue, name) for issue in reader.issues]
        issues += _alike(told)
    if dataset is None or has_errors(issues):
        raise Refused([issue.under(path) for issue in issues])
    return Declaration(dataset, told)


def stored_declaration(name: str, text: str) -> Declaration:
    """From what the database keeps."""
    return read_declaration(name, json.loads(text, parse_float=Decimal))


def differences(stored: Declaration, asked: Declaration, path: Path = ()) -> list[Issue]:
    """Where a rule set's declaration does not fit the stored one. More columns or choices there are fine."""
    issues = []
    for name, item in asked.columns.items():
        there = stored.columns.get(name)
        if there is not None and not _fits(there, item):
            issues.append(
                DATASET_COLUMN_DIFFERS.at(
                    (*path, "columns", name),
                    dataset=stored.name,
                    column=name,
                    stored=_told(stored.told["columns"][name]),
                    asked=_told(asked.told["columns"][name]),
                )
            )
    return issues


def widened(stored: Declaration, asked: Declaration) -> Declaration:
    """The stored declaration with the columns and choices that the other one has besides."""
    columns = dict(stored.told["columns"])
    for name, told in asked.told["columns"].items():
        if name not in columns:
            columns[name] = told
        elif isinstance(told, Mapping) and "choice" in told:
            known = columns[name]["choice"]
            columns[name] = {"choice": [*known, *(choice for choice in told["choice"] if choice not in known)]}
    return read_declaration(stored.name, {**stored.told, "columns": columns})


def refused_changes(stored: Declaration, asked: Declaration) -> list[Issue]:
    """What cannot be changed about a dataset that has events."""
    issues = differences(stored, asked)
    for name in stored.columns:
        if name not in asked.columns:
            issues.append(_used(stored, ("columns", name), name, Words("删除列", "removed")))
    for name, item in asked.columns.items():
        there = stored.columns.get(name)
        lost = [choice for choice in there.type.choices if choice not in item.type.choices] if there else []
        if lost:
            issues.append(_used(stored, ("columns", name), lost[0][:60], Words("删除选项", "removed")))
    return issues


def _used(stored: Declaration, path: Path, name: str, what: Words) -> Issue:
    return DATASET_COLUMN_USED.at(path, dataset=stored.name, name=name, what=what)


def _fits(there: Input, item: Input) -> bool:
    if there.type.kind is not item.type.kind:
        return False
    return there.type.kind is not Kind.RATING or (there.low, there.high) == (item.low, item.high)


def _alike(told: Mapping[str, Any]) -> list[Issue]:
    """The names by which rows of JSON and files are read must be different from one another."""
    named: list[tuple[Path, str]] = [((part,), str(told[part])) for part in ("subject", "time", "id")]
    named += [(("columns", name), name) for name in told["columns"]]
    taken = {name: name for name in RESERVED}
    issues = []
    for path, name in named:
        key = name.strip().casefold()
        if key in taken:
            reserved = ", ".join(RESERVED)
            issues.append(DATASET_NAMES_ALIKE.at(path, name=name[:60], other=taken[key][:60], reserved=reserved))
        taken.setdefault(key, name)
    return issues


def _without_section(issue: Issue, name: str) -> Issue:
    """The reader's paths begin with the section and the name."""
    return replace(issue, path=issue.path[2:] if issue.path[:2] == ("datasets", name) else issue.path)


def _told(column: Any) -> str:
    return column if isinstance(column, str) else canonical(column)
