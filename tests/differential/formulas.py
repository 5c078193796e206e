"""Made-up formulas that fit together: numbers without unit, money and conditions over the names at hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

LITERALS = (
    "0",
    "1",
    "2",
    "3",
    "7",
    "10",
    "100",
    "0.5",
    "0.25",
    "0.05",
    "1.005",
    "33.333333",
    "12.5",
    "1000",
    "0.000001",
)


@dataclass
class Names:
    """What a formula may mention, by what it is."""

    plain: list[str] = field(default_factory=list)
    """Names and calls without unit that may be added to each other."""
    percent: list[str] = field(default_factory=list)
    money: list[str] = field(default_factory=list)
    duration: list[str] = field(default_factory=list)
    flag: list[str] = field(default_factory=list)
    date: list[str] = field(default_factory=list)
    choice: dict[str, list[str]] = field(default_factory=dict)
    text: dict[str, list[str]] = field(default_factory=dict)
    tables: dict[str, list[str]] = field(default_factory=dict)
    """Table to the choices and texts that may be its key."""

    @property
    def anything(self) -> list[str]:
        return [
            *self.plain,
            *self.percent,
            *self.money,
            *self.duration,
            *self.flag,
            *self.date,
            *self.choice,
            *self.text,
        ]


class Formulas:
    """Writes formulas at random; deeper parts become simpler, so that every formula stays within the limits."""

    def __init__(self, random: Random, names: Names):
        self.random, self.names = random, names

    def number(self, depth: int = 3) -> str:
        """A number without unit."""
        pick = self.random.random()
        if depth <= 0 or pick < 0.2:
            return self._leaf()
        a, b = (lambda: self.number(depth - 1)), (lambda: self.number(depth - 2))
        writers = (
            lambda: f"({a()} {self.random.choice('+-')} {b()})",
            lambda: f"({b()} - {a()})",
            lambda: f"{a()} * {b()}",
            lambda: f"{a()} / {b()}",
            lambda: f"({a()}) / ({b()})",
            lambda: f"coalesce({a()} / {b()}, {b()})",
            lambda: f"(-({a()}))",
            lambda: f"({b()}) ** {self.random.randint(0, 3)}",
            lambda: f"min({a()}, {b()})",
            lambda: f"max({b()}, {a()}, {b()})",
            lambda: f"abs({a()})",
            lambda: f"round({a()}, {self.random.randint(-3, 6)})",
            lambda: f"round({a()})",
            lambda: f"floor({a()})",
            lambda: f"ceil({a()})",
            lambda: f"clamp({a()}, {b()}, {b()})",
            lambda: f"mod({a()}, {b()})",
            lambda: f"sqrt({a()})",
            lambda: f"if({self.condition(depth - 1)}, {a()}, {b()})",
            lambda: f"({a()} if {self.condition(depth - 1)} else {b()})",
            lambda: f"coalesce({b()}, {a()}, {b()})",
            self._from_units,
            self._from_table,
            self._from_dates,
        )
        return self.random.choice(writers)()

    def _leaf(self) -> str:
        if self.names.plain and self.random.random() < 0.75:
            return self.random.choice(self.names.plain)
        return self.random.choice(LITERALS)

    def _from_units(self) -> str:
        for names in self.random.sample((self.names.percent, self.names.money, self.names.duration), 3):
            if not names:
                continue
            one, other = self.random.choice(names), self.random.choice(names)
            if names is self.names.percent:
                return f"{one} * {self.random.choice(LITERALS)}"
            return f"({one} / {other})"
        return self._leaf()

    def _from_table(self) -> str:
        if not self.names.tables:
            return self._leaf()
        table, keys = self.random.choice(list(self.names.tables.items()))
        return f"table({table}, {self.random.choice(keys)}) * 1" if keys else self._leaf()

    def _from_dates(self) -> str:
        if not self.names.date:
            return self._leaf()
        date = self.random.choice(self.names.date)
        return self.random.choice(
            (
                f"days_between({date}, period_end()) * 1",
                f"months_between({date}, period_start()) * 1",
                f"(day({date}) + month({date}) * 100 + year({date}) * 1)",
                f"weekday({date}) * 1",
                f"days_between(date(2026, {self.random.randint(1, 12)}, {self.random.randint(1, 31)}), {date}) * 1",
            )
        )

    def money(self, depth: int = 3) -> str:
        """An amount of money."""
        if not self.names.money:
            return self.number(depth)
        name = self.random.choice(self.names.money)
        if depth <= 0 or self.random.random() < 0.2:
            return name
        a = lambda: self.money(depth - 1)  # noqa: E731 — evaluated only where it is used
        writers = (
            lambda: f"{a()} * {self.random.choice(('3%', '12.5%', '0.333', '-1', '1.005'))}",
            lambda: f"({a()} {self.random.choice('+-')} {a()})",
            lambda: f"{a()} / {self.random.choice(('3', '7', '0.07', '-2'))}",
            lambda: f"({name} - {self.random.choice(('100', '0.01', '5000'))}) * {self.number(1)}",
            lambda: f"max(0, {a()})",
            lambda: f"min({a()}, {self.random.choice(('100', '888.885'))})",
            lambda: f"if({self.condition(1)}, {a()}, {a()})",
            lambda: f"coalesce({a()}, 12.345)",
            lambda: f"round({a()}, {self.random.randint(-2, 3)})",
            lambda: f"-({a()})",
        )
        return self.random.choice(writers)()

    def condition(self, depth: int = 2) -> str:
        """A condition, which may turn out missing."""
        pick = self.random.random()
        if depth > 0 and pick < 0.45:
            a, b = (lambda: self.condition(depth - 1)), (lambda: self.condition(depth - 2))
            writers = (
                lambda: f"({a()} and {b()})",
                lambda: f"({a()} or {b()} or {b()})",
                lambda: f"(not {a()})",
                lambda: f"and({a()}, {b()}, {b()})",
                lambda: f"(coalesce({a()}, {b()}))",
                lambda: f"({a()} if {b()} else {b()})",
                lambda: f"is_missing({a()})",
                lambda: f"({a()}) == ({b()})",
            )
            return self.random.choice(writers)()
        return self.random.choice((self._compared, self._compared, self._given, self._between, self._worded))()

    def _compared(self) -> str:
        sign = self.random.choice(("<", "<=", ">", ">=", "==", "!="))
        names = self.names
        kinds = [self._numbers, self._numbers]
        if names.percent:
            kinds.append(lambda s: f"{self.random.choice(names.percent)} {s} {self.random.choice((5, 30, 33.3))}%")
        if names.money:
            kinds.append(lambda s: f"{self.random.choice(names.money)} {s} {self.random.choice((0, 100, 99.995))}")
        if names.duration:
            kinds.append(
                lambda s: f"{self.random.choice(names.duration)} {s} {self.random.choice(('15s', '3min', '1h'))}"
            )
        if names.date:
            kinds.append(lambda s: f"{self.random.choice(names.date)} {s} date(2026, 3, {self.random.randint(1, 31)})")
        return self.random.choice(kinds)(sign)

    def _numbers(self, sign: str) -> str:
        return f"{self.number(1)} {sign} {self.number(0)}"

    def _given(self) -> str:
        if self.names.flag and self.random.random() < 0.5:
            return self.random.choice(self.names.flag)
        return f"is_missing({self.random.choice(self.names.anything) if self.names.anything else '1'})"

    def _between(self) -> str:
        return f"between({self.number(1)}, {self.number(0)}, {self.number(0)})"

    def _worded(self) -> str:
        worded = {**self.names.choice, **self.names.text}
        if not worded:
            return self._compared()
        name, values = self.random.choice(list(worded.items()))
        shown = f"coalesce({name}, '{values[0]}')" if self.random.random() < 0.2 else name
        return f"{shown} {self.random.choice(('==', '!='))} '{self.random.choice(values)}'"
