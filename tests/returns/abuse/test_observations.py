"""How signals are counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.returns.abuse import observations as seen
from shared.returns.abuse.records import ParcelScans
from shared.returns.axes import Action, Approval, Logistics
from shared.returns.settlement import SettlementState
from shared.returns.vocabulary import Method, ReasonGroup
from shared.tracking.order import OrderLine
from shared.tracking.sale import Buyer, LineSale
from tests.returns.abuse.customers import BUYER, NOW, item, logged, order, paid, rated, request, sent, until, weighed

DAY = timedelta(days=1)
DEFECT = {"reason": "broken", "reason_group": ReasonGroup.DEFECT}


def test_returns_are_counted_against_orders_once_there_are_enough_of_them() -> None:
    returns = [request(f"A-{number}") for number in range(4)]
    assert seen.return_share(rated(*returns)) == 40
    few = {"A-0": order("A-0", buyer=replace(BUYER, orders_placed=4))}
    assert seen.return_share(rated(request("A-0"), orders=few)) == 0
    unknown = {"A-0": order("A-0", buyer=replace(BUYER, orders_placed=None))}
    assert seen.return_share(rated(request("A-0"), orders=unknown)) == 0


def test_two_returns_of_one_order_are_one_order_that_came_back() -> None:
    assert seen.return_share(rated(request("A-0"), request("A-0", return_id="R-again"))) == 10


@pytest.mark.parametrize("over", [Approval.DRAFT, Approval.DECLINED, Approval.CANCELLED, Approval.EXPIRED])
def test_what_came_to_nothing_is_no_return(over: Approval) -> None:
    nothing = [request(f"A-{number}", item(f"A-{number}", approval=over, **DEFECT)) for number in range(5)]
    look = rated(*nothing)
    assert seen.return_share(look) == seen.costly_reasons(look) == seen.same_reason(look) == seen.value_share(look) == 0


def test_the_value_that_came_back_is_a_share_of_the_orders_it_came_from() -> None:
    returns = [request("A-0", item("A-0"), item("A-0", "BLUE")), request("A-1"), request("A-2")]
    assert seen.value_share(rated(*returns)) == 66
    assert seen.value_share(rated(*returns[:2])) == 0


def test_an_order_without_prices_is_not_measured_by_value() -> None:
    bare = order("A-0", lines=(OrderLine("RED", "Cup", 1),))
    assert seen.value_share(rated(request("A-0"), request("A-1"), request("A-2"), orders={"A-0": bare})) == 0


def test_reasons_that_the_shop_pays_for_are_a_share_of_the_pieces() -> None:
    returns = [request(f"A-{number}", item(f"A-{number}", **DEFECT)) for number in range(3)]
    assert seen.costly_reasons(rated(*returns, request("A-3"))) == 75
    assert seen.costly_reasons(rated(*returns)) == 0


def test_claims_weigh_more_where_the_carrier_says_delivered() -> None:
    scans = {"A-1": ParcelScans(all_delivered=True), "A-2": ParcelScans()}
    look = rated(request("A-1"), request("A-2"), claims={"A-1": 2, "A-2": 1, "A-3": 1}, scans=scans)
    assert (seen.claims(look), seen.claims_though_delivered(look)) == (4, 2)


def test_paid_ahead_and_still_out_is_seen_until_the_goods_are_here() -> None:
    out = request("A-1", item(logistics=Logistics.AWAITED), settlements=(paid(),))
    here = request("A-2", item("A-2"), settlements=(paid(),))
    promised = request("A-3", item("A-3", logistics=Logistics.AWAITED), settlements=(paid(SettlementState.RESERVED),))
    assert seen.open_instant(rated(out, here, promised)) == 1


@pytest.mark.parametrize(("days", "short"), [(0, 30), (10, 20), (30, 0), (400, 0), (-3, 30)])
def test_an_account_is_as_young_as_it_was_when_the_order_was_placed(days: int, short: int) -> None:
    placed = NOW - timedelta(days=9)
    young = order("A-1", buyer=Buyer("C-1", since=placed - timedelta(days=days)), placed_at=placed)
    assert seen.young_account(rated(asked=request("A-1"), orders={"A-1": young})) == short


def test_nothing_is_young_where_nobody_says_since_when() -> None:
    assert seen.young_account(rated(asked=request("A-1"), orders={"A-1": order(buyer=Buyer("C-1"))})) == 0


def test_an_order_is_dear_beside_the_median_of_the_others() -> None:
    others = [request(f"A-{number}") for number in range(3)]
    orders = {"A-1": order("A-1", 1000), "A-2": order("A-2", 90_000), "A-9": order("A-9", 8000)}
    assert seen.unusual_value(rated(*others, asked=request("A-9"), orders=orders)) == 400
    few = {name: orders[name] for name in ("A-1", "A-9")}
    assert seen.unusual_value(rated(*others[:2], asked=request("A-9"), orders=few)) == 0


def test_discounts_are_averaged_over_the_orders_that_came_back() -> None:
    half = (OrderLine("RED", "Cup", 1, sale=LineSale(price=1000, discount=500)),)
    returns = [request(f"A-{number}") for number in range(3)]
    orders = {one.order_ids[0]: order(one.order_ids[0], lines=half) for one in returns}
    assert seen.discounts(rated(*returns, orders=orders)) == 50
    assert seen.discounts(rated(*returns[:2], orders=orders)) == 0


def test_one_reason_after_the_other_counts_from_the_newest_and_only_where_the_shop_pays() -> None:
    broken = [request(f"A-{number}", item(f"A-{number}", **DEFECT)) for number in range(3)]
    assert seen.same_reason(rated(*broken, request("A-5"), *broken)) == 3
    assert seen.same_reason(rated(request("A-5"), *broken)) == 0
    other = request("A-6", item("A-6", reason="scratched", reason_group=ReasonGroup.DEFECT))
    assert seen.same_reason(rated(other, *broken)) == 1


def test_several_variants_of_which_some_came_back_are_a_bracket() -> None:
    assert seen.bracketing(rated(request("A-1"), request("A-2"))) == 2
    one = order("A-1", lines=(OrderLine("RED", "Cup", 1, sale=LineSale(product_id="CUP", options=(("c", "r"),))),))
    assert seen.bracketing(rated(request("A-1"), orders={"A-1": one})) == 0


def test_the_edge_of_a_window_is_its_last_days() -> None:
    day = (NOW - 3 * DAY).date()
    early = request("A-1", item(terms=until(day + 3 * DAY)))
    late = request("A-2", item("A-2", terms=until(day + 2 * DAY)))
    grace = request("A-3", item("A-3", terms=until(day - DAY)))
    assert seen.window_edge(rated(early, late, grace)) == 2


def test_a_parcel_that_was_said_to_be_sent_is_scanned_within_days() -> None:
    own = request("A-1", item(logistics=Logistics.AWAITED), method=Method.OWN_CARRIER)
    long_ago = logged(own, (Action.RECORD_SHIPMENT, 8 * DAY))
    scanned = logged(own, (Action.RECORD_SHIPMENT, 8 * DAY), (Action.NOTE_SCAN, 6 * DAY))
    just_now = logged(own, (Action.RECORD_SHIPMENT, 6 * DAY))
    assert [seen.unscanned(rated(one)) for one in (long_ago, scanned, just_now)] == [1, 0, 0]


def test_a_whole_order_weighs_on_the_way_back_what_it_weighed_before() -> None:
    whole = request("A-1", item(), item(line="BLUE"), shipments=(sent(),))
    assert seen.light_parcels(rated(whole, scans={"A-1": weighed(1000, 250)})) == 75
    assert seen.light_parcels(rated(whole, scans={"A-1": weighed(1000, 1200)})) == 0


def test_nothing_is_light_where_a_part_came_back_or_nobody_weighed_it() -> None:
    part = request("A-1", shipments=(sent(),))
    whole = request("A-1", item(), item(line="BLUE"), shipments=(sent("NR-2"),))
    scans = {"A-1": weighed(1000, 250)}
    assert seen.light_parcels(rated(part, scans=scans)) == seen.light_parcels(rated(whole, scans=scans)) == 0


def test_wrong_codes_count_for_who_opened_a_gift_and_not_for_who_bought_it() -> None:
    gift = request("A-1", is_gift=True, customer_id="")
    assert seen.wrong_gift_codes(rated(asked=gift, wrong_gift_codes=5)) == 5
    assert seen.wrong_gift_codes(rated(asked=request("A-1"), wrong_gift_codes=5)) == 0


def test_what_the_buyer_did_is_not_held_against_who_received_a_gift() -> None:
    young = order("A-1", buyer=Buyer("C-1", since=NOW, orders_placed=9))
    assert seen.young_account(rated(asked=request("A-1", is_gift=True), orders={"A-1": young})) == 0
