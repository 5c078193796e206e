"""YAML means what it looks like: one grammar of numbers, two flags, one null; everything else is text."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.issues import Issue, Refused
from rules.document import limits, yaml_reader
from rules.document.load import load


@pytest.fixture(params=["libyaml", "python"], autouse=True)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test here runs on both parsers."""
    if request.param == "python":
        monkeypatch.setattr(yaml_reader, "CParser", None)


WORDS = """
    NO no on off yes y True TRUE False Null NULL = .inf -.inf .nan 35% -5% 60,0 15s 1.2.3 --1
    1:30 1:30:00 010 0o10 0x10 0b1 1_000 1e3 1.0e+3 .5 5. +5 ٦٠ １ 2026-01-01 2026-11 2026-01-01T00:00:00Z
"""
"""What some YAML reader takes for a flag, a number or a date."""


def problems(source: str | bytes) -> list[Issue]:
    with pytest.raises(Refused) as refused:
        load(source)
    return refused.value.issues


def codes(source: str | bytes) -> list[str]:
    return [issue.code for issue in problems(source)]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("60", 60),
        ("0", 0),
        ("-0", 0),
        ("-0.00", 0),
        ("60.0", 60),
        ("-2.50", Decimal("-2.5")),
        ("0.1", Decimal("0.1")),
        ("-0.5", Decimal("-0.5")),
        ("999999999999999", 999_999_999_999_999),
        ("0.123456789012", Decimal("0.123456789012")),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("# only a comment", None),
    ],
)
def test_numbers_flags_and_null(written: str, meant: object) -> None:
    value = load(f"a: {written}\n").data["a"]
    assert value == meant
    assert type(value) is type(meant)


@pytest.mark.parametrize(
    "written",
    WORDS.split(),
)
def test_everything_else_is_text(written: str) -> None:
    assert load(f"a: {written}\n").data == {"a": written}


@pytest.mark.parametrize("quoted", ["'60'", '"60"', "'true'", '"null"', "'~'", "|-\n  60", ">-\n  60"])
def test_quoted_values_are_text(quoted: str) -> None:
    value = load(f"a: {quoted}\n").data["a"]
    assert isinstance(value, str)
    assert value in ("60", "true", "null", "~")


@pytest.mark.parametrize("key", ["NO", "on", "1", "010", "2026-07", "true", "null", "~", "1.50", "metrics.a.points"])
def test_keys_are_text_as_written(key: str) -> None:
    assert load(f"{key}: 1\n").data == {key: 1}


def test_order_is_kept() -> None:
    assert list(load("b: 1\na: 2\nc: 3\n").data) == ["b", "a", "c"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a: 1000000000000000\n", ["number-out-of-range"]),
        ("a: -1000000000000000.5\n", ["number-out-of-range"]),
        ("a: 0.1234567890123\n", ["number-too-long"]),
        ("a: &x 1\nb: *x\n", ["yaml-alias", "yaml-alias"]),
        ("a: [&x {b: 1}]\n", ["yaml-alias"]),
        ("*x : 1\n", ["yaml-alias"]),
        ("a: !!int 5\n", ["yaml-tag"]),
        ("a: ! 5\n", ["yaml-tag"]),
        ("a: ! '5'\n", ["yaml-tag"]),
        ("a: ! [5]\n", ["yaml-tag"]),
        ("询单: {甲: ! 5}\n", ["yaml-tag"]),
        ("!x a: 5\n", ["yaml-tag"]),
        ("%YAML 1.1\n---\na: 1\n", ["yaml-directive"]),
        ("# c\n\n%TAG ! x:\n---\na: 1\n", ["yaml-directive"]),
        ("%FOO bar\n---\na: 1\n", ["yaml-directive"]),
        ("a: 1\n---\nb: 1\n", ["yaml-multiple-documents"]),
        ("a: 1\n...\n%YAML 1.1\n---\nb: 1\n", ["yaml-multiple-documents"]),
        ("<<: {a: 1}\n", ["yaml-merge-key"]),
        ("a: 1\na: 2\n", ["duplicate-key"]),
        ("a: 1\n'a': 2\n", ["duplicate-key"]),
        ("caf\u00e9: 1\ncafe\u0301: 2\n", ["duplicate-key"]),
        ("a: {b: 1, b: 2}\n", ["duplicate-key"]),
        ("{[a]: 1}\n", ["yaml-key-not-text"]),
        ("? {a: 1}\n: 2\n", ["yaml-key-not-text"]),
        ("? [[a], {b: [c]}]\n: 2\nd: 1\nd: 2\n", ["yaml-key-not-text", "duplicate-key"]),
        ("'': 1\n", ["key-empty"]),
        ("? \n: 1\n", ["key-empty"]),
        (f"{'k' * 201}: 1\n", ["key-too-long"]),
        (f"a: {'x' * 10_001}\n", ["text-too-long"]),
        ('"a\\tb": 1\n', ["text-control"]),
        ('a: "\\x07"\n', ["text-control"]),
        ('a: "\\0"\n', ["text-control"]),
        ('a: "\\r"\n', ["text-control"]),
        ('a: "\\N"\n', ["text-control"]),
        ('a: "\\L"\n', ["text-control"]),
        ('a: "\\ud800"\n', ["text-surrogate"]),
        ("a: b\u200bc\n", ["text-control"]),
        ("a: 1 # \u202e\n", ["text-control"]),
        ("a: 1\rb: 2\n", ["text-control"]),
        ("a: 1\u2028b: 2\n", ["text-control"]),
        ("a: \ue000\n", ["text-control"]),
        ("a: 👩\u200d🔬\n", ["text-control"]),
        ("a: \ud800\n", ["text-surrogate"]),
        ("a: \x00\n", ["text-nul"]),
        ("\ufeff\ufeffa: 1\n", ["text-control"]),
        ("", ["document-empty"]),
        ("# nothing\n", ["document-empty"]),
        ("---\n", ["document-empty"]),
        ("~\n", ["document-empty"]),
        ("- a\n", ["document-not-mapping"]),
        ("text\n", ["document-not-mapping"]),
        ("5\n", ["document-not-mapping"]),
        ("a: @x\n", ["yaml-syntax"]),
        ("a: 'x\n", ["yaml-syntax"]),
        ("a: [1, 2\n", ["yaml-syntax"]),
        ("a:\n\t- 1\n", ["yaml-syntax"]),
        ("a: b: c\n", ["yaml-syntax"]),
    ],
)
def test_refused(source: str, expected: list[str]) -> None:
    assert codes(source) == expected


def test_all_structural_problems_come_at_once() -> None:
    source = "a: !x 1\nb: 1\nb: 2\nc: 99999999999999999\nd: &y 1\n"
    found = [(issue.code, issue.path, issue.line, issue.column) for issue in problems(source)]
    assert found == [
        ("yaml-tag", ("a",), 1, 4),
        ("duplicate-key", ("b",), 3, 1),
        ("number-out-of-range", ("c",), 4, 4),
        ("yaml-alias", ("d",), 5, 4),
    ]


def test_a_syntax_error_comes_with_what_was_found_before_it() -> None:
    assert codes("a: !x 1\nb: [1\n") == ["yaml-tag", "yaml-syntax"]


def test_a_syntax_error_is_explained_in_both_languages() -> None:
    issue = problems("a: 询单 b: c\n")[0]
    assert "冒号" in issue.message.zh
    assert "colon" in issue.message.en
    assert issue.line == 1


def test_the_number_of_problems_reported_is_limited() -> None:
    found = codes("".join(f"a{n}: !x 1\n" for n in range(1000)))
    assert found == ["yaml-tag"] * limits.MOST_ISSUES + ["too-many-problems"]


@pytest.mark.parametrize("depth", [limits.DEEPEST, limits.DEEPEST + 1])
@pytest.mark.parametrize("style", ["flow", "block"])
def test_depth_is_counted_exactly(depth: int, style: str) -> None:
    """The outermost map is the first level."""
    if style == "flow":
        source = "a: " + "[" * (depth - 1) + "]" * (depth - 1) + "\n"
    else:
        source = "\n".join(" " * level + "a:" for level in range(depth)) + "\n"
    if depth <= limits.DEEPEST:
        assert load(source).data.keys() == {"a"}
    else:
        assert codes(source) == ["yaml-too-deep"]


@pytest.mark.parametrize("source", ["{a: " * 60_000, "- " * 60_000, "? " * 60_000, "[" * 60_000])
def test_no_depth_reaches_the_stack(source: str) -> None:
    assert set(codes(source)) <= {"yaml-too-deep", "yaml-key-not-text", "yaml-syntax"}


def test_size_limits() -> None:
    value = "'" + "x" * 9_000 + "'"
    fits = "a:\n" + "".join(f" - {value}\n" for _ in range(116))
    assert len(load(fits).data["a"]) == 116  # type: ignore[arg-type]
    assert codes(fits + "#" + "x" * (limits.MOST_BYTES - len(fits))) == ["document-too-large"]
    assert codes("##" + "询" * (limits.MOST_BYTES // 3)) == ["document-too-large"]
    assert codes("a: [" + "1," * limits.MOST_NODES + "]\n") == ["too-many-nodes"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"])
def test_wide_encodings_are_named(encoding: str) -> None:
    issue = problems("a: 1\n".encode(encoding))[0]
    assert issue.code == "encoding-not-utf8"
    assert encoding[:6].upper() in issue.message.en


def test_broken_utf8_is_placed() -> None:
    issue = problems("a: 1\nb: 询".encode() + "单".encode("gbk") + b"\n")[0]
    assert (issue.code, issue.line, issue.column) == ("encoding-broken", 2, 5)


def test_a_byte_order_mark_is_dropped() -> None:
    document = load(b"\xef\xbb\xbfa: 1\n")
    assert document.data == {"a": 1}
    assert document.positions["a",] == (1, 4)


def test_line_breaks_inside_text_become_lf() -> None:
    assert load("a: |\r\n  x\r\n  y\r\n").data == {"a": "x\ny\n"}
    assert load('a: "x\\r\\ny"\n').data == {"a": "x\ny"}


def test_text_is_nfc() -> None:
    assert load("a: cafe\u0301\n").data == {"a": "caf\u00e9"}
