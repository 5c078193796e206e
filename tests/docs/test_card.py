"""The score card on the first page is what the product answers to the request above it, which ``./dev run`` prints."""

from __future__ import annotations

import json
import re
import shlex
from decimal import Decimal
from typing import Any

from engine.interpreter import Interpreter
from engine.program import Program
from rules.packs import LIBRARY, load_pack
from rules.period import parse_period
from rules.score import Subject, score
from tests.docs.pages import ROOT, blocks
from tests.docs.running import SampleServer

README = ROOT / "README.md"
PACK = load_pack(LIBRARY / "shop" / "presales-agent")


def card(program: Program, asked: dict[str, Any]) -> str:
    """The result as a table of metric, value, points, weight and contribution, and what follows from the score."""
    person = Subject(asked["subject"], {**asked["inputs"], **asked["attributes"]})
    answer = score(program, Interpreter(program), parse_period("2026-11"), [person])[0]
    assert answer.result is not None
    body: Any = answer.result.to_json()
    lines = ["| 指标 metric | 值 value | 分数 points | 权重 weight | 贡献 contribution |", "|---|--:|--:|--:|--:|"]
    for line in program.outline.metrics:
        metric = body["metrics"][line.id]
        weight = f"{metric['weight'] * 100:f}".rstrip("0").rstrip(".")
        cells = (metric["value"], metric["points"], f"{weight}%", metric["contribution"])
        lines.append(f"| {line.label.zh} {line.label.en} | " + " | ".join(str(cell) for cell in cells) + " |")
    tier = next(line.label for line in program.outline.tiers if line.id == body["tier"])
    lines.append(f"| **得分 score** | | | | **{body['score']}** |")
    rewards = "，".join(
        f"{line.label.zh} {reward['amount']}"
        for line, reward in zip(program.outline.rewards, body["rewards"], strict=True)
    )
    payout = body["payout"]
    lines += ["", f"等级 tier：**{tier.zh} {tier.en}** · {rewards} · 实发 net **{payout['net']} {payout['currency']}**"]
    return "\n".join(lines)


def request_of_the_page() -> dict[str, Any]:
    command = next(block.text for block in blocks(README) if block.words == ("sh",))
    words = shlex.split(command)
    asked: dict[str, Any] = json.loads(words[words.index("-d") + 1], parse_float=Decimal)
    return asked


def test_the_card_is_what_the_product_works_out() -> None:
    program = PACK.report.program
    assert program is not None
    shown = re.search(r"<!-- card -->\n(.*)\n<!-- card: end -->", README.read_text(encoding="utf-8"), re.DOTALL)
    assert shown is not None
    assert shown[1].strip() == card(program, request_of_the_page())


def test_the_request_is_the_one_that_the_server_prints(server: SampleServer) -> None:
    printed = next(line for line in server.said.splitlines() if line.startswith("curl"))
    words = shlex.split(printed)
    asked = json.loads(words[words.index("-d") + 1], parse_float=Decimal)
    # the page must hold in any month, so it names the version where the server names this month
    del asked["period"]
    assert {**asked, "version": 1} == request_of_the_page()
    assert words[2] == f"{server.address}/v1/scores"
