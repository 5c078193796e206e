"""Writes a queue log and reporting events of one month, the counts behind them, and reads them once."""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from dataclasses import asdict
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from service.centre.chats import chat_month
from service.centre.phones import phone_month
from service.centre.staff import agents
from service.sources.registry import SOURCES
from service.sources.source import Setting


def main() -> int:
    parser = argparse.ArgumentParser(prog="./dev bench sources", description=__doc__)
    parser.add_argument("--month", default="2026-10-01", type=date.fromisoformat, help="its first day")
    parser.add_argument("--each", default=14.0, type=float, help="calls and chats a day for every agent")
    parser.add_argument("--to", type=Path, help="where the files are to be written; without it they are not kept")
    words = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = words.to or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for name, path in write(folder, words.month, words.each):
            began = time.perf_counter()
            with path.open("rb") as file:
                table = SOURCES[name].read(file, Setting("text", ZoneInfo("Asia/Shanghai"), Path(scratch)))
                rows = sum(1 for _ in table.rows)
            took = time.perf_counter() - began
            size = path.stat().st_size / 1e6
            print(f"{name}: {size:.1f} MB, {rows:,} records, {rows / took:,.0f} records/s, {size / took:.1f} MB/s")
    return 0


def write(folder: Path, first: date, each: float) -> list[tuple[str, Path]]:
    """The files by source; beside each lies ``….truth.json`` with the counts of every agent."""
    staff = agents()
    phones = phone_month(first, [member for member in staff if member.role == "phone-agent"], each)
    chats = chat_month(first, [member for member in staff if member.role == "chat-agent"], each)
    log, events = folder / f"queue_log.{first:%Y%m}", folder / f"reporting_events.{first:%Y%m}.json"
    log.write_text(phones.text, encoding="utf-8")
    events.write_text(json.dumps(chats.events), encoding="utf-8")
    counts = {
        log: {"agents": {id: asdict(own) for id, own in phones.agents.items()},
              "queues": {id: asdict(own) for id, own in phones.queues.items()}},
        events: {"agents": {id: asdict(own) for id, own in chats.agents.items()}, "by_bots": chats.by_bots},
    }  # fmt: skip
    for path, told in counts.items():
        path.with_name(f"{path.name}.truth.json").write_text(json.dumps(told, indent=1), encoding="utf-8")
    return [("asterisk-queue-log", log), ("chatwoot-reporting-events", events)]
