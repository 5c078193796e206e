"""Formulas with commas inside flow collections: ``{value: max(a, b), weight: 30%}``.

YAML ends an unquoted text at the comma, so people would have to quote every call with two arguments. A formula's
parentheses say where it really ends: the pieces are put together again before the document is built.
"""

from __future__ import annotations

from collections.abc import Iterator

from yaml.events import CollectionEndEvent, CollectionStartEvent, Event, MappingStartEvent, ScalarEvent

MOST_PIECES = 40


def rejoined(text: str, events: Iterator[Event]) -> Iterator[Event]:
    """The events with every such formula as one scalar. What does not close its parentheses stays as it was."""
    stack: list[_Level] = []
    waiting: list[Event] = []
    while True:
        event = waiting.pop(0) if waiting else next(events, None)
        if event is None:
            return
        level = stack[-1] if stack else None
        at_value = level is not None and level.flow and not level.awaits_key
        if at_value and level is not None and _opens(event):
            pieces = _pieces(event, level, waiting, events)
            whole = _whole(text, pieces)
            if whole is None:
                waiting = pieces[1:] + waiting
            else:
                event = whole
        if isinstance(event, CollectionStartEvent):
            if level is not None:
                level.passed()
            stack.append(_Level(isinstance(event, MappingStartEvent), bool(event.flow_style)))
        elif isinstance(event, CollectionEndEvent):
            stack.pop()
        elif level is not None:
            level.passed()
        yield event


class _Level:
    """An open collection, and whether its next node is a key."""

    __slots__ = ("awaits_key", "flow", "mapping")

    def __init__(self, mapping: bool, flow: bool):
        self.mapping, self.flow, self.awaits_key = mapping, flow, mapping

    def passed(self) -> None:
        if self.mapping:
            self.awaits_key = not self.awaits_key


def _open_parentheses(value: str) -> int:
    return value.count("(") - value.count(")")


def _is_plain(event: Event | None) -> bool:
    return isinstance(event, ScalarEvent) and not event.style and event.anchor is None


def _opens(event: Event) -> bool:
    return isinstance(event, ScalarEvent) and _is_plain(event) and _open_parentheses(event.value) > 0


def _pieces(first: Event, level: _Level, waiting: list[Event], events: Iterator[Event]) -> list[Event]:
    """The first piece and what follows it, up to where the parentheses close or it cannot be a formula."""
    assert isinstance(first, ScalarEvent)
    found: list[Event] = [first]
    depth = _open_parentheses(first.value)
    while depth > 0 and len(found) < MOST_PIECES:
        event = waiting.pop(0) if waiting else next(events, None)
        if event is None:
            break
        found.append(event)
        if not isinstance(event, ScalarEvent) or not _is_plain(event):
            break
        depth += _open_parentheses(event.value)
        if level.mapping:
            # a piece looks like a key without a value
            empty = waiting.pop(0) if waiting else next(events, None)
            if empty is None:
                break
            found.append(empty)
            if not isinstance(empty, ScalarEvent) or empty.value or not _is_plain(empty):
                break
    return found


def _whole(text: str, pieces: list[Event]) -> ScalarEvent | None:
    """One scalar over all pieces; None when they do not close."""
    scalars = [piece for piece in pieces if isinstance(piece, ScalarEvent) and _is_plain(piece)]
    if len(scalars) != len(pieces) or sum(_open_parentheses(piece.value) for piece in scalars) != 0:
        return None
    start = scalars[0].start_mark
    last = next(piece for piece in reversed(scalars) if piece.value)
    end = last.end_mark
    if start is None or end is None:
        return None
    value = " ".join(text[start.index : end.index].split())
    return ScalarEvent(None, None, (True, False), value, start_mark=start, end_mark=end)
