"""Drafts: any readable text is kept, and nobody overwrites what they have not seen."""

import pytest

from engine.issues import Refused
from rules.document.load import load
from service import rule_sets
from service.audit import list_entries
from service.errors import MissingPrecondition, NotFound, StaleETag
from service.work import Actor, Office
from tests.service.desk import codes_of, publish, text_of, together, write


def test_a_draft_comes_back_as_written(office: Office, actor: Actor) -> None:
    text = "scorewright: 1\nid: care   # 客服\nname:   {zh: 售前}\n"
    with office.writing(actor) as work:
        put = rule_sets.put_draft(work, "care", load(text))
    with office.reading(actor) as work:
        got = rule_sets.get_draft(work, "care")
    assert put.created
    assert (got.document, got.media, got.revision, got.etag) == (text, "yaml", 1, put.etag)
    assert (got.updated_by, got.updated_at) == (actor.key_id, office.clock())


def test_an_etag_is_strong_and_changes_with_the_text(office: Office, actor: Actor) -> None:
    first = write(office, actor, "care", "first")
    second = write(office, actor, "care", "second", first.etag)
    assert first.etag.startswith('"') and first.etag.endswith('"')
    assert (second.revision, second.created) == (2, False)
    assert first.etag != second.etag


def test_replacing_needs_if_match(office: Office, actor: Actor) -> None:
    first = write(office, actor, "care", "first")
    with pytest.raises(MissingPrecondition) as caught:
        write(office, actor, "care", "second")
    assert caught.value.current == first.etag


def test_a_stale_etag_is_told_the_current_one(office: Office, actor: Actor) -> None:
    first = write(office, actor, "care", "first")
    second = write(office, actor, "care", "second", first.etag)
    with pytest.raises(StaleETag) as caught:
        write(office, actor, "care", "third", first.etag)
    assert caught.value.current == second.etag


@pytest.mark.parametrize("form", ["{}", '"other", {}', "*", " {} "])
def test_forms_of_if_match(office: Office, actor: Actor, form: str) -> None:
    first = write(office, actor, "care", "first")
    assert write(office, actor, "care", "second", form.format(first.etag)).revision == 2


@pytest.mark.parametrize("form", ["W/{}", "", '"*"', "*, *"])
def test_what_is_no_match(office: Office, actor: Actor, form: str) -> None:
    first = write(office, actor, "care", "first")
    with pytest.raises(StaleETag):
        write(office, actor, "care", "second", form.format(first.etag))


def test_if_match_for_nothing(office: Office, actor: Actor) -> None:
    """Whoever thinks there is a draft is told that there is none, and nothing is made."""
    with pytest.raises(StaleETag) as caught:
        write(office, actor, "care", "first", '"1-abc"')
    assert caught.value.current is None
    with office.reading(actor) as work:
        assert rule_sets.list_rule_sets(work).items == ()


def test_the_same_text_again_changes_nothing(office: Office, actor: Actor) -> None:
    first = write(office, actor, "care", "first")
    again = write(office, actor, "care", "first", first.etag)
    assert again.etag == first.etag
    with office.reading(actor) as work:
        assert [entry.action for entry in list_entries(work).items].count("draft.written") == 1


def test_an_unfinished_document_is_kept(office: Office, actor: Actor) -> None:
    with office.writing(actor) as work:
        assert rule_sets.put_draft(work, "care", load("metrics: nonsense\n")).revision == 1


def test_a_document_under_another_id_is_refused_at_its_place(office: Office, actor: Actor) -> None:
    with pytest.raises(Refused) as caught, office.writing(actor) as work:
        rule_sets.put_draft(work, "care", load(text_of("sales")))
    assert codes_of(caught.value) == ["rule-set-id-differs"]
    assert (caught.value.issues[0].line, caught.value.issues[0].path) == (2, ("id",))


@pytest.mark.parametrize("name", ["", "a/b", "a b", ".hidden", "-x", "x" * 101, "a\n", "a\x00"])
def test_ids_that_cannot_stand_in_an_address(office: Office, actor: Actor, name: str) -> None:
    with pytest.raises(Refused) as caught, office.writing(actor) as work:
        rule_sets.put_draft(work, name, load("scorewright: 1\n"))
    assert codes_of(caught.value) == ["bad-rule-set-id"]


@pytest.mark.parametrize("name", ["taobao-presales", "售前客服", "a", "v1.2_x", "x" * 100])
def test_ids_in_any_script(office: Office, actor: Actor, name: str) -> None:
    with office.writing(actor) as work:
        rule_sets.put_draft(work, name, load("scorewright: 1\n"))
    with office.reading(actor) as work:
        assert rule_sets.get_rule_set(work, name).id == name


def test_deleting_the_draft_of_something_never_published(office: Office, actor: Actor) -> None:
    draft = write(office, actor, "care", "first")
    with office.writing(actor) as work:
        rule_sets.delete_draft(work, "care", draft.etag)
    with office.reading(actor) as work:
        with pytest.raises(NotFound, match="rule set"):
            rule_sets.get_rule_set(work, "care")
        assert list_entries(work).items[0].action == "draft.deleted"


def test_deleting_the_draft_of_something_published(office: Office, actor: Actor) -> None:
    published = publish(office, actor, "care", write(office, actor, "care", "first").etag, "2026-11")
    with office.writing(actor) as work:
        rule_sets.delete_draft(work, "care", published.draft.etag)
    with office.reading(actor) as work:
        facts = rule_sets.get_rule_set(work, "care")
        assert (facts.has_draft, facts.latest_version) == (False, 1)
        with pytest.raises(NotFound, match="draft"):
            rule_sets.get_draft(work, "care")


def test_deleting_needs_if_match(office: Office, actor: Actor) -> None:
    first = write(office, actor, "care", "first")
    write(office, actor, "care", "second", first.etag)
    with pytest.raises(MissingPrecondition), office.writing(actor) as work:
        rule_sets.delete_draft(work, "care", None)
    with pytest.raises(StaleETag), office.writing(actor) as work:
        rule_sets.delete_draft(work, "care", first.etag)
    with pytest.raises(NotFound), office.writing(actor) as work:
        rule_sets.delete_draft(work, "nothing", None)


def test_an_etag_from_before_a_deletion_does_not_fit_the_new_draft(office: Office, actor: Actor) -> None:
    """The revision counts from 1 again, so only the content tells the two apart."""
    first = write(office, actor, "care", "first")
    with office.writing(actor) as work:
        rule_sets.delete_draft(work, "care", first.etag)
    second = write(office, actor, "care", "second")
    assert second.revision == first.revision
    with pytest.raises(StaleETag):
        write(office, actor, "care", "third", first.etag)


def test_another_workspace_sees_nothing(office: Office, actor: Actor, stranger: Actor) -> None:
    draft = write(office, actor, "care", "first")
    with office.reading(stranger) as work:
        assert rule_sets.list_rule_sets(work).items == ()
        with pytest.raises(NotFound):
            rule_sets.get_draft(work, "care")
        with pytest.raises(NotFound):
            rule_sets.get_rule_set(work, "care")
    with pytest.raises(NotFound), office.writing(stranger) as work:
        rule_sets.delete_draft(work, "care", draft.etag)
    # The same name is free there, and is another rule set.
    write(office, stranger, "care", "theirs")
    with office.reading(actor) as work:
        assert rule_sets.get_draft(work, "care").document == text_of("care", "first")


def test_of_several_who_create_one_wins(office: Office, actor: Actor) -> None:
    for round_number in range(10):
        name = f"care-{round_number}"
        outcomes = together(4, lambda index, name=name: write(office, actor, name, f"by {index}"))
        won = [outcome for outcome in outcomes if isinstance(outcome, rule_sets.DraftText)]
        lost = [outcome for outcome in outcomes if isinstance(outcome, MissingPrecondition)]
        assert (len(won), len(lost)) == (1, 3), outcomes


def test_of_several_who_change_one_wins(office: Office, actor: Actor) -> None:
    draft = write(office, actor, "care", "start")
    for round_number in range(15):
        outcomes = together(
            4, lambda index, tag=draft.etag, n=round_number: write(office, actor, "care", f"{n} by {index}", tag)
        )
        won = [outcome for outcome in outcomes if isinstance(outcome, rule_sets.DraftText)]
        lost = [outcome for outcome in outcomes if isinstance(outcome, StaleETag)]
        assert (len(won), len(lost)) == (1, 3), outcomes
        assert all(outcome.current == won[0].etag for outcome in lost)
        draft = won[0]
    assert draft.revision == 16


@pytest.mark.parametrize("sort", rule_sets.SORTS)
def test_pages_hold_everything_once(office: Office, actor: Actor, sort: str) -> None:
    names = ["b", "甲", "B", "a-2", "a", "乙", "a_1"]
    for place, name in enumerate(names):
        if place % 3 == 0:
            office.clock.advance(seconds=1)  # type: ignore[attr-defined]
        write(office, actor, name, "first")
    with office.reading(actor) as work:
        whole = [item.id for item in rule_sets.list_rule_sets(work, sort=sort).items]
        seen: list[str] = []
        after = None
        while True:
            page = rule_sets.list_rule_sets(work, sort=sort, after=after, limit=2)
            seen += [item.id for item in page.items]
            after = page.next
            if after is None:
                break
    assert seen == whole
    assert sorted(seen) == sorted(names)
    if sort == "id":
        assert seen == sorted(names)


def test_a_page_that_ends_exactly_has_no_next(office: Office, actor: Actor) -> None:
    write(office, actor, "a", "first")
    write(office, actor, "b", "first")
    with office.reading(actor) as work:
        assert rule_sets.list_rule_sets(work, limit=2).next is None


def test_an_unknown_sort_is_refused(office: Office, actor: Actor) -> None:
    with office.reading(actor) as work, pytest.raises(ValueError, match="unknown sort"):
        rule_sets.list_rule_sets(work, sort="document")
