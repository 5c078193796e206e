"""Points by bands with visible edges: the first band whose condition holds gives its points."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from engine.explained import Case, Cases, Explained
from engine.formula.nodes import Absent, Compare, If, Logic, Name, Node, Number
from engine.formula.types import Type
from engine.issues import Issue, Path, Words, declare
from engine.sentences import formula_words
from rules import codes
from rules.builder import Builder
from rules.document import fragments
from rules.methods.band_advice import band_advice
from rules.methods.kinds import comparable, fits
from rules.methods.method import ScoringMethod, Subject
from rules.model import Formula
from rules.reader import Reader

EDGES: Mapping[str, str] = {"at_least": ">=", "above": ">", "at_most": "<=", "below": "<"}
_SIGNS: Mapping[str, Words] = {
    "at_least": Words("不低于 {edge}", "at least {edge}"),
    "above": Words("高于 {edge}", "above {edge}"),
    "at_most": Words("不超过 {edge}", "at most {edge}"),
    "below": Words("低于 {edge}", "below {edge}"),
}


@dataclass(frozen=True, slots=True)
class Band:
    """One band: its edges by name (none for ``otherwise``) and the points it gives."""

    edges: tuple[tuple[str, Formula], ...]
    points: Formula
    path: Path


@dataclass(frozen=True, slots=True)
class Bands:
    """The bands in the order in which they are tried."""

    bands: tuple[Band, ...]


def read(raw: Mapping[str, Any], path: Path, reader: Reader, extra: Mapping[str, Type]) -> Bands | None:
    if not fits(extra, "number", path, reader):
        return None
    bands = []
    for position, row in enumerate(raw["bands"]):
        at = (*path, "bands", position)
        _refuse_unclear(row, at, reader)
        if "otherwise" in row:
            points = reader.formula(row["otherwise"], (*at, "otherwise"), extra=extra)
            edges: list[tuple[str, Formula | None]] = []
        else:
            if "points" not in row:
                reader.add(codes.MISSING_KEY.at(at, key="points"))
                continue
            if not set(row) & set(EDGES):
                reader.add(codes.NO_METHOD.at(at, choices=", ".join([*EDGES, "otherwise"])))
                continue
            points = reader.formula(row["points"], (*at, "points"), extra=extra)
            edges = [(key, reader.formula(row[key], (*at, key), extra=extra)) for key in EDGES if key in row]
            alike = [comparable(extra["value"], edge, reader) for _, edge in edges]
            if not all(alike):
                continue
            _refuse_crossed(edges, at, reader)
        if points is not None and all(edge is not None for _, edge in edges):
            bands.append(Band(tuple((key, edge) for key, edge in edges if edge is not None), points, at))
    return Bands(tuple(bands)) if len(bands) == len(raw["bands"]) else None


BAND_UNCLEAR = declare(
    "band-unclear",
    zh="一段里不能同时写：{found}。",
    en="These cannot stand together in one band: {found}.",
    mend_zh="只保留其中一个；otherwise 单独成一段，后面直接写分数。",
    mend_en="Keep one of them; 'otherwise' is a band of its own that is followed by its points.",
)
_LOWER, _UPPER = ("at_least", "above"), ("at_most", "below")


def _refuse_unclear(row: Mapping[str, Any], path: Path, reader: Reader) -> None:
    """A band that says two things of which only one can count."""
    for keys in (_LOWER, _UPPER, ("otherwise", "points", *_LOWER, *_UPPER)):
        said = [key for key in keys if key in row]
        if len(said) > 1 and (keys[0] != "otherwise" or "otherwise" in row):
            reader.add(BAND_UNCLEAR.at(path, found=", ".join(said)))


def _refuse_crossed(edges: Iterable[tuple[str, Formula | None]], path: Path, reader: Reader) -> None:
    """A band whose lower edge lies above its upper one."""
    known = {key: (edge, number) for key, edge in edges if edge and (number := reader.known(edge.node)) is not None}
    for low_key, high_key in product(_LOWER, _UPPER):
        if low_key in known and high_key in known:
            (low, low_number), (high, high_number) = known[low_key], known[high_key]
            if low_number > high_number:
                reader.add(codes.LIMITS_CROSSED.at(path, low=low.text, high=high.text))


def condition(edges: Iterable[tuple[str, Node]], value: Node) -> Node | None:
    """The condition that all edges make together; None when there is no edge."""
    tests: list[Node] = [Compare(EDGES[key], value, edge) for key, edge in edges]
    if not tests:
        return None
    return tests[0] if len(tests) == 1 else Logic("and", tuple(tests))


def points(settings: Bands, subject: Subject, builder: Builder) -> Node:
    result: Node = Absent()
    for band in reversed(settings.bands):
        edges = [(key, builder.formula(edge, subject.id)) for key, edge in band.edges]
        test = condition(edges, subject.value)
        gives = builder.formula(band.points, subject.id)
        result = gives if test is None else If(test, gives, result)
    return result


def explain(settings: Bands, subject: Subject, builder: Builder) -> Explained:
    rows = []
    for band in settings.bands:
        edges = [(key, builder.formula(edge, subject.id)) for key, edge in band.edges]
        rows.append(Case(condition(edges, subject.value), band_words(band, builder)))
    return Cases(tuple(rows))


def band_words(band: Band, builder: Builder) -> Words:
    """A band said aloud: “at least 30% and below 35% → 85 points”."""
    said = [_SIGNS[key].format(edge=_edge_words(edge, builder)) for key, edge in band.edges]
    zh = "且".join(words.zh for words in said) or "其他情况"
    en = " and ".join(words.en for words in said) or "otherwise"
    gives = builder.written(band.points)
    return Words(f"{zh} → {gives.zh} 分", f"{en} → {gives.en} points")


def _edge_words(edge: Formula, builder: Builder) -> Words:
    return builder.written(edge) if isinstance(edge.node, Number | Name) else formula_words(edge.node, builder.naming)


def advise(settings: Bands, path: Path) -> Iterable[Issue]:
    return band_advice(settings.bands, path)


_ROW = fragments.record(
    {
        **dict.fromkeys(EDGES, fragments.FORMULA),
        "points": fragments.FORMULA,
        "otherwise": fragments.FORMULA,
    }
)

METHOD = ScoringMethod(
    key="bands",
    name=Words("分段计分", "bands"),
    doc=Words(
        "按区间给分。各段从上到下比较，第一个满足的给出分数；边界写明是否包含：at_least（不低于）、above（高于）、"
        "at_most（不超过）、below（低于），otherwise 表示其余情况。",
        "Points by bands. Bands are tried from the top; the first that fits gives its points. Edges say whether they "
        "are "
        "included: at_least, above, at_most, below; otherwise takes the rest.",
    ),
    example=(
        "points:\n  bands:\n    - {at_least: 35%, points: 100}\n    - {at_least: 30%, points: 85}\n    - {otherwise: "
        "30}\n"
    ),
    properties={"bands": fragments.listing(_ROW)},
    read=read,
    points=points,
    explain=explain,
    advise=advise,
)
