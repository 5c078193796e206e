"""From a template pack to a document of one's own: parameters filled in, parts chosen, the lineage written down."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from engine.formula.types import Kind
from engine.issues import Issue, Refused, Words, declare, did_you_mean
from rules import codes
from rules.cases import run_tests
from rules.check import check_text
from rules.document.canonical import number_text
from rules.document.write import to_yaml
from rules.model import Parameter
from rules.packs import Option, Pack
from rules.reader import Reader

WRONG_UNIT = declare(
    "template-parameter-unit",
    zh="参数“{label}”应为{expected}，而不是“{got}”。",
    en="The parameter '{label}' takes {expected}, not '{got}'.",
    mend_zh="照模板里的写法填写，例如 {example}。",
    mend_en="Write it as the template does, for example {example}.",
)
_UNITS = {
    Kind.PERCENT: Words("百分比", "a percent"),
    Kind.DURATION: Words("时长", "a duration"),
}
_PLAIN = Words("不带单位的数", "a number without unit")


@dataclass(frozen=True, slots=True)
class Installed:
    """The new document, and the names of those tests of the template that do not hold with these values: left out."""

    text: str
    tests_left_out: tuple[str, ...]


def install(
    pack: Pack,
    parameters: Mapping[str, Any] | None = None,
    choices: Mapping[str, str] | None = None,
    id: str | None = None,
    name: str | Mapping[str, str] | None = None,
) -> Installed:
    """The pack's rule set with one's own values, as YAML that checks without errors.

    A value is written as in a document (``800``, ``"35%"``, ``"15s"``); a bare number stands for a share of a percent
    and for seconds of a duration. Raises :class:`Refused` with everything wrong in the request.
    """
    data = deepcopy(pack.document.data)
    chosen, issues = _options(pack, choices or {})
    for option in chosen.values():
        _swap(data, option)
    issues += _fill(data, parameters or {})
    if issues:
        raise Refused(issues)
    lineage: dict[str, Any] = {"template": pack.id, "version": pack.version}
    if chosen:
        lineage["choices"] = {choice: option.id for choice, option in chosen.items()}
    head = {"scorewright": data["scorewright"], "id": id or data["id"], "name": name or data["name"], "origin": lineage}
    document = {**head, **{key: value for key, value in data.items() if key not in head}}
    return _with_tests(document, pack, chosen)


def _options(pack: Pack, choices: Mapping[str, str]) -> tuple[dict[str, Option], list[Issue]]:
    issues: list[Issue] = []
    for id in choices:
        if id not in pack.choices:
            what = Words("可选部分", "choice")
            hint = did_you_mean(id, pack.choices)
            issues.append(codes.UNKNOWN_REFERENCE.at(("choices", id), name=id, what=what, hint=hint))
    chosen: dict[str, Option] = {}
    for id, choice in pack.choices.items():
        wanted = choices.get(id, choice.default)
        option = choice.options.get(wanted)
        if option is None:
            what, hint = Words("选项", "option"), did_you_mean(wanted, choice.options)
            issues.append(codes.UNKNOWN_REFERENCE.at(("choices", id), name=wanted, what=what, hint=hint))
        else:
            chosen[id] = option
    return chosen, issues


def _swap(data: dict[str, Any], option: Option) -> None:
    for place in option.drops:
        *above, last = place.split(".")
        _inside(data, above).pop(last, None)
    for place, fragment in option.replaces.items():
        *above, last = place.split(".")
        _inside(data, above)[last] = deepcopy(fragment)


def _inside(data: dict[str, Any], keys: list[str]) -> dict[str, Any]:
    for key in keys:
        data = data.setdefault(key, {})
    return data


def _fill(data: dict[str, Any], values: Mapping[str, Any]) -> list[Issue]:
    """Put the values into the document's parameters. Bounds are left to the check of the document."""
    issues: list[Issue] = []
    written: dict[str, Any] = data.get("parameters", {})
    swapped = check_text(to_yaml(data)).rule_set  # a chosen part may bring parameters of its own
    known = {parameter.id: parameter for parameter in swapped.parameters} if swapped else {}
    for id, value in values.items():
        at = ("parameters", id)
        parameter = known.get(id)
        if parameter is None or id not in written:
            what, hint = Words("参数", "parameter"), did_you_mean(id, written)
            issues.append(codes.UNKNOWN_REFERENCE.at(at, name=id, what=what, hint=hint))
            continue
        text, problems = _text_of(value, parameter, at)
        issues += problems
        if text is None:
            continue
        if isinstance(written[id], dict):
            written[id]["value"] = text
        else:
            written[id] = text
    return issues


def _text_of(value: Any, parameter: Parameter, at: tuple[str, str]) -> tuple[Any, list[Issue]]:
    """The value as the document writes it, or None and what is wrong with it."""
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        return None, [codes.WRONG_TYPE.at(at, expected=Words("一个数", "a number"), got=str(value)[:40])]
    reader = Reader(frozenset())
    constant = reader.constant(value, at)
    if constant is None:
        return None, reader.issues
    unit = {Kind.PERCENT: "percent", Kind.DURATION: "duration"}.get(parameter.type.kind, "plain")
    if constant.unit == unit:
        return value, []
    if constant.unit == "plain" and unit == "duration":
        return f"{value}s", []
    if constant.unit == "plain" and unit == "percent" and abs(constant.value) <= 1:
        return f"{number_text(Decimal(str(value)) * 100)}%", []
    expected = _UNITS.get(parameter.type.kind, _PLAIN)
    example = _example(parameter)
    return None, [WRONG_UNIT.at(at, label=parameter.label, expected=expected, got=str(value)[:40], example=example)]


def _example(parameter: Parameter) -> str:
    return {Kind.PERCENT: "35%", Kind.DURATION: "15s"}.get(parameter.type.kind, "800")


def _with_tests(document: dict[str, Any], pack: Pack, chosen: Mapping[str, Option]) -> Installed:
    """The document with those tests that hold for it: an expectation made for other values would bar it from use."""
    tests = [*document.get("tests", ()), *pack.cases, *(test for option in chosen.values() for test in option.tests)]
    document = {key: value for key, value in document.items() if key != "tests"}
    report = check_text(to_yaml(document))
    if report.program is None:
        raise Refused([issue for issue in report.issues if issue.severity == "error"])
    outcomes = run_tests(report.program, tests)
    kept = [test for test, outcome in zip(tests, outcomes, strict=True) if outcome.passed]
    if kept:
        document["tests"] = kept
    return Installed(to_yaml(document), tuple(outcome.name for outcome in outcomes if not outcome.passed))
