"""Every use case names the scope it needs, and no scope includes another."""

from collections.abc import Callable

import pytest

from rules.document.load import load
from rules.period import parse_period
from service import audit, keys, results, rule_sets, versions
from service.errors import Forbidden, ServiceError
from service.work import SCOPES, Actor, Office, Work
from tests.service.desk import check, text_of

MONTH = parse_period("2026-11")
READY = versions.Publishable("care", '"x"', "{}", "sha256:0", 1, ())

USE_CASES: dict[str, tuple[set[str], Callable[[Work], object]]] = {
    "put_draft": ({"edit"}, lambda work: rule_sets.put_draft(work, "care", load(text_of("care")))),
    "get_draft": ({"read"}, lambda work: rule_sets.get_draft(work, "care")),
    "delete_draft": ({"edit"}, lambda work: rule_sets.delete_draft(work, "care", "*")),
    "get_rule_set": ({"read"}, lambda work: rule_sets.get_rule_set(work, "care")),
    "list_rule_sets": ({"read"}, lambda work: rule_sets.list_rule_sets(work)),
    "ready_to_publish": ({"publish"}, lambda work: versions.ready_to_publish(work, "care", "*", check)),
    "publish": ({"publish"}, lambda work: versions.publish(work, READY, "2026-11")),
    "get_version": ({"read", "score"}, lambda work: versions.get_version(work, "care", 1)),
    "list_versions": ({"read"}, lambda work: versions.list_versions(work, "care")),
    "in_force": ({"read", "score"}, lambda work: versions.in_force(work, "care", MONTH)),
    "restore": ({"edit"}, lambda work: versions.restore(work, "care", 1)),
    "retire": ({"publish"}, lambda work: versions.retire(work, "care", 1)),
    "record": ({"score"}, lambda work: results.record(work, "care", 1, MONTH, "1", [])),
    "history": ({"read", "score"}, lambda work: results.history(work, "care", ["u"], MONTH, 1)),
    "list_results": ({"read"}, lambda work: results.list_results(work, "u")),
    "create_key": ({"admin"}, lambda work: keys.create_key(work, "x", ["read"])),
    "revoke_key": ({"admin"}, lambda work: keys.revoke_key(work, "x")),
    "list_keys": ({"admin"}, lambda work: keys.list_keys(work)),
    "list_entries": ({"admin"}, lambda work: audit.list_entries(work)),
}


@pytest.mark.parametrize("name", USE_CASES)
def test_scopes(office: Office, actor: Actor, name: str) -> None:
    """With each scope alone it is either refused for the scope, or gets past that."""
    allowed, use_case = USE_CASES[name]
    passed = set()
    for scope in SCOPES:
        with office.database.writing() as session:
            alone = Actor(actor.workspace_id, actor.key_id, frozenset({scope}))
            try:
                use_case(Work(session, alone, office.clock(), office.ids))
            except Forbidden:
                continue
            except ServiceError:
                pass
            passed.add(scope)
            session.rollback()
    assert passed == allowed
