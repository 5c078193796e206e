"""What the console has to show: a run of many people, and a rule set of many metrics with a person to try it on."""

import csv
import io
import json
import random
import time
from copy import deepcopy
from typing import Any

import yaml

from bench.http.asking import call
from bench.http.load import Address
from bench.row.people import generate

PERIOD = "2026-10"
WIDE = "wide"
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华"
TEAMS = [f"{part}{number}组" for part in ("早班", "晚班") for number in range(1, 11)]
METHODS: tuple[dict[str, Any], ...] = (
    {"attainment": {"target": 80, "at_most": 120}},
    {
        "bands": [
            {"at_least": 90, "points": 100},
            {"at_least": 60, "points": 80},
            {"at_least": 30, "points": 60},
            {"otherwise": 20},
        ]
    },
    {"curve": [[0, 0], [60, 60], [90, 95], [120, 100]]},
)


def furnish(address: Address, key: str, rule_set: str, people: int, metrics: int) -> int:
    """Tell the server everything over HTTP; the number of the run of ``rule_set`` once it is done."""
    signed = {"Authorization": f"Bearer {key}"}
    plain = {**signed, "Content-Type": "application/json"}
    sheet = {**signed, "Content-Type": "text/csv"}
    draw = random.Random(5)
    names = [f"e{number:05d}" for number in range(people)]
    called = [draw.choice(SURNAMES) + draw.choice(GIVEN) + draw.choice(["", draw.choice(GIVEN)]) for _ in names]
    rows = [(id, name, "presales-agent", draw.choice(TEAMS)) for id, name in zip(names, called, strict=True)]
    told = _csv(("id", "name", "role", "team"), rows)
    call(address, "POST", "/v1/people/imports?from=2026-01-01", told, {**sheet, "Idempotency-Key": "people"})
    figures = generate(people)
    heads = tuple(figures[0])
    given = [
        (id, *("" if cell is None else cell for cell in one.values())) for id, one in zip(names, figures, strict=True)
    ]
    path = f"/v1/figures/{PERIOD}/imports?rule_set={rule_set}"
    call(address, "POST", path, _csv(("person", *heads), given), {**sheet, "Idempotency-Key": "figures"})
    document = yaml.safe_dump(wide(metrics), allow_unicode=True, sort_keys=False).encode()
    draft = {**signed, "Content-Type": "application/yaml"}
    call(address, "PUT", f"/v1/rule-sets/{WIDE}/draft", document, draft)
    publishing = json.dumps({"effective_from": "2026-01", "note": "wide"}).encode()
    call(
        address,
        "POST",
        f"/v1/rule-sets/{WIDE}/versions",
        publishing,
        {**plain, "If-Match": "*", "Idempotency-Key": WIDE},
    )
    body = json.dumps({"rule_set": rule_set, "period": PERIOD}).encode()
    run = call(address, "POST", "/v1/runs", body, {**plain, "Idempotency-Key": "run"})["runs"][0]
    while run["state"] in ("queued", "running"):
        time.sleep(0.3)
        run = call(address, "GET", f"/v1/runs/{run['id']}", None, signed)
    if run["state"] != "done" or sum(run["counts"].values()) != people:
        raise RuntimeError(f"the run did not score everybody: {run}")
    return int(run["id"])


def wide(metrics: int) -> dict[str, Any]:
    """Methods in turn, a formula of two inputs each, tiers, rewards, and a test whose person is tried."""
    names = [f"x{number}" for number in range(metrics)]
    share = round(100 / metrics, 2)
    rest = round(100 - share * (metrics - 1), 2)
    return {
        "scorewright": 1,
        "id": WIDE,
        "name": {"zh": f"{metrics} 项指标", "en": f"{metrics} metrics"},
        "period": "month",
        "currency": "CNY",
        "inputs": {
            name: {"type": "number", "min": 0, "label": {"zh": f"数据 {number + 1}", "en": f"figure {number + 1}"}}
            for number, name in enumerate(names)
        },
        "metrics": {
            f"m{number}": {
                "label": {"zh": f"第 {number + 1} 项质量", "en": f"quality {number + 1}"},
                "value": f"(x{number} + x{(number + 1) % metrics}) / 2",
                "weight": f"{share if number else rest:g}%",
                "points": deepcopy(METHODS[number % len(METHODS)]),
            }
            for number in range(metrics)
        },
        "adjustments": {"low": {"when": "x0 < 5", "add": -3}},
        "tiers": [
            {"id": "good", "label": {"zh": "良好", "en": "good"}, "at_least": 80},
            {"id": "fair", "label": {"zh": "一般", "en": "fair"}},
        ],
        "rewards": {"bonus": {"label": {"zh": "奖金", "en": "bonus"}, "by_tier": {"good": 500, "fair": 100}}},
        "tests": [
            {
                "name": "张敏",
                "given": {name: 40 + number * 7 % 70 for number, name in enumerate(names)},
                "expect": {"status": "scored"},
            }
        ],
    }


def _csv(heads: tuple[str, ...], rows: list[Any]) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(heads)
    writer.writerows(rows)
    return file.getvalue().encode()
