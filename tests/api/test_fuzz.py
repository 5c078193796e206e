"""Generated requests, valid and not, held against the description: nothing undocumented, no server error."""

from __future__ import annotations

import re

import pytest
import schemathesis
from hypothesis import HealthCheck, given, seed, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.openapi import template
from api.operation import Operation
from api.routes import ROUTES
from api.schemas.datasets import DECLARATION_EXAMPLE, MAPPING_EXAMPLE
from api.schemas.path import PATH_PARAMETERS
from service.runs.claiming import Terms
from service.runs.stored import Stored
from service.worker import Worker
from tests.api.conftest import Site
from tests.api.documents import YAML, named

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]

OPERATIONS = [operation for routes in ROUTES for operation in routes.operations]
# An operation that takes nothing cannot be sent anything wrong.
SENT = [(operation, GenerationMode.POSITIVE) for operation in OPERATIONS] + [
    (operation, GenerationMode.NEGATIVE)
    for operation in OPERATIONS
    if operation.query is not None or operation.body is not None or "<" in operation.address
]
EXAMPLES = 6


@pytest.fixture(scope="module")
def furnished(site: Site) -> Site:
    """The names of the documented examples exist, so that not everything ends with 404."""
    stored = site.here.put("/v1/rule-sets/taobao-presales/draft", named("taobao-presales"), headers=YAML)
    etag = stored.headers["ETag"]
    for period in ("2026-10", "2026-11", "2026-12"):
        done = site.here.post(
            "/v1/rule-sets/taobao-presales/versions", {"effective_from": period}, headers={"If-Match": etag}
        )
        assert done.status_code == 201, done.text
        etag = done.headers["ETag"]
    assert site.here.put("/v1/datasets/calls", DECLARATION_EXAMPLE).status_code == 201
    assert site.here.put("/v1/datasets/calls/mapping", MAPPING_EXAMPLE).status_code == 201
    for person in ("u17", "u18"):
        assert site.here.put(f"/v1/people/{person}", {"from": "2026-01-01", "attributes": {}}).status_code == 201
    figures = {"people": [{"person": "u17", "values": {"first_response": "20s", "chats": 12}}]}
    assert site.here.post("/v1/figures/2026-11", figures).status_code == 200
    asked = {"rule_set": "taobao-presales", "period": "2026-11"}
    assert site.here.post("/v1/runs", asked, headers={"Idempotency-Key": "first"}).status_code == 202
    Worker(site.office, Stored(site.office.data_dir), Terms()).run_until_idle()
    return site


@pytest.fixture(scope="module")
def described(furnished: Site) -> BaseSchema:
    return schemathesis.openapi.from_wsgi("/openapi.json", furnished.app)


@pytest.mark.parametrize(("operation", "mode"), SENT, ids=lambda part: getattr(part, "name", part))
def test_whatever_is_sent_the_answer_is_a_documented_one(
    furnished: Site, described: BaseSchema, operation: Operation, mode: GenerationMode
) -> None:
    # What is right is sent to things that exist; random names would end with 404 before anything is tried.
    parts = re.findall(r"\{(\w+)\}", template(operation.address))
    existing = {name: PATH_PARAMETERS[name]["example"] for name in parts} if mode is GenerationMode.POSITIVE else None
    headers = {"Authorization": f"Bearer {furnished.here.token}", "X-Request-Id": "generated-request"}

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(described[template(operation.address)][operation.method].as_strategy(mode, path_parameters=existing))
    @seed(1)
    def hold(case: Case) -> None:
        case.call_and_validate(headers=headers, checks=CHECKS)

    hold()
