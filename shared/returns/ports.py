"""What is kept of returns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from shared.errors import Conflict
from shared.returns.order_account import OrderAccount
from shared.returns.policy.policy import Policy
from shared.returns.return_request import ReturnRequest


class StaleReturn(Conflict):
    """Somebody else saved the return, or another return of the order, since it was read. Read anew and retry."""

    code = "stale_return"


class NumberTaken(Conflict):
    """Another return has this RMA number: make another one."""

    code = "return_number_taken"


class ReturnTooLarge(Conflict):
    """The return holds more than one item of the table can: too many parts, entries or words."""

    code = "return_too_large"


class Returns(Protocol):
    """Returns, each saved together with the accounts of its orders, all or nothing."""

    def get(self, return_id: str) -> ReturnRequest | None:
        """As last saved, strongly consistent."""

    def by_number(self, number: str) -> ReturnRequest | None:
        """By its RMA number."""

    def account(self, order_id: str) -> OrderAccount:
        """What is asked and paid back of an order, strongly consistent; an empty one where nothing is."""

    def of_order(self, order_id: str) -> Sequence[ReturnRequest]:
        """Every return of an order that was ever submitted, strongly consistent, oldest first."""

    def of_customer(self, customer_id: str, limit: int) -> Sequence[ReturnRequest]:
        """The customer's newest returns, newest first, strongly consistent: what they were given counts at once."""

    def save(self, request: ReturnRequest, accounts: Sequence[OrderAccount] = ()) -> ReturnRequest:
        """Save as one version on, with the accounts likewise; raises StaleReturn when any stored version differs.

        Raises NumberTaken for a new return whose number another one has, and ReturnTooLarge.
        """

    def due(self, until: datetime, limit: int) -> Sequence[str]:
        """Ids of the returns whose `look_again_at` is `until` or earlier, the earliest first; eventually consistent."""

    def created_on(self, day: date, limit: int, cursor: str = "") -> tuple[Sequence[ReturnRequest], str]:
        """Returns created on a (UTC) day, newest first, beginning behind `cursor`, and where to go on; "" at the end.

        Eventually consistent.
        """

    def waiting(self, limit: int, cursor: str = "") -> tuple[Sequence[ReturnRequest], str]:
        """Returns that wait for a decision of staff, the longest first, likewise; eventually consistent."""


class Policies(Protocol):
    """Every policy that was ever in force."""

    def in_force(self) -> Policy:
        """Today's."""

    def at(self, moment: datetime) -> Policy:
        """The one that was in force then; the first one for moments before it."""

    def version(self, version: int) -> Policy:
        """One version."""
