"""A database with one workspace in which the benchmark's rule set is in force, made through the API itself."""

from api.app import create_app
from bench.row.ours import DOCUMENT, PROGRAM
from service.settings import Settings
from service.work import Office
from service.workspaces import bootstrap
from store.database import Database
from store.migrate import upgrade

EFFECTIVE_FROM = "2026-01"


def publish_rule_set(settings: Settings, rule_set: str = PROGRAM.rule_set, document: bytes | None = None) -> str:
    """Create the database, publish (the benchmarks' own rule set if there is no other), and return the token of a key
    that may do everything."""
    upgrade(settings.database_url)
    database = Database(settings.database_url, pool_size=2)
    try:
        office = Office(database)
        token = bootstrap(office, "Benchmark").admin.token
        client = create_app(settings, office).test_client()
        headers = {"Authorization": f"Bearer {token}"}
        address = f"/v1/rule-sets/{rule_set}"
        draft = client.put(
            f"{address}/draft",
            data=document or DOCUMENT.read_bytes(),
            headers=headers | {"Content-Type": "application/yaml"},
        )
        _expect(draft.status_code in (200, 201), draft.get_data(as_text=True))
        version = client.post(
            f"{address}/versions",
            json={"effective_from": EFFECTIVE_FROM, "note": "benchmark"},
            headers=headers | {"If-Match": draft.headers["ETag"], "Idempotency-Key": "benchmark"},
        )
        _expect(version.status_code == 201, version.get_data(as_text=True))
        return token
    finally:
        database.close()


def _expect(met: bool, answer: str) -> None:
    if not met:
        raise RuntimeError(f"the benchmark could not be prepared: {answer}")
