"""Points by a formula of the author's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.explained import Explained, Part, Worked
from engine.formula.nodes import Node
from engine.formula.types import Type
from engine.issues import Path, Words
from rules.builder import Builder
from rules.document import fragments
from rules.methods.method import ScoringMethod, Subject, literally
from rules.model import Formula
from rules.reader import Reader


def read(raw: Mapping[str, Any], path: Path, reader: Reader, extra: Mapping[str, Type]) -> Formula | None:
    return reader.formula(raw["formula"], (*path, "formula"), extra=extra)


def points(settings: Formula, subject: Subject, builder: Builder) -> Node:
    return builder.formula(settings, subject.id)


def explain(settings: Formula, subject: Subject, builder: Builder) -> Explained:
    text = literally(builder.written(settings))
    return Worked(
        Words(f"值 {{value}}：{text.zh}", f"value {{value}}: {text.en}"), (Part("value", subject.value, subject.type),)
    )


METHOD = ScoringMethod(
    key="formula",
    name=Words("公式计分", "formula"),
    doc=Words(
        "用公式算出分数；公式里 value 或指标自己的名称是它的值。",
        "Points by a formula, in which value, or the metric's own name, is its value.",
    ),
    example="points: {formula: 60 + 40 * value / 800, at_most: 110}\n",
    properties={"formula": fragments.FORMULA},
    read=read,
    points=points,
    explain=explain,
)
