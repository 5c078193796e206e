"""A queue log as Asterisk would have written it, made up, and how much of everything is in it.

The counts are kept while the calls are made up, not read off the log: whoever reads the log must come to the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from random import Random

from service.centre.day import arrivals, month_of, on_duty
from service.centre.staff import QUEUES, Member, extension

IN_TIME = 20
EACH_PERSON = 14
"""Calls that come for every agent on a usual day."""

_REASONS = ("午餐 lunch", "休息 break", "培训 training")


@dataclass(slots=True)
class OfAgent:
    """Counts, and sums in seconds."""

    answered: int = 0
    in_time: int = 0
    waited: int = 0
    talked: int = 0
    transferred: int = 0
    missed: int = 0
    paused: int = 0
    logged_in: int = 0


@dataclass(slots=True)
class OfQueue:
    offered: int = 0
    answered: int = 0
    in_time: int = 0
    abandoned: int = 0
    timed_out: int = 0


@dataclass(slots=True)
class PhoneMonth:
    """``lines`` in the order in which they were written."""

    lines: list[str] = field(default_factory=list)
    agents: dict[str, OfAgent] = field(default_factory=dict)
    queues: dict[str, OfQueue] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return "\n".join(self.lines) + "\n"


def phone_month(first: date, people: Sequence[Member], each: float = EACH_PERSON) -> PhoneMonth:
    """The month that begins on ``first``, always the same for the same people."""
    month = PhoneMonth(
        agents={member.id: OfAgent() for member in people}, queues={queue: OfQueue() for queue in QUEUES}
    )
    lines = month_of(first, people, QUEUES, "phones", partial(_day, month, each))
    month.lines = [f"{moment}|{text}" for moment, text in lines]
    return month


def _day(
    month: PhoneMonth, each: float, random: Random, day: date, queue: str, team: Sequence[Member]
) -> Iterator[tuple[int, str]]:
    duty = on_duty(team, day)
    busy = [(start, end) for _, start, end in duty]
    free = [start for start, _ in busy]
    for place, (member, start, end) in enumerate(duty):
        name, own = extension(member), month.agents[member.id]
        yield start, f"NONE|{queue}|{name}|ADDMEMBER|"
        yield end, f"NONE|{queue}|{name}|REMOVEMEMBER|"
        own.logged_in += end - start
        pause = start + random.randrange(2 * 3600, 5 * 3600)
        length = round(random.uniform(1500, 4200) * (1.3 - 0.5 * member.skill))
        yield pause, f"NONE|{queue}|{name}|PAUSE|{random.choice(_REASONS)}"
        yield pause + length, f"NONE|{queue}|{name}|UNPAUSE|"
        own.paused += length
        busy[place] = (pause, pause + length)
    for number, entered in enumerate(arrivals(random, day, each * len(team))):
        yield from _call(random, queue, entered, number, duty, busy, free, month)


def _call(
    random: Random,
    queue: str,
    entered: int,
    number: int,
    duty: Sequence[tuple[Member, int, int]],
    busy: Sequence[tuple[int, int]],
    free: list[int],
    month: PhoneMonth,
) -> Iterator[tuple[int, str]]:
    """One call: to whoever is free first, unless the caller loses patience or nobody takes it in ten minutes."""
    call, of_queue = f"{entered - 1}.{number * 4 + 1}", month.queues[queue]
    of_queue.offered += 1
    yield entered, f"{call}|{queue}|NONE|ENTERQUEUE||021{random.randrange(10**8):08d}|1"
    patience = entered + round(random.expovariate(1 / 240)) + 4
    moment = entered
    for _ in range(8):
        found = _next_free(moment, duty, busy, free)
        if found is None:
            break
        place, begins = found
        member = duty[place][0]
        own = month.agents[member.id]
        if random.random() < 0.16 * (1 - member.skill):
            # the phone rings fifteen seconds and nobody is there
            if begins + 15 >= min(patience, entered + 600):
                break
            moment = begins + 15
            free[place] = moment + 20
            own.missed += 1
            yield moment, f"{call}|{queue}|{extension(member)}|RINGNOANSWER|15000"
            continue
        rang = random.randrange(2, 7)
        answered = begins + rang
        if answered >= min(patience, entered + 600):
            break
        talked = round(random.lognormvariate(5.75 - 0.45 * member.skill, 0.5)) + 15
        free[place] = answered + talked + random.randrange(5, 40)
        waited = answered - entered
        own.answered += 1
        own.waited += waited
        own.talked += talked
        own.in_time += waited <= IN_TIME
        of_queue.answered += 1
        of_queue.in_time += waited <= IN_TIME
        name = extension(member)
        yield answered, f"{call}|{queue}|{name}|CONNECT|{waited}|{begins}.{number * 4 + 2}|{rang}"
        if random.random() < 0.06:
            own.transferred += 1
            yield answered + talked, f"{call}|{queue}|{name}|BLINDTRANSFER|8001|internal|{waited}|{talked}|1"
        else:
            by = random.choice(("COMPLETECALLER", "COMPLETECALLER", "COMPLETEAGENT"))
            yield answered + talked, f"{call}|{queue}|{name}|{by}|{waited}|{talked}|1"
        return
    if patience <= entered + 600:
        of_queue.abandoned += 1
        yield patience, f"{call}|{queue}|NONE|ABANDON|1|1|{patience - entered}"
    else:
        of_queue.timed_out += 1
        yield entered + 600, f"{call}|{queue}|NONE|EXITWITHTIMEOUT|1|1|600"


def _next_free(
    moment: int, duty: Sequence[tuple[Member, int, int]], busy: Sequence[tuple[int, int]], free: Sequence[int]
) -> tuple[int, int] | None:
    """Who can take a call first, and when; whoever had no call for longest among those who are free already."""
    best: tuple[int, int, int] | None = None
    for place, (_, start, end) in enumerate(duty):
        begins = max(moment, free[place], start)
        if busy[place][0] <= begins < busy[place][1]:
            begins = busy[place][1]
        if begins >= end - 60:
            continue
        found = (begins, free[place], place)
        if best is None or found < best:
            best = found
    return None if best is None else (best[2], best[0])
