"""Files that come as the body of a request."""

from __future__ import annotations

import io

from api.performing import Call
from service.sheets import Upload
from service.tables.opening import kind_of
from service.tables.table import Layout


def upload_of(call: Call) -> Upload:
    """The file that was sent, and how to read it."""
    query = call.query
    file = io.BytesIO(call.body)
    layout = Layout(query.get("sheet"), query.get("header_row"), query.get("encoding"))
    return Upload(file, kind_of(file, query["file_name"], call.media), layout, query.get("mapping"), query["file_name"])
