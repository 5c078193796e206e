"""Made-up programs of one cohort step each, and made-up people for them: ties, groups, missing values, fractions."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from random import Random

from engine.formula.nodes import Binary, Call, Flag, Name, Node, Number, Text
from engine.formula.types import COUNT, FLAG, MONEY, NUMBER, TEXT, Type
from engine.functions.declaration import Scope
from engine.program import Outline, Program, Step
from engine.values import Input, PeriodFacts, Person, Value

PERIOD = PeriodFacts("2026-11", 24322, 4, 2026, 739921, 739950)
FUNCTIONS = (
    "rank",
    "percent_rank",
    "cohort_count",
    "cohort_sum",
    "cohort_mean",
    "cohort_stddev",
    "zscore",
    "share_pool",
    "fit_budget",
    "prize",
    "forced_tier",
)
_INPUTS = (
    Input("team", TEXT, missing="exclude"),
    Input("shop", TEXT),
    Input("takes_part", FLAG, missing="exclude"),
    Input("held", FLAG, missing="exclude"),
    Input("value", NUMBER, missing="exclude"),
    Input("amount", MONEY, missing="exclude", low=Fraction(0)),
    Input("done", COUNT, missing="exclude"),
    Input("tried", COUNT, missing="exclude", low=Fraction(0)),
)
_RATIO = Step("step#1", Binary("/", Name("done"), Name("tried")), NUMBER, None)
_MONEY = Step("earned", Name("amount"), MONEY, 2)
_AFTER = {"rank": 3, "percent_rank": 9, "cohort_mean": 7, "cohort_stddev": 11, "zscore": "0.35"}
_TWO = Number(Fraction(2))


def program_of(random: Random, function: str) -> Program:
    """A program with one step of the function and one that works on with its value."""
    within = [("within", Name(name)) for name in ("team", "shop") if random.random() < 0.5]
    call, type, decimals = _call(random, function, within)
    steps = [Step("eligible", Name("takes_part"), FLAG, None), _RATIO, _MONEY]
    steps.append(Step("step", call, type, decimals, Scope.COHORT))
    if type == NUMBER:
        worked = Binary("+", Number(Fraction(80)), Binary("*", Name("step"), Number(Fraction(_AFTER.get(function, 2)))))
        steps.append(Step("points", worked, NUMBER, random.choice((0, 2, 4))))
        if function != "zscore":
            steps.append(Step("compared", Binary("-", Name("value"), Name("step")), NUMBER, 4))
    eligible = "eligible" if random.random() < 0.7 else None
    steps = steps if eligible else steps[1:]
    return Program("made-up", "sha256:0", "month", "CNY", 2, _INPUTS, tuple(steps), Outline(eligible=eligible))


def _call(random: Random, function: str, within: list[tuple[str, Node]]) -> tuple[Call, Type, int | None]:
    number = Name(random.choice(("value", "amount", "step#1")))
    named = list(within)
    match function:
        case "rank" | "percent_rank":
            if random.random() < 0.4:
                named.append(("ascending", Flag(True)))
            if function == "rank" and random.random() < 0.7:
                named.append(("ties", Text(random.choice(("competition", "dense", "average")))))
            return Call(function, (number,), tuple(named)), NUMBER, None
        case "share_pool":
            pool = number if random.random() < 0.1 else _money(random, "1000", "0.01", "100.005", "-33.3", "0")
            basis = random.choice((Name("amount"), Number(Fraction(1)), Name("value")))
            args: tuple[Node, ...] = (pool, basis, random.choice((Name("held"), Flag(True))), _TWO)
            return Call(function, args, tuple(named)), MONEY, 2
        case "fit_budget":
            budget = number if random.random() < 0.1 else _money(random, "1000", "0.019", "33.335", "-3", "0")
            return Call(function, (Name("earned"), budget, _TWO), tuple(named)), MONEY, 2
        case "prize":
            amounts = [
                Name("value") if random.random() < 0.05 else _money(random, "300", "200.005", "100", "0.01", "-5")
                for _ in range(random.randint(1, 5))
            ]
            ties, smallest = Text(random.choice(("same", "share", "skip"))), Number(Fraction(random.choice((1, 1, 3))))
            held = random.choice((Name("held"), Flag(True)))
            args = (number, held, Flag(random.random() < 0.3), ties, _TWO, smallest, *amounts)
            return Call(function, args, tuple(named)), MONEY, 2
        case "forced_tier":
            return Call(function, _forced(random), tuple(named)), TEXT, None
        case "cohort_count":
            return Call(function, (number,), tuple(named)), NUMBER, None
    return Call(function, (Name(random.choice(("value", "amount"))),), tuple(named)), NUMBER, None


def _money(random: Random, *amounts: str) -> Node:
    return Number(Fraction(random.choice(amounts)))


def _forced(random: Random) -> tuple[Node, ...]:
    breakers = [Name(name) for name in random.sample(("amount", "step#1"), random.randint(0, 2))]
    tiers: list[Node] = []
    for position in range(random.randint(1, 5)):
        tiers += [Text(f"tier {position}"), Number(Fraction(random.randint(1, 20), 100)), Flag(False)]
    if random.random() < 0.7:
        at = 3 * random.randint(0, len(tiers) // 3)
        tiers[at:at] = [Text("the rest"), Number(Fraction(0)), Flag(True)]
    smallest, include = Number(Fraction(random.choice((1, 1, 4)))), Flag(random.random() < 0.5)
    return (Name("value"), smallest, include, Number(Fraction(len(breakers))), *breakers, *tiers)


def people_of(random: Random) -> list[Person]:
    """People in few groups with few different numbers, so that there are ties; ids of several scripts."""
    count = random.choice((1, 3, 40, 40))
    size, decimals = random.choice(((3, 0), (100, 2), (10**6, 6), (10**6, 0)))
    ids = [f"{random.choice('aA人Ａ😀z')}{n}" for n in range(count)]
    random.shuffle(ids)
    return [Person(id, dict(_values(random, size, decimals))) for id in ids]


def _values(random: Random, size: int, decimals: int) -> Sequence[tuple[str, Value]]:
    def number(low: int, decimals: int) -> Value:
        units = 10**decimals
        return None if random.random() < 0.1 else Fraction(random.randint(low * units, size * units), units)

    return (
        ("team", random.choice(("a", "b", "夜班", None))),
        ("shop", random.choice(("x", "y"))),
        ("takes_part", random.choice((True, True, True, True, False, None))),
        ("held", random.choice((True, True, False, None))),
        ("value", number(-size, decimals)),
        ("amount", number(0, min(decimals, 2))),
        ("done", number(-size, 0)),
        ("tried", Fraction(random.choice((0, 1, 2, 3, 6, 7, 999983)))),
    )
