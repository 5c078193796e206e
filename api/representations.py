"""A rule document in the two forms it travels in: JSON data, and YAML text as somebody wrote it."""

from __future__ import annotations

from flask import request

from api.json import write_json
from api.operation import JSON, YAML, Reply
from api.problems import NOT_ACCEPTABLE, Problem
from engine.issues import Refused
from rules.document.codes import DOCUMENT_TOO_LARGE
from rules.document.document import Document, Media
from rules.document.load import load

MEDIA_OF: dict[str, Media] = {JSON: "json", YAML: "yaml"}


def wanted_form(other: str = YAML) -> str:
    """``application/json`` or the other form, by ``Accept``; JSON when the caller does not mind."""
    if "Accept" not in request.headers:
        return JSON
    chosen = request.accept_mimetypes.best_match((JSON, other))
    if chosen is None:
        raise Problem(NOT_ACCEPTABLE, offered=f"{JSON}, {other}")
    return chosen


def sent_document(body: bytes, media: str, most: int) -> Document:
    """The document in a request body of at most ``most`` bytes; raises ``Refused`` with every problem of reading it."""
    refuse_larger(body, most)
    return load(body, MEDIA_OF[media])


def refuse_larger(body: bytes, most: int) -> None:
    """The operator's own limit, where it is lower than the language's."""
    if len(body) > most:
        raise Refused([DOCUMENT_TOO_LARGE.at((), size=len(body), limit=most)])


def document_reply(text: str, media: Media, etag: str | None) -> Reply:
    """The stored text itself where YAML is wanted (JSON is YAML too), else its data as JSON."""
    form = wanted_form()
    if form == YAML or media == "json":
        return Reply(raw=text, media=form, etag=etag, headers={"Vary": "Accept"})
    return Reply(raw=write_json(load(text, media).data), media=form, etag=etag, headers={"Vary": "Accept"})
