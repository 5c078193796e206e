"""The queue log of Asterisk: calls, rings that nobody answered, pauses and sessions of agents."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any, BinaryIO

from engine.issues import Issue, Words
from service.sources.asterisk.calls import AGAIN, BEFORE, OF_CALLS, SAME_TIME, Calls, Record
from service.sources.asterisk.entry import NOBODY, SECOND, Broken, Entry, broken, person_of, read_entry
from service.sources.asterisk.presence import ANY, Spans
from service.sources.codes import (
    SOURCE_ENDED_ALREADY,
    SOURCE_NOBODY,
    SOURCE_NOT_BEGUN,
    SOURCE_NOT_ENDED,
    SOURCE_ORDER,
    SOURCE_UNUSED,
)
from service.sources.lines import lines_of, unpacked
from service.sources.source import Setting, Source
from service.tables.table import Row, Table
from service.tables.times import EPOCH, Clock

DATASET: Mapping[str, Any] = {
    "subject": "agent",
    "time": "at",
    "id": "event_id",
    "label": {"zh": "Asterisk 队列记录", "en": "Asterisk queue log"},
    "columns": {
        "kind": {"choice": ["call", "ring", "pause", "session"]},
        "call": "text",
        "queue": "text",
        "outcome": {
            "choice": [
                "answered", "abandoned", "timed_out", "left_by_key", "queue_empty", "dropped",
                "missed", "cancelled", "ended", "open",
            ]
        },
        "waited": "duration",
        "rang": "duration",
        "talked": "duration",
        "ended_by": {"choice": ["agent", "caller"]},
        "transferred": "flag",
        "position": "count",
        "paused": "duration",
        "reason": "text",
        "logged_in": "duration",
    },
}  # fmt: skip

EXTENSION = "extension"
HEADER = ("event_id", "agent", EXTENSION, "at", *DATASET["columns"])
MOST_NAMES = 200
AT_ONCE = 1_000
BACK = 3600 * SECOND
"""Lines are written by many threads; so far back is no longer a matter of seconds."""

WITHOUT_NEWS = ("CONFIGRELOAD", "MEMBERPENALTY", "INFO", "DID")
"""Nothing for a score can be learned from these."""


def read_queue_log(file: BinaryIO, setting: Setting) -> Table:
    notes: list[Issue] = []
    log = _Log(setting, notes)
    return Table(HEADER, log.rows(unpacked(file, setting.place)), 0, 0, notes)


class _Log:
    """Reads entries one by one. What has not ended in the file is looked up in what came before."""

    def __init__(self, setting: Setting, notes: list[Issue]):
        self.notes = notes
        self._setting = setting
        self._clock = Clock(setting.zone)
        self._unused: Counter[str] = Counter()
        self._nobody: Counter[str] = Counter()
        self._waiting: list[tuple[Record, int]] = []
        self._open = self._already = 0
        opened = setting.earlier.where("outcome", ["open"])

        def unfinished(kind: str) -> dict[str, Mapping[str, str]]:
            return {row["event_id"]: row for row in opened if row.get("kind") == kind}

        self._calls = Calls(self._who, unfinished("call"))
        self._pauses = Spans("pause", "paused", unfinished("pause"))
        self._sessions = Spans("session", "logged_in", unfinished("session"))

    def rows(self, file: BinaryIO) -> Iterator[Row]:
        latest, number = 0, 0
        for line in lines_of(file, self.notes):
            number = line.number
            entry = line.trouble or read_entry(number, line.text, self._clock)
            if isinstance(entry, Issue):
                yield Row(number, number, (), (entry,))
                continue
            if entry.moment < latest - BACK:
                self.notes.append(SOURCE_ORDER.at(("rows", number), line=number, hours=1))
                latest = 0
            latest = max(latest, entry.moment)
            try:
                for record in self._take(entry):
                    yield from self._told(record, number)
            except Broken as error:
                yield Row(number, number, (), (broken(number, error.why),))
        for record in itertools.chain(self._calls.rest(), self._pauses.rest(), self._sessions.rest()):
            yield from self._told(record, number)
        yield from self._compared()
        self._tell()

    def _take(self, entry: Entry) -> Iterator[Record]:
        event = entry.event
        if event in NEEDS_AGENT and entry.agent in NOBODY:
            raise Broken(Words(f"{event[:40]} 没有写明坐席", f"{event[:40]} names no agent"))
        if event in OF_CALLS:
            return self._calls.take(entry)
        if event in _OF_AGENTS:
            return _OF_AGENTS[event](self, entry)
        if event == "QUEUESTART":
            return self._calls.restart()
        if event not in WITHOUT_NEWS:
            self._unused[event[:40]] += 1
        return iter(())

    def pause(self, entry: Entry) -> Iterator[Record]:
        queue = ANY if entry.event == "PAUSEALL" else entry.queue
        return self._pauses.begin(self._who(entry.agent), queue, entry.moment, entry.number, entry.text(0))

    def unpause(self, entry: Entry) -> Iterator[Record]:
        queue = ANY if entry.event == "UNPAUSEALL" else entry.queue
        return self._pauses.end(self._who(entry.agent), queue, entry.moment, entry.number)

    def arrive(self, entry: Entry) -> Iterator[Record]:
        queue = entry.queue if entry.event == "ADDMEMBER" else entry.event[:5]
        return self._sessions.begin(self._who(entry.agent), queue, entry.moment, entry.number)

    def leave(self, entry: Entry) -> Iterator[Record]:
        """Who has left is no longer on pause, either."""
        person = self._who(entry.agent)
        if entry.event == "REMOVEMEMBER":
            yield from self._sessions.end(person, entry.queue, entry.moment, entry.number)
        else:
            yield from self._sessions.end(person, entry.event[:5], entry.moment, entry.number, entry.length(1))
        if self._pauses.is_open(person) and not self._sessions.is_open(person):
            yield from self._pauses.end(person, ANY, entry.moment, entry.number)

    def _who(self, agent: str) -> str:
        return person_of(agent, self._setting.people, bare=self._setting.bare)

    def _told(self, record: Record, number: int) -> Iterator[Row]:
        """What does not begin or end in the file waits until it is known what the dataset has of it."""
        if record["outcome"] == "open" or BEFORE in record or AGAIN in record:
            self._waiting.append((record, number))
            if len(self._waiting) >= AT_ONCE:
                yield from self._compared()
        else:
            yield self._row(record, number)

    def _compared(self) -> Iterator[Row]:
        """What is complete stays so, and what only the file with the beginning could tell is kept."""
        ids = [record["event_id"] for record, _ in self._waiting]
        known: dict[str, Mapping[str, str]] = (
            {row["event_id"]: row for row in self._setting.earlier.where("event_id", ids)} if ids else {}
        )
        for record, number in self._waiting:
            if AGAIN in record:
                record = self._next_time(record, known)
            before = known.get(record["event_id"], {})
            has_ended = before.get("outcome", "open") != "open"
            if record["outcome"] == "open":
                self._already += has_ended
                self._open += not has_ended
                if has_ended:
                    continue
            elif has_ended:
                record = {**before, **record, "at": before["at"]}
            yield self._row(record, number)
        self._waiting.clear()

    def _next_time(self, record: Record, known: dict[str, Mapping[str, str]]) -> Record:
        """Under another id when the dataset has the call in the same queue at another time."""
        base, _, times = record["event_id"].rpartition("/")
        id = record["event_id"]
        while id in known and abs(int(known[id]["at"]) - int(record["at"])) > SAME_TIME:
            times = str(int(times) + 1)
            id = f"{base}/{times}"
            known.update({row["event_id"]: row for row in self._setting.earlier.where("event_id", [id])})
        if id != record["event_id"]:
            record = {**record, "event_id": id}
            known.setdefault(id, {**record, "outcome": "open"})
        return record

    def _row(self, record: Record, number: int) -> Row:
        if record["kind"] == "call" and record["agent"] == f"queue/{record['queue']}":
            self._nobody[record["agent"]] += 1
        moment = (EPOCH + timedelta(microseconds=int(record["at"]))).isoformat()
        cells = {**record, EXTENSION: record["agent"], "at": f"{moment}Z"}
        return Row(number, number, tuple(cells.get(name, "") for name in HEADER))

    def _tell(self) -> None:
        if self._open:
            self.notes.append(SOURCE_NOT_ENDED.at((), count=self._open))
        if self._already:
            self.notes.append(SOURCE_ENDED_ALREADY.at((), count=self._already))
        if not_begun := self._pauses.not_begun + self._sessions.not_begun:
            self.notes.append(SOURCE_NOT_BEGUN.at((), count=not_begun))
        for holder, count in self._nobody.most_common(MOST_NAMES):
            self.notes.append(SOURCE_NOBODY.at((), count=count, holder=holder[:60]))
        for name, count in self._unused.most_common(MOST_NAMES):
            self.notes.append(SOURCE_UNUSED.at((), count=count, name=name))


_OF_AGENTS: Mapping[str, Callable[[_Log, Entry], Iterator[Record]]] = {
    "PAUSE": _Log.pause,
    "PAUSEALL": _Log.pause,
    "UNPAUSE": _Log.unpause,
    "UNPAUSEALL": _Log.unpause,
    "ADDMEMBER": _Log.arrive,
    "AGENTLOGIN": _Log.arrive,
    "AGENTCALLBACKLOGIN": _Log.arrive,
    "REMOVEMEMBER": _Log.leave,
    "AGENTLOGOFF": _Log.leave,
    "AGENTCALLBACKLOGOFF": _Log.leave,
}

NEEDS_AGENT = {*_OF_AGENTS, "CONNECT", "COMPLETEAGENT", "COMPLETECALLER", "RINGNOANSWER", "RINGCANCELED"}

ASTERISK_QUEUE_LOG = Source(
    id="asterisk-queue-log",
    label=Words("Asterisk 队列日志（queue_log）", "Asterisk queue log"),
    about=Words(
        "每通排队电话一条（应答、放弃、超时……），另有响铃未接、小休和登录各一条",
        "one record for every call in a queue (answered, abandoned, timed out …), and for every ring that was missed,"
        " every pause and every session of an agent",
    ),
    usual="queue_log",
    dataset=DATASET,
    read=read_queue_log,
    others=("agent", EXTENSION),
    bare=EXTENSION,
)
