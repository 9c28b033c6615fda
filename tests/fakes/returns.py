"""Returns and the accounts of their orders, and policies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from shared.returns.order_account import OrderAccount
from shared.returns.policy.policy import Policy
from shared.returns.ports import NumberTaken, StaleReturn
from shared.returns.request.queue import waits_for_staff
from shared.returns.return_request import ReturnRequest


class InMemoryReturns:
    def __init__(self) -> None:
        self.requests: dict[str, ReturnRequest] = {}
        self.accounts: dict[str, OrderAccount] = {}
        self.since: dict[str, datetime] = {}

    def get(self, return_id: str) -> ReturnRequest | None:
        return self.requests.get(return_id)

    def by_number(self, number: str) -> ReturnRequest | None:
        return next((request for request in self.requests.values() if request.number == number), None)

    def account(self, order_id: str) -> OrderAccount:
        return self.accounts.get(order_id) or OrderAccount(order_id)

    def of_order(self, order_id: str) -> Sequence[ReturnRequest]:
        return [self.requests[return_id] for return_id in self.account(order_id).return_ids]

    def of_customer(self, customer_id: str, limit: int) -> Sequence[ReturnRequest]:
        theirs = [request for request in self.requests.values() if customer_id and request.customer_id == customer_id]
        return sorted(theirs, key=lambda request: (request.created_at, request.return_id), reverse=True)[:limit]

    def save(self, request: ReturnRequest, accounts: Sequence[OrderAccount] = ()) -> ReturnRequest:
        stored = self.get(request.return_id)
        if request.version != (stored.version if stored else 0):
            raise StaleReturn("stale")
        if any(account.version != self.account(account.order_id).version for account in accounts):
            raise StaleReturn("stale")
        if stored is None and self.by_number(request.number):
            raise NumberTaken("taken")
        waits = waits_for_staff(request)
        if waits and not request.is_queued:
            self.since[request.return_id] = request.log[-1].at if request.log else request.created_at
        saved = self.requests[request.return_id] = replace(request, version=request.version + 1, is_queued=waits)
        for account in accounts:
            self.accounts[account.order_id] = replace(account, version=account.version + 1)
        return saved

    def due(self, until: datetime, limit: int) -> Sequence[str]:
        waiting = [
            (request.look_again_at, request.return_id)
            for request in self.requests.values()
            if request.look_again_at is not None and request.look_again_at <= until
        ]
        return [return_id for _, return_id in sorted(waiting)[:limit]]

    def created_on(self, day: date, limit: int, cursor: str = "") -> tuple[Sequence[ReturnRequest], str]:
        found = {
            f"{request.created_at.isoformat()}#{request.return_id}": request
            for request in self.requests.values()
            if request.created_at.date() == day
        }
        names = [name for name in sorted(found, reverse=True) if not cursor or name < cursor][:limit]
        return [found[name] for name in names], names[-1] if len(names) == limit else ""

    def waiting(self, limit: int, cursor: str = "") -> tuple[Sequence[ReturnRequest], str]:
        found = {
            f"{self.since[request.return_id].isoformat()}#{request.return_id}": request
            for request in self.requests.values()
            if request.is_queued
        }
        names = [name for name in sorted(found) if name > cursor][:limit]
        return [found[name] for name in names], names[-1] if len(names) == limit else ""


class KnownPolicies:
    """Policies by the moment from which each is in force."""

    def __init__(self, first: Policy, *later: tuple[datetime, Policy]) -> None:
        self.first = first
        self.later = later

    def in_force(self) -> Policy:
        return self.later[-1][1] if self.later else self.first

    def at(self, moment: datetime) -> Policy:
        return next((policy for since, policy in reversed(self.later) if since <= moment), self.first)

    def version(self, version: int) -> Policy:
        every = (self.first, *(policy for _, policy in self.later))
        return next(policy for policy in every if policy.version == version)
