"""A server process: the application, and a worker beside it unless the settings say otherwise."""

from __future__ import annotations

import gc

from apiflask import APIFlask

from api.app import create_app
from service.logs import configure_logging
from service.runs.stored import Stored
from service.settings import load_settings
from service.work import Office
from service.worker import start_thread, terms_of
from store.database import Database


def started() -> APIFlask:
    """The application by the settings of the environment; its worker is at work already."""
    settings = load_settings()
    configure_logging(settings.log_level)
    office = Office(Database(settings.database_url, pool_size=settings.database_pool), data_dir=settings.data_dir)
    app = create_app(settings, office)
    if settings.worker:
        start_thread(office, Stored(office.data_dir), terms_of(settings))
    _settle()
    return app


def _settle() -> None:
    """Spare what is there for good from being looked through for garbage: going through all of it takes a tenth of a
    second and more, and somebody's request would have to wait for it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 50)
