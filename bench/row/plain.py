"""The yardstick: the rule set written by hand as one Python function, nothing configurable, every value kept.

Values are floats. A published value is rounded half away from zero; the factor a hair above a power of ten keeps a
half that binary floats place just below (1.005 at two decimals) on the upper side, where exact arithmetic puts it.
"""

from bench.row.outcome import Outcome, Peer
from bench.row.people import Person

HAIR = 1 + 1e-12
TO_2, TO_4, TO_6 = 1e2 * HAIR, 1e4 * HAIR, 1e6 * HAIR


def score(person: Person) -> Outcome:
    """Compute one person's month."""
    service = int(person["service_score"] * TO_6 + 0.5) / 1e6
    service_points = int(service / 5 * 100 * TO_4 + 0.5) / 1e4
    total = 35 * service_points
    weight = 35

    inquiries, orders = person["inquiries"], person["orders"]
    conversion = conversion_points = None
    if inquiries:
        conversion = int(orders / inquiries * TO_6 + 0.5) / 1e6
        if conversion >= 0.35:
            conversion_points = 100.0
        elif conversion >= 0.3:
            conversion_points = 85.0
        elif conversion >= 0.25:
            conversion_points = 70.0
        elif conversion >= 0.2:
            conversion_points = 60.0
        else:
            conversion_points = 30.0
        total += 30 * conversion_points
        weight += 30

    paid_amount = person["paid_amount"]
    order_value = order_value_points = None
    if orders:
        order_value = int(paid_amount / orders * TO_6 + 0.5) / 1e6
        if order_value <= 50:
            order_value_points = 40.0
        elif order_value <= 80:
            order_value_points = int((40 + (order_value - 50) * 20 / 30) * TO_4 + 0.5) / 1e4
        elif order_value <= 120:
            order_value_points = int((60 + (order_value - 80) * 20 / 40) * TO_4 + 0.5) / 1e4
        elif order_value <= 200:
            order_value_points = int((80 + (order_value - 120) * 20 / 80) * TO_4 + 0.5) / 1e4
        else:
            order_value_points = 100.0
        total += 20 * order_value_points
        weight += 20

    volume = float(person["chats"])
    volume_points = volume / 800 * 100
    volume_points = 120.0 if volume_points >= 120 else int(volume_points * TO_4 + 0.5) / 1e4
    total += 10 * volume_points
    weight += 10

    refund_rate = person["refund_rate"]
    refunds = refunds_points = None
    if refund_rate is not None:
        refunds = int(refund_rate * TO_6 + 0.5) / 1e6
        refunds_points = 0.0 if refunds >= 0.1 else int((100 - refunds * 1000) * TO_4 + 0.5) / 1e4
        total += 5 * refunds_points
        weight += 5

    base = int(total / weight * TO_2 + 0.5) / 1e2
    complaints = person["complaints"]
    points_off = -20.0 if complaints >= 4 else 5.0 * -complaints
    running = base + points_off
    red_line = 0.0
    if complaints >= 6 and running > 59:
        red_line = -int((running - 59) * TO_2 + 0.5) / 1e2
        running = 59.0
    if running <= 0:
        final = 0.0
    elif running >= 120:
        final = 120.0
    else:
        final = int(running * TO_2 + 0.5) / 1e2

    if final >= 90:
        tier, bonus = "gold", 1000.0
    elif final >= 75:
        tier, bonus = "silver", 500.0
    elif final >= 60:
        tier, bonus = "bronze", 0.0
    else:
        tier, bonus = "none", -200.0

    if paid_amount <= 10000:
        commission = paid_amount * 0.01
    elif paid_amount <= 50000:
        commission = 100 + (paid_amount - 10000) * 0.02
    else:
        commission = 900 + (paid_amount - 50000) * 0.03

    return Outcome(
        service, service_points, conversion, conversion_points, order_value, order_value_points,
        volume, volume_points, refunds, refunds_points,
        base, points_off, red_line, final, tier, bonus, int(commission * TO_2 + 0.5) / 1e2,
    )  # fmt: skip


PEERS = (
    Peer(
        name="plain Python, by hand",
        what="one function, no rule set at all",
        package=None,
        prepare=lambda people: people,
        score=lambda people: [score(person) for person in people],
        read=lambda outcome: outcome,
    ),
)
