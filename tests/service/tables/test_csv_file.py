"""CSV as it arrives: encodings, marks, titles above the table, rows that are broken."""

from __future__ import annotations

import io

import pytest

from engine.issues import Refused
from service.tables.csv_file import LONGEST_LINE, read_csv
from service.tables.table import Layout, Row, Table

TEXT = "工号,等待\n张三,1\n李四,2\n王五,3\n"


def table(content: str | bytes, **known: object) -> Table:
    raw = content if isinstance(content, bytes) else content.encode()
    return read_csv(io.BytesIO(raw), Layout(**known))  # type: ignore[arg-type]


def rows(content: str | bytes, **known: object) -> list[Row]:
    return list(table(content, **known).rows)


def good(content: str | bytes, **known: object) -> list[tuple[object, ...]]:
    return [row.cells for row in rows(content, **known) if not row.issues]


def wrong(content: str | bytes, **known: object) -> list[tuple[int, str]]:
    return [(row.number, issue.code) for row in rows(content, **known) for issue in row.issues]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "big5"]
)
def test_the_encodings_of_offices(encoding: str) -> None:
    text = TEXT if encoding != "big5" else "工號,等待時間\n張三,一百二十三\n歐陽,四百五十六\n"
    found = table(text.encode(encoding))
    assert found.header == tuple(text.splitlines()[0].split(","))
    assert [",".join(map(str, row.cells)) for row in found.rows] == text.splitlines()[1:]


@pytest.mark.parametrize(("most", "few"), [("utf-8", "gb18030"), ("gb18030", "utf-8")])
def test_rows_in_another_encoding_are_told_apart(most: str, few: str) -> None:
    mixed = TEXT.encode(most) + "赵六六,4\n".encode(few) + "孙七,5\n".encode(most)
    assert [cells[0] for cells in good(mixed)] == ["张三", "李四", "王五", "孙七"]
    assert wrong(mixed) == [(5, "row-encoding")]


def test_short_words_in_gb18030_are_not_taken_for_another_encoding() -> None:
    """Each of these two-letter words is UTF-8, too, though not for Chinese."""
    words = ["谅", "模", "默", "拢"]
    text = "工号,说明\n" + "".join(f"张三丰,{word}\n" for word in words)
    assert wrong(text.encode("gb18030")) == []


@pytest.mark.parametrize("content", [b"\xff\xfe\xfa", bytes(range(256)) * 20])
def test_what_is_no_text_is_refused(content: bytes) -> None:
    with pytest.raises(Refused) as refused:
        table(content)
    assert refused.value.issues[0].code == "file-encoding"


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_mark_between_cells_is_found(mark: str) -> None:
    text = f'a{mark}b{mark}c\n"1,5; and|so on"{mark}2{mark}3\n4{mark}5{mark}6\n'
    assert good(text)[1] == ("4", "5", "6")
    assert good(text)[0] == ("1,5; and|so on", "2", "3")


def test_excels_own_way_of_naming_the_mark() -> None:
    assert good("sep=;\na;b,c\n1;2\n") == [("1", "2")]


def test_apostrophes_are_quotes_only_around_cells() -> None:
    assert good("a,b\n'1,5','x'\n'2','y'\n") == [("1,5", "x"), ("2", "y")]
    assert good("a,b\n1,it's\n2,'tis\n") == [("1", "it's"), ("2", "'tis")]


def test_titles_above_the_table_are_passed_over() -> None:
    found = table("十一月通话记录\n\n工号,等待,通话\na,1,2\n")
    assert (found.header, found.number) == (("工号", "等待", "通话"), 3)
    assert [row.number for row in found.rows] == [4]


def test_the_header_can_be_named_or_absent() -> None:
    assert table("x,y\na,b\n1,2\n", header_row=2).header == ("a", "b")
    assert table("1,2\n3,4\n", header_row=0).header == ("A", "B")
    assert good("1,2\n3,4\n", header_row=0) == [("1", "2"), ("3", "4")]
    with pytest.raises(Refused) as refused:
        table("a,b\n", header_row=7)
    assert refused.value.issues[0].code == "header-row-absent"


def test_rows_are_counted_as_a_spreadsheet_counts_them() -> None:
    """A line break inside a cell does not begin a new row; an empty row is one."""
    found = rows('a,b\n"x\ny",1\n\nz,2\n')
    assert [(row.number, row.line, row.cells) for row in found] == [(2, 2, ("x\ny", "1")), (4, 5, ("z", "2"))]


def test_broken_rows_cost_only_themselves() -> None:
    text = 'a,b\n1,2\n"3,4\n5,6\n7\n8,9,10\n"11"x,12\n13,14\n"15,1'
    assert good(text) == [("1", "2"), ("5", "6"), ("13", "14")]
    assert wrong(text) == [
        (3, "row-quotes"), (5, "row-cut"), (6, "row-width"), (7, "row-quotes"), (9, "row-quotes"),
    ]  # fmt: skip


def test_half_a_file_says_so() -> None:
    found = table("a,b,c\n1,2,3\n4,5")
    assert [issue.code for row in found.rows for issue in row.issues] == ["row-cut"]
    assert [note.code for note in found.notes] == ["file-ends-open"]


def test_endless_lines_and_cells_are_one_wrong_row() -> None:
    text = "a,b\n1," + "x" * (2 * LONGEST_LINE + 5) + "\n2,y\n3," + "x" * 20_000 + "\n4,z\n"
    assert good(text) == [("2", "y"), ("4", "z")]
    assert wrong(text) == [(2, "row-long"), (4, "row-long")]


def test_control_characters_are_told() -> None:
    for encoding in ("utf-8", "utf-16"):
        assert wrong("a,b\n1,2\n3,\x00\n".encode(encoding)) == [(3, "row-control")]


def test_a_file_can_be_read_again() -> None:
    file = io.BytesIO(TEXT.encode())
    assert read_csv(file).header == read_csv(file).header
    assert not file.closed
