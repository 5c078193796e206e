"""Running a schema over a body or a query string, and telling every problem as an issue at its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields
from marshmallow.exceptions import SCHEMA
from werkzeug.datastructures import MultiDict

from api.codes import FIELD_TYPE, FIELD_UNKNOWN, PARAMETER_REPEATED, PARAMETER_UNKNOWN
from engine.issues import Issue, Path, Refused, Words, did_you_mean


class Strict(Schema):
    """A schema that refuses what it does not know."""

    class Meta:
        unknown = RAISE

    error_messages = {"unknown": "unknown", "type": "type"}  # noqa: RUF012 - marshmallow reads it as a class attribute


def read_body(schema: Schema, data: object) -> dict[str, Any]:
    """The checked values. Raises :class:`Refused` with every issue."""
    try:
        return dict(schema.load(data))  # type: ignore[arg-type]
    except ValidationError as error:
        raise Refused(list(_issues(error.messages, schema, (), _unknown_field))) from None


def read_query(schema: Schema, arguments: MultiDict[str, str]) -> dict[str, Any]:
    """The checked query parameters; each may be given once."""
    issues = [PARAMETER_REPEATED.at((name,), name=name) for name, values in arguments.lists() if len(values) > 1]
    if issues:
        raise Refused(issues)
    try:
        return dict(schema.load(arguments.to_dict()))
    except ValidationError as error:
        raise Refused(list(_issues(error.messages, schema, (), _unknown_parameter))) from None


def _unknown_field(name: str, known: list[str], path: Path) -> Issue:
    return FIELD_UNKNOWN.at(path, hint=did_you_mean(name, known), field=name)


def _unknown_parameter(name: str, known: list[str], path: Path) -> Issue:
    return PARAMETER_UNKNOWN.at(path, hint=did_you_mean(name, known), name=name)


def _issues(messages: Any, schema: Any, path: Path, unknown: Any) -> Iterator[Issue]:
    """Marshmallow's tree of messages, flattened. Its leaves are our issues, or the two words of :class:`Strict`."""
    if isinstance(messages, Issue):
        yield messages.under(path)
    elif messages == "unknown":
        name = str(path[-1])
        yield unknown(name, _known(schema), path)
    elif isinstance(messages, str):
        yield FIELD_TYPE.at(path, expected=Words("对象", "an object"))
    elif isinstance(messages, Mapping):
        for key, inner in messages.items():
            if key == SCHEMA:
                yield from _issues(inner, schema, path, unknown)
            else:
                yield from _inside(key, inner, schema, path, unknown)
    else:
        for message in messages:
            yield from _issues(message, schema, path, unknown)


def _inside(key: str | int, inner: Any, schema: Any, path: Path, unknown: Any) -> Iterator[Issue]:
    field = _field(schema, key)
    if isinstance(schema, fields.Dict) and isinstance(inner, Mapping):
        # Problems of a free key and of its value stand one level deeper, under these two words.
        for part in ("key", "value"):
            yield from _issues(inner.get(part, []), field, (*path, key), unknown)
        return
    yield from _issues(inner, schema if field is None else field, (*path, key), unknown)


def _field(owner: Any, key: str | int) -> Any:
    """What describes the value under ``key``: a schema's field, or the element of a list or mapping."""
    if isinstance(owner, fields.Nested):
        owner = owner.schema
    if isinstance(owner, Schema):
        for name, field in owner.fields.items():
            if (field.data_key or name) == key:
                return field
        return None
    if isinstance(owner, fields.List):
        return owner.inner
    if isinstance(owner, fields.Dict):
        return owner.value_field
    return None


def _known(owner: Any) -> list[str]:
    if isinstance(owner, fields.Nested):
        owner = owner.schema
    if isinstance(owner, Schema):
        return [field.data_key or name for name, field in owner.fields.items()]
    return []
