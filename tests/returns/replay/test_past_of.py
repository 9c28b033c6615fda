"""Returns as they are kept become rows of a history: what was known when they were submitted, and what they came to."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from shared.cli.return_history import Kept, history
from shared.returns.cancel_return import cancel_return
from shared.returns.decline_return import decline_return
from shared.returns.policy.engine import Engine
from shared.returns.policy.policy import Actions, Fact, Fee, Policy
from shared.returns.replay.past_return import PastReturn, read_row
from shared.returns.replay.replay import replay
from shared.returns.return_request import ReturnShipment
from shared.returns.vocabulary import Method, Outcome, Review
from tests.returns.request.setting import NOW, PLACED, Shop, cup, order, policy, rule, shirts

FEES = policy(
    rule("broken", Fact.RETURN_REASON, "broken", Actions(shipping_fee=Fee())),
    shipping_fee=Fee(300),
    restocking_fee=Fee(basis_points=1000),
)


def rows(shop: Shop) -> list[PastReturn]:
    """The history of all that was filed, read back from its lines."""
    kept = Kept(shop.returns, shop.orders, shop.parcels, shop.means.policies)
    day = NOW.date()
    found = list(history(kept, day - timedelta(days=1), day + timedelta(days=9)))
    assert all(read_row(row.line_of_history()) == row for row in found)
    return found


def test_a_row_holds_what_was_known_asked_and_decided() -> None:
    shop = Shop(FEES)
    request = shop.submitted(shirts(2))
    [row] = rows(shop)
    assert (row.id, row.order_id, row.line, row.sku) == (f"{request.return_id}/1", "A-1", "L-1", "SHIRT-M")
    assert (row.ordered, row.open, row.customer_id, row.placed) == (3, 3, "C-1", PLACED.date())
    assert row.facts[Fact.CUSTOMER_TIER] == "gold"
    assert (row.facts[Fact.RETURN_ITEMS], row.facts[Fact.RETURN_VALUE]) == (2, 2000)
    assert (row.asked.reason, row.asked.outcome, row.asked.quantity) == ("too_small", Outcome.REFUND, 2)
    assert (row.decided.version, row.decided.shipping_fee.fixed, row.decided.review) == (1, 300, Review.AUTOMATIC)
    assert row.decided.whys == ()


def test_money_is_that_of_the_settlements_and_fees_are_shared_within_the_return() -> None:
    shop = Shop(FEES)
    request = shop.approved(shirts(2), cup())
    found = rows(shop)
    assert [(row.money.value, row.money.value_before, row.money.value_of_return) for row in found] == [
        (2000, 0, 3000),
        (1000, 2000, 3000),
    ]
    paid = sum(row.money.refunded for row in found)
    assert paid == sum(each.amount for each in request.settlements) > 0


def test_nothing_personal_is_in_a_row() -> None:
    shop = Shop()
    shop.submitted(replace(shirts(1), words="I am Hana, ring me at 090-1111-2222"))
    [row] = rows(shop)
    assert row.asked.words
    assert "Hana" not in row.line_of_history()


def test_drafts_are_no_history() -> None:
    shop = Shop()
    shop.drafted()
    assert rows(shop) == []


def test_later_returns_and_deliveries_are_left_out_again() -> None:
    shop = Shop()
    shop.submitted(shirts(1))
    shop.turn(days=1)
    shop.submitted(shirts(1), return_id="R7K3F92M4XQ80001")
    first, second = sorted(rows(shop), key=lambda row: row.today)
    assert (first.open, first.returns_of_order, first.facts[Fact.CUSTOMER_RETURNS]) == (3, 0, 0)
    assert (second.open, second.returns_of_order, second.facts[Fact.CUSTOMER_RETURNS]) == (2, 1, 1)


def test_what_staff_declined_or_the_shopper_took_back_says_so() -> None:
    shop = Shop(policy(review=Review.MANUAL))
    request = shop.submitted(shirts(1))
    decline_return(shop.means, request.return_id, shop.staff)
    assert [row.ended for row in rows(shop)] == ["declined"]
    shop = Shop()
    request = shop.submitted(shirts(1))
    cancel_return(shop.means, request.return_id, shop.shopper)
    assert [(row.ended, row.money.refunded) for row in rows(shop)] == [("cancelled", 0)]


def test_the_policy_that_decided_flips_nothing() -> None:
    used: Policy = FEES
    shop = Shop(used, order(), order("A-2"))
    shop.submitted(shirts(2), cup())
    shop.turn(days=2)
    shop.submitted(shirts(1, "A-2", outcome=Outcome.STORE_CREDIT), return_id="R7K3F92M4XQ80001")
    summary = replay(rows(shop), Engine(used))
    assert (summary.rows, summary.flipped) == (3, 0)


def test_what_the_way_back_cost_is_shared_among_what_it_holds() -> None:
    shop = Shop(FEES)
    request = shop.approved(shirts(2), cup())
    way = ReturnShipment(
        "W-1", Method.LABEL, tuple(item.item_id for item in request.items), cost=641, cost_currency="JPY"
    )
    saved = replace(request, shipments=(way,), method=Method.LABEL)
    shop.returns.save(saved)
    assert [row.money.label for row in rows(shop)] == [321, 320]
    shop.returns.save(replace(shop.read(), shipments=(replace(way, cost_currency="USD"),)))
    assert [row.money.label for row in rows(shop)] == [None, None]
