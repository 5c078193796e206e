"""Scoring methods of the second opinion: each gives a function from a person's position to points."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tests.differential.oracle import Value, among_people, places, read_number
from tests.differential.oracle_sums import Json, checked, kept, names_of, over, plus, times

if TYPE_CHECKING:
    from tests.differential.oracle_rules import Judge

Points = Callable[[int], Value]


def _bands(judge: Judge, id: str, rows: Sequence[Json]) -> Points:
    signs: Mapping[str, Callable[[Fraction, Fraction], bool]] = {
        "at_least": lambda a, b: a >= b, "above": lambda a, b: a > b,
        "at_most": lambda a, b: a <= b, "below": lambda a, b: a < b,
    }  # fmt: skip
    ready = [{key: judge.formula(id, raw, value=id) for key, raw in row.items()} for row in rows]

    def points(n: int) -> Value:
        value = judge.people[n].values[id]
        for row in ready:
            if "otherwise" in row:
                return row["otherwise"](n)
            key = next(key for key in row if key in signs)
            edge = None if value is None else row[key](n)
            if edge is None:
                return None
            if signs[key](value, edge):
                return row["points"](n)
        return None

    return points


def _curve(judge: Judge, id: str, raw: Sequence[Sequence[object]]) -> Points:
    corners = [tuple(judge.formula(id, part)(0) for part in corner) for corner in raw]
    extend = judge.document["metrics"][id]["points"].get("extend", False)

    def points(n: int) -> Value:
        value = judge.people[n].values[id]
        if value is None:
            return None
        if not extend and value <= corners[0][0]:
            return corners[0][1]
        if not extend and value >= corners[-1][0]:
            return corners[-1][1]
        position = next((k for k in range(1, len(corners)) if value <= corners[k][0]), len(corners) - 1)
        (x0, y0), (x1, y1) = corners[position - 1 : position + 1]
        return checked(y0 + checked(checked((value - x0) * (y1 - y0)) / (x1 - x0)))

    return points


def _attainment(judge: Judge, id: str, raw: Json) -> Points:
    target = judge.formula(id, raw["target"], value=id)
    low, high = (read_number(raw[key]) if key in raw else None for key in ("at_least", "at_most"))

    def points(n: int) -> Value:
        value = judge.people[n].values[id]
        if raw.get("lower_is_better"):
            if high is not None and value in (0, None):
                return None if value is None else high
            goal = target(n)
            share = over(times(goal, Fraction(100)), value)
        else:
            hundred = times(value, Fraction(100))
            share = None if hundred is None else over(hundred, target(n))
        return kept(share, None if low is None else lambda: low, None if high is None else lambda: high)

    return points


def _range(judge: Judge, id: str, raw: Json) -> Points:
    low, high = (judge.formula(id, raw[key])(0) for key in ("low", "high"))
    best, worst = read_number(raw.get("best", 100)), read_number(raw.get("worst", 0))
    tolerance = judge.formula(id, raw["tolerance"])(0) if "tolerance" in raw else None

    def points(n: int) -> Value:
        value = judge.people[n].values[id]
        if value is None:
            return None
        outside = max(Fraction(0), low - value, value - high)
        if outside == 0:
            return best
        if tolerance is None or outside >= tolerance:
            return worst
        return best - (best - worst) * outside / tolerance

    return points


def _rank(judge: Judge, id: str, raw: Json) -> Points:
    gives = [read_number(value) for value in raw["places"]]
    rest, ties = read_number(raw.get("otherwise", 0)), raw.get("ties", "same")

    def worth(place: int) -> Fraction:
        return gives[place - 1] if place <= len(gives) else rest

    def work(own: list[int]) -> list[Value]:
        known = [judge.people[n].values[id] for n in own if judge.people[n].values[id] is not None]
        answers: list[Value] = []
        for n in own:
            value = judge.people[n].values[id]
            if value is None or len(known) < raw.get("min_group", 1):
                answers.append(None)
                continue
            first, last = places(known, value, raw.get("ascending", False))
            if ties == "share":
                answers.append(sum(worth(place) for place in range(first, last + 1)) / Fraction(last - first + 1))
            elif ties == "dense":
                better = {other for other in known if (other < value if raw.get("ascending") else other > value)}
                answers.append(worth(len(better) + 1))
            else:
                answers.append(worth(first))
        return answers

    column = judge.run.spread(names_of(raw), work, None)
    return lambda n: column[n]


def _percentile(judge: Judge, id: str, raw: Json) -> Points:
    def work(own: list[int]) -> list[Value]:
        known = [judge.people[n].values[id] for n in own if judge.people[n].values[id] is not None]
        answers: list[Value] = []
        for n in own:
            value = judge.people[n].values[id]
            behind = [
                other
                for other in known
                if value is not None and (other > value if raw.get("ascending") else other < value)
            ]
            share = Fraction(len(behind), len(known) - 1) if len(known) > 1 else Fraction(1)
            answers.append(None if value is None else share * 100)
        return answers

    column = judge.run.spread(names_of(raw), work, None)
    return lambda n: column[n]


def _compare(judge: Judge, id: str, raw: Json) -> Points:
    own = [person.values.get(id) for person in judge.people]

    def among(name: str) -> list[Value]:
        return judge.run.spread(
            names_of(raw), lambda group: among_people(name, [own[n] for n in group], False, ""), None
        )

    means, spreads = among("cohort_mean"), among("cohort_stddev")
    at_mean, per_sd = read_number(raw["at_mean"]), read_number(raw["per_sd"])
    low, high = (read_number(raw[key]) if key in raw else None for key in ("at_least", "at_most"))

    def points(n: int) -> Value:
        value, mean = judge.people[n].values[id], means[n]
        if value is None or mean is None:
            return None
        away = checked(mean - value if raw.get("lower_is_better") else value - mean)
        scale = Fraction(0) if spreads[n] is None else over(Fraction(1), spreads[n])
        if scale is None:
            return None
        earned = plus(at_mean, times(checked(away * scale), per_sd))
        return kept(earned, None if low is None else lambda: low, None if high is None else lambda: high)

    return points


def _flag(judge: Judge, id: str, raw: Json) -> Points:
    yes, no = judge.formula(id, raw.get("yes", 100), value=id), judge.formula(id, raw.get("no", 0), value=id)
    return lambda n: None if (flag := judge.people[n].values[id]) is None else yes(n) if flag else no(n)


def _checklist(judge: Judge, id: str, raw: Json) -> Points:
    worth = {
        flag: judge.formula(id, points["points"] if isinstance(points, dict) else points)
        for flag, points in raw.items()
    }

    def points(n: int) -> Value:
        values = judge.people[n].values
        earned: list[Value] = []
        for flag, gives in worth.items():
            met = values.get(flag)
            earned.append(None if met is None else gives(n) if met else Fraction(0))
            if earned[-1] is None:
                return None
        return plus(*earned)

    return points


def _formula(judge: Judge, id: str, raw: object) -> Points:
    return judge.formula(id, raw, value=id)


def _as_is(judge: Judge, id: str, _raw: object) -> Points:
    return lambda n: judge.people[n].values[id]


METHODS: Mapping[str, Callable[[Judge, str, Any], Points]] = {
    "bands": _bands, "curve": _curve, "attainment": _attainment, "range": _range, "rank": _rank,
    "percentile_rank": _percentile, "compare": _compare, "flag": _flag, "checklist": _checklist,
    "formula": _formula, "as_is": _as_is,
}  # fmt: skip
