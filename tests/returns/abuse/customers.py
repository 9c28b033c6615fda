"""A customer with returns of all kinds, for signals to look at."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from shared.returns.abuse.records import ParcelScans, Rated, Records
from shared.returns.axes import Action, Approval, Logistics
from shared.returns.policy.defaults import DEFAULTS
from shared.returns.policy.terms import Terms
from shared.returns.return_request import LogEntry, ReturnItem, ReturnRequest, ReturnShipment
from shared.returns.settlement import Settlement, SettlementKind, SettlementState
from shared.returns.vocabulary import Actor, Method, ReasonGroup
from shared.tracking.order import Order, OrderLine
from shared.tracking.sale import Buyer, LineSale, Sale
from tests import samples

NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)
BUYER = Buyer("C-1", orders_placed=10, since=NOW - timedelta(days=400))


def order(order_id: str = "A-1", paid: int = 2000, buyer: Buyer = BUYER, **changes: object) -> Order:
    """Two cups in two colours."""
    lines = tuple(
        OrderLine(sku, "Cup", 1, sale=LineSale(price=paid // 2, product_id="CUP", options=(("colour", sku),)))
        for sku in ("RED", "BLUE")
    )
    values: dict[str, object] = {"lines": lines, "sale": Sale("JPY", buyer=buyer), "placed_at": NOW - timedelta(days=9)}
    return samples.order(order_id=order_id, link=f"link-of-{order_id}-0000000", **{**values, **changes})


def item(order_id: str = "A-1", line: str = "RED", **changes: object) -> ReturnItem:
    """A cup that came back."""
    values: dict[str, object] = {
        "reason": "unwanted",
        "reason_group": ReasonGroup.CHANGE_OF_MIND,
        "approval": Approval.APPROVED,
        "logistics": Logistics.RECEIVED,
    }
    return ReturnItem("1", order_id, line, line, 1, **{**values, **changes})  # type: ignore[arg-type]


def request(order_id: str = "A-1", *items: ReturnItem, return_id: str = "", **changes: object) -> ReturnRequest:
    """A return of an order; of one cup, where nothing else is said."""
    values: dict[str, object] = {"created_at": NOW - timedelta(days=3), "policy_version": 1, "customer_id": "C-1"}
    values |= {"return_id": return_id or f"R-{order_id}", "number": f"N-{order_id}", "currency": "JPY"}
    return ReturnRequest(items=items or (item(order_id),), **{**values, **changes})  # type: ignore[arg-type]


def rated(*returns: ReturnRequest, asked: ReturnRequest | None = None, **records: object) -> Rated:
    """These returns, newest first, with an order for each; `orders` replaces some."""
    ids = {order_id for one in (*returns, *([asked] if asked else [])) for order_id in one.order_ids}
    given: dict[str, Order] = records.pop("orders", {})  # type: ignore[assignment]
    orders = {order_id: given.get(order_id) or order(order_id) for order_id in sorted(ids | given.keys())}
    return Rated(Records(NOW, returns, orders, **records), asked)  # type: ignore[arg-type]


def until(day: date) -> Terms:
    """Terms whose window ends on a day."""
    return Terms(DEFAULTS, (), day, day, "delivered")


def paid(state: SettlementState = SettlementState.DONE) -> Settlement:
    """What was paid for the item "1"."""
    return Settlement("S-1", "R-1", "A-1", SettlementKind.REFUND, ("1",), 1000, state=state)


def logged(one: ReturnRequest, *entries: tuple[Action, timedelta]) -> ReturnRequest:
    """The return with entries that are so old."""
    log = tuple(
        LogEntry(number, NOW - age, Actor.SHOPPER, action) for number, (action, age) in enumerate(entries, start=1)
    )
    return replace(one, log=log)


def sent(number: str = "NR-1") -> ReturnShipment:
    """A parcel that came back."""
    return ReturnShipment("W-1", Method.LABEL, ("1",), tracking_number=number)


def weighed(out: int, back: int, number: str = "NR-1") -> ParcelScans:
    """What the carrier weighed."""
    return ParcelScans(True, out, {number: back})
