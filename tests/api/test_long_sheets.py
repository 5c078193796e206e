"""Whoever sends a long sheet keeps nobody from writing while it is read; what others change then is heeded. On both
databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from api.performing import Call
from api.routes import figures as figures_routes
from api.routes import people as people_routes
from api.uploads import sent_sheet
from service.sheets import Upload
from tests.api.client import exact
from tests.api.conftest import Site
from tests.api.documents import YAML
from tests.api.test_figures import DOCUMENT
from tests.service.meanwhile import Meanwhile

CSV = {"Content-Type": "text/csv"}


@pytest.fixture(scope="module", autouse=True)
def furnished(site: Site) -> Iterator[None]:
    publish(site, DOCUMENT.format(id="care"), "2026-01")
    people = [{"id": f"f{number}", "attributes": {"role": "agent", "wage": 5000}} for number in range(3)]
    assert site.here.post("/v1/people", {"from": "2026-01-01", "people": people}).status_code == 200
    yield


def publish(site: Site, text: str, effective_from: str) -> None:
    draft = site.here.get("/v1/rule-sets/care/draft").headers.get("ETag")
    stored = site.here.put("/v1/rule-sets/care/draft", text, headers={**YAML, **({"If-Match": draft} if draft else {})})
    assert stored.status_code in (200, 201), stored.text
    told = site.here.post(
        "/v1/rule-sets/care/versions",
        {"effective_from": effective_from},
        headers={"If-Match": stored.headers["ETag"]},
    )
    assert told.status_code == 201, told.text


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """Has something happen while the file of the next request is read for the first time."""

    def while_read(happens: Callable[[], object]) -> None:
        waiting = [happens]

        @contextmanager
        def sent(call: Call) -> Iterator[Upload]:
            with sent_sheet(call) as upload:
                act = waiting.pop() if waiting else lambda: None
                yield replace(upload, file=Meanwhile(upload.file.read(), act))

        for routes in (figures_routes, people_routes):
            monkeypatch.setattr(routes, "sent_sheet", sent)

    return while_read


def test_others_enter_figures(site: Site, meanwhile: Any) -> None:
    entered = []

    def somebody() -> None:
        body = {"people": [{"person": "f0", "values": {"marks": 2}}, {"person": "f2", "values": {"marks": 3}}]}
        entered.append(site.with_scopes("score").post("/v1/figures/2026-03", body).status_code)

    meanwhile(somebody)
    told = site.here.post("/v1/figures/2026-03/imports?rule_set=care", b"id,marks\nf0,2\nf1,4.5\n", headers=CSV)
    assert entered == [200]
    assert (exact(told)["changed"], exact(told)["unchanged"], exact(told)["revision"]) == (2, 0, 2), told.text
    listed = exact(site.here.get("/v1/figures/2026-03"))["items"]
    assert {one["person"]: str(one["values"]["marks"]["value"]) for one in listed} == {
        "f0": "2",
        "f1": "4.5",
        "f2": "3",
    }
    again = {"people": [{"person": "f1", "values": {"marks": "4.5"}}]}
    assert exact(site.here.post("/v1/figures/2026-03", again))["unchanged"] == 1


def test_the_period_is_closed(site: Site, meanwhile: Any) -> None:
    meanwhile(lambda: site.here.post("/v1/periods/2026-04/close", {"note": "paid"}))
    told = site.here.post("/v1/figures/2026-04/imports?rule_set=care", b"id,marks\nf0,2\n", headers=CSV)
    assert (told.status_code, exact(told)["code"]) == (409, "period-closed")
    assert exact(site.here.get("/v1/figures/2026-04"))["items"] == []


def test_another_version_comes_into_force(site: Site, meanwhile: Any) -> None:
    stricter = DOCUMENT.format(id="care").replace("scale: [1, 5]", "scale: [1, 4]").replace("[5, 100]", "[4, 100]")
    meanwhile(lambda: publish(site, stricter, "2026-06"))
    address = "/v1/figures/2026-06/imports?rule_set=care"
    told = site.here.post(address, b"id,marks\nf0,4.5\n", headers=CSV)
    assert told.status_code == 422, told.text
    assert [issue["code"] for issue in exact(told)["issues"]] == ["input-range"]
    assert exact(site.here.get("/v1/figures/2026-06"))["items"] == []


def test_others_change_people(site: Site, meanwhile: Any) -> None:
    """The list is read once more, and is about the people as they are by then."""
    changed = []

    def somebody() -> None:
        body = {"from": "2026-01-01", "people": [{"id": "f0", "attributes": {"wage": 6000}}, {"id": "new"}]}
        changed.append(site.here.post("/v1/people", body).status_code)

    meanwhile(somebody)
    told = site.here.post("/v1/people/imports?from=2026-01-01", b"id,wage\nf0,6000\nnew,1\nnewer,1\n", headers=CSV)
    assert changed == [200]
    assert [exact(told)[name] for name in ("new", "changed", "unchanged")] == [1, 1, 1], told.text
