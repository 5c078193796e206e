"""``people import`` and ``figures import``, on a database in the current folder."""

from __future__ import annotations

import json
from pathlib import Path

from rules.document.load import load
from service.checking import check_for_publishing
from service.rule_sets import put_draft
from service.runs.closing import close_period
from service.versions import publish, ready_to_publish
from service.work import SCOPES, Actor, Office
from store.database import Database
from tests.cli.conftest import DOCUMENT, Run


def in_force(folder: Path) -> None:
    database = Database(f"sqlite:///{folder / 'var' / 'scorewright.sqlite'}")
    office, actor = Office(database), Actor("default", "", frozenset(SCOPES))
    with office.writing(actor) as work:
        etag = put_draft(work, "presales", load(DOCUMENT.encode(), "yaml")).etag
    with office.reading(actor) as work:
        ready = ready_to_publish(work, "presales", etag, check_for_publishing)
    with office.writing(actor) as work:
        publish(work, ready, "2026-01")
    database.close()


def close(folder: Path) -> None:
    database = Database(f"sqlite:///{folder / 'var' / 'scorewright.sqlite'}")
    with Office(database).writing(Actor("default", "", frozenset(SCOPES))) as work:
        close_period(work, "2026-11", "paid")
    database.close()


def test_people_and_their_month(run: Run, folder: Path) -> None:
    run("keys", "create", "--create-workspace", "Acme")
    in_force(folder)
    listed = folder / "people.csv"
    listed.write_text("工号,姓名,班组,小组长\nu1,张三,夜班,u2\nu2,李四,夜班,\n", "utf-8")
    asked = ("people", "import", listed, "--map", "小组长=@manager")
    missing = run(*asked)
    assert (missing.exit_code, missing.stderr.count("day-needed")) == (1, 2)
    tried = run(*asked, "--from", "2026-01-01", "--dry-run")
    assert tried.exit_code == 0 and "2 would be new" in tried.stdout and "夜班" in tried.stdout
    done = json.loads(run(*asked, "--from", "2026-01-01", "--format", "json").stdout)
    assert (done["new"], done["refused"]) == (2, 0)
    assert json.loads(run(*asked, "--from", "2026-02-01", "--format", "json").stdout)["unchanged"] == 2

    sheet = folder / "november.csv"
    sheet.write_text("工号,询单人数,下单人数,退款率\nu1,100,30,2%\nu2,100,40,2\nu9,1,1,1%\n", "utf-8")
    asked = ("figures", "import", sheet, "--period", "2026-11", "--rules", "presales")
    refused = run(*asked)
    assert refused.exit_code == 1
    assert "november.csv:3:4" in refused.stderr and "figure-person-unknown" in refused.stderr
    kept = run(*asked, "--keep-rest")
    assert kept.exit_code == 1 and "3 changed" in kept.stdout and "2 rows refused" in kept.stdout
    added = json.loads(run(*asked, "--keep-rest", "--create-people", "--format", "json").stdout)
    assert (added["new"], added["changed"], added["refused"]) == (1, 3, 1)
    close(folder)
    shut = run(*asked, "--keep-rest")
    assert (shut.exit_code, "2026-11" in shut.stderr and "correction" in shut.stderr) == (1, True)
    sheet.write_text("工号,询单人数\nu1,101\n", "utf-8")
    assert run(*asked, "--correction", " ").exit_code == 1
    assert "1 changed" in run(*asked, "--correction", "counted twice").stdout
    assert run("figures", "import", sheet, "--period", "2026-13", "--rules", "presales").exit_code == 1
    assert run("figures", "import", sheet, "--period", "2026-11", "--rules", "none").exit_code == 1
    assert run("people", "import", folder / "nothing.csv").exit_code == 2
