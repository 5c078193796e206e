"""Invented pre-sales agents: the raw numbers of one month, the same for every run of the benchmark."""

import random
from typing import TypedDict

SEED = 20260701


class Person(TypedDict):
    """What one agent brings into the month; a percent is a share of one, money is in yuan."""

    service_score: float
    inquiries: int
    orders: int
    paid_amount: float
    chats: int
    refund_rate: float | None
    complaints: int


def generate(count: int, seed: int = SEED) -> list[Person]:
    """Return `count` people, among them the awkward ones: nobody enquired, nothing sold, no refund rate, band edges."""
    draw = random.Random(seed)
    return [_person(draw) for _ in range(count)]


def _person(draw: random.Random) -> Person:
    inquiries = 0 if draw.random() < 0.01 else draw.randint(1, 900)
    # One in five converts at a round percentage, so that the edges of the bands are really met.
    share = draw.choice((20, 25, 30, 35)) / 100 if draw.random() < 0.2 else draw.uniform(0.05, 0.45)
    orders = 0 if draw.random() < 0.02 else round(inquiries * share)
    return Person(
        service_score=draw.randint(250, 500) / 100,
        inquiries=inquiries,
        orders=orders,
        paid_amount=draw.randint(orders * 3000, orders * 24000) / 100,
        chats=draw.randint(0, 1200),
        refund_rate=None if draw.random() < 0.06 else draw.randint(0, 1400) / 10000,
        complaints=draw.choices(range(9), weights=(40, 20, 12, 8, 6, 5, 4, 3, 2))[0],
    )
