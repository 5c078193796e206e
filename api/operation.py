"""An operation: one method at one address, declared once.

The declaration serves twice. :func:`perform` follows it when a request comes in (scope, query, body, transaction,
preconditions, idempotency, answer), and ``openapi.py`` writes the API description from it, so the two cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import Any

from marshmallow import Schema

from api.problems import Kind

JSON = "application/json"
YAML = "application/yaml"
ANY = "any"
"""The scope of an operation that every key may use."""


class Transaction(Enum):
    """What an operation needs of the database."""

    NONE = "none"
    READING = "reading"
    WRITING = "writing"


@dataclass(frozen=True, slots=True)
class Reply:
    """What a handler answers. ``body`` is dumped with the operation's answer schema; ``raw`` goes out as it is.

    ``file`` goes out piece by piece and is deleted.
    """

    body: object = None
    status: int | None = None
    etag: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: str | None = None
    media: str = JSON
    file: Path | None = None


Handler = Callable[..., Reply]


@dataclass(frozen=True, slots=True)
class Answer:
    """A documented success. ``schema`` is a marshmallow schema or a JSON schema; None is an answer without a body."""

    status: int
    description: str
    schema: Schema | Mapping[str, Any] | None = None
    example: Any = None
    media: tuple[str, ...] = (JSON,)
    headers: Mapping[str, str] = field(default_factory=dict)
    examples: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Body:
    """A documented body. A marshmallow ``shape`` also checks it; with a JSON schema the handler gets plain data to
    check by itself. ``parsed`` False gives it the bytes: a rule document's reader knows the place of every mistake.
    ``to_disk`` gives it a file of any size as :class:`service.uploads.Upload`, with the fields of a form beside it.
    ``shapes`` are those of media types whose shape is another, each with its ``example``."""

    shape: Schema | Mapping[str, Any]
    example: Any = None
    media: tuple[str, ...] = (JSON,)
    parsed: bool = True
    required: bool = True
    examples: Mapping[str, Any] = field(default_factory=dict)
    to_disk: bool = False
    shapes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Operation:
    """``scope`` None means that nobody has to prove who they are. ``kinds`` are the problems beyond the usual ones.

    ``prepare`` is a first half that only reads and may take long, so that no lock is held meanwhile. ``shown_once`` are
    fields of the answer that are not kept for a retry. ``key_required``: no request
    without ``Idempotency-Key``. ``transaction`` may depend on the body.
    """

    method: str
    address: str
    name: str
    summary: str
    description: str
    tag: str
    answer: Answer
    handler: Handler
    scope: str | None
    query: Schema | None = None
    body: Body | None = None
    transaction: Transaction | Callable[[Any], Transaction] = Transaction.READING
    kinds: tuple[Kind, ...] = ()
    idempotent: bool = False
    key_required: bool = False
    precondition: bool = False
    also: tuple[Answer, ...] = ()
    prepare: Callable[..., Any] | None = None
    shown_once: tuple[str, ...] = ()

    def transaction_for(self, body: object) -> Transaction:
        return self.transaction if isinstance(self.transaction, Transaction) else self.transaction(body)

    @cached_property
    def dumper(self) -> Schema | None:
        return self.answer.schema if isinstance(self.answer.schema, Schema) else None


class Routes:
    """A set of operations under one heading of the API description."""

    def __init__(self, name: str, tag: str):
        self.tag = tag
        self.name = name
        self.operations: list[Operation] = []

    def get(self, address: str, **declared: Any) -> Callable[[Handler], Handler]:
        return self._declare("GET", address, Transaction.READING, declared)

    def post(self, address: str, **declared: Any) -> Callable[[Handler], Handler]:
        return self._declare("POST", address, Transaction.WRITING, declared)

    def put(self, address: str, **declared: Any) -> Callable[[Handler], Handler]:
        return self._declare("PUT", address, Transaction.WRITING, declared)

    def patch(self, address: str, **declared: Any) -> Callable[[Handler], Handler]:
        return self._declare("PATCH", address, Transaction.WRITING, declared)

    def delete(self, address: str, **declared: Any) -> Callable[[Handler], Handler]:
        return self._declare("DELETE", address, Transaction.WRITING, declared)

    def _declare(
        self, method: str, address: str, transaction: Transaction, declared: dict[str, Any]
    ) -> Callable[[Handler], Handler]:
        declared.setdefault("transaction", transaction)

        def register(handler: Handler) -> Handler:
            summary, _, description = (handler.__doc__ or "").strip().partition("\n")
            operation = Operation(
                method=method,
                address=address,
                name=handler.__name__,
                summary=summary.rstrip("."),
                description=" ".join(description.split()),
                tag=self.tag,
                handler=handler,
                **declared,
            )
            self.operations.append(operation)
            return handler

        return register
