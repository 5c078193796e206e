"""Measures: values worked out from the rows of a dataset, or from the results of another rule set."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from engine.formula.codes import NAME_NOT_OF_ROWS
from engine.formula.infer import expect, resolve
from engine.formula.nodes import Call, Name, Node, rewrite, walk
from engine.formula.parser import formula_of
from engine.formula.scope import Scope
from engine.formula.types import NUMBER, Kind, Type
from engine.functions.declaration import Scope as Reach
from engine.issues import Path, Severity, Words, declare, did_you_mean
from engine.measures.measure import (
    BY_MANAGER,
    BY_SUBJECT,
    MINUTES,
    PERSON,
    SCORE_COLUMNS,
    Dataset,
    Every,
    Measure,
    Window,
)
from engine.values import Input
from rules import codes, model
from rules.builder import VALUE_DECIMALS, Builder
from rules.document import fragments
from rules.document.fragments import Schema
from rules.model import Formula, RuleSet
from rules.reader import MOST_HINTS, Reader
from rules.sections.data import read_missing, read_number
from rules.sections.datasets import COLUMN, read_columns

BAD_PIECES = declare(
    "pieces-do-not-fit",
    zh="一天不能整分成每 {text} 一段。",
    en="A day cannot be cut into even pieces of {text}.",
    mend_zh="写不短于 1min、能整除一天的时长（例如 15min、30min、1h、8h），或 day、week。",
    mend_en="Write a length from 1min on that divides a day, such as 15min, 30min, 1h or 8h; or day, or week.",
)
MEAN_OF_RATIOS = declare(
    "mean-of-ratios",
    severity=Severity.WARNING,
    zh="“{name}”是比率，这里取了各人比率的平均，人多人少的都算一份。",
    en="'{name}' is a ratio, and this is the mean of everybody's ratios, whoever had much or little to do.",
    mend_zh="汇总分子和分母，再相除：sum(分子) / sum(分母)。",
    mend_en="Gather both parts and divide once: sum(numerator) / sum(denominator).",
)

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])|(24):(00)")
_TIME = fragments.expects({"type": "string"}, '钟点，例如 "09:00"', 'a time of day, such as "09:00"')
_WINDOW = {
    "from": _TIME,
    "to": _TIME,
    "days": fragments.listing(fragments.words(*WEEKDAYS), most=7),
}
_OF_DATASETS = ("every", "then", "hours", "shift", "raters")
"""What only rows with a time (and a rater) can have."""

SCHEMA: dict[str, Schema] = {
    "measures": fragments.mapping(
        fragments.record(
            {
                "dataset": fragments.TEXT,
                "scores_of": fragments.TEXT,
                "by": fragments.TEXT,
                "columns": fragments.mapping(COLUMN, 50),
                "where": fragments.CONDITION,
                "hours": fragments.listing(fragments.record(_WINDOW, required=("from", "to")), most=20),
                "shift": fragments.record(_WINDOW, required=("from", "to")),
                "raters": fragments.record(
                    {
                        "at_least": {"type": "integer", "minimum": 1, "maximum": 1000},
                        "independent": fragments.FLAG,
                    }
                ),
                "value": fragments.FORMULA,
                "every": fragments.expects(
                    {"type": ["number", "string"], "x-constant": True},
                    "30min 这样的时长、day 或 week",
                    "a length such as 30min, or day, or week",
                ),
                "then": fragments.FORMULA,
                "min_rows": {"type": "integer", "minimum": 1, "maximum": 1000000},
                "empty": fragments.CONSTANT,
                "missing": fragments.expects(
                    {"type": ["string", "number"]}, "fail、exclude 或一个值", "fail, exclude, or a value"
                ),
                "decimals": fragments.DECIMALS,
                "label": fragments.WORDS,
                "why": fragments.WORDS,
            },
            required=("value",),
        )
    ),
}


def read_measures(
    data: Mapping[str, Any], datasets: Mapping[str, Dataset], reader: Reader
) -> tuple[model.Measure, ...]:
    """Measures as inputs of the same name, of the type that their formula gives."""
    apart = {id for section in ("inputs", "measures") for id in data.get(section) or {}}
    found = []
    for id, raw, path in reader.items(data, "measures"):
        label = reader.words(raw.get("label"), (*path, "label"), default=id)
        why = reader.words(raw["why"], (*path, "why")) if "why" in raw else None
        measure = _measure(id, raw, path, datasets, apart, reader)
        type = measure.input.type if measure else NUMBER
        reader.declare(id, type, path, label)
        if measure is None:
            reader.doubt(id)
        else:
            found.append(replace(measure, label=label, why=why))
    return tuple(found)


def _measure(
    id: str, raw: Mapping[str, Any], path: Path, datasets: Mapping[str, Dataset], apart: set[str], reader: Reader
) -> model.Measure | None:
    rows = _rows(raw, path, datasets, apart, reader)
    if rows is None:
        return None
    every = _every(raw, path, reader)
    value = _formula(raw["value"], (*path, "value"), rows.columns, apart, reader, "any")
    for one, other in (("every", "then"), ("then", "every")):
        if one in raw and other not in raw and not rows.of_scores:
            reader.add(codes.MISSING_KEY.at(path, key=other))
    then = None
    if "then" in raw and value is not None:
        then = _formula(raw["then"], (*path, "then"), {"value": value.type}, apart, reader, "number")
    if value is None or ("then" in raw and then is None):
        return None
    _check_roll_up(rows, value, reader)
    type = (then or value).type
    empty = _empty(raw, path, type, reader)
    missing, default = read_missing(raw, path, type, reader)
    return model.Measure(
        id=id,
        label=Words(id, id),
        why=None,
        input=Input(id, type, "measure", missing, default),
        rows=rows,
        value=value,
        every=every,
        then=then,
        min_rows=raw.get("min_rows", 0),
        empty=empty,
        decimals=raw.get("decimals", VALUE_DECIMALS),
        path=path,
    )


def _rows(
    raw: Mapping[str, Any], path: Path, datasets: Mapping[str, Dataset], apart: set[str], reader: Reader
) -> model.Rows | None:
    of_scores = "scores_of" in raw
    sources = [key for key in ("dataset", "scores_of") if key in raw]
    if not sources:
        reader.add(codes.NO_METHOD.at(path, choices="dataset, scores_of"))
        return None
    if len(sources) > 1:
        reader.add(codes.SEVERAL_METHODS.at(path, found=", ".join(sources)))
        return None
    for key in _OF_DATASETS if of_scores else ("columns",):
        if key in raw:
            reader.add(codes.UNKNOWN_KEY.at((*path, key), key=key))
    dataset = None if of_scores else datasets.get(raw["dataset"])
    if of_scores:
        declared = read_columns(raw.get("columns") or {}, (*path, "columns"), reader)
        columns = {**SCORE_COLUMNS, **{id: item.type for id, item in declared.items()}}
        if "by" not in raw:
            reader.add(codes.MISSING_KEY.at(path, key="by"))
    elif dataset is None:
        what = Words("数据集", "dataset")
        hint = did_you_mean(raw["dataset"], datasets)
        reader.add(codes.UNKNOWN_REFERENCE.at((*path, "dataset"), name=raw["dataset"], what=what, hint=hint))
        return None
    else:
        columns = dataset.types
        words = (BY_SUBJECT, BY_MANAGER)
        if raw.get("by", BY_SUBJECT) not in words:
            hint = did_you_mean(raw["by"], words)
            reader.add(codes.UNKNOWN_WORD.at((*path, "by"), word=raw["by"], choices=", ".join(words), hint=hint))
        if "raters" in raw and dataset.rater is None:
            reader.add(codes.MISSING_KEY.at(("datasets", dataset.id), key="rater"))
    where = None
    if "where" in raw:
        where = _formula(raw["where"], (*path, "where"), columns, apart, reader, "flag")
    windows = [_window(item, (*path, "hours", place), reader) for place, item in enumerate(raw.get("hours", ()))]
    raters = raw.get("raters", {})
    return model.Rows(
        source=raw["scores_of"] if of_scores else raw["dataset"],
        of_scores=of_scores,
        by=raw.get("by", BY_SUBJECT),
        columns=columns,
        where=where,
        hours=tuple(window for window in windows if window is not None),
        shift=_window(raw["shift"], (*path, "shift"), reader) if "shift" in raw else None,
        raters=raters.get("at_least", 0),
        independent=raters.get("independent", False),
    )


def _window(raw: Mapping[str, Any], path: Path, reader: Reader) -> Window | None:
    """``to`` not after ``from`` lies on the next day; both alike are a whole day that begins at that time."""
    times = []
    for key in ("from", "to"):
        match = _CLOCK.fullmatch(raw[key])
        if match is None or (key == "from" and match[3]):
            expected = Words('钟点，例如 "09:00"', 'a time of day, such as "09:00"')
            reader.add(codes.WRONG_TYPE.at((*path, key), expected=expected, got=raw[key][:40]))
        else:
            times.append(60 * int(match[1] or match[3]) + int(match[2] or match[4]))
    if len(times) < 2:
        return None
    start, end = times
    days = frozenset(WEEKDAYS.index(day) for day in raw["days"]) if "days" in raw else frozenset(range(7))
    return Window(start, end if end > start else end + MINUTES, days)


def _every(raw: Mapping[str, Any], path: Path, reader: Reader) -> Every | None:
    text = raw.get("every")
    if text is None:
        return None
    if text in ("day", "week"):
        return Every(text)
    at = (*path, "every")
    length = reader.constant(text, at)
    if length is None:
        return None
    if length.unit != "duration":
        expected = Words("时长，例如 30min，或 day、week", "a duration, such as 30min, or day, or week")
        reader.add(codes.WRONG_TYPE.at(at, expected=expected, got=str(text)))
        return None
    day = 60 * MINUTES
    if length.value == day:
        return Every("day")
    if length.value < 60 or length.value.denominator != 1 or day % int(length.value):
        reader.add(BAD_PIECES.at(at, text=str(text)))
        return None
    return Every("time", int(length.value))


def _empty(raw: Mapping[str, Any], path: Path, type: Type, reader: Reader) -> Fraction | None:
    """The value that holds where there is no row at all."""
    if "empty" not in raw:
        return None
    at = (*path, "empty")
    if type.is_number:
        return read_number(raw["empty"], at, type, reader)
    expected = Words("一个数；这个度量却不是数", "a number, which this measure is not")
    reader.add(codes.WRONG_TYPE.at(at, expected=expected, got=str(raw["empty"])))
    return None


def _check_roll_up(rows: model.Rows, value: Formula, reader: Reader) -> None:
    """A ratio is gathered from its parts: numerators and denominators of everybody."""
    if not rows.of_scores:
        return
    for node in walk(value.node):
        match node:
            case Call("mean", (Name(id, span),)) if id in rows.columns and rows.columns[id].kind is Kind.PERCENT:
                reader.add(MEAN_OF_RATIOS.at(value.path, span, name=id))


def _formula(
    raw: Any, path: Path, columns: Mapping[str, Type], apart: set[str], reader: Reader, want: str
) -> Formula | None:
    """A formula over rows, with its problems collected. A condition looks at one row, a value at many."""
    if reader.full:
        return None
    node, issues = formula_of(raw, path)
    reader.add(*issues)
    if node is None:
        return None
    rows = want != "flag"
    scope = Scope(
        names={**reader.names, **columns},
        labels=reader.labels,
        later=frozenset(reader.later - set(columns)),
        reach=frozenset({Reach.PERSON, Reach.ROWS}) if rows else frozenset({Reach.PERSON}),
        params=reader.params,
        columns=frozenset(columns) if rows else frozenset(),
        tables=reader.tables,
        hints=len(reader.issues) < MOST_HINTS,
    )
    node, type, issues = resolve(node, scope, path)
    reader.refer(node, path, apart=columns)
    issues = reader.own_issues(node, issues)
    issues += _foreign(node, apart - set(columns), path)
    reader.add(*issues)
    if type is None or issues:
        return None
    wrong = [] if want == "any" else expect(type, want, path, node)
    reader.add(*wrong)
    return None if wrong else reader.read(Formula(str(raw), node, type, path))


def _foreign(node: Node, apart: set[str], path: Path) -> list[Any]:
    """A measure is worked out from rows before there are inputs, and each by itself."""
    names = {part.id: part for part in walk(node) if isinstance(part, Name) and part.id in apart}
    return [NAME_NOT_OF_ROWS.at(path, part.span, name=id) for id, part in names.items()]


def build_measures(rule_set: RuleSet, builder: Builder) -> tuple[Measure, ...]:
    """The measures as evaluators receive them; parameters have become what they are made of."""
    raters = {dataset.id: dataset.rater for dataset in rule_set.datasets}
    return tuple(_built(measure, raters, builder) for measure in rule_set.measures)


def _of_person(node: Node, columns: Mapping[str, Type], builder: Builder) -> Node:
    """Parameters become what they are made of, attributes names that no column can have."""
    if not isinstance(node, Name) or node.id in columns or node.id.startswith("period."):
        return node
    expression = builder.parameter(node.id)
    if expression is None:
        return Name(PERSON + node.id, node.span)
    return rewrite(expression, lambda part: _of_person(part, {}, builder))


def _built(measure: model.Measure, raters: Mapping[str, str | None], builder: Builder) -> Measure:
    rows = measure.rows

    def ready(formula: Formula | None, columns: Mapping[str, Type]) -> Node | None:
        if formula is None:
            return None
        return rewrite(builder.formula(formula, measure.id), lambda part: _of_person(part, columns, builder))

    value = ready(measure.value, rows.columns)
    assert value is not None
    return Measure(
        id=measure.id,
        type=measure.input.type,
        source=rows.source,
        value=value,
        decimals=measure.decimals,
        of_scores=rows.of_scores,
        by=rows.by,
        columns=rows.columns,
        where=ready(rows.where, rows.columns),
        every=measure.every,
        then=ready(measure.then, {"value": NUMBER}),
        piece_type=measure.value.type if measure.then else None,
        hours=rows.hours,
        shift=rows.shift,
        rater=raters.get(rows.source) if not rows.of_scores else None,
        raters=rows.raters,
        independent=rows.independent,
        min_rows=measure.min_rows,
        empty=measure.empty,
    )
