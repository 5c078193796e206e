"""Files that come in: to the disk as they arrive, never into memory as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from flask import Request, request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

from api.codes import BODY_MISSING, FIELD_REQUIRED, FIELD_UNKNOWN
from api.operation import Body
from api.problems import TOO_LARGE, UNSUPPORTED_MEDIA, Problem
from engine.issues import Refused, Words, did_you_mean
from service.text import sha256_of
from service.uploads import Upload, take_in

if TYPE_CHECKING:
    from api.performing import Door

FORM = "multipart/form-data"
FILE = "file"
_SEND_FILE = Words("请把文件作为请求体发送", "Send the file as the body.")


@dataclass(frozen=True, slots=True)
class Received:
    """The file, and the other fields of the form that it came in."""

    upload: Upload
    fields: Mapping[str, str]

    @property
    def hash(self) -> str:
        """Over all that was sent."""
        told = (part for name in sorted(self.fields) for part in (name, self.fields[name]))
        return sha256_of(self.upload.hash, self.upload.name, *told)


def current_request() -> Request:
    """The request itself; each question to Flask's stand-in looks it up anew."""
    return cast(Request, cast(Any, request)._get_current_object())


def require_media(declared: Body, asked: Request, is_right_charset: bool = True) -> None:
    """Raises the problem 415 for a body of another kind than is declared."""
    encoded = asked.headers.get("Content-Encoding", "identity")
    if asked.mimetype not in declared.media or encoded != "identity" or not is_right_charset:
        accepted = ", ".join(declared.media)
        raise Problem(UNSUPPORTED_MEDIA, headers={"Accept": accepted}, accepted=accepted)


@contextmanager
def received(declared: Body, door: Door) -> Iterator[Received]:
    """The file that the request brings; what nobody has moved elsewhere is gone when the block ends."""
    most = door.settings.max_import
    request.max_content_length = most
    # the fields beside a file are few and short
    request.max_form_memory_size = 1024 * 1024
    request.max_form_parts = 20
    require_media(declared, request)
    try:
        sent = _from_form(declared, door) if request.mimetype == FORM else _from_body(door, most)
    except RequestEntityTooLarge:
        raise Problem(TOO_LARGE, limit=most) from None
    try:
        yield sent
    finally:
        sent.upload.path.unlink(missing_ok=True)


def _from_body(door: Door, most: int) -> Received:
    if request.content_length == 0:
        raise Refused([BODY_MISSING.at((), hint=_SEND_FILE)])
    upload = _taken_in(door, cast(BinaryIO, request.stream), request.args.get("file_name", ""), request.mimetype)
    # A body of unknown length simply ends at the limit; one that ends early is half a file.
    is_whole = upload.bytes < most if request.content_length is None else upload.bytes == request.content_length
    if not is_whole or not upload.bytes:
        upload.path.unlink(missing_ok=True)
        if not upload.bytes:
            raise Refused([BODY_MISSING.at((), hint=_SEND_FILE)])
        raise RequestEntityTooLarge if request.content_length is None else BadRequest
    return Received(upload, {})


def _from_form(declared: Body, door: Door) -> Received:
    files, fields = request.files.to_dict(), request.form.to_dict()
    known = list(declared.shapes[FORM]["properties"])
    issues = [
        FIELD_UNKNOWN.at((name[:60],), field=name[:60], hint=did_you_mean(name, known))
        for name in (*files, *fields)
        if name not in known
    ]
    if FILE not in files:
        issues.append(FIELD_REQUIRED.at((FILE,), field=FILE))
    if issues:
        raise Refused(issues)
    file = files[FILE]
    return Received(_taken_in(door, cast(BinaryIO, file.stream), file.filename or "", file.mimetype), fields)


def _taken_in(door: Door, stream: BinaryIO, name: str, media: str) -> Upload:
    return take_in(door.office.data_dir, stream, name, media, request.args.get("source"))
