"""The product's application with two more addresses, which echo: what surrounds every request, without the scoring."""

from flask import Response, request
from flask.typing import ResponseReturnValue

from api.app import create_app
from service.logs import configure_logging
from service.settings import load_settings

settings = load_settings()
configure_logging(settings.log_level)
app = create_app(settings)


@app.post("/echo")
def echo() -> ResponseReturnValue:
    """Read the body as JSON and write it back, by the reader and the writer of the product."""
    return app.json.response(request.get_json())


@app.post("/echo-bytes")
def echo_bytes() -> Response:
    """Send the body back as it came, without reading it: nothing but the framework and the hooks."""
    return Response(request.get_data(), mimetype="application/json")
