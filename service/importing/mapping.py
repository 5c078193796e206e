"""A mapping: which column of a file stands for what, and how its cells are written. Kept with the dataset."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import available_timezones

from engine.formula.types import Kind
from engine.issues import Issue, Path, Refused, Words, did_you_mean
from engine.measures.measure import Dataset
from rules.document import fragments
from rules.document.canonical import canonical
from rules.document.shape import shape_issues
from service.events import WITHDRAWN
from service.importing.codes import MAPPING_FORMAT, MAPPING_SETTING, MAPPING_UNKNOWN
from service.importing.formats import FORMATS, is_format
from service.tables.table import Layout

_TEXT = fragments.expects({"type": "string", "minLength": 1, "maxLength": 200}, "文字", "text")
_SOURCE = {
    "anyOf": [
        _TEXT,
        fragments.record(
            {
                "column": _TEXT,
                "join": fragments.listing(_TEXT, most=10, least=2),
                "value": _TEXT,
                "format": _TEXT,
                "values": {
                    "type": "object",
                    "additionalProperties": {"type": "string", "maxLength": 200},
                    "maxProperties": 500,
                },
            }
        ),
    ],
    "x-expects": {"zh": "列名，或 {column: …, format: …}", "en": "the name of a column, or {column: …, format: …}"},
}
SCHEMA = fragments.record(
    {
        "columns": fragments.mapping(_SOURCE, 500),
        "leave_out": fragments.listing(_TEXT, most=1000),
        "sheet": _TEXT,
        "header_row": {"type": "integer", "minimum": 0, "maximum": 1000},
        "encoding": _TEXT,
        "delimiter": _TEXT,
        "time_zone": _TEXT,
        "ambiguous_times": fragments.words("earlier", "refuse"),
    }
)


@dataclass(frozen=True, slots=True)
class Source:
    """Where the values of one column come from: a ``column`` of the file, several joined by ``|``, or one ``value`` for
    all rows. ``values`` replaces what is written there."""

    column: str | None = None
    join: tuple[str, ...] = ()
    value: str | None = None
    format: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """``told`` is the mapping as data. ``leave_out`` are columns of the file that stand for nothing, whatever they are
    called. ``time_zone`` None is the workspace's."""

    told: Mapping[str, Any]
    sources: Mapping[str, Source]
    layout: Layout
    time_zone: str | None
    refuses_twice: bool
    leave_out: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return canonical(dict(self.told))


def read_mapping(told: Any, dataset: Dataset, path: Path = ()) -> ColumnMapping:
    """Raises :class:`Refused` with everything that is wrong."""
    issues = shape_issues(told, SCHEMA, path)
    if issues:
        raise Refused(issues)
    kinds = kinds_of(dataset)
    sources = {}
    for name, raw in told.get("columns", {}).items():
        at = (*path, "columns", name)
        if name not in kinds:
            issues.append(MAPPING_UNKNOWN.at(at, name=name[:60], hint=did_you_mean(name, kinds)))
            continue
        raw = {"column": raw} if isinstance(raw, str) else raw
        issues += _format_issues(raw, kinds[name], at)
        if sum(key in raw for key in ("column", "join", "value")) != 1:
            expected = Words("写 column、join、value 之一。", "Write one of column, join and value.")
            issues.append(MAPPING_SETTING.at(at, value=name, setting=Words("来源", "source"), expected=expected))
        sources[name] = Source(
            raw.get("column"), tuple(raw.get("join", ())), raw.get("value"), raw.get("format"), raw.get("values", {})
        )
    issues += _setting_issues(told, path)
    if issues:
        raise Refused(issues)
    layout = Layout(told.get("sheet"), told.get("header_row"), told.get("encoding"), told.get("delimiter"))
    refuses = told.get("ambiguous_times") == "refuse"
    return ColumnMapping(told, sources, layout, told.get("time_zone"), refuses, tuple(told.get("leave_out", ())))


def kinds_of(dataset: Dataset) -> dict[str, str]:
    """What may be mapped, and as which kind its cells are read: ``name`` for ids of events and people, ``time``, or the
    kind of a declared column."""
    kinds = {dataset.key: "name", dataset.subject: "name", dataset.time: "time", WITHDRAWN: str(Kind.FLAG)}
    return {**kinds, **{name: str(item.type.kind) for name, item in dataset.columns.items()}}


def _format_issues(raw: Mapping[str, Any], kind: str, at: Path) -> list[Issue]:
    form = raw.get("format")
    if form is None or is_format(kind, form):
        return []
    known = ", ".join(FORMATS.get(kind, ("—",)))
    return [MAPPING_FORMAT.at((*at, "format"), format=form[:60], kind=kind, known=known)]


def _setting_issues(told: Mapping[str, Any], path: Path) -> list[Issue]:
    issues = []

    def wrong(key: str, zh: str, en: str, hint: Words | None = None) -> None:
        expected = Words(zh, en)
        issues.append(MAPPING_SETTING.at((*path, key), value=told[key][:60], setting=key, expected=expected, hint=hint))

    if "time_zone" in told and told["time_zone"] not in available_timezones():
        hint = did_you_mean(told["time_zone"], available_timezones())
        wrong("time_zone", "使用 IANA 名称，例如 Asia/Shanghai。", "Use an IANA name such as Asia/Shanghai.", hint)
    if "delimiter" in told and (len(told["delimiter"]) != 1 or told["delimiter"] in "\"'\r\n"):
        wrong("delimiter", "写一个字符，例如 ; 或制表符。", "Write one character, such as ; or a tab.")
    if "encoding" in told and not _is_text_encoding(told["encoding"]):
        wrong("encoding", "例如 utf-8、gb18030、utf-16。", "Such as utf-8, gb18030 or utf-16.")
    return issues


def _is_text_encoding(name: str) -> bool:
    try:
        return codecs.lookup(name)._is_text_encoding and "\n".encode(name).decode(name) == "\n"
    except (LookupError, UnicodeError, ValueError):
        return False
