"""Whether a change was made from the present state."""

from __future__ import annotations

from service.errors import MissingPrecondition, StaleETag


def require_current(current: str, if_match: str | None) -> None:
    """``if_match`` as the header has it: one ETag, several with commas, or ``*`` for whatever is there."""
    if if_match is None:
        raise MissingPrecondition(current)
    tags = [tag.strip() for tag in if_match.split(",")]
    if current not in tags and tags != ["*"]:
        raise StaleETag(current)
