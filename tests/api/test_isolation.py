"""Two workspaces on one database: what belongs to one does not exist for the other, on any route."""

from __future__ import annotations

import re

from api.openapi import operations_of, template
from api.schemas.datasets import DECLARATION_EXAMPLE
from tests.api.client import exact
from tests.api.conftest import Site
from tests.api.documents import YAML, named

SECRET = "geheim-7f3a"
PUTS = ("/v1/rule-sets/private/draft", "/v1/people/private", "/v1/datasets/private")
"""What they put there is theirs."""

QUERIES = {
    "diff_versions": {"from": "1", "to": "draft"},
    "show_version_as_sql": {"dialect": "duckdb", "period": "2026-11"},
}
"""What operations must be asked with, to be refused for whose it is and nothing else."""


def test_nothing_of_one_workspace_is_seen_or_touched_from_another(site: Site) -> None:
    text = named("private").replace("Response time", SECRET)
    stored = site.here.put("/v1/rule-sets/private/draft", text, headers=YAML)
    published = site.here.post(
        "/v1/rule-sets/private/versions",
        {"effective_from": "2026-11", "note": SECRET},
        headers={"If-Match": stored.headers["ETag"]},
    )
    etag = published.headers["ETag"]
    key_id = exact(site.here.post("/v1/keys", {"name": SECRET, "scopes": ["read"]}))["key"]["id"]
    person = {"from": "2026-01-01", "name": SECRET, "attributes": {"team": SECRET}, "manager": SECRET}
    assert site.here.put("/v1/people/private", person).status_code == 201
    parts = {"rule_set_id": "private", "number": "1", "key_id": key_id, "code": "not-found", "template_id": "none"}
    figures = {"people": [{"person": "private", "values": {"orders": SECRET}}]}
    assert site.here.post("/v1/figures/2026-11", figures).status_code == 200
    started = site.here.post(
        "/v1/runs",
        {"rule_set": "private", "period": "2026-11", "correction": True, "reason": SECRET},
        headers={"Idempotency-Key": "private-run"},
    )
    parts |= {"person_id": "private", "subject": "private", "format": "csv", "period": "2026-11"}
    parts["run_id"] = str(exact(started)["runs"][0]["id"])
    assert site.here.put("/v1/datasets/private", {**DECLARATION_EXAMPLE, "label": SECRET}).status_code == 201
    assert site.here.put("/v1/datasets/private/mapping", {"sheet": SECRET}).status_code == 201
    keyed = {"Idempotency-Key": "isolated"}
    record = {"call_id": SECRET, "agent_id": SECRET, "started_at": "2026-11-03"}
    assert site.here.post("/v1/datasets/private/records", {"records": [record]}, headers=keyed).status_code == 200
    sent = site.here.post(
        "/v1/datasets/private/imports", SECRET.encode(), headers={**keyed, "Content-Type": "text/csv"}
    )
    parts |= {"dataset": "private", "import_id": exact(sent)["id"]}
    mapping = {"use": "people", "name": SECRET, "mapping": {"columns": {SECRET: "team"}}}
    parts["mapping_id"] = exact(site.here.post("/v1/mappings", mapping))["id"]
    before = state(site)

    for operation in operations_of(site.app):
        if operation.scope is None:
            continue
        address = re.sub(r"\{(\w+)\}", lambda match: parts[match[1]], template(operation.address))
        if operation.method == "PUT" and address in PUTS:
            continue
        body = operation.body.example if operation.body is not None else None
        query = QUERIES.get(operation.name, {})
        headers = {"If-Match": etag, "Idempotency-Key": f"stranger-{operation.name}"}
        if operation.body is not None and operation.body.to_disk:
            body, headers["Content-Type"] = SECRET.encode(), "text/csv"
        response = site.there.call(operation.method, address, body, headers, query_string=query)
        assert SECRET not in response.text, operation.name
        # A period is nobody's: everybody has a list of their own for it.
        if "{" in template(operation.address).replace("{period}", ""):
            assert response.status_code == 404, (operation.name, response.text)
            assert exact(response)["code"] == "not-found"
    assert state(site) == before


def test_the_same_name_in_two_workspaces_is_two_things(site: Site) -> None:
    for caller, words in ((site.here, "one"), (site.there, "other")):
        text = named("shared-name").replace("Response time", words)
        assert caller.put("/v1/rule-sets/shared-name/draft", text, headers=YAML).status_code == 201
    for caller, words in ((site.here, "one"), (site.there, "other")):
        assert exact(caller.get("/v1/rule-sets/shared-name/draft"))["name"]["en"] == words


def test_an_idempotency_key_is_the_workspaces_own(site: Site) -> None:
    headers, body = {"Idempotency-Key": "the-same-key"}, {"name": "mine", "scopes": ["read"]}
    first = exact(site.here.post("/v1/keys", body, headers=headers))
    second = exact(site.there.post("/v1/keys", body, headers=headers))
    assert first["key"]["id"] != second["key"]["id"]
    assert second["token"] is not None


def state(site: Site) -> list[str]:
    """Everything of the workspace that could have been changed."""
    addresses = (
        "/v1/rule-sets/private",
        "/v1/rule-sets/private/versions",
        "/v1/rule-sets/private/draft",
        "/v1/people/private",
        "/v1/figures/2026-11/people/private",
        "/v1/runs",
        "/v1/periods/2026-11",
        "/v1/audit",
    )
    keys = [(key["id"], key["revoked_at"]) for key in exact(site.here.get("/v1/keys?limit=200"))["items"]]
    return [*(site.here.get(address).text for address in addresses), str(keys)]
