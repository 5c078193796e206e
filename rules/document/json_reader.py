"""JSON to data, token by token, without recursion and with the place of every value.

Python's own reader knows no places, takes NaN and exponents, and recurses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple, NoReturn

from engine.issues import Words
from rules.document import codes
from rules.document.scalars import read_number
from rules.document.tree import Place, Tree

TOKEN = re.compile(
    r"""[ \t\n\r]*(?:
        (?P<mark>[{}\[\],:])
      | "(?P<text>(?:[^"\\\x00-\x1f]++|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+)"
      | (?P<word>[-+.0-9A-Za-z_]+)
      | (?P<end>\Z)
    )""",
    re.VERBOSE,
)
BLANK = re.compile(r"[ \t\n\r]*")
ESCAPE = re.compile(
    r'\\(?:u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(["\\/bfnrt]))'
)
SHORT = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
WORDS = {"true": True, "false": False, "null": None}
NOT_FINITE = {"NaN", "Infinity", "-Infinity", "+Infinity", "-NaN"}

EXPECTED_VALUE = Words("这里应当是一个值", "a value is expected here")
EXPECTED_KEY = Words("这里应当是带双引号的键", "a key in double quotes is expected here")
EXPECTED_COLON = Words("键后面缺少冒号", "the colon after the key is missing")
EXPECTED_COMMA_MAP = Words("这里应当是逗号或 }", "a comma or } is expected here")
EXPECTED_COMMA_LIST = Words("这里应当是逗号或 ]", "a comma or ] is expected here")
EXPECTED_END = Words("文档结束之后还有内容", "something follows the end of the document")
UNREADABLE = Words(
    "这里有不能识别的内容（如注释、单引号或没有闭合的引号）",
    "something unreadable (a comment, a single quote or a quote that is not closed)",
)


class Token(NamedTuple):
    kind: str
    text: str
    place: Place


def read_json(text: str, tree: Tree) -> bool:
    """Feed the text to ``tree``; whether there was any content. Raises ``Refused`` on a syntax error."""
    tokens = _tokens(text, tree)
    token = next(tokens)
    if token.kind == "end":
        return False
    _value(token, tree)
    fresh = bool(tree.levels)  # a map or list has just begun: it may end at once, and no comma is due
    while tree.levels:
        token = next(tokens)
        is_map = isinstance(tree.levels[-1].container, dict)
        if token.text == ("}" if is_map else "]") and token.kind == "mark":
            tree.close()
            fresh = False
            continue
        if not fresh:
            if token.kind != "mark" or token.text != ",":
                _stop(EXPECTED_COMMA_MAP if is_map else EXPECTED_COMMA_LIST, token, tree)
            token = next(tokens)
        if is_map:
            token = _key(token, tokens, tree)
        depth = len(tree.levels)
        _value(token, tree)
        fresh = len(tree.levels) > depth
    token = next(tokens)
    if token.kind != "end":
        _stop(EXPECTED_END, token, tree)
    return True


def _key(token: Token, tokens: Iterator[Token], tree: Tree) -> Token:
    """Take a key and its colon; the token after them."""
    if token.kind != "text":
        _stop(EXPECTED_KEY, token, tree)
    colon = next(tokens)
    if colon.kind != "mark" or colon.text != ":":
        _stop(EXPECTED_COLON, colon, tree)
    tree.key(_unescape(token.text), token.place)
    return next(tokens)


def _value(token: Token, tree: Tree) -> None:
    if token.kind == "text":
        tree.text(_unescape(token.text), token.place)
    elif token.kind == "mark" and token.text == "{":
        tree.open({}, token.place)
    elif token.kind == "mark" and token.text == "[":
        tree.open([], token.place)
    elif token.kind == "word":
        _word(token, tree)
    else:
        _stop(EXPECTED_VALUE, token, tree)


def _word(token: Token, tree: Tree) -> None:
    text = token.text
    if text in WORDS:
        tree.value(WORDS[text], token.place)
        return
    number = read_number(text)
    if number is not None:
        tree.number(number, token.place)
    elif text in NOT_FINITE or text.lstrip("+-.")[:1].isdigit():
        tree.number(codes.NUMBER_SYNTAX.at((), text=text[:40]), token.place)
    else:
        _stop(EXPECTED_VALUE, token, tree)


def _stop(problem: Words, token: Token, tree: Tree) -> NoReturn:
    tree.stop(codes.JSON_SYNTAX.at((), problem=problem), token.place)


def _tokens(text: str, tree: Tree) -> Iterator[Token]:
    """The tokens, the last of them of kind ``end``."""
    index, line, line_start = 0, 1, 0
    while True:
        blank = BLANK.match(text, index)
        start = blank.end() if blank else index
        breaks = text.count("\n", index, start)
        if breaks:
            line += breaks
            line_start = text.rindex("\n", index, start) + 1
        place = (line, start - line_start + 1)
        match = TOKEN.match(text, start)
        if match is None or match.lastgroup is None:
            tree.stop(codes.JSON_SYNTAX.at((), problem=UNREADABLE), place)
        yield Token(match.lastgroup, match[match.lastgroup], place)
        index = match.end()


def _unescape(text: str) -> str:
    return ESCAPE.sub(_character, text) if "\\" in text else text


def _character(match: re.Match[str]) -> str:
    high, low, single, short = match.groups()
    if high is not None:
        return chr(0x10000 + ((int(high, 16) - 0xD800) << 10) + (int(low, 16) - 0xDC00))
    return chr(int(single, 16)) if single is not None else SHORT[short]
