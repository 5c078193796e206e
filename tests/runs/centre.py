"""A small centre that is stored: people and figures, told by the use cases themselves."""

from __future__ import annotations

from collections.abc import Mapping

from rules.period import parse_period
from service.figure_checks import FigureNews
from service.figures import enter
from service.people_changes import tell
from service.people_checks import PersonNews
from service.runs.claiming import Terms
from service.runs.starting import RunFacts, RunRequest, get_run, start_runs
from service.runs.stored import Stored
from service.work import Actor, Office
from service.worker import Worker

PERIOD = "2026-11"


def tell_people(
    office: Office, actor: Actor, people: Mapping[str, Mapping[str, object]], day: str = "2026-01-01"
) -> None:
    """Attributes by person; ``name`` and ``manager`` are not attributes."""
    told = []
    for id, facts in people.items():
        attributes = {name: value for name, value in facts.items() if name not in ("name", "manager")}
        manager = {"manager": facts["manager"]} if "manager" in facts else {}
        told.append(PersonNews(id, day, str(facts.get("name", id)), attributes, **manager))  # type: ignore[arg-type]
    with office.writing(actor) as work:
        tell(work, told)


def enter_figures(
    office: Office,
    actor: Actor,
    values: Mapping[str, Mapping[str, object]],
    period: str = PERIOD,
    correction: str | None = None,
) -> None:
    news = [FigureNews(id, given) for id, given in values.items()]
    with office.writing(actor) as work:
        enter(work, parse_period(period), news, correction=correction)


def queue(office: Office, actor: Actor, rule_set: str, period: str = PERIOD, **more: object) -> RunFacts:
    with office.writing(actor) as work:
        return start_runs(work, Stored(office.data_dir), RunRequest(period, rule_set, **more))[0].run  # type: ignore[arg-type]


def run(office: Office, actor: Actor, rule_set: str, period: str = PERIOD, **more: object) -> RunFacts:
    """Ask for a run and do it."""
    queued = queue(office, actor, rule_set, period, **more)
    Worker(office, Stored(office.data_dir), Terms()).run_until_idle()
    with office.reading(actor) as work:
        return get_run(work, queued.id)
