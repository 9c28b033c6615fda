"""What a return comes to. The preview of a draft, the promise at approval and the sum after inspection are all this."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from shared.errors import Invalid
from shared.returns.money.bonus import give_bonus
from shared.returns.money.delivery_paid_back import give_delivery_back
from shared.returns.money.entries import entries_of, tax_inside
from shared.returns.money.flows import Source, flows_of
from shared.returns.money.gain import Gain, gains_of
from shared.returns.money.reckoning import Reckoning
from shared.returns.money.remaining import firm, remaining_of
from shared.returns.money.room import counted, left_of, payments_of, refunded_to
from shared.returns.money.roots import by_root, in_order
from shared.returns.money.way_back import charge_way_back
from shared.returns.money.worth import SENT_ANEW, Worth, is_live, with_restocking_fee, worth_of
from shared.returns.order_account import OrderAccount
from shared.returns.request.positions import PositionUnknown
from shared.returns.return_request import ReturnItem, ReturnRequest
from shared.returns.settlement import Settlement
from shared.tracking.order import Order
from shared.tracking.sale import Sale


class CurrencyMismatch(Invalid):
    """An order was sold in another currency than the return's: one return has one currency."""

    code = "currency_mismatch"


def reckon(request: ReturnRequest, orders: Mapping[str, Order], accounts: Mapping[str, OrderAccount]) -> Reckoning:
    """All parts and flows of what is live in the return, as its items stand now. Both mappings by order id.

    `entries` say all it comes to; `flows` what is still to be promised beside its settlements that are due, done or
    failed. The order in which items stand plays no part. An order without an account has an empty one.
    Raises CurrencyMismatch, PositionUnknown, WantedWithoutPrice.
    """
    sales = _sales(request, orders)
    others = {order_id: _others(request, accounts.get(order_id)) for order_id in request.order_ids}
    gains = gains_of(_worths(request, orders, accounts, sales, others), sales, is_gift=request.is_gift)
    rest = remaining_of(gains, request.settlements)
    ours = {order_id: counted(firm(request.settlements, order_id)) for order_id in request.order_ids}
    left = {each: _sources(orders[each], others[each], ours[each]) for each in request.order_ids}
    room = {each: left_of(orders[each], (*others[each], *ours[each])) for each in request.order_ids}
    return Reckoning(
        currency=request.currency,
        entries=entries_of(gains, sales),
        flows=flows_of(_fitting(rest.gains, room), left),
        includes_tax=tax_inside(gains, sales),
        overpaid=rest.overpaid,
        unpriced=tuple(gain.worth.item.item_id for gain in gains if not gain.worth.is_priced),
    )


def _sales(request: ReturnRequest, orders: Mapping[str, Order]) -> dict[str, Sale]:
    sales = {}
    for order_id in request.order_ids:
        if order_id not in orders:
            raise PositionUnknown("The return speaks of an order that is not there.", field="order_id")
        sale = orders[order_id].sale
        if sale is None:
            continue
        if sale.currency != request.currency:
            raise CurrencyMismatch("All orders of a return are of one currency.", field="currency")
        sales[order_id] = sale
    return sales


def _others(request: ReturnRequest, account: OrderAccount | None) -> tuple[Settlement, ...]:
    """What other returns of the order have promised or paid."""
    settlements = account.settlements if account else ()
    not_ours = [each for each in settlements if each.return_id != request.return_id]
    return counted(not_ours, request.replaces)


def _sources(order: Order, others: Sequence[Settlement], ours: Sequence[Settlement]) -> tuple[Source, ...]:
    """Its payments, each with what other returns leave of it and what this one took already."""
    return tuple(
        Source(payment, max(0, payment.amount - refunded_to(payment, others)), refunded_to(payment, ours))
        for payment in payments_of(order)
    )


def _worths(
    request: ReturnRequest,
    orders: Mapping[str, Order],
    accounts: Mapping[str, OrderAccount],
    sales: Mapping[str, Sale],
    others: Mapping[str, Sequence[Settlement]],
) -> tuple[Worth, ...]:
    live = sorted((item for item in request.items if is_live(item)), key=lambda item: in_order(item.item_id))
    paid_before = _paid_before(request)
    worths = with_restocking_fee([worth_of(item, orders[item.order_id]) for item in live])
    worths = charge_way_back(worths, sales)
    whole: dict[str, Worth] = {}
    for order_id in request.order_ids:
        mine = [worth for worth in worths if worth.item.order_id == order_id]
        if order_id in sales:
            account = accounts.get(order_id, OrderAccount(order_id))
            ghosts = [worth_of(item, orders[order_id]) for item in paid_before if item.order_id == order_id]
            given = give_delivery_back([*mine, *ghosts], request, orders[order_id], sales[order_id], account)
            mine = list(_within(given[: len(mine)], left_of(orders[order_id], others[order_id])))
        whole.update({worth.item.item_id: worth for worth in mine})
    return give_bonus([whole[item.item_id] for item in live], sales)


def _paid_before(request: ReturnRequest) -> list[ReturnItem]:
    """Items that something was paid for before they turned out to be worth nothing: they keep their part of delivery,
    so that no other item is paid it a second time.
    """
    paid = {item_id for each in firm(request.settlements) for item_id in each.item_ids}
    return [item for item in request.items if not is_live(item) and item.item_id in paid]


def _fitting(gains: Sequence[Gain], room: Mapping[str, int]) -> list[Gain]:
    """What is left to be given, as far as there is room beside what was given already: the first items first."""
    left = dict(room)
    fitting = []
    for gain in gains:
        order_id = gain.worth.item.order_id
        if gain.worth.is_priced:
            goods = min(gain.goods, max(0, left[order_id]))
            money = min(gain.money, max(0, left[order_id] - goods))
            left[order_id] -= goods + money
            gain = replace(gain, goods=goods, money=money)
        fitting.append(gain)
    return fitting


def _within(worths: Sequence[Worth], room: int) -> tuple[Worth, ...]:
    """Cut so that no more is given than was captured and not given yet: by what each brings."""
    giving = [0 if worth.item.outcome in SENT_ANEW else worth.net for worth in worths]
    too_much = min(sum(giving), max(0, sum(giving) - room))
    cuts = by_root(too_much, [worth.item.item_id for worth in worths], giving)
    return tuple(replace(worth, cut=cut) for worth, cut in zip(worths, cuts, strict=True))
