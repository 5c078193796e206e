"""Reporting events of Chatwoot: first response, replies, resolutions, as its API or its database give them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from engine.issues import Issue, Refused, Words
from service.importing.formats import spelled
from service.sources.codes import SOURCE_LINE, SOURCE_NOBODY, SOURCE_UNUSED
from service.sources.json_values import is_json, objects_in
from service.sources.lines import unpacked
from service.sources.source import Setting, Source
from service.tables.matching import name_key
from service.tables.opening import opened_table
from service.tables.table import Row, Table
from service.tables.times import EPOCH, Clock, Moment, read_moment

KINDS = (
    "first_response",
    "reply_time",
    "conversation_resolved",
    "conversation_opened",
    "conversation_bot_resolved",
    "conversation_bot_handoff",
    "conversation_captain_inference_resolved",
    "conversation_captain_inference_handoff",
)
DATASET: Mapping[str, Any] = {
    "subject": "agent",
    "time": "at",
    "id": "event_id",
    "label": {"zh": "Chatwoot 报表事件", "en": "Chatwoot reporting events"},
    "columns": {
        "kind": {"choice": list(KINDS)},
        "lasted": "duration",
        "lasted_in_hours": "duration",
        "reopened": "flag",
        "conversation": "text",
        "inbox": "text",
        "account": "text",
    },
}
HEADER = ("event_id", "agent", "at", *DATASET["columns"])
MOST_NAMES = 200
_NEEDED = ("id", "name", "value")
_DATABASE_CLOCK = Clock(ZoneInfo("UTC"))
_COUNTED_CLOCK = Clock(ZoneInfo("UTC"), format="unix")


def read_reporting_events(file: BinaryIO, setting: Setting) -> Table:
    notes: list[Issue] = []
    return Table(HEADER, _rows(unpacked(file, setting.place), setting, notes), 0, 0, notes)


def _rows(file: BinaryIO, setting: Setting, notes: list[Issue]) -> Iterator[Row]:
    unused: Counter[str] = Counter()
    nobody: Counter[str] = Counter()
    for number, line, event, trouble in _events(file, setting, notes):
        if trouble:
            yield Row(number, line, (), trouble)
            continue
        name = _text(event, "name")
        if name not in KINDS and name:
            unused[name[:60]] += 1
            continue
        record = _record(event, number)
        if isinstance(record, Issue):
            yield Row(number, line, (), (replace(record, line=line),))
            continue
        holder = record["agent"]
        record["agent"] = setting.people.get(holder, holder)
        if not _text(event, "user_id"):
            nobody[holder] += record["agent"] == holder
        yield Row(number, line, tuple(record.get(column, "") for column in HEADER))
    for holder, count in nobody.most_common(MOST_NAMES):
        if count:
            notes.append(SOURCE_NOBODY.at((), count=count, holder=holder[:60]))
    notes += [SOURCE_UNUSED.at((), count=count, name=name) for name, count in unused.most_common(MOST_NAMES)]


_Event = tuple[int, int, Mapping[str, Any], tuple[Issue, ...]]
"""Number, line, the event by the names of its parts, and what is wrong with it as a whole."""


def _events(file: BinaryIO, setting: Setting, notes: list[Issue]) -> Iterator[_Event]:
    if is_json(file):
        for number, found in enumerate(objects_in(file), start=1):
            trouble = found.trouble
            if trouble is None and not isinstance(found.value, dict):
                trouble = _wrong(number, "应为 JSON 对象", "it should be a JSON object")
            issues = () if trouble is None else (replace(trouble, path=("rows", number), line=found.line),)
            yield number, found.line, found.value if not issues else {}, issues
        return
    kind = "csv" if setting.kind == "text" else setting.kind
    with opened_table(file, kind) as table:
        names = [name_key(name) for name in table.header]
        missing = [name for name in _NEEDED if name not in names]
        if missing:
            why = Words(f"没有列 {', '.join(missing)}", f"there is no column {', '.join(missing)}")
            raise Refused([replace(SOURCE_LINE.at((), why=why), line=table.line or None)])
        for row in table.rows:
            issues = tuple(replace(issue, line=row.line) for issue in row.issues)
            cells = [] if issues else [spelled(cell, "text") for cell in row.cells]
            yield row.number, row.line, dict(zip(names, cells, strict=False)), issues
        notes += table.notes


def _record(event: Mapping[str, Any], number: int) -> dict[str, str] | Issue:
    for name in _NEEDED:
        if not _text(event, name):
            return _wrong(number, f"缺少 {name}", f"it has no {name}")
    moment = next(_moments(event, "created_at" if _text(event, "created_at") else "event_end_time"), None)
    if moment is None:
        return _wrong(number, "created_at 不是时间", "its created_at is no time")
    kind = _text(event, "name")
    user, inbox = _text(event, "user_id"), _text(event, "inbox_id")
    record = {
        "event_id": _text(event, "id"),
        "agent": user or f"inbox/{inbox or '-'}",
        "at": f"{(EPOCH + timedelta(microseconds=moment)).isoformat()}Z",
        "kind": kind,
        "conversation": _text(event, "conversation_id"),
        "inbox": inbox,
        "account": _text(event, "account_id"),
    }
    for column, name in (("lasted", "value"), ("lasted_in_hours", "value_in_business_hours")):
        text = _text(event, name)
        seconds = _seconds(text)
        if text and seconds is None:
            return _wrong(number, f"{name} “{text[:40]}”不是秒数", f"its {name} '{text[:40]}' is no number of seconds")
        if seconds is not None:
            record[column] = seconds
    if kind == "conversation_opened":
        # what is opened for the first time has waited for nothing; else the value is the time since it was resolved
        record["reopened"] = "true" if record["lasted"] != "0" else "false"
    return record


def _moments(event: Mapping[str, Any], *names: str) -> Iterator[int]:
    for name in names:
        text = _text(event, name)
        clock = _COUNTED_CLOCK if text.replace(".", "", 1).isdigit() else _DATABASE_CLOCK
        read = read_moment(text.removesuffix(" UTC"), clock, ()) if text else None
        if isinstance(read, Moment):
            yield read.microseconds


def _seconds(text: str) -> str | None:
    """As many decimals as a dataset keeps; databases keep these numbers as floats, with noise at the end."""
    try:
        number = Decimal(text)
    except ArithmeticError:
        return None
    if not number.is_finite() or not 0 <= number < 10**9:
        return None
    return f"{round(number, 6).normalize():f}"


def _text(event: Mapping[str, Any], name: str) -> str:
    value = event.get(name)
    if value is None or isinstance(value, bool | dict | list):
        return ""
    return f"{value:f}" if isinstance(value, Decimal) else str(value).strip()


def _wrong(number: int, zh: str, en: str) -> Issue:
    return SOURCE_LINE.at(("rows", number), why=Words(zh, en))


CHATWOOT_REPORTING_EVENTS = Source(
    id="chatwoot-reporting-events",
    label=Words("Chatwoot 报表事件（reporting_events）", "Chatwoot reporting events"),
    about=Words(
        "首次响应、每次回复、会话解决与重新打开各一条，含自然时长和工作时长",
        "one record for every first response, reply, resolution and reopening, with the time it took by the clock and"
        " in business hours",
    ),
    usual="chatwoot_events",
    dataset=DATASET,
    read=read_reporting_events,
)
