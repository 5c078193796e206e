"""Which stretch of values a plot shows."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor, log10

from engine.formula.nodes import Name, Number
from engine.formula.types import Kind
from rules.plots.axis import Axis
from rules.plots.breaks import Breaks
from rules.plots.part import Part
from rules.plots.pieces import View, turns

_FAR = Fraction(10**9)
_BESIDE = Fraction(1, 4)
_FEW = 3


def widest(axis: Axis, part: Part) -> tuple[Fraction, Fraction]:
    """Everything that the value can be, as far as anybody goes; among others, where these are."""
    first, last = -_FAR, _FAR
    if part.theirs:
        near, far = min(part.theirs), max(part.theirs)
        width = (far - near) or abs(far) or Fraction(1)
        first, last = near - width, far + width
        first = Fraction(0) if first < 0 <= near else first
    low = first if axis.low is None else max(axis.low, first)
    high = last if axis.high is None else min(axis.high, last)
    return (low, high) if low < high else (low, low + 1)


def wished(axis: Axis, breaks: Breaks, part: Part) -> View:
    """A stretch on which everything that happens can be seen, with some room beside it."""
    if part.others:
        return View(breaks.low, breaks.high)
    seen = set(turns(part, breaks.low, breaks.high, breaks.found, breaks.grid))
    if len(seen - {0}) < 2 and part.result.type.is_number:
        # A line without turns is shown between nothing and the full mark.
        known = set(breaks.found)
        for mark in (0, 100):
            breaks.crossing(Name(part.result.id), Number(Fraction(mark)))
        seen |= breaks.found - known
    low, high = (min(seen), max(seen)) if seen else (Fraction(0), Fraction(100))
    room = (high - low) * (_BESIDE if len(seen) > _FEW else 2 * _BESIDE)
    if low == high:
        low, high = _around(low, axis.type.kind)
    if axis.low is not None and axis.high is not None and axis.high - axis.low <= 4 * (high - low):
        return View(axis.low, axis.high) if axis.low < axis.high else View(axis.low, axis.low + 1)
    from_, to = low - room, high + room
    if low >= 0 and from_ < high * Fraction(2, 5):
        from_ = Fraction(0)
    unit = _unit(to - from_)
    from_, to = floor(from_ / unit) * unit, ceil(to / unit) * unit
    if axis.low is not None:
        from_ = max(from_, axis.low)
    if axis.high is not None:
        to = min(to, axis.high)
    return View(from_, to)


def _around(only: Fraction, kind: Kind) -> tuple[Fraction, Fraction]:
    """Where only one thing happens: as much before as behind it, but no more than everything of a share."""
    if only <= 0:
        return (2 * only, Fraction(0)) if only < 0 else (Fraction(0), Fraction(1))
    return Fraction(0), Fraction(1) if kind is Kind.PERCENT and only < 1 < 2 * only else 2 * only


def _unit(width: Fraction) -> Fraction:
    """A round number, about a twentieth of the width."""
    return Fraction(10) ** floor(log10(width / 2)) / 2
