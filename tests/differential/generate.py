"""Made-up rule sets over the whole language: a seed always gives the same document."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.differential.formulas import Formulas, Names

Json = dict[str, Any]
CHOICES = ("simple", "complex", "other")
TEAMS = ("day", "night", "weekend")
_SCALES = {"number": "number", "percent": "percent", "money": "money", "duration": "duration", "count": "number"}


class Maker:
    """Writes one document. ``edges`` collects, per input, the values at which something changes."""

    def __init__(self, seed: int):
        self.random = Random(seed)
        self.names = Names()
        self.write = Formulas(self.random, self.names)
        self.alone = self.random.random() < 0.4
        """Nobody is compared with others or with earlier periods: such documents may go through the quick door."""
        self.edges: dict[str, list[str]] = {}
        self.document: Json = {"scorewright": 1, "id": f"made-{seed}", "period": "month", "currency": self.currency()}

    def currency(self) -> str:
        return self.random.choice(("CNY", "CNY", "JPY", "KWD"))

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def amount(self, low: int = 0, high: int = 1000) -> str:
        """A number as text, with few or many decimals."""
        decimals = self.random.choice((0, 0, 0, 1, 2, 3, 5))
        units = self.random.randint(low * 10**decimals, high * 10**decimals)
        sign, digits = ("-" if units < 0 else ""), f"{abs(units):0{decimals + 1}d}"
        return sign + (f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits)

    def make(self) -> Json:
        self.inputs()
        self.parameters()
        if self.chance(0.3):
            self.document["tables"] = {
                "worth": {"simple": 1, "complex": "2.5", **({"otherwise": 7} if self.chance(0.5) else {})}
            }
            self.names.tables["worth"] = list(self.names.choice)
        if self.chance(0.25):
            self.document["eligible"] = {"when": self.write.condition(1)}
        self.metrics()
        if self.chance(0.06):
            self.document["score"] = "none"
            scored = False
        else:
            self.score()
            scored = True
        self.rewards(scored)
        if self.chance(0.4):
            self.document["outcomes"] = {
                f"act{n}": {"when": self.write.condition(), "do": "training"} for n in range(self.random.randint(1, 2))
            }
        return self.document

    # what comes in

    def inputs(self) -> None:
        attributes: Json = {"team": "text", "grade": {"type": "choice", "choices": list(CHOICES)}, "senior": "flag"}
        self.document["attributes"] = attributes
        self.names.text["team"] = [*TEAMS, "nobody"]
        self.names.choice["grade"] = list(CHOICES)
        self.names.flag.append("senior")
        found: Json = {}
        kinds = ["count", "number", "percent", "money", "duration", "rating", "flag", "choice", "text", "date"]
        for n in range(self.random.randint(3, 9)):
            kind = self.random.choice(kinds[:6] if n < 3 else kinds)
            id = f"{kind}{n}"
            found[id] = self._input(id, kind)
        self.document["inputs"] = found

    def _input(self, id: str, kind: str) -> Json:
        names, declared = self.names, {"type": kind}
        self.edges[id] = []
        if kind == "choice":
            declared["choices"] = list(CHOICES)
            names.choice[id] = list(CHOICES)
        elif kind == "text":
            names.text[id] = list(TEAMS)
        elif kind == "rating":
            declared["scale"] = self.random.choice(([0, 5], [1, 5], [0, 10]))
            names.plain.append(f"({id} * 1)")
        elif kind == "count":
            names.plain.append(f"({id} * 1)")
        else:
            {"number": names.plain, "percent": names.percent, "money": names.money, "duration": names.duration,
             "flag": names.flag, "date": names.date}[kind].append(id)  # fmt: skip
        if kind in ("number", "money") and self.chance(0.3):
            declared["min"] = self.random.choice((0, -100, 1))
        if kind in ("number", "count") and self.chance(0.3):
            declared["max"] = self.random.choice((100, 500, 1000000))
        pick = self.random.random()
        if pick < 0.25:
            declared["missing"] = "exclude"
        elif pick < 0.5:
            declared["missing"] = self._default(kind, declared)
            if declared["missing"] is None:
                del declared["missing"]
        return declared

    def _default(self, kind: str, declared: Json) -> object:
        match kind:
            case "flag":
                return self.chance(0.5)
            case "choice":
                return "simple"
            case "text":
                return "day"
            case "date":
                return None
            case "percent":
                return self.random.choice(("35%", "0%", "0.123456%"))
            case "rating":
                return self.random.choice((1, "4.5", 5))
            case "number" | "money":
                return self.random.choice((1, "2.5", "33.3333333", 80))
        return self.random.choice((1, 3, 60))

    def parameters(self) -> None:
        found: Json = {}
        for n in range(self.random.randint(0, 4)):
            id = f"par{n}"
            found[id] = value = {"value": self.amount(-5, 120)}
            if self.chance(0.2):
                value["value"] = self.random.choice(("0.1234567894", "33.3333333", "0"))
            if self.chance(0.3):
                value["from"] = {"2026-07": self.amount(), "2025-01": self.amount(), "2027-01": 3}
            if self.chance(0.3):
                rows: list[Json] = [{"team": "night", "value": self.amount()}]
                if self.chance(0.5):
                    rows.insert(0, {"team": "night", "senior": True, "value": "1.005"})
                if self.chance(0.5):
                    rows.append({"grade": "complex", "value": self.amount(-10, 10)})
                value["where"] = rows
            self.names.plain.append(id)
        if found:
            self.document["parameters"] = found

    # metrics

    def metrics(self) -> None:
        random = self.random
        count = random.randint(1, 6)
        grouped = count > 1 and self.chance(0.35)
        groups = ["out", "in"] if grouped else []
        if grouped:
            share = random.choice((50, 60, 35, 0))
            self.document["groups"] = {"out": {"weight": f"{100 - share}%"}, "in": {"weight": f"{share}%"}}
        members = {id: groups[n % 2] if grouped else "" for n, id in enumerate(f"m{n}" for n in range(count))}
        weights: dict[str, str] = {}
        for group in {*members.values()}:
            inside = [id for id in members if members[id] == group]
            weights |= dict(zip(inside, self._weights(len(inside)), strict=True))
        found: Json = {}
        self.document["metrics"] = found
        for id in members:
            found[id] = self._metric(id)
            found[id]["weight"] = weights[id]
            if grouped:
                found[id]["group"] = members[id]

    def _weights(self, count: int) -> list[str]:
        cuts = sorted(self.random.randint(0, 10000) for _ in range(count - 1))
        parts = [b - a for a, b in zip([0, *cuts], [*cuts, 10000], strict=True)]
        return [f"{part // 100}.{part % 100:02d}%" for part in parts]

    def _metric(self, id: str) -> Json:
        random, names = self.random, self.names
        metric: Json = {}
        pick = random.random()
        inputs: Json = self.document["inputs"]
        numeric = [name for name in inputs if inputs[name]["type"] in (*_SCALES, "rating")]
        if pick < 0.45 and numeric:
            name = random.choice(numeric)
            kind = inputs[name]["type"]
            metric["value"] = name
            metric["points"] = self._points(id, _SCALES.get(kind, "number"), self.edges[name])
            target = {"percent": names.percent, "money": names.money, "duration": names.duration}.get(kind)
            metric_name = f"({id} * 1)" if kind in ("count", "rating") else id
        elif pick < 0.55 and names.flag:
            metric["value"] = random.choice(names.flag) if self.chance(0.5) else self.write.condition(1)
            metric["points"] = random.choice(
                ("flag", {"flag": {"yes": self.write.number(1), "no": self.amount(0, 50)}})
            )
            target, metric_name = names.flag, id
        elif pick < 0.62 and len(names.flag) > 1:
            items = random.sample(names.flag, 2)
            metric["points"] = {"checklist": {items[0]: self.amount(0, 60), items[1]: {"points": self.write.number(1)}}}
            target, metric_name = None, id
        elif pick < 0.7 and names.plain and not self.alone:
            metric["value"] = self._cohort_or_history()
            metric["points"] = self._points(id, "number", [])
            target, metric_name = None, f"({id} * 1)"
        else:
            metric["value"] = self.write.number()
            metric["points"] = self._points(id, "number", [])
            target, metric_name = None, f"({id} * 1)"
        if self.chance(0.2):
            metric["decimals"] = random.randint(0, 8)
        pick = random.random()
        if pick < 0.3:
            metric["missing"] = "exclude"
        elif pick < 0.5:
            metric["missing"] = random.choice((0, 60, "12.34565"))
        (names.plain if target is None else target).append(metric_name)
        names.plain.append(f"(points({id}) * 1)")
        return metric

    def _cohort_or_history(self) -> str:
        random = self.random
        x = random.choice([id for id, item in self.document["inputs"].items() if item["type"] in _SCALES] or ["1"])
        within = random.choice(("", "", ", within=team"))
        order = random.choice(("", ", ascending=true"))
        ties = random.choice(("", ", ties='dense'", ", ties='average'"))
        return random.choice(
            (
                f"rank({x}{within}{order}{ties})",
                f"percent_rank({x}{within}{order}) * 1",
                f"zscore({x}{within}) * 1",
                f"({x} - cohort_mean({x}{within})) / cohort_stddev({x}{within})",
                f"{x} / cohort_sum({x}{within})",
                f"cohort_count({x}{within}) * 1",
                f"rank({x} * 3 - {x} / 7{within}) + 1",
                f"previous({x}) / {x}",
                f"coalesce(previous({x}, 2), {x}) / {x}",
                f"mean_of_last({x}, 3) / {x}",
                f"sum_of_last({x}, 2) / {x}",
                f"streak({x} > {x} / 2) * 1",
                f"streak(senior, gaps='{random.choice(('break', 'freeze', 'skip'))}') * 1",
                f"streak({x} >= 0, align='{random.choice(('quarter', 'year'))}', gaps='freeze') * 1",
            )
        )

    def _points(self, id: str, kind: str, edges: list[str]) -> object:
        random = self.random
        methods = [self._bands, self._curve, self._attainment, self._range, self._formula]
        methods += (
            [self._rank, self._percentile, self._compare]
            if not self.alone and self.chance(0.4)
            else [self._bands, self._curve]
        )
        if kind == "number" and self.chance(0.15):
            return "as_is"
        points: Json = random.choice(methods)(id, kind, edges)
        if self.chance(0.2):
            points["at_most"] = random.choice((100, 120, self.write.number(1)))
        if self.chance(0.2) and "at_most" not in points:
            points["at_least"] = random.choice((0, "12.5", self.write.number(1)))
        return points

    def _limit(self, kind: str, number: int) -> str:
        """A threshold in the unit of what it meets."""
        return f"{number}%" if kind == "percent" else f"{number}s" if kind == "duration" else str(number)

    def _thresholds(self, kind: str, edges: list[str]) -> list[str]:
        numbers = sorted(self.random.sample(range(-20 if kind != "duration" else 0, 120), self.random.randint(2, 5)))
        edges += [str(number) if kind != "percent" else f"{number}%" for number in numbers]
        return [self._limit(kind, number) for number in numbers]

    def _bands(self, id: str, kind: str, edges: list[str]) -> Json:
        limits = self._thresholds(kind, edges)
        rows: list[Json] = []
        key = self.random.choice(("at_least", "above", "at_most", "below"))
        for limit in reversed(limits) if key in ("at_least", "above") else limits:
            rows.append({key: limit, "points": self.amount() if self.chance(0.8) else self.write.number(1)})
        if kind == "number" and self.chance(0.2):
            rows[0][key] = self.write.number(1)
        if self.chance(0.7):
            rows.append({"otherwise": self.amount(0, 60) if self.chance(0.7) else "value * 0"} if kind == "number"
                        else {"otherwise": self.amount(0, 60)})  # fmt: skip
        return {"bands": rows}

    def _curve(self, id: str, kind: str, edges: list[str]) -> Json:
        corners = [[limit, self.amount(0, 150)] for limit in self._thresholds(kind, edges)]
        return {"curve": corners, **({"extend": True} if self.chance(0.3) else {})}

    def _attainment(self, id: str, kind: str, edges: list[str]) -> Json:
        goal = self.random.randint(1, 90)
        edges.append(f"{goal}%" if kind == "percent" else str(goal))
        settings: Json = {"target": self._limit(kind, goal)}
        if kind == "number" and self.chance(0.4):
            settings["target"] = f"{self.write.number(1)} * 1"
        if self.chance(0.5):
            settings["at_most"] = self.random.choice((100, 120))
        if self.chance(0.3):
            settings["at_least"] = self.random.choice((0, 20))
        if self.chance(0.4):
            settings["lower_is_better"] = True
        return {"attainment": settings}

    def _range(self, id: str, kind: str, edges: list[str]) -> Json:
        low, high = self._thresholds(kind, edges)[:2]
        settings: Json = {"low": low, "high": high}
        if self.chance(0.6):
            settings["tolerance"] = self._limit(kind, self.random.randint(0, 30))
        if self.chance(0.3):
            settings |= {"best": self.amount(50, 100), "worst": self.amount(-10, 40)}
        return {"range": settings}

    def _formula(self, id: str, kind: str, edges: list[str]) -> Json:
        if kind == "number" and self.chance(0.5):
            return {"formula": f"60 + value / {self.random.choice((3, 7, id))} * {self.amount(1, 20)}"}
        return {"formula": self.write.number(2)}

    def _within(self) -> Json:
        return {"within": self.random.choice(("team", "grade", ["team", "senior"]))} if self.chance(0.5) else {}

    def _rank(self, id: str, kind: str, edges: list[str]) -> Json:
        settings: Json = {"places": [self.amount(0, 100) for _ in range(self.random.randint(1, 4))], **self._within()}
        if self.chance(0.6):
            settings["otherwise"] = self.amount(0, 40)
        if self.chance(0.3):
            settings["ascending"] = True
        if self.chance(0.6):
            settings["ties"] = self.random.choice(("same", "share", "dense"))
        if self.chance(0.2):
            settings["min_group"] = self.random.randint(2, 15)
        return {"rank": settings}

    def _percentile(self, id: str, kind: str, edges: list[str]) -> Json:
        return {"percentile_rank": {**self._within(), **({"ascending": True} if self.chance(0.3) else {})}}

    def _compare(self, id: str, kind: str, edges: list[str]) -> Json:
        settings: Json = {"at_mean": self.amount(50, 90), "per_sd": self.amount(0, 20), **self._within()}
        if self.chance(0.3):
            settings["lower_is_better"] = True
        if self.chance(0.4):
            settings |= {"at_least": 0, "at_most": 100}
        return {"compare": settings}

    # score, tiers

    def score(self) -> None:
        random, write = self.random, self.write
        score: Json = {"round": random.choice((0, 1, 2, 2, 2, 4))}
        if self.chance(0.3):
            score["at_least"] = random.choice((0, -50))
        if self.chance(0.3):
            score["at_most"] = random.choice((100, 120))
        if self.chance(0.15):
            score["formula"] = write.number()
        found: Json = {}
        self.names.plain.append("score")
        for n in range(random.randint(0, 3)):
            key = random.choice(("add", "multiply", "set", "at_most", "at_least"))
            found[f"adj{n}"] = adjustment = {key: self.amount(-10, 60) if self.chance(0.5) else write.number(2)}
            if key in ("add", "multiply") and self.chance(0.4):
                adjustment[random.choice(("at_least", "at_most"))] = self.amount(-20, 20)
            if self.chance(0.5):
                adjustment["when"] = write.condition()
        self.document["adjustments"] = found
        self.document["score"] = score
        if self.chance(0.8):
            self.tiers()

    def tiers(self) -> None:
        random = self.random
        ids = ["gold", "silver", "bronze", "rest"][: random.randint(1, 4)]
        rows: list[Json] = [{"id": id} for id in ids]
        if not self.alone and self.chance(0.3):
            for row in rows[: max(1, len(rows) - 1)]:
                row["top"] = f"{random.choice((10, 20, 30))}%"
            rows[0] |= self._within()
            if self.chance(0.3):
                rows[0]["min_group"] = random.randint(2, 8)
            numeric = [
                id for id, item in self.document["inputs"].items() if item["type"] in ("count", "number", "money")
            ]
            if self.chance(0.7):
                rows[0]["ties"] = random.choice(("include", "exclude", {"by": numeric[:2]} if numeric else "exclude"))
        else:
            edges = sorted(random.sample(range(-10, 110), len(rows)), reverse=True)
            for row, edge in zip(rows, edges, strict=True):
                row[random.choice(("at_least", "at_least", "above"))] = edge if self.chance(0.8) else f"{edge}.5"
            if self.chance(0.6):
                del rows[-1]["at_least" if "at_least" in rows[-1] else "above"]
        self.document["tiers"] = rows
        self.names.choice["tier"] = [*ids]

    # money

    def rewards(self, scored: bool) -> None:
        random, write = self.random, self.write
        found: Json = {}
        forms = ["amount", "graduated", "whole", "package", "discretionary", "item", "amount"]
        forms += [] if self.alone else ["by_rank", "pool"]
        if "tiers" in self.document:
            forms += ["by_tier", "by_tier"]
        for n in range(random.randint(0, 4)):
            form = random.choice(forms)
            reward: Json = {form: self._reward(form)}
            if self.chance(0.35):
                reward["when"] = write.condition()
            if form == "item":
                found[f"r{n}"] = reward
                continue
            if self.chance(0.2):
                reward["at_most"] = self.amount(0, 3000)
            elif self.chance(0.2):
                reward["at_least"] = self.amount(-300, 100)
            if self.chance(0.2):
                reward["prorate"] = random.choice(("50%", "1 / 3", "22 / 30", f"{write.number(1)} * 1"))
            if not self.alone and self.chance(0.1):
                reward["once_per"] = random.choice(("quarter", "year", "ever"))
            if self.chance(0.2):
                reward["split"] = random.choice(
                    ({"subject": "50%", "manager": "50%"}, {"manager": "33.33%", "subject": "33.33%", "team": "33.34%"})
                )
            found[f"r{n}"] = reward
        if found:
            self.document["rewards"] = found
        if found and self.chance(0.6):
            self.payout()

    def _reward(self, form: str) -> object:
        random, write = self.random, self.write
        match form:
            case "amount":
                return write.money()
            case "by_tier":
                tiers = random.sample([row["id"] for row in self.document["tiers"]], 1)
                return {tier: self.amount(-300, 1000) if self.chance(0.7) else write.money(1) for tier in tiers}
            case "graduated" | "whole":
                limits = sorted(random.sample(range(1, 2000), random.randint(0, 3)))
                rows: list[Json] = [{"up_to": limit, "rate": f"{random.randint(0, 9)}%"} for limit in limits]
                rows.append({"rate": random.choice(("3%", "0.5%", "0.333"))})
                for row in rows:
                    if self.chance(0.2):
                        row["amount"] = self.amount(0, 100)
                return {"of": self._money(), "brackets": rows}
            case "package":
                settings: Json = {
                    "of": write.number(2),
                    "size": random.choice((1, 3, "0.7")),
                    "amount": self.amount(-50, 50),
                }
                if self.chance(0.5):
                    settings["free"] = random.choice((2, "1.5"))
                return settings
            case "by_rank":
                of = random.choice(
                    ("score" if "score" in self.names.plain else self._money(), self._money(), write.number(1))
                )
                settings = {
                    "of": of,
                    "amounts": [self.amount(0, 500) for _ in range(random.randint(1, 3))],
                    **self._within(),
                }
                if self.chance(0.6):
                    settings["ties"] = random.choice(("share", "same", "skip"))
                if self.chance(0.3):
                    settings["ascending"] = True
                if self.chance(0.3):
                    settings["minimum"] = self.amount(0, 50)
                if self.chance(0.2):
                    settings["min_group"] = random.randint(2, 6)
                if self.chance(0.4):
                    settings["max_wins"] = 1
                return settings
            case "pool":
                by = random.choice(
                    ("equally", "score" if "score" in self.names.plain else "equally", f"abs({write.number(1)})")
                )
                sums = ["1000", "0.01", "100.005", *(name for name in self.names.plain if name == "par0")]
                return {"amount": random.choice(sums), "by": by, **self._within()}
            case "discretionary":
                return {"min": random.choice((0, -100, 10)), "max": 500}
        return {"title": "Star", "kind": "title"}

    def _money(self) -> str:
        return self.random.choice(self.names.money) if self.names.money else self.write.number(1)

    def payout(self) -> None:
        random = self.random
        payout: Json = {}
        if self.chance(0.3):
            payout["round"] = random.randint(0, 3)
        if self.chance(0.3):
            payout["at_most"] = self.amount(0, 2000)
        if self.chance(0.3):
            payout["at_least"] = random.choice((0, "-50.5"))
        if not self.alone and self.chance(0.4):
            payout["budget"] = {
                "amount": random.choice(("1000", "33.335", "0")),
                "when_exceeded": "scale",
                **self._within(),
            }
        if self.chance(0.3):
            guard: Json = {"of": self._money()}
            if self.chance(0.7):
                guard["deductions_at_most"] = "20%"
            if self.chance(0.5) or len(guard) == 1:
                guard["never_below"] = random.choice((10, "2000.005"))
            payout["guard"] = guard
        if payout:
            self.document["payout"] = payout
