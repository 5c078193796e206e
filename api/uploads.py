"""Spreadsheets that come as the body of a request, and how they are to be read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from api.performing import Call
from service.sheets import Upload
from service.tables.table import Layout


@contextmanager
def sent_sheet(call: Call) -> Iterator[Upload]:
    """The file that was sent, open while the block lasts."""
    query, sent = call.query, call.body.upload
    layout = Layout(query.get("sheet"), query.get("header_row"), query.get("encoding"))
    with sent.path.open("rb") as file:
        yield Upload(file, sent.kind, layout, query.get("mapping"), sent.name)
