"""From what was told of a person, change by change, to the stretches of days through which the person stays the same.

Each attribute, the manager and having left are told separately: what is told from a day on holds until something else
is told from a later day on. Of two things told from the same day on, the one told last holds; so a correction is one
more change, and a change that arrives late takes its place between those already there.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from service.days import LAST_DAY, day_before
from service.written import Written


@dataclass(frozen=True, slots=True)
class Told:
    """One change. An attribute that is None no longer holds; ``ended`` None says nothing of it.

    ``manager`` counts only with ``manager_told``. ``removed`` takes back everything told before it.
    """

    from_day: str
    attributes: Mapping[str, Written | None] = field(default_factory=dict)
    manager: str | None = None
    manager_told: bool = False
    ended: bool | None = None
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days ``from_day`` to ``to_day``, both included. With ``ended`` the person is not there on them."""

    from_day: str
    to_day: str
    attributes: Mapping[str, Written]
    manager: str | None
    ended: bool


def stretches(told: Iterable[Told]) -> tuple[Stretch, ...]:
    """The stretches without a gap, from the first day told of to the last day we know; neighbours differ.

    ``told`` is in the order in which it was told. Nothing told, or all of it taken back, gives no stretch.
    """
    valid: list[Told] = []
    for change in told:
        if change.removed:
            valid.clear()
        else:
            valid.append(change)
    valid.sort(key=lambda change: change.from_day)
    found: list[Stretch] = []
    attributes: dict[str, Written] = {}
    manager: str | None = None
    ended = False
    for place, change in enumerate(valid):
        attributes = _after(attributes, change.attributes)
        manager = change.manager if change.manager_told else manager
        ended = ended if change.ended is None else change.ended
        following = valid[place + 1].from_day if place + 1 < len(valid) else None
        if following == change.from_day:
            continue
        last = LAST_DAY if following is None else day_before(following)
        stretch = Stretch(change.from_day, last, attributes, manager, ended)
        if found and _same(found[-1], stretch):
            before = found.pop()
            stretch = Stretch(before.from_day, last, attributes, manager, ended)
        found.append(stretch)
    return tuple(found)


def stretch_on(found: Sequence[Stretch], day: str) -> Stretch | None:
    """The stretch in which the day lies; None before the first."""
    for stretch in reversed(found):
        if stretch.from_day <= day:
            return stretch
    return None


def differing(before: Sequence[Stretch], after: Sequence[Stretch]) -> tuple[tuple[str, str], ...]:
    """The days on which somebody is other than before, as first and last days. Who is not there is like who has
    left."""
    edges = sorted({one.from_day for one in (*before, *after)})
    found: list[tuple[str, str]] = []
    for first, following in itertools.zip_longest(edges, edges[1:]):
        if _present(before, first) == _present(after, first):
            continue
        last = LAST_DAY if following is None else day_before(following)
        if found and found[-1][1] == day_before(first):
            found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
    return tuple(found)


def _present(found: Sequence[Stretch], day: str) -> tuple[object, ...] | None:
    one = stretch_on(found, day)
    return None if one is None or one.ended else (one.attributes, one.manager)


def news(found: Sequence[Stretch], told: Told) -> Told | None:
    """What of ``told`` differs from what holds on its day; None when nothing does."""
    present = stretch_on(found, told.from_day)
    if present is None:
        kept = {name: value for name, value in told.attributes.items() if value is not None}
        manager = told.manager if told.manager_told else None
        return Told(told.from_day, kept, manager, manager is not None, told.ended)
    different = {
        name: value for name, value in told.attributes.items() if _text(present.attributes.get(name)) != _text(value)
    }
    manager_told = told.manager_told and told.manager != present.manager
    ended = told.ended if told.ended is not None and told.ended != present.ended else None
    if not different and not manager_told and ended is None:
        return None
    return Told(told.from_day, different, told.manager if manager_told else None, manager_told, ended)


def _text(value: Written | None) -> str | None:
    """By its text alone: a spreadsheet has the text 5000 where a program sends the number."""
    return None if value is None else value.text


def _after(attributes: dict[str, Written], change: Mapping[str, Written | None]) -> dict[str, Written]:
    if not change:
        return attributes
    merged = {**attributes, **{name: value for name, value in change.items() if value is not None}}
    for name, value in change.items():
        if value is None:
            merged.pop(name, None)
    return merged


def _same(one: Stretch, other: Stretch) -> bool:
    return (one.attributes, one.manager, one.ended) == (other.attributes, other.manager, other.ended)
