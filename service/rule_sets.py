"""Rule sets and their drafts: the one text that may still be changed.

A draft is stored as soon as it can be read, problems and all, so that unfinished work is never lost; publishing is
where they must be gone. Every change of a draft says which state it was made from (``If-Match``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from engine.issues import Refused, Words, declare
from rules.document.document import Document, Media
from service.audit import note_change
from service.errors import NotFound, StaleETag
from service.etags import require_current
from service.text import sha256_of
from service.work import Page, Work
from store.models import Draft, RuleSet
from store.models.draft import draft_of, drafts_among
from store.models.rule_set import (
    create_rule_set,
    rule_set_by_id,
    rule_set_for_update,
    rule_sets_by_id,
    rule_sets_newest_first,
)
from store.models.version import latest_if_text

SORTS = ("id", "-created_at")
LONGEST_SHOWN_NAME = 200

RULE_SET_ID = re.compile(r"\w[\w.-]{0,99}")
BAD_RULE_SET_ID = declare(
    "bad-rule-set-id",
    zh="“{id}”不能用作规则集代号",
    en="'{id}' cannot be the id of a rule set",
    mend_zh="用 1 至 100 个字母、汉字、数字、下划线、连字符或点，以字母、汉字或数字开头",
    mend_en="Use 1 to 100 letters, digits, underscores, hyphens or dots, beginning with a letter or digit",
)
RULE_SET_ID_DIFFERS = declare(
    "rule-set-id-differs",
    zh="文档的代号是“{written}”，而要保存为“{wanted}”",
    en="The document's id is '{written}', but it is to be stored as '{wanted}'",
    mend_zh="把文档的 id 改为“{wanted}”，或保存到“{written}”",
    mend_en="Change the document's id to '{wanted}', or store it as '{written}'",
)


@dataclass(frozen=True, slots=True)
class DraftText:
    """A draft as stored. ``etag`` is strong, quotes included; ``created`` only tells after :func:`put_draft`.

    ``published_as`` is the version that holds exactly this text, if there is one.
    """

    rule_set_id: str
    document: str
    media: Media
    revision: int
    etag: str
    published_as: int | None
    updated_by: str
    updated_at: datetime
    created: bool = False


@dataclass(frozen=True, slots=True)
class RuleSetFacts:
    """``latest_version`` is the number published last, None before the first; ``name`` None when the text has none."""

    id: str
    name: Words | None
    created_at: datetime
    has_draft: bool
    latest_version: int | None


def put_draft(work: Work, rule_set_id: str, document: Document, if_match: str | None = None) -> DraftText:
    """Store the text of a readable document as the draft, making the rule set when it is new.

    A draft that exists is only replaced with its ETag in ``if_match``. Storing the text it already has changes nothing.
    Needs scope ``edit``.
    """
    work.actor.require("edit")
    if not RULE_SET_ID.fullmatch(rule_set_id):
        raise Refused([BAD_RULE_SET_ID.at(("id",), id=rule_set_id[:100])])
    written = document.data.get("id")
    if isinstance(written, str) and written != rule_set_id:
        raise Refused([document.locate(RULE_SET_ID_DIFFERS.at(("id",), written=written[:100], wanted=rule_set_id))])
    create_rule_set(work.session, work.workspace_id, rule_set_id, work.now)
    row = rule_set_for_update(work.session, work.workspace_id, rule_set_id)
    # Whoever takes a change back has nothing to publish.
    same = latest_if_text(work.session, work.workspace_id, rule_set_id, document.text, document.media)
    draft = write_draft(work, rule_set_id, document.text, document.media, if_match, published_as=same)
    if row is not None:
        row.name_zh, row.name_en = _names(document)
    return draft


def get_draft(work: Work, rule_set_id: str) -> DraftText:
    """Needs scope ``read``."""
    work.actor.require("read")
    draft = draft_of(work.session, work.workspace_id, rule_set_id)
    if draft is None:
        raise NotFound("draft", rule_set_id)
    return as_draft_text(draft)


def delete_draft(work: Work, rule_set_id: str, if_match: str | None) -> None:
    """Drop the draft; a rule set that was never published goes with it. Needs scope ``edit``."""
    work.actor.require("edit")
    rule_set = rule_set_for_update(work.session, work.workspace_id, rule_set_id)
    draft = draft_of(work.session, work.workspace_id, rule_set_id)
    if rule_set is None or draft is None:
        raise NotFound("draft", rule_set_id)
    require_match(draft, if_match)
    work.session.delete(draft)
    work.session.flush()
    if rule_set.latest_version == 0:
        work.session.delete(rule_set)
    before = sha256_of(draft.media, draft.document)
    note_change(work, "draft.deleted", f"rule-set/{rule_set_id}", before_hash=before)


def get_rule_set(work: Work, rule_set_id: str) -> RuleSetFacts:
    """Needs scope ``read``."""
    work.actor.require("read")
    row = rule_set_by_id(work.session, work.workspace_id, rule_set_id)
    if row is None:
        raise NotFound("rule-set", rule_set_id)
    return _facts(row, drafts_among(work.session, work.workspace_id, [rule_set_id]))


def list_rule_sets(
    work: Work, *, sort: str = "id", after: tuple[str | int, ...] | None = None, limit: int = 50
) -> Page[RuleSetFacts]:
    """``sort`` is one of :data:`SORTS` (anything else is a ValueError); ``after`` is a page's ``next`` under the same
    sort. Needs scope ``read``."""
    work.actor.require("read")
    if sort == "id":
        rows = rule_sets_by_id(work.session, work.workspace_id, str(after[0]) if after else None, limit + 1)
    elif sort == "-created_at":
        since = (datetime.fromisoformat(str(after[0])), str(after[1])) if after else None
        rows = rule_sets_newest_first(work.session, work.workspace_id, since, limit + 1)
    else:
        raise ValueError(f"unknown sort: {sort}")
    shown = rows[:limit]
    drafts = drafts_among(work.session, work.workspace_id, [row.id for row in shown])
    following: tuple[str | int, ...] | None = None
    if len(rows) > limit:
        last = shown[-1]
        following = (last.id,) if sort == "id" else (last.created_at.isoformat(), last.id)
    return Page(tuple(_facts(row, drafts) for row in shown), following)


def write_draft(
    work: Work, rule_set_id: str, text: str, media: Media, if_match: str | None, *, published_as: int | None
) -> DraftText:
    """Insert or replace the draft of a rule set whose row the caller has locked, with the audit entry."""
    draft = draft_of(work.session, work.workspace_id, rule_set_id)
    if draft is None:
        if if_match is not None:
            raise StaleETag(None)
        draft = Draft(
            workspace_id=work.workspace_id,
            rule_set_id=rule_set_id,
            document=text,
            media=media,
            revision=1,
            published_as=published_as,
            updated_by=work.actor.key_id,
            updated_at=work.now,
        )
        work.session.add(draft)
        _note_draft(work, draft, None)
        return as_draft_text(draft, created=True)
    require_match(draft, if_match)
    if (draft.document, draft.media) == (text, media):
        return as_draft_text(draft)
    before = sha256_of(draft.media, draft.document)
    draft.document, draft.media, draft.published_as = text, media, published_as
    draft.revision += 1
    draft.updated_by, draft.updated_at = work.actor.key_id, work.now
    _note_draft(work, draft, before)
    return as_draft_text(draft)


def draft_etag(draft: Draft) -> str:
    """Revision and content: a draft deleted and written anew counts from 1 again, yet is told from the old one."""
    digest = sha256_of(draft.media, draft.document).removeprefix("sha256:")
    return f'"{draft.revision}-{digest[:24]}"'


def require_match(draft: Draft, if_match: str | None) -> None:
    """See :func:`service.etags.require_current`."""
    require_current(draft_etag(draft), if_match)


def as_draft_text(draft: Draft, *, created: bool = False) -> DraftText:
    return DraftText(
        rule_set_id=draft.rule_set_id,
        document=draft.document,
        media=cast(Media, draft.media),
        revision=draft.revision,
        etag=draft_etag(draft),
        published_as=draft.published_as,
        updated_by=draft.updated_by,
        updated_at=draft.updated_at,
        created=created,
    )


def _note_draft(work: Work, draft: Draft, before_hash: str | None) -> None:
    note_change(
        work,
        "draft.written",
        f"rule-set/{draft.rule_set_id}",
        before_hash=before_hash,
        after_hash=sha256_of(draft.media, draft.document),
        detail={"revision": draft.revision},
    )


def _facts(row: RuleSet, drafts: set[str]) -> RuleSetFacts:
    name = Words(row.name_zh, row.name_en) if row.name_zh and row.name_en else None
    return RuleSetFacts(row.id, name, row.created_at, row.id in drafts, row.latest_version or None)


def _names(document: Document) -> tuple[str, str] | tuple[None, None]:
    """Its name in Chinese and English, as far as an unfinished document has one that can be shown."""
    name = document.data.get("name")
    both = name if isinstance(name, dict) else {"zh": name}
    told = [text[:LONGEST_SHOWN_NAME] for key in ("zh", "en") if isinstance(text := both.get(key), str) and text]
    return (told[0], told[-1]) if told else (None, None)
