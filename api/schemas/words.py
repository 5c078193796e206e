"""Text in both languages, as answers have it."""

from __future__ import annotations

from api.schemas.fields import Text
from api.schemas.reading import Strict


class Words(Strict):
    """Described as ``Words`` in ``openapi.py``, for issues have it, too."""

    zh = Text(required=True)
    en = Text(required=True)
