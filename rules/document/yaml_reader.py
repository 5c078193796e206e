"""YAML to data, from the parser's events; none of PyYAML's constructors, resolvers or composers is ever used.

The events come from libyaml where PyYAML was built with it (about ten times as fast), else from PyYAML's own parser.
Neither recurses; composing does, and overflows the C stack at depths a small file can reach.
"""

from __future__ import annotations

from collections.abc import Iterator

import yaml
from yaml.error import Mark
from yaml.events import (
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
)
from yaml.parser import Parser
from yaml.reader import Reader, ReaderError
from yaml.scanner import Scanner

from engine.issues import Words
from rules.document import codes
from rules.document.flow_formulas import rejoined
from rules.document.scalars import read_number
from rules.document.tree import Place, Tree
from rules.document.yaml_problems import problem_words

LIST = Words("列表", "a list")
MAP = Words("“键: 值”", "a map")


try:
    from yaml._yaml import CParser
    from yaml._yaml import Mark as CMark
except ImportError:  # a PyYAML built without libyaml
    CParser = None  # type: ignore[assignment, misc]


class PythonParser(Reader, Scanner, Parser):
    """PyYAML's own reader, scanner and parser, without what usually comes on top of them."""

    def __init__(self, text: str):
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)


def read_yaml(text: str, tree: Tree) -> bool:
    """Feed the text to ``tree``; whether there was any content. Raises ``Refused`` on a syntax error."""
    directive = _directive(text)
    if directive is not None:
        tree.stop(codes.YAML_DIRECTIVE.at(()), directive)
    try:
        events = _events(text)
        return _walk(text, rejoined(text, events) if "(" in text else events, tree)
    except ReaderError as error:
        before = text[: error.position]
        place = (before.count("\n") + 1, len(before) - before.rfind("\n"))
        tree.stop(codes.YAML_SYNTAX.at((), problem=problem_words(error.reason)), place)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = _place(mark)
        if "invalid Unicode character escape code" in (error.problem or ""):
            tree.stop(codes.TEXT_SURROGATE.at(()), place)
        tree.stop(codes.YAML_SYNTAX.at((), problem=problem_words(error.problem or "")), place)


def _walk(text: str, events: Iterator[Event], tree: Tree) -> bool:
    documents = 0
    for event in events:
        if isinstance(event, NodeEvent):
            mark: Mark = event.start_mark  # type: ignore[assignment]  # None only on events nobody parsed
            place = _place(mark)
            if event.anchor is not None:
                tree.note(codes.YAML_ALIAS.at(()), place)
            # Not by event.tag: libyaml keeps the lone tag "!" to itself, which is meant to turn a number into text.
            if text.startswith("!", mark.index):
                tree.note(codes.YAML_TAG.at(()), place)
            if tree.awaits_key:
                _take_key(event, events, tree, place)
            elif isinstance(event, ScalarEvent):
                _take_scalar(event, tree, place)
            elif isinstance(event, CollectionStartEvent):
                tree.open({} if isinstance(event, MappingStartEvent) else [], place)
            else:
                tree.value(None, place)
        elif isinstance(event, CollectionEndEvent):
            tree.close()
        elif isinstance(event, DocumentStartEvent):
            documents += 1
            if documents > 1:
                tree.stop(codes.YAML_MULTIPLE_DOCUMENTS.at(()), _place(event.start_mark))
    return documents > 0


def _take_key(event: NodeEvent, events: Iterator[Event], tree: Tree, place: Place) -> None:
    if isinstance(event, ScalarEvent):
        if event.value == "<<" and _is_plain(event):
            tree.refused_key(codes.YAML_MERGE_KEY.at(()), place)
        else:
            tree.key(event.value, place)
    elif isinstance(event, CollectionStartEvent):
        found = MAP if isinstance(event, MappingStartEvent) else LIST
        tree.refused_key(codes.YAML_KEY_NOT_TEXT.at((), found=found), place)
        _skip(events)
    else:  # an alias, noted already with its anchor
        tree.levels[-1].key = ""


def _skip(events: Iterator[Event]) -> None:
    """Pass over the rest of a collection that has just begun."""
    depth = 1
    while depth:
        event = next(events)
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)


def _take_scalar(event: ScalarEvent, tree: Tree, place: Place) -> None:
    text = event.value
    if not _is_plain(event):
        tree.text(text, place)
    elif text in ("", "~", "null"):
        tree.value(None, place)
    elif text in ("true", "false"):
        tree.value(text == "true", place)
    else:
        number = read_number(text)
        if number is None:
            tree.text(text, place)
        else:
            tree.number(number, place)


def _place(mark: Mark | CMark | None) -> Place:
    return (1, 1) if mark is None else (mark.line + 1, mark.column + 1)


def _is_plain(event: ScalarEvent) -> bool:
    return not event.style


def _directive(text: str) -> Place | None:
    """The place of a directive: a line that begins with % before any content."""
    for number, line in enumerate(text.split("\n"), start=1):
        if line.startswith("%"):
            return number, 1
        if line.strip() and not line.lstrip().startswith("#"):
            return None
    return None


def _events(text: str) -> Iterator[Event]:
    parser = CParser(text) if CParser is not None else PythonParser(text)
    try:
        while (event := parser.get_event()) is not None:
            yield event
    finally:
        parser.dispose()
