"""Publishing with the language's own checks: nothing wrong gets through, and a document's tests must pass."""

import json

import pytest

from engine.issues import Refused
from rules.document.load import load
from service import rule_sets, versions
from service.checking import check_for_publishing
from service.work import Actor, Office
from tests.service.desk import codes_of

DOCUMENT = """\
scorewright: 1
id: care
name: {zh: 售后客服, en: After-sales agent}
period: month
currency: CNY
inputs:
  rating: {type: rating, scale: [0, 5]}
metrics:
  service: {value: rating, weight: 100%, points: {attainment: {target: 5}}}
score: {round: 2}
tests:
  - name: a good month
    given: {rating: 4}
    expect: {score: 80}
"""


def publish(office: Office, actor: Actor, text: str) -> versions.VersionFacts:
    with office.writing(actor) as work:
        draft = rule_sets.put_draft(work, "care", load(text))
    with office.reading(actor) as work:
        ready = versions.ready_to_publish(work, "care", draft.etag, check_for_publishing)
    with office.writing(actor) as work:
        return versions.publish(work, ready, "2026-11").version


def test_a_sound_document_is_published_under_its_hash(office: Office, actor: Actor) -> None:
    facts = publish(office, actor, DOCUMENT)
    with office.reading(actor) as work:
        version = versions.get_version(work, "care", facts.number)
    assert version.document == DOCUMENT
    assert json.loads(version.canonical)["metrics"]["service"]["value"] == "rating"
    assert facts.content_hash.startswith("sha256:") and len(facts.content_hash) == 71
    assert facts.language_version == 1


def test_comments_and_spelling_do_not_change_the_hash() -> None:
    rewritten = "# 2026 年\n" + DOCUMENT.replace("{rating: 4}", "{ 'rating' : 4.0 }   # four of five")
    assert rewritten != DOCUMENT
    assert check_for_publishing(rewritten, "yaml").content_hash == check_for_publishing(DOCUMENT, "yaml").content_hash


@pytest.mark.parametrize(
    ("written", "instead", "code", "line"),
    [
        ("expect: {score: 80}", "expect: {score: 81}", "test-failed", 14),
        ("weight: 100%", "weight: 90%", "weights-do-not-sum", 8),
        ("value: rating", "value: ratings", "unknown-name", 9),
    ],
)
def test_what_is_refused_says_where(
    office: Office, actor: Actor, written: str, instead: str, code: str, line: int
) -> None:
    with pytest.raises(Refused) as caught:
        publish(office, actor, DOCUMENT.replace(written, instead))
    assert codes_of(caught.value) == [code]
    assert caught.value.issues[0].line == line
    with office.reading(actor) as work:
        assert rule_sets.get_rule_set(work, "care").latest_version is None
