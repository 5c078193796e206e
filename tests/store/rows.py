"""One row of every table, written in plain SQL, so that tests of the schema do not lean on the models."""

from sqlalchemy import Connection, text

MOMENT = "2026-11-21T09:00:00.000000Z"

ROWS: dict[str, dict[str, object]] = {
    "workspace": {"id": "w", "name": "Acme", "time_zone": "UTC", "currency": "CNY", "created_at": MOMENT},
    "api_key": {
        "id": "k",
        "workspace_id": "w",
        "name": "admin",
        "token_hash": "00",
        "hint": "sw_12345",
        "scopes": "admin",
        "created_at": MOMENT,
    },
    "audit_entry": {
        "id": "a1",
        "workspace_id": "w",
        "actor": "k",
        "at": MOMENT,
        "action": "version.published",
        "object": "rule-set/r",
        "detail": "{}",
    },
    "outbox_message": {"id": "o1", "workspace_id": "w", "topic": "t", "payload": "{}", "created_at": MOMENT},
    "idempotency_record": {
        "workspace_id": "w",
        "key": "i",
        "operation": "POST /x",
        "request_hash": "h",
        "status": "running",
        "attempt": 1,
        "lease_until": MOMENT,
        "expires_at": MOMENT,
    },
    "rule_set": {"workspace_id": "w", "id": "r", "created_at": MOMENT, "latest_version": 1},
    "draft": {
        "workspace_id": "w",
        "rule_set_id": "r",
        "document": "id: r\n",
        "media": "yaml",
        "revision": 1,
        "updated_by": "k",
        "updated_at": MOMENT,
    },
    "version": {
        "workspace_id": "w",
        "rule_set_id": "r",
        "number": 1,
        "document": "id: r\nname: 客服\n",
        "media": "yaml",
        "canonical": "{}",
        "content_hash": "sha256:0",
        "language_version": 1,
        "effective_from": "2026-11",
        "effective_key": "2026-11-01",
        "note": "",
        "published_by": "k",
        "published_at": MOMENT,
    },
    "retirement": {
        "workspace_id": "w",
        "rule_set_id": "r",
        "number": 1,
        "note": "",
        "retired_by": "k",
        "retired_at": MOMENT,
    },
    "version_in_force": {"workspace_id": "w", "rule_set_id": "r", "effective_key": "2026-11-01", "number": 1},
    "recorded_result": {
        "workspace_id": "w",
        "rule_set_id": "r",
        "subject": "u17",
        "period_key": "2026-11-01",
        "period": "2026-11",
        "sequence": 1,
        "version": 1,
        "inputs_hash": "h",
        "engine_version": "1",
        "status": "scored",
        "score": "86.35",
        "named_values": '{"score":86.35}',
        "answer": "{}",
        "recorded_by": "k",
        "recorded_at": MOMENT,
    },
    "run": {
        "workspace_id": "w",
        "number": 1,
        "rule_set_id": "r",
        "version": 1,
        "period": "2026-11",
        "period_key": "2026-11-01",
        "content_hash": "sha256:0",
        "engine_version": "1",
        "snapshot_hash": "sha256:1",
        "snapshot": "{}",
        "state": "done",
        "stage": "finish",
        "created_by": "k",
        "created_at": MOMENT,
    },
    "current_run": {
        "workspace_id": "w",
        "rule_set_id": "r",
        "period": "2026-11",
        "period_key": "2026-11-01",
        "run": 1,
    },
    "run_task": {
        "workspace_id": "w",
        "run": 1,
        "number": 1,
        "stage": "prepare",
        "people": 0,
        "state": "done",
        "attempt": 1,
        "tries": 1,
        "progress": 0,
    },
    "run_result": {"workspace_id": "w", "run": 1, "subject": "u17", "line": "score", "value": "86.35"},
    "run_difference": {"workspace_id": "w", "run": 1, "subject": "u17", "score_after": "86.35"},
    "closed_period": {
        "workspace_id": "w",
        "period": "2026-11",
        "period_key": "2026-11-01",
        "note": "",
        "closed_by": "k",
        "closed_at": MOMENT,
    },
}


def insert_row(connection: Connection, table: str, **changed: object) -> None:
    values = ROWS[table] | changed
    names = ", ".join(values)
    places = ", ".join(f":{name}" for name in values)
    connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({places})"), values)


def insert_all(connection: Connection, tables: list[str] | None = None) -> None:
    for table in tables or list(ROWS):
        insert_row(connection, table)
