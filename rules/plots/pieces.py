"""The pieces of a plot: from one break to the next, joined where nothing happens, with what happens where they end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

from engine.numbers import round_half_away
from engine.values import Value
from rules.plots.breaks import INSIDE, Line, line_through
from rules.plots.part import Part

_SAMPLES, _FEWEST_SAMPLES, _ALL_SAMPLES = 24, 4, 600
_CLOSE = Fraction(1, 10**4)


@dataclass(frozen=True, slots=True)
class View:
    """The values that are shown, both ends included."""

    low: Fraction
    high: Fraction


@dataclass(slots=True)
class Piece:
    """One stretch. ``points`` are its corners (of a curve: places close enough to draw it); a text has none, it is
    ``text`` all along; with neither there is no result. ``from_included``: whether the piece has its first value."""

    low: Fraction
    high: Fraction
    from_included: bool
    to_included: bool
    points: list[tuple[Fraction, Fraction]] = field(default_factory=list)
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Jump:
    """A value at which the result is another: just ``before``, ``on`` and just ``after`` it."""

    at: Fraction
    before: Fraction
    on: Fraction | None
    after: Fraction


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Between two breaks: its straight line, or the samples of a curve, or one value all along."""

    low: Fraction
    high: Fraction
    line: Line | None
    samples: tuple[tuple[Fraction, Fraction], ...]
    text: str | None
    first: Value
    last: Value
    slack: Fraction


def pieces_of(
    part: Part, view: View, breaks: Sequence[Fraction], grid: Fraction, decimals: int
) -> tuple[list[Piece], list[Jump]]:
    """All pieces of the view, from low to high, and the jumps between them."""
    cuts = sorted({view.low, view.high, *(one for one in breaks if view.low < one < view.high)})
    on = part.smooth.results(cuts)
    samples = max(_FEWEST_SAMPLES, min(_SAMPLES, _ALL_SAMPLES // len(cuts)))
    stretches = [_stretch(part.smooth, low, high, grid, samples) for low, high in pairwise(cuts)]
    pieces: list[Piece] = []
    jumps: list[Jump] = []
    open_piece: Piece | None = None
    for position, here in enumerate(cuts):
        before = stretches[position - 1] if position > 0 else None
        after = stretches[position] if position < len(stretches) else None
        slack = max(one.slack for one in (before, after) if one is not None)
        ends = before is not None and _same(before.last, on[position], slack)
        begins = after is not None and _same(on[position], after.first, slack)
        if open_piece is not None and before is not None:
            open_piece.high, open_piece.to_included = here, ends
            _extend(open_piece, before, here)
            if after is not None and ends and begins:
                _drop_straight(open_piece, before, after)
                continue
        if not ends and not begins and on[position] is not None:
            pieces.append(_alone(here, on[position]))
        if before is not None and after is not None:
            jumps += _jump(here, before, on[position], after, decimals)
        if after is not None:
            open_piece = Piece(here, after.high, begins, False, text=after.text)
            if isinstance(after.first, Fraction):
                open_piece.points.append((here, after.first))
            pieces.append(open_piece)
    _publish(pieces, part, decimals)
    return sorted(pieces, key=lambda piece: (piece.low, piece.high)), jumps


def turns(part: Part, low: Fraction, high: Fraction, breaks: Iterable[Fraction], grid: Fraction) -> list[Fraction]:
    """Those of the breaks at which the result really turns, jumps, begins or ends."""
    cuts = sorted({low, high, *breaks})
    on = part.smooth.results(cuts)
    stretches = [_stretch(part.smooth, one, other, grid, _FEWEST_SAMPLES) for one, other in pairwise(cuts)]
    found = []
    for position, (before, after) in enumerate(pairwise(stretches), start=1):
        slack = max(before.slack, after.slack)
        joined = _same(before.last, on[position], slack) and _same(on[position], after.first, slack)
        straight = before.line == after.line and (before.line is not None or not isinstance(after.first, Fraction))
        if not (joined and straight):
            found.append(cuts[position])
    return found


def _stretch(part: Part, low: Fraction, high: Fraction, grid: Fraction, count: int) -> _Stretch:
    places = [low + (high - low) * share for share in INSIDE]
    values = part.results(places)
    middle = values[1]
    if not isinstance(middle, Fraction):
        text = middle if isinstance(middle, str) else None
        return _Stretch(low, high, None, (), text, middle, middle, Fraction(0))
    line = line_through(places, values)
    if line is not None:
        first, last = (line[0] * end + line[1] for end in (low, high))
        return _Stretch(low, high, line, (), None, first, last, Fraction(0))
    beside = min(grid, (high - low) / 1000)
    xs = [low + (high - low) * Fraction(step, count) for step in range(1, count)]
    near = [low + beside, high - beside]
    start, end, *ys = part.results([*near, *xs])
    samples = tuple((x, y) for x, y in zip(xs, ys, strict=True) if isinstance(y, Fraction))
    known = [y for _, y in samples]
    slack = (max(known) - min(known)) * _CLOSE if known else Fraction(0)
    return _Stretch(low, high, None, samples, None, start, end, slack)


def _same(one: Value, other: Value, slack: Fraction) -> bool:
    if isinstance(one, Fraction) and isinstance(other, Fraction):
        return abs(one - other) <= slack
    return one == other


def _extend(piece: Piece, stretch: _Stretch, to: Fraction) -> None:
    piece.points += stretch.samples
    if isinstance(stretch.last, Fraction):
        piece.points.append((to, stretch.last))


def _drop_straight(piece: Piece, before: _Stretch, after: _Stretch) -> None:
    """A corner at which the line goes straight on is none."""
    if before.line is not None and before.line == after.line:
        piece.points.pop()


def _alone(at: Fraction, value: Value) -> Piece:
    if isinstance(value, Fraction):
        return Piece(at, at, True, True, [(at, value)])
    return Piece(at, at, True, True, text=value if isinstance(value, str) else None)


def _jump(at: Fraction, before: _Stretch, on: Value, after: _Stretch, decimals: int) -> list[Jump]:
    if not (isinstance(before.last, Fraction) and isinstance(after.first, Fraction)):
        return []
    if abs(before.last - after.first) <= before.slack + after.slack:
        return []
    there = round_half_away(on, decimals) if isinstance(on, Fraction) else None
    left, right = (round_half_away(one, decimals) for one in (before.last, after.first))
    return [Jump(at, left, there, right)] if left != right else []


def _publish(pieces: Sequence[Piece], part: Part, decimals: int) -> None:
    """Points become what is published there: as the program says, but just beside an open end as near as can be."""
    closed = sorted({x for piece in pieces for x, _ in piece.points})
    exact = dict(zip(closed, part.results(closed), strict=True))
    for piece in pieces:
        piece.points = [
            (
                x,
                value
                if isinstance(value := exact[x], Fraction) and _belongs(x, piece)
                else round_half_away(y, decimals),
            )
            for x, y in piece.points
        ]


def _belongs(x: Fraction, piece: Piece) -> bool:
    if x == piece.low:
        return piece.from_included
    return piece.to_included if x == piece.high else True
