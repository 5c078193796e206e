"""Points by place among the people scored together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.explained import Case, Cases, Explained, Part
from engine.formula.nodes import Binary, Call, Compare, Flag, If, Logic, Name, Node, Text, number, total
from engine.formula.types import NUMBER, Type
from engine.issues import Issue, Path, Severity, Words, declare
from rules.builder import Builder
from rules.document import fragments
from rules.methods.band_advice import constant
from rules.methods.cohort import MIN_GROUP, among, if_group_reaches
from rules.methods.kinds import fits
from rules.methods.method import ScoringMethod, Subject
from rules.model import Formula
from rules.reader import Reader

PLACES_RISE = declare(
    "places-rise",
    severity=Severity.ADVICE,
    zh="名次靠后反而得到更多：第 {place} 名高于它前面的名次。",
    en="A later place earns more than an earlier one: place {place} is above the place before it.",
    mend_zh="从第一名开始，由高到低排列。",
    mend_en="List the places from the first on, the highest first.",
)


@dataclass(frozen=True, slots=True)
class Rank:
    """Points for the first places; every other place earns ``otherwise``, or 0."""

    places: tuple[Formula, ...]
    otherwise: Formula | None
    within: tuple[str, ...]
    ascending: bool
    ties: str
    min_group: int


def read(raw: Mapping[str, Any], path: Path, reader: Reader, extra: Mapping[str, Type]) -> Rank | None:
    raw, at = raw["rank"], (*path, "rank")
    places = [reader.formula(value, (*at, "places", n), extra=extra) for n, value in enumerate(raw["places"])]
    otherwise = reader.optional(raw, "otherwise", at, extra=extra)
    within = reader.within(raw.get("within"), (*at, "within"))
    known = tuple(place for place in places if place is not None)
    if not fits(extra, "number", path, reader) or len(known) < len(places):
        return None
    return Rank(known, otherwise, within, raw.get("ascending", False), raw.get("ties", "same"), raw.get("min_group", 1))


def _place(settings: Rank, ties: str, subject: Subject, builder: Builder) -> Name:
    named = (("ascending", Flag(settings.ascending)), ("ties", Text(ties)))
    return among(builder, subject, "rank", settings.within, named)


def points(settings: Rank, subject: Subject, builder: Builder) -> Node:
    places = [builder.formula(place, subject.id) for place in settings.places]
    rest = builder.formula(settings.otherwise, subject.id) if settings.otherwise else number(0)
    if settings.ties == "share":
        gives = _shared(settings, places, rest, subject, builder)
    else:
        place = _place(settings, "dense" if settings.ties == "dense" else "competition", subject, builder)
        gives = rest
        for position, earned in reversed(list(enumerate(places, start=1))):
            gives = If(Compare("<=", place, number(position)), earned, gives)
    return if_group_reaches(settings.min_group, gives, builder, subject, settings.within)


def _shared(settings: Rank, places: list[Node], rest: Node, subject: Subject, builder: Builder) -> Node:
    """The mean of the points of all places that the tied people take up."""
    first = _place(settings, "competition", subject, builder)
    middle = _place(settings, "average", subject, builder)
    # the average place lies half-way between the first and the last place taken up
    last = Binary("-", Binary("*", number(2), middle), first)
    items: list[Node] = []
    for position, earned in enumerate(places, start=1):
        taken = Logic("and", (Compare("<=", first, number(position)), Compare(">=", last, number(position))))
        items.append(If(taken, earned, number(0)))
    listed = Call("max", (Binary("-", first, number(1)), number(len(places))))
    items.append(Binary("*", rest, Call("max", (number(0), Binary("-", last, listed)))))
    count = Binary("+", Binary("-", last, first), number(1))
    return Binary("/", total(items), count)


def explain(settings: Rank, subject: Subject, builder: Builder) -> Explained:
    first = _place(settings, "competition", subject, builder)
    place = _place(settings, "dense", subject, builder) if settings.ties == "dense" else first
    # Who shares a place has the others behind the first of the places taken up.
    shared = Compare(">", _place(settings, "average", subject, builder), first)
    parts = (Part("place", place, NUMBER),)
    return Cases(
        (
            Case(shared, Words("并列第 {place} 名", "shared place {place}"), parts),
            Case(None, Words("第 {place} 名", "place {place}"), parts),
        )
    )


def places_advice(places: Iterable[Formula]) -> Iterable[Issue]:
    """Advice where a later place is worth more than an earlier one."""
    earlier = None
    for position, place in enumerate(places, start=1):
        worth = constant(place.node)
        if worth is not None and earlier is not None and worth > earlier:
            yield PLACES_RISE.at(place.path, place=position)
        earlier = worth


def advise(settings: Rank, _path: Path) -> Iterable[Issue]:
    return places_advice(settings.places)


METHOD = ScoringMethod(
    key="rank",
    name=Words("名次计分", "rank"),
    doc=Words(
        "按名次给分：places 依次为第 1、2、3… 名的分数，其余名次得 otherwise（默认 0）。within 只在同一属性的人之间排"
        "名；"
        "ascending: true 时数值越小越靠前。并列时 ties: same 取并列名次的分数、后面的名次跳过，share 平分所占名次的分"
        "数，"
        "dense 名次连续。没有值的人不参加排名；有值的人数不到 min_group 时这项没有分。",
        "Points by place: places lists the points of the 1st, 2nd, 3rd … place, every other place earns otherwise (0 "
        "unless "
        "said). within ranks only people with the same attribute; ascending: true puts the smallest first. Ties: same "
        "gives the place's points and skips the places after it, share gives the mean of the places taken up, dense "
        "goes on "
        "with the next place. Whoever has no value is not ranked; with fewer people than min_group there are no "
        "points.",
    ),
    example="points: {rank: {places: [100, 80, 60], otherwise: 40, within: team, ties: same}}\n",
    properties={
        "rank": fragments.record(
            {
                "places": fragments.listing(fragments.FORMULA, most=100),
                "otherwise": fragments.FORMULA,
                "within": fragments.WITHIN,
                "ascending": fragments.FLAG,
                "ties": fragments.words("same", "share", "dense"),
                "min_group": MIN_GROUP,
            },
            required=("places",),
        )
    },
    read=read,
    points=points,
    explain=explain,
    advise=advise,
)
