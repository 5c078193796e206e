"""As in the tests of the use cases: an office on each kind of database, a workspace for every test."""

from tests.service.conftest import actor, clock, database, office, stranger

__all__ = ["actor", "clock", "database", "office", "stranger"]
