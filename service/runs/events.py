"""Events of datasets as a run reads them: pinned with the run, and what is noticed about them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from engine.issues import Issue, Refused, Severity, declare
from engine.measures.measure import Dataset
from engine.program import Program
from engine.values import Input
from rules.period import Period
from service.datasets import declaration_of
from service.doorway import load_lines
from service.duck import literal, quoted
from service.snapshots import DatasetSnapshot, relation, snapshot, snapshot_from_json
from service.spells import line_of_managers
from service.work import Work
from store.models.dataset import dataset_of

DATASET_ABSENT = declare(
    "run-dataset-absent",
    severity=Severity.WARNING,
    zh="工作区没有数据集 {dataset}，由它汇总的指标数据只能来自录入",
    en="The workspace has no dataset {dataset}; what would be measured from it can only come from figures",
    mend_zh="先声明数据集并导入明细，再重新运行",
    mend_en="Declare the dataset and import its events, then run again.",
)
DATASET_DIFFERS = declare(
    "run-dataset-differs",
    zh="方案认为数据集 {dataset} 的列 {column} 是 {asked}，而工作区里是 {stored}",
    en="The rule set takes the column {column} of {dataset} for {asked}, but in the workspace it is {stored}",
    mend_zh="修改方案中的声明，或修改工作区的数据集",
    mend_en="Change the declaration in the rule set, or the dataset of the workspace.",
)
NOBODY = declare(
    "run-nobody",
    severity=Severity.WARNING,
    zh="{period} 内没有一个人适用这个方案",
    en="The rule set applies to nobody in {period}",
    mend_zh="检查人员名单里的岗位等属性、生效日期，以及方案的 applies_to",
    mend_en="Check the attributes in the list of people, since when they hold, and `applies_to` of the rule set.",
)
EVENTS_OUTSIDE = declare(
    "run-events-outside-period",
    severity=Severity.WARNING,
    zh="数据集 {dataset} 有 {count} 条记录不在 {period} 内，没有计入",
    en="{count} events of the dataset {dataset} lie outside {period} and are not counted",
    mend_zh="通常是其他期间的数据，无需处理；数量意外时检查时间列和时区",
    mend_en="Mostly they belong to other periods; if there are too many, check the column of times and the time zone.",
)
EVENTS_OF_UNKNOWN = declare(
    "run-events-of-unknown-people",
    severity=Severity.WARNING,
    zh="数据集 {dataset} 在 {period} 内有 {count} 条记录属于人员名单之外的 {people} 人（如 {some}），没有计入",
    en="{count} events of {dataset} in {period} are of {people} people who are not in the list (such as {some})",
    mend_zh="把这些人加入人员名单，或检查人员编号列",
    mend_en="Add these people to the list, or check the column of people's ids.",
)
RATERS_REFUSED = declare(
    "run-raters-refused",
    severity=Severity.WARNING,
    zh="数据集 {dataset} 在 {period} 内有 {count} 条评价的评价人是本人或其上级，凡要求独立评价的指标数据没有计入",
    en="{count} ratings of {dataset} in {period} are by the person or somebody above; independent measures ignore them",
    mend_zh="按方案的独立性要求另选评价人",
    mend_en="Have somebody else rate, as the rule set asks for.",
)


def pin_events(work: Work, data_dir: Path, program: Program) -> DatasetSnapshot | None:
    """The datasets that the program's measures read, as they are now; None when it reads none that is there.

    Raises :class:`Refused` where a stored dataset has other types than the rule set says.
    """
    there: list[str] = []
    issues: list[Issue] = []
    for dataset in used_datasets(program):
        row = dataset_of(work.session, work.workspace_id, dataset.id)
        if row is not None:
            there.append(dataset.id)
            issues += type_differences(declaration_of(row).columns, dataset)
    if issues:
        raise Refused(issues)
    return snapshot(work, data_dir, there) if there else None


def load_events(con: duckdb.DuckDBPyConnection, data_dir: Path, pinned: Mapping[str, Any] | None) -> dict[str, str]:
    """A view of the events of each pinned dataset, by dataset."""
    if pinned is None:
        return {}
    held = snapshot_from_json(pinned)
    views: dict[str, str] = {}
    for number, name in enumerate(held.datasets):
        views[name] = f"events_{number}"
        found = relation(con, data_dir, held, name)
        con.execute(f"CREATE OR REPLACE TEMP VIEW events_{number} AS SELECT * FROM {found}")
    return views


def load_lines_of_managers(
    con: duckdb.DuckDBPyConnection, work: Work, program: Program, period: Period, scratch: Path
) -> None:
    """The table ``people_above``: everybody's managers at all levels at the end of the period, if it matters."""

    def pairs() -> Iterator[tuple[str, str]]:
        if any(measure.independent for measure in program.measures):
            lines = line_of_managers(work, period.end.isoformat())
            for person in lines.managers:
                yield from ((person, above) for above in lines.above(person))

    load_lines(con, "people_above", {"person": "VARCHAR", "above": "VARCHAR"}, pairs(), scratch)


def warnings_of(
    con: duckdb.DuckDBPyConnection, program: Program, events: Mapping[str, str], period: Period, zone: str
) -> list[Issue]:
    """What was left out, and how much. The day of an event is the one that its clock showed."""
    inside = f"time >= {_moment(period.start, zone)} AND time < {_moment(period.end + timedelta(days=1), zone)}"
    found: list[Issue] = []
    for dataset in used_datasets(program):
        view = events.get(dataset.id)
        if view is None:
            found.append(DATASET_ABSENT.at(("datasets", dataset.id), dataset=dataset.id))
            continue
        (outside,) = con.execute(f"SELECT count(*) FROM {view} WHERE NOT ({inside})").fetchall()[0]
        if outside:
            found.append(EVENTS_OUTSIDE.at((), dataset=dataset.id, count=outside, period=str(period)))
        unknown, people, some = con.execute(
            f"SELECT count(*), count(DISTINCT subject), min(subject) FROM {view} "
            f"WHERE {inside} AND subject NOT IN (SELECT subject FROM spells_typed)"
        ).fetchall()[0]
        if unknown:
            told = {"dataset": dataset.id, "count": unknown, "people": people, "some": some, "period": str(period)}
            found.append(EVENTS_OF_UNKNOWN.at((), **told))
        if dataset.rater and any(measure.independent and measure.source == dataset.id for measure in program.measures):
            rater = quoted(dataset.rater)
            (refused,) = con.execute(
                f"SELECT count(*) FROM {view} e WHERE {inside} AND ({rater} = subject OR EXISTS "
                f"(SELECT 1 FROM people_above a WHERE a.person = e.subject AND a.above = e.{rater}))"
            ).fetchall()[0]
            if refused:
                found.append(RATERS_REFUSED.at((), dataset=dataset.id, count=refused, period=str(period)))
    return found


def type_differences(stored: Mapping[str, Input], dataset: Dataset) -> Iterator[Issue]:
    """Where the stored columns have other types than the rule set says of its ``dataset``."""
    for name, item in dataset.columns.items():
        there = stored.get(name)
        if there is None or there.type.kind is not item.type.kind:
            kind = "–" if there is None else str(there.type.kind)
            path = ("datasets", dataset.id, "columns", name)
            yield DATASET_DIFFERS.at(path, dataset=dataset.id, column=name, asked=str(item.type.kind), stored=kind)


def used_datasets(program: Program) -> list[Dataset]:
    """The datasets from which something is measured."""
    sources = {measure.source for measure in program.measures if not measure.of_scores}
    return [dataset for dataset in program.datasets if dataset.id in sources]


def _moment(day: date, zone: str) -> str:
    """The beginning of a day in a time zone, as SQL."""
    moment = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    return f"TIMESTAMP {literal(moment.strftime('%Y-%m-%d %H:%M:%S'))}"
