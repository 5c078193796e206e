"""From a file to the table in it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import BinaryIO

from engine.issues import Refused
from service.tables.codes import FILE_KIND
from service.tables.csv_file import read_csv
from service.tables.json_file import read_json_table
from service.tables.table import UNKNOWN, Layout, Table
from service.tables.xlsx_file import read_xlsx

KINDS = {".csv": "csv", ".tsv": "csv", ".txt": "csv", ".xlsx": "xlsx", ".xlsm": "xlsx", ".parquet": "parquet"}
KINDS |= {".json": "json", ".jsonl": "json", ".ndjson": "json"}
MEDIA = {
    "text/csv": "csv",
    "text/plain": "csv",
    "text/tab-separated-values": "csv",
    "application/vnd.ms-excel": "",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.apache.parquet": "parquet",
    "application/octet-stream": "",
    "application/json": "json",
    "application/x-ndjson": "json",
}
"""The media types of tables; an empty kind is to be found out from the file."""

SOURCE_MEDIA = ("application/gzip",)
"""What files of other systems may come as, besides."""

_OLD_FILE = b"\xd0\xcf\x11\xe0"
_NO_TABLES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"{\\rt")
"""How pictures, PDF, archives and RTF begin: whatever such a file is called, it is no text."""


@contextmanager
def opened_table(file: BinaryIO, kind: str, layout: Layout = UNKNOWN) -> Iterator[Table]:
    """The table in a file of a :data:`KINDS` kind that can be rewound. Raises :class:`Refused` when it cannot be read.

    The rows are read while the block lasts.
    """
    if kind == "csv":
        yield read_csv(file, layout)
    elif kind == "xlsx":
        yield read_xlsx(file, layout)
    elif kind == "json":
        yield read_json_table(file)
    else:
        from service.tables.parquet_file import read_parquet

        with _on_disk(file) as path:
            yield read_parquet(path)


def kind_of(file: BinaryIO, name: str = "", media: str = "") -> str:
    """What kind of table a file is: by how it begins, else by its name or media type.

    Raises :class:`Refused` for what is no table.
    """
    file.seek(0)
    start = file.read(4)
    file.seek(0)
    if start.startswith((b"PK\x03\x04", _OLD_FILE)):
        return "xlsx"
    if start == b"PAR1":
        return "parquet"
    suffix = PurePath(name).suffix.lower()
    if start.startswith(_NO_TABLES):
        raise _no_table(name)
    kind = KINDS.get(suffix) or MEDIA.get(media) or ("csv" if not suffix or media == "text/csv" else "")
    if not kind:
        raise _no_table(name)
    return kind


def _no_table(name: str) -> Refused:
    return Refused([FILE_KIND.at((), name=PurePath(name).name[:100], known=".csv, .xlsx, .parquet, .json")])


def source_kind_of(file: BinaryIO) -> str:
    """The kind of a file that some system writes, by how it begins: what is neither a spreadsheet nor Parquet is text,
    perhaps packed."""
    file.seek(0)
    start = file.read(4)
    file.seek(0)
    return "xlsx" if start.startswith(b"PK\x03\x04") else "parquet" if start == b"PAR1" else "text"


@contextmanager
def _on_disk(file: BinaryIO) -> Iterator[Path]:
    """The path of a file, of a copy where it has none of its own."""
    name = getattr(file, "name", None)
    if isinstance(name, str) and os.path.isfile(name):
        yield Path(name)
        return
    with tempfile.NamedTemporaryFile(suffix=".parquet") as copy:
        file.seek(0)
        shutil.copyfileobj(file, copy)
        copy.flush()
        yield Path(copy.name)
