"""Short texts from outside (names, notes, ids), and JSON as the database keeps it."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from engine.issues import Path, Refused, declare

BAD_TEXT = declare(
    "bad-text",
    zh="{what} 含有无法保存的字符",
    en="{what} contains characters that cannot be stored",
    mend_zh="去掉控制字符（换行和制表符除外）和不成对的代理字符",
    mend_en="Remove control characters (other than line breaks and tabs) and unpaired surrogates",
)
TEXT_LENGTH = declare(
    "text-length",
    zh="{what} 的长度须为 {low} 至 {high} 个字符",
    en="{what} must have {low} to {high} characters",
    mend_zh="缩短或补充 {what}",
    mend_en="Shorten or fill in {what}",
)
_ENCODE = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode
UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def checked_text(text: str, what: str, *, low: int = 0, high: int, path: Path | None = None) -> str:
    """``text`` itself, or :class:`Refused`. ``what`` names the field; lengths are in characters."""
    place: Path = (what,) if path is None else path
    issues = []
    if UNSTORABLE.search(text):
        issues.append(BAD_TEXT.at(place, what=what))
    if not low <= len(text) <= high or (low and not text.strip()):
        issues.append(TEXT_LENGTH.at(place, what=what, low=low, high=high))
    if issues:
        raise Refused(issues)
    return text


def json_text(value: Any) -> str:
    """JSON that any database takes as text: non-finite numbers are a ValueError, unpaired surrogates are escaped."""
    text = _ENCODE(value)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, allow_nan=False, separators=(",", ":"))
    return text


def sha256_of(*parts: str) -> str:
    """``sha256:…`` over the parts, told apart by their lengths."""
    digest = hashlib.sha256()
    for part in parts:
        encoded = part.encode("utf-8", "surrogatepass")
        digest.update(len(encoded).to_bytes(8, "big"))
        digest.update(encoded)
    return f"sha256:{digest.hexdigest()}"
