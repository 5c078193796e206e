"""From what people paste to a Python expression: tokens with their place in the author's text, limits, and a skeleton.

The skeleton is what Python's parser gets to see: operators, parentheses and placeholders (``n7`` is token 7), so no
character of a name, number or text ever reaches it, and every limit has been checked before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from engine.formula import codes
from engine.formula.characters import canonical, describe, fold, forbidden, in_name, mixed_scripts, unusual
from engine.formula.nodes import Span
from engine.formula.source import Source, Token, assemble
from engine.functions.registry import OFFERED
from engine.issues import Code, Issue, Path, Words
from engine.numbers import LIMIT

MAX_CHARACTERS = 2000
MAX_PARTS = 200
MAX_DEPTH = 20
MAX_DIGITS = 15
_MAX_ISSUES = 20

RESERVED = frozenset({"and", "or", "not", "if", "else", "true", "false", "none", "in", "is", "for", "lambda"})
"""Words that cannot be the id of anything, in any case."""

SECONDS = {"s": 1, "min": 60, "h": 3600}

_NUMBER_RUN = re.compile(r"[\w.]+%?")
_NUMBER = re.compile(r"(0|[1-9][0-9]*)(?:\.([0-9]+))?(%|s|min|h)?", re.ASCII | re.IGNORECASE)
_OPERATOR = re.compile(
    r"===|\*\*=|//=|<<=|>>=|\*\*|//|<<|>>|<=|>=|==|!=|<>|->|:=|=>|=<|=~|&&|\|\||[-+*/%&|^@]=|::|[^\w\s]", re.ASCII
)
_LEGAL = {
    "+": "+", "-": "-", "*": "*", "×": "*", "·": "*", "/": "/", "÷": "/", "**": "**",
    "=": "==", "==": "==", "!=": "!=", "<>": "!=", "≠": "!=", "<": "<", ">": ">",
    "<=": "<=", "≤": "<=", "≦": "<=", ">=": ">=", "≥": ">=", "≧": ">=",
}  # fmt: skip
_SIGNS = frozenset("+-")
_LOOPS = frozenset({"for", "async", "await", "yield"})
_HINTS = {
    "&&": Words("写 and", "Write and"),
    "||": Words("写 or", "Write or"),
    "!": Words("写 not", "Write not"),
    "^": Words("乘方写 x ** 2", "Write a power as x ** 2"),
    "=>": Words("写 >=", "Write >="),
    "=<": Words("写 <=", "Write <="),
    "===": Words("写 = 或 ==", "Write = or =="),
}


def read_text(text: str, path: Path) -> tuple[Source | None, list[Issue]]:
    """The formula as a :class:`Source`, or None and everything that is wrong with its characters and shape."""
    if len(text) > MAX_CHARACTERS:
        return None, [codes.FORMULA_TOO_LONG.at(path, length=len(text), limit=MAX_CHARACTERS)]
    issues = [
        codes.BAD_CHARACTER.at(path, span=(offset, offset + 1), character=describe(text[offset]))
        for offset in forbidden(text)
    ]
    if issues:
        return None, issues[:_MAX_ISSUES]
    reader = _Tokens(text, path)
    reader.read()
    if not reader.issues:
        reader.check_end()
    if reader.issues:
        return None, reader.issues[:_MAX_ISSUES]
    return assemble(text, reader.tokens), []


@dataclass(slots=True)
class _Frame:
    """An open parenthesis: the function it belongs to, where it stands, and how many choices nest inside it."""

    function: str | None
    span: Span
    choices: int = 0


class _Tokens:
    """One pass over the text from left to right; ``frames`` is the explicit stack of open parentheses."""

    def __init__(self, text: str, path: Path):
        self.text = text
        self.folded = fold(text)
        self.path = path
        self.tokens: list[Token] = []
        self.issues: list[Issue] = []
        self.frames: list[_Frame] = [_Frame(None, (0, 0))]
        self.parts = 0
        self.prefixes = 0

    def read(self) -> None:
        position, end = 0, len(self.folded)
        while position < end and len(self.issues) < _MAX_ISSUES:
            character = self.folded[position]
            if character == " ":
                position += 1
            elif "0" <= character <= "9" or (character == "." and self.folded[position + 1 : position + 2].isdigit()):
                position = self._number(position)
            elif character in "'\"":
                position = self._text(position)
            elif in_name(character):
                position = self._name(position)
            else:
                position = self._operator(position)
            if self.parts > MAX_PARTS or self._depth() > MAX_DEPTH:
                self._too_much()
                return

    def check_end(self) -> None:
        """What can only be seen at the end: nothing written, something open, or an operator without its right side."""
        if not self.tokens:
            self._wrong(codes.FORMULA_EMPTY, (0, len(self.text)))
        elif len(self.frames) > 1:
            self._wrong(codes.UNBALANCED, self.frames[-1].span)
        elif not self.tokens[-1].ends_value:
            self._wrong(codes.MISSING_VALUE, self.tokens[-1].span, text=self._written(self.tokens[-1].span))

    def _depth(self) -> int:
        return len(self.frames) - 1 + self.prefixes + sum(frame.choices for frame in self.frames)

    def _too_much(self) -> None:
        if self.parts > MAX_PARTS:
            self._wrong(codes.FORMULA_TOO_LARGE, None, count=f"{MAX_PARTS}+", limit=MAX_PARTS)
        else:
            self._wrong(codes.FORMULA_TOO_DEEP, self.tokens[-1].span, limit=MAX_DEPTH)

    def _wrong(self, code: Code, span: Span | None, hint: Words | None = None, **facts: object) -> None:
        self.issues.append(code.at(self.path, span=span, hint=hint, **facts))

    def _written(self, span: Span) -> str:
        return self.text[span[0] : span[1]][:40]

    @property
    def _last(self) -> Token | None:
        return self.tokens[-1] if self.tokens else None

    @property
    def _after_value(self) -> bool:
        return bool(self.tokens) and self.tokens[-1].ends_value

    def _put(self, kind: str, span: Span, python: str | None = None, value: str | bool | Fraction = "",
             unit: str = "plain") -> None:  # fmt: skip
        token = Token(kind, python if python is not None else f"n{len(self.tokens)}", span, value, unit)
        self.tokens.append(token)
        self.parts += token.is_part

    def _put_value(self, kind: str, span: Span, value: str | bool | Fraction, unit: str = "plain") -> None:
        if self._after_value and not self.issues:
            self._side_by_side(span)
        self.prefixes = 0
        self._put(kind, span, value=value, unit=unit)

    def _side_by_side(self, span: Span) -> None:
        last = self.tokens[-1]
        if last.unit == "percent":
            self._wrong(codes.NO_MODULO, last.span)
        else:
            self._wrong(codes.MISSING_OPERATOR, span, text=self._written(span))

    def _bad_value(self, code: Code, span: Span, at: Span | None = None, **facts: object) -> None:
        """Refuse a value but keep its place, so that the signs around it are not refused as well."""
        self._wrong(code, at or span, None, **facts)
        self._put("number", span)

    def _number(self, start: int) -> int:
        match = _NUMBER_RUN.match(self.folded, start)
        assert match is not None
        span = (start, match.end())
        number = _NUMBER.fullmatch(match.group())
        if number is None:
            self._bad_value(codes.BAD_NUMBER, span, text=self._written(span))
            return match.end()
        whole, decimals, unit = number[1], number[2] or "", (number[3] or "").lower()
        if len(whole) > MAX_DIGITS or len(decimals) > MAX_DIGITS:
            self._bad_value(codes.NUMBER_RANGE, span, text=self._written(span))
            return match.end()
        value = Fraction(int(whole + decimals), 10 ** len(decimals))
        if unit == "%":
            self._put_value("number", span, value / 100, "percent")
        elif unit:
            value *= SECONDS[unit]
            if value >= LIMIT:
                self._wrong(codes.NUMBER_RANGE, span, text=self._written(span))
            self._put_value("number", span, value, "duration")
        else:
            self._put_value("number", span, value)
        return match.end()

    def _text(self, start: int) -> int:
        close = self.folded.find(self.folded[start], start + 1)
        if close < 0:
            self._wrong(codes.UNCLOSED_TEXT, (start, start + 1))
            return len(self.folded)
        span = (start, close + 1)
        last = self._last
        glued = last is not None and last.span[1] == start and last.kind in ("name", "text", "function")
        if glued or "\\" in self.text[start:close]:
            self._bad_value(codes.TEXT_FORM, span)
        else:
            self._put_value("text", span, self.text[start + 1 : close])
        return close + 1

    def _name(self, start: int) -> int:
        end = start
        while end < len(self.folded) and in_name(self.folded[end]):
            end += 1
        span = (start, end)
        # unusual forms are looked for in what the author wrote, not in the folded text
        odd = unusual(self.text[start:end])
        name = canonical(self.folded[start:end])
        if odd is not None:
            at = start + odd
            self._bad_value(codes.BAD_CHARACTER, span, (at, at + 1), character=describe(self.text[at]))
        elif not (name[0] == "_" or name[0].isalpha() or name[0] == "〇"):
            self._bad_value(codes.BAD_CHARACTER, span, (start, start + 1), character=describe(self.text[start]))
        elif name[0] == "_":
            self._bad_value(codes.BAD_NAME, span, name=name[:40])
        elif scripts := mixed_scripts(name):
            self._bad_value(codes.CONFUSABLE_NAME, span, name=name[:40], scripts=", ".join(scripts))
        else:
            self._word(name, span)
        return end

    def _word(self, name: str, span: Span) -> None:
        lower = name.lower()
        called = self.folded[span[1] :].lstrip(" ").startswith("(")
        if lower in ("and", "or") and (self._after_value or not called):
            self._put("word", span, lower)
        elif lower == "not":
            if self._after_value:
                self._side_by_side(span)
            self.prefixes += 1
            self._put("word", span, "not")
        elif lower == "else" or (lower == "if" and self._after_value):
            self.frames[-1].choices += lower == "if"
            self._put("word", span, lower)
        elif name == "lambda":
            self._wrong(codes.NO_LAMBDA, span)
        elif name in _LOOPS:
            self._wrong(codes.NO_COMPREHENSION, span, word=name)
        elif name in ("is", "in"):
            self._wrong(codes.NO_IDENTITY, span, word=name)
        elif name == "None" or lower == "null":
            self._bad_value(codes.NO_NONE, span, word=name)
        elif lower in ("true", "false") and not called:
            self._put_value("flag", span, lower == "true")
        elif self._is_argument_word(lower):
            self._put_value("text", span, lower)
        elif called:
            self._put_value("function", span, lower if lower in OFFERED else name)
        else:
            self._put_value("name", span, name)

    def _is_argument_word(self, word: str) -> bool:
        """Whether the word stands bare behind an argument that takes words: ``gaps=break``."""
        if len(self.tokens) < 2 or self.tokens[-1].kind != "given":
            return False
        function = OFFERED[self.frames[-1].function or ""]
        name = self.tokens[-2].value
        return any(parameter.name == name and word in parameter.words for parameter in function.parameters)

    def _operator(self, start: int) -> int:
        match = _OPERATOR.match(self.folded, start)
        written = match.group() if match else self.folded[start]
        span = (start, start + len(written))
        if written == "(":
            self._open(span)
        elif written == ")":
            self._close(span)
        elif written == ",":
            self._comma(span)
        elif written == "=" and self._names_argument():
            self._put("given", span, "=")
        elif written in _LEGAL:
            self._legal(_LEGAL[written], span)
        else:
            self._refuse(written, span)
        return span[1]

    def _legal(self, operator: str, span: Span) -> None:
        last = self._last
        if operator in _SIGNS and not self._after_value:
            if last is not None and last.kind == "operator" and last.value == "sign":
                self._wrong(codes.DOUBLE_SIGN, (last.span[0], span[1]))
            self.prefixes += 1
            self._put("operator", span, operator, value="sign")
            return
        if not self._after_value:
            place = last.span if last is not None else span
            code = codes.NO_STARRED if operator in ("*", "**") and self._starts_argument() else codes.MISSING_VALUE
            self._wrong(code, span if code is codes.NO_STARRED else place, text=self._written(place))
        self._put("operator", span, operator)

    def _starts_argument(self) -> bool:
        return self._last is None or self._last.kind in ("open", "comma")

    def _names_argument(self) -> bool:
        """Whether a ``=`` names an argument, as in ``rank(a, within=b)``. Elsewhere it compares: ``if(a = 0, …)``."""
        function = OFFERED.get(self.frames[-1].function or "")
        if function is None or len(self.tokens) < 2 or self.tokens[-1].kind != "name":
            return False
        if self.tokens[-2].kind not in ("open", "comma"):
            return False
        name = self.tokens[-1].value
        return any(parameter.name == name and parameter.may_be_named for parameter in function.parameters)

    def _open(self, span: Span) -> None:
        last = self._last
        function = None
        if last is not None and last.kind == "function":
            function = str(last.value)
        elif last is not None and last.ends_value and not self.issues:
            code = codes.NO_MODULO if last.unit == "percent" else codes.NOT_A_FUNCTION
            self._wrong(code, last.span)
        self.prefixes = 0
        self.frames.append(_Frame(function, span))
        self._put("open", span, "(")

    def _close(self, span: Span) -> None:
        if len(self.frames) == 1:
            self._wrong(codes.UNBALANCED, span)
            return
        frame = self.frames.pop()
        last = self.tokens[-1]
        if last.kind == "open" and frame.function is None:
            self._wrong(codes.FORMULA_EMPTY, (last.span[0], span[1]))
        elif last.kind != "open" and not last.ends_value:
            self._wrong(codes.MISSING_VALUE, last.span, text=self._written(last.span))
        self.prefixes = 0
        self._put("close", span, ")")

    def _comma(self, span: Span) -> None:
        frame = self.frames[-1]
        if frame.function is None:
            self._wrong(codes.NO_COLLECTION, span)
        elif not self._after_value:
            last = self.tokens[-1].span
            self._wrong(codes.MISSING_VALUE, last, text=self._written(last))
        frame.choices = 0
        self.prefixes = 0
        self._put("comma", span, ",")

    def _refuse(self, written: str, span: Span) -> None:
        self._forbid(written, span)
        if written not in "[]{}":
            self._put("operator", span, "+")

    def _forbid(self, written: str, span: Span) -> None:
        if written == ".":
            self._wrong(codes.NO_ATTRIBUTE, span)
        elif written in "[]":
            self._wrong(codes.NO_SUBSCRIPT, span)
        elif written in "{}":
            self._wrong(codes.NO_COLLECTION, span)
        elif written == "%":
            self._wrong(codes.NO_MODULO, span)
        elif written == "//":
            self._wrong(codes.NO_FLOOR_DIVISION, span)
        elif written[-1] == "=" and written != "===":
            self._wrong(codes.NO_ASSIGNMENT, span, text=written)
        elif written == "\\":
            self._wrong(codes.TEXT_FORM, span)
        elif written.isascii():
            self._wrong(codes.NO_OPERATOR, span, hint=_HINTS.get(written), text=written)
        else:
            self._wrong(codes.BAD_CHARACTER, span, character=describe(self.text[span[0]]))
