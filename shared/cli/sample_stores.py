"""Stores in memory, as far as looking at returns takes them: one order, one policy, and returns nobody else sees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from shared.eventing.envelope import Event
from shared.returns.order_account import OrderAccount
from shared.returns.policy.policy import Policy
from shared.returns.return_request import ReturnRequest
from shared.tracking.carrier_update import ParcelId
from shared.tracking.order import Order, Shipment


class SampleOrders:
    """One order. Implements shared.tracking.ports.Orders."""

    def __init__(self, order: Order) -> None:
        self._order = order

    def get(self, order_id: str) -> Order | None:
        return self._order if order_id == self._order.order_id else None

    def by_link(self, link: str) -> Order | None:
        return self._order if link == self._order.link else None

    def by_number(self, number: str) -> Sequence[Order]:
        return [self._order]

    def save(
        self,
        order: Order,
        events: Sequence[Event],
        assign: Shipment | None = None,
        release: Sequence[ParcelId] = (),
        *,
        renamed: bool = False,
    ) -> Order:
        self._order = replace(order, version=order.version + 1)
        return self._order


class SampleReturns:
    """Implements shared.returns.ports.Returns. Nobody is faster than its only user, so nothing is ever stale."""

    def __init__(self) -> None:
        self._requests: dict[str, ReturnRequest] = {}
        self._accounts: dict[str, OrderAccount] = {}

    def get(self, return_id: str) -> ReturnRequest | None:
        return self._requests.get(return_id)

    def by_number(self, number: str) -> ReturnRequest | None:
        return next((request for request in self._requests.values() if request.number == number), None)

    def account(self, order_id: str) -> OrderAccount:
        return self._accounts.get(order_id) or OrderAccount(order_id)

    def of_order(self, order_id: str) -> Sequence[ReturnRequest]:
        return [self._requests[return_id] for return_id in self.account(order_id).return_ids]

    def of_customer(self, customer_id: str, limit: int) -> Sequence[ReturnRequest]:
        return []

    def save(self, request: ReturnRequest, accounts: Sequence[OrderAccount] = ()) -> ReturnRequest:
        saved = self._requests[request.return_id] = replace(request, version=request.version + 1)
        self._accounts |= {account.order_id: replace(account, version=account.version + 1) for account in accounts}
        return saved

    def due(self, until: datetime, limit: int) -> Sequence[str]:
        return []

    def created_on(self, day: date, limit: int, cursor: str = "") -> tuple[Sequence[ReturnRequest], str]:
        return [], ""

    def waiting(self, limit: int, cursor: str = "") -> tuple[Sequence[ReturnRequest], str]:
        return [], ""


class SamplePolicies:
    """The policy that is looked at, as if it had always been in force. Implements shared.returns.ports.Policies."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy

    def in_force(self) -> Policy:
        return self._policy

    def at(self, moment: datetime) -> Policy:
        return self._policy

    def version(self, version: int) -> Policy:
        return self._policy
