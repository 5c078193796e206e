"""When something happened: from the many ways of writing it to microseconds since 1970 in UTC.

A time without an offset is on the clock of a time zone. Where that clock was turned back, an hour came twice: the
earlier one is taken and that is told, or the time is refused, as asked. An hour that was left out never came.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from engine.issues import Issue, Path, Refused, Severity, declare

TIME_TEXT = declare(
    "time-text",
    zh="“{got}”不是能读懂的时间。",
    en="'{got}' is not a time that can be read.",
    mend_zh="写成 2026-11-03 08:15:00，可以带时区（+08:00）；其他写法用 format 说明，例如 DD/MM/YYYY HH:mm。",
    mend_en="Write 2026-11-03 08:15:00, perhaps with an offset (+08:00); or say with format how it is written, such as"
    " DD/MM/YYYY HH:mm.",
)
TIME_GAP = declare(
    "time-gap",
    zh="{got} 在时区 {zone} 中不存在：那一小时因夏令时被跳过。",
    en="{got} never came in {zone}: the clock was put forward over that hour.",
    mend_zh="写上时区偏移，例如 +08:00，或检查所用的时区。",
    mend_en="Write the offset with it, such as +08:00, or see whether the time zone is right.",
)
TIME_TWICE = declare(
    "time-twice",
    zh="{got} 在时区 {zone} 中出现过两次：那一小时因夏令时被重复。",
    en="{got} came twice in {zone}: the clock was put back over that hour.",
    mend_zh="写上时区偏移，例如 +08:00。",
    mend_en="Write the offset with it, such as +08:00.",
)
TIME_TAKEN_EARLIER = declare(
    "time-taken-earlier",
    zh="{got} 在时区 {zone} 中出现过两次，按较早的一次读取。",
    en="{got} came twice in {zone}; the earlier one is taken.",
    mend_zh="需要准确到这一小时时，请写上时区偏移，例如 +08:00。",
    mend_en="Where that hour matters, write the offset with it, such as +08:00.",
    severity=Severity.WARNING,
)
TIME_RANGE = declare(
    "time-range",
    zh="{got} 不在 1900 年至 2999 年之间。",
    en="{got} does not lie in the years 1900 to 2999.",
    mend_zh="检查时间的写法。",
    mend_en="See how the time is written.",
)
TIME_FORMAT = declare(
    "time-format",
    zh="“{format}”不是时间的写法。",
    en="'{format}' does not say how a time is written.",
    mend_zh="用 YYYY MM DD HH mm ss 组成，例如 DD/MM/YYYY HH:mm；或者 unix、unix_ms、excel。",
    mend_en="Put it together from YYYY MM DD HH mm ss, such as DD/MM/YYYY HH:mm; or write unix, unix_ms or excel.",
)

EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  # in UTC, as all times here
EXCEL_BEGAN = datetime(1899, 12, 30)  # noqa: DTZ001
FIRST, LAST = (
    int((moment - EPOCH) / timedelta(microseconds=1))
    for moment in (datetime(1900, 1, 1), datetime(3000, 1, 1))  # noqa: DTZ001
)
NUMBERS = ("unix", "unix_ms", "excel")

_USUAL = re.compile(
    r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?"
    r"(?:(?:[Tt]| +)([0-9]{1,2})[:时]([0-9]{2})(?:[:分]([0-9]{2})(?:秒|[.,]([0-9]{1,9}))?|分)?)?"
    r" ?([Zz]|[+-][0-9]{2}:?[0-9]{2})?"
)
_TOKENS = {
    "YYYY": r"(?P<Y>[0-9]{4})",
    "YY": r"(?P<y>[0-9]{2})",
    "MM": r"(?P<M>[0-9]{2})",
    "M": r"(?P<M>[0-9]{1,2})",
    "DD": r"(?P<D>[0-9]{2})",
    "D": r"(?P<D>[0-9]{1,2})",
    "HH": r"(?P<H>[0-9]{2})",
    "H": r"(?P<H>[0-9]{1,2})",
    "hh": r"(?P<h>[0-9]{2})",
    "h": r"(?P<h>[0-9]{1,2})",
    "mm": r"(?P<m>[0-9]{2})",
    "m": r"(?P<m>[0-9]{1,2})",
    "ss": r"(?P<s>[0-9]{2})",
    "s": r"(?P<s>[0-9]{1,2})",
    "S": r"(?P<S>[0-9]{1,9})",
    "A": r"(?P<A>[AaPp][Mm]|上午|下午)",
    "Z": r"(?P<Z>[Zz]|[+-][0-9]{2}:?[0-9]{2})",
}
_TOKEN = re.compile("|".join(sorted(_TOKENS, key=len, reverse=True)))
_PATTERN_LETTER = re.compile(r"[A-Za-z]")
_MOST = 60


@dataclass(frozen=True, slots=True)
class Clock:
    """How times without an offset are understood. ``format`` None reads the usual ways of writing them."""

    zone: ZoneInfo
    refuses_twice: bool = False
    format: str | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """Microseconds since 1970-01-01 UTC, and what had to be decided about it."""

    microseconds: int
    note: Issue | None = None


def read_moment(raw: object, clock: Clock, path: Path) -> Moment | Issue:
    """A time as text or as a typed file has it; a day is its first moment on the clock."""
    if isinstance(raw, datetime):
        return _in_utc(raw, clock, raw, path)
    if isinstance(raw, date):
        return _in_utc(datetime.combine(raw, time()), clock, raw, path)
    if clock.format in NUMBERS:
        return _counted(raw, clock, path)
    text = raw.strip() if isinstance(raw, str) else ""
    if not text or len(text) > _MOST:
        return TIME_TEXT.at(path, got=_short(raw))
    parts = pattern_of(clock.format)(text) if clock.format else _usual(text)
    if parts is None:
        return TIME_TEXT.at(path, got=_short(raw))
    return _in_utc(parts, clock, text, path)


def pattern_of(format: str) -> Callable[[str], datetime | None]:
    """The reader of one way of writing times; raises :class:`Refused` for what is none."""
    known = _PATTERNS.get(format)
    if known is None:
        known = _PATTERNS[format] = _reader(format)
    return known


_PATTERNS: dict[str, Callable[[str], datetime | None]] = {}
"""Only formats of mappings, which are checked before they are kept."""


def check_format(format: str, path: Path, *, day_only: bool = False) -> list[Issue]:
    """What is wrong with a format; one of a day must not have a time in it."""
    if format in NUMBERS and not day_only:
        return []
    try:
        _reader(format)
    except Refused as refused:
        return [issue.under(path) for issue in refused.issues]
    if day_only and re.search(r"[HhmsSAZ]", format):
        return [TIME_FORMAT.at(path, format=format[:_MOST])]
    return []


def read_day(text: str, format: str) -> date | None:
    """The day that a text names in a format without a time."""
    parts = pattern_of(format)(text.strip())
    return None if parts is None else parts.date()


def _reader(format: str) -> Callable[[str], datetime | None]:
    pieces, at, tokens = [], 0, []
    for token in _TOKEN.finditer(format[:_MOST]):
        pieces += [re.escape(format[at : token.start()]), _TOKENS[token[0]]]
        tokens.append(token[0])
        at = token.end()
    pieces.append(re.escape(format[at:]))
    kinds = ["Y" if token == "YY" else token[0] for token in tokens]
    rest = _TOKEN.sub("", format)
    whole = {"Y", "M", "D"} <= set(kinds) and len(set(kinds)) == len(kinds) and not ({"H", "h"} <= set(kinds))
    if not whole or len(format) > _MOST or _PATTERN_LETTER.search(rest.replace("T", "")):
        raise Refused([TIME_FORMAT.at((), format=format[:_MOST])])
    pattern = re.compile("".join(pieces))

    def read(text: str) -> datetime | None:
        match = pattern.fullmatch(text)
        if match is None:
            return None
        found = match.groupdict()
        hour = int(found.get("H") or found.get("h") or 0)
        half = (found.get("A") or "").lower()
        if half:
            if not 1 <= hour <= 12:
                return None
            hour = hour % 12 + (12 if half in ("pm", "下午") else 0)
        year = int(found["Y"]) if found.get("Y") else 2000 + int(found["y"])
        clock = (hour, int(found.get("m") or 0), int(found.get("s") or 0), found.get("S") or "")
        return _moment((year, int(found["M"]), int(found["D"])), clock, found.get("Z"))

    return read


def _usual(text: str) -> datetime | None:
    match = _USUAL.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction, offset = match.groups()
    clock = (int(hour or 0), int(minute or 0), int(second or 0), fraction or "")
    if offset and hour is None:
        return None
    return _moment((int(year), int(month), int(day)), clock, offset)


def _moment(day: tuple[int, int, int], clock: tuple[int, int, int, str], offset: str | None) -> datetime | None:
    hour, minute, second, fraction = clock
    zone = None
    if offset:
        zone = UTC
        if offset not in "Zz":
            digits = offset[1:].replace(":", "")
            length = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
            if length >= timedelta(hours=24) or int(digits[2:]) > 59:
                return None
            zone = timezone(-length if offset[0] == "-" else length)
    try:
        # nanoseconds are cut off: no clock of an office is that exact
        return datetime(*day, hour, minute, second, int(fraction[:6].ljust(6, "0")), tzinfo=zone)
    except ValueError:
        return None


def _counted(raw: object, clock: Clock, path: Path) -> Moment | Issue:
    """Seconds or milliseconds since 1970, or days as Excel counts them (on the clock)."""
    try:
        number = raw if isinstance(raw, Decimal) else Decimal(str(raw).strip()[:_MOST])
    except InvalidOperation:
        return TIME_TEXT.at(path, got=_short(raw))
    if isinstance(raw, bool) or not number.is_finite() or abs(number) > 10**14:
        return TIME_TEXT.at(path, got=_short(raw))
    if clock.format == "excel":
        # milliseconds are as exact as a number of 15 digits can be
        length = timedelta(milliseconds=int((number * 86_400_000).to_integral_value()))
        try:
            return _in_utc(EXCEL_BEGAN + length, clock, raw, path)
        except OverflowError:
            return TIME_RANGE.at(path, got=_short(raw))
    return _checked(int(number * (1_000_000 if clock.format == "unix" else 1_000)), raw, path)


def _in_utc(moment: datetime, clock: Clock, raw: object, path: Path) -> Moment | Issue:
    if not 1900 <= moment.year <= 2999:
        return TIME_RANGE.at(path, got=_short(raw))
    note: Issue | None = None
    if moment.tzinfo is None:
        first, second = (moment.replace(tzinfo=clock.zone, fold=fold) for fold in (0, 1))
        early, late = first.utcoffset(), second.utcoffset()
        if early != late:
            got, zone = _short(raw), clock.zone.key
            if first.astimezone(UTC).astimezone(clock.zone).replace(tzinfo=None) != moment:
                return TIME_GAP.at(path, got=got, zone=zone)
            if clock.refuses_twice:
                return TIME_TWICE.at(path, got=got, zone=zone)
            note = TIME_TAKEN_EARLIER.at(path, got=got, zone=zone)
        moment = first
    offset = moment.utcoffset() or timedelta()
    local = (moment.replace(tzinfo=None, fold=0) - EPOCH) // timedelta(microseconds=1)
    found = _checked(local - offset // timedelta(microseconds=1), raw, path)
    return Moment(found.microseconds, note) if isinstance(found, Moment) else found


def _checked(microseconds: int, raw: object, path: Path) -> Moment | Issue:
    if not FIRST <= microseconds < LAST:
        return TIME_RANGE.at(path, got=_short(raw))
    return Moment(microseconds)


def _short(raw: object) -> str:
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in str(raw)[:_MOST])
