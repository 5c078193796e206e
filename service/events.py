"""One event: from what was sent or written in a row to checked values, with everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from engine.door import read_value
from engine.formula.types import FLAG, Kind
from engine.issues import Issue, Path, Refused, declare, did_you_mean
from engine.measures.measure import Dataset
from engine.values import Input, Value
from service.tables.times import EPOCH, Clock, Moment, read_moment
from service.text import checked_text

LONGEST_ID = 200
LONGEST_TEXT = 2_000

EVENT_WITHOUT = declare(
    "event-without",
    zh="缺少“{name}”。",
    en="'{name}' is lacking.",
    mend_zh="每条记录都要写明编号、人员和时间；撤回时只需编号。",
    mend_en="Every record says its id, whose it is and when it was; to withdraw it, the id is enough.",
)
EVENT_COLUMN_UNKNOWN = declare(
    "event-column-unknown",
    zh="数据集没有名为“{name}”的列。",
    en="The dataset has no column '{name}'.",
    mend_zh="检查名称的拼写，或先在数据集中声明这一列。",
    mend_en="Check the spelling, or declare the column first.",
)
EVENT_TEXT = declare(
    "event-text",
    zh="“{name}”应为最多 {most} 个字符的文字，不含控制字符。",
    en="'{name}' must be text of at most {most} characters without control characters.",
    mend_zh="缩短文字，或去掉控制字符。",
    mend_en="Shorten it, or remove the control characters.",
)

Given = Mapping[str, object]
"""Values by declared name, as JSON or a row of a table has them; None is no value."""

WITHDRAWN = "withdrawn"
_FLAG = Input(WITHDRAWN, FLAG)


@dataclass(frozen=True, slots=True)
class Event:
    """``microseconds`` since 1970-01-01 UTC. Of a withdrawn event only the id counts."""

    id: str
    subject: str | None
    microseconds: int | None
    withdrawn: bool
    values: Mapping[str, Value]
    notes: tuple[Issue, ...] = ()

    @property
    def time(self) -> datetime | None:
        """In UTC."""
        return None if self.microseconds is None else utc_of(self.microseconds)


def utc_of(microseconds: int) -> datetime:
    return EPOCH.replace(tzinfo=UTC) + timedelta(microseconds=microseconds)


def microseconds_of(moment: datetime) -> int:
    return (moment.astimezone(UTC).replace(tzinfo=None) - EPOCH) // timedelta(microseconds=1)


def read_event(dataset: Dataset, given: Given, clock: Clock, path: Path) -> Event | list[Issue]:
    """The event, or every problem with it."""
    issues: list[Issue] = []
    id = _name(given.get(dataset.key), dataset.key, path, issues)
    withdrawn = _withdrawn(given, path, issues)
    if withdrawn:
        return issues or Event(str(id), None, None, True, {})
    subject = _name(given.get(dataset.subject), dataset.subject, path, issues)
    moment = None
    if given.get(dataset.time) is None:
        issues.append(EVENT_WITHOUT.at((*path, dataset.time), name=dataset.time))
    else:
        moment = read_moment(given[dataset.time], clock, (*path, dataset.time))
        if isinstance(moment, Issue):
            issues.append(moment)
    known = {dataset.key, dataset.subject, dataset.time, WITHDRAWN}
    values: dict[str, Value] = {}
    for name, raw in given.items():
        item = dataset.columns.get(name)
        if item is None:
            if name not in known:
                hint = did_you_mean(name, [*dataset.columns, *known])
                issues.append(EVENT_COLUMN_UNKNOWN.at((*path, name[:60]), name=name[:60], hint=hint))
        elif raw is not None:
            value = read_cell(item, raw, (*path, name))
            if isinstance(value, Issue):
                issues.append(value)
            else:
                values[name] = value
    if issues or not isinstance(moment, Moment):
        return issues
    notes = () if moment.note is None else (moment.note,)
    return Event(str(id), subject, moment.microseconds, False, values, notes)


def read_cell(item: Input, raw: object, path: Path) -> Value | Issue:
    """As at the door, but texts of events may be longer and have line breaks: nothing is computed with them."""
    if item.type.kind is Kind.TEXT and isinstance(raw, str):
        try:
            return checked_text(raw, item.id, high=LONGEST_TEXT)
        except Refused:
            return EVENT_TEXT.at(path, name=item.id, most=LONGEST_TEXT)
    return read_value(item, raw, path)


def cell_text(value: Value, item: Input) -> str:
    """A checked value as the text that SQL casts back exactly."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Fraction):
        if item.type.kind is Kind.DATE:
            return date.fromordinal(int(value)).isoformat()
        scaled = int(value * 10**8)
        return f"{Decimal(scaled).scaleb(-8).normalize():f}"
    return str(value)


def _name(raw: object, name: str, path: Path, issues: list[Issue]) -> str | None:
    """An id: text without blanks around it, or a whole number as text."""
    text = raw if isinstance(raw, str) else str(raw) if isinstance(raw, int | Decimal) else ""
    text = text.strip()
    at = (*path, name)
    if raw is None or (text == "" and isinstance(raw, str)):
        issues.append(EVENT_WITHOUT.at(at, name=name))
        return None
    try:
        if isinstance(raw, bool) or (isinstance(raw, Decimal) and raw != raw.to_integral_value()):
            raise Refused([])
        return checked_text(text, name, low=1, high=LONGEST_ID)
    except Refused:
        issues.append(EVENT_TEXT.at(at, name=name, most=LONGEST_ID))
        return None


def _withdrawn(given: Given, path: Path, issues: list[Issue]) -> bool:
    raw = given.get(WITHDRAWN)
    if raw is None:
        return False
    value = read_value(_FLAG, raw, (*path, WITHDRAWN))
    if isinstance(value, Issue):
        issues.append(value)
        return False
    return bool(value)
