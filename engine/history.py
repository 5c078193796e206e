"""Functions over earlier periods of one person: ``previous``, ``streak``, ``mean_of_last``, ``sum_of_last``.

They read the values recorded then, by the same ids as the program's own steps. The current period takes part only in a
streak. Every evaluator calls this one piece: it is exact and off the hot path.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from engine.formula.nodes import Call, Name, Node, Number, Text
from engine.sandbox import Sandbox, to_python
from engine.values import Record, Value


def history_value(node: Node, row: Mapping[str, Value], history: tuple[Record, ...]) -> Value:
    """The value of one history call for a person whose values of this period, so far, are ``row``."""
    assert isinstance(node, Call)
    named = dict(node.named)
    now = row["period.index"]
    assert isinstance(now, Fraction)
    earlier = {record.index: record for record in history if record.index < now}
    match node.function:
        case "previous":
            back = _whole(node.args[1] if len(node.args) > 1 else named.get("n"), 1)
            record = earlier.get(int(now) - back)
            return record.values.get(_id(node.args[0])) if record else None
        case "mean_of_last" | "sum_of_last":
            values = _last(node, earlier, int(now))
            if not values:
                return None
            total = sum(values, Fraction(0))
            return total / len(values) if node.function == "mean_of_last" else total
        case "streak":
            return Fraction(_streak(node, named, row, earlier, int(now)))
        case "paid_within":
            return _paid_within(node, row, earlier)
    raise LookupError(node.function)


def _last(node: Call, earlier: Mapping[int, Record], now: int) -> list[Fraction]:
    count = _whole(node.args[1] if len(node.args) > 1 else dict(node.named)["n"], 1)
    found = (earlier[index].values.get(_id(node.args[0])) for index in range(now - count, now) if index in earlier)
    return [value for value in found if isinstance(value, Fraction)]


def _streak(
    node: Call, named: Mapping[str, Node], row: Mapping[str, Value], earlier: Mapping[int, Record], now: int
) -> int:
    """Periods in a row, this one included, in which the condition held. A condition that is missing did not hold."""
    condition = to_python(node.args[0])
    fixed = {value.id: row[value.id] for key, value in node.named if key == "fixed" and isinstance(value, Name)}
    gaps = _word(named.get("gaps"), "break")
    align = _word(named.get("align"), "none")
    if Sandbox(row).value_of(condition) is not True:
        return 0
    count, expected = 1, now - 1
    for index in sorted(earlier, reverse=True):
        record = earlier[index]
        if align != "none" and not _same_span(record, row, align):
            break
        gap = expected - index
        if gap and (gaps == "break" or (gaps == "skip" and gap > 1)):
            break
        if Sandbox(_Recorded(record.values, fixed)).value_of(condition) is not True:
            break
        count, expected = count + 1, index - 1
    return count


class _Recorded(dict[str, Value]):
    """What was recorded then, with today's parameters; anything that was not recorded is missing."""

    def __init__(self, values: Mapping[str, Value], fixed: Mapping[str, Value]):
        super().__init__(values)
        self.update(fixed)

    def __missing__(self, key: str) -> Value:
        return None


def _paid_within(node: Call, row: Mapping[str, Value], earlier: Mapping[int, Record]) -> bool:
    """Whether the reward was already paid earlier in the same quarter or year, or ever."""
    reward, span = _id(node.args[0]), _word(node.args[1], "ever")
    for record in earlier.values():
        amount = record.values.get(reward)
        if isinstance(amount, Fraction) and amount != 0 and (span == "ever" or _same_span(record, row, span)):
            return True
    return False


def _same_span(record: Record, row: Mapping[str, Value], span: str) -> bool:
    if record.year != row["period.year"]:
        return False
    return span == "year" or record.quarter == row["period.quarter"]


def _id(node: Node) -> str:
    assert isinstance(node, Name)
    return node.id


def _whole(node: Node | None, default: int) -> int:
    return int(node.value) if isinstance(node, Number) else default


def _word(node: Node | None, default: str) -> str:
    return node.value if isinstance(node, Text) else default
