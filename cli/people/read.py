"""From a file to people: one after another, each with what is wrong in its row."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

from cli.people import codes
from cli.people.columns import Columns, columns_of
from cli.people.json_file import read_json, read_lines
from engine.issues import Issue, Refused, Severity
from engine.program import Program
from rules.model import RuleSet
from rules.score import Subject
from service.tables.cells import raw_of
from service.tables.codes import CELL_ERROR, FILE_KIND
from service.tables.csv_file import read_csv
from service.tables.opening import KINDS
from service.tables.parquet_file import read_parquet
from service.tables.table import Row, Table
from service.tables.xlsx_file import read_xlsx

STDIN = "-"
_IN_MEMORY = 16 * 1024 * 1024
_PERSON_KEYS = ("inputs", "attributes", "history", "decisions")


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: the person, or None with the issues that make it unusable. ``columns`` tells where its values stand."""

    line: int
    subject: Subject | None
    name: str
    issues: tuple[Issue, ...] = ()
    columns: Columns | None = None

    def located(self, issue: Issue) -> Issue:
        """An issue of this person, at its line and column."""
        if issue.line is not None:
            return issue
        names = [part for part in issue.path if isinstance(part, str)]
        value = names[-1] if names else ""
        column = None
        if self.columns is not None:
            whole = ".".join(["decision", *names[1:]]) if names[:1] == ["decisions"] else value
            column = self.columns.values.get(whole)
        return replace(
            issue, path=(self.name, *issue.path), line=self.line, column=None if column is None else column + 1
        )


@dataclass(frozen=True, slots=True)
class People:
    """Everyone in a file, read as asked for; ``warnings`` are about the file as a whole."""

    entries: Iterator[Entry]
    warnings: tuple[Issue, ...] = ()


def open_people(name: str) -> BinaryIO:
    """The file, or standard input kept aside so that it can be read twice."""
    if name != STDIN:
        return Path(name).open("rb")
    kept = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  # the caller closes it
    shutil.copyfileobj(sys.stdin.buffer, kept)
    return kept  # type: ignore[return-value]  # it has all that is used here


def people_in(
    file: BinaryIO, name: str, program: Program, rule_set: RuleSet, subject_column: str | None = None
) -> People:
    """Everyone in the file. Raises :class:`Refused` when it cannot be used as a whole."""
    kind = _kind(file, name)
    if kind in ("json", "jsonl"):
        records = read_json(file) if kind == "json" else read_lines(file)
        return People(_once(_from_record(line, record, program) for line, record in records))
    table = _table(file, name, kind)
    columns, issues = columns_of(program, rule_set, table.header, table.line, subject_column)
    if columns is None:
        raise Refused([issue for issue in issues if issue.severity is Severity.ERROR])
    return People(_once(_from_table(table, columns)), tuple(issues))


def _table(file: BinaryIO, name: str, kind: str) -> Table:
    if kind == "parquet":
        return read_parquet(Path(name))
    return read_xlsx(file) if kind == "xlsx" else read_csv(file)


def _kind(file: BinaryIO, name: str) -> str:
    """By the end of the name; of standard input by how it begins."""
    if name != STDIN:
        kind = {**KINDS, ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl"}.get(Path(name).suffix.lower())
        if kind is None:
            raise Refused([FILE_KIND.at((), name=Path(name).name, known=".csv, .xlsx, .parquet, .json, .jsonl")])
        return kind
    file.seek(0)
    start = file.read(4096).removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"PK\x03\x04"):
        return "xlsx"
    if start.startswith(b"["):
        return "json"
    if start.startswith(b"{"):
        return "jsonl" if start.split(b"\n")[0].rstrip().endswith(b"}") else "json"
    return "csv"


def _once(entries: Iterator[Entry]) -> Iterator[Entry]:
    """Whoever comes a second time is refused there."""
    seen: dict[str, int] = {}
    for entry in entries:
        if entry.subject is not None:
            first = seen.setdefault(entry.name, entry.line)
            if first != entry.line:
                issue = codes.ROW_TWICE.at(("subject",), subject=entry.name[:60], line=first)
                entry = replace(entry, subject=None, issues=(*entry.issues, issue))
        yield entry


def _from_table(table: Table, columns: Columns) -> Iterator[Entry]:
    for row in table.rows:
        yield _from_row(row, columns)


def _from_row(row: Row, columns: Columns) -> Entry:
    cells = [raw_of(cell) for cell in row.cells]
    name = _name(cells[columns.subject]) if columns.subject < len(cells) else ""
    if row.issues:
        return Entry(row.line, None, name, row.issues, columns)
    issues: list[Issue] = []
    if not name:
        issues.append(codes.ROW_WITHOUT_SUBJECT.at(("subject",)))
    for id, position in columns.values.items():
        cell = cells[position]
        if isinstance(cell, str) and cell.startswith("#") and cell.endswith(("!", "?", "A")):
            issues.append(CELL_ERROR.at(("inputs", id), got=cell[:20]))
    if issues:
        return Entry(row.line, None, name, tuple(issues), columns)
    given: dict[str, Any] = {}
    decisions: dict[str, dict[str, Any]] = {}
    for id, position in columns.values.items():
        if cells[position] is None:
            continue
        if id.startswith("decision."):
            decision, _, part = id.removeprefix("decision.").rpartition(".")
            decisions.setdefault(decision, {})[part] = cells[position]
        else:
            given[id] = cells[position]
    return Entry(row.line, Subject(name, given, (), decisions), name, (), columns)


def _from_record(line: int, record: Any, program: Program) -> Entry:
    """A record in the API's form, or names and values in one level."""
    if not isinstance(record, dict):
        return Entry(line, None, "", (codes.ROW_SHAPE.at(()),))
    name = _name(record.get("subject"))
    if not name:
        return Entry(line, None, "", (codes.ROW_WITHOUT_SUBJECT.at(("subject",)),))
    if not any(key in record and key not in program.input_by_id for key in _PERSON_KEYS):
        return Entry(line, Subject(name, {key: value for key, value in record.items() if key != "subject"}), name)
    inputs, attributes = record.get("inputs") or {}, record.get("attributes") or {}
    history, decisions = record.get("history") or [], record.get("decisions") or {}
    shapes = (
        isinstance(inputs, dict)
        and isinstance(attributes, dict)
        and isinstance(decisions, dict)
        and isinstance(history, list)
        and all(isinstance(earlier, dict) for earlier in history)
        and all(isinstance(decision, dict) for decision in decisions.values())
        and set(record) <= {"subject", *_PERSON_KEYS}
        and not set(inputs) & set(attributes)
    )
    if not shapes:
        return Entry(line, None, name, (codes.ROW_SHAPE.at(()),))
    return Entry(line, Subject(name, {**attributes, **inputs}, history, decisions), name)


def _name(cell: Any) -> str:
    """A person's id as text: 1001 in a spreadsheet is the person 1001."""
    if cell is None or isinstance(cell, bool | list | dict):
        return ""
    return str(cell).strip()
