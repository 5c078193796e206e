"""The product's application with one more address, `/echo`: everything around a request, but nothing inside it."""

from flask import Response, request

from api.app import create_app
from api.observe import configure_logging
from service.settings import load_settings

settings = load_settings()
configure_logging(settings.log_level)
app = create_app(settings)


@app.post("/echo")
def echo() -> Response:
    """Send the body back as it came, without reading it."""
    return Response(request.get_data(), mimetype="application/json")
