"""The audit trail tells who changed what, newest first, of one's own workspace only."""

import pytest

from service.audit import Audited, AuditFilter, list_entries, note_change
from service.work import Actor, Office
from tests.service.desk import SetClock


def seen(office: Office, actor: Actor, wanted: AuditFilter, size: int) -> list[Audited]:
    entries: list[Audited] = []
    after: str | None = None
    with office.reading(actor) as work:
        while True:
            page = list_entries(work, wanted, after=after, limit=size)
            entries += page.items
            if page.next is None:
                return entries
            after = str(page.next[0])


@pytest.fixture
def filled(office: Office, actor: Actor) -> Actor:
    with office.writing(actor) as work:
        for number in range(6):
            note_change(work, f"action.{number % 2}", f"rule-set/{number % 3}", detail={"number": number, "名": "\x00"})
    return actor


@pytest.mark.parametrize("size", [1, 2, 3, 50])
def test_pages(office: Office, filled: Actor, size: int) -> None:
    numbers = [entry.detail.get("number") for entry in seen(office, filled, AuditFilter(), size)]
    assert numbers[:6] == [5, 4, 3, 2, 1, 0]
    assert len(numbers) == 8  # and what made the workspace and its key


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (AuditFilter(action="action.1"), [5, 3, 1]),
        (AuditFilter(object="rule-set/2"), [5, 2]),
        (AuditFilter(action="action.1", object="rule-set/2"), [5]),
        (AuditFilter(actor="nobody"), []),
        (AuditFilter(action="action."), [5, 4, 3, 2, 1, 0]),
        (AuditFilter(action="action.", object="rule-set/"), [5, 4, 3, 2, 1, 0]),
        (AuditFilter(action="actio."), []),
        (AuditFilter(object="rule-se/"), []),
    ],
)
def test_filters(office: Office, filled: Actor, wanted: AuditFilter, expected: list[int]) -> None:
    assert [entry.detail["number"] for entry in seen(office, filled, wanted, 2)] == expected


def test_time_range(office: Office, filled: Actor, clock: SetClock) -> None:
    first = clock()
    clock.advance(hours=2)
    with office.writing(filled) as work:
        note_change(work, "later", "rule-set/0")
    later = clock()
    everything = seen(office, filled, AuditFilter(), 50)
    assert seen(office, filled, AuditFilter(since=later), 1) == everything[:1]
    assert seen(office, filled, AuditFilter(since=first, until=later), 2) == everything[1:]
    assert seen(office, filled, AuditFilter(until=first), 2) == []


def test_of_another_workspace(office: Office, filled: Actor, stranger: Actor) -> None:
    assert {entry.action for entry in seen(office, stranger, AuditFilter(), 50)} == {"workspace.created", "key.created"}
