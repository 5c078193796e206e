"""What a cell says, in the form in which the door reads values."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from service.tables.table import Cell, is_blank

Raw = str | bool | Decimal | date | None


def raw_of(cell: Cell) -> Raw:
    """Blanks are no value; a moment at midnight is a day; a length of time is a number of seconds, as in ``90s``."""
    match cell:
        case datetime():
            return cell.date() if cell.time() == time() and cell.tzinfo is None else cell.isoformat(" ")
        case timedelta():
            return f"{seconds_of(cell)}s"
        case time():
            return cell.isoformat()
        case str():
            return None if is_blank(cell) else cell
    return cell


def seconds_of(length: timedelta) -> Decimal:
    """Exactly, without zeros at the end."""
    whole = length // timedelta(microseconds=1)
    return Decimal(f"{(Decimal(whole) / 1_000_000).normalize():f}")
