"""Spreadsheets that come as the body of a request, and how they are to be read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from marshmallow import ValidationError

from api.performing import Call
from api.schemas.sheets import Mapping
from engine.issues import Refused
from service.sheets import Upload
from service.tables.table import Layout

MAPPING = Mapping()


@contextmanager
def sent_sheet(call: Call) -> Iterator[Upload]:
    """The file that was sent, open while the block lasts. Its mapping is in the query or, where it is long, in the form
    beside the file."""
    query, sent = call.query, call.body.upload
    layout = Layout(query.get("sheet"), query.get("header_row"), query.get("encoding"))
    mapping = query.get("mapping")
    if "mapping" in call.body.fields:
        mapping = _read(call.body.fields["mapping"])
    with sent.path.open("rb") as file:
        yield Upload(file, sent.kind, layout, mapping, sent.name)


def _read(text: str) -> dict[str, str | None]:
    try:
        found: dict[str, str | None] = MAPPING.deserialize(text)
    except ValidationError as error:
        raise Refused([issue.under(("mapping",)) for issue in error.messages]) from None
    return found
