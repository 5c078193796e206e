"""Whatever SQL vouches for is what the reference reads, for every kind of cell and in zones with and without summer
time."""

from __future__ import annotations

import random
from datetime import date
from fractions import Fraction
from zoneinfo import ZoneInfo

import duckdb
import pytest

from service.dataset_declarations import read_declaration
from service.duck import quoted
from service.events import Event, read_event
from service.importing.formats import read_text
from service.importing.mapping import Source, kinds_of
from service.importing.plan import Plan
from service.importing.vouching import vouch
from service.tables.table import is_blank
from service.tables.times import Clock

DATASET = read_declaration(
    "calls",
    {
        "subject": "agent", "time": "at", "id": "call",
        "columns": {
            "number": "number", "count": "count", "percent": "percent", "money": "money", "duration": "duration",
            "rating": {"rating": [1, 5]}, "flag": "flag", "choice": {"choice": ["a", "B ", "简单", "it's"]},
            "text": "text", "date": "date",
        },
    },
).dataset  # fmt: skip
ALPHABET = "0123456789.-+:/ T,%eEZ年sminhaB\u3000\u00a0１±'\"\n"
NUMBERS = [
    "0",
    "-0",
    "00",
    "1",
    "01",
    "1.",
    ".5",
    "1.50",
    "-1.123456789",
    "999999999999999",
    "1e5",
    "0x1",
    "1_0",
    "NaN",
    "12345678901.5",
    "0.00000001",
    "5",
    "5.00000001",
    "85%",
    "-5%",
    "100%",
    "1%",
    "0.0000001%",
    "1.000",
    "+1",
]
TIMES = [
    "2026-11-03 08:15:00",
    "2026/1/3 8:15",
    "2026-11-03",
    "2026-02-29",
    "2024-02-29 00:00",
    "2026-03-08 02:30:00",
    "2026-11-01 01:30:00",
    "2026-11-01 01:30:00-05:00",
    "2026-11-03T08:15:30.123456Z",
    "2026-11-03T08:15+05:30",
    "2026-11-03 24:00:00",
    "2026-11-03 23:59:60",
    "2009-12-31 23:00",
    "2010-01-01",
    "2039-12-31 23:59:59.9",
    "2026-11-03Z",
    "2026-11-03+08:00",
    "2026-11-03 08:15:00 +08:00",
    "2026-11-03 08:15-12:00",
    "2026-13-01",
    "2026-03-29 01:30",
    "2026-10-25 01:30",
    "2026-11-03 08:15:00+15:00",
    "2026-11-03 08:15+05:60",
]
WORDS = [
    "true",
    "TRUE",
    "True",
    "yes",
    "是",
    "a",
    "B ",
    "B",
    "简单",
    "it's",
    "",
    "   ",
    "\u3000",
    "=1+1",
    "#N/A",
    "x" * 201,
    "x" * 2001,
    "a\tb",
    "a\nb",
    " a ",
    "\ufeffa",
    "2026-11-03",
    "0001-01-01",
    "0000-01-01",
]


def cells(seed: int) -> list[str]:
    """Tricky ones, those with one letter changed, and letters at random."""
    draw = random.Random(seed)
    found = [*NUMBERS, *TIMES, *WORDS]
    for known in [*NUMBERS, *TIMES, *WORDS[:16]] * 12:
        place = draw.randrange(len(known) + 1)
        found.append(known[:place] + draw.choice(ALPHABET) + known[place + draw.randrange(2) :])
    found += ["".join(draw.choices(ALPHABET, k=draw.randrange(1, 8))) for _ in range(600)]
    found += [f"{draw.randrange(-10, 10 ** draw.randrange(1, 11))}.{draw.randrange(10**6)}" for _ in range(300)]
    found += [
        f"{draw.randrange(2008, 2042)}-{draw.randrange(1, 13)}-{draw.randrange(1, 32)} "
        f"{draw.randrange(25)}:{draw.randrange(60):02}"
        for _ in range(600)
    ]
    return list(dict.fromkeys(found))


def reference(name: str, text: str, zone: ZoneInfo) -> object:
    """What the reference makes of one cell, the others of the row being fine; None when it refuses."""
    given: dict[str, object] = {"call": "c", "agent": "u", "at": "2026-01-01"}
    if not is_blank(text):
        given[name] = read_text(text, kinds_of(DATASET)[name], None)
    elif name in given:
        return None
    event = read_event(DATASET, given, Clock(zone), ())
    if not isinstance(event, Event) or event.notes:
        return None
    match name:
        case "call":
            return event.id
        case "agent":
            return event.subject
        case "at":
            return event.microseconds
    return event.values.get(name, "nothing")


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York", "Europe/London", "Australia/Lord_Howe"])
def test_sql_and_reference_read_the_same(zone: str) -> None:
    texts = cells(len(zone))
    connection = duckdb.connect()
    connection.execute('CREATE TABLE texts ("@at" BIGINT, cell VARCHAR)')
    connection.executemany("INSERT INTO texts VALUES (?, ?)", list(enumerate(texts)))
    vouched = 0
    for name, kind in kinds_of(DATASET).items():
        if name == "withdrawn" or (zone != "Asia/Shanghai" and name != "at"):
            continue
        plan = Plan(name, kind, (0,), Source())
        found = vouch(plan, DATASET.columns.get(name), ZoneInfo(zone))
        value = f"epoch_us({found.value})" if name == "at" else found.value
        source = f'(SELECT "@at", cell AS {quoted(name)} FROM texts)'
        rows = connection.execute(f'SELECT "@at", {value} FROM {source} WHERE {found.sure} ORDER BY "@at"')
        for at, read in rows.fetchall():
            if read is None and is_blank(texts[at]):
                continue
            vouched += 1
            expected = reference(name, texts[at], ZoneInfo(zone))
            assert expected is not None, f"{name}: SQL takes {texts[at]!r} as {read!r}, the reference does not"
            if isinstance(expected, Fraction):
                read = Fraction(read.toordinal()) if isinstance(read, date) else Fraction(read)
            assert read == expected, f"{name}: {texts[at]!r}"
    assert vouched > 300, "else nothing was compared"
