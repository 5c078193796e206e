"""Tables looked at before they are imported, as requests and answers have them."""

from __future__ import annotations

from typing import Any

from api.schemas.fields import Anything, Flag, Length, ListOf, OneOf, Part, Range, Text, Whole, WholeText
from api.schemas.path import LARGEST_NUMBER
from api.schemas.reading import Strict
from api.schemas.refusing import ISSUES
from api.schemas.words import Words as BothWords
from service.saved_mappings import USES
from service.table_preview import TablePreview

PREVIEW_EXAMPLE: dict[str, Any] = {
    "kind": "csv",
    "sheet": None,
    "sheets": [],
    "header_row": 1,
    "columns": [
        {"column": "工号", "letter": "A", "values": ["u17", "u18"], "target": "@id"},
        {"column": "备注", "letter": "B", "values": [], "target": None},
    ],
    "targets": [
        {
            "id": "@id",
            "label": {"zh": "工号", "en": "id"},
            "about": "person",
            "kind": None,
            "needed": True,
            "formats": [],
            "choices": [],
        }
    ],
    "notes": [],
}


class PreviewQuery(Strict):
    """What the table is to be used for, and how it is to be read."""

    use = Text(
        required=True,
        validate=OneOf(USES),
        metadata={"description": "What its rows are: people, figures of a rule set, or events of a dataset."},
    )
    rule_set = Text(validate=Length(1, 100), metadata={"description": "Of figures: whose inputs the columns are."})
    period = Text(validate=Length(1, 20), metadata={"description": "Of figures: the period.", "example": "2026-11"})
    version = WholeText(
        validate=Range(1, LARGEST_NUMBER), metadata={"description": "Without it, the one in force for the period."}
    )
    dataset = Text(validate=Length(1, 100), metadata={"description": "Of events: the dataset."})
    file_name = Text(load_default="", validate=Length(0, 200), metadata={"description": "Tells the kind of file."})
    sheet = Text(
        validate=Length(1, 100), metadata={"description": "The sheet of a workbook; else the first with data."}
    )
    header_row = WholeText(
        validate=Range(0, 1000), metadata={"description": "The row with the names of the columns; 0 for none."}
    )
    encoding = Text(validate=Length(1, 30), metadata={"description": "Of a CSV file; else it is found out."})


class TableColumn(Strict):
    """A column of the table."""

    column = Text(required=True)
    letter = Text(required=True, metadata={"description": "What a spreadsheet calls it."})
    values = ListOf(Text(), required=True, metadata={"description": "Its first values, as written."})
    target = Text(required=True, allow_none=True, metadata={"description": "What it probably stands for, by its name."})


class TableTarget(Strict):
    """Something that a column may stand for."""

    id = Text(required=True)
    label = Part(BothWords, required=True)
    about = Text(required=True, validate=OneOf(("person", "attribute", "input", "decision", "event")))
    kind = Text(required=True, allow_none=True, metadata={"description": "Of value; null: whatever is written."})
    needed = Flag(required=True)
    formats = ListOf(Text(), required=True, metadata={"description": "How cells may be written besides, of a dataset."})
    choices = ListOf(Text(), required=True, metadata={"description": "The values that a choice may have."})


class Preview(Strict):
    """A table and what its columns may stand for."""

    kind = Text(required=True, validate=OneOf(("csv", "xlsx", "parquet", "json")))
    sheet = Text(required=True, allow_none=True, metadata={"description": "The sheet that is read."})
    sheets = ListOf(Text(), required=True, metadata={"description": "All that are not hidden."})
    header_row = Whole(required=True, metadata={"description": "The row with the names of the columns; 0: none."})
    columns = ListOf(Part(TableColumn), required=True)
    targets = ListOf(Part(TableTarget), required=True)
    notes = ListOf(Anything(metadata=ISSUES), required=True)


def preview_json(preview: TablePreview) -> dict[str, Any]:
    return {
        "kind": preview.kind,
        "sheet": preview.sheet,
        "sheets": list(preview.sheets),
        "header_row": preview.header_row,
        "columns": [
            {"column": one.column, "letter": one.letter, "values": list(one.values), "target": one.target}
            for one in preview.columns
        ],
        "targets": [
            {
                "id": one.id,
                "label": one.label.to_json(),
                "about": one.about,
                "kind": one.kind,
                "needed": one.needed,
                "formats": list(one.formats),
                "choices": list(one.choices),
            }
            for one in preview.targets
        ],
        "notes": [issue.to_json() for issue in preview.notes],
    }
