"""Messages go out after the change, at least once, in order, under an id that stays."""

import pytest
from sqlalchemy import text

from service import outbox
from service.outbox import Message
from service.work import Actor, Office
from tests.service.desk import SetClock, together


@pytest.fixture(autouse=True)
def nothing_waits(office: Office) -> None:
    """Other tests of the module leave messages behind; delivery is not by workspace."""
    with office.database.writing() as session:
        session.execute(text("DELETE FROM outbox_message"))


def post(office: Office, actor: Actor, *numbers: int) -> None:
    with office.writing(actor) as work:
        for number in numbers:
            outbox.post(work, "results.recorded", {"number": number, "名": "客服"})


def test_messages_go_out_once_and_in_order(office: Office, actor: Actor) -> None:
    post(office, actor, 1, 2)
    post(office, actor, 3)
    sent: list[Message] = []
    assert outbox.deliver(office, sent.append, limit=2) == 2
    assert outbox.deliver(office, sent.append) == 1
    assert outbox.deliver(office, sent.append) == 0
    assert [message.payload for message in sent] == [{"number": n, "名": "客服"} for n in (1, 2, 3)]
    assert (sent[0].topic, sent[0].workspace_id) == ("results.recorded", actor.workspace_id)


def test_a_message_that_did_not_get_through_is_sent_again(office: Office, actor: Actor, clock: SetClock) -> None:
    """With the same id, after the claim has ended; the ones behind it need not wait for that."""
    post(office, actor, 1, 2)
    tried: list[Message] = []

    def fail(message: Message) -> None:
        tried.append(message)
        raise ConnectionError

    with pytest.raises(ConnectionError):
        outbox.deliver(office, fail)
    sent: list[Message] = []
    assert outbox.deliver(office, sent.append) == 1
    assert sent[0].payload["number"] == 2
    clock.advance(minutes=2)
    assert outbox.deliver(office, sent.append) == 1
    assert sent[1] == tried[0]


def test_several_senders_share_the_work(office: Office, actor: Actor) -> None:
    post(office, actor, *range(24))
    sent: list[Message] = []
    counts = together(4, lambda _: outbox.deliver(office, sent.append))
    assert sum(counts) == 24, counts  # type: ignore[arg-type]
    assert sorted(message.payload["number"] for message in sent) == list(range(24))  # type: ignore[type-var]


def test_what_was_undone_is_never_sent(office: Office, actor: Actor) -> None:
    with pytest.raises(ZeroDivisionError), office.writing(actor) as work:
        outbox.post(work, "results.recorded", {})
        raise ZeroDivisionError
    assert outbox.deliver(office, lambda message: None) == 0
