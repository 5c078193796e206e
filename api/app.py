"""The application: the operations, and what surrounds every one of them."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace

from apiflask import APIBlueprint, APIFlask
from apispec import APISpec
from flask import Response, send_from_directory
from werkzeug.middleware.proxy_fix import ProxyFix

from api.auth import recognise_callers
from api.console import serve_console
from api.cursors import Cursors
from api.json import ExactJson, write_json
from api.limits import limit_requests
from api.observe import Metrics, observe
from api.openapi import describe, finish
from api.operation import Operation, Routes
from api.performing import EXTENSION, Door, perform
from api.refusals import answer_problems
from api.routes import ROUTES
from service.runs.sources import Sources
from service.runs.stored import Stored
from service.settings import Settings
from service.work import Office
from store.database import Database

DESCRIPTION = (Path(__file__).with_name("description.md")).read_text(encoding="utf-8")
VERSION = "1.0.0"


def create_app(settings: Settings, office: Office | None = None, sources: Sources | None = None) -> APIFlask:
    """The WSGI application. Without an ``office`` it opens the database that the settings name."""
    app = APIFlask(
        "scorewright", title="Scorewright", version=VERSION, spec_path=None, docs_path=None, static_folder=None
    )
    app.json = ExactJson(app)
    app.description = DESCRIPTION
    app.config.update(
        AUTO_404_RESPONSE=False,
        AUTO_AUTH_ERROR_RESPONSE=False,
        AUTO_SERVERS=False,
        AUTO_TAGS=False,
        AUTO_VALIDATION_ERROR_RESPONSE=False,
        MAX_CONTENT_LENGTH=settings.max_body,
        PROVIDE_AUTOMATIC_OPTIONS=False,
        SPEC_PROCESSOR_PASS_OBJECT=True,
    )
    # An address that is nearly right is wrong: a redirected POST is a lost body.
    app.url_map.strict_slashes = True
    app.url_map.merge_slashes = False
    if office is None:
        database = Database(settings.database_url, pool_size=settings.database_pool)
        office = Office(database, data_dir=settings.data_dir)
    metrics = Metrics()
    app.extensions[EXTENSION] = Door(
        app, office, settings, Cursors(settings.secret_key), metrics, sources or Stored(office.data_dir)
    )

    observe(app, metrics)
    recognise_callers(app, office)
    answer_problems(app, limit_requests(app, settings))
    for routes in ROUTES:
        add_routes(app, routes)
    _describe_itself(app)
    serve_console(app)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app


def add_routes(app: APIFlask, routes: Routes) -> None:
    # Not as a blueprint: that has the limiter look for limits of its own on every request.
    for operation in routes.operations:
        name = f"{routes.name}_{operation.name}"
        app.add_url_rule(operation.address, name, _view(operation), methods=[operation.method])


def _view(operation: Operation) -> Callable[..., Response]:
    def view(**path: str | int) -> Response:
        return perform(operation, path)

    view.operation = operation  # type: ignore[attr-defined]
    view._spec = describe(operation)  # type: ignore[attr-defined]  # where APIFlask's generator looks
    return view


def _swagger_assets() -> Path:
    """Where the package has its files. They are all that is wanted of it: it is not imported, which takes a while."""
    found = find_spec("flask_swagger_ui")
    assert found is not None and found.origin is not None
    return Path(found.origin).parent / "dist"


def _describe_itself(app: APIFlask) -> None:
    """``/openapi.json`` and a page to read it on, whose assets come with the package: no network is needed."""
    hidden = APIBlueprint("description", __name__, enable_openapi=False)
    assets = _swagger_assets()
    text: list[str] = []

    @app.spec_processor
    def whole(spec: APISpec) -> SimpleNamespace:
        description = finish(spec, app)
        return SimpleNamespace(to_dict=lambda: description)

    @hidden.get("/openapi.json")
    def openapi() -> Response:
        if not text:
            text.append(write_json(app.spec))
        return Response(text[0], mimetype="application/json")

    @hidden.get("/docs")
    def docs() -> Response:
        page = Path(__file__).with_name("docs.html").read_text(encoding="utf-8")
        response = Response(page, mimetype="text/html")
        response.headers["Content-Security-Policy"] = (
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'"
        )
        return response

    @hidden.get("/docs/<path:name>")
    def docs_asset(name: str) -> Response:
        if name == "start.js":
            return send_from_directory(Path(__file__).parent, "docs.js", mimetype="text/javascript")
        return send_from_directory(assets, name, max_age=86_400)

    app.register_blueprint(hidden)
