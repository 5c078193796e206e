"""Sample data for a first look: a workspace with a few templates in force, and a key that stays the same."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rules.document.load import load
from rules.install import install
from rules.packs import LIBRARY, Pack, Sample, load_pack
from rules.period import Period, PeriodKind, period_of
from service.centre.loading import load_centre
from service.checking import check_for_publishing
from service.errors import Conflict, NotFound, Unauthenticated
from service.keys import authenticate
from service.rule_sets import get_draft, put_draft
from service.runs.claiming import Terms
from service.sessions import make_link
from service.versions import number_for, publish, ready_to_publish
from service.work import Actor, Office
from service.workspaces import create_workspace, rescue_key

WORKSPACE = "demo"
KEY_FILE = "demo-key"
PACKS = ("shop/presales-agent", "shop/aftersales-agent", "call-centre/agent-three-formulas")


@dataclass(frozen=True, slots=True)
class Demo:
    """What to try: the key, a link that signs a browser in once, the rule sets in force, and one person to score by the
    first of them."""

    token: str
    link: str
    rule_sets: tuple[str, ...]
    period: str
    person: Sample

    @property
    def request(self) -> dict[str, Any]:
        """A request that scores the sample person."""
        return {
            "rule_set": self.rule_sets[0],
            "period": self.period,
            "subject": self.person.id,
            "attributes": dict(self.person.attributes),
            "inputs": dict(self.person.inputs),
        }


def set_up_demo(office: Office, directory: Path, centre: Terms | None = None) -> Demo:
    """The workspace ``demo`` with its key in ``directory`` and templates in force from this period on. With the terms
    of a worker also the sample centre: people, six months of events, runs.

    Doing it again gives the same key, as long as the key and the database are there, and a new link.
    """
    token = _key(office, directory / KEY_FILE)
    actor = authenticate(office, token)
    if centre is not None:

        def from_then_on(place: str, period: Period) -> str:
            return in_force(office, actor, load_pack(LIBRARY / place), period)[0]

        load_centre(office, actor, from_then_on, centre)
    packs = [load_pack(LIBRARY / place) for place in PACKS if (LIBRARY / place / "manifest.yaml").exists()]
    published = [in_force(office, actor, pack) for pack in packs]
    people = packs[0].people
    with office.writing(actor) as work:
        link = make_link(work, actor.key_id)
    return Demo(token, link, tuple(id for id, _ in published), str(published[0][1]), people[0])


def _key(office: Office, file: Path) -> str:
    """The kept key if it still opens the workspace; else a new one, kept for its owner's eyes only."""
    with suppress(FileNotFoundError):
        token = file.read_text(encoding="utf-8").strip()
        with suppress(Unauthenticated):
            if authenticate(office, token).workspace_id == WORKSPACE:
                return token
    try:
        token = create_workspace(office, WORKSPACE, "Demo 演示").admin.token
    except Conflict:
        token = rescue_key(office, WORKSPACE).token
    _keep(token, file)
    return token


def _keep(token: str, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f".{file.name}-{secrets.token_hex(8)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(token + "\n")
    os.replace(fresh, file)


def in_force(office: Office, actor: Actor, pack: Pack, period: Period | None = None) -> tuple[str, Period]:
    """The pack's rule set and the period, the present one without saying, for which a version is in force, published
    now if need be."""
    data: Mapping[str, Any] = pack.document.data
    id, kind = str(data["id"]), PeriodKind(data.get("period", "month"))
    period = period or period_of(kind, office.clock().date())
    with office.reading(actor) as work:
        try:
            number_for(work, id, period)
        except NotFound:
            pass
        else:
            return id, period
    document = load(install(pack).text)
    with office.writing(actor) as work:
        try:
            etag = get_draft(work, id).etag
        except NotFound:
            etag = put_draft(work, id, document).etag
    with office.reading(actor) as work:
        ready = ready_to_publish(work, id, etag, check_for_publishing)
    with office.writing(actor) as work:
        publish(work, ready, str(period), "sample data")
    return id, period
