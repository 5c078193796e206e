"""``import`` and ``datasets``: files into the configured database."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

RULES = """\
scorewright: 1
id: centre
name: {zh: 客服中心, en: centre}
datasets:
  calls: {subject: agent, time: at, id: call, columns: {wait: duration, kind: {choice: [simple, complex]}}}
measures:
  asa: {dataset: calls, value: mean(wait)}
metrics:
  speed: {value: asa, weight: 100%, points: {curve: [[0s, 100], [60s, 0]]}}
"""
CALLS = "call,agent,at,wait,kind\nc1,u1,2026-11-03 08:15:00,12,simple\nc2,u2,2026-11-03 09:15,20.5,complex\n"


@pytest.fixture
def centre(folder: Path, run: Run) -> Path:
    """A folder with a workspace, a rule set and a file of calls."""
    (folder / "rules.yaml").write_text(RULES, encoding="utf-8")
    (folder / "calls.csv").write_text(CALLS, encoding="utf-8")
    assert run("keys", "create", "--create-workspace", "Centre").exit_code == 0
    return folder


def test_import_as_a_newcomer_would(centre: Path, run: Run) -> None:
    assert "There is no dataset" in run("import", "calls.csv", "--dataset", "calls").output
    tried = run("import", "calls.csv", "--dataset", "calls", "--declare", "rules.yaml", "--dry-run")
    assert tried.exit_code == 0 and "nothing was imported" in tried.stdout and "2026-11-03T00:15:00Z" in tried.stdout
    done = run("import", "calls.csv", "--dataset", "calls")
    assert done.exit_code == 0 and "Read 2 rows: 2 new" in done.stdout
    again = run("import", "calls.csv", "--dataset", "calls", lang="zh")
    assert "新增 0" in again.stdout and "已有 2" in again.stdout
    (found,) = json.loads(run("datasets", "list", "--format", "json").stdout)
    assert (found["name"], found["events"]) == ("calls", 2)
    assert "calls" in run("datasets", "list").stdout
    assert run("datasets", "verify", "calls").exit_code == 0
    assert (centre / "var" / "data" / "default" / "datasets" / "calls").is_dir()


def test_wrong_rows_are_told_by_line_and_column(centre: Path, run: Run) -> None:
    (centre / "calls.csv").write_text(CALLS + 'c3,u1,2026-11-03,"1,234",simple\n', encoding="utf-8")
    refused = run("import", "calls.csv", "--dataset", "calls", "--declare", "rules.yaml")
    assert refused.exit_code == 1
    assert "calls.csv:4:4: error [input-type]" in refused.stderr and "Nothing was imported" in refused.stderr
    kept = run("import", "calls.csv", "--dataset", "calls", "--keep-rest", "--format", "json")
    assert kept.exit_code == 0 and json.loads(kept.stdout)["report"]["added"] == 2


def test_a_mapping_in_a_file(centre: Path, run: Run) -> None:
    (centre / "calls.csv").write_text("编号,坐席,时间,等待\nc1,u1,03.11.2026 08:15,2:05\n", encoding="gb18030")
    times = "{column: 时间, format: DD.MM.YYYY HH:mm}"
    mapping = f"columns:\n  call: 编号\n  at: {times}\n  wait: {{column: 等待, format: mm:ss}}\n"
    (centre / "mapping.yaml").write_text(mapping, encoding="utf-8")
    words = ("import", "calls.csv", "--dataset", "calls", "--declare", "rules.yaml", "--mapping", "mapping.yaml")
    done = run(*words, "--format", "json")
    assert done.exit_code == 0 and done.stdout.startswith("{\n"), done.output
    assert json.loads(done.stdout)["report"]["preview"][0]["values"]["wait"] == "125"
    (centre / "mapping.yaml").write_text("columns: {wait: {column: 等待, format: nonsense}}\n", encoding="utf-8")
    assert "mapping-format" in run(*words).output


def test_a_damaged_file_of_the_data_directory_is_found(centre: Path, run: Run) -> None:
    run("import", "calls.csv", "--dataset", "calls", "--declare", "rules.yaml")
    (centre / "other.csv").write_text(CALLS.replace("20.5", "21.5").replace("c2", "c3"), encoding="utf-8")
    run("import", "other.csv", "--dataset", "calls")
    first, second = sorted((centre / "var").rglob("*.parquet"))
    first.write_bytes(second.read_bytes())
    found = run("datasets", "verify", "calls")
    assert found.exit_code == 1 and "DIFFERS" in found.stdout


def test_the_file_of_a_source(run: Run, folder: Path) -> None:
    """The dataset is declared by itself; the next file, packed as logs are when they are rotated, goes on."""
    assert run("keys", "create", "--create-workspace", "Main").exit_code == 0
    entered = "1793667600|1.1|hotline|NONE|ENTERQUEUE||555|1\n1793667618|1.1|hotline|PJSIP/2|CONNECT|18|1.2|3\n"
    (folder / "queue_log.1").write_text(entered, encoding="utf-8")
    (folder / "queue_log.2.gz").write_bytes(gzip.compress(b"1793667798|1.1|hotline|PJSIP/2|COMPLETECALLER|18|180|1\n"))
    source = ("--source", "asterisk-queue-log")
    tried = run("import", "queue_log.1", *source, "--dry-run")
    assert tried.exit_code == 0 and "1.1/hotline/1" in tried.output
    assert "1 new" in run("import", "queue_log.1", *source).output
    assert "1 corrected" in run("import", "queue_log.2.gz", *source).output
    (folder / "half").write_text(entered + "17936", encoding="utf-8")
    refused = run("import", "half", *source)
    assert refused.exit_code == 1 and "half:3: error [source-line]" in refused.output
    assert "--dataset" in run("import", "half").output
