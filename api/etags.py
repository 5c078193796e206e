"""Strong ETags, and what a caller says about them. ETags bear their double quotes everywhere in this product."""

from __future__ import annotations

import re

from flask import request

_STRONG = re.compile(r'(?<!W/)"[^"]*"')


def if_match() -> str | None:
    """The header as sent; the use case compares it with the present state."""
    return request.headers.get("If-Match")


def is_unchanged(etag: str) -> bool:
    """Whether a reader who sends ``If-None-Match`` already holds this state (304)."""
    known = request.headers.get("If-None-Match")
    return known is not None and etag in _STRONG.findall(known)
