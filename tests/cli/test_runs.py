"""Runs from the command line: asked for, done, shown, exported."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from click.testing import CliRunner

from cli.main import main
from service.work import SCOPES, Actor, Office
from service.workspaces import create_workspace
from store.database import Database
from store.migrate import upgrade
from tests.runs.centre import enter_figures, tell_people
from tests.runs.sheet import put_in_force
from tests.runs.test_running import CARE
from tests.runs.test_stored import FIGURES, PEOPLE


def test_a_run_by_hand(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'x.sqlite'}"
    settings = {
        "SCOREWRIGHT_DATABASE_URL": url,
        "SCOREWRIGHT_DATA_DIR": str(tmp_path / "data"),
        "SCOREWRIGHT_LANG": "en",
    }
    upgrade(url)
    office = Office(Database(url), data_dir=tmp_path / "data")
    create_workspace(office, "default", "Acme")
    actor = Actor("default", "", frozenset(SCOPES))
    tell_people(office, actor, PEOPLE)
    enter_figures(office, actor, FIGURES)
    put_in_force(office, actor, CARE)

    def scorewright(*words: str, code: int = 0) -> str:
        done = CliRunner().invoke(main, list(words), env=settings)
        assert done.exit_code == code, done.output
        return done.output

    assert "1  2026-11  care@1  queued" in scorewright("runs", "start", "2026-11", "--rule-set", "care")
    scorewright("worker", "--until-idle")
    (shown,) = json.loads(scorewright("runs", "show", "1", "--format", "json"))
    assert (shown["state"], shown["counts"]["scored"], shown["current"]) == ("done", 2, True)
    enter_figures(office, actor, {"cid": {"calls": 90}})
    told = scorewright("runs", "start", "2026-11", "--rule-set", "care", "--wait")
    assert "2  2026-11  care@1  done *  scored=3" in told
    assert scorewright("runs", "show").splitlines()[-1].startswith("1  2026-11  care@1  done  scored=2")
    scorewright("runs", "export", "2", str(tmp_path / "x.csv"))
    with (tmp_path / "x.csv").open(encoding="utf-8-sig") as file:
        assert [row["subject"] for row in csv.DictReader(file)] == ["ann", "bob", "cid"]
    scorewright("runs", "export", "2", str(tmp_path / "x.pdf"), code=2)
    assert "There is no run '9'" in scorewright("runs", "show", "9", code=1)
    office.database.close()
