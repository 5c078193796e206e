"""The operations, one file per kind of thing."""

from api.operation import Routes
from api.routes import audit, keys, operators, problems, rule_sets, versions

ROUTES: tuple[Routes, ...] = (
    rule_sets.routes,
    versions.routes,
    keys.routes,
    audit.routes,
    problems.routes,
    operators.routes,
)
