"""The cookie that keeps a browser signed in, and whether a request comes from our own pages."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from flask import request
from werkzeug.http import dump_cookie

OVER_HTTP = "scorewright_session"
OVER_HTTPS = "__Host-scorewright_session"
OWN_PAGES = "X-Scorewright-Console"
"""A header that a page of another site cannot add to a request without asking, and it is never allowed to."""
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def session_token() -> str | None:
    return request.cookies.get(_name())


def keeping(token: str, lasts: timedelta) -> dict[str, str]:
    """The header by which a browser remembers the session. No script can read it, no other site can send it."""
    return {"Set-Cookie": _cookie(token, lasts)}


def forgetting() -> dict[str, str]:
    return {"Set-Cookie": _cookie("", timedelta(0))}


def is_from_own_pages() -> bool:
    """Whether a request that bears the cookie was made by our console and not by another site's page.

    Browsers say where a request comes from in headers that no page can change. Sec-Fetch-Site is missing on plain HTTP
    to other machines, and Origin names the address the browser sees, which a proxy must pass on.
    """
    if OWN_PAGES not in request.headers:
        return False
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = urlsplit(request.headers.get("Origin", ""))
    return (origin.scheme, origin.netloc) == (request.scheme, request.host)


def _name() -> str:
    # The prefix has browsers refuse a cookie of that name from a neighbouring host or over plain HTTP.
    return OVER_HTTPS if request.is_secure else OVER_HTTP


def _cookie(token: str, lasts: timedelta) -> str:
    return dump_cookie(
        _name(), token, max_age=lasts, path="/", secure=request.is_secure, httponly=True, samesite="Strict"
    )
