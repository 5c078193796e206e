"""Publishing: numbered without gaps, never changed afterwards, exactly one version in force for a period."""

import pytest
from sqlalchemy import text

from engine.issues import Refused
from rules.period import parse_period
from service import rule_sets, versions
from service.audit import list_entries
from service.errors import Conflict, MissingPrecondition, NotFound, StaleETag
from service.keys import authenticate, create_key
from service.work import Actor, Office
from store.database import Database
from tests.service.desk import SetClock, check, codes_of, publish, together, write, write_and_publish


def number_at(office: Office, actor: Actor, period: str) -> int | None:
    with office.reading(actor) as work:
        try:
            return versions.number_for(work, "care", parse_period(period))
        except NotFound:
            return None


def actions(office: Office, actor: Actor) -> list[str]:
    with office.reading(actor) as work:
        return [entry.action for entry in list_entries(work, limit=200).items]


def messages(office: Office, actor: Actor) -> list[str]:
    with office.reading(actor) as work:
        query = text("SELECT topic FROM outbox_message WHERE workspace_id = :w ORDER BY id")
        return list(work.session.scalars(query, {"w": actor.workspace_id}))


def test_a_version_holds_what_was_published(office: Office, actor: Actor) -> None:
    draft = write(office, actor, "care", "first")
    published = publish(office, actor, "care", draft.etag, "2026-11")
    with office.reading(actor) as work:
        version = versions.get_version(work, "care", 1)
    assert version.facts == published.version
    assert (version.document, version.canonical) == (draft.document, '{"name":"客服 first"}')
    assert (version.facts.number, version.facts.effective_from, version.facts.note) == (1, "2026-11", "a note")
    assert (version.facts.content_hash, version.facts.published_at) == ("sha256:客服 first", office.clock())
    assert version.facts.retired is None


def test_the_draft_stays_and_knows_its_version(office: Office, actor: Actor) -> None:
    draft = write(office, actor, "care", "first")
    published = publish(office, actor, "care", draft.etag, "2026-11")
    assert published.draft.published_as == 1
    changed = write(office, actor, "care", "second", published.draft.etag)
    assert changed.published_as is None
    # whoever takes the change back has nothing to publish
    undone = write(office, actor, "care", "first", changed.etag)
    assert undone.published_as == 1
    again = write(office, actor, "care", "second", undone.etag)
    second = publish(office, actor, "care", again.etag, "2026-12")
    # the text of an earlier version may be published again
    earlier = write(office, actor, "care", "first", second.draft.etag)
    assert earlier.published_as is None


def test_changing_the_draft_leaves_the_version(office: Office, actor: Actor) -> None:
    published = publish(office, actor, "care", write(office, actor, "care", "first").etag, "2026-11")
    write(office, actor, "care", "second", published.draft.etag)
    with office.reading(actor) as work:
        assert "first" in versions.get_version(work, "care", 1).document


def test_errors_refuse_and_leave_nothing(office: Office, actor: Actor) -> None:
    draft = write(office, actor, "care", "unfinished")
    with pytest.raises(Refused) as caught:
        publish(office, actor, "care", draft.etag, "2026-11")
    assert codes_of(caught.value) == ["test-document-not-ready"]
    assert number_at(office, actor, "2026-11") is None
    assert "version.published" not in actions(office, actor)


@pytest.mark.parametrize("period", ["", "2026-13", "November", "2026-W54", "1899", "2026-11-31"])
def test_a_start_that_is_no_period(office: Office, actor: Actor, period: str) -> None:
    draft = write(office, actor, "care", "first")
    with pytest.raises(Refused) as caught:
        publish(office, actor, "care", draft.etag, period)
    assert codes_of(caught.value) == ["bad-period"]
    assert caught.value.issues[0].path == ("effective_from",)


def test_a_note_that_cannot_be_stored(office: Office, actor: Actor) -> None:
    draft = write(office, actor, "care", "first")
    with office.reading(actor) as work:
        ready = versions.ready_to_publish(work, "care", draft.etag, check)
    for note in ("\x00", "\ud800", "x" * 2001):
        with pytest.raises(Refused), office.writing(actor) as work:
            versions.publish(work, ready, "2026-11", note)


def test_publishing_needs_if_match(office: Office, actor: Actor) -> None:
    first = write(office, actor, "care", "first")
    second = write(office, actor, "care", "second", first.etag)
    with office.reading(actor) as work:
        with pytest.raises(MissingPrecondition):
            versions.ready_to_publish(work, "care", None, check)
        with pytest.raises(StaleETag) as caught:
            versions.ready_to_publish(work, "care", first.etag, check)
        with pytest.raises(NotFound):
            versions.ready_to_publish(work, "nothing", first.etag, check)
    assert caught.value.current == second.etag


def test_a_draft_changed_after_the_check_is_not_published(office: Office, actor: Actor) -> None:
    draft = write(office, actor, "care", "first")
    with office.reading(actor) as work:
        ready = versions.ready_to_publish(work, "care", draft.etag, check)
    changed = write(office, actor, "care", "unfinished", draft.etag)
    with pytest.raises(StaleETag) as caught, office.writing(actor) as work:
        versions.publish(work, ready, "2026-11")
    assert caught.value.current == changed.etag
    with office.writing(actor) as work:
        rule_sets.delete_draft(work, "care", changed.etag)
    with pytest.raises(StaleETag) as caught, office.writing(actor) as work:
        versions.publish(work, ready, "2026-11")
    assert caught.value.current is None


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("2025-12", None),
        ("2026-01", 1),
        ("2026-03", 1),
        ("2026-04", 2),
        ("2026-Q2", 2),
        ("2026", 1),
        ("2026-W14", 1),  # begins on 30 March
        ("2026-W15", 2),
        ("2026-06-30", 2),
        ("2026-07", 3),
        ("2999", 3),
    ],
)
def test_the_version_in_force(office: Office, actor: Actor, period: str, expected: int | None) -> None:
    """By the first day of the period, whatever the kind of either."""
    write_and_publish(office, actor, "care", "one", "2026-01")
    write_and_publish(office, actor, "care", "two", "2026-Q2")
    write_and_publish(office, actor, "care", "three", "2026-07-01")
    assert number_at(office, actor, period) == expected


def test_what_is_in_force_is_remembered_only_until_somebody_publishes_or_retires(
    office: Office, actor: Actor, database: Database, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The office that asks remembers; the one that changes things is another process to it."""
    asked: list[object] = []
    look = versions.version_in_force
    monkeypatch.setattr(versions, "version_in_force", lambda *wanted: asked.append(wanted) or look(*wanted))
    with office.writing(actor) as work:
        token = create_key(work, "CRM", ["score"]).token
    elsewhere = Office(Database(str(database.engine.url.render_as_string(hide_password=False))), clock)
    november = parse_period("2026-11")

    def number() -> int:
        return versions.version_to_score_by(office, authenticate(office, token), "care", None, november).number

    write_and_publish(elsewhere, actor, "care", "first", "2026-10")
    assert [number(), number(), number()] == [1, 1, 1]
    assert len(asked) == 1
    write_and_publish(elsewhere, actor, "care", "second", "2026-11")
    assert [number(), number()] == [2, 2]
    with elsewhere.writing(actor) as work:
        versions.retire(work, "care", 2)
    assert [number(), number()] == [1, 1]
    with elsewhere.writing(actor) as work:
        versions.retire(work, "care", 1)
    with pytest.raises(NotFound):
        number()
    assert len(asked) == 4
    elsewhere.database.close()


def test_a_later_version_for_an_earlier_start(office: Office, actor: Actor) -> None:
    """What counts is the start, not the number."""
    write_and_publish(office, actor, "care", "one", "2026-07")
    write_and_publish(office, actor, "care", "two", "2026-01")
    assert (number_at(office, actor, "2026-08"), number_at(office, actor, "2026-02")) == (1, 2)


@pytest.mark.parametrize("same_start", ["2026-01", "2026", "2026-Q1", "2026-01-01"])
def test_a_start_that_is_taken(office: Office, actor: Actor, same_start: str) -> None:
    write_and_publish(office, actor, "care", "one", "2026-01")
    with pytest.raises(Conflict) as caught:
        write_and_publish(office, actor, "care", "two", same_start)
    assert caught.value.code == "effective-from-taken"
    assert number_at(office, actor, "2026-01") == 1


def test_replacing_retires_the_former_one(office: Office, actor: Actor) -> None:
    write_and_publish(office, actor, "care", "one", "2026-01")
    published = write_and_publish(office, actor, "care", "two", "2026-01", replace=True)
    assert published.replaced == 1
    assert number_at(office, actor, "2026-01") == 2
    with office.reading(actor) as work:
        retired = versions.get_version(work, "care", 1).facts.retired
    assert retired is not None
    assert (retired.replaced_by, retired.note, retired.by) == (2, "a note", actor.key_id)


def test_replace_with_nothing_to_replace(office: Office, actor: Actor) -> None:
    assert write_and_publish(office, actor, "care", "one", "2026-01", replace=True).replaced is None


def test_a_retired_version_gives_way_to_the_one_before(office: Office, actor: Actor) -> None:
    write_and_publish(office, actor, "care", "one", "2026-01")
    write_and_publish(office, actor, "care", "two", "2026-04")
    with office.writing(actor) as work:
        assert versions.retire(work, "care", 2, "a mistake").retired is not None
    assert number_at(office, actor, "2026-05") == 1
    with pytest.raises(Conflict) as caught, office.writing(actor) as work:
        versions.retire(work, "care", 2)
    assert caught.value.code == "already-retired"
    # Its start is free again, and numbers go on.
    assert write_and_publish(office, actor, "care", "three", "2026-04").version.number == 3
    with office.reading(actor) as work:
        assert versions.get_version(work, "care", 2).facts.retired is not None


def test_what_is_not_there(office: Office, actor: Actor, stranger: Actor) -> None:
    write_and_publish(office, actor, "care", "one", "2026-01")
    for who, rule_set, number in ((actor, "care", 2), (actor, "care", 0), (actor, "x", 1), (stranger, "care", 1)):
        with office.reading(who) as work, pytest.raises(NotFound):
            versions.get_version(work, rule_set, number)
        with office.writing(who) as work, pytest.raises(NotFound):
            versions.retire(work, rule_set, number)
        with office.writing(who) as work, pytest.raises(NotFound):
            versions.restore(work, rule_set, number, "*")
    with office.reading(stranger) as work:
        with pytest.raises(NotFound):
            versions.list_versions(work, "care")
        with pytest.raises(NotFound):
            versions.in_force(work, "care", parse_period("2026-01"))


def test_restoring_a_version(office: Office, actor: Actor) -> None:
    first = write_and_publish(office, actor, "care", "one", "2026-01")
    second = write_and_publish(office, actor, "care", "two", "2026-02")
    with pytest.raises(MissingPrecondition), office.writing(actor) as work:
        versions.restore(work, "care", 1)
    with pytest.raises(StaleETag), office.writing(actor) as work:
        versions.restore(work, "care", 1, first.draft.etag)
    with office.writing(actor) as work:
        draft = versions.restore(work, "care", 1, second.draft.etag)
    assert ("one" in draft.document, draft.published_as) == (True, 1)
    with office.writing(actor) as work:
        rule_sets.delete_draft(work, "care", draft.etag)
    with office.writing(actor) as work:
        assert versions.restore(work, "care", 2).published_as == 2


def test_versions_are_listed_newest_first_in_pages(office: Office, actor: Actor) -> None:
    for month in range(1, 6):
        write_and_publish(office, actor, "care", f"month {month}", f"2026-{month:02d}")
    with office.writing(actor) as work:
        versions.retire(work, "care", 3)
    with office.reading(actor) as work:
        first = versions.list_versions(work, "care", limit=2)
        second = versions.list_versions(work, "care", after=4, limit=2)
        third = versions.list_versions(work, "care", after=2, limit=2)
    assert [[item.number for item in page.items] for page in (first, second, third)] == [[5, 4], [3, 2], [1]]
    assert (first.next, second.next, third.next) == ((4,), (2,), None)
    assert [item.number for item in second.items if item.retired] == [3]


def test_an_exception_after_publishing_undoes_all_of_it(office: Office, actor: Actor) -> None:
    """Version, draft, audit entry and message are one change."""
    draft = write(office, actor, "care", "first")
    with office.reading(actor) as work:
        ready = versions.ready_to_publish(work, "care", draft.etag, check)
    with pytest.raises(ZeroDivisionError), office.writing(actor) as work:
        versions.publish(work, ready, "2026-11")
        raise ZeroDivisionError
    assert number_at(office, actor, "2026-11") is None
    assert "version.published" not in actions(office, actor)
    assert messages(office, actor) == []
    assert publish(office, actor, "care", draft.etag, "2026-11").version.number == 1


def test_every_change_leaves_an_entry_with_its_hashes(office: Office, actor: Actor) -> None:
    write_and_publish(office, actor, "care", "one", "2026-01")
    write_and_publish(office, actor, "care", "two", "2026-01", replace=True)
    with office.reading(actor) as work:
        entries = {entry.action: entry for entry in reversed(list_entries(work).items)}
    published = entries["version.published"]
    assert (published.actor, published.object, published.at) == (actor.key_id, "rule-set/care", office.clock())
    assert (published.before_hash, published.after_hash) == ("sha256:客服 one", "sha256:客服 two")
    assert published.detail["replaced"] == 1
    assert entries["version.retired"].before_hash == "sha256:客服 one"
    assert messages(office, actor) == ["rule-set.published", "rule-set.retired", "rule-set.published"]


def test_of_several_who_publish_the_same_draft_one_wins(office: Office, actor: Actor) -> None:
    """Many rounds of real threads: numbers without gaps, one entry and one message for each version."""
    rounds = 25
    draft = write(office, actor, "care", "start")
    for round_number in range(1, rounds + 1):
        start = f"{2000 + round_number}"
        outcomes = together(4, lambda _, tag=draft.etag, at=start: publish(office, actor, "care", tag, at))
        won = [outcome for outcome in outcomes if isinstance(outcome, versions.Published)]
        lost = [outcome for outcome in outcomes if isinstance(outcome, StaleETag)]
        assert (len(won), len(lost)) == (1, 3), outcomes
        assert won[0].version.number == round_number
        draft = won[0].draft
    with office.reading(actor) as work:
        numbers = [item.number for item in versions.list_versions(work, "care", limit=100).items]
    assert numbers == list(range(rounds, 0, -1))
    assert actions(office, actor).count("version.published") == rounds
    assert messages(office, actor).count("rule-set.published") == rounds


def test_writers_and_publishers_at_once(office: Office, actor: Actor) -> None:
    """Whoever changes the draft and whoever publishes it: each outcome is as if one had come after the other."""
    draft = write(office, actor, "care", "start")
    for round_number in range(10):
        tag = draft.etag

        def act(index: int, tag: str = tag, at: str = f"{2000 + round_number}") -> object:
            if index % 2:
                return write(office, actor, "care", f"{at} by {index}", tag)
            return publish(office, actor, "care", tag, at)

        outcomes = together(4, act)
        won = [outcome for outcome in outcomes if not isinstance(outcome, Exception)]
        assert len(won) == 1, outcomes
        assert sum(isinstance(outcome, StaleETag) for outcome in outcomes) == 3, outcomes
        with office.reading(actor) as work:
            draft = rule_sets.get_draft(work, "care")


def test_retiring_and_replacing_at_once(office: Office, actor: Actor) -> None:
    """Never two in force for one start, never a retired one in force."""
    published = write_and_publish(office, actor, "care", "start", "2026-01")
    for _ in range(10):
        number, tag = published.version.number, published.draft.etag

        def act(index: int, number: int = number, tag: str = tag) -> object:
            if index:
                with office.writing(actor) as work:
                    return versions.retire(work, "care", number)
            return publish(office, actor, "care", tag, "2026-01", replace=True)

        outcomes = together(3, act)
        assert isinstance(outcomes[0], versions.Published), outcomes
        published = outcomes[0]
        assert number_at(office, actor, "2026-01") == published.version.number
        with office.reading(actor) as work:
            alive = [item.number for item in versions.list_versions(work, "care").items if item.retired is None]
        assert alive == [published.version.number]
