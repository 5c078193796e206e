"""A second opinion on whole rule sets, computed from the document's data: metrics, score, tiers, rewards and payout.

The names under which values are kept are those of the program's steps, so that both can be laid side by side.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from math import floor

from tests.differential.oracle import Evaluator, Period, Someone, Value, published, read_number, tree_of
from tests.differential.oracle_forms import FORMS
from tests.differential.oracle_methods import METHODS
from tests.differential.oracle_sums import Json, checked, deal_places, dealt, kept, less, names_of, over, plus, times

MINOR = {"CNY": 2, "JPY": 0, "KWD": 3}


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
        tree = tree_of(str(raw))
        self.run.prepare(owner, tree, local)
        return lambda n: self.run.value(tree, n, owner, local)

    def parameters(self) -> None:
        start = self.run.period.start
        for id, raw in self.document.get("parameters", {}).items():
            dated = sorted(
                (date.fromisoformat(f"{text}-01").toordinal(), value) for text, value in raw.get("from", {}).items()
            )
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
        method = next(key for key in points if key in METHODS)
        earned = METHODS[method](self, id, points[method])
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
        metric = self.document["metrics"][id]
        text = str(metric["value"] if "value" in metric else list(metric["points"]["checklist"]))
        found: set[str] = set()
        for name in set(re.findall(r"\b(?<!points\()[a-z]+\d+\b", text)):
            if self.document["inputs"].get(name, {}).get("missing") == "exclude":
                found.add(name)
            elif name in self.document["metrics"] and name != id:
                found |= self.optional(name)
        return found

    # score and tiers

    def weigh(
        self, items: Sequence[tuple[Fraction, str, Callable[[dict[str, Value]], bool] | None]]
    ) -> Callable[..., Value]:
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
            "score",
            lambda values, n: kept(values[so_far], low and (lambda: low(n)), high and (lambda: high(n))),
            decimals,
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
                n: tuple(
                    (self.people[n].values[key] is not None, self.people[n].values[key] or 0) for key in ("score", *by)
                )
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

        self.keep("tier", self.run.spread(names_of(head), work, 0))

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
        form = next(key for key in raw if key in FORMS)
        worth = FORMS[form](self, name, raw[form], held)
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
                    lambda values, _, position=position: (
                        None
                        if values[f"{name}.whole"] is None
                        else dealt(values[f"{name}.whole"], weights, [str(n) for n in range(len(weights))], self.minor)[
                            position
                        ]
                    ),
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
            return lambda values: plus(
                *(None if values[id] is None else max(values[id] * sign, Fraction(0)) for id in names)
            )

        self.step(before, lambda values, n: kept(side(1)(values), None, cap and (lambda: cap(n))), self.minor)
        if "budget" in raw:
            self.budget(raw["budget"])
        guard = raw.get("guard")
        self.step("payout.due", lambda values, _: side(-1)(values), self.minor)
        if guard:
            wage = self.formula("payout", guard["of"])
            self.step(
                "payout.penalties", lambda values, n: self._taken(guard, values["payout.due"], wage, n), self.minor
            )
            self.step(
                "payout.carried", lambda values, _: less(values["payout.due"], values["payout.penalties"]), self.minor
            )
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

        self.keep("payout.rewards", self.run.spread(names_of(raw), work, self.minor))
