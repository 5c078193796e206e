"""Putting the sample centre into a workspace: people, six months of events and figures, rule sets, runs.

Everything is asked of the use cases as a customer would. Doing it again changes nothing.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from random import Random

from rules.period import Period, PeriodKind, period_of
from service.centre.chats import EACH_PERSON as CHATS
from service.centre.chats import chat_month
from service.centre.phones import EACH_PERSON as PHONES
from service.centre.phones import phone_month
from service.centre.staff import HOTLINE, INBOXES, QUEUES, SEED, SHOPS, Member, agents, extension, supervisors, user_id
from service.datasets import declare_if_new, get_dataset
from service.figure_checks import FigureNews
from service.figures import enter
from service.imports import Options, begin, discard, prepare
from service.mappings import put_mapping
from service.people_changes import tell
from service.people_checks import PersonNews
from service.runs.claiming import Terms
from service.runs.closing import close_period, list_closed
from service.runs.starting import RunRequest, start_runs
from service.runs.stored import Stored
from service.sources.registry import SOURCES
from service.uploads import take_in
from service.work import Actor, Office
from service.worker import Worker

MONTHS = 6
PRESALES_RULES = "shop-presales"
PACKS = (
    "shop/presales-agent",
    "call-centre/chatwoot-agent",
    "call-centre/asterisk-agent",
    "call-centre/chatwoot-supervisor",
    "call-centre/asterisk-supervisor",
)
"""Supervisors after those whose results they gather."""

Publish = Callable[[str, Period], str]
"""Brings the rule set of a template into force from a period on; its id."""


def months_before(today: date, count: int = MONTHS) -> list[date]:
    """The first days of the months that are over, earliest first."""
    found = []
    first = today.replace(day=1)
    for _ in range(count):
        first = (first - timedelta(days=1)).replace(day=1)
        found.append(first)
    return found[::-1]


def load_centre(
    office: Office, actor: Actor, publish: Publish, terms: Terms, *, months: int = MONTHS, share: float = 1
) -> bool:
    """Whether there was anything left to load. ``share`` is how much of the usual number of calls and chats comes."""
    firsts = months_before(office.clock().date(), months)
    staff = agents()
    with office.reading(actor) as work:
        # the last thing that is done
        if list_closed(work, limit=1).items:
            return False
    ids = [publish(place, _period(firsts[0])) for place in PACKS]
    _people(office, actor, staff, firsts)
    _phones(office, actor, [member for member in staff if member.team == HOTLINE], firsts, share)
    _chats(office, actor, [member for member in staff if member.role == "chat-agent"], firsts, share)
    for first in firsts:
        _figures(office, actor, staff, first)
    worker = Worker(office, Stored(office.data_dir), terms)
    for first in firsts:
        _run(office, actor, worker, ids, first)
    _corrected(office, actor, worker, staff, firsts[-1])
    with office.writing(actor) as work:
        close_period(work, f"{firsts[0]:%Y-%m}", "示例：已发放 sample: paid out")
    return True


def _period(first: date) -> Period:
    return period_of(PeriodKind.MONTH, first)


def _people(office: Office, actor: Actor, staff: Sequence[Member], months: Sequence[date]) -> None:
    """Everybody, the queues and inboxes for what nobody took, and a few who changed their shop or left."""
    news = []
    for member in (*supervisors(), *staff):
        attributes = {"role": member.role, "shop": member.shop, "team": member.team}
        news.append(PersonNews(member.id, member.hired, member.name, attributes, member.manager or None))
    for place, (queue, inbox) in enumerate(zip(QUEUES, INBOXES, strict=True)):
        for id, name, manager in (
            (f"queue/{queue}", f"无人应答 Unanswered {queue}", f"s{place + 3}"),
            (f"inbox/{inbox}", f"机器人 Bot {inbox}", f"s{place + 1}"),
        ):
            news.append(PersonNews(id, "2024-03-01", name, {"role": "nobody", "shop": SHOPS[place]}, manager))
    moved = months[-1].replace(day=16).isoformat()
    news.append(PersonNews("p10", moved, attributes={"shop": SHOPS[1]}, manager="s2"))
    with office.writing(actor) as work:
        tell(work, news, source="sample")


def _phones(office: Office, actor: Actor, people: Sequence[Member], months: Sequence[date], share: float) -> None:
    names = {extension(member): member.id for member in people}
    files = ((f"queue_log.{first:%Y%m}", phone_month(first, people, PHONES * share).text) for first in months)
    _import(office, actor, "asterisk-queue-log", names, files)


def _chats(office: Office, actor: Actor, people: Sequence[Member], months: Sequence[date], share: float) -> None:
    names = {str(user_id(member)): member.id for member in people}
    files = (
        (f"reporting_events.{first:%Y%m}.json", json.dumps(chat_month(first, people, CHATS * share).events))
        for first in months
    )
    _import(office, actor, "chatwoot-reporting-events", names, files)


def _import(
    office: Office, actor: Actor, source: str, names: Mapping[str, str], files: Iterable[tuple[str, str]]
) -> None:
    told = {"columns": {"agent": {"column": "agent", "values": dict(names)}}}
    name = SOURCES[source].usual
    with office.writing(actor) as work:
        declare_if_new(work, name, SOURCES[source].dataset)
        if not get_dataset(work, name).has_mapping:
            put_mapping(work, name, told, None)
    for file_name, text in files:
        upload = take_in(office.data_dir, io.BytesIO(text.encode()), file_name, source=source)
        options = Options(mapping=told, source=source)
        with office.reading(actor) as work:
            prepared = prepare(work, office.data_dir, name, upload, options, at_once=True)
        try:
            with office.writing(actor) as work:
                begin(work, office.data_dir, prepared)
        finally:
            discard(prepared)


def _figures(office: Office, actor: Actor, staff: Sequence[Member], first: date) -> None:
    """The month's sheet of the agents before the sale."""
    news = []
    for member in staff:
        if member.role != "presales-agent":
            continue
        random = Random(f"{SEED} figures {first} {member.id}")
        inquiries = round(random.gauss(520, 70))
        orders = round(inquiries * min(0.5, max(0.12, random.gauss(0.2 + 0.16 * member.skill, 0.03))))
        values = {
            "service_score": f"{min(5, max(3, random.gauss(4.1 + 0.7 * member.skill, 0.15))):.2f}",
            "inquiries": inquiries,
            "orders": orders,
            "paid_amount": f"{orders * random.gauss(95 + 40 * member.skill, 8):.2f}",
            "chats": round(inquiries * random.uniform(1.2, 1.6)),
            "refund_rate": f"{max(0.2, random.gauss(5 - 4 * member.skill, 1)):.1f}%",
            "complaints": max(0, round(random.gauss(2.2 - 2.5 * member.skill, 1))),
        }
        news.append(FigureNews(member.id, values))
    with office.writing(actor) as work:
        enter(work, _period(first), news, source="sample")


def _run(office: Office, actor: Actor, worker: Worker, ids: Sequence[str], first: date) -> None:
    for rule_sets in (ids[:3], ids[3:]):
        with office.writing(actor) as work:
            for id in rule_sets:
                start_runs(work, worker.sources, RunRequest(f"{first:%Y-%m}", id))
        worker.run_until_idle()


def _corrected(office: Office, actor: Actor, worker: Worker, staff: Sequence[Member], first: date) -> None:
    """One figure of the last month was wrong: the run that follows supersedes the first and posts the difference."""
    late = next(member for member in staff if member.role == "presales-agent")
    with office.writing(actor) as work:
        enter(work, _period(first), [FigureNews(late.id, {"complaints": 3})], source="sample")
        start_runs(work, worker.sources, RunRequest(f"{first:%Y-%m}", PRESALES_RULES))
    worker.run_until_idle()
