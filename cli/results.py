"""Results written for people and for programs: a table, CSV or JSON, each line as soon as it is there."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Protocol, TextIO

import simplejson
from rich.console import Console
from rich.table import Table

from cli.talk import Talk, printable
from engine.issues import Issue, Words
from engine.program import ENGINE_VERSION, Program

TABLE_ROWS = 500
_STEERING = frozenset("=+-@\t\r\n\0")
STATUSES: Mapping[str, Words] = {
    "scored": Words("已计分", "scored"),
    "incomplete": Words("数据不全", "incomplete"),
    "not_eligible": Words("不参评", "not eligible"),
    "problem": Words("有问题", "problem"),
}

Body = Mapping[str, Any]


class Writer(Protocol):
    """Takes one result after the other."""

    def write(self, body: Body) -> None: ...

    def close(self, issues: list[Issue]) -> None: ...


def safe_text(value: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe before anything that could begin one."""
    bare = value.strip().lstrip("\ufeff\u200b")
    start = unicodedata.normalize("NFKC", (value[:1] if value[:1] in _STEERING else bare)[:1]).replace("−", "-")
    return f"'{value}" if start and start[0] in _STEERING else value


class CsvWriter:
    """One row per person. Texts are quoted and made safe, numbers stand as they are."""

    def __init__(self, program: Program, stream: TextIO):
        self.stream = stream
        self.outline = program.outline
        self._line(self._header())

    def _header(self) -> list[str]:
        outline = self.outline
        header = ["subject", "status", "score", "tier"]
        for metric in outline.metrics:
            header += [f"metrics.{metric.id}.value", f"metrics.{metric.id}.points", f"metrics.{metric.id}.contribution"]
        header += [f"adjustments.{line.id}" for line in outline.adjustments]
        header += [f"rewards.{line.id}" for line in outline.rewards]
        if outline.payout is not None:
            header += ["payout.rewards", "payout.penalties", "payout.net", "payout.currency"]
        return [*header, "outcomes", "missing", "problem"]

    def write(self, body: Body) -> None:
        metrics, rewards = body["metrics"], {reward["id"]: reward for reward in body["rewards"]}
        effects = {line["id"]: line["effect"] for line in body["adjustments"]}
        cells: list[object] = [body["subject"], body["status"], body["score"], body["tier"]]
        for metric in self.outline.metrics:
            values = metrics.get(metric.id, {})
            cells += [values.get("value"), values.get("points"), values.get("contribution")]
        cells += [effects.get(line.id) for line in self.outline.adjustments]
        for line in self.outline.rewards:
            reward = rewards.get(line.id, {})
            amount = reward.get("amount")
            cells.append(reward.get("applies") if line.amount is None else None if amount is None else Decimal(amount))
        if self.outline.payout is not None:
            payout = body["payout"] or {}
            amounts = [payout.get(key) for key in ("rewards", "penalties", "net")]
            cells += [None if amount is None else Decimal(amount) for amount in amounts]
            cells.append(payout.get("currency"))
        cells.append(" ".join(outcome["id"] for outcome in body["outcomes"]))
        cells.append(" ".join(dict.fromkeys(missing["id"] for missing in body["missing"])))
        cells.append((body["problem"] or {}).get("code"))
        self._line(cells)

    def _line(self, cells: list[Any]) -> None:
        self.stream.write(",".join(_csv_cell(cell) for cell in cells) + "\r\n")

    def close(self, issues: list[Issue]) -> None:
        self.stream.flush()


def _csv_cell(cell: object) -> str:
    if cell is None or cell == "":
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | Decimal):
        return f"{cell:f}"
    text, safe = str(cell), safe_text(str(cell))
    if safe != text:
        return '"' + safe.replace('"', '""') + '"'
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="").writerow([text])
    return buffer.getvalue()


class JsonWriter:
    """The API's answer, written as the results come; what was wrong with rows stands at the end."""

    def __init__(self, program: Program, period: str, stream: TextIO):
        self.stream = stream
        head = {"rule_set": program.rule_set, "hash": program.hash, "period": period, "engine": ENGINE_VERSION}
        self.stream.write(_json(head)[:-1] + ', "results": [')
        self.first = True

    def write(self, body: Body) -> None:
        self.stream.write(("\n" if self.first else ",\n") + _json(body))
        self.first = False

    def close(self, issues: list[Issue]) -> None:
        told = ",\n".join(_json(issue.to_json()) for issue in issues)
        self.stream.write(f'\n], "issues": [{told}]}}\n')
        self.stream.flush()


def _json(value: object) -> str:
    return simplejson.dumps(value, ensure_ascii=False, use_decimal=True, iterable_as_array=True)


class TableWriter:
    """A table for the eye, of the first few hundred people."""

    def __init__(self, program: Program, talk: Talk, console: Console):
        self.program, self.talk, self.console = program, talk, console
        self.rows: list[list[str]] = []
        self.more = 0

    def write(self, body: Body) -> None:
        if len(self.rows) == TABLE_ROWS:
            self.more += 1
            return
        outline = self.program.outline
        tiers = {line.id: self.talk.said(line.label) for line in outline.tiers}
        cells = [str(body["subject"]), self.talk.said(STATUSES[str(body["status"])])]
        if outline.score is not None:
            cells.append(_shown(body["score"]))
        if outline.tier is not None:
            cells.append(tiers.get(body["tier"], ""))
        cells += [_shown(body["metrics"].get(line.id, {}).get("points")) for line in outline.metrics]
        if outline.payout is not None:
            cells.append(_shown((body["payout"] or {}).get("net")))
        self.rows.append([printable(cell) for cell in cells])

    def close(self, issues: list[Issue]) -> None:
        outline, said = self.program.outline, self.talk.said
        table = Table(header_style="bold", row_styles=["", "dim"])
        table.add_column(said(Words("人员", "person")))
        table.add_column(said(Words("状态", "status")))
        if outline.score is not None:
            table.add_column(said(Words("得分", "score")), justify="right")
        if outline.tier is not None:
            table.add_column(said(Words("等级", "tier")))
        for line in outline.metrics:
            table.add_column(said(line.label), justify="right")
        if outline.payout is not None:
            table.add_column(said(Words("实发", "net")) + f" ({self.program.currency})", justify="right")
        for row in self.rows:
            table.add_row(*row)
        self.console.print(table)
        if self.more:
            self.talk.note(
                f"另有 {self.more} 人未显示；用 --format csv 或 json 可得到全部",
                f"{self.more} more people are not shown; --format csv or json gives everyone",
            )


def _shown(value: object) -> str:
    return "" if value is None else str(value)
