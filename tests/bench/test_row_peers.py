"""A benchmark compares only what computes the same: every peer must publish the exact values of every person."""

from pathlib import Path

import pytest

from bench import page
from bench.row import reference
from bench.row.outcome import Peer, differing
from bench.row.peers import importable
from bench.row.people import Person, generate
from bench.row.run import BY_HAND, OURS
from bench.row.timing import best_of, disagreements

PEOPLE = generate(200)
EXPECTED = [reference.score(person) for person in PEOPLE]
PEERS, ABSENT = importable()

ORDINARY = Person(
    service_score=4.5, inquiries=400, orders=120, paid_amount=12000.0, chats=700, refund_rate=0.02, complaints=0
)


def test_the_reference_agrees_with_a_month_computed_on_paper() -> None:
    found = reference.score(ORDINARY)
    # 4.5/5 -> 90; 30 % -> 85; 100 yuan an order -> 70; 700/800 -> 87.5; 2 % of 10 % -> 80.
    assert found.service_points == 90
    assert (found.conversion, found.conversion_points) == (0.3, 85)
    assert (found.order_value, found.order_value_points) == (100, 70)
    assert (found.volume_points, found.refunds_points) == (87.5, 80)
    # 0.35*90 + 0.30*85 + 0.20*70 + 0.10*87.5 + 0.05*80
    assert (found.base, found.score, found.tier, found.tier_bonus) == (83.75, 83.75, "silver", 500)
    # 1 % of 10,000 and 2 % of the remaining 2,000
    assert found.commission == 140


def test_a_missing_metric_shares_its_weight_and_a_red_line_holds() -> None:
    quiet = Person(**{**ORDINARY, "inquiries": 0, "orders": 0, "paid_amount": 0.0, "refund_rate": None})
    # (0.35*90 + 0.10*87.5) / 0.45
    assert reference.score(quiet).base == 89.44
    blamed = reference.score(Person(**{**ORDINARY, "complaints": 6}))
    assert (blamed.complaint_points_off, blamed.too_many_complaints, blamed.score) == (-20, -4.75, 59)


def test_the_generated_people_reach_every_corner() -> None:
    people = generate(2000)
    results = [reference.score(person) for person in people]
    assert {result.tier for result in results} == {"gold", "silver", "bronze", "none"}
    assert {result.conversion_points for result in results} == {None, 100, 85, 70, 60, 30}
    assert any(result.order_value is None for result in results)
    assert any(result.refunds is None for result in results)
    assert any(result.too_many_complaints < 0 for result in results)
    assert any(result.volume_points == 120 for result in results)


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.name)
def test_peer_publishes_the_exact_values(peer: Peer) -> None:
    assert disagreements(peer, PEOPLE, EXPECTED) == []


def test_every_peer_is_there() -> None:
    assert ABSENT == {}


def test_a_peer_one_cent_off_is_noticed() -> None:
    result = EXPECTED[0]
    assert differing(result, result._replace(commission=result.commission + 0.01)) == ["commission"]


def test_timing_names_every_peer() -> None:
    fast = [peer for peer in PEERS if peer.name in (OURS, BY_HAND)]
    assert len(fast) == 2
    measured = best_of(fast, PEOPLE, rounds=1)
    assert set(measured) == {peer.name for peer in fast}
    assert all(microseconds > 0 for microseconds in measured.values())


def test_a_report_replaces_only_its_own_part(tmp_path: Path) -> None:
    file = tmp_path / "page.md"
    file.write_text("above\n<!-- row: measured -->\nold\n<!-- row: end -->\nbelow\n", encoding="utf-8")
    page.rewrite("row", "new", file)
    assert file.read_text(encoding="utf-8") == "above\n<!-- row: measured -->\n\nnew\n\n<!-- row: end -->\nbelow\n"
    with pytest.raises(ValueError, match="no marks"):
        page.rewrite("http", "new", file)
