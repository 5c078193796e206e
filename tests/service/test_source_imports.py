"""Files of real systems as imports: into their dataset, one file after the other, on both databases."""

from __future__ import annotations

import json
from typing import Any

import duckdb
import pytest

from engine.issues import Refused
from service import imports
from service.datasets import declare_if_new, get_dataset
from service.imports import ImportFacts
from service.snapshots import relation, snapshot
from service.sources.registry import SOURCES
from service.uploads import take_in
from service.work import Actor, Office
from tests.service import sending
from tests.service.desk import codes_of
from tests.service.sending import file, report
from tests.service.test_datasets import place

__all__ = ["place"]

LOG = "asterisk-queue-log"
MONDAY = """\
1793667600|1793667599.1|hotline|NONE|ENTERQUEUE||02155550101|1
1793667618|1793667599.1|hotline|PJSIP/1002|CONNECT|18|1793667615.2|3
1793667700|NONE|hotline|PJSIP/1001|PAUSE|lunch
"""
TUESDAY = """\
1793667798|1793667599.1|hotline|PJSIP/1002|COMPLETECALLER|18|180|1
1793669700|NONE|hotline|PJSIP/1001|UNPAUSE|
"""
PEOPLE = {"columns": {"agent": {"column": "extension", "values": {"1001": "u1", "1002": "u2"}}}}


def imported(
    office: Office, actor: Actor, content: str, source: str = LOG, name: str = "queue_log.1", **options: Any
) -> ImportFacts:
    dataset = SOURCES[source].usual
    with office.writing(actor) as work:
        declare_if_new(work, dataset, SOURCES[source].dataset)
    return sending.imported(office, actor, content, name, dataset, source=source, **options)


def told(office: Office, actor: Actor) -> list[tuple[Any, ...]]:
    """Person, kind, outcome, waited, talked and paused of all events that count."""
    with office.writing(actor) as work:
        taken = snapshot(work, office.data_dir, ["queue_log"])
    con = duckdb.connect()
    view = relation(con, office.data_dir, taken, "queue_log")
    lengths = ", ".join(f"CAST({name} AS INTEGER)" for name in ("waited", "talked", "paused"))
    return con.execute(f"SELECT subject, kind, outcome, {lengths} FROM {view} ORDER BY id DESC").fetchall()


@pytest.fixture(params=["at once", "in the background"])
def size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "in the background":
        monkeypatch.setattr(imports, "SMALL", 0)


COMPLETE = [("u1", "pause", "ended", None, None, 2000), ("u2", "call", "answered", 18, 180, None)]


@pytest.mark.usefixtures("size")
def test_what_begins_in_one_file_ends_in_the_next(place: Office, actor: Actor) -> None:
    """The first file leaves open records, the second corrects them; both once more change nothing."""
    first = imported(place, actor, MONDAY, mapping=PEOPLE)
    assert (first.state, first.source, report(first)["added"]) == ("done", LOG, 2)
    assert report(first)["codes"] == {"source-not-ended": 1}
    assert told(place, actor) == [("u1", "pause", "open", None, None, None), ("u2", "call", "open", 18, None, None)]
    second = imported(place, actor, TUESDAY, mapping=PEOPLE)
    assert (report(second)["added"], report(second)["corrected"]) == (0, 2)
    assert told(place, actor) == COMPLETE
    for content in (TUESDAY, MONDAY):
        again = imported(place, actor, content, mapping=PEOPLE)
        assert report(again)["added"] + report(again)["corrected"] == 0
    assert told(place, actor) == COMPLETE


def test_the_calls_are_complete_also_when_the_files_come_the_wrong_way(place: Office, actor: Actor) -> None:
    """What a later file told of the call is not undone; the pause stays open, for its end came too early."""
    imported(place, actor, TUESDAY, mapping=PEOPLE)
    late = imported(place, actor, MONDAY, mapping=PEOPLE)
    assert report(late)["codes"] == {"source-not-ended": 1, "source-ended-already": 1}
    assert told(place, actor) == [("u1", "pause", "open", None, None, None), COMPLETE[1]]
    imported(place, actor, TUESDAY, mapping=PEOPLE)
    assert told(place, actor) == COMPLETE


def test_both_files_as_one_give_the_same(place: Office, actor: Actor) -> None:
    imported(place, actor, MONDAY + TUESDAY, mapping=PEOPLE)
    assert told(place, actor) == COMPLETE


def test_a_broken_line_refuses_the_file_or_itself(place: Office, actor: Actor) -> None:
    """By number and reason, as the caller chose; a dry run shows what will be read."""
    broken = MONDAY + "17936677\n" + TUESDAY
    trial = imported(place, actor, broken, dry_run=True, mapping=PEOPLE)
    (wrong,) = [issue for issue in report(trial)["issues"] if issue["code"] == "source-line"]
    assert (wrong["line"], wrong["path"]) == (4, "rows[4]")
    assert sorted(row["values"]["agent"] for row in report(trial)["preview"] if row["values"]) == ["u1", "u2"]
    assert imported(place, actor, broken, mapping=PEOPLE).state == "refused"
    with place.reading(actor) as work:
        assert get_dataset(work, "queue_log").events == 0
    assert report(imported(place, actor, broken, mapping=PEOPLE, keep_rest=True))["added"] == 2


def test_unknown_people_are_told_by_the_names_that_the_file_has(place: Office, actor: Actor) -> None:
    told = report(imported(place, actor, MONDAY + TUESDAY))
    assert [one["person"] for one in told["strangers"]] == ["PJSIP/1001", "PJSIP/1002"]
    assert all(one["events"] > 0 for one in told["strangers"])
    issues = told["issues"]
    assert [issue["message"]["en"][:12] for issue in issues if issue["code"] == "event-person-unknown"] == [
        "'PJSIP/1001'", "'PJSIP/1002'",
    ]  # fmt: skip


def test_a_source_that_there_is_not(place: Office) -> None:
    with pytest.raises(Refused) as refused:
        take_in(place.data_dir, file(MONDAY), "queue_log", source="asterisk-queue-lock")
    assert codes_of(refused.value) == ["source-unknown"]


def test_events_of_chatwoot(place: Office, actor: Actor) -> None:
    """A page of the API, large enough or not."""
    event = {"id": 1, "name": "first_response", "value": 5, "user_id": 12, "created_at": "2026-11-03T01:00:00Z"}
    events = json.dumps({"payload": [event]})
    facts = imported(place, actor, events, "chatwoot-reporting-events", "events.json")
    assert (facts.kind, report(facts)["added"]) == ("text", 1)
