"""Made-up programs that look back on earlier periods, and people with gaps, missing values and old records."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from engine.formula.nodes import Binary, Call, Compare, If, Logic, Name, Node, Number, Text
from engine.formula.types import COUNT, FLAG, MONEY, NUMBER, TEXT
from engine.functions.declaration import Scope
from engine.program import Outline, Program, Step
from engine.values import Input, PeriodFacts, Person, Record, Value

PERIOD = PeriodFacts("2026-11", 2026 * 12 + 10, 4, 2026, 739921, 739950)
_INPUTS = (
    Input("score_given", NUMBER, missing="exclude"),
    Input("sales", MONEY, missing="exclude"),
    Input("complaints", COUNT, missing="value", default=Fraction(0)),
)


def program_of(random: Random) -> Program:
    """A parameter, a score and a tier, one step of every function of history, and what is made of them."""
    steps = [
        Step("target", Number(Fraction(random.choice((50, 80)))), NUMBER, 4),
        Step("score", Name("score_given"), NUMBER, 2),
        Step("tier", Text("gold") if random.random() < 0.2 else _tier(), TEXT, None),
        Step("bonus", Name("sales"), MONEY, 2),
    ]
    for id, call in (
        ("then", Call("previous", (Name(random.choice(("score", "sales"))), Number(Fraction(random.randint(1, 3)))))),
        ("mean", Call("mean_of_last", (Name("score"), Number(Fraction(random.randint(1, 6)))))),
        ("sum", Call("sum_of_last", (Name("complaints"), Number(Fraction(random.randint(1, 6)))))),
        ("run", _streak(random)),
    ):
        steps.append(Step(id, call, NUMBER, None, Scope.HISTORY))
    span = Text(random.choice(("quarter", "year", "ever")))
    steps.append(Step("paid", Call("paid_within", (Name("bonus"), span)), FLAG, None, Scope.HISTORY))
    better = Binary("-", Name("score"), Binary("/", Name("mean"), Number(Fraction(3))))
    steps.append(Step("better", better, NUMBER, 4))
    return Program("made-up", "sha256:0", "month", "CNY", 2, _INPUTS, tuple(steps), Outline())


def _tier() -> Node:
    return If(Compare(">=", Name("score"), Name("target")), Text("gold"), Text("none"))


def _streak(random: Random) -> Call:
    high = Compare(">=", Name("score"), Name("target"))
    few = Compare("<", Name("complaints"), Number(Fraction(3)))
    condition = random.choice((high, few, Compare("==", Name("tier"), Text("gold")), Logic("and", (high, few))))
    named: list[tuple[str, Node]] = []
    if random.random() < 0.7:
        named.append(("gaps", Text(random.choice(("break", "freeze", "skip")))))
    if random.random() < 0.5:
        named.append(("align", Text(random.choice(("none", "quarter", "year")))))
    return Call("streak", (condition,), (*named, ("fixed", Name("target"))))


def people_of(random: Random) -> list[Person]:
    return [Person(f"p{n}", _given(random), tuple(_history(random))) for n in range(25)]


def _given(random: Random) -> dict[str, Value]:
    return {
        "score_given": _number(random, 100, 2),
        "sales": _number(random, 10**5, 2),
        "complaints": _number(random, 5),
    }


def _number(random: Random, most: int, decimals: int = 0) -> Value:
    return None if random.random() < 0.1 else Fraction(random.randint(0, most * 10**decimals), 10**decimals)


def _history(random: Random) -> list[Record]:
    """Up to 16 months, some left out, one of them perhaps after the period that is scored."""
    records = []
    kept = random.choice((0.0, 0.6, 0.95))
    for index in range(PERIOD.index - 16, PERIOD.index + 1):
        if random.random() < kept:
            values: dict[str, Value] = {
                "score": _number(random, 100, 2),
                "sales": _number(random, 10**5, 2),
                "bonus": random.choice((None, Fraction(0), Fraction(0), Fraction(500))),
                "complaints": _number(random, 5),
                "tier": random.choice(("gold", "gold", "none", None)),
                "score_given": _number(random, 100, 2),
            }
            year, month = divmod(index, 12)
            known = {id: value for id, value in values.items() if value is not None}
            records.append(Record(f"{year}-{month + 1:02}", index, month // 3 + 1, year, known))
    return records
