"""Reading a text as a source does, without a dataset or a database."""

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from engine.issues import Issue
from service.sources.registry import SOURCES
from service.sources.source import Setting

Record = dict[str, str]
Told = tuple[list[Record], list[tuple[int | None, str]], dict[str, Issue]]


def read(source: str, content: str | bytes, place: Path, **setting: Any) -> Told:
    """The records without their empty cells, the lines that were refused with the reason, and what is told of the
    whole file by code."""
    file = io.BytesIO(content if isinstance(content, bytes) else content.encode())
    table = SOURCES[source].read(file, Setting("text", ZoneInfo("Asia/Shanghai"), place, **setting))
    records: list[Record] = []
    refused: list[tuple[int | None, str]] = []
    for row in table.rows:
        if row.issues:
            refused += [(issue.line, issue.message.en) for issue in row.issues]
        else:
            cells = zip(table.header, row.cells, strict=True)
            records.append({name: str(cell) for name, cell in cells if cell != ""})
    return records, refused, {issue.code: issue for issue in table.notes}


class Held:
    """Events that a dataset holds, as they are read back from it."""

    def __init__(self, *rows: Mapping[str, str]):
        self.rows = rows

    def where(self, column: str, values: Any) -> list[Mapping[str, str]]:
        return [row for row in self.rows if row.get(column) in values]
