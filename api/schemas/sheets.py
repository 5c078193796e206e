"""Uploads of people and figures, as requests and answers have them."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError

from api.codes import FIELD_VALUE
from api.json import read_json
from api.schemas.correcting import A_REASON, CORRECTION, REASON
from api.schemas.fields import (
    Anything,
    Flag,
    FlagText,
    Length,
    ListOf,
    Mapped,
    OneOf,
    Part,
    Range,
    Text,
    Whole,
    WholeText,
)
from api.schemas.path import LARGEST_NUMBER
from api.schemas.people_queries import A_DAY
from api.schemas.reading import Strict
from api.schemas.refusing import ISSUES, on_refused
from engine.issues import Refused, Words
from service.tables.opening import MEDIA

FILE_SCHEMA: dict[str, Any] = {
    "type": "string",
    "format": "binary",
    "description": "The file itself: CSV in any usual encoding, an Excel workbook or Parquet.",
}
FILE_MEDIA = tuple(MEDIA)
FILE_EXAMPLE = "工号,姓名,岗位,班组,上级\nu17,张三,agent,night,m2\n"
FIGURES_FILE_EXAMPLE = "工号,服务得分,退款率\nu17,4.5,2%\nu18,4.8,1.5%\n"
FILE_FORM: dict[str, Any] = {
    "type": "object",
    "properties": {
        "file": {"type": "string", "format": "binary", "description": "CSV, xlsx or Parquet."},
        "mapping": {"type": "string", "description": "As in the query, where it would be too long there."},
    },
    "required": ["file"],
    "additionalProperties": False,
    "example": {"file": FILE_EXAMPLE},
}

REPORT_EXAMPLE: dict[str, Any] = {
    "dry_run": True,
    "rows": 60,
    "new": 58,
    "changed": 1,
    "unchanged": 0,
    "refused": 1,
    "codes": {"value-text": 1},
    "issues": [
        {
            "code": "value-text",
            "severity": "error",
            "message": {
                "zh": "“team”的文字超过 500 个字符，或含有看不见的字符",
                "en": "The text of 'team' has more than 500 characters or characters that do not show",
            },
            "path": "rows[7].D",
            "hint": {
                "zh": "缩短文字，去掉换行和控制字符",
                "en": "Shorten it and remove line breaks and control characters",
            },
            "line": 7,
            "column": 4,
        }
    ],
    "more": 0,
    "notes": [],
    "columns": [{"column": "工号", "target": "@id"}, {"column": "备注", "target": None}],
    "first": [{"row": 2, "id": "u17", "name": "张三", "from": "2026-01-01", "attributes": {"team": "night"}}],
    "revision": 12,
    "hash": "sha256:a41c0ffee254d1c5b2f5a8a5f3d1b0d4a5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0",
}


class Mapping(Text):
    """JSON from column names to what they stand for."""

    expected = Words('{"班组":"team"} 这样的 JSON', 'JSON such as {"Squad":"team"}')

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        try:
            found = read_json(text.encode())
        except Refused:
            found = None
        if not isinstance(found, dict) or not all(to is None or isinstance(to, str) for to in found.values()):
            raise ValidationError([FIELD_VALUE.at((), expected=self.expected)])
        return found


class SheetQuery(Strict):
    """How a file is to be read."""

    file_name = Text(
        load_default="", validate=Length(0, 200), metadata={"description": "Kept with what is stored; tells the kind."}
    )
    mapping = Mapping(
        validate=Length(1, 200),
        metadata={
            "type": "string",
            "maxLength": 8000,
            "description": "JSON: what columns stand for that are not called after it; null leaves a column out.",
            "example": '{"Squad":"team","Notes":null}',
        },
    )
    sheet = Text(
        validate=Length(1, 100), metadata={"description": "The sheet of a workbook; else the first with data."}
    )
    header_row = WholeText(
        validate=Range(0, 1000), metadata={"description": "The row with the names of the columns; 0 for none."}
    )
    encoding = Text(validate=Length(1, 30), metadata={"description": "Of a CSV file; else it is found out."})
    dry_run = FlagText(load_default=False, metadata={"description": "Store nothing; tell what would come of it."})
    on_refused = on_refused("What happens to the other rows when one is refused.")
    skip_issues = WholeText(
        load_default=0,
        validate=Range(0, 1_000_000),
        metadata={"description": "Leave out so many issues, to read those beyond the first 1,000 by dry runs."},
    )


class PeopleSheetQuery(SheetQuery):
    """How a list of people is to be read."""

    from_ = Text(
        data_key="from",
        validate=A_DAY,
        metadata={"description": "Since when it holds, for rows that do not say so.", "example": "2026-01-01"},
    )
    empty = Text(
        load_default="keep",
        validate=OneOf(("keep", "clear")),
        metadata={"description": "An empty cell says nothing (`keep`), or that there is no value (`clear`)."},
    )


class FiguresSheetQuery(SheetQuery):
    """How a sheet of figures is to be read."""

    rule_set = Text(
        required=True,
        validate=Length(1, 100),
        metadata={"description": "Whose inputs the columns are.", "example": "taobao-presales"},
    )
    version = WholeText(
        validate=Range(1, LARGEST_NUMBER), metadata={"description": "Without it, the one in force for the period."}
    )
    unknown_people = Text(
        load_default="refuse",
        validate=OneOf(("refuse", "create")),
        metadata={"description": "`create` adds whoever is not in the list, from the first day of the period."},
    )
    correction = FlagText(load_default=False, metadata=CORRECTION)
    reason = Text(validate=A_REASON, metadata=REASON)


class SheetColumn(Strict):
    """A column of the file."""

    column = Text(required=True)
    target = Text(required=True, allow_none=True, metadata={"description": "What it stands for; null: not used."})


class Report(Strict):
    """What came of a file, or would come of it."""

    dry_run = Flag(required=True)
    rows = Whole(required=True, metadata={"description": "Rows read, without empty ones."})
    new = Whole(required=True, metadata={"description": "People who were not in the list."})
    changed = Whole(required=True)
    unchanged = Whole(required=True)
    refused = Whole(required=True, metadata={"description": "Rows left out."})
    codes = Mapped(
        keys=Text(),
        values=Whole(),
        required=True,
        metadata={"description": "All issues of refused rows, counted by code."},
    )
    issues = ListOf(
        Anything(metadata=ISSUES),
        required=True,
        metadata={"description": "Why; `path` names row and column as a spreadsheet does: `rows[7].D`."},
    )
    more = Whole(required=True, metadata={"description": "How many issues there are after those listed."})
    notes = ListOf(Anything(metadata=ISSUES), required=True)
    columns = ListOf(Part(SheetColumn), required=True)
    first = ListOf(
        Anything(metadata={"type": "object"}),
        required=True,
        metadata={"description": "The first rows as they are understood."},
    )
    revision = Whole(required=True)
    hash = Text(required=True)
