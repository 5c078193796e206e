"""A small shop that is told to the server over HTTP: six agents, two months of figures, and runs of both."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.request import Request, urlopen
from uuid import uuid4

SAMPLE = "shop-presales"
RULES = "shop-of-six"
"""The sample rules for a role of their own, so that nobody of another test takes part."""
ROLE = "agent-of-six"
LONG = "long-card"
CHATS = "chats_of_six"
METRICS = 40
TEAMS = ("白班 Day", "夜班 Night")
AGENTS = {
    "lin": "林娜",
    "omar": "Omar <b>Haddad</b>",
    "wu": "吴敏",
    "kate": "Kate O'Neil",
    "zhao": "赵强",
    "yu": "于洋",
}
FIGURES: Mapping[str, Mapping[str, Any]] = {
    "lin": {"service_score": 4.9, "inquiries": 600, "orders": 240, "paid_amount": 30000, "chats": 900},
    "omar": {"service_score": 4.5, "inquiries": 500, "orders": 150, "paid_amount": 18000, "chats": 700},
    # the same figures, so that two people share a place
    "wu": {"service_score": 4.5, "inquiries": 500, "orders": 150, "paid_amount": 18000, "chats": 700},
    "kate": {"service_score": 4.0, "inquiries": 400, "orders": 100, "paid_amount": 9000, "chats": 500},
    "zhao": {"service_score": 3.8, "inquiries": 450, "orders": 90, "paid_amount": 8000, "chats": 450},
    # her chats are missing: she has no result
    "yu": {"service_score": 4.7, "inquiries": 520, "orders": 190, "paid_amount": 21000},
}
PATIENCE = 60


class Shop:
    """``before`` and ``now`` are the months that were run; ``first`` and ``run`` are those runs."""

    def __init__(self, address: str, key: str):
        self.address = address
        self.key = key
        today = datetime.now(UTC).date()
        self.now = f"{today:%Y-%m}"
        self.before = f"{today.replace(day=1) - timedelta(days=1):%Y-%m}"
        self.first = self.run = 0

    def ask(self, path: str, body: object = None, method: str | None = None, **headers: str) -> Any:
        """What the API answers to the administrator's key."""
        headers |= {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        if method is None and data is not None:
            headers["Idempotency-Key"] = str(uuid4())
        request = Request(self.address + path, data, headers, method=method)
        with urlopen(request) as answer:
            return json.load(answer)

    def furnish(self) -> None:
        people = [
            {"id": id, "name": name, "attributes": {"role": ROLE, "team": TEAMS[at % 2], "shop": "旗舰店"}}
            for at, (id, name) in enumerate(AGENTS.items())
        ]
        people.append({"id": "long", "name": "长单 Long", "attributes": {"role": "long"}})
        self.ask("/v1/people", {"from": "2024-01-01", "people": people})
        earlier = {id: {**values, "chats": values.get("chats", 600) - 50} for id, values in FIGURES.items()}
        self.enter(self.before, earlier)
        self.enter(self.now, FIGURES)
        self.enter(self.now, {"long": {f"x{n}": n for n in range(METRICS)}})
        self.publish(LONG, long_document())
        self.publish(RULES, {**self.ask(f"/v1/rule-sets/{SAMPLE}/draft"), "id": RULES, "applies_to": {"role": ROLE}})
        self.tell_chats()
        self.first = self.start(self.before, RULES, version=1)
        self.run = self.start(self.now, RULES)
        self.start(self.now, LONG)
        self.wait()

    def tell_chats(self) -> None:
        """A dataset with events that were sent and others from a file."""
        declared = {"subject": "agent", "time": "at", "id": "id", "columns": {"waited": "duration"}}
        self.ask(f"/v1/datasets/{CHATS}", declared, "PUT", **{"If-None-Match": "*"})
        sent = [{"id": f"s{n}", "agent": "lin", "at": f"{self.now}-01T09:{n:02}:00", "waited": n} for n in range(20)]
        self.ask(f"/v1/datasets/{CHATS}/records", {"records": sent})
        rows = "".join(f"f{n},omar,{self.before}-02 10:{n:02}:00,{n}\n" for n in range(20))
        file = f"id,agent,at,waited\n{rows}f99,omar,never,1\n".encode()
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "text/csv", "Idempotency-Key": str(uuid4())}
        with urlopen(Request(f"{self.address}/v1/datasets/{CHATS}/imports?file_name=chats.csv", file, headers)):
            pass

    def publish(self, rule_set: str, document: Mapping[str, Any]) -> None:
        self.ask(f"/v1/rule-sets/{rule_set}/draft", document, "PUT")
        publishing = {"effective_from": self.now, "note": "for six"}
        self.ask(f"/v1/rule-sets/{rule_set}/versions", publishing, **{"If-Match": "*"})

    def enter(self, period: str, values: Mapping[str, Mapping[str, Any]], **more: object) -> None:
        people = [{"person": id, "values": told} for id, told in values.items()]
        self.ask(f"/v1/figures/{period}", {"people": people, **more})

    def start(self, period: str, rule_set: str, **more: object) -> int:
        return int(self.ask("/v1/runs", {"period": period, "rule_set": rule_set, **more})["runs"][0]["id"])

    def wait(self) -> None:
        """Until no run is under way."""
        until = time.monotonic() + PATIENCE
        while any(run["state"] in ("queued", "running") for run in self.ask("/v1/runs")["items"]):
            assert time.monotonic() < until, "the runs do not end"
            time.sleep(0.1)


def long_document() -> dict[str, Any]:
    """A rule set with as many metrics as a score card may have to hold."""
    return {
        "scorewright": 1,
        "id": LONG,
        "name": {"zh": "指标很多的方案", "en": "A rule set of many metrics"},
        "applies_to": {"role": "long"},
        "period": "month",
        "currency": "CNY",
        "inputs": {f"x{n}": {"type": "count"} for n in range(METRICS)},
        "metrics": {
            f"m{n}": {
                "label": {"zh": f"第 {n + 1} 项服务质量指标", "en": f"quality of service, part {n + 1}"},
                "value": f"x{n}",
                "weight": f"{100 / METRICS}%",
                "points": {"attainment": {"target": METRICS, "at_most": 120}},
            }
            for n in range(METRICS)
        },
        "tiers": [
            {"id": "good", "label": {"zh": "良好", "en": "good"}, "at_least": 60},
            {"id": "fair", "label": {"zh": "一般", "en": "fair"}},
        ],
        "rewards": {"bonus": {"label": {"zh": "奖金", "en": "bonus"}, "by_tier": {"good": 500, "fair": 100}}},
    }
