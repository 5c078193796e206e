"""The operations, one file per kind of thing."""

from api.operation import Routes
from api.routes import (
    audit,
    checking,
    datasets,
    figures,
    keys,
    language,
    operators,
    people,
    periods,
    problems,
    publishing,
    rule_sets,
    runs,
    scores,
    session,
    templates,
    versions,
    workspace,
)

ROUTES: tuple[Routes, ...] = (
    rule_sets.routes,
    checking.routes,
    scores.routes,
    runs.routes,
    periods.routes,
    versions.routes,
    publishing.routes,
    templates.routes,
    people.routes,
    figures.routes,
    datasets.routes,
    workspace.routes,
    keys.routes,
    session.routes,
    audit.routes,
    language.routes,
    problems.routes,
    operators.routes,
)
