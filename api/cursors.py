"""Page cursors: opaque, signed, and good only for the workspace and the query they came from."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from itsdangerous import BadData, URLSafeSerializer

from api.codes import CURSOR_INVALID
from api.json import write_json
from engine.issues import Refused

Position = tuple[str | int, ...]


class Cursors:
    """Seals the position after a page's last row, and opens it again."""

    def __init__(self, secret: str):
        self._signer = URLSafeSerializer(secret, salt="scorewright.cursor", signer_kwargs={"digest_method": sha256})

    def seal(self, position: Position, workspace: str, address: str, query: Mapping[str, object]) -> str:
        text = self._signer.dumps([list(position), _binding(workspace, address, query)])
        return text if isinstance(text, str) else text.decode()

    def open(self, cursor: str, workspace: str, address: str, query: Mapping[str, object]) -> Position:
        """The position. A cursor of another workspace, another query or another maker is refused alike."""
        try:
            position, binding = self._signer.loads(cursor)
        except (BadData, ValueError, TypeError):
            raise Refused([CURSOR_INVALID.at(("cursor",))]) from None
        if binding != _binding(workspace, address, query):
            raise Refused([CURSOR_INVALID.at(("cursor",))])
        return tuple(position)


def _binding(workspace: str, address: str, query: Mapping[str, object]) -> str:
    """A fingerprint of all that must stay the same from page to page; the page size may change."""
    kept = {key: str(value) for key, value in sorted(query.items()) if key not in ("cursor", "limit")}
    return sha256(write_json([workspace, address, kept]).encode()).hexdigest()[:24]
