"""Whoever computes a run, its files say what the reference says: every value, every status, every explanation."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import duckdb
import pytest

from engine.columnar.plan import input_names
from engine.door import read_value
from engine.interpreter import Interpreter
from engine.issues import Issue
from engine.program import Program
from engine.scorer import Scorer
from rules.check import check_text
from rules.packs import LIBRARY, load_pack
from rules.period import parse_period
from rules.score import Subject, facts, score
from service.duck import computing
from service.programs import Compiled
from service.runs.evaluating import Evaluating
from service.runs.reading import View, Wanted, list_results
from service.scoring import answer_of
from store.models import Run
from tests.runs.sheet import write_inputs

PACKS = sorted(path.parent for path in LIBRARY.glob("*/*/manifest.yaml"))
PERIODS = {"month": "2026-11", "week": "2026-W47", "quarter": "2026-Q4", "year": "2026", "day": "2026-11-21"}


@pytest.mark.parametrize("columnar", [True, False], ids=["columnar", "scorer"])
@pytest.mark.parametrize("pack", PACKS, ids=lambda path: path.name)
def test_templates(pack: Path, columnar: bool, tmp_path: Path) -> None:
    loaded = load_pack(pack)
    report = check_text((pack / "rule-set.yaml").read_bytes())
    program = report.program
    assert program is not None
    people = {}
    for sample in loaded.people:
        for n, change in enumerate((Decimal(1), Decimal("0.5"), Decimal("1.75"), None)):
            people[f"{sample.id}-{n}"] = {
                id: _changed(value, change, program, id)
                for id, value in {**sample.attributes, **sample.inputs}.items()
                if not (change is None and len(id) % 2)
            }
    _compare(program, people, columnar, tmp_path)


def _changed(value: object, change: Decimal | None, program: Program, id: str) -> object:
    """Other people like the samples: some with half of everything, some with more than is usual."""
    number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    if change is None or not number or program.input_by_id[id].type.choices:
        return value
    changed = (
        Decimal(f"{float(Decimal(str(value)) * change):g}") if Decimal(str(value)) < 10_000 else Decimal(str(value))
    )
    return int(changed) if program.input_by_id[id].type.kind == "count" else changed


def _compare(program: Program, people: Mapping[str, Mapping[str, object]], columnar: bool, folder: Path) -> None:
    period = parse_period(PERIODS[program.period])
    subjects = [Subject(id, given) for id, given in sorted(people.items())]
    expected = {}
    for scored in score(program, Interpreter(program), period, subjects):
        expected[scored.subject] = answer_of(program, scored, "full")
    ready = Compiled(program, Scorer(program), None, None)
    inputs, values = folder / "inputs.parquet", folder / "values.parquet"
    with computing("512MB", 2) as con:
        _write(con, program, people, inputs, folder)
        evaluating = Evaluating(con, ready, facts(period), folder / "scratch.csv", lambda _: {}, lambda _: None)
        evaluating.evaluate(inputs, values, columnar=columnar)
        run = Run(number=1, period=str(period))
        view = View(con, run, program, values, inputs)
        found = {
            item["subject"]: item["result"] for item in list_results(view, Wanted(), limit=200, level="full").items
        }
    assert found.keys() == expected.keys()
    for subject, result in expected.items():
        assert _plain(found[subject]) == _plain(result), subject


def _write(
    con: duckdb.DuckDBPyConnection,
    program: Program,
    people: Mapping[str, Mapping[str, object]],
    target: Path,
    folder: Path,
) -> None:
    """Values as the door reads them, in columns that are called as in a run."""
    names = input_names(program)
    rows = {
        id: {names[name]: _exact(program, name, value) for name, value in given.items()} for id, given in people.items()
    }
    types = {}
    for item in program.inputs:
        number = "DATE" if item.type.kind == "date" else "DECIMAL(38, 8)"
        types[names[item.id]] = "BOOLEAN" if item.type.kind == "flag" else "VARCHAR" if item.type.is_text else number
    used = {name for row in rows.values() for name in row}
    write_inputs(con, rows, target, folder / "rows.json", {name: type for name, type in types.items() if name in used})


def _exact(program: Program, name: str, value: object) -> object:
    read = read_value(program.input_by_id[name], value, ())
    if program.input_by_id[name].type.kind == "date":
        return value
    if isinstance(read, Issue):
        return value
    return _number(read) if isinstance(read, Fraction) else read


def _plain(value: object) -> object:
    return json.loads(json.dumps(value, default=str))


def _number(value: Fraction) -> str:
    return f"{Decimal(value.numerator) / Decimal(value.denominator):f}"
