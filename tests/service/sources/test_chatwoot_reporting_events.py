"""Reporting events of Chatwoot, as its API answers, as its database is exported, and as both may be broken."""

import json
from pathlib import Path
from typing import Any

import pytest

from engine.issues import Refused
from tests.service.sources.reading import Told, read

FIRST = {
    "id": 901, "name": "first_response", "value": 75.0, "value_in_business_hours": 60.0,
    "event_start_time": "2026-11-03T01:02:03.000Z", "event_end_time": "2026-11-03T01:03:18.000Z", "account_id": 1,
    "conversation_id": 77, "inbox_id": 3, "user_id": 12, "created_at": "2026-11-03T01:03:18.456Z",
    "updated_at": "2026-11-03T01:03:18.456Z",
}  # fmt: skip
READ = {
    "event_id": "901", "agent": "12", "at": "2026-11-03T01:03:18.456000Z", "kind": "first_response", "lasted": "75",
    "lasted_in_hours": "60", "conversation": "77", "inbox": "3", "account": "1",
}  # fmt: skip
CSV = (
    "id,name,value,account_id,inbox_id,user_id,conversation_id,created_at,updated_at,value_in_business_hours,"
    "event_start_time,event_end_time\n"
    "901,first_response,75,1,3,12,77,2026-11-03 01:03:18.456,2026-11-03 01:03:18.456,60,,\n"
)


@pytest.fixture
def events(tmp_path: Path) -> Any:
    def of(content: Any, **setting: Any) -> Told:
        text = content if isinstance(content, str | bytes) else json.dumps(content)
        return read("chatwoot-reporting-events", text, tmp_path, **setting)

    return of


@pytest.mark.parametrize(
    "content",
    [
        [FIRST],
        FIRST,
        {"meta": {"count": 1, "current_page": 1, "total_pages": 1}, "payload": [FIRST]},
        json.dumps([FIRST], indent=2),
        CSV,
        "\ufeff" + CSV,
    ],
    ids=["list", "line", "page", "indented", "csv", "csv with a mark"],
)
def test_one_event_in_every_form(events: Any, content: Any) -> None:
    """The database has times without a zone: they are in UTC."""
    assert events(content) == ([READ], [], {})


def test_lines_and_pages_one_after_the_other(events: Any) -> None:
    """Pages that were simply put together, as a script does that asks for one after the other."""
    two = [{**FIRST, "id": id} for id in (1, 2, 3, 4)]
    lines = "\n".join(json.dumps(event) for event in two)
    pages = "".join(json.dumps({"payload": two[start : start + 2]}) for start in (0, 2))
    for content in (lines, pages):
        assert [record["event_id"] for record in events(content)[0]] == ["1", "2", "3", "4"]


def test_a_large_list_is_read_in_pieces(events: Any) -> None:
    """Longer than what is read at once, with letters of several bytes where a piece may end."""
    many = [{**FIRST, "id": number, "note": "客户" * (number % 7)} for number in range(3000)]
    text = json.dumps(many, ensure_ascii=False)
    assert len(text.encode()) > 3 * (1 << 18)
    records, refused, told = events(text)
    assert [record["event_id"] for record in records] == [str(number) for number in range(3000)]
    assert (refused, told) == ([], {})


def test_half_a_file(events: Any) -> None:
    """What is whole is there, and the place where it ends is told as a refused row."""
    text = json.dumps([FIRST, {**FIRST, "id": 902}], indent=0)
    records, refused, _ = events(text[:-40])
    assert [record["event_id"] for record in records] == ["901"]
    ((line, words),) = refused
    assert line == 16 and "no whole JSON" in words


def test_conversations_that_are_opened_again(events: Any) -> None:
    """The first opening has no wait behind it; after that, the value is the time since it was resolved."""
    opened = {**FIRST, "name": "conversation_opened"}
    records = events([{**opened, "value": 0}, {**opened, "id": 2, "value": 86400}])[0]
    assert [record["reopened"] for record in records] == ["false", "true"]


def test_events_of_nobody_belong_to_the_inbox(events: Any) -> None:
    """A bot, or nobody was assigned."""
    bot = {**FIRST, "name": "conversation_bot_resolved", "user_id": None}
    records, _, told = events([bot])
    assert records[0]["agent"] == "inbox/3" and told["source-nobody"].message.en.startswith("1 events")
    records, _, told = events([bot], people={"inbox/3": "s1"})
    assert records[0]["agent"] == "s1" and told == {}


def test_names_that_are_not_known_are_counted(events: Any) -> None:
    records, refused, told = events([FIRST, {**FIRST, "name": "agent_participation"}])
    assert (len(records), refused) == (1, [])
    assert told["source-unused"].message.en == "1 entries 'agent_participation' are not used."


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"id": None}, "it has no id"),
        ({"name": ""}, "it has no name"),
        ({"value": None}, "it has no value"),
        ({"value": "soon"}, "its value 'soon' is no number of seconds"),
        ({"value": -4}, "its value '-4' is no number of seconds"),
        ({"value": float("nan")}, "its value 'NaN' is no number of seconds"),
        ({"value_in_business_hours": 1e12}, "its value_in_business_hours '1000000000000.0' is no number of seconds"),
        ({"created_at": "yesterday"}, "its created_at is no time"),
        ({"created_at": None, "event_end_time": None}, "its created_at is no time"),
    ],
)
def test_what_is_wrong_with_an_event(events: Any, change: Any, words: str) -> None:
    assert events([FIRST, {**FIRST, **change}])[1] == [(1, f"This line makes no sense: {words}.")]


def test_values_are_cut_to_what_a_dataset_keeps(events: Any) -> None:
    """Floats of a database have noise at the end, and some APIs count times in seconds."""
    (record,) = events([{**FIRST, "value": 0.1 + 0.2, "created_at": 1793667798}])[0]
    assert (record["lasted"], record["at"]) == ("0.3", "2026-11-03T01:03:18Z")


def test_what_is_no_object_and_a_table_without_the_columns(events: Any) -> None:
    assert events("[17]")[1] == [(1, "This line makes no sense: it should be a JSON object.")]
    with pytest.raises(Refused, match="there is no column name, value"):
        events("id,user_id\n1,2\n")
