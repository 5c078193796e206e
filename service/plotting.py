"""Drawing one part of a document that is not stored, while somebody is still writing it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import islice
from typing import Any

from engine.door import Raw
from engine.interpreter import Interpreter
from engine.issues import Issue, Refused, Words, declare, did_you_mean
from engine.program import Program
from engine.sandbox import value_of
from engine.values import Input, PeriodFacts, Person, Value
from rules.check import CheckReport, check_document
from rules.checks.ranges import Compiled
from rules.document.document import Document, Media
from rules.period import PeriodKind, period_of
from rules.plots.axis import PAYOUT, SCORE, TIER, Axis, Subject, parts_of_payout, subject_of
from rules.plots.pieces import View
from rules.plots.plot import Plot, plot
from rules.score import Subject as Sent
from rules.score import facts, period_for, read_subject
from service.checking import checked

PLOT_UNKNOWN = declare(
    "plot-unknown",
    zh="方案里没有可以画的“{of}”。",
    en="The rule set has nothing to draw that is called '{of}'.",
    mend_zh="写 metrics.指标编号、rewards.奖惩编号、tiers 或 payout。",
    mend_en="Ask for metrics.ID, rewards.ID, tiers or payout.",
)
PLOT_ALONG = declare(
    "plot-along",
    zh="“{of}”不能沿“{along}”画出。",
    en="'{of}' cannot be drawn along '{along}'.",
    mend_zh="可选：{choices}。",
    mend_en="Choices: {choices}.",
)
PLOT_VIEW = declare(
    "plot-view",
    zh="横轴的起点 {low} 不小于终点 {high}。",
    en="The axis would begin at {low}, which is not below its end, {high}.",
    mend_zh="让 from 小于 to，或都不写。",
    mend_en="Let 'from' be below 'to', or leave both out.",
)


@dataclass(frozen=True, slots=True)
class PlotRequest:
    """What to draw of which document. Without ``along`` the server chooses; ``given`` is a sample person's values."""

    text: str | bytes
    media: Media
    of: str
    along: str | None = None
    period: str | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    given: Mapping[str, Raw] | None = None
    history: tuple[Mapping[str, Raw], ...] = ()
    others: tuple[Mapping[str, Raw], ...] = ()


@dataclass(frozen=True, slots=True)
class Drawn:
    """The plot and, with a sample person, that person's place on it."""

    plot: Plot
    currency: str
    lacking: tuple[tuple[Input, Words], ...]
    """What a sample person would have to bring, with what it is called."""
    marked: tuple[Value, Value] | None
    parts: tuple[tuple[Words, Plot], ...] = ()
    """Of the payout: what each reward gives along the same stretch, as far as that can be drawn."""


MOST_PARTS = 20
"""How many rewards are drawn each by itself."""


def draw(request: PlotRequest, today: date) -> Drawn:
    """Raises :class:`Refused` for errors in what is drawn or needed for it; errors elsewhere do not matter."""
    compiled, whole = _compiled(request)
    subject = subject_of(request.of, compiled)
    if subject is None:
        raise Refused([PLOT_UNKNOWN.at(("of",), of=request.of)])
    program = compiled.program
    period = period_of(PeriodKind(program.period), today)
    if request.period is not None:
        period = period_for(program, request.period, ("period",))
    held, view = _held(request, program), _view(request)
    others = [read_subject(program, Sent(f"other {n}", given))[0] for n, given in enumerate(request.others)]
    drawn = None
    for axis in _axes(request, subject):
        if axis is not None and axis.id == SCORE and not whole:
            axis = replace(axis, low=None, high=None)
        tried = plot(program, subject, axis, held, facts(period), view, others)
        drawn = tried if drawn is None or tried.reason is None else drawn
        if drawn.reason is None:
            break
    assert drawn is not None
    marked = None
    if request.given is not None and drawn.axis is not None and (whole or drawn.axis.id not in (SCORE, TIER)):
        marked = _marked(drawn, drawn.axis, program, [held, *others], facts(period))
    lacking = tuple((item, program.labels.get(item.id, Words(item.id, item.id))) for item in drawn.lacking)
    parts = tuple(_parts(drawn, program, held, facts(period), others)) if drawn.shape == "line" else ()
    return Drawn(drawn, program.currency, lacking, marked, parts)


def _parts(
    whole: Plot, program: Program, held: Person, period: PeriodFacts, others: Sequence[Person]
) -> Iterator[tuple[Words, Plot]]:
    if whole.subject.of != PAYOUT:
        return
    for subject, label in islice(parts_of_payout(program), MOST_PARTS):
        part = plot(program, subject, whole.axis, held, period, whole.view, others)
        if part.shape == "line":
            yield label, part


def _compiled(request: PlotRequest) -> tuple[Compiled, bool]:
    """The document ready to run; while something else in it is wrong, without what is not needed here."""
    report = checked(request.text, request.media)
    document = report.document
    if document is None:
        raise Refused(list(report.issues))
    if report.rule_set is not None and report.program is not None:
        return Compiled(report.rule_set, report.program), True
    without = check_document(replace(document, data=_without_others(document, report, request.of)), advise=False)
    if without.rule_set is None or without.program is None:
        raise Refused(_about(request.of, report.issues))
    return Compiled(without.rule_set, without.program), False


_VALUES = ("attributes", "parameters", "inputs", "datasets", "measures", "tables", "metrics")
_HEAD = ("scorewright", "id", "name", "period", "currency")


def _without_others(document: Document, report: CheckReport, of: str) -> dict[str, Any]:
    """What can be needed: declared values, other metrics unweighed as far as they are right, tiers, and the subject."""
    wrong = {tuple(str(part) for part in issue.path[:2]) for issue in report.issues if issue.severity == "error"}
    section, _, id = of.partition(".")
    data: dict[str, Any] = {key: document.data[key] for key in _HEAD if key in document.data}
    for key in _VALUES:
        entries = document.data.get(key)
        if isinstance(entries, dict):
            data[key] = {name: entry for name, entry in entries.items() if (key, name) not in wrong or name == id}
    data["metrics"] = {
        name: {key: value for key, value in entry.items() if key not in ("weight", "group")}
        for name, entry in data.get("metrics", {}).items()
        if isinstance(entry, dict)
    }
    if section == "metrics":
        return {**data, "score": "none"}
    rewards = document.data.get("rewards")
    data["score"] = {"formula": 0}
    data["tiers"] = document.data.get("tiers") or []
    if of == PAYOUT:
        return {**data, "rewards": rewards or {}, "payout": document.data.get("payout") or {}}
    data["rewards"] = {id: rewards[id]} if section == "rewards" and isinstance(rewards, dict) and id in rewards else {}
    return {key: value for key, value in data.items() if value not in ([], {})}


def _about(of: str, issues: tuple[Issue, ...]) -> list[Issue]:
    """The errors that lie inside of what is drawn, else all of them."""
    section, _, id = of.partition(".")
    own = [
        one
        for one in issues
        if [str(part) for part in one.path[:2]] == [section, id]
        or one.path[:1] == (of,)
        or (of == PAYOUT and one.path[:1] == ("rewards",))
    ]
    errors = [one for one in own if one.severity == "error"]
    return errors or [one for one in issues if one.severity == "error"]


_MOST_TRIED = 4


def _axes(request: PlotRequest, subject: Subject) -> Sequence[Axis | None]:
    """The axis asked for; else those that there are, of which the first counts along which something can be drawn."""
    if request.along is None:
        return subject.axes[:_MOST_TRIED] or (None,)
    for axis in subject.axes:
        if axis.id == request.along:
            return (axis,)
    choices = [axis.id for axis in subject.axes]
    hint = did_you_mean(request.along, choices)
    told = ", ".join(choices) or "–"
    raise Refused([PLOT_ALONG.at(("along",), hint=hint, of=request.of, along=request.along, choices=told)])


def _view(request: PlotRequest) -> View | None:
    if request.low is None or request.high is None:
        return None
    if request.low >= request.high:
        raise Refused([PLOT_VIEW.at(("from",), low=f"{float(request.low):g}", high=f"{float(request.high):g}")])
    return View(request.low, request.high)


def _held(request: PlotRequest, program: Program) -> Person:
    """The sample person; values that the document does not know, or not so, count as not given."""
    person, _ = read_subject(program, Sent("", request.given or {}, request.history))
    return person


def _marked(
    drawn: Plot, axis: Axis, program: Program, people: Sequence[Person], period: PeriodFacts
) -> tuple[Value, Value] | None:
    """The first person's own value and result, as they are published."""
    if drawn.shape not in ("line", "cases"):
        return None
    evaluation = Interpreter(program).evaluate(people, period)[0]
    own = value_of(axis.node, evaluation.values)
    result = evaluation.values.get(drawn.subject.result)
    return None if own is None or result is None else (own, result)
