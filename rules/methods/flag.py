"""Points for yes and for no."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.explained import Case, Cases, Explained
from engine.formula.nodes import If, Node, number
from engine.formula.types import Type
from engine.issues import Path, Words
from rules.builder import Builder
from rules.document import fragments
from rules.methods.kinds import fits
from rules.methods.method import ScoringMethod, Subject
from rules.model import Formula
from rules.reader import Reader


@dataclass(frozen=True, slots=True)
class YesNo:
    """The points; 100 for yes and 0 for no where nothing is said."""

    yes: Formula | None
    no: Formula | None


def read(raw: Mapping[str, Any], path: Path, reader: Reader, extra: Mapping[str, Type]) -> YesNo | None:
    given, at = raw.get("flag", {}), (*path, "flag")
    parts = {key: reader.formula(given[key], (*at, key), extra=extra) for key in given}
    if not fits(extra, "flag", path, reader) or None in parts.values():
        return None
    return YesNo(parts.get("yes"), parts.get("no"))


def points(settings: YesNo, subject: Subject, builder: Builder) -> Node:
    yes = builder.formula(settings.yes, subject.id) if settings.yes else number(100)
    no = builder.formula(settings.no, subject.id) if settings.no else number(0)
    return If(subject.value, yes, no)


def explain(settings: YesNo, subject: Subject, builder: Builder) -> Explained:
    yes = builder.written(settings.yes) if settings.yes else Words("100", "100")
    no = builder.written(settings.no) if settings.no else Words("0", "0")
    return Cases(
        (
            Case(subject.value, Words("是 → {yes} 分", "yes → {yes} points").format(yes=yes)),
            Case(None, Words("否 → {no} 分", "no → {no} points").format(no=no)),
        )
    )


METHOD = ScoringMethod(
    key="flag",
    name=Words("是否计分", "yes or no"),
    doc=Words("是得 yes（默认 100），否得 no（默认 0）。", "Yes earns yes (100 unless said), no earns no (0)."),
    example="points: {flag: {yes: 100, no: 60}}\n",
    properties={"flag": fragments.record({"yes": fragments.FORMULA, "no": fragments.FORMULA})},
    read=read,
    points=points,
    explain=explain,
    bare=True,
)
