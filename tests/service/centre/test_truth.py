"""What was made up is what comes out: files of the sample centre, read by their source, measured by their template.

The generator counts while it makes things up; measures must give exactly these counts.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from rules.cases import failed_tests
from rules.packs import LIBRARY, load_pack
from service.centre.chats import chat_month
from service.centre.phones import phone_month
from service.centre.staff import INBOXES, QUEUES, Member, agents, extension, user_id
from tests.service.sources.reading import Record, read

FIRST = date(2026, 10, 1)
SIX = 6


def team(role: str) -> list[Member]:
    """Three of each shop."""
    own = [member for member in agents() if member.role == role]
    return [*own[:3], *own[10:13]]


def published(value: Fraction, decimals: int = 6) -> Decimal:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def failures(pack: str, dataset: str, records: Sequence[Record], people: Mapping[str, Any], **test: Any) -> list[Any]:
    """What the template's measures give other than it should."""
    program = load_pack(LIBRARY / "call-centre" / pack).report.program
    assert program is not None
    rows = [{name: cell for name, cell in record.items() if name != "extension"} for record in records]
    for row in rows:
        row.update({name: row[name] == "true" for name in ("transferred", "reopened") if name in row})
    return failed_tests(
        program, [{"name": "truth", "period": "2026-10", "people": people, "rows": {dataset: rows}, **test}]
    )


def expected(**values: Any) -> dict[str, Any]:
    return {"given": {"team": "a"}, "expect": {name.replace("__", "."): value for name, value in values.items()}}


@pytest.fixture(scope="module")
def phones(tmp_path_factory: pytest.TempPathFactory) -> Any:
    people = team("phone-agent")
    month = phone_month(FIRST, people, 6)
    names = {extension(member): member.id for member in people}
    records, refused, told = read("asterisk-queue-log", month.text, tmp_path_factory.mktemp("log"), people=names)
    assert refused == [] and set(told) == {"source-nobody"}
    return month, records


def test_every_agent_on_the_phone(phones: Any) -> None:
    month, records = phones
    people = {}
    for id, own in month.agents.items():
        people[id] = expected(
            metrics__volume__value=own.answered,
            metrics__acceptance__value=published(Fraction(own.answered, own.answered + own.missed)),
            metrics__handling__value=published(Fraction(own.talked, own.answered), 1),
            metrics__pauses__value=published(Fraction(own.paused, own.logged_in)),
            metrics__use_of_time__value=published(Fraction(own.talked, own.logged_in - own.paused)),
            metrics__speed__value=published(Fraction(own.waited, own.answered), 1),
            metrics__in_time__value=published(Fraction(own.in_time, own.answered)),
        )
    assert failures("asterisk-agent", "queue_log", records, people) == []
    assert len(people) == SIX and min(own.answered for own in month.agents.values()) > 50


def test_the_supervisors_see_what_was_lost(phones: Any) -> None:
    """Nobody is abandoned within five seconds here but for the few that are; those do not count."""
    month, records = phones
    places = {member.id: member.place for member in team("phone-agent")}
    managers = {id: f"lead{place}" for id, place in places.items()}
    people = {}
    for place, queue in enumerate(QUEUES):
        managers[f"queue/{queue}"] = f"lead{place}"
        own = month.queues[queue]
        soon = sum(
            record["outcome"] == "abandoned" and record["queue"] == queue and Decimal(record["waited"]) < 5
            for record in records
            if record["kind"] == "call"
        )
        people[f"lead{place}"] = expected(
            metrics__service__value=published(Fraction(own.in_time, own.offered - soon)),
            metrics__abandoned__value=published(Fraction(own.abandoned - soon, own.offered - soon)),
        )
        assert own.offered == own.answered + own.abandoned + own.timed_out and own.abandoned > soon
    assert failures("asterisk-supervisor", "queue_log", records, people, managers=managers) == []


def test_every_agent_in_the_chat(tmp_path: Path) -> None:
    people_of = team("chat-agent")
    month = chat_month(FIRST, people_of, 4)
    names = {str(user_id(member)): member.id for member in people_of}
    records, refused, _ = read("chatwoot-reporting-events", json.dumps(month.events), tmp_path, people=names)
    assert refused == []
    people = {}
    for id, own in month.agents.items():
        people[id] = expected(
            metrics__first__value=published(Fraction(own.first_response, own.first_responses), 1),
            metrics__replies__value=published(Fraction(own.reply, own.replies), 1),
            metrics__for_good__value=published(1 - Fraction(own.reopened, own.resolved)),
            metrics__solved__value=own.resolved,
        )
    assert failures("chatwoot-agent", "chatwoot_events", records, people) == []
    bots = [record["agent"] for record in records if record["kind"] == "conversation_bot_resolved"]
    assert {f"inbox/{inbox}": bots.count(f"inbox/{inbox}") for inbox in INBOXES} == {
        f"inbox/{inbox}": count for inbox, count in month.by_bots.items()
    }


def test_the_same_month_is_always_the_same() -> None:
    people = team("phone-agent")
    assert phone_month(FIRST, people, 3).text == phone_month(FIRST, people, 3).text
    assert phone_month(FIRST, people, 3).text != phone_month(date(2026, 9, 1), people, 3).text
    assert len({member.id for member in agents()}) == 60
