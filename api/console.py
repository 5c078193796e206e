"""The console's files: one page for all its screens, and assets whose names change with their content.

The page is the same for everybody and holds nothing secret; everything shown on it comes from the API.
"""

from __future__ import annotations

import secrets
from pathlib import Path

from apiflask import APIBlueprint
from flask import Flask, Response, abort, request, send_from_directory

BUILT = Path(__file__).resolve().parents[1] / "console" / "dist"
SCREENS = ("sign-in", "templates", "rule-sets", "people", "data", "runs", "settings")
"""First parts of the screens' addresses; below each the page finds its own way."""
CONSOLE_FILE = "console.asset"
NONCE = "__NONCE__"
"""Stands in the built page wherever a nonce belongs."""
YEAR = 365 * 24 * 60 * 60

# Scripts and styles run only where the page of this very answer says so. Inline style attributes are the one exception:
# positions and sizes of tables and charts are set by them, and they can neither load nor run anything.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'nonce-{nonce}' 'strict-dynamic'",
        "style-src-elem 'self' 'nonce-{nonce}'",
        "style-src-attr 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
NOT_BUILT = """<!doctype html>
<html lang="zh-CN"><meta charset="utf-8"><title>Scorewright</title>
<h1>控制台尚未构建</h1>
<p>在源码目录运行 <code>./dev run</code>，它会构建并启动控制台；安装包自带控制台。</p>
<p>接口不受影响，见 <a href="/docs">/docs</a>。</p>
<h1 lang="en">The console has not been built</h1>
<p lang="en">Run <code>./dev run</code> in the source folder: it builds the console and starts it. The wheel brings it
along. The API works without it; see <a href="/docs">/docs</a>.</p></html>
"""


def serve_console(app: Flask, built: Path = BUILT) -> None:
    """Answer ``/``, the addresses of the screens and ``/assets``. What is neither stays an unknown address."""
    hidden = APIBlueprint("console", __name__, enable_openapi=False)

    @hidden.get("/")
    def page(rest: str = "") -> Response:
        file = built / "index.html"
        nonce = secrets.token_urlsafe(18)
        if not file.is_file():
            return _finished(Response(NOT_BUILT, 503, mimetype="text/html"), nonce)
        text = file.read_text(encoding="utf-8").replace(NONCE, nonce)
        return _finished(Response(text, mimetype="text/html"), nonce)

    for screen in SCREENS:
        hidden.add_url_rule(f"/{screen}", "page", page)
        hidden.add_url_rule(f"/{screen}/<path:rest>", "page", page)

    @hidden.get("/assets/<path:name>")
    def asset(name: str) -> Response:
        folder = built / "assets"
        packed = request.accept_encodings.quality("gzip") > 0 and (folder / f"{name}.gz").is_file()
        if not packed and not (folder / name).is_file():
            abort(404)
        response = send_from_directory(folder, f"{name}.gz" if packed else name, mimetype=_media(name))
        response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
        response.headers["Vary"] = "Accept-Encoding"
        response.headers["X-Content-Type-Options"] = "nosniff"
        if packed:
            response.headers["Content-Encoding"] = "gzip"
        return response

    app.register_blueprint(hidden)


def _finished(response: Response, nonce: str) -> Response:
    response.headers["Content-Security-Policy"] = POLICY.format(nonce=nonce)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    return response


MEDIA = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2"}


def _media(name: str) -> str:
    # Named here because the machine's own list of types may say otherwise.
    return MEDIA.get(Path(name).suffix, "application/octet-stream")
