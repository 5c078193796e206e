"""Datasets: declared, filled, corrected, pinned. On SQLite and PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from engine.issues import Refused
from service.datasets import declare_dataset, declare_from, delete_dataset, get_dataset, list_datasets
from service.errors import Conflict, MissingPrecondition, NotFound, StaleETag
from service.records import Sought, append, list_records
from service.snapshots import DatasetSnapshot, compact, relation, snapshot, snapshot_from_json
from service.work import Actor, Office
from tests.service.desk import codes_of, together

CALLS: dict[str, Any] = {
    "subject": "agent",
    "time": "started_at",
    "id": "call_id",
    "label": {"zh": "通话", "en": "calls"},
    "columns": {
        "wait": "duration",
        "kind": {"choice": ["simple", "complex"]},
        "resolved": "flag",
        "csat": {"rating": [1, 5]},
        "day": "date",
        "note": "text",
        "turns": "count",
    },
}


@pytest.fixture
def place(office: Office, tmp_path: Path) -> Office:
    """An office with a data folder of its own."""
    return replace(office, data_dir=tmp_path / "data")


def declared(office: Office, actor: Actor, name: str = "calls", told: Any = CALLS) -> None:
    with office.writing(actor) as work:
        declare_dataset(work, name, told)


def call(number: int, /, **more: Any) -> dict[str, Any]:
    return {"call_id": f"c{number}", "agent": "u17", "started_at": f"2026-11-03 08:{number % 60:02d}:00", **more}


def sent(office: Office, actor: Actor, *records: dict[str, Any], **how: Any) -> Any:
    with office.writing(actor) as work:
        return append(work, office.data_dir, "calls", records, **how)


def pinned(office: Office, actor: Actor) -> DatasetSnapshot:
    with office.writing(actor) as work:
        return snapshot(work, office.data_dir, ["calls"])


def events(office: Office, actor: Actor, taken: DatasetSnapshot | None = None) -> list[tuple[Any, ...]]:
    """Everything a reader of a snapshot sees, in order of ids."""
    con = duckdb.connect()
    view = relation(con, office.data_dir, taken or pinned(office, actor), "calls")
    return con.execute(f"SELECT id, subject, time, wait, kind FROM {view} ORDER BY id").fetchall()


def shown(office: Office, actor: Actor, sought: Sought = Sought(), **how: Any) -> list[str]:  # noqa: B008
    with office.reading(actor) as work:
        return [event.id for event in list_records(work, office.data_dir, "calls", sought, **how).items]


def test_declare_change_and_delete(place: Office, actor: Actor) -> None:
    with place.writing(actor) as work:
        first = declare_dataset(work, "calls", CALLS)
        assert first.created and first.events == first.parts == 0
    with place.writing(actor) as work, pytest.raises(MissingPrecondition):
        declare_dataset(work, "calls", CALLS)
    with place.writing(actor) as work, pytest.raises(StaleETag):
        declare_dataset(work, "calls", CALLS, only_new=True)
    wider = {**CALLS, "columns": {**CALLS["columns"], "queue": "text"}}
    with place.writing(actor) as work:
        second = declare_dataset(work, "calls", wider, first.etag)
        assert second.etag != first.etag and not second.created
    with place.writing(actor) as work, pytest.raises(StaleETag):
        declare_dataset(work, "calls", CALLS, first.etag)
    with place.writing(actor) as work:
        delete_dataset(work, "calls", second.etag)
    with place.reading(actor) as work, pytest.raises(NotFound):
        get_dataset(work, "calls")


@pytest.mark.parametrize(
    ("name", "change", "codes"),
    [
        ("calls", {"columns": {"wait": "seconds"}}, ["unknown-word"]),
        ("calls", {"columns": {"withdrawn": "flag"}}, ["dataset-names-alike"]),
        ("calls", {"columns": {"Agent": "text"}}, ["dataset-names-alike"]),
        ("calls", {"columns": {"subject": "text"}}, ["reserved-name"]),
        ("calls", {"columns": {"a": "text", "A": "text"}}, ["duplicate-name"]),
        ("calls", {"id": "agent"}, ["dataset-names-alike"]),
        ("calls", {"extra": 1}, ["unknown-key"]),
        ("../calls", {}, ["id-invalid"]),
        ("a/b", {}, ["id-invalid"]),
        ("x" * 70, {}, ["id-invalid"]),
        ("calls\u202e", {}, ["id-invalid"]),
    ],
)
def test_what_cannot_be_declared(place: Office, actor: Actor, name: str, change: Any, codes: list[str]) -> None:
    with place.writing(actor) as work, pytest.raises(Refused) as refused:
        declare_dataset(work, name, {**CALLS, **change})
    assert set(codes) <= set(codes_of(refused.value))


def test_declaration_of_a_dataset_with_events_only_grows(place: Office, actor: Actor) -> None:
    declared(place, actor)
    sent(place, actor, call(1, kind="simple", wait=5))
    columns = CALLS["columns"]
    grown = {**CALLS, "columns": {**columns, "kind": {"choice": ["simple", "complex", "other"]}, "queue": "text"}}
    with place.writing(actor) as work:
        declare_dataset(work, "calls", grown, "*")
    sent(place, actor, call(2, kind="other", queue="sales"))
    assert [row[4] for row in events(place, actor)] == ["simple", "other"]
    for change in ({"kind": {"choice": ["simple"]}}, {"wait": "number"}, {"csat": {"rating": [1, 10]}}):
        with place.writing(actor) as work, pytest.raises(Refused):
            declare_dataset(work, "calls", {**grown, "columns": {**grown["columns"], **change}}, "*")
    with place.writing(actor) as work, pytest.raises(Refused) as refused:
        declare_dataset(work, "calls", CALLS, "*")
    assert "dataset-column-used" in codes_of(refused.value)


def test_a_rule_set_declares_what_it_needs(place: Office, actor: Actor) -> None:
    document = {"datasets": {"calls": CALLS, "reviews": {**CALLS, "id": "review"}}}
    with place.writing(actor) as work:
        assert declare_from(work, document) == ["calls", "reviews"]
        assert declare_from(work, document) == []
    more = {**CALLS["columns"], "queue": "text", "kind": {"choice": ["complex", "urgent"]}}
    with place.writing(actor) as work:
        assert declare_from(work, {"datasets": {"calls": {**CALLS, "columns": more}}}) == ["calls"]
        found = get_dataset(work, "calls").declaration["columns"]
        assert found["kind"] == {"choice": ["simple", "complex", "urgent"]} and found["queue"] == "text"
    other = {**CALLS, "columns": {"wait": "money"}}
    with place.writing(actor) as work, pytest.raises(Refused) as refused:
        declare_from(work, {"datasets": {"calls": other, "new": CALLS}})
    assert [(issue.code, issue.path) for issue in refused.value.issues] == [
        ("dataset-column-differs", ("datasets", "calls", "columns", "wait"))
    ]
    with place.reading(actor) as work:
        assert [item.name for item in list_datasets(work).items] == ["calls", "reviews"]


def test_records_count_once_and_the_last_arrival_holds(place: Office, actor: Actor) -> None:
    declared(place, actor)
    assert sent(place, actor, call(1, wait=5), call(2, wait=6), call(1, wait=7)).repeated == 1
    assert [row[3] for row in events(place, actor)] == [7, 6]
    first = pinned(place, actor)
    sent(place, actor, call(1, wait=7))
    assert pinned(place, actor).hash == first.hash, "the same again changes nothing"
    sent(place, actor, call(2, wait=8), call(3, wait="1min"))
    assert [row[3] for row in events(place, actor)] == [7, 8, 60]
    sent(place, actor, {"call_id": "c1", "withdrawn": True}, {"call_id": "never", "withdrawn": True})
    assert shown(place, actor) == ["c2", "c3"]
    assert [row[0] for row in events(place, actor)] == ["c2", "c3"]
    sent(place, actor, call(1, wait=9))
    assert [row[3] for row in events(place, actor)] == [9, 8, 60]
    assert [row[3] for row in events(place, actor, first)] == [7, 6], "a snapshot stays what it was"


def test_equal_events_have_an_equal_hash(place: Office, actor: Actor, stranger: Actor) -> None:
    for one in (actor, stranger):
        declared(place, one)
    sent(place, actor, *(call(number, wait=number, note="x") for number in range(30)))
    for number in reversed(range(30)):
        sent(place, stranger, call(number, wait=number + (number == 7), note="x"))
        if number % 10 == 0:
            pinned(place, stranger)
    assert pinned(place, actor).datasets["calls"].content_hash != pinned(place, stranger).datasets["calls"].content_hash
    sent(place, stranger, call(7, wait=7, note="x"))
    one, other = pinned(place, actor), pinned(place, stranger)
    assert one.hash == other.hash
    assert len(one.datasets["calls"].files) == 1 and len(other.datasets["calls"].files) == 4
    assert events(place, actor, one) == events(place, stranger, other)
    assert snapshot_from_json(one.to_json()) == one


def test_types_are_exact(place: Office, actor: Actor) -> None:
    declared(place, actor)
    sent(
        place, actor,
        {
            "call_id": 1, "agent": " u17 ", "started_at": "2026-11-03T08:15:30.123456-05:00",
            "wait": Decimal("999999999999999.12345678"), "kind": "complex", "resolved": True, "csat": 4,
            "day": "2026-11-03", "note": "=1+1\n'二'", "turns": 3,
        },
    )  # fmt: skip
    for _ in range(2):
        with place.reading(actor) as work:
            event = list_records(work, place.data_dir, "calls").items[0]
        assert (event.id, event.subject) == ("1", "u17")
        assert event.time == datetime(2026, 11, 3, 13, 15, 30, 123456, tzinfo=UTC)
        assert event.values == {
            "wait": Decimal("999999999999999.12345678"), "kind": "complex", "resolved": True, "csat": 4,
            "day": "2026-11-03", "note": "=1+1\n'二'", "turns": 3,
        }  # fmt: skip
        pinned(place, actor)


def test_columns_may_be_called_anything(place: Office, actor: Actor) -> None:
    """No name of a column meets one that SQL or the files use by themselves."""
    names = [
        "number",
        "filename",
        "microseconds",
        "select",
        "a",
        "k",
        "position",
        "path",
        "row",
        "last",
        "客户",
        "file",
    ]
    declared(place, actor, told={**CALLS, "columns": dict.fromkeys([*names, "wait", "kind"], "number")})
    for times in (1, 2):
        sent(place, actor, call(1, **dict.fromkeys(names, times)), call(times + 1))
        pinned(place, actor)
        with place.reading(actor) as work:
            first, *_ = list_records(work, place.data_dir, "calls").items
        assert {name: first.values[name] for name in names} == dict.fromkeys(names, times)


def test_problems_of_records(place: Office, actor: Actor) -> None:
    declared(place, actor)
    wrong = [
        call(1, wait="1,234"), call(2, kind="hard"), {"agent": "u"}, call(3, wiat=1), call(4, note="\x00"),
        {**call(5), "started_at": "yesterday"}, {**call(6), "agent": "  "}, call(7, wait=1),
    ]  # fmt: skip
    with pytest.raises(Refused) as refused:
        sent(place, actor, *wrong)
    assert [(issue.code, issue.path[1:]) for issue in refused.value.issues] == [
        ("input-type", (0, "wait")), ("input-choice", (1, "kind")), ("event-without", (2, "call_id")),
        ("event-without", (2, "started_at")), ("event-column-unknown", (3, "wiat")), ("event-text", (4, "note")),
        ("time-text", (5, "started_at")), ("event-without", (6, "agent")),
    ]  # fmt: skip
    assert shown(place, actor) == []
    taken = sent(place, actor, *wrong, keep_rest=True)
    assert (taken.accepted, sorted(taken.refused)) == (1, [0, 1, 2, 3, 4, 5, 6])
    assert shown(place, actor) == ["c7"]
    with pytest.raises(Refused):
        sent(place, actor)


def test_pages_and_filters(place: Office, actor: Actor) -> None:
    declared(place, actor)
    sent(place, actor, *(call(number, agent=f"u{number % 3}") for number in range(12)))
    pinned(place, actor)
    sent(place, actor, call(3, agent="u1"), call(12, agent="u0"))
    assert shown(place, actor, Sought(subject="u0")) == ["c0", "c6", "c9", "c12"]
    since, until = (datetime(2026, 11, 3, 0, minute, tzinfo=UTC) for minute in (2, 5))
    assert shown(place, actor, Sought(since=since, until=until)) == ["c2", "c3", "c4"]
    seen: list[str] = []
    after: Any = None
    while True:
        with place.reading(actor) as work:
            page = list_records(work, place.data_dir, "calls", after=after, limit=5)
        seen += [event.id for event in page.items]
        after = page.next
        if after is None:
            break
    assert sorted(seen) == sorted(f"c{number}" for number in range(13)) and len(seen) == 13


def test_senders_at_once_lose_nothing(place: Office, actor: Actor) -> None:
    declared(place, actor)

    def send(index: int) -> None:
        for number in range(4):
            sent(place, actor, call(index * 10 + number, wait=index), call(99, wait=index))
            if number == 2:
                pinned(place, actor)

    assert [outcome for outcome in together(4, send) if outcome is not None] == []
    found = events(place, actor)
    assert len(found) == 17
    with place.reading(actor) as work:
        assert get_dataset(work, "calls").events == 17


def test_a_file_of_a_part_that_is_gone_is_told(place: Office, actor: Actor) -> None:
    declared(place, actor)
    sent(place, actor, call(1))
    pinned(place, actor)
    for file in place.data_dir.rglob("*.parquet"):
        file.unlink()
    with place.reading(actor) as work, pytest.raises(Refused) as refused:
        list_records(work, place.data_dir, "calls")
    assert codes_of(refused.value) == ["dataset-part-missing"]


def test_nothing_is_left_half_done(place: Office, actor: Actor) -> None:
    """A part whose transaction is undone is a file that nobody knows; the records still wait."""
    declared(place, actor)
    sent(place, actor, call(1))

    def fail() -> None:
        with place.writing(actor) as work:
            compact(work, place.data_dir, "calls")
            raise RuntimeError("the process ends here")

    with pytest.raises(RuntimeError):
        fail()
    with place.reading(actor) as work:
        facts = get_dataset(work, "calls")
    assert (facts.parts, facts.waiting, shown(place, actor)) == (0, 1, ["c1"])


def test_a_dataset_in_use_is_not_deleted_and_not_seen_by_others(place: Office, actor: Actor, stranger: Actor) -> None:
    declared(place, actor)
    sent(place, actor, call(1))
    with place.writing(actor) as work, pytest.raises(Conflict):
        delete_dataset(work, "calls", "*")
    pinned(place, actor)
    with place.writing(actor) as work, pytest.raises(Conflict):
        delete_dataset(work, "calls", "*")
    with place.reading(stranger) as work, pytest.raises(NotFound):
        get_dataset(work, "calls")
    with place.writing(stranger) as work, pytest.raises(NotFound):
        append(work, place.data_dir, "calls", [call(1)])
    sent(place, actor, {"call_id": "c1", "withdrawn": True})
    pinned(place, actor)
    with place.writing(actor) as work:
        delete_dataset(work, "calls", "*")
