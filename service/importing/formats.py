"""How cells are written when they are not written as the door reads them: each format turns a text into such a one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from engine.formula.types import Kind
from engine.issues import Words
from service.tables.cells import seconds_of
from service.tables.table import Cell, Padded, Spoilt, is_blank
from service.tables.times import NUMBERS, check_format, read_day

TYPED = "\x02"
"""Before a date or time that a typed file holds as such: no format is needed to read it."""

SPOILT = "\x03"
"""Before what stands in the place of a lost value (:class:`service.tables.table.Spoilt`), which no column takes."""

_THOUSANDS = re.compile(r"[¥￥$€£]? ?(-?)[¥￥$€£]?([0-9]{1,3}(?:,[0-9]{3})*|[0-9]+)(\.[0-9]+)?")
_DECIMAL_COMMA = re.compile(r"(-?)([0-9]{1,3}(?:\.[0-9]{3})*|[0-9]+)(?:,([0-9]+))?")
_PLAIN = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_MINUTES = re.compile(r"([0-9]{1,5}):([0-5]?[0-9])(\.[0-9]{1,6})?")
_HOURS = re.compile(r"([0-9]{1,5}):([0-5]?[0-9]):([0-5]?[0-9])(\.[0-9]{1,6})?")
_TYPED_SECONDS = re.compile(r"[0-9]+(?:\.[0-9]+)?s")


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell that is not written in the format that was named: the door refuses it, and shows it as it is."""

    text: str

    def __str__(self) -> str:
        return self.text


Reader = Callable[[str], str | None]
"""From a cell to what the door reads; None when it is not written in this format."""


def _thousands(text: str) -> str | None:
    match = _THOUSANDS.fullmatch(text)
    return None if match is None else f"{match[1]}{_stripped(match[2].replace(',', ''))}{match[3] or ''}"


def _decimal_comma(text: str) -> str | None:
    match = _DECIMAL_COMMA.fullmatch(text)
    if match is None:
        return None
    return f"{match[1]}{_stripped(match[2].replace('.', ''))}" + (f".{match[3]}" if match[3] else "")


def _percent(text: str) -> str | None:
    number = text.removesuffix("%").rstrip()
    return f"{number}%" if _PLAIN.fullmatch(number) else None


def _scaled(factor: str) -> Reader:
    def read(text: str) -> str | None:
        if _TYPED_SECONDS.fullmatch(text):
            return text
        return f"{(Decimal(text) * Decimal(factor)).normalize():f}" if _PLAIN.fullmatch(text) else None

    return read


def _clock(pattern: re.Pattern[str]) -> Reader:
    def read(text: str) -> str | None:
        if _TYPED_SECONDS.fullmatch(text):
            return text
        match = pattern.fullmatch(text)
        if match is None:
            return None
        *parts, fraction = match.groups()
        seconds = 0
        for part in parts:
            seconds = seconds * 60 + int(part)
        return f"{seconds}{(fraction or '').rstrip('0').rstrip('.')}"

    return read


_NUMBERS: Mapping[str, Reader] = {"1,234.50": _thousands, "1.234,50": _decimal_comma}
_LOOKS = tuple(
    (re.compile(pattern), form)
    for pattern, form in (
        (r"(19|20)[0-9]{2}(0[1-9]|1[0-2])([0-2][0-9]|3[01])", "YYYYMMDD"),
        (r"(19|20)[0-9]{2}(0[1-9]|1[0-2])([0-2][0-9]|3[01]) [0-9]{6}", "YYYYMMDD HHmmss"),
        (r"[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}", "YYYY/M/D"),
        (r"[0-9]{4}\.[0-9]{1,2}\.[0-9]{1,2}", "YYYY.M.D"),
        (r"[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日", "YYYY年M月D日"),
        (r"[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}", "D.M.YYYY"),
        (r"[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4} [0-9]{1,2}:[0-9]{2}", "D.M.YYYY H:mm"),
        (r"[2-6][0-9]{4}(\.[0-9]+)?", "excel"),
        (r"1[0-9]{9}(\.[0-9]+)?", "unix"),
        (r"1[0-9]{12}", "unix_ms"),
    )
)
"""How dates and times often look, and what they then mean. Days and months with / or - may be either way round."""

_BY_KIND: Mapping[str, Mapping[str, Reader]] = {
    Kind.NUMBER: _NUMBERS,
    Kind.MONEY: _NUMBERS,
    Kind.COUNT: _NUMBERS,
    Kind.RATING: _NUMBERS,
    Kind.PERCENT: {"85": _percent},
    Kind.DURATION: {
        "seconds": _scaled("1"),
        "milliseconds": _scaled("0.001"),
        "minutes": _scaled("60"),
        "hours": _scaled("3600"),
        "mm:ss": _clock(_MINUTES),
        "hh:mm:ss": _clock(_HOURS),
        **_NUMBERS,
    },
}
FORMATS: Mapping[str, tuple[str, ...]] = {
    **{str(kind): tuple(readers) for kind, readers in _BY_KIND.items()},
    str(Kind.FLAG): ("Y/N",),
    str(Kind.DATE): ("DD.MM.YYYY",),
    "time": ("DD/MM/YYYY HH:mm:ss", *NUMBERS),
}
"""By kind, the formats or an example of them."""


def is_format(kind: str, form: str) -> bool:
    if kind in _BY_KIND:
        return form in _BY_KIND[kind]
    if kind == Kind.FLAG:
        yes, slash, no = form.partition("/")
        return bool(slash and yes.strip() and no.strip() and yes.strip() != no.strip())
    if kind in ("time", Kind.DATE):
        return not check_format(form, (), day_only=kind == Kind.DATE)
    return False


def read_text(text: str, kind: str, form: str | None) -> object:
    """A cell as the door reads it; what is not written in the format comes back as :class:`Unreadable`."""
    if text.startswith(TYPED):
        return _typed(text[1:], kind)
    if kind not in (Kind.TEXT, "name"):
        text = text.strip(" \u3000")
    if kind == Kind.FLAG:
        return _flag(text, form)
    if form is None or kind == "time":
        return text
    if kind == Kind.DATE:
        day = read_day(text, form)
        return Unreadable(text) if day is None else day
    read = _BY_KIND[kind][form](text)
    return Unreadable(text) if read is None else read


def spelled(cell: Cell, kind: str) -> str | None:
    """A cell as text, whatever kind of file it comes from; None when it has no value."""
    match cell:
        case Spoilt():
            return f"{SPOILT}{cell}"
        case str():
            return None if is_blank(cell) else cell
        case Padded() if kind in (Kind.TEXT, Kind.CHOICE, "name"):
            return cell.shown
        case None:
            return None
        case bool():
            return "true" if cell else "false"
        case Decimal():
            return f"{cell:f}"
        case timedelta():
            return f"{seconds_of(cell)}s" if kind == Kind.DURATION else str(cell)
        case time():
            length = timedelta(hours=cell.hour, minutes=cell.minute, seconds=cell.second, microseconds=cell.microsecond)
            return f"{seconds_of(length)}s" if kind == Kind.DURATION else cell.isoformat()
        case datetime() | date():
            text = cell.isoformat(" ") if isinstance(cell, datetime) else cell.isoformat()
            return f"{TYPED}{text}" if kind in ("time", Kind.DATE) else text


def advice_on(text: str, kind: str) -> Words | None:
    """What may help where the door refused a cell: the format that it seems to be written in."""
    if text.startswith(TYPED):
        return None
    text = text.strip(" \u3000")
    if kind in ("time", Kind.DATE):
        form = next((form for pattern, form in _LOOKS if pattern.fullmatch(text) and is_format(kind, form)), None)
        return None if form is None else _say(form)
    if kind == Kind.FLAG:
        return _say("Y/N") if text.upper() in ("Y", "N") else _say("1/0") if text in ("1", "0") else None
    if _PLAIN.fullmatch(text):
        return None
    plain = unicodedata.normalize("NFKC", text)
    for form, read in _BY_KIND.get(kind, {}).items():
        if form in ("85", "seconds", "milliseconds", "minutes", "hours"):
            continue
        if read(text) is not None:
            return _say(form)
        number = read(plain)
        if number is not None and form in _NUMBERS:
            return Words(f"用半角数字，写成 {number}。", f"Write it with ordinary digits: {number}.")
    if plain != text and _PLAIN.fullmatch(plain):
        return Words(f"用半角数字，写成 {plain}。", f"Write it with ordinary digits: {plain}.")
    return None


def _say(form: str) -> Words:
    return Words(f"如果这样写是对的，指定 format: {form}。", f"If that is how it is written, say format: {form}.")


def _typed(text: str, kind: str) -> object:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    if kind == "time":
        return moment
    return moment.date() if moment.time() == time() and moment.tzinfo is None else text


def _flag(text: str, form: str | None) -> object:
    if form is None or text in ("true", "false"):
        return text.casefold()
    yes, _, no = (part.strip() for part in form.partition("/"))
    return {yes: True, no: False}.get(text, Unreadable(text))


def _stripped(digits: str) -> str:
    """Without zeros in front, which the door does not take."""
    return digits.lstrip("0") or "0"
