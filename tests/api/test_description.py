"""The API description is valid, complete and true; the page that shows it needs no network."""

from __future__ import annotations

import re
from typing import Any

from openapi_spec_validator import validate

from api.console import SCREENS
from api.openapi import kinds_of, operations_of, template
from api.problems import MEDIA
from tests.api.client import check, description, exact
from tests.api.conftest import Site

HIDDEN = {"/openapi.json", "/docs", "/docs/<path:name>", "/assets/<path:name>", "/"}
HIDDEN |= {f"/{screen}{rest}" for screen in SCREENS for rest in ("", "/<path:rest>")}


def operations(site: Site) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (address, method, described)
        for address, methods in description(site.app)["paths"].items()
        for method, described in methods.items()
    ]


def test_it_is_a_valid_openapi_3_1_document(small_site: Site) -> None:
    served = exact(small_site.nobody.get("/openapi.json"))
    assert served["openapi"].startswith("3.1")
    validate(served)


def test_every_route_is_described(small_site: Site) -> None:
    routes = {
        (template(rule.rule), method.lower())
        for rule in small_site.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.rule not in HIDDEN
    }
    assert routes == {(address, method) for address, method, _ in operations(small_site)}


def test_every_operation_has_words_a_name_and_its_rights(small_site: Site) -> None:
    names = set()
    for address, method, described in operations(small_site):
        assert described["summary"] and described["tags"], (address, method)
        names.add(described["operationId"])
    assert len(names) == len(operations(small_site))
    for operation in operations_of(small_site.app):
        described = description(small_site.app)["paths"][template(operation.address)][operation.method.lower()]
        secured = [{"api_key": []}, {"session": []}] if operation.scope is not None else None
        assert described.get("security") == secured


def test_every_problem_of_every_operation_is_described_with_an_example(small_site: Site) -> None:
    for operation in operations_of(small_site.app):
        described = description(small_site.app)["paths"][template(operation.address)][operation.method.lower()]
        for kind in kinds_of(operation):
            content = described["responses"][str(kind.status)]["content"]
            assert set(content) == {MEDIA}
            example = content[MEDIA]["examples"][kind.code.name]["value"]
            check(small_site.app, {"$ref": "#/components/schemas/Problem"}, example)


def test_every_example_is_what_its_schema_says(small_site: Site) -> None:
    shown = 0
    for address, method, described in operations(small_site):
        contents = [described.get("requestBody", {}).get("content", {})]
        contents += [response.get("content", {}) for response in described["responses"].values()]
        for content in contents:
            for media, told in content.items():
                examples = [told["example"]] if "example" in told else []
                examples += [example["value"] for example in told.get("examples", {}).values()]
                assert examples, (address, method, media)
                for example in examples:
                    if media.endswith("json"):
                        check(small_site.app, told["schema"], example)
                        shown += 1
        for parameter in described["parameters"]:
            assert parameter.get("description"), (address, method, parameter["name"])
    assert shown > 50


def test_the_page_takes_nothing_from_elsewhere(small_site: Site) -> None:
    page = small_site.nobody.get("/docs").text
    assert not re.findall(r"(?:src|href)=[\"'](?:https?:)?//", page)
    for asset in re.findall(r"(?:src|href)=\"([^\"]+)\"", page):
        assert small_site.nobody.get(f"/{asset}").status_code == 200, asset
    assert small_site.nobody.get("/docs/../app.py").status_code == 404
    assert small_site.nobody.get("/docs/%2e%2e/docs.html").status_code == 404
