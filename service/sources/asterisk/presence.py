"""When agents were logged in, and when they were on pause. Somebody on pause in several queues is on pause once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from service.sources.asterisk.calls import Record
from service.sources.asterisk.entry import SECOND, seconds

LONGEST = 7 * 24 * 3600 * SECOND
"""An open span of an earlier file that is older than that is not gone on with: its end got lost."""

ANY = "*"
"""In place of a queue: all of them, or nobody knows which."""


@dataclass(slots=True)
class Span:
    id: str
    began: int
    number: int
    reason: str = ""
    queues: set[str] = field(default_factory=set)
    ever: set[str] = field(default_factory=set)


class Spans:
    """Spans of one kind, at most one open for each person; it lasts until it has ended in every queue."""

    def __init__(self, kind: str, column: str, unfinished: Mapping[str, Mapping[str, str]]):
        self.not_begun = 0
        self._kind, self._column = kind, column
        self._open: dict[str, Span] = {}
        self._known: set[str] = set()
        for id, row in unfinished.items():
            queue = row.get("queue", ANY)
            span = Span(id, int(row["at"]), 0, row.get("reason", ""), {queue}, {queue})
            if row["agent"] not in self._open or self._open[row["agent"]].began < span.began:
                self._open[row["agent"]] = span

    def begin(self, person: str, queue: str, moment: int, number: int, reason: str = "") -> Iterator[Record]:
        """Another reason begins another span."""
        self._known.add(person)
        span = self._span(person, moment)
        if span is not None and reason and span.reason and reason != span.reason:
            yield self._closed(person, span, moment)
            queues = set(span.queues)
            span = None
        else:
            queues = set()
        if span is None:
            span = Span(f"{self._kind}/{person}/{seconds(moment)}", moment, number, reason, queues, set(queues))
            self._open[person] = span
        span.reason = span.reason or reason
        span.queues.add(queue)
        span.ever.add(queue)

    def end(self, person: str, queue: str, moment: int, number: int, lasted: int | None = None) -> Iterator[Record]:
        """``lasted`` is how long the span was, where the log says so."""
        is_known = person in self._known
        self._known.add(person)
        span = self._span(person, moment)
        if span is None:
            if lasted is not None and not is_known:
                began = moment - lasted
                span = Span(f"{self._kind}/{person}/{seconds(began)}", began, number, ever={queue})
                yield self._closed(person, span, moment)
            elif not is_known:
                self.not_begun += 1
            return
        span.queues.discard(queue)
        if queue == ANY or span.queues <= {ANY}:
            yield self._closed(person, span, moment)

    def is_open(self, person: str) -> bool:
        return person in self._open

    def rest(self) -> Iterator[Record]:
        """Those that have not ended, and began in this file."""
        for person, span in self._open.items():
            if span.number:
                yield self._record(person, span, "open")

    def _span(self, person: str, moment: int) -> Span | None:
        span = self._open.get(person)
        if span is not None and not span.number and not span.began <= moment <= span.began + LONGEST:
            del self._open[person]
            return None
        return span

    def _closed(self, person: str, span: Span, moment: int) -> Record:
        self._open.pop(person, None)
        return self._record(person, span, "ended") | {self._column: seconds(max(0, moment - span.began))}

    def _record(self, person: str, span: Span, outcome: str) -> Record:
        record = {
            "event_id": span.id,
            "agent": person,
            "at": str(span.began),
            "kind": self._kind,
            "outcome": outcome,
        }
        if len(span.ever) == 1 and ANY not in span.ever:
            record["queue"] = next(iter(span.ever))
        return record | ({"reason": span.reason} if span.reason else {})
