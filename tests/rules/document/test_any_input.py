"""Whatever is sent, reading ends in a document or in a refusal, never in another exception."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine.issues import Issue, Refused
from rules.document import yaml_reader
from rules.document.canonical import canonical
from rules.document.document import Document, Media
from rules.document.load import load
from rules.document.write import to_yaml

PIECES = st.sampled_from(
    [
        *"abc10:,-?[]{}&*!|>'\"%@`#\\ \n\t\r",
        *(": ", "- ", "\n  ", "---\n", "...\n", "<<", "null", "1.50", "询", "é", "~", "a: ", "\nb: ", '"a": ', "[1, "),
        *("{a: 1", "!!int ", "NaN", "\\u12", "\\ud800", "\ufeff", "\x00", "\u2028", "e\u0301"),
    ]
)
SOURCES = st.lists(PIECES, max_size=40).map("".join)


def read(source: bytes | str, media: Media) -> Document | None:
    try:
        return load(source, media)
    except Refused as refused:
        check_issues(refused.issues)
        return None


def check_issues(issues: list[Issue]) -> None:
    """Whoever gets them can show them: there are some, each with its place and words without gaps."""
    assert issues
    for issue in issues:
        assert issue.message.zh and issue.message.en
        assert issue.code in ("document-too-large", "encoding-not-utf8") or (issue.line and issue.column)


@given(SOURCES)
@example("{a: 1}")
def test_any_yaml(source: str) -> None:
    document = read(source, "yaml")
    if document is not None:
        assert load(to_yaml(document.data)).data == document.data
        assert load(canonical(document.data), "json").data == document.data


@given(SOURCES)
def test_any_json(source: str) -> None:
    document = read(source, "json")
    if document is not None:
        assert load(canonical(document.data), "json").data == document.data


@given(SOURCES)
def test_both_parsers_read_the_same(source: str) -> None:
    """libyaml forgives more (a tab between tokens, a comment straight after ``|``), but never reads other data."""
    with pytest.MonkeyPatch.context() as patch:
        document = read(source, "yaml")
        patch.setattr(yaml_reader, "CParser", None)
        other = read(source, "yaml")
    if document is not None and other is not None:
        assert document.data == other.data


@given(st.binary(max_size=60))
def test_any_bytes(source: bytes) -> None:
    read(source, "yaml")
    read(source, "json")
