"""The same request asked twice is done once."""

import pytest

from engine.issues import Refused
from rules.document.load import load
from service import idempotency, rule_sets
from service.errors import Conflict
from service.idempotency import Claim, StoredAnswer
from service.work import Actor, Office
from tests.service.desk import SetClock, text_of, together, write

ANSWER = StoredAnswer(201, {"Location": "/v1/x", "ETag": '"1-a"'}, '{"名": "客服"}')


def begin(office: Office, actor: Actor, key: str = "k", body: str = "h", operation: str = "POST /v1/x") -> object:
    return idempotency.begin(office, actor, key, operation, body)


def claim(office: Office, actor: Actor, key: str = "k") -> Claim:
    claimed = begin(office, actor, key)
    assert isinstance(claimed, Claim)
    return claimed


def finish(office: Office, actor: Actor, claimed: Claim) -> None:
    with office.writing(actor) as work:
        idempotency.finish(work, claimed, ANSWER)


def test_the_first_answer_is_given_again(office: Office, actor: Actor) -> None:
    finish(office, actor, claim(office, actor))
    assert begin(office, actor) == ANSWER
    assert begin(office, actor) == ANSWER


def test_the_same_key_for_something_else(office: Office, actor: Actor) -> None:
    """Refused while the first still runs and afterwards."""
    claimed = claim(office, actor)
    for _ in range(2):
        with pytest.raises(Conflict) as caught:
            begin(office, actor, body="other")
        assert caught.value.code == "idempotency-mismatch"
        if begin_is_running(office, actor):
            finish(office, actor, claimed)


def begin_is_running(office: Office, actor: Actor) -> bool:
    try:
        begin(office, actor)
    except Conflict as conflict:
        return conflict.code == "idempotency-running"
    return False


def test_a_request_still_running(office: Office, actor: Actor, clock: SetClock) -> None:
    claim(office, actor)
    clock.advance(seconds=119)
    assert begin_is_running(office, actor)


def test_keys_are_apart_by_operation_and_workspace(office: Office, actor: Actor, stranger: Actor) -> None:
    finish(office, actor, claim(office, actor))
    assert isinstance(begin(office, actor, operation="POST /v1/y"), Claim)
    assert isinstance(begin(office, stranger), Claim)
    assert isinstance(begin(office, actor, key="K"), Claim)


def test_a_caller_that_died_does_not_block_for_ever(office: Office, actor: Actor, clock: SetClock) -> None:
    first = claim(office, actor)
    clock.advance(seconds=120)
    second = claim(office, actor)
    assert second.attempt == first.attempt + 1
    assert begin_is_running(office, actor)
    finish(office, actor, second)
    assert begin(office, actor) == ANSWER


def test_a_caller_that_was_only_slow_cannot_finish_any_more(office: Office, actor: Actor, clock: SetClock) -> None:
    """Its whole transaction is undone, so the work is done once."""
    first = claim(office, actor)
    clock.advance(seconds=121)
    second = claim(office, actor)
    with pytest.raises(Conflict) as caught, office.writing(actor) as work:
        rule_sets.put_draft(work, "care", load(text_of("care", "slow")))
        idempotency.finish(work, first, ANSWER)
    assert caught.value.code == "idempotency-lost"
    with office.reading(actor) as work:
        assert rule_sets.list_rule_sets(work).items == ()
    idempotency.release(office, actor, first)
    assert begin_is_running(office, actor)
    finish(office, actor, second)


def test_finishing_twice_is_refused(office: Office, actor: Actor) -> None:
    claimed = claim(office, actor)
    finish(office, actor, claimed)
    with pytest.raises(Conflict):
        finish(office, actor, claimed)


def test_a_refused_request_may_be_sent_again(office: Office, actor: Actor) -> None:
    idempotency.release(office, actor, claim(office, actor))
    assert isinstance(begin(office, actor, body="mended"), Claim)


def test_releasing_does_not_forget_an_answer(office: Office, actor: Actor) -> None:
    claimed = claim(office, actor)
    finish(office, actor, claimed)
    idempotency.release(office, actor, claimed)
    assert begin(office, actor) == ANSWER


def test_the_answer_is_stored_with_the_change_or_not_at_all(office: Office, actor: Actor) -> None:
    claimed = claim(office, actor)
    with pytest.raises(ZeroDivisionError), office.writing(actor) as work:
        rule_sets.put_draft(work, "care", load(text_of("care")))
        idempotency.finish(work, claimed, ANSWER)
        raise ZeroDivisionError
    assert idempotency.read_back(office, actor, claimed) is None
    assert begin_is_running(office, actor)
    write(office, actor, "care", "not there before")


def test_answers_are_kept_for_a_day(office: Office, actor: Actor, clock: SetClock) -> None:
    finish(office, actor, claim(office, actor))
    clock.advance(hours=23, minutes=59)
    assert begin(office, actor) == ANSWER
    clock.advance(minutes=1)
    assert isinstance(begin(office, actor, body="another day"), Claim)


def test_many_expired_answers_do_not_stand_in_the_way(office: Office, actor: Actor, clock: SetClock) -> None:
    """Old records are cleared away a hundred at a time; one still there is as good as gone."""
    keys = [f"k{number}" for number in range(130)]
    for key in keys:
        finish(office, actor, claim(office, actor, key))
    clock.advance(days=2)
    for key in reversed(keys):
        claimed = begin(office, actor, key, body="of today")
        assert isinstance(claimed, Claim)
        finish(office, actor, claimed)
        assert begin(office, actor, key, body="of today") == ANSWER


@pytest.mark.parametrize("key", ["", "x" * 201, "a\x00b", "\ud800"])
def test_keys_that_cannot_be_kept(office: Office, actor: Actor, key: str) -> None:
    with pytest.raises(Refused):
        begin(office, actor, key=key)


def test_of_several_at_once_one_does_the_work(office: Office, actor: Actor) -> None:
    for round_number in range(15):
        name = f"round {round_number}"
        outcomes = together(4, lambda _, name=name: begin(office, actor, key=name))
        claims = [outcome for outcome in outcomes if isinstance(outcome, Claim)]
        running = [outcome for outcome in outcomes if isinstance(outcome, Conflict)]
        assert (len(claims), len(running)) == (1, 3), outcomes


def test_of_several_who_take_over_one_does_the_work(office: Office, actor: Actor, clock: SetClock) -> None:
    for round_number in range(10):
        name = f"round {round_number}"
        claim(office, actor, name)
        clock.advance(seconds=121)
        outcomes = together(4, lambda _, name=name: begin(office, actor, key=name))
        assert sum(isinstance(outcome, Claim) for outcome in outcomes) == 1, outcomes
