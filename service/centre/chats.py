"""Reporting events as Chatwoot would have kept them, made up, and how much of everything is in them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import partial
from random import Random
from typing import Any

from service.centre.day import arrivals, month_of, on_duty
from service.centre.staff import INBOXES, Member, user_id

EACH_PERSON = 5
"""Conversations that come for every agent on a usual day."""


@dataclass(slots=True)
class OfAgent:
    """Counts, and sums in seconds of business hours."""

    first_responses: int = 0
    first_response: int = 0
    replies: int = 0
    reply: int = 0
    resolved: int = 0
    reopened: int = 0


@dataclass(slots=True)
class ChatMonth:
    events: list[dict[str, Any]] = field(default_factory=list)
    agents: dict[str, OfAgent] = field(default_factory=dict)
    by_bots: dict[str, int] = field(default_factory=dict)


def chat_month(first: date, people: Sequence[Member], each: float = EACH_PERSON) -> ChatMonth:
    """The month that begins on ``first``, always the same for the same people. Ids grow from month to month."""
    month = ChatMonth(agents={member.id: OfAgent() for member in people}, by_bots=dict.fromkeys(INBOXES, 0))
    base = (first.year * 12 + first.month) * 1_000_000
    conversations = itertools.count(base + 1)
    events = month_of(first, people, INBOXES, "chats", partial(_day, month, each, conversations))
    month.events = [{"id": base + number, **event} for number, (_, event) in enumerate(events, start=1)]
    return month


def _day(
    month: ChatMonth,
    each: float,
    conversations: Iterator[int],
    random: Random,
    day: date,
    inbox: str,
    team: Sequence[Member],
) -> Iterator[tuple[int, dict[str, Any]]]:
    duty = on_duty(team, day)
    for begun in arrivals(random, day, each * len(duty)):
        there = [member for member, start, end in duty if start <= begun < end - 900]
        conversation = _Conversation(random, month, next(conversations), inbox, begun)
        if not there or random.random() < 0.05:
            conversation.by_bot()
        else:
            conversation.by(random.choice(there))
        yield from conversation.events


class _Conversation:
    """One conversation from its beginning to its last resolution, with the counts of whoever has it."""

    def __init__(self, random: Random, month: ChatMonth, number: int, inbox: str, begun: int):
        self.events: list[tuple[int, dict[str, Any]]] = []
        self._random, self._month, self._number, self._inbox, self._begun = random, month, number, inbox, begun

    def by_bot(self) -> None:
        end = self._begun + self._random.randrange(20, 90)
        self._month.by_bots[self._inbox] += 1
        for name in ("conversation_resolved", "conversation_bot_resolved"):
            self._write(name, self._begun, end, None)

    def by(self, member: Member) -> None:
        own, random, user = self._month.agents[member.id], self._random, user_id(member)
        self._write("conversation_opened", self._begun, self._begun, user, lasted=0)
        moment = self._begun + self._length(member, 55)
        own.first_responses += 1
        own.first_response += moment - self._begun
        self._write("first_response", self._begun, moment, user)
        for _ in range(random.choice((1, 1, 2, 2, 3))):
            asked = moment + random.randrange(10, 90)
            moment = asked + self._length(member, 70)
            own.replies += 1
            own.reply += moment - asked
            self._write("reply_time", asked, moment, user)
        moment += random.randrange(20, 200)
        own.resolved += 1
        self._write("conversation_resolved", self._begun, moment, user)
        if random.random() < 0.24 * (1 - member.skill):
            again = moment + random.randrange(300, 1800)
            self._write("conversation_opened", moment, again, user)
            own.reopened += 1
            solved = again + random.randrange(120, 900)
            own.resolved += 1
            self._write("conversation_resolved", self._begun, solved, user)

    def _length(self, member: Member, usual: float) -> int:
        return round(self._random.lognormvariate(0, 0.6) * usual * (1.5 - member.skill)) + 3

    def _write(self, name: str, start: int, end: int, user: int | None, lasted: int | None = None) -> None:
        seconds = float(end - start if lasted is None else lasted)
        event = {
            "name": name,
            "value": seconds,
            "value_in_business_hours": seconds,
            "event_start_time": _time(start),
            "event_end_time": _time(end),
            "account_id": 1,
            "conversation_id": self._number,
            "inbox_id": int(self._inbox),
            "user_id": user,
            "created_at": _time(end),
            "updated_at": _time(end),
        }
        self.events.append((end, event))


def _time(moment: int) -> str:
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
