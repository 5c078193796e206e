"""Parquet as other programs write it, and files that are damaged."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from engine.issues import Refused
from service.tables.parquet_file import read_parquet

AT = datetime(2026, 11, 3, 8, 15, 0, 123456, UTC)


def written(tmp_path: Path, query: str) -> Path:
    path = tmp_path / "file.parquet"
    duckdb.sql(f"COPY ({query}) TO '{path}' (FORMAT parquet)")
    return path


def test_moments_of_a_zone_need_no_package_for_zones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pytz", None)
    query = """
        SELECT 'a' AS id, make_timestamptz(1793693700123456) AS "at", DATE '2026-11-03' AS day,
            TIMESTAMP '2026-11-03 08:15' AS local
        UNION ALL SELECT 'b', NULL, NULL, NULL ORDER BY id
    """
    table = read_parquet(written(tmp_path, query))
    assert [row.cells for row in table.rows] == [
        ("a", AT, AT.date(), datetime(2026, 11, 3, 8, 15)),  # noqa: DTZ001  # on no clock
        ("b", None, None, None),
    ]


def test_a_moment_that_no_calendar_has_costs_its_row_alone(tmp_path: Path) -> None:
    query = "SELECT 'a' AS id, make_timestamptz(9000000000000000000) AS at"
    assert [row.cells for row in read_parquet(written(tmp_path, query)).rows] == [("a", Decimal(9 * 10**18))]


def test_bytes_that_are_no_text_cost_their_row(tmp_path: Path) -> None:
    query = "SELECT unhex(hex) AS id, n FROM (VALUES ('FFFE', 1), ('61', 2)) AS t(hex, n) ORDER BY n"
    rows = list(read_parquet(written(tmp_path, query)).rows)
    assert [[issue.code for issue in row.issues] for row in rows] == [["row-encoding"], []]
    assert rows[1].cells == ("a", Decimal(2))


def test_names_are_those_of_the_file(tmp_path: Path) -> None:
    assert read_parquet(written(tmp_path, 'SELECT 1 AS "a b", 2 AS "x""y"')).header == ("a b", 'x"y')


@pytest.mark.parametrize("share", [0.1, 0.5, 0.95])
def test_half_a_file_is_told_without_where_it_lies(tmp_path: Path, share: float) -> None:
    path = written(tmp_path, "SELECT range AS n FROM range(1000)")
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(Refused) as refused:
        list(read_parquet(path).rows)
    (issue,) = refused.value.issues
    assert issue.code == "file-unreadable" and "文件不完整" in issue.message.zh and "cut off" in issue.message.en
    assert str(tmp_path) not in issue.message.en + issue.message.zh
