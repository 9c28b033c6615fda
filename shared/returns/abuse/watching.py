"""Watching: a customer's records are read, and their request is rated by them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from shared.access.limits import Counters, contact_key, order_key, wrong_gift_codes
from shared.cases.case import CaseKind
from shared.cases.ports import Cases
from shared.returns.abuse.assessment import Assess, Assessment
from shared.returns.abuse.records import ParcelScans, Records
from shared.returns.abuse.score import assess
from shared.returns.policy.facts import CustomerHistory
from shared.returns.ports import Policies, Returns
from shared.returns.return_request import ReturnRequest
from shared.tracking.order import Contact, Order

RETURNS_READ = 30
"""Of the customer, the newest: with their orders."""
ORDERS_READ = 10
"""Of those, the newest: with claims and scans."""
CONTACT_KEPT = timedelta(days=365)
CUSTOMERS_COUNTED = 6
"""Under one contact; above that it makes no difference."""


class Contacts(Protocol):
    """Which customers gave the same mail address or telephone; known by keyed hashes, and forgotten in time."""

    def seen(self, contact: str, customer_id: str, most: int, expires_at: datetime) -> int:
        """Note a customer; how many there are under the contact then. Above `most` no more are kept."""

    def known(self, contact: str) -> int:
        """How many there are; eventually consistent."""


@dataclass(frozen=True, slots=True)
class Watch:
    """Where records are read."""

    returns: Returns
    orders_of: Callable[[Collection[str]], Mapping[str, Order]]
    """By id, those there are; eventually consistent."""
    policies: Policies
    cases: Cases
    scans_of: Callable[[Order], ParcelScans]
    contacts: Contacts
    counters: Counters
    secret: Callable[[], str]
    """What contacts and orders are hashed with."""


def rating(watch: Watch) -> Assess:
    """Rates requests by what is kept; notes the contact of who asks, so that others under it are seen."""

    def rate(request: ReturnRequest, history: CustomerHistory, now: datetime) -> Assessment:
        records = records_of(watch, request.customer_id, request, now)
        order = records.orders.get(request.order_ids[0]) if request.order_ids else None
        policy = watch.policies.in_force() if order is None else watch.policies.at(order.placed_at)
        return assess(request, history, records, policy.abuse, policy.lists)

    return rate


def records_of(watch: Watch, customer_id: str, request: ReturnRequest | None, now: datetime) -> Records:
    """All that signals look at. Of a guest, and of who received a gift, only what is asked for."""
    returns: Sequence[ReturnRequest] = ()
    if customer_id:
        found = watch.returns.of_customer(customer_id, RETURNS_READ)
        returns = [one for one in found if request is None or one.return_id != request.return_id]
    ids = dict.fromkeys((*(request.order_ids if request else ()), *_orders_of(returns)))
    orders = watch.orders_of(tuple(ids)) if ids else {}
    newest = [orders[order_id] for order_id in ids if order_id in orders][:ORDERS_READ]
    claims = _claims(watch, newest) if customer_id else {}
    whole = [one for one in newest if one.order_id in claims or _may_be_whole(one, returns)]
    return Records(
        now=now,
        returns=returns,
        orders=orders,
        claims=claims,
        scans={order.order_id: watch.scans_of(order) for order in whole},
        same_contact=_same_contact(watch, customer_id, newest, now, is_asked=request is not None),
        wrong_gift_codes=_wrong_codes(watch, request, now),
    )


def _orders_of(returns: Iterable[ReturnRequest]) -> list[str]:
    return [order_id for request in returns for order_id in request.order_ids]


def _claims(watch: Watch, orders: Iterable[Order]) -> dict[str, int]:
    found = {
        order.order_id: sum(case.kind is CaseKind.CLAIM for case in watch.cases.of_order(order.order_id))
        for order in orders
    }
    return {order_id: count for order_id, count in found.items() if count}


def _may_be_whole(order: Order, returns: Iterable[ReturnRequest]) -> bool:
    ordered = sum(line.quantity for line in order.lines)
    return any(
        one.order_ids == (order.order_id,) and one.shipments and sum(item.quantity for item in one.items) == ordered
        for one in returns
    )


def _same_contact(watch: Watch, customer_id: str, orders: Sequence[Order], now: datetime, *, is_asked: bool) -> int:
    if not customer_id or not orders:
        return 0
    secret, others = watch.secret(), 0
    for address in _addresses(orders[0].contact):
        key = contact_key(address, secret)
        if is_asked:
            known = watch.contacts.seen(key, customer_id, CUSTOMERS_COUNTED, now + CONTACT_KEPT)
        else:
            known = watch.contacts.known(key)
        others = max(others, known - 1)
    return max(0, others)


def _addresses(contact: Contact) -> list[str]:
    return [address for address in (contact.email, contact.phone) if address]


def _wrong_codes(watch: Watch, request: ReturnRequest | None, now: datetime) -> int:
    if request is None or not request.is_gift:
        return 0
    limit, secret = wrong_gift_codes(watch.counters), watch.secret()
    return max((limit.asked(order_key(order_id, secret), now) for order_id in request.order_ids), default=0)
