"""Carrying out an operation: what every request goes through, in one order, as its declaration says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Request, Response, current_app, request
from marshmallow import Schema
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

from api.auth import allowed_actor
from api.codes import BODY_MISSING
from api.cursors import Cursors
from api.etags import is_unchanged
from api.idempotency import REPLAYED, idempotency_key, once
from api.json import read_json, write_json
from api.observe import Metrics
from api.operation import JSON, Operation, Reply, Transaction
from api.problems import BODY_UNREADABLE, NOT_FOUND, Problem
from api.receiving import Received, current_request, received, require_media
from api.schemas.paging import NO_PARAMETERS
from api.schemas.reading import read_body, read_query
from engine.issues import Refused
from service.idempotency import Claim, StoredAnswer, finish
from service.rounds import carried_through
from service.runs.sources import Sources
from service.settings import Settings
from service.text import UNSTORABLE
from service.work import Actor, Office, Page, Work

EXTENSION = "scorewright"
LONGEST_PATH_PART = 200
PIECE = 1 << 18


@dataclass(frozen=True, slots=True)
class Door:
    """What the whole application shares."""

    app: Flask
    office: Office
    settings: Settings
    cursors: Cursors
    metrics: Metrics
    sources: Sources


@dataclass(frozen=True, slots=True)
class Call:
    """One request as a handler sees it: already allowed, read and checked. ``body`` is bytes where nothing was declared
    to check it by; ``prepared`` is what the operation's first half found out."""

    door: Door
    operation: Operation
    query: Mapping[str, Any]
    body: Any
    media: str
    path: Mapping[str, Any]
    _actor: Actor | None
    _work: Work | None = None
    prepared: Any = None

    @property
    def actor(self) -> Actor:
        assert self._actor is not None, "an open operation has no actor"
        return self._actor

    @property
    def work(self) -> Work:
        assert self._work is not None, "the operation declared no transaction"
        return self._work

    @property
    def position(self) -> tuple[str | int, ...] | None:
        """Where the asked-for page begins; None for the first."""
        cursor = self.query.get("cursor")
        if cursor is None:
            return None
        return self.door.cursors.open(cursor, self.actor.workspace_id, request.path, self.query)

    def page(self, page: Page[Any], told: Callable[[Any], object] | None = None) -> Reply:
        """The page with its cursor and ``Link``; ``told`` says how an item is given out."""
        items = page.items if told is None else tuple(told(item) for item in page.items)
        if page.next is None:
            return Reply({"items": items, "next": None})
        cursor = self.door.cursors.seal(page.next, self.actor.workspace_id, request.path, self.query)
        following = {**request.args.to_dict(), "cursor": cursor}
        link = f'<{request.path}?{urlencode(following)}>; rel="next"'
        return Reply({"items": items, "next": cursor}, headers={"Link": link})


def perform(operation: Operation, path: dict[str, str | int]) -> Response:
    door: Door = current_app.extensions[EXTENSION]
    actor = None if operation.scope is None else allowed_actor(operation.scope)
    for part in path.values():
        if isinstance(part, str) and (len(part) > LONGEST_PATH_PART or UNSTORABLE.search(part)):
            raise Problem(NOT_FOUND)
    query: Mapping[str, Any] = {}
    if operation.query is not None or request.query_string:
        query = read_query(operation.query or NO_PARAMETERS, request.args)
    if operation.body is not None and operation.body.to_disk:
        with received(operation.body, door) as sent:
            return _performed(operation, path, door, actor, query, sent, request.mimetype)
    body, media = _body(operation) if operation.body is not None else (None, "")
    return _performed(operation, path, door, actor, query, body, media)


def _performed(
    operation: Operation,
    path: dict[str, str | int],
    door: Door,
    actor: Actor | None,
    query: Mapping[str, Any],
    body: Any,
    media: str,
) -> Response:
    call = Call(door, operation, query, body, media, path, actor)
    key = idempotency_key(required=operation.key_required) if operation.idempotent else None
    if key is None or actor is None or operation.transaction_for(body) is not Transaction.WRITING:
        return _response(operation, _handled(call, actor))

    def work_once(claim: Claim) -> StoredAnswer:
        stored: list[StoredAnswer] = []

        def keep(work: Work, reply: Reply) -> None:
            stored.append(_stored(operation, reply))
            finish(work, claim, stored[0])
            # What is shown once is shown once: the kept answer does not have it.
            stored[0] = _stored(operation, reply, whole=True)

        _handled(call, actor, keep)
        return stored[0]

    body_hash = body.hash if isinstance(body, Received) else None
    answer, replayed = once(door.office, actor, key, work_once, body_hash)
    headers = {**answer.headers, REPLAYED: "true"} if replayed else answer.headers
    return Response(answer.body, answer.status, headers, mimetype=JSON)


def _handled(call: Call, actor: Actor | None, keep: Callable[[Work, Reply], None] | None = None) -> Reply:
    """The reply, its transaction committed. ``keep`` writes into that transaction as its last act."""
    operation = call.operation

    def prepared() -> Any:
        if operation.prepare is None or actor is None:
            return None
        with call.door.office.reading(actor) as work:
            return operation.prepare(replace(call, _work=work))

    def done(found: Any) -> Reply:
        ready = replace(call, prepared=found)
        with _transaction(operation.transaction_for(call.body), call.door, actor) as work:
            reply = operation.handler(ready if work is None else replace(ready, _work=work), **call.path)
            if keep is not None and work is not None:
                keep(work, reply)
        return reply

    return carried_through(prepared, done)


@contextmanager
def _transaction(needed: Transaction, door: Door, actor: Actor | None) -> Iterator[Work | None]:
    if actor is None or needed is Transaction.NONE:
        yield None
    elif needed is Transaction.READING:
        with door.office.reading(actor) as work:
            yield work
    else:
        with door.office.writing(actor) as work:
            yield work


def _body(operation: Operation) -> tuple[Any, str]:
    """The checked body and its media type."""
    declared = operation.body
    assert declared is not None
    asked = current_request()
    media = asked.mimetype
    data = _whole_body(asked)
    if not data and not declared.required:
        return {}, JSON
    charset = asked.mimetype_params.get("charset", "utf-8")
    require_media(declared, asked, charset.lower() in ("utf-8", "utf8"))
    if not data:
        raise Refused([BODY_MISSING.at(())])
    if not declared.parsed:
        return data, media
    try:
        value = read_json(data)
    except Refused as refused:
        raise Problem(BODY_UNREADABLE, refused.issues, count=len(refused.issues)) from None
    return (read_body(declared.shape, value) if isinstance(declared.shape, Schema) else value), media


def _whole_body(asked: Request) -> bytes:
    """The body, or a problem when only a part of it has come: half a YAML document is often a document too."""
    data = asked.get_data()
    length = asked.content_length
    if length is None:
        # Reading a body of unknown length simply ends at the limit.
        if len(data) >= current_app.config["MAX_CONTENT_LENGTH"]:
            raise RequestEntityTooLarge
    elif len(data) != length:
        raise BadRequest
    return data


def _text(operation: Operation, reply: Reply) -> str:
    if reply.raw is not None:
        return reply.raw
    if reply.body is None:
        return ""
    return write_json(reply.body if operation.dumper is None else operation.dumper.dump(reply.body))


def _pieces(path: Path) -> Iterator[bytes]:
    """The content of a file that nobody else will need: it is gone as soon as it is open, whatever happens then."""
    file = path.open("rb")
    path.unlink()

    def read() -> Iterator[bytes]:
        with file:
            while piece := file.read(PIECE):
                yield piece

    return read()


def _response(operation: Operation, reply: Reply) -> Response:
    if reply.etag is not None and request.method == "GET" and is_unchanged(reply.etag):
        return Response(status=304, headers={"ETag": reply.etag})
    content = _text(operation, reply) if reply.file is None else _pieces(reply.file)
    response = Response(content, reply.status or operation.answer.status, mimetype=reply.media)
    if response.status_code == 204:
        del response.headers["Content-Type"]
    for name, value in reply.headers.items():
        response.headers[name] = value
    if reply.etag is not None:
        response.headers["ETag"] = reply.etag
    return response


def _stored(operation: Operation, reply: Reply, *, whole: bool = False) -> StoredAnswer:
    headers = dict(reply.headers)
    if reply.etag is not None:
        headers["ETag"] = reply.etag
    if not whole and operation.shown_once and isinstance(reply.body, Mapping):
        reply = replace(reply, body={**reply.body, **dict.fromkeys(operation.shown_once)})
    return StoredAnswer(reply.status or operation.answer.status, headers, _text(operation, reply))
