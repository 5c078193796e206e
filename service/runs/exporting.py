"""A run's results as a file for people or other programs: xlsx, CSV or Parquet.

In an xlsx file a cell has the type of its value and is never a formula, whatever the text looks like. In a CSV file a
text that a spreadsheet would take for a formula gets an apostrophe before it; numbers are written as they are.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from engine.issues import Refused, declare
from service.duck import literal, quoted
from service.runs.columns import STATUS, SUBJECT, TROUBLE_CODE, Column, Form, distinct_names
from service.runs.reading import View
from service.runs.starting import RunFacts
from service.work import Work
from store.models.run_result import differences_after

AT_ONCE = 10_000
MOST_ROWS = 1_048_575
"""An xlsx sheet has one row more, and that is the header."""
EXACT_DIGITS = 15
"""Spreadsheets keep numbers as floats; more digits than this would not be the same number."""

EXPORT_TOO_LARGE = declare(
    "export-too-large",
    zh="有 {rows} 行，而一张 xlsx 工作表最多 {most} 行",
    en="There are {rows} rows; an xlsx sheet takes {most}",
    mend_zh="改用 csv 或 parquet 导出",
    mend_en="Export as csv or parquet.",
)

Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One level of the results: its columns, and a function that gives all of its rows."""

    name: str
    heads: tuple[str, ...]
    rows: Callable[[], Iterable[Row]]


def write_xlsx(work: Work, view: View, facts: RunFacts, target: Path) -> None:
    """One sheet for each level: people, metrics, rewards, differences, summary."""
    if facts.total is not None and facts.total > MOST_ROWS:
        raise Refused([EXPORT_TOO_LARGE.at(("format",), rows=facts.total, most=MOST_ROWS)])
    settings = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "in_memory": False}
    with xlsxwriter.Workbook(str(target), settings) as book:
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        for sheet in _sheets(work, view, facts):
            page = book.add_worksheet(sheet.name)
            page.freeze_panes(1, 0)
            for column, head in enumerate(sheet.heads):
                page.write_string(0, column, head, bold)
            for place, row in enumerate(sheet.rows(), 1):
                for column, value in enumerate(row):
                    _write_cell(page, place, column, value, day)


def write_csv(view: View, target: Path) -> None:
    """Everybody in one table, as UTF-8 that spreadsheets recognise."""
    table = _whole(view)
    with target.open("w", newline="", encoding="utf-8-sig") as file:
        # A file may not begin with the letters ID, nor may a program be told its separator by the first line.
        writer = csv.writer(file, quoting=csv.QUOTE_MINIMAL)
        writer.writerow([safe_text(head) for head in table.heads])
        for row in table.rows():
            writer.writerow([_csv_cell(value) for value in row])


def write_parquet(view: View, target: Path) -> None:
    """Everybody in one table, numbers as exact decimals."""
    heads, columns = _whole_columns(view)
    names = distinct_names(heads)
    told = ", ".join(f"{column} AS {quoted(names[head])}" for head, column in zip(heads, columns, strict=True))
    view.con.execute(
        f"COPY (SELECT {told} FROM {view.joined} ORDER BY v.{quoted(SUBJECT)}) "
        f"TO {literal(target)} (FORMAT parquet, COMPRESSION zstd)"
    )


def safe_text(text: str) -> str:
    """The text with an apostrophe before it when a spreadsheet could take it for a formula."""
    # What folds to one of the signs counts as one: full-width forms do.
    plain = unicodedata.normalize("NFKC", text).lstrip(" \ufeff\u200b\u00a0")
    return f"'{text}" if plain[:1] in ("=", "+", "-", "@", "\t", "\r", "\n", "\x00", "\u2212", "|") and plain else text


def _csv_cell(value: Any) -> Any:
    if isinstance(value, str):
        return safe_text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:f}" if isinstance(value, Decimal) else value


def _write_cell(page: Worksheet, row: int, column: int, value: Any, day: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        page.write_boolean(row, column, value)
    elif isinstance(value, int | Decimal):
        exact = len(Decimal(value).normalize().as_tuple().digits) <= EXACT_DIGITS
        page.write_number(row, column, float(value)) if exact else page.write_string(row, column, f"{value:f}")
    elif isinstance(value, date):
        page.write_datetime(row, column, value, day)  # type: ignore[arg-type]
    else:
        page.write_string(row, column, str(value)[:32_767])


def _sheets(work: Work, view: View, facts: RunFacts) -> list[Sheet]:
    heads, columns = _people_columns(view)
    outline = view.program.outline
    metrics = [("subject", _subject()), ("name", view.name_sql)]
    for line in outline.metrics:
        metrics += [(line.id, _step(view, line.value)), (f"{line.id} points", _step(view, line.points))]
    rewards = [("subject", _subject()), ("name", view.name_sql)]
    rewards += [(line.id, _paid(view, line.amount)) for line in outline.rewards if line.amount is not None]
    adjustments = [(line.id, _paid(view, line.effect)) for line in outline.adjustments]
    sheets = [
        _sheet(view, "people", heads, columns),
        _sheet(view, "metrics", *_apart(metrics)),
        _sheet(view, "rewards", *_apart([*rewards, *_payout_columns(view)])),
    ]
    if adjustments:
        sheets.append(
            _sheet(view, "adjustments", *_apart([("subject", _subject()), ("name", view.name_sql), *adjustments]))
        )
    if facts.supersedes is not None:
        sheets.append(_differences(work, view))
    return [*sheets, _summary(facts)]


def _sheet(view: View, name: str, heads: Sequence[str], columns: Sequence[str]) -> Sheet:
    def rows() -> Iterable[Row]:
        told = view.con.cursor().execute(f"SELECT {', '.join(columns)} FROM {view.joined} ORDER BY v.{quoted(SUBJECT)}")
        while batch := told.fetchmany(AT_ONCE):
            yield from batch

    return Sheet(name, tuple(heads), rows)


def _apart(pairs: Sequence[tuple[str, str]]) -> tuple[list[str], list[str]]:
    return [head for head, _ in pairs], [column for _, column in pairs]


def _whole(view: View) -> Sheet:
    return _sheet(view, "results", *_whole_columns(view))


def _whole_columns(view: View) -> tuple[list[str], list[str]]:
    heads, columns = _people_columns(view)
    outline = view.program.outline
    pairs = []
    for line in outline.metrics:
        pairs += [(line.id, _step(view, line.value)), (f"{line.id} points", _step(view, line.points))]
    pairs += [(line.id, _paid(view, line.effect)) for line in outline.adjustments]
    pairs += [(line.id, _paid(view, line.amount)) for line in outline.rewards if line.amount is not None]
    pairs += _payout_columns(view)
    return [*heads, *(head for head, _ in pairs)], [*columns, *(column for _, column in pairs)]


def _people_columns(view: View) -> tuple[list[str], list[str]]:
    outline = view.program.outline
    pairs = [("subject", _subject()), ("name", view.name_sql)]
    pairs += [(id, f"i.{quoted(name)}") for id, name in view.attributes.items()]
    pairs += [("status", f"v.{quoted(STATUS)}"), ("problem", f"v.{quoted(TROUBLE_CODE)}")]
    if outline.score is not None:
        pairs.append(("score", _paid(view, outline.score)))
    if outline.tier is not None:
        pairs.append(("tier", _paid(view, outline.tier)))
    if outline.payout is not None:
        pairs.append(("net", _paid(view, outline.payout.net)))
    return _apart(pairs)


def _payout_columns(view: View) -> list[tuple[str, str]]:
    payout = view.program.outline.payout
    if payout is None:
        return []
    return [
        ("rewards", _paid(view, payout.rewards)),
        ("penalties", _paid(view, payout.penalties)),
        ("payout", _paid(view, payout.net)),
    ]


def _subject() -> str:
    return f"v.{quoted(SUBJECT)}"


def _step(view: View, step: str) -> str:
    return _typed(view.layout.by_step[step])


def _paid(view: View, step: str) -> str:
    """What only holds for who was scored."""
    return f"CASE WHEN v.{quoted(STATUS)} = 'scored' THEN {_step(view, step)} END"


def _typed(column: Column) -> str:
    if column.form is Form.DATE:
        return f"DATE '0001-01-01' + CAST(v.{column.sql} - 1 AS INTEGER)"
    return f"v.{column.sql}"


def _differences(work: Work, view: View) -> Sheet:
    fields = ("status", "score", "tier", "net")
    heads = ["subject"]
    for field in fields:
        heads += [f"{field} before", f"{field} after"]
        heads += [f"{field} change"] if field in ("score", "net") else []

    def rows() -> Iterable[Row]:
        after = None
        while batch := differences_after(work.session, work.workspace_id, view.run.number, after, AT_ONCE):
            after = batch[-1].subject
            for row in batch:
                cells: list[Any] = [row.subject]
                for field in fields:
                    number = field in ("score", "net")
                    names = [f"{field}_before", f"{field}_after", *([f"{field}_change"] if number else [])]
                    texts = [getattr(row, name) for name in names]
                    cells += [Decimal(text) if number and text is not None else text for text in texts]
                yield cells

    return Sheet("differences", tuple(heads), rows)


def _summary(facts: RunFacts) -> Sheet:
    lines: list[tuple[str, Any]] = [
        ("run", facts.id),
        ("rule set", facts.rule_set),
        ("version", facts.version),
        ("version hash", facts.hash),
        ("period", facts.period),
        ("engine", facts.engine),
        ("data hash", facts.snapshot_hash),
        ("results hash", facts.results_hash),
        ("supersedes run", facts.supersedes),
        ("reason of correction", facts.reason),
        ("people", facts.total),
        *(facts.counts or {}).items(),
        ("finished at", facts.finished_at.isoformat() if facts.finished_at else None),
    ]
    return Sheet("summary", ("what", "value"), lambda: lines)
