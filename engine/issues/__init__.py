"""Problems as data: :class:`Issue`, its codes and the words that go with them."""

from engine.issues.code import CODES, Code, declare
from engine.issues.issue import Issue, Path, Refused, Severity, Words, by_place, has_errors, path_text
from engine.issues.nearest import did_you_mean, nearest

__all__ = [
    "CODES",
    "Code",
    "Issue",
    "Path",
    "Refused",
    "Severity",
    "Words",
    "by_place",
    "declare",
    "did_you_mean",
    "has_errors",
    "nearest",
    "path_text",
]
