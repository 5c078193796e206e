"""Functions that only methods use: prizes by place, shared sums, budgets, forced tiers, splits — all to the cent.

Cohort functions take columns (one entry per person counted), the group of each person and, as ``ids``, the person ids by
which equal remainders are broken; they give one value per person. Results do not depend on the order of the people.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from fractions import Fraction
from math import floor

from engine.formula.types import FLAG, MONEY, TEXT, Type
from engine.functions.declaration import Function, Parameter, Scope
from engine.functions.results import always
from engine.issues import Words
from engine.values import Undecided, Value

Column = Sequence[Value]
Groups = Sequence[object]


def share_out(amount: Fraction, weights: Sequence[Fraction], ids: Sequence[str], decimals: int) -> list[Fraction]:
    """Divide ``amount`` by ``weights`` so that the parts, in units of 10^-decimals, add up to it exactly.

    Largest remainder; equal remainders go to the smaller id. ``weights`` are not negative and not all zero.
    """
    unit = Fraction(1, 10**decimals)
    units = amount / unit
    whole = floor(units)
    odd = units - whole
    total = sum(weights, Fraction(0))
    exact = [whole * weight / total for weight in weights]
    parts = [floor(share) for share in exact]
    left = whole - sum(parts)
    order = sorted(range(len(parts)), key=lambda n: (parts[n] - exact[n], ids[n]))
    for position in order[:left]:
        parts[position] += 1
    shares = [part * unit for part in parts]
    if odd:  # an amount finer than the unit: what is left over goes to the first in order
        shares[order[0]] += odd * unit
    return shares


def split_share(whole: Fraction, position: Fraction, decimals: Fraction, *parts: Fraction) -> Fraction:
    """One party's part of a split; the parts of all parties add up to the whole. Earlier parties take odd cents."""
    sign = -1 if whole < 0 else 1
    ids = [f"{n:04d}" for n in range(len(parts))]
    return sign * share_out(abs(whole), parts, ids, int(decimals))[int(position)]


def _members(groups: Groups) -> list[list[int]]:
    found: dict[object, list[int]] = defaultdict(list)
    for position, group in enumerate(groups):
        found[group].append(position)
    return list(found.values())


def _common(column: Column, members: Sequence[int], code: str) -> Fraction | Undecided:
    """The one number that all members state, or the problem that they differ."""
    values = {column[n] for n in members}
    value = values.pop() if len(values) == 1 else None
    return value if isinstance(value, Fraction) else Undecided(code)


def fit_budget(earned: Column, amount: Column, decimals: Column, groups: Groups, ids: Sequence[str]) -> list[object]:
    """What everyone gets when the sum of a group may not exceed its amount: all shrink by one factor."""
    result: list[object] = [None] * len(earned)
    for members in _members(groups):
        counted = [n for n in members if isinstance(earned[n], Fraction)]
        if not counted:
            continue
        limit = _common(amount, counted, "budget-differs")
        sums = {n: Fraction(earned[n] or 0) for n in counted}  # type: ignore[arg-type]
        for n in counted:
            result[n] = limit if isinstance(limit, Undecided) else sums[n]
        if isinstance(limit, Fraction) and sum(sums.values(), Fraction(0)) > max(limit, Fraction(0)):
            places = int(decimals[counted[0]])  # type: ignore[arg-type]
            shares = share_out(max(limit, Fraction(0)), [sums[n] for n in counted], [ids[n] for n in counted], places)
            for n, share in zip(counted, shares, strict=True):
                result[n] = share
    return result


def share_pool(
    amount: Column, basis: Column, held: Column, decimals: Column, groups: Groups, ids: Sequence[str]
) -> list[object]:
    """A sum shared by a basis (score, weight, 1 for equally) among those for whom the reward holds."""
    result: list[object] = [None] * len(amount)
    for members in _members(groups):
        for n in members:
            result[n] = None if basis[n] is None and held[n] is True else Fraction(0)
        counted = [n for n in members if held[n] is True and isinstance(basis[n], Fraction)]
        if not counted:
            continue
        sum_ = _common(amount, counted, "pool-differs")
        weights = [Fraction(basis[n]) for n in counted]  # type: ignore[arg-type]
        problem: Undecided | None = sum_ if isinstance(sum_, Undecided) else None
        if problem is None and (min(weights) < 0 or sum(weights, Fraction(0)) == 0):
            problem = Undecided("pool-without-basis")
        if problem is not None or not isinstance(sum_, Fraction):
            for n in counted:
                result[n] = problem
            continue
        shares = share_out(sum_, weights, [ids[n] for n in counted], int(decimals[counted[0]]))  # type: ignore[arg-type]
        for n, share in zip(counted, shares, strict=True):
            result[n] = share
    return result


def prize(
    value: Column, held: Column, ascending: Column, ties: Column, decimals: Column, smallest: Column, *rest: object, **named: object
) -> list[object]:
    """Prizes by place. ``rest`` is one column per place's amount, then the groups; ``ids`` come by name.

    ``ties``: ``same`` (each gets the amount of the place), ``share`` (the places taken up are shared to the cent),
    ``skip`` (a tied place is not awarded). ``smallest``: with fewer people in the group no prize is given.
    """
    *amounts, groups = rest
    ids: Sequence[str] = named["ids"]  # type: ignore[assignment]
    result: list[object] = [None] * len(value)
    for members in _members(groups):  # type: ignore[arg-type]
        for n in members:
            result[n] = Fraction(0)
        counted = [n for n in members if held[n] is True and isinstance(value[n], Fraction)]
        if not counted or len(counted) < int(smallest[counted[0]]):  # type: ignore[arg-type]
            continue
        up = ascending[counted[0]] is True
        rule, places = ties[counted[0]], int(decimals[counted[0]])  # type: ignore[arg-type]
        counted.sort(key=lambda n: (value[n] if up else -value[n], ids[n]))  # type: ignore[operator]
        start = 0
        while start < min(len(counted), len(amounts)):
            end = start
            while end < len(counted) and value[counted[end]] == value[counted[start]]:
                end += 1
            tied = counted[start:end]
            if len(tied) == 1 or rule == "same":
                for n in tied:
                    result[n] = amounts[start][n]  # type: ignore[index]
            elif rule == "share":
                pot = sum((Fraction(amounts[place][tied[0]]) for place in range(start, min(end, len(amounts)))), Fraction(0))  # type: ignore[index]
                for n, share in zip(tied, share_out(pot, [Fraction(1)] * len(tied), [ids[n] for n in tied], places), strict=True):
                    result[n] = share
            start = end
    return result


def forced_tier(value: Column, smallest: Column, include: Column, breakers: Column, *rest: object, **named: object) -> list[object]:
    """Tiers by place. ``rest``: the tie-breaking columns, then (tier, share, is the rest) columns by threes, then the groups.

    How many each tier holds is by largest remainder over the group; equal remainders favour the middle, then the top.
    Tied at an edge: with ``include`` all of them rise, else those that the tie breakers (then the id) put first.
    """
    *columns, groups = rest
    ids: Sequence[str] = named["ids"]  # type: ignore[assignment]
    result: list[object] = [None] * len(value)
    for members in _members(groups):  # type: ignore[arg-type]
        counted = [n for n in members if isinstance(value[n], Fraction)]
        if not counted or len(counted) < int(smallest[counted[0]]):  # type: ignore[arg-type]
            continue
        first = counted[0]
        count = int(breakers[first])  # type: ignore[arg-type]
        by, tiers = columns[:count], columns[count:]
        names = [tiers[k][first] for k in range(0, len(tiers), 3)]  # type: ignore[index]
        shares = [Fraction(tiers[k][first]) for k in range(1, len(tiers), 3)]  # type: ignore[index]
        rest_at = [n for n, k in enumerate(range(2, len(tiers), 3)) if tiers[k][first] is True]  # type: ignore[index]
        if rest_at:
            shares[rest_at[0]] = max(Fraction(0), 1 - sum(shares, Fraction(0)))
        sizes = tier_sizes(len(counted), shares)

        def key(n: int, by: Sequence[object] = by) -> tuple[object, ...]:
            breakers_ = [(column[n] is None, -(column[n] or 0)) for column in by]  # type: ignore[index]
            return (-value[n], *breakers_)  # type: ignore[operator]

        counted.sort(key=lambda n: (key(n), ids[n]))
        place = 0
        for position, name in enumerate(names):
            end = min(len(counted), place + sizes[position]) if place < len(counted) else place
            end = max(end, place)
            if include[first] is True and place < end < len(counted):
                while end < len(counted) and key(counted[end]) == key(counted[end - 1]):
                    end += 1
            for n in counted[place:end]:
                result[n] = name
            if end > place:
                surplus = end - place - sizes[position]
                # those who rose through a tie are taken from the tiers below
                for below in range(position + 1, len(sizes)):
                    taken = min(surplus, sizes[below]) if surplus > 0 else 0
                    sizes[below] -= taken
                    surplus -= taken
            place = end
    return result


def tier_sizes(people: int, shares: Sequence[Fraction]) -> list[int]:
    """How many people each tier holds: largest remainder; equal remainders favour the middle, then the top.

    When the shares leave people over, nobody is put into a tier for them.
    """
    exact = [people * share for share in shares]
    sizes = [floor(size) for size in exact]
    left = floor(sum(exact, Fraction(0))) - sum(sizes)
    middle = (len(shares) - 1) / 2
    order = sorted(range(len(shares)), key=lambda n: (sizes[n] - exact[n], abs(n - middle), n))
    for position in order[:left]:
        sizes[position] += 1
    return sizes


def _internal(name: str, scope: Scope, result: Type, exact: Callable[..., object], doc: Words) -> Function:
    parameter = Parameter("values", accepts="any", repeats=True)
    return Function(name, scope, (parameter,), always(result), doc, (), exact, internal=True)


SHARING: tuple[Function, ...] = (
    _internal("split_share", Scope.PERSON, MONEY, split_share, Words("分摊的一份", "one part of a split")),
    _internal("fit_budget", Scope.COHORT, MONEY, fit_budget, Words("按预算缩减", "fit into a budget")),
    _internal("share_pool", Scope.COHORT, MONEY, share_pool, Words("分配奖金池", "share a pool")),
    _internal("prize", Scope.COHORT, MONEY, prize, Words("按名次的奖金", "prizes by place")),
    _internal("forced_tier", Scope.COHORT, TEXT, forced_tier, Words("强制分布", "forced distribution")),
    Function(
        "paid_within",
        Scope.HISTORY,
        (Parameter("reward", accepts="name"), Parameter("span", accepts="text")),
        always(FLAG),
        Words("在同一季度、年度或任何时候已经发过", "already paid in the same quarter, year, or ever"),
        (),
        None,
        internal=True,
    ),
)
