"""The application for a WSGI server: ``gunicorn -c gunicorn.conf.py wsgi:app``. Settings come from the environment."""

from api.process import started

app = started()
