"""From a document to a checked rule set and its program: every problem at once, sorted by place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from engine.formula.types import NUMBER, POINTS, TEXT
from engine.issues import Issue, Refused, Words, has_errors
from engine.program import Program
from rules.checks import ADVICE, CHECKS, CHECKS_OF_PARTS
from rules.checks.circles import name_circles
from rules.checks.ranges import Compiled
from rules.checks.weights import check_weights_alone
from rules.compile import compile_rule_set
from rules.document.canonical import content_hash
from rules.document.codes import TOO_MANY_PROBLEMS
from rules.document.document import Document, Media
from rules.document.limits import MOST_ISSUES
from rules.document.load import load
from rules.document.schema import DOCUMENT
from rules.document.shape import shape_issues
from rules.model import Formula, RuleSet
from rules.reader import VALUE_SECTIONS, Reader
from rules.sections.data import read_declared, read_parameters, read_tables
from rules.sections.datasets import read_datasets
from rules.sections.header import LANGUAGE_VERSION, check_header
from rules.sections.measures import read_measures
from rules.sections.metrics import read_groups, read_metrics
from rules.sections.outcomes import read_outcomes
from rules.sections.payout import read_payout
from rules.sections.rewards import read_rewards
from rules.sections.score import read_adjustments, read_score
from rules.sections.tiers import read_tiers
from rules.spoken import Declared


@dataclass(frozen=True, slots=True)
class CheckReport:
    """Everything found in a document. ``rule_set`` and ``program`` are None when there is an error; ``formulas``,
    ``names`` and the labels of ``tiers`` are what could be read all the same."""

    document: Document | None
    issues: tuple[Issue, ...]
    rule_set: RuleSet | None = None
    program: Program | None = None
    formulas: tuple[Formula, ...] = ()
    names: Mapping[str, Declared] = field(default_factory=dict)
    tiers: Mapping[str, Words] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        return self.program is not None


def check_text(source: bytes | str, media: Media = "yaml", *, advise: bool = True) -> CheckReport:
    """Read and check a document; what cannot be read at all comes back as issues too."""
    try:
        document = load(source, media)
    except Refused as refused:
        return CheckReport(None, tuple(refused.issues))
    return check_document(document, advise=advise)


def check_document(document: Document, *, advise: bool = True) -> CheckReport:
    """Check a document that could be read. Without ``advise`` the advice can be had later, see :func:`with_advice`."""
    report = _checked(document)
    return with_advice(report) if advise else report


def with_advice(report: CheckReport) -> CheckReport:
    """The report with what its finished program gives reason to say."""
    if report.document is None or report.rule_set is None or report.program is None:
        return report
    compiled = Compiled(report.rule_set, report.program)
    advice = [issue for advise in ADVICE for issue in advise(compiled)]
    return replace(report, issues=tuple(report.document.locate_all([*report.issues, *advice])))


def _checked(document: Document) -> CheckReport:
    shape = shape_issues(document.data, DOCUMENT)
    if len(shape) > MOST_ISSUES:
        return CheckReport(document, tuple(document.locate_all(shape)))
    reader = Reader(frozenset(issue.path for issue in shape))
    rule_set = _read(document.data, reader)
    issues = [*shape, *name_circles(reader.issues, reader.references, document.data)]
    if reader.full:
        issues.append(TOO_MANY_PROBLEMS.at((), limit=MOST_ISSUES))
    program = None
    if has_errors(issues):
        for check in CHECKS_OF_PARTS:
            issues += check(rule_set)
        issues += check_weights_alone(document, reader.broken)
    else:
        for check in (*CHECKS, *CHECKS_OF_PARTS):
            issues += check(rule_set)
    if not has_errors(issues):
        program = compile_rule_set(rule_set)
    located = tuple(document.locate_all(issues))
    formulas, names = tuple(reader.formulas), _declared(rule_set, reader)
    tiers = {tier.id: tier.label for tier in rule_set.tiers}
    return CheckReport(document, located, rule_set if program else None, program, formulas, names, tiers)


def _declared(rule_set: RuleSet, reader: Reader) -> dict[str, Declared]:
    """The names that formulas may mention, apart from those whose declaration is wrong."""
    labels = {one.id: one.label for one in rule_set.parameters}
    labels |= {one.id: one.label for one in rule_set.measures} | {one.id: one.label for one in rule_set.metrics}
    labels |= {one.input.id: one.label for one in (*rule_set.attributes, *rule_set.inputs)}
    return {
        id: Declared(id, reader.names[id], label, reader.places.get(id, ()))
        for id, label in labels.items()
        if id in reader.names
    }


def _read(data: Mapping[str, Any], reader: Reader) -> RuleSet:
    """Read section after section; what comes later in the document is known only as “later”."""
    written = dict(data)
    data = {key: value for key, value in data.items() if (key,) not in reader.broken}
    money_decimals = check_header(data, reader)
    sections = {key: _section(data, key) for key in VALUE_SECTIONS}
    reader.later = {id for section in sections.values() for id in section}
    reader.know_labels(_labels(sections))
    if data.get("score") != "none":
        reader.later |= {"score", "tier"} if data.get("tiers") else {"score"}
    reader.recorded = {id: NUMBER for section in sections.values() for id in section} | {"score": NUMBER, "tier": TEXT}
    reader.recorded |= {f"{id}.points": POINTS for id in sections["metrics"]}
    data = {**data, **sections}
    attributes = read_declared(data, "attributes", reader)
    parameters = read_parameters(data, reader)
    inputs = read_declared(data, "inputs", reader)
    tables = read_tables(data, reader)
    datasets = read_datasets(data, reader)
    measures = read_measures(data, datasets, reader)
    for item in (*inputs, *attributes):
        reader.recorded[item.input.id] = item.input.type
    eligible_raw = data.get("eligible")
    eligible = None
    if eligible_raw and reader.usable(("eligible",)):
        eligible = reader.formula(eligible_raw["when"], ("eligible", "when"), want="flag")
    groups = read_groups(data, reader)
    metrics = read_metrics(data, groups, reader)
    score = read_score(data, metrics, reader)
    adjustments = read_adjustments(data, score, reader)
    if not score.absent:
        reader.names["score"] = NUMBER
    tiers, forced = read_tiers(data, score, reader)
    rewards = read_rewards(data, score, reader)
    payout = read_payout(data, reader)
    outcomes = read_outcomes(data, reader)
    return RuleSet(
        id=str(data.get("id", "")),
        name=reader.words(data.get("name") if reader.usable(("name",)) else None, ("name",), str(data.get("id", ""))),
        language=LANGUAGE_VERSION,
        applies_to=data.get("applies_to") or {},
        period=data.get("period", "month"),
        currency=data.get("currency", "CNY"),
        money_decimals=money_decimals,
        hash=content_hash(written, LANGUAGE_VERSION),
        attributes=attributes,
        parameters=parameters,
        inputs=inputs,
        datasets=tuple(datasets.values()),
        measures=measures,
        tables=tables,
        groups=groups,
        metrics=metrics,
        adjustments=adjustments,
        score=score,
        tiers=tiers,
        forced=forced,
        eligible=eligible,
        rewards=rewards,
        payout=payout,
        outcomes=outcomes,
        tests=tuple(data.get("tests") or ()) if reader.usable(("tests",)) else (),
        references=tuple(reader.references),
        data=data,
    )


def _labels(sections: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Every label that is written as it should be, with the id of what it names."""
    for section in sections.values():
        for id, raw in section.items():
            label = raw.get("label") if isinstance(raw, dict) else None
            texts = label.values() if isinstance(label, dict) else (label,)
            yield from ((text, id) for text in texts if isinstance(text, str))


def _section(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    section = data.get(key)
    return section if isinstance(section, dict) else {}
