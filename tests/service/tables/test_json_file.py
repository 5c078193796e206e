"""JSON as a table."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest

from engine.issues import Refused
from service.tables.json_file import read_json_table
from service.tables.opening import kind_of
from service.tables.table import Table


def read(text: str | bytes) -> Table:
    return read_json_table(io.BytesIO(text if isinstance(text, bytes) else text.encode()))


def test_objects_are_rows_and_their_keys_columns() -> None:
    table = read('[{"id": "u1", "marks": 4.50, "on": true}, {"id": 2, "note": "x"}, {}]')
    assert table.header == ("id", "marks", "on", "note")
    rows = list(table.rows)
    assert [(row.number, row.cells) for row in rows] == [
        (2, ("u1", Decimal("4.50"), True, None)),
        (3, (Decimal(2), None, None, "x")),
    ]


@pytest.mark.parametrize(
    "text",
    [
        '{"items": [{"id": 1}]}',
        '{"id": 1}',
        '\ufeff[{"id": 1}]',
        '{"id": 1}\n{"id": 2}\n',
        '{"data": [{"id": 1}], "n": 1}',
    ],
)
def test_usual_shapes(text: str) -> None:
    table = read(text)
    assert table.header == ("id",) and next(table.rows).cells == (Decimal(1),)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[]", "file-empty"),
        ("[{}]", "file-empty"),
        ('["a"]', "file-unreadable"),
        ("nothing", "file-unreadable"),
        ('[{"a": NaN}]', "file-unreadable"),
        ("[" * 100_000, "file-unreadable"),
        (b"\xff\xfe[", "file-unreadable"),
        ('[{"\\ud800": 1}]', "file-unreadable"),
    ],
)
def test_what_is_no_table(text: str | bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read(text)
    assert [issue.code for issue in refused.value.issues] == [code]


def test_rows_that_cannot_be_used() -> None:
    table = read('[{"a": [1], "b": 1}, {"a": "\\u0000"}, {"a": "\\ud800"}, {"a": "' + "x" * 10_001 + '"}, {"a": 1}]')
    rows = list(table.rows)
    assert [[issue.code for issue in row.issues] for row in rows] == [
        ["row-nested"],
        ["row-control"],
        ["row-control"],
        ["row-long"],
        [],
    ]


def test_a_number_that_would_fill_the_memory_stays_a_text() -> None:
    assert next(read('[{"a": 1e999999999}]').rows).cells == ("1e999999999",)


def test_it_is_known_by_its_name_or_media_type() -> None:
    assert kind_of(io.BytesIO(b"[{}]"), "people.json") == "json"
    assert kind_of(io.BytesIO(b"[{}]"), "", "application/json") == "json"
    assert kind_of(io.BytesIO(b"[{}]"), "people.csv", "application/json") == "csv"


def test_what_is_wrong_with_the_text_is_told_in_both_languages() -> None:
    for text, part in [
        ('[{"a": 1, "b": 2, "a": 3}]', "'a' stands twice"),
        ('[{"a": 1},\n{"a"', "from line 2, character 5"),
        ('{"a": 1}\n\n{"a": 2', "from line 3, character 8"),
    ]:
        with pytest.raises(Refused) as refused:
            read_json_table(io.BytesIO(text.encode()))
        (issue,) = refused.value.issues
        assert issue.code == "file-unreadable" and part in issue.message.en
        assert part not in issue.message.zh and "JSON" in issue.message.zh
