"""The log of a process: one JSON object a line."""

from __future__ import annotations

import logging
import sys

import structlog

log = structlog.get_logger("scorewright")


def configure_logging(level: str) -> None:
    """JSON lines on standard output. For a process of its own; an embedding application keeps its own configuration."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stdout),
        cache_logger_on_first_use=True,
    )
