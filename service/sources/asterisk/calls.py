"""Calls in queues: each time that a caller waits in a queue is one leg, from entering it to whatever ended it.

A leg that begins in one file and ends in another has the same id in both, so the later file completes the earlier
record. What a later file does not show, such as when the caller came, follows from the lengths of time at the end.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from service.sources.asterisk.entry import NOBODY, SECOND, Entry, length_of, seconds

Record = dict[str, str]
"""The columns that have a value, as text; ``at`` is in microseconds since 1970."""

BEFORE = "@before"
"""In a record whose beginning is not in the file; the dataset may know more of it."""

AGAIN = "@again"
"""In a record of a call that is older than the file: it may have been in the same queue before."""

LONGEST = 24 * 3600 * SECOND
"""Nobody waits longer: a leg that old is told as open, so that memory does not grow with the file."""

SAME_TIME = 2 * SECOND
"""The time of entering may be written a second or two later than it was measured."""

_BORN = re.compile(r"(?:^|-)([0-9]{9,11})\.[0-9]+$")
_ENDS: Mapping[str, tuple[str, int | None]] = {
    "ABANDON": ("abandoned", 2),
    "EXITWITHTIMEOUT": ("timed_out", 2),
    "EXITWITHKEY": ("left_by_key", 3),
    "EXITEMPTY": ("queue_empty", 2),
    "SYSCOMPAT": ("dropped", None),
    "AGENTDUMP": ("dropped", None),
}
"""What ends a leg without a talk: outcome, and where the time waited stands."""

_TALKS: Mapping[str, tuple[int, int, int]] = {
    "COMPLETEAGENT": (0, 1, 2),
    "COMPLETECALLER": (0, 1, 2),
    "BLINDTRANSFER": (2, 3, 4),
    "TRANSFER": (2, 3, 4),
    "ATTENDEDTRANSFER": (-3, -2, -1),
}
"""What ends a talk, and where the time waited, the time talked and the position stand. What an attended transfer tells
of the way it was made has one part or two, so it is counted from the end."""

OF_CALLS = {"ENTERQUEUE", "CONNECT", "RINGNOANSWER", "RINGCANCELED", *_ENDS, *_TALKS}


@dataclass(slots=True)
class Leg:
    """``waited`` and ``rang`` are known once an agent has answered."""

    id: str
    call: str
    queue: str
    number: int
    began: int
    times: int = 1
    entered: int | None = None
    position: str = ""
    person: str = ""
    waited: int | None = None
    rang: int | None = None
    is_over: bool = False
    is_from_before: bool = False
    is_older: bool = False
    rings: Counter[str] = field(default_factory=Counter)


class Calls:
    """Takes what is logged of calls. ``who`` gives the person for an agent or the holder for a queue."""

    def __init__(self, who: Callable[[str], str], unfinished: Mapping[str, Mapping[str, str]]):
        self._who = who
        self._first_moment: int | None = None
        self._legs: dict[tuple[str, str], Leg] = {}
        self._earlier: dict[str, Mapping[str, str]] = {}
        for id, row in unfinished.items():
            self._earlier[id.rpartition("/")[0]] = row

    def take(self, entry: Entry) -> Iterator[Record]:
        """The records that an entry brings. Raises :class:`Broken` where one cannot be used."""
        event = entry.event
        if self._first_moment is None:
            self._first_moment = entry.moment
        if event == "ENTERQUEUE":
            yield from self._enter(entry)
        elif event == "CONNECT":
            waited, rang = entry.length(0), entry.length(2)
            leg = self._leg(entry, waited or 0)
            if not leg.is_over:
                leg.person, leg.waited, leg.rang = self._who(entry.agent), waited, rang
        elif event in _TALKS:
            yield from self._finish_talk(entry)
        elif event in _ENDS:
            yield from self._finish(entry)
        elif event in ("RINGNOANSWER", "RINGCANCELED"):
            yield self._ring(entry)

    def restart(self) -> Iterator[Record]:
        """The system began anew: nobody hears how the calls of before ended."""
        yield from self.rest()
        self._legs.clear()

    def rest(self) -> Iterator[Record]:
        """The legs that have not ended."""
        for leg in self._legs.values():
            if not leg.is_over:
                yield self._open(leg)

    def _enter(self, entry: Entry) -> Iterator[Record]:
        yield from self._forget(entry.moment - LONGEST)
        key = (entry.call, entry.queue)
        before = self._legs.pop(key, None)
        times = before.times + 1 if before else self._first(entry)
        if before and not before.is_over:
            yield self._open(before)
        self._legs[key] = Leg(
            f"{entry.call}/{entry.queue}/{times}",
            entry.call,
            entry.queue,
            entry.number,
            entry.moment,
            times,
            entered=entry.moment,
            position=entry.text(2),
            is_older=self._is_older(entry.call),
        )

    def _is_older(self, call: str) -> bool:
        """Whether the call was there before the file begins, as its id says."""
        match = _BORN.search(call)
        return match is None or int(match[1]) * SECOND < (self._first_moment or 0)

    def _first(self, entry: Entry) -> int:
        """1, unless the caller already waits in the queue in an earlier file, and this is another time."""
        earlier = self._earlier.get(f"{entry.call}/{entry.queue}")
        if earlier is None or abs(int(earlier["at"]) - entry.moment) <= SAME_TIME:
            return 1
        return int(earlier["event_id"].rpartition("/")[2]) + 1

    def _leg(self, entry: Entry, ago: int) -> Leg:
        """The leg that an entry is about; one whose beginning is not in the file began so long ago."""
        key = (entry.call, entry.queue)
        leg = self._legs.get(key)
        if leg is not None:
            return leg
        base = f"{entry.call}/{entry.queue}"
        leg = Leg(f"{base}/1", entry.call, entry.queue, entry.number, entry.moment, is_from_before=True)
        leg.entered = entry.moment - ago
        earlier = self._earlier.get(base)
        if earlier is not None:
            leg.id, leg.entered = earlier["event_id"], int(earlier["at"])
            leg.position = earlier.get("position", "")
            if "waited" in earlier:
                leg.person, leg.waited = earlier["agent"], length_of(earlier["waited"])
                leg.rang = length_of(earlier["rang"]) if "rang" in earlier else None
        self._legs[key] = leg
        return leg

    def _finish_talk(self, entry: Entry) -> Iterator[Record]:
        data = entry._replace(data=_without_empty_end(entry.data)) if entry.event == "ATTENDEDTRANSFER" else entry
        of_wait, of_talk, position = _TALKS[entry.event]
        hold, talked = data.length(of_wait), data.length(of_talk)
        leg = self._leg(entry, (hold or 0) + (talked or 0))
        if leg.is_over:
            return
        leg.is_over = True
        if leg.waited is None:
            leg.waited = hold
        if entry.agent not in NOBODY or not leg.person:
            leg.person = self._who(entry.agent)
        leg.position = leg.position or data.text(position)
        record = self._record(leg, "answered")
        if talked is not None:
            record["talked"] = seconds(talked)
        if entry.event.startswith("COMPLETE"):
            record["ended_by"] = entry.event.removeprefix("COMPLETE").lower()
        record["transferred"] = str("TRANSFER" in entry.event).lower()
        yield record

    def _finish(self, entry: Entry) -> Iterator[Record]:
        outcome, at = _ENDS[entry.event]
        waited = None if at is None else entry.length(at)
        leg = self._leg(entry, waited or 0)
        if leg.is_over:
            return
        leg.is_over = True
        if leg.waited is None and leg.entered is not None:
            leg.waited = waited if waited is not None or leg.number == entry.number else entry.moment - leg.entered
        if outcome == "dropped" and entry.agent not in NOBODY:
            leg.person = self._who(entry.agent)
        yield self._record(leg, outcome)

    def _ring(self, entry: Entry) -> Record:
        person = self._who(entry.agent)
        key = (entry.call, entry.queue)
        mark = f"{person}/{seconds(entry.moment)}"
        leg = self._legs.get(key)
        again = 0
        if leg is not None:
            again = leg.rings[mark]
            leg.rings[mark] += 1
        record = {
            "event_id": f"{entry.call}/{entry.queue}/ring/{mark}" + (f"/{again + 1}" if again else ""),
            "agent": person,
            "at": str(entry.moment),
            "kind": "ring",
            "call": entry.call,
            "queue": entry.queue,
            "outcome": "missed" if entry.event == "RINGNOANSWER" else "cancelled",
        }
        rang = entry.length(0, unit=SECOND // 1000)
        return record if rang is None else {**record, "rang": seconds(rang)}

    def _open(self, leg: Leg) -> Record:
        leg.is_over = True
        return self._record(leg, "open")

    def _record(self, leg: Leg, outcome: str) -> Record:
        record = {
            "event_id": leg.id,
            "agent": leg.person or self._who(f"queue/{leg.queue}"),
            "at": str(leg.entered if leg.entered is not None else leg.began),
            "kind": "call",
            "call": leg.call,
            "queue": leg.queue,
            "outcome": outcome,
        }
        if leg.position.isdigit() and len(leg.position) < 10:
            record["position"] = str(int(leg.position))
        if leg.waited is not None:
            record["waited"] = seconds(leg.waited)
        if leg.rang is not None:
            record["rang"] = seconds(leg.rang)
        if leg.is_from_before:
            record[BEFORE] = "true"
        if leg.is_older:
            record[AGAIN] = "true"
        return record

    def _forget(self, before: int) -> Iterator[Record]:
        """Legs are kept in the order in which they were begun."""
        while self._legs:
            key, leg = next(iter(self._legs.items()))
            if leg.began >= before:
                return
            del self._legs[key]
            if not leg.is_over:
                yield self._open(leg)


def _without_empty_end(data: tuple[str, ...]) -> tuple[str, ...]:
    end = len(data)
    while end and not data[end - 1]:
        end -= 1
    return data[:end]
