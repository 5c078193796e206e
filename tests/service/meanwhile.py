"""A file while which is read something else happens, as others do something while a long file is read."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any


class Meanwhile(io.BytesIO):
    """``happens`` once, when the file has been read to its end."""

    def __init__(self, content: bytes, happens: Callable[[], object]):
        super().__init__(content)
        self._happens: Callable[[], object] | None = happens

    def read(self, size: int | None = -1, /) -> bytes:
        return self._seen(super().read(size))

    def readline(self, size: int | None = -1, /) -> bytes:
        return self._seen(super().readline(size))

    def _seen(self, piece: Any) -> Any:
        if not piece and self._happens is not None:
            happens, self._happens = self._happens, None
            happens()
        return piece
