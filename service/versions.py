"""Published versions: numbered without gaps, immutable, in force from a period on.

Publishing has two halves. :func:`ready_to_publish` reads the draft and runs the checks and the document's own tests,
which may take a while, in a reading transaction. :func:`publish` then writes, provided the draft is still the one that
was checked.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import cast

from engine.issues import Issue, Refused, Words, has_errors
from rules.document.document import Media
from rules.period import Period, parse_period
from service.audit import note_change
from service.datasets import declare_from
from service.errors import Conflict, NotFound, NotInForce, StaleETag
from service.outbox import post
from service.rule_sets import DraftText, as_draft_text, draft_etag, require_match, write_draft
from service.text import checked_text
from service.work import Actor, Office, Page, Work
from store.models import Retirement, RuleSet, Version
from store.models.draft import draft_of
from store.models.rule_set import rule_set_by_id, rule_set_for_update
from store.models.version import (
    Pinned,
    number_in_force,
    number_starting_at,
    put_in_force,
    retirements,
    take_out_of_force,
    version_by_number,
    version_in_force,
    version_pinned,
    versions_before,
)

MAX_NOTE_LENGTH = 2000


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What checking a text gave. ``issues`` has the failed tests of the document too, as errors.

    The rest is only there (not None) when the text could be checked: its canonical form, the hash of that, and the
    version of the language it is written in.
    """

    issues: tuple[Issue, ...]
    canonical: str | None = None
    content_hash: str | None = None
    language_version: int | None = None


Check = Callable[[str, Media], CheckReport]


@dataclass(frozen=True, slots=True)
class Publishable:
    """A draft that passed. Only the draft with this very ETag can be published with it."""

    rule_set_id: str
    etag: str
    canonical: str
    content_hash: str
    language_version: int
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class Retired:
    """``replaced_by`` is the version published for the same start in its stead, if that was the reason."""

    at: datetime
    by: str
    note: str
    replaced_by: int | None


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """What is known of a version without its text. ``effective_from`` is a period as text."""

    rule_set_id: str
    number: int
    content_hash: str
    language_version: int
    effective_from: str
    note: str
    published_by: str
    published_at: datetime
    retired: Retired | None


@dataclass(frozen=True, slots=True)
class VersionText:
    """A version with its texts: ``document`` as published, ``canonical`` as hashed."""

    facts: VersionFacts
    document: str
    media: Media
    canonical: str


@dataclass(frozen=True, slots=True)
class Published:
    """``draft`` is the draft after publishing, with its new ETag; ``replaced`` the version whose place it took."""

    version: VersionFacts
    draft: DraftText
    replaced: int | None


def ready_to_publish(work: Work, rule_set_id: str, if_match: str | None, check: Check) -> Publishable:
    """Check the draft; :class:`Refused` with all issues when any is an error. Needs scope ``publish``."""
    work.actor.require("publish")
    draft = draft_of(work.session, work.workspace_id, rule_set_id)
    if draft is None:
        raise NotFound("draft", rule_set_id)
    require_match(draft, if_match)
    report = check(draft.document, cast(Media, draft.media))
    if has_errors(list(report.issues)):
        raise Refused(list(report.issues))
    if report.canonical is None or report.content_hash is None or report.language_version is None:
        raise ValueError("a report without errors must have the canonical text, its hash and the language version")
    return Publishable(
        rule_set_id=rule_set_id,
        etag=draft_etag(draft),
        canonical=report.canonical,
        content_hash=report.content_hash,
        language_version=report.language_version,
        issues=report.issues,
    )


def publish(work: Work, ready: Publishable, effective_from: str, note: str = "", *, replace: bool = False) -> Published:
    """Make the checked draft the next version, in force from ``effective_from`` until a later one.

    :class:`StaleETag` when the draft changed, was deleted or was published since it was checked: of two who publish the
    same draft, one wins. Conflict ``effective-from-taken`` when a version already starts then, unless ``replace`` is
    set, which retires that one. The datasets it reads are declared; :class:`Refused` where they are declared otherwise.
    Needs scope ``publish``.
    """
    work.actor.require("publish")
    period = parse_period(effective_from, ("effective_from",))
    checked_text(note, "note", high=MAX_NOTE_LENGTH)
    rule_set = rule_set_for_update(work.session, work.workspace_id, ready.rule_set_id)
    draft = draft_of(work.session, work.workspace_id, ready.rule_set_id)
    if rule_set is None or draft is None:
        raise StaleETag(None)
    if draft_etag(draft) != ready.etag:
        raise StaleETag(draft_etag(draft))
    former = number_starting_at(work.session, work.workspace_id, rule_set.id, period.key)
    if former is not None and not replace:
        raise Conflict("effective-from-taken", _taken_words(former, period))
    number = rule_set.latest_version + 1
    version = Version(
        workspace_id=work.workspace_id,
        rule_set_id=rule_set.id,
        number=number,
        document=draft.document,
        media=draft.media,
        canonical=ready.canonical,
        content_hash=ready.content_hash,
        language_version=ready.language_version,
        effective_from=str(period),
        effective_key=period.key,
        note=note,
        published_by=work.actor.key_id,
        published_at=work.now,
    )
    rule_set.latest_version = number
    draft.published_as = number
    # The new revision is what the other publisher of the same draft stumbles over.
    draft.revision += 1
    work.session.add(version)
    work.session.flush()
    if former is not None:
        _retire(work, rule_set.id, former, note, replaced_by=number)
    put_in_force(work.session, work.workspace_id, rule_set.id, period.key, number)
    # whoever has published can send the data that the rule set reads
    declare_from(work, json.loads(ready.canonical, parse_float=Decimal))
    _note_publication(work, version, former)
    work.session.flush()
    return Published(_facts(version, None), as_draft_text(draft), former)


def get_version(work: Work, rule_set_id: str, number: int) -> VersionText:
    """Needs scope ``read``, or ``score`` as scoring reads it."""
    _require_any(work, "read", "score")
    version = _version(work, rule_set_id, number)
    found = retirements(work.session, work.workspace_id, rule_set_id, [number])
    return VersionText(
        _facts(version, found.get(number)), version.document, cast(Media, version.media), version.canonical
    )


def list_versions(work: Work, rule_set_id: str, *, after: int | None = None, limit: int = 50) -> Page[VersionFacts]:
    """Newest first, retired ones too; ``after`` is the number the page before ended with. Needs scope ``read``."""
    work.actor.require("read")
    _rule_set(work, rule_set_id)
    rows = versions_before(work.session, work.workspace_id, rule_set_id, after, limit + 1)
    shown = rows[:limit]
    retired = retirements(work.session, work.workspace_id, rule_set_id, [row.number for row in shown])
    items = tuple(_facts(row, retired.get(row.number)) for row in shown)
    return Page(items, (shown[-1].number,) if len(rows) > limit else None)


def number_for(work: Work, rule_set_id: str, period: Period) -> int:
    """The version in force for ``period``: not retired, with the latest start that is not after the period's first day.

    NotFound of kind ``version`` when none is. Needs scope ``read`` or ``score``.
    """
    _require_any(work, "read", "score")
    number = number_in_force(work.session, work.workspace_id, rule_set_id, period.key)
    if number is None:
        _rule_set(work, rule_set_id)  # which of the two is not there
        raise NotInForce(rule_set_id, period)
    return number


def in_force(work: Work, rule_set_id: str, period: Period) -> VersionText:
    """The version of :func:`number_for` with its text."""
    return get_version(work, rule_set_id, number_for(work, rule_set_id, period))


def version_to_score_by(
    office: Office, actor: Actor, rule_set_id: str, number: int | None, period: Period | None
) -> Pinned:
    """The version asked for, or without ``number`` the one in force for ``period``, as it stands now.

    Needs scope ``score``. NotFound says which of the two is not there.
    """
    actor.require("score")
    if number is not None:
        found = version_pinned(office.database, actor.workspace_id, rule_set_id, number)
        if found is None:
            raise NotFound("version", f"{rule_set_id}@{number}")
        return found
    assert period is not None, "a version in force is in force for a period"
    wanted = (actor.workspace_id, rule_set_id, period.key)
    found = office.in_force.get(wanted, actor.publications)
    if found is not None:
        return found
    found = version_in_force(office.database, *wanted)
    if found is None:
        with office.reading(actor) as work:
            _rule_set(work, rule_set_id)
        raise NotInForce(rule_set_id, period)
    office.in_force.keep(wanted, actor.publications, found)
    return found


def restore(work: Work, rule_set_id: str, number: int, if_match: str | None = None) -> DraftText:
    """Put the text of a version into the draft. ``if_match`` is needed when there is a draft. Needs scope ``edit``."""
    work.actor.require("edit")
    if rule_set_for_update(work.session, work.workspace_id, rule_set_id) is None:
        raise NotFound("rule-set", rule_set_id)
    version = _version(work, rule_set_id, number)
    return write_draft(work, rule_set_id, version.document, cast(Media, version.media), if_match, published_as=number)


def retire(work: Work, rule_set_id: str, number: int, note: str = "") -> VersionFacts:
    """Take a version out of force for good; the one before it counts again. Needs scope ``publish``.

    Results already recorded keep it. Conflict ``already-retired`` the second time.
    """
    work.actor.require("publish")
    checked_text(note, "note", high=MAX_NOTE_LENGTH)
    if rule_set_for_update(work.session, work.workspace_id, rule_set_id) is None:
        raise NotFound("rule-set", rule_set_id)
    version = _version(work, rule_set_id, number)
    if number in retirements(work.session, work.workspace_id, rule_set_id, [number]):
        raise Conflict("already-retired", Words(f"第 {number} 版已经停用", f"Version {number} is retired already"))
    return _facts(version, _retire(work, rule_set_id, number, note, replaced_by=None))


def _retire(work: Work, rule_set_id: str, number: int, note: str, *, replaced_by: int | None) -> Retirement:
    retirement = Retirement(
        workspace_id=work.workspace_id,
        rule_set_id=rule_set_id,
        number=number,
        note=note,
        replaced_by=replaced_by,
        retired_by=work.actor.key_id,
        retired_at=work.now,
    )
    work.session.add(retirement)
    take_out_of_force(work.session, work.workspace_id, rule_set_id, number)
    version = _version(work, rule_set_id, number)
    detail = {"version": number, "replaced_by": replaced_by, "note": note}
    note_change(work, "version.retired", f"rule-set/{rule_set_id}", before_hash=version.content_hash, detail=detail)
    post(work, "rule-set.retired", {"rule_set": rule_set_id, "version": number, "replaced_by": replaced_by})
    return retirement


def _note_publication(work: Work, version: Version, former: int | None) -> None:
    before = version_by_number(work.session, work.workspace_id, version.rule_set_id, version.number - 1)
    facts = {
        "rule_set": version.rule_set_id,
        "version": version.number,
        "hash": version.content_hash,
        "effective_from": version.effective_from,
        "replaced": former,
    }
    note_change(
        work,
        "version.published",
        f"rule-set/{version.rule_set_id}",
        before_hash=before.content_hash if before else None,
        after_hash=version.content_hash,
        detail={**facts, "note": version.note},
    )
    post(work, "rule-set.published", facts)


def _rule_set(work: Work, rule_set_id: str) -> RuleSet:
    row = rule_set_by_id(work.session, work.workspace_id, rule_set_id)
    if row is None:
        raise NotFound("rule-set", rule_set_id)
    return row


def _version(work: Work, rule_set_id: str, number: int) -> Version:
    row = version_by_number(work.session, work.workspace_id, rule_set_id, number)
    if row is None:
        raise NotFound("version", f"{rule_set_id}@{number}")
    return row


def _require_any(work: Work, first: str, second: str) -> None:
    if second not in work.actor.scopes:
        work.actor.require(first)


def _taken_words(former: int, period: Period) -> Words:
    return Words(
        f"第 {former} 版已从 {period.key} 起生效；如要取代它，请带上 replace: true",
        f"Version {former} already takes effect on {period.key}; send replace: true to put this one in its place",
    )


def _facts(version: Version, retirement: Retirement | None) -> VersionFacts:
    retired = None
    if retirement is not None:
        retired = Retired(retirement.retired_at, retirement.retired_by, retirement.note, retirement.replaced_by)
    return VersionFacts(
        rule_set_id=version.rule_set_id,
        number=version.number,
        content_hash=version.content_hash,
        language_version=version.language_version,
        effective_from=version.effective_from,
        note=version.note,
        published_by=version.published_by,
        published_at=version.published_at,
        retired=retired,
    )
