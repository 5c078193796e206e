"""A formula cut into tokens, and the skeleton of it that Python's parser reads."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from engine.formula.nodes import Span


@dataclass(frozen=True, slots=True)
class Token:
    """``kind`` is number, text, flag, name, function, operator, word, open, close, comma or given (``=`` of a named
    argument). ``value`` is the meaning, ``python`` what stands in the skeleton."""

    kind: str
    python: str
    span: Span
    value: str | bool | Fraction = ""
    unit: str = "plain"

    @property
    def ends_value(self) -> bool:
        return self.kind in ("number", "text", "flag", "name", "close")

    @property
    def is_part(self) -> bool:
        """Whether it counts towards the size of the formula."""
        return self.kind not in ("open", "close", "comma", "given") and self.python != "else"


@dataclass(frozen=True, slots=True)
class Source:
    """A formula ready for Python's parser: ``python`` is the skeleton, the maps lead back to the author's text."""

    text: str
    tokens: tuple[Token, ...]
    python: str
    starts: dict[int, int]
    ends: dict[int, int]

    def token(self, placeholder: str) -> Token:
        return self.tokens[int(placeholder[1:])]

    def span(self, start: int, end: int) -> Span:
        """The author's span of a stretch of the skeleton that begins and ends at tokens."""
        return self.starts[start], self.ends[end]


def assemble(text: str, tokens: list[Token]) -> Source:
    """The skeleton of the tokens, one space between them, with the way back to the text."""
    starts: dict[int, int] = {}
    ends: dict[int, int] = {}
    pieces: list[str] = []
    offset = 0
    for token in tokens:
        starts[offset] = token.span[0]
        offset += len(token.python)
        ends[offset] = token.span[1]
        pieces.append(token.python)
        offset += 1
    return Source(text, tuple(tokens), " ".join(pieces), starts, ends)
