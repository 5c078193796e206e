"""The application for a WSGI server: ``gunicorn -c gunicorn.conf.py wsgi:app``. Settings come from the environment."""

from api.app import create_app
from api.observe import configure_logging
from service.settings import load_settings

settings = load_settings()
configure_logging(settings.log_level)
app = create_app(settings)
