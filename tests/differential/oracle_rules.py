"""A second opinion on whole rule sets, computed from the document's data: metrics, score, tiers, rewards and payout.

The names under which :func:`judge` keeps values are those of the program's steps, so that both can be laid side by side.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import reduce
from math import ceil, floor
from typing import Any

from tests.differential.oracle import LIMIT, Evaluator, Period, Someone, TooLarge, Value, half_away, places, published, read_number

Json = Mapping[str, Any]
MINOR = {"CNY": 2, "JPY": 0, "KWD": 3}


def checked(value: Fraction) -> Fraction:
    if abs(value) >= LIMIT:
        raise TooLarge
    return value


def plus(*values: Value) -> Value:
    if None in values:
        return None
    return reduce(lambda a, b: checked(a + b), values, Fraction(0))


def times(a: Value, b: Value) -> Value:
    return None if a is None or b is None else checked(a * b)


def over(a: Value, b: Value) -> Value:
    return None if a is None or b is None or b == 0 else checked(a / b)


def kept(value: Value, low: Callable[[], Value] | None, high: Callable[[], Value] | None) -> Value:
    for limit, pick in ((low, max), (high, min)):
        if limit is not None and value is not None:
            edge = limit()
            value = None if edge is None else pick(value, edge)
    return value


def dealt(amount: Fraction, weights: Sequence[Fraction], ids: Sequence[str], decimals: int) -> list[Fraction]:
    """Largest remainder, unit by unit."""
    unit = Fraction(1, 10**decimals)
    whole = abs(amount) / unit
    exact = [whole * weight / sum(weights) for weight in weights]
    parts = [floor(share) for share in exact]
    while sum(parts) < whole:
        winner = min(range(len(parts)), key=lambda n: (-(exact[n] - parts[n]), ids[n]))
        parts[winner] += 1
    return [part * unit * (-1 if amount < 0 else 1) for part in parts]


class Judge:
    """Goes through a document section by section for everyone."""

    def __init__(self, document: Json, people: Sequence[Someone], period: Period):
        self.document, self.people = document, people
        self.run = Evaluator(people, period, document.get("tables", {}))
        self.minor = MINOR[document["currency"]]
        self.prizes: list[str] = []

    def judge(self) -> None:
        self.parameters()
        if "eligible" in self.document:
            self.keep("eligible", self.run.all_of("eligible", self.document["eligible"]["when"]))
            for person in self.people:
                person.eligible = person.values.get("eligible") is True
        for id, metric in self.document["metrics"].items():
            self.metric(id, metric)
        if self.document.get("score") != "none":
            self.score()
            self.tier()
        for id, reward in self.document.get("rewards", {}).items():
            if "item" not in reward:
                self.reward(id, reward)
            else:
                self.met(f"reward.{id}", reward)
        self.payout()
        for id, outcome in self.document.get("outcomes", {}).items():
            found = self.run.all_of(f"outcome.{id}", outcome["when"])
            self.keep(f"outcome.{id}", [value is True for value in found])

    def keep(self, name: str, column: Sequence[Value]) -> None:
        for person, value in zip(self.people, column, strict=True):
            person.values[name] = value

    def step(self, name: str, work: Callable[[dict[str, Value], int], Value], decimals: int | None = None) -> None:
        self.keep(name, self.run.each(lambda n: published(work(self.people[n].values, n), decimals)))

    def formula(self, owner: str, raw: object, **local: str) -> Callable[[int], Value]:
        """A formula that is computed only where it is asked for; what looks at others is computed now."""
        from tests.differential.oracle import tree_of

        tree = tree_of(str(raw))
        self.run.prepare(owner, tree, local)
        return lambda n: self.run.value(tree, n, owner, local)

    def parameters(self) -> None:
        start = self.run.period.start
        for id, raw in self.document.get("parameters", {}).items():
            dated = sorted((date.fromisoformat(f"{text}-01").toordinal(), value) for text, value in raw.get("from", {}).items())
            general = [raw["value"], *(value for day, value in dated if day <= start)][-1]

            def pick(values: dict[str, Value], _n: int, raw: Json = raw, general: object = general) -> Value:
                for row in raw.get("where", []):
                    if all(values.get(key) == wanted for key, wanted in row.items() if key != "value"):
                        return read_number(row["value"])
                return read_number(general)

            self.step(id, pick, 8)

    # metrics

    def metric(self, id: str, metric: Json) -> None:
        points = {metric["points"]: {}} if isinstance(metric["points"], str) else metric["points"]
        if "value" in metric:
            self.keep(id, self.run.all_of(id, metric["value"], metric.get("decimals", 6)))
        else:
            flags = list(points["checklist"])
            self.step(id, lambda values, _: plus(*(
                None if values.get(flag) is None else Fraction(values[flag]) for flag in flags
            )), metric.get("decimals", 6))  # fmt: skip
        method = next(key for key in points if key in _METHODS)
        earned = _METHODS[method](self, id, points[method])
        low, high = self.limits(id, points)
        instead = metric.get("missing")

        def work(values: dict[str, Value], n: int) -> Value:
            if instead not in (None, "fail", "exclude") and values[id] is None:
                return read_number(instead)
            return kept(earned(n), low and (lambda: low(n)), high and (lambda: high(n)))

        self.step(f"{id}.points", work, 4)
        optional = self.optional(id)
        if instead == "exclude":
            self.step(f"{id}.excluded", lambda values, _: values[f"{id}.points"] is None)
        elif instead is None and optional:
            self.step(
                f"{id}.excluded",
                lambda values, _: values[f"{id}.points"] is None and any(values.get(name) is None for name in optional),
            )

    def limits(self, id: str, raw: Json) -> list[Callable[[int], Value] | None]:
        return [self.formula(id, raw[key], value=id) if key in raw else None for key in ("at_least", "at_most")]

    def optional(self, id: str) -> set[str]:
        """The inputs that may be left out and go into the metric's value, by whatever way."""
        import re

        text = str(self.document["metrics"][id].get("value", ""))
        found: set[str] = set()
        for name in set(re.findall(r"\b(?<!points\()[a-z]+\d+\b", text)):
            if self.document["inputs"].get(name, {}).get("missing") == "exclude":
                found.add(name)
            elif name in self.document["metrics"] and name != id:
                found |= self.optional(name)
        return found

    # score and tiers

    def weigh(self, items: Sequence[tuple[Fraction, str, Callable[[dict[str, Value]], bool] | None]]) -> Callable[..., Value]:
        def work(values: dict[str, Value], _n: int) -> Value:
            counted = [(weight, name) for weight, name, out in items if out is None or not out(values)]
            total = plus(*(times(weight, values.get(name)) for weight, name in counted))
            return over(total, sum((weight for weight, _ in counted), Fraction(0)))

        return work

    def _item(self, id: str) -> tuple[Fraction, str, Callable[[dict[str, Value]], bool] | None]:
        weight = read_number(self.document["metrics"][id]["weight"])
        return weight, f"{id}.points", lambda values: values.get(f"{id}.excluded") is True

    def score(self) -> None:
        raw, metrics = self.document["score"], self.document["metrics"]
        decimals = raw["round"]
        groups = self.document.get("groups")
        heavy = [id for id, metric in metrics.items() if read_number(metric["weight"])]
        top = [self._item(id) for id in heavy]
        if groups:
            top = []
            for group, settings in groups.items():
                members = [id for id in heavy if metrics[id]["group"] == group]
                self.step(f"group.{group}", self.weigh([self._item(id) for id in members]), 4)

                def gone(values: dict[str, Value], members: list[str] = members) -> bool:
                    return all(values.get(f"{id}.excluded") is True for id in members)

                if read_number(settings["weight"]):
                    top.append((read_number(settings["weight"]), f"group.{group}", gone))
        if "formula" in raw:
            self.keep("score.base", self.run.all_of("score.base", raw["formula"], decimals))
        else:
            self.step("score.base", self.weigh(top), decimals)
        so_far = "score.base"
        for id, adjustment in self.document.get("adjustments", {}).items():
            so_far = self.adjust(f"adjustment.{id}", adjustment, so_far, decimals)
        low, high = self.limits("score", raw)
        self.step(
            "score", lambda values, n: kept(values[so_far], low and (lambda: low(n)), high and (lambda: high(n))), decimals
        )

    def adjust(self, name: str, raw: Json, before: str, decimals: int) -> str:
        part = {key: self.formula(name, raw[key], score=before) for key in raw if key not in ("when",)}
        met = self.run.all_of(name, raw["when"], score=before) if "when" in raw else [True] * len(self.people)
        low, high = part.get("at_least"), part.get("at_most")

        def work(values: dict[str, Value], n: int) -> Value:
            if met[n] is not True:
                return Fraction(0)
            total = values[before]
            bounds = (low and (lambda: low(n)), high and (lambda: high(n)))
            if "add" in part:
                return kept(part["add"](n), *bounds)
            if "multiply" in part:
                product = times(total, part["multiply"](n)) if total is not None else None
                return kept(None if product is None else plus(product, -total), *bounds)
            if "set" in part:
                wanted = part["set"](n)
                return kept(None if wanted is None or total is None else plus(wanted, -total), *bounds)
            limited = kept(total, *bounds)
            return None if limited is None else plus(limited, -total)

        self.step(name, work, decimals)
        self.step(f"{name}.total", lambda values, _: plus(values[before], values[name]), decimals)
        return f"{name}.total"

    def tier(self) -> None:
        tiers = self.document.get("tiers")
        if not tiers:
            return
        if any("top" in tier for tier in tiers):
            self.forced(tiers)
            return

        def work(values: dict[str, Value], _n: int) -> Value:
            score = values["score"]
            if score is None:
                return None
            for tier in tiers:
                edge = read_number(tier.get("at_least", tier.get("above", 0)))
                if score > edge or (score == edge and "at_least" in tier) or not {"at_least", "above"} & set(tier):
                    return tier["id"]
            return None

        self.step("tier", work)

    def forced(self, tiers: Sequence[Json]) -> None:
        head = tiers[0]
        ties = head.get("ties", "include")
        by = ties["by"] if isinstance(ties, dict) else []

        def work(own: list[int]) -> list[Value]:
            keys = {
                n: tuple((self.people[n].values[key] is not None, self.people[n].values[key] or 0) for key in ("score", *by))
                for n in own
                if self.people[n].values["score"] is not None
            }
            found: dict[int, str] = {}
            count = len(keys)
            if count >= head.get("min_group", 1):
                shares = [read_number(tier["top"]) if "top" in tier else None for tier in tiers]
                rest = 1 - sum(share for share in shares if share is not None)
                sizes = deal_places(count, [rest if share is None else share for share in shares])
                edges = [sum(sizes[: position + 1]) for position in range(len(sizes))]
                for n, key in keys.items():
                    first = sum(1 for other in keys.values() if other > key)
                    last = first + sum(1 for other in keys.values() if other == key) - 1
                    place = first if ties == "include" else last
                    tier = next((position for position, edge in enumerate(edges) if place < edge), None)
                    if tier is not None:
                        found[n] = tiers[tier]["id"]
            return [found.get(n) for n in own]

        self.keep("tier", self.run.spread(_names(head), work, 0))

    # rewards

    def met(self, name: str, raw: Json) -> list[bool]:
        held = [True] * len(self.people)
        if "when" in raw:
            held = [value is True for value in self.run.all_of(name, raw["when"])]
        if "once_per" in raw:
            months = {"quarter": 3, "year": 12, "ever": 10**6}[raw["once_per"]]
            span = self.run.period.index // months
            for n, person in enumerate(self.people):
                paid = [values.get(name) for index, values in person.history if index // months == span]
                held[n] = held[n] and not any(paid)
        if "when" in raw or "once_per" in raw:
            self.keep(f"{name}.met", held)
        return held

    def reward(self, id: str, raw: Json) -> None:
        name = f"reward.{id}"
        held = self.met(name, raw)
        form = next(key for key in raw if key in _FORMS)
        worth = _FORMS[form](self, name, raw[form], held)
        share = self.formula(name, raw["prorate"]) if "prorate" in raw else None
        low = self.formula(name, raw["at_least"]) if "at_least" in raw else None
        high = self.formula(name, raw["at_most"]) if "at_most" in raw else None

        def work(_values: dict[str, Value], n: int) -> Value:
            if not held[n]:
                return Fraction(0)
            amount = worth(n)
            if share is not None and amount is not None:
                amount = times(amount, share(n))
            return kept(amount, low and (lambda: low(n)), high and (lambda: high(n)))

        split = raw.get("split")
        self.step(f"{name}.whole" if split else name, work, self.minor)
        if split:
            parties = list(split)
            weights = [read_number(split[party]) for party in parties]
            for position, party in enumerate(parties):
                self.step(
                    name if party == "subject" else f"{name}.share.{party}",
                    lambda values, _, position=position: None
                    if values[f"{name}.whole"] is None
                    else dealt(values[f"{name}.whole"], weights, [str(n) for n in range(len(weights))], self.minor)[position],
                    self.minor,
                )

    def payout(self) -> None:
        raw = self.document.get("payout", {})
        names = [f"reward.{id}" for id, reward in self.document.get("rewards", {}).items() if "item" not in reward]
        if not names:
            return
        cap = self.formula("payout", raw["at_most"]) if "at_most" in raw else None
        before = "payout.before_budget" if "budget" in raw else "payout.rewards"

        def side(sign: int) -> Callable[[dict[str, Value]], Value]:
            return lambda values: plus(*(None if values[id] is None else max(values[id] * sign, Fraction(0)) for id in names))

        self.step(before, lambda values, n: kept(side(1)(values), None, cap and (lambda: cap(n))), self.minor)
        if "budget" in raw:
            self.budget(raw["budget"])
        guard = raw.get("guard")
        due = "payout.due" if guard else "payout.penalties"
        self.step("payout.due", lambda values, _: side(-1)(values), self.minor)
        if guard:
            wage = self.formula("payout", guard["of"])
            self.step("payout.penalties", lambda values, n: self._taken(guard, values[due], wage, n), self.minor)
            self.step("payout.carried", lambda values, _: plus(values[due], -values["payout.penalties"])
                      if values["payout.penalties"] is not None and values[due] is not None else None, self.minor)  # fmt: skip
        low = self.formula("payout", raw["at_least"]) if "at_least" in raw else None
        taken = "payout.penalties" if guard else "payout.due"

        def net(values: dict[str, Value], n: int) -> Value:
            if values["payout.rewards"] is None or values[taken] is None:
                return None
            return kept(plus(values["payout.rewards"], -values[taken]), low and (lambda: low(n)), None)

        self.step("payout.net", net, raw.get("round", self.minor))

    def _taken(self, guard: Json, due: Value, wage: Callable[[int], Value], n: int) -> Value:
        if due is None:
            return None
        allowed = []
        if "deductions_at_most" in guard:
            allowed.append(times(wage(n), read_number(guard["deductions_at_most"])))
        if "never_below" in guard and None not in allowed:
            earned = wage(n)
            allowed.append(None if earned is None else plus(earned, -read_number(guard["never_below"])))
        if None in allowed:
            return None
        scale = Fraction(10**self.minor)
        return min(due, floor(checked(max(Fraction(0), min(allowed)) * scale)) / scale)

    def budget(self, raw: Json) -> None:
        limit = read_number(raw["amount"])

        def work(own: list[int]) -> list[Value]:
            earned = {n: self.people[n].values["payout.before_budget"] for n in own}
            known = {n: value for n, value in earned.items() if value is not None}
            most = floor(limit * 10**self.minor) / Fraction(10**self.minor)
            if known and sum(known.values()) > limit:
                shares = dealt(most, list(known.values()), [self.people[n].id for n in known], self.minor)
                known = dict(zip(known, shares, strict=True))
            return [known.get(n) for n in own]

        self.keep("payout.rewards", self.run.spread(_names(raw), work, self.minor))


def _names(raw: Json) -> list[str]:
    within = raw.get("within", [])
    return [within] if isinstance(within, str) else list(within)


def deal_places(count: int, shares: Sequence[Fraction]) -> list[int]:
    """How many places each tier gets: largest remainder, then the middle, then the top."""
    exact = [count * share for share in shares]
    sizes = [floor(size) for size in exact]
    middle = Fraction(len(shares) - 1, 2)
    while sum(sizes) < floor(sum(exact)):
        open_places = [n for n in range(len(shares)) if sizes[n] < exact[n]]
        winner = min(open_places, key=lambda n: (sizes[n] - exact[n], abs(n - middle), n))
        sizes[winner] += 1
    return sizes


# scoring methods: each gives a function from a person's position to points

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

    column = judge.run.spread(_names(raw), work, 12)
    return lambda n: column[n]


def _percentile(judge: Judge, id: str, raw: Json) -> Points:
    def work(own: list[int]) -> list[Value]:
        known = [judge.people[n].values[id] for n in own if judge.people[n].values[id] is not None]
        answers: list[Value] = []
        for n in own:
            value = judge.people[n].values[id]
            behind = [other for other in known if value is not None and (other > value if raw.get("ascending") else other < value)]
            share = Fraction(len(behind), len(known) - 1) if len(known) > 1 else Fraction(1)
            answers.append(None if value is None else half_away(share, 6) * 100)
        return answers

    column = judge.run.spread(_names(raw), work, 12)
    return lambda n: column[n]


def _compare(judge: Judge, id: str, raw: Json) -> Points:
    from tests.differential.oracle import _cohort

    own = [person.values.get(id) for person in judge.people]

    def among(name: str) -> list[Value]:
        return judge.run.spread(_names(raw), lambda group: _cohort(name, [own[n] for n in group], False, ""), 6)

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
        flag: judge.formula(id, points["points"] if isinstance(points, dict) else points) for flag, points in raw.items()
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


_METHODS: Mapping[str, Callable[[Judge, str, Any], Points]] = {
    "bands": _bands, "curve": _curve, "attainment": _attainment, "range": _range, "rank": _rank,
    "percentile_rank": _percentile, "compare": _compare, "flag": _flag, "checklist": _checklist,
    "formula": _formula, "as_is": _as_is,
}  # fmt: skip


# reward forms: each gives a function from a person's position to the amount before conditions and limits


def _amount(judge: Judge, name: str, raw: object, _held: list[bool]) -> Points:
    return judge.formula(name, raw)


def _by_tier(judge: Judge, name: str, raw: Json, _held: list[bool]) -> Points:
    amounts = {tier: judge.formula(name, value) for tier, value in raw.items()}

    def amount(n: int) -> Value:
        values = judge.people[n].values
        if values["score"] is None:
            return None
        return amounts[values["tier"]](n) if values["tier"] in amounts else Fraction(0)

    return amount


def _graduated(judge: Judge, name: str, raw: Json, _held: list[bool]) -> Points:
    of = judge.formula(name, raw["of"])

    def amount(n: int) -> Value:
        total, low, parts = of(n), Fraction(0), []
        if total is None:
            return None
        for bracket in raw["brackets"]:
            high = read_number(bracket.get("up_to", 10**15))
            if total > low:
                parts += [checked((min(total, high) - low) * read_number(bracket["rate"])), read_number(bracket.get("amount", 0))]
            low = high
        return plus(*parts)

    return amount


def _whole(judge: Judge, name: str, raw: Json, _held: list[bool]) -> Points:
    of = judge.formula(name, raw["of"])

    def amount(n: int) -> Value:
        total = of(n)
        if total is None or total <= 0:
            return None if total is None else Fraction(0)
        bracket = next(row for row in raw["brackets"] if "up_to" not in row or total <= read_number(row["up_to"]))
        return plus(times(total, read_number(bracket["rate"])), read_number(bracket.get("amount", 0)))

    return amount


def _package(judge: Judge, name: str, raw: Json, _held: list[bool]) -> Points:
    of = judge.formula(name, raw["of"])

    def amount(n: int) -> Value:
        counted = of(n)
        if counted is None:
            return None
        beyond = max(Fraction(0), checked(counted - read_number(raw.get("free", 0))))
        return times(Fraction(ceil(checked(beyond / read_number(raw["size"])))), read_number(raw["amount"]))

    return amount


def _column(judge: Judge, name: str, raw: object) -> list[Value]:
    """What is ranked or shared by: a published value."""
    if str(raw).isidentifier():
        return [person.values.get(str(raw)) for person in judge.people]
    return judge.run.all_of(name, raw, None if str(raw).replace(".", "").isdigit() else 6)


def _by_rank(judge: Judge, name: str, raw: Json, held: list[bool]) -> Points:
    of = _column(judge, name, raw["of"])
    amounts = [half_away(read_number(value), judge.minor) for value in raw["amounts"]]
    exact = [read_number(value) for value in raw["amounts"]]
    ascending = raw.get("ascending", False)

    def takes_part(n: int) -> bool:
        if of[n] is None or not held[n]:
            return False
        if "minimum" in raw:
            edge = read_number(raw["minimum"])
            if not (of[n] <= edge if ascending else of[n] >= edge):
                return False
        won = [judge.people[n].values.get(prize) for prize in judge.prizes]
        return not ("max_wins" in raw and won and (None in won or sum(1 for prize in won if prize > 0) >= raw["max_wins"]))

    def work(own: list[int]) -> list[Value]:
        placed = [n for n in own if takes_part(n)]
        answers: dict[int, Value] = {}
        if len(placed) >= raw.get("min_group", 1):
            for n in placed:
                tied = [m for m in placed if of[m] == of[n]]
                first, last = places([of[m] for m in placed], of[n], ascending)
                taken = amounts[first - 1 : last]
                if not taken:
                    continue
                if len(tied) == 1 or raw.get("ties", "share") == "same":
                    answers[n] = exact[first - 1]
                elif raw.get("ties", "share") == "share":
                    shares = dealt(sum(taken, Fraction(0)), [Fraction(1)] * len(tied), [judge.people[m].id for m in tied], judge.minor)
                    answers[n] = shares[tied.index(n)]
        return [answers.get(n, Fraction(0)) for n in own]

    column = judge.run.spread(_names(raw), work, judge.minor)
    judge.prizes.append(f"{name} prize")
    judge.keep(judge.prizes[-1], column)
    return lambda n: column[n]


def _pool(judge: Judge, name: str, raw: Json, held: list[bool]) -> Points:
    by = [Fraction(1)] * len(judge.people) if raw["by"] == "equally" else _column(judge, name, raw["by"])
    amount = _column(judge, name, raw["amount"])

    def work(own: list[int]) -> list[Value]:
        counted = [n for n in own if held[n] and by[n] is not None and amount[n] is not None]
        problem = None
        if counted and len({amount[n] for n in counted}) > 1:
            problem = "pool-differs"
        elif counted and (min(by[n] for n in counted) < 0 or not any(by[n] for n in counted)):
            problem = "pool-without-basis"
        if problem:
            for n in counted:
                judge.people[n].trouble = problem
        shares: dict[int, Value] = {}
        if counted and not problem:
            whole = half_away(amount[counted[0]], judge.minor)
            ids = [judge.people[n].id for n in counted]
            shares = dict(zip(counted, dealt(whole, [by[n] for n in counted], ids, judge.minor), strict=True))
        return [shares.get(n, None if held[n] else Fraction(0)) for n in own]

    column = judge.run.spread(_names(raw), work, judge.minor)
    return lambda n: column[n]


def _discretionary(judge: Judge, name: str, _raw: object, _held: list[bool]) -> Points:
    return lambda n: judge.people[n].values[f"decision.{name.removeprefix('reward.')}"]


_FORMS: Mapping[str, Callable[[Judge, str, Any, list[bool]], Points]] = {
    "amount": _amount, "by_tier": _by_tier, "graduated": _graduated, "whole": _whole, "package": _package,
    "by_rank": _by_rank, "pool": _pool, "discretionary": _discretionary,
}  # fmt: skip
