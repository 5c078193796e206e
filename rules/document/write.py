"""Data to YAML that a person would have written: block style, short leaf maps on one line, no needless quotes."""

from __future__ import annotations

import json
import re

from rules.document.canonical import number_text
from rules.document.tree import Data

WIDTH = 110
"""The longest line in flow style. Text is never folded."""

FLOW_HEIGHT = 2
"""How many levels of maps and lists may share one line."""

PLAIN = re.compile(r"(?:[^\s\-?:,\[\]{}#&*!|>'\"%@`=<~]|-[^\s\-.,\[\]{}#:]).*")
"""Text that may stand without quotes, as long as ``AMBIGUOUS`` is not found in it."""

FLOW_MARKS = re.compile(r"[\[\]{},]|:[?]")
"""What would end text without quotes inside a flow collection, or stop its reader."""

AMBIGUOUS = re.compile(
    r"""
    :(?:\s|$) | \s\# | \s$ | ::                                  # would end the text
    | ^(?:null|true|false|yes|no|on|off|y|n|nan|inf)$             # a word that some reader takes for something else
    | ^[-+.]?[0-9][0-9_.,:xXoObBeE+\-a-fA-F]*(?:[TtZz\ ][0-9:.+\-]*[Zz]?)?$    # a number, time or date to some reader
    | ^[-+]?\.(?:inf|nan)$ | ^\.\.\. | ^\.[0-9]
    """,
    re.VERBOSE | re.IGNORECASE,
)


def to_yaml(data: Data) -> str:
    """The document as YAML; ``load`` gives the same data back."""
    if not isinstance(data, dict | list) or not data:
        return _flow(data) + "\n"
    lines = _block(data, 0)
    return "\n".join(_spaced(lines)) + "\n"


def _spaced(lines: list[str]) -> list[str]:
    """A blank line before and after each section of the outermost level that takes several lines."""
    spaced: list[str] = []
    for index, line in enumerate(lines):
        starts = bool(line) and line[0] not in " -"
        inside_next = index + 1 < len(lines) and lines[index + 1][:1] in (" ", "-")
        after_section = index > 0 and lines[index - 1][:1] in (" ", "-", "")
        if starts and index and (inside_next or after_section):
            spaced.append("")
        spaced.append(line)
    return spaced


def _block(data: dict[str, Data] | list[Data], indent: int) -> list[str]:
    """The lines of a collection that is not empty, each with its indentation."""
    margin = " " * indent
    lines: list[str] = []
    if isinstance(data, list):
        for item in data:
            nested = _nested(item, indent + 2)
            if isinstance(nested, str):
                lines.append(f"{margin}- {nested}")
            elif isinstance(item, str):  # a literal block
                lines.append(f"{margin}- {nested[0]}")
                lines.extend(nested[1:])
            else:
                lines.append(f"{margin}- {nested[0].lstrip(' ')}")
                lines.extend(nested[1:])
        return lines
    for key, item in data.items():
        name = _text(key)
        nested = _nested(item, indent + 2, used=indent + len(name) + 2, is_section=indent == 0)
        if isinstance(nested, str):
            lines.append(f"{margin}{name}: {nested}")
        elif isinstance(item, str):
            lines.append(f"{margin}{name}: {nested[0]}")
            lines.extend(nested[1:])
        else:
            lines.append(f"{margin}{name}:")
            lines.extend(nested)
    return lines


def _nested(item: Data, indent: int, used: int | None = None, is_section: bool = False) -> str | list[str]:
    """What follows a key or dash: one line's text, or the lines of a block."""
    if isinstance(item, str) and _is_literal(item):
        header = "|" if item.endswith("\n") else "|-"
        margin = " " * indent
        return [header, *(f"{margin}{line}" if line else "" for line in item.removesuffix("\n").split("\n"))]
    if not isinstance(item, dict | list) or not item:
        return _text(item, in_flow=False) if isinstance(item, str) else _flow(item)
    height = _height(item, FLOW_HEIGHT + 1)
    if height <= (1 if is_section else FLOW_HEIGHT) and not _is_table(item):
        flow = _flow(item)
        if len(flow) + (indent if used is None else used) <= WIDTH:
            return flow
    return _block(item, indent)


def _is_table(data: dict[str, Data] | list[Data]) -> bool:
    """Whether it is a list of maps, such as bands, which people read as rows under one another."""
    return isinstance(data, list) and len(data) > 1 and all(isinstance(item, dict) for item in data)


def _height(data: Data, most: int) -> int:
    """Levels of maps and lists, counted no further than ``most``; text with line breaks counts as too high."""
    if isinstance(data, str):
        return most if "\n" in data else 0
    if not isinstance(data, dict | list) or most == 0:
        return 0
    items = data.values() if isinstance(data, dict) else data
    return 1 + max((_height(item, most - 1) for item in items), default=0)


def _flow(data: Data) -> str:
    if isinstance(data, dict):
        return "{" + ", ".join(f"{_text(key)}: {_flow(item)}" for key, item in data.items()) + "}"
    if isinstance(data, list):
        return "[" + ", ".join(_flow(item) for item in data) + "]"
    if isinstance(data, str):
        return _text(data)
    if data is None or isinstance(data, bool):
        return json.dumps(data)
    return number_text(data)


def _text(text: str, in_flow: bool = True) -> str:
    """The text without quotes where nobody could misread it, else in single, or double where it needs escapes."""
    if "\n" in text or "\t" in text:
        return json.dumps(text, ensure_ascii=False)
    is_plain = PLAIN.fullmatch(text) and not AMBIGUOUS.search(text)
    if is_plain and not (in_flow and FLOW_MARKS.search(text)):
        return text
    return "'" + text.replace("'", "''") + "'"


def _is_literal(text: str) -> bool:
    """Whether the text can be a literal block: several lines, none of which needs care."""
    lines = text.removesuffix("\n").split("\n")
    return (
        "\n" in text
        and "\t" not in text
        and not text.endswith("\n\n")
        and bool(lines[0].strip())
        and not lines[0].startswith(" ")
        and bool(lines[-1])
        and all(line == line.rstrip() for line in lines)
    )
