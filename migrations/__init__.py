"""The steps from an empty database to the one the models describe, run by :mod:`store.migrate`."""
