"""Which column is which: by id, by a label that only one thing has, or by what is left when both are spelled alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from engine.issues import Issue
from service.tables.codes import COLUMN_AMBIGUOUS, COLUMN_TWICE

_BRACKETS = re.compile(r"[(\[（【].*?[)\]）】]")
_NO_LETTER = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Something that a column may supply, and what people call it."""

    id: str
    names: tuple[str, ...] = ()


@dataclass(slots=True)
class Matches:
    """The position of each thing that was found, and the positions of columns that supply nothing known."""

    positions: dict[str, int] = field(default_factory=dict)
    unused: list[int] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)


def match_columns(
    header: Sequence[str], wanted: Iterable[Wanted], taken: Collection[int] = (), *, loosely: bool = False
) -> Matches:
    """Find the column of each thing among those whose position is not ``taken``.

    ``loosely`` also takes a column whose name differs in spaces, punctuation and what stands in brackets, where only
    one thing can be meant and no column bears its real name. Issues are at ``columns.<name>``.
    """
    things = list(wanted)
    exact = {thing.id: (thing.id,) for thing in things}
    by_id = _lookup(things, lambda thing: (thing.id,), name_key)
    by_name = _lookup(things, lambda thing: thing.names, name_key)
    matches = Matches()
    left: list[int] = []
    for position, name in enumerate(header):
        key = name_key(name)
        if position in taken or not key:
            continue
        found = exact.get(name.strip()) or by_id.get(key) or by_name.get(key, ())
        if found:
            _take(matches, header, position, found)
        else:
            left.append(position)
    if loosely:
        open_ = [thing for thing in things if thing.id not in matches.positions]
        spelled = _lookup(open_, lambda thing: (thing.id, *thing.names), loose_key)
        meant = {position: spelled.get(loose_key(header[position]), ()) for position in left}
        for position in list(left):
            found = meant[position]
            if len(found) == 1 and sum(found == other for other in meant.values()) == 1:
                _take(matches, header, position, found)
                left.remove(position)
    matches.unused = left
    return matches


def name_key(name: str) -> str:
    """What is left of a name when width and case of its letters do not count."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def loose_key(name: str) -> str:
    """The letters and digits of a name alone, without what stands in brackets: ``Wait time (s)`` is ``waittime``."""
    key = name_key(name)
    return _NO_LETTER.sub("", _BRACKETS.sub("", key)) or _NO_LETTER.sub("", key)


def _take(matches: Matches, header: Sequence[str], position: int, found: tuple[str, ...]) -> None:
    name = header[position].strip()[:60]
    if len(found) > 1:
        matches.issues.append(COLUMN_AMBIGUOUS.at(("columns", name), name=name, ids=", ".join(found)))
    elif found[0] in matches.positions:
        other = header[matches.positions[found[0]]].strip()[:60]
        matches.issues.append(COLUMN_TWICE.at(("columns", name), name=name, other=other))
    else:
        matches.positions[found[0]] = position


def _lookup(
    things: Iterable[Wanted], names: Callable[[Wanted], tuple[str, ...]], key: Callable[[str], str]
) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for thing in things:
        for name in names(thing):
            at = key(name)
            if at and thing.id not in found.get(at, ()):
                found[at] = (*found.get(at, ()), thing.id)
    return found
