"""What becomes of an import: a part of its dataset, and a report."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from engine.issues import Issue
from service.audit import note_change
from service.closed_periods import closed_periods, event_notes
from service.datasets import digest_in
from service.duck import computing, literal
from service.importing.codes import EVENT_PERSON_UNKNOWN
from service.importing.job import SUBJECTS, Outcome, nothing_read
from service.importing.reading import REFUSED
from service.outbox import post
from service.snapshots import add_part
from service.text import json_text
from service.uploads import upload_path
from service.work import Work
from store.chunks import KEYS_AT_ONCE
from store.models import Dataset, DatasetImport
from store.models.person import known_people

_MOST_UNKNOWN = 200


def finish(work: Work, data_dir: Path, row: Dataset, entry: DatasetImport, outcome: Outcome, place: Path) -> None:
    """Name the part and close the import, under the lock of the dataset's row."""
    _keep_refused(data_dir, entry, place / REFUSED)
    absorbed = outcome.absorbed
    report = {**outcome.report, "added": 0, "corrected": 0, "withdrawn": 0, "unchanged": 0, "nothing_to_withdraw": 0}
    if absorbed is not None:
        if absorbed.part is not None:
            add_part(work, row, absorbed.part, f"import/{entry.id}")
        for count in ("added", "corrected", "withdrawn", "unchanged", "nothing_to_withdraw"):
            report[count] = getattr(absorbed, count)
    _tell_unknown_people(work, report, place / SUBJECTS)
    if outcome.days:
        notes = event_notes(closed_periods(work), outcome.days)
        report["issues"] = [*(issue.to_json() for issue in notes), *report["issues"]]
    entry.state = "refused" if outcome.is_refused else "done"
    entry.report = json_text(report)
    entry.seen = report["rows"]
    entry.finished_at, entry.lease_until = work.now, None
    if entry.dry_run:
        return
    detail = {name: report[name] for name in ("rows", "refused", "added", "corrected", "withdrawn")}
    detail |= {"import": entry.id, "file": entry.file_name, "file_hash": entry.file_hash}
    action = "dataset.import-refused" if outcome.is_refused else "dataset.imported"
    note_change(work, action, f"dataset/{row.name}", after_hash=digest_in(row).hash, detail=detail)
    if absorbed is not None and absorbed.part is not None:
        post(work, "dataset.imported", {"dataset": row.name, "import": entry.id, "content_hash": digest_in(row).hash})


def refused_path(data_dir: Path, workspace_id: str, import_id: str) -> Path:
    """Where the issues of refused rows lie, an hour at least: nobody keeps them from being swept."""
    return upload_path(data_dir, workspace_id, f"{import_id}.refused")


def _keep_refused(data_dir: Path, entry: DatasetImport, written: Path) -> None:
    if written.exists() and written.stat().st_size:
        kept = refused_path(data_dir, entry.workspace_id, entry.id)
        kept.parent.mkdir(parents=True, exist_ok=True)
        os.replace(written, kept)


def _tell_unknown_people(work: Work, report: dict[str, Any], subjects: Path) -> None:
    """Add who is not in the list of people: how many, and those with the most events."""
    report["unknown_people"], report["strangers"] = 0, []
    if not subjects.exists():
        return
    told: list[dict[str, object]] = []
    with computing("64MB") as con:
        rows = con.execute(f"SELECT * FROM read_parquet({literal(subjects)}) ORDER BY events DESC, subject")
        while some := rows.fetchmany(KEYS_AT_ONCE):
            known = known_people(work.session, work.workspace_id, [subject for subject, _ in some])
            for subject, events in some:
                if subject not in known:
                    report["unknown_people"] += 1
                    if len(told) < _MOST_UNKNOWN:
                        told.append(EVENT_PERSON_UNKNOWN.at((), person=subject[:60], count=events).to_json())
                        report["strangers"].append({"person": subject, "events": events})
    report["issues"] = [*told, *report["issues"]]


def failed(issues: list[Issue]) -> dict[str, Any]:
    """The report of an import that ended without any outcome."""
    return {**nothing_read(), "issues": [issue.to_json() for issue in issues]}
