"""Going through expressions."""

from __future__ import annotations

from collections.abc import Iterator

from engine.formula.nodes import Node, children


def parts_of(node: Node) -> Iterator[Node]:
    """The node and everything inside, parents first. Rules are deep chains, so this does not recurse."""
    waiting = [node]
    while waiting:
        part = waiting.pop()
        yield part
        waiting += reversed(children(part))
