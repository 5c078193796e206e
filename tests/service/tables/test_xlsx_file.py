"""Spreadsheets as offices make them, and those that are made to break the reader."""

from __future__ import annotations

import io
import re
import time
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from datetime import time as clock_time
from decimal import Decimal
from typing import Any

import pytest
import xlsxwriter

from engine.issues import Refused
from service.tables.table import Layout, Padded, Spoilt
from service.tables.xlsx_file import read_xlsx

MOMENT = datetime(2026, 11, 3, 8, 15)  # noqa: DTZ001  # as a spreadsheet has it: on the clock of its place


def workbook(fill: Callable[[Any], None]) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    fill(book)
    book.close()
    return file.getvalue()


def rewritten(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """The same spreadsheet with its parts changed."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return file.getvalue()


def read(content: bytes, **known: Any) -> tuple[tuple[str, ...], dict[int, tuple[Any, ...]]]:
    table = read_xlsx(io.BytesIO(content), Layout(**known))
    return table.header, {row.number: row.cells for row in table.rows}


def small(book: Any) -> None:
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["a", "b"])
    sheet.write_row(1, 0, [1, 2])


def test_cells_are_what_they_show() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        form = {
            kind: book.add_format({"num_format": kind})
            for kind in ("0.0%", "hh:mm:ss", "[h]:mm:ss", "yyyy-mm-dd hh:mm")
        }
        sheet.write_row(2, 1, ["n", "p", "t", "d", "w", "f"])
        sheet.write_number(3, 1, 0.1 + 0.2)
        sheet.write_number(3, 2, 0.05, form["0.0%"])
        sheet.write_number(3, 3, 195 / 86400, form["hh:mm:ss"])
        sheet.write_number(3, 4, 1.5, form["[h]:mm:ss"])
        sheet.write_datetime(3, 5, MOMENT, form["yyyy-mm-dd hh:mm"])
        sheet.write_formula(3, 6, "=1+1", None, 2)

    header, rows = read(workbook(fill))
    assert header == ("", "n", "p", "t", "d", "w", "f")
    assert rows[4] == (
        None, Decimal("0.3"), "5%", clock_time(0, 3, 15), timedelta(days=1, hours=12),
        MOMENT, Decimal(2),
    )  # fmt: skip


def test_the_first_sheet_that_people_see_is_read() -> None:
    def fill(book: Any) -> None:
        hidden, empty, shown, other = (book.add_worksheet(name) for name in ("隐藏", "空", "数据", "其他"))
        for sheet in (hidden, shown, other):
            sheet.write_row(0, 0, [sheet.name, "b"])
            sheet.write_row(1, 0, [1, 2])
        hidden.hide()
        empty.activate()

    content = workbook(fill)
    table = read_xlsx(io.BytesIO(content))
    assert table.header == ("数据", "b")
    assert "其他" in table.notes[0].message.zh and "隐藏" not in table.notes[0].message.zh
    assert read(content, sheet="隐藏")[0] == ("隐藏", "b")
    with pytest.raises(Refused) as refused:
        read(content, sheet="无")
    assert refused.value.issues[0].code == "sheet-unknown" and "数据" in str(refused.value.issues[0].hint)


def test_merged_headers_and_merged_cells() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 0, 4, "十一月")
        sheet.merge_range(1, 0, 2, 0, "工号")
        sheet.merge_range(1, 1, 1, 2, "上午")
        sheet.merge_range(1, 3, 1, 4, "下午")
        sheet.write_row(2, 1, ["接听", "等待", "接听", "拒接"])
        sheet.merge_range(3, 0, 4, 0, "张三")
        sheet.write_row(3, 1, [1, 2, 3, 4])
        sheet.write_row(4, 1, [5, 6, 7, 8])

    header, rows = read(workbook(fill))
    assert header == ("工号", "上午 接听", "等待", "下午 接听", "拒接")
    assert [cells[0] for cells in rows.values()] == ["张三", "张三"]
    assert list(rows) == [4, 5]


def test_a_formula_without_its_result_is_told() -> None:
    content = workbook(lambda book: (small(book), book.worksheets()[0].write_formula(1, 1, "=1+1", None, 2)))
    unsaved = rewritten(content, lambda name, data: data.replace(b"<f>1+1</f><v>2</v>", b"<f>1+1</f>"))
    row = next(iter(read_xlsx(io.BytesIO(unsaved)).rows))
    assert [(issue.code, issue.path) for issue in row.issues] == [("cell-not-calculated", ("rows", 2, "B"))]
    assert next(iter(read_xlsx(io.BytesIO(content)).rows)).issues == ()


def test_no_result_that_was_not_saved_is_taken_for_an_empty_cell_however_many_there_are() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["a", "b"])
        for row in range(1, 10_002):
            sheet.write(row, 0, row)
            sheet.write_formula(row, 1, "=1+1", None, 2)
        sheet.merge_range(10_002, 1, 10_003, 1, "")
        sheet.write_formula(10_002, 1, "=1+1", None, 2)
        sheet.write_column(10_002, 0, [1, 2])

    unsaved = rewritten(workbook(fill), lambda name, data: data.replace(b"<f>1+1</f><v>2</v>", b"<f>1+1</f>"))
    rows = list(read_xlsx(io.BytesIO(unsaved)).rows)
    assert len(rows) == 10_003
    assert {tuple((issue.code, issue.column) for issue in row.issues) for row in rows} == {
        (("cell-not-calculated", 2),)
    }


def test_an_error_is_no_empty_cell() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["a", "b", "c"])
        sheet.write_row(1, 0, ["x", 2])
        sheet.write_formula(1, 2, "=1/0", None, "#DIV/0!")
        sheet.write_row(2, 0, ["y", 3, 4])
        sheet.write_formula(3, 0, "=NA()", None, "#N/A")

    _, rows = read(workbook(fill))
    assert rows == {2: ("x", 2, "#DIV/0!"), 3: ("y", 3, 4), 4: ("#N/A", None, None)}
    assert isinstance(rows[2][2], Spoilt) and rows[2][2].is_error and not isinstance(rows[2][0], Spoilt)


def test_zeros_in_front_are_shown_and_no_number_loses_digits_unnoticed() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        four, units = (book.add_format({"num_format": form}) for form in ("0000", '0000"件"'))
        sheet.write_row(0, 0, ["a", "b", "c", "d"])
        sheet.write_number(1, 0, 17, four)
        sheet.write_number(1, 1, 17, units)
        sheet.write_number(1, 2, 12345678901234567)
        sheet.write_number(1, 3, 10**15)

    _, rows = read(workbook(fill))
    padded, plain, cut, large = rows[2]
    assert isinstance(padded, Padded) and (padded, padded.shown) == (Decimal(17), "0017")
    assert plain == Decimal(17) and not isinstance(plain, Padded)
    assert isinstance(cut, Spoilt) and not cut.is_error
    assert large == Decimal(10**15)


def test_a_sheet_with_entities_is_refused() -> None:
    def change(name: str, data: bytes) -> bytes:
        if not name.endswith("sheet1.xml"):
            return data
        declared = b'<!DOCTYPE w [<!ENTITY n "2">]><worksheet'
        return data.replace(b"<worksheet", declared, 1).replace(b"<v>2</v>", b"<v>&n;</v>")

    with pytest.raises(Refused) as refused:
        read(rewritten(workbook(small), change))
    assert refused.value.issues[0].code == "file-unreadable"


def far_cell(name: str, data: bytes) -> bytes:
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    return data.replace(b"</sheetData>", far) if name.endswith("sheet1.xml") else data


def unusual_far_cell(name: str, data: bytes) -> bytes:
    return far_cell(name, data).replace(b'<c r="XFD1048576">', b'<c t="n" r="XFD1048576">')


def false_extent(name: str, data: bytes) -> bytes:
    return re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', data)


def blown_up(name: str, data: bytes) -> bytes:
    return data + b" " * (600 << 20) if name.endswith("sharedStrings.xml") else data


@pytest.mark.parametrize("change", [far_cell, unusual_far_cell, false_extent])
def test_a_sheet_that_would_fill_the_memory_is_refused_at_once(change: Callable[[str, bytes], bytes]) -> None:
    content = rewritten(workbook(small), change)
    with pytest.raises(Refused) as refused:
        read(content)
    assert refused.value.issues[0].code == "file-too-large-inside"


def declared(content: bytes, part: str, size: int) -> bytes:
    """The spreadsheet with another size declared for one of its parts, in the directory and before the part."""
    name = part.encode()
    changed = bytearray(content)
    at = changed.rfind(name) - 46
    changed[at + 24 : at + 28] = size.to_bytes(4, "little")
    at = changed.find(name) - 30
    changed[at + 22 : at + 26] = size.to_bytes(4, "little")
    return bytes(changed)


def test_a_bomb_is_known_by_its_declared_sizes() -> None:
    content = workbook(small)
    began = time.process_time()
    for size in (600 << 20, 100 << 20):
        with pytest.raises(Refused) as refused:
            read(declared(content, "xl/worksheets/sheet1.xml", size))
        assert refused.value.issues[0].code == "file-too-large-inside"
    # nothing was unpacked: that would take a hundred times as long
    assert time.process_time() - began < 1


def test_a_part_that_is_larger_than_declared_is_refused() -> None:
    content = workbook(lambda book: (small(book), book.worksheets()[0].write_column(2, 0, ["word"] * 500)))
    for part in ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"):
        with pytest.raises(Refused) as refused:
            read(declared(content, part, 100))
        assert refused.value.issues[0].code == "file-unreadable"


def test_a_folder_of_endless_parts_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as parts:
        for number in range(6_000):
            parts.writestr(f"{number}", "")
    with pytest.raises(Refused) as refused:
        read(file.getvalue())
    assert refused.value.issues[0].code == "file-too-large-inside"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"no zip", "file-unreadable"),
        (b"PK\x03\x04 and no more", "file-unreadable"),
        (b"\xd0\xcf\x11\xe0 an old or locked file", "file-locked"),
        (workbook(small)[:900], "file-unreadable"),
        (workbook(lambda book: book.add_worksheet()), "file-empty"),
    ],
    ids=["text", "start", "old", "half", "empty"],
)
def test_what_is_no_table_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read(content)
    assert refused.value.issues[0].code == code
