"""How each signal is counted from records: a whole number that is the greater, the more of it there is.

Drafts, and what was declined, cancelled or expired, are no returns: who was refused is not the more suspicious for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from statistics import median_low

from shared.returns.abuse.records import Rated
from shared.returns.axes import Action, Approval, Logistics
from shared.returns.request.states import ENDED
from shared.returns.return_request import ReturnItem, ReturnRequest
from shared.returns.settlement import SettlementState
from shared.returns.vocabulary import Method, ReasonGroup
from shared.tracking.order import Order

ENOUGH_ORDERS = 5
"""Shares of fewer say nothing: one return of one order is everybody's first."""
ENOUGH_ITEMS = 4
ENOUGH_VALUES = 3
YOUNG_DAYS = 30
EDGE_DAYS = 2
"""The last days of a window."""
SCANNED_WITHIN = timedelta(days=7)
"""From when a parcel was said to be sent: carriers scan within days."""
_OUT = frozenset({Logistics.AWAITED, Logistics.IN_TRANSIT})
_SCANS = frozenset({Action.NOTE_SCAN, Action.NOTE_ARRIVAL, Action.RECEIVE})
_COSTLY = frozenset({ReasonGroup.DEFECT, ReasonGroup.DELIVERY})
_PAID = frozenset({SettlementState.DUE, SettlementState.DONE})


def return_share(rated: Rated) -> int:
    """Returns for each hundred orders, by the count of orders that the shop tells."""
    placed = rated.buyer.orders_placed if rated.buyer else None
    if placed is None or placed < ENOUGH_ORDERS:
        return 0
    returned = {order_id for request in _placed(rated) for order_id in request.order_ids}
    return min(100, 100 * len(returned) // placed)


def value_share(rated: Rated) -> int:
    """Percent of what was paid for orders of which something came back that came back of them."""
    paid = returned = orders = 0
    for order in _returned_orders(rated):
        lines = {line.position: line for line in order.lines if line.sale is not None}
        if len(lines) != len(order.lines):
            continue
        orders += 1
        paid += sum(line.sale.paid for line in lines.values() if line.sale)
        for item in _items_of(rated, order):
            line = lines.get(item.line)
            if line is not None and line.sale is not None:
                returned += line.sale.paid * item.quantity // max(1, line.quantity)
    return min(100, 100 * returned // paid) if orders >= ENOUGH_VALUES and paid else 0


def costly_reasons(rated: Rated) -> int:
    """Percent of the pieces for whose return the shop pays: defects, and what went wrong on the way."""
    items = [item for request in _placed(rated) for item in _live(request) if item.reason_group is not None]
    pieces = sum(item.quantity for item in items)
    costly = sum(item.quantity for item in items if item.reason_group in _COSTLY)
    return 100 * costly // pieces if pieces >= ENOUGH_ITEMS else 0


def claims(rated: Rated) -> int:
    """Claims that a delivery went wrong: lost, stolen, incomplete."""
    return sum(rated.records.claims.values())


def claims_though_delivered(rated: Rated) -> int:
    """Those of orders whose every parcel the carrier scanned as delivered."""
    scans = rated.records.scans
    return sum(
        count for order_id, count in rated.records.claims.items() if order_id in scans and scans[order_id].all_delivered
    )


def open_instant(rated: Rated) -> int:
    """Returns that were paid ahead, and whose goods are still out."""
    return sum(_is_paid_ahead(request) for request in _placed(rated))


def young_account(rated: Rated) -> int:
    """Days that the account is short of thirty, at the moment of the newest order asked about."""
    since = rated.buyer.since if rated.buyer else None
    if since is None or not rated.asked_orders:
        return 0
    newest = max(order.placed_at for order in rated.asked_orders)
    return max(0, YOUNG_DAYS - max(0, (newest - since).days))


def unusual_value(rated: Rated) -> int:
    """What the dearest order asked about was paid, in percent of the usual: the median of the customer's others."""
    asked = {order.order_id for order in rated.asked_orders}
    others = [_paid(order) for order in rated.records.orders.values() if order.order_id not in asked]
    known = [value for value in others if value > 0]
    if rated.buyer is None or len(known) < ENOUGH_VALUES:
        return 0
    return 100 * max((_paid(order) for order in rated.asked_orders), default=0) // median_low(known)


def discounts(rated: Rated) -> int:
    """Percent that discounts and coupons took off the list price of orders of which something came back."""
    sales = [line.sale for order in _returned_orders(rated) for line in order.lines if line.sale is not None]
    price = sum(sale.price for sale in sales)
    is_known = price > 0 and len(list(_returned_orders(rated))) >= ENOUGH_VALUES
    return min(100, 100 * sum(sale.discount for sale in sales) // price) if is_known else 0


def same_reason(rated: Rated) -> int:
    """So many returns one after the other, up to the newest, for one and the same reason that the shop pays for."""
    found, in_a_row = "", 0
    for request in _placed(rated):
        reasons = {item.reason for item in _live(request) if item.reason_group in _COSTLY}
        if len(reasons) != 1 or (found and reasons != {found}):
            break
        found = next(iter(reasons))
        in_a_row += 1
    return in_a_row


def bracketing(rated: Rated) -> int:
    """Orders that held several variants of one product, of which some came back."""
    return sum(_is_bracketed(order, _items_of(rated, order)) for order in _returned_orders(rated))


def window_edge(rated: Rated) -> int:
    """Returns that were asked for in the last days of their window, or in its grace."""
    return sum(
        any(
            item.terms is not None
            and item.terms.until is not None
            and (item.terms.until - request.created_at.date()).days <= EDGE_DAYS
            for item in _live(request)
        )
        for request in _placed(rated)
    )


def unscanned(rated: Rated) -> int:
    """Returns said to be sent days ago by a carrier who scanned them nowhere: neither there, on the way, nor here."""
    until = rated.records.now - SCANNED_WITHIN
    return sum(
        any(entry.action is Action.RECORD_SHIPMENT and entry.at <= until for entry in request.log)
        and not any(entry.action in _SCANS for entry in request.log)
        for request in _placed(rated)
        if request.method is Method.OWN_CARRIER
    )


def light_parcels(rated: Rated) -> int:
    """By how many percent the parcels of whole orders weighed less on the way back, where the carrier weighed both."""
    return max((_is_short(rated, request) for request in _placed(rated)), default=0)


def shared_contact(rated: Rated) -> int:
    """Other customers who gave the same mail address or telephone."""
    return rated.records.same_contact


def wrong_gift_codes(rated: Rated) -> int:
    """Codes that were tried in vain for the order before it was opened as a gift."""
    return rated.records.wrong_gift_codes if rated.is_gift else 0


def _placed(rated: Rated) -> Iterator[ReturnRequest]:
    return (request for request in rated.records.returns if any(True for _ in _live(request)))


def _live(request: ReturnRequest) -> Iterator[ReturnItem]:
    return (item for item in request.items if item.approval is not Approval.DRAFT and item.approval not in ENDED)


def _returned_orders(rated: Rated) -> Iterator[Order]:
    ids = dict.fromkeys(order_id for request in _placed(rated) for order_id in request.order_ids)
    return (rated.records.orders[order_id] for order_id in ids if order_id in rated.records.orders)


def _items_of(rated: Rated, order: Order) -> list[ReturnItem]:
    placed = (item for request in _placed(rated) for item in _live(request))
    return [item for item in placed if item.order_id == order.order_id]


def _paid(order: Order) -> int:
    return sum(line.sale.paid for line in order.lines if line.sale is not None)


def _is_paid_ahead(request: ReturnRequest) -> bool:
    out = {item.item_id for item in request.items if item.logistics in _OUT}
    return any(one.state in _PAID and out & set(one.item_ids) for one in request.settlements)


def _is_bracketed(order: Order, returned: list[ReturnItem]) -> bool:
    variants: dict[str, set[str]] = {}
    for line in order.lines:
        if line.sale is not None and line.sale.product_id and line.sale.options:
            variants.setdefault(line.sale.product_id, set()).add(line.position)
    came_back = {item.line for item in returned}
    return any(len(lines) > 1 and lines & came_back for lines in variants.values())


def _is_short(rated: Rated, request: ReturnRequest) -> int:
    if len(request.order_ids) != 1:
        return 0
    order_id = request.order_ids[0]
    order, scans = rated.records.orders.get(order_id), rated.records.scans.get(order_id)
    if order is None or scans is None or not scans.grams_out or not _is_whole(order, request):
        return 0
    numbers = {way.tracking_number for way in request.shipments if way.tracking_number and way.voided_at is None}
    if not numbers or not numbers <= scans.grams_back.keys():
        return 0
    back = sum(scans.grams_back[number] for number in numbers)
    return max(0, 100 * (scans.grams_out - back) // scans.grams_out)


def _is_whole(order: Order, request: ReturnRequest) -> bool:
    return sum(item.quantity for item in _live(request)) == sum(line.quantity for line in order.lines)
