"""Compiled programs, kept by content hash: checked and compiled once per process, not once per request."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock

from engine.program import Program
from engine.scorer import Scorer
from engine.scorer.quick import QuickDoor, Scaled, quick_door
from engine.scorer.written import result_writer
from engine.values import Evaluation, PeriodFacts, Person
from rules.check import check_text
from rules.document.document import Media
from rules.period import Period
from rules.score import refuse_other_kind
from service.versions import get_version, in_force
from service.work import Work

KEPT = 500


@dataclass(frozen=True, slots=True)
class Compiled:
    """A program with its evaluators. ``quick`` is None where people must be scored together or with their history.

    ``write`` gives the answer of most people whom ``quick`` scores as text.
    """

    program: Program
    scorer: Scorer
    quick: QuickDoor | None
    write: Callable[[str, Scaled], str | None] | None

    def evaluate(self, people: Sequence[Person], period: PeriodFacts) -> list[Evaluation]:
        return self.scorer.evaluate(people, period)


_kept: OrderedDict[tuple[str, int], Compiled] = OrderedDict()
_lock = Lock()


def compiled(content_hash: str, language_version: int, text: str, media: Media) -> Compiled:
    """The program of a published text. It had no error when it was published, so it has none now."""
    key = (content_hash, language_version)
    with _lock:
        found = _kept.get(key)
        if found is not None:
            _kept.move_to_end(key)
            return found
    report = check_text(text, media)
    if report.program is None:
        raise RuntimeError(f"the published document {content_hash} is refused by this version of the checks")
    program, quick = report.program, quick_door(report.program)
    write = None if quick is None else result_writer(program, quick.position)
    found = Compiled(program, Scorer(program), quick, write)
    with _lock:
        _kept[key] = found
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return found


def program_in_force(work: Work, rule_set_id: str, period: Period, number: int | None = None) -> tuple[int, Compiled]:
    """The version with this number, or the one in force for ``period``. Needs scope ``read`` or ``score``.

    Raises NotFound for what is not there, :class:`engine.issues.Refused` when it does not score this kind of period.
    """
    version = in_force(work, rule_set_id, period) if number is None else get_version(work, rule_set_id, number)
    facts = version.facts
    ready = compiled(facts.content_hash, facts.language_version, version.document, version.media)
    refuse_other_kind(ready.program, period, ("period",))
    return facts.number, ready


def program_on(work: Work, rule_set_id: str, period: Period) -> Program:
    """The program in force when ``period`` begins, whatever kind of period it scores. Raises NotFound."""
    version = in_force(work, rule_set_id, period)
    facts = version.facts
    return compiled(facts.content_hash, facts.language_version, version.document, version.media).program


def known(content_hash: str, language_version: int) -> Compiled | None:
    """The program, if it is at hand without its text."""
    with _lock:
        return _kept.get((content_hash, language_version))
