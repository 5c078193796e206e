"""Every value and key has its line and column, and issues find theirs by path and span."""

from __future__ import annotations

import pytest

from engine.issues import Issue, Path, Severity, Words
from rules.document import yaml_reader
from rules.document.document import Document
from rules.document.load import load

SOURCE = """\
id: x
metrics:
  # a comment
  询单: {value: orders / inquiries, weight: 30%}
  service:
    value: "a \\u8be2 + bad"
    why: 'it''s + bad'
    points:
      bands:
        - {at_least: 35%}
        - at_least: 30%
    note: |
      first
        + bad
    folded: >
      first
      + bad
    long: first
      second bad
"""


@pytest.fixture(params=["libyaml", "python"])
def document(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Document:
    if request.param == "python":
        monkeypatch.setattr(yaml_reader, "CParser", None)
    return load(SOURCE)


def issue_at(path: Path, span: tuple[int, int] | None = None, code: str = "x") -> Issue:
    return Issue(code, Severity.ERROR, Words("", ""), path, span=span)


@pytest.mark.parametrize(
    ("path", "place", "key_place"),
    [
        (("id",), (1, 5), (1, 1)),
        (("metrics",), (4, 3), (2, 1)),
        (("metrics", "询单"), (4, 7), (4, 3)),
        (("metrics", "询单", "weight"), (4, 43), (4, 35)),
        (("metrics", "service", "points", "bands", 0), (10, 11), None),
        (("metrics", "service", "points", "bands", 1, "at_least"), (11, 21), (11, 11)),
    ],
)
def test_values_and_keys(
    document: Document, path: Path, place: tuple[int, int], key_place: tuple[int, int] | None
) -> None:
    assert document.positions[path] == place
    assert document.keys.get(path) == key_place


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ((), (1, 1)),
        (("metrics", "service"), (5, 3)),
        (("metrics", "service", "missing", "deeper"), (5, 3)),
        (("metrics", "service", "points", "bands", 7), (9, 7)),
        (("metrics", "service", "points", "bands", 0), (10, 11)),
        (("nothing",), (1, 1)),
        (("id",), (1, 5)),
    ],
)
def test_an_issue_is_placed_at_its_nearest_ancestor(document: Document, path: Path, place: tuple[int, int]) -> None:
    located = document.locate(issue_at(path))
    assert (located.line, located.column) == place


@pytest.mark.parametrize(
    ("path", "exact"),
    [
        (("metrics", "询单", "value"), True),
        (("metrics", "service", "value"), True),
        (("metrics", "service", "why"), True),
        (("metrics", "service", "note"), True),
        (("metrics", "service", "folded"), False),
        (("metrics", "service", "long"), False),
    ],
)
def test_a_span_points_into_the_text(document: Document, path: Path, exact: bool) -> None:
    """Exactly, except for folded text, where the beginning of the value is named."""
    value = document.data
    for part in path:
        value = value[part]  # type: ignore[index, call-overload, assignment]
    word = "inquiries" if "inquiries" in value else "bad"
    start = str(value).index(word)
    located = document.locate(issue_at(path, (start, start + len(word))))
    assert located.line is not None and located.column is not None
    if exact:
        assert SOURCE.split("\n")[located.line - 1][located.column - 1 :].startswith(word)
    else:
        assert (located.line, located.column) == document.positions[path]


def test_spans_in_json() -> None:
    source = '{"a": "\\"\\ud83d\\ude00\\u8be2 bad"}'
    located = load(source, "json").locate(issue_at(("a",), (4, 7)))
    assert source[(located.column or 0) - 1 :].startswith("bad")


def test_all_issues_are_sorted_without_repeats(document: Document) -> None:
    issues = [issue_at(("metrics",)), issue_at(("id",)), issue_at(("metrics",)), issue_at((), code="y")]
    assert [(issue.code, issue.line) for issue in document.locate_all(issues)] == [("y", 1), ("x", 1), ("x", 2)]


def test_a_place_that_is_known_is_left_alone(document: Document) -> None:
    issue = Issue("x", Severity.ERROR, Words("", ""), ("metrics",), line=99, column=1)
    assert document.locate(issue) == issue


def test_windows_line_breaks_do_not_shift_places() -> None:
    document = load("a: |\r\n  x\r\n  y bad\r\nb: 1\r\n")
    assert document.positions["b",] == (4, 4)
    located = document.locate(issue_at(("a",), (4, 7)))
    assert (located.line, located.column) == (3, 5)
