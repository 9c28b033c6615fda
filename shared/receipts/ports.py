"""What receipts need from outside: one store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from shared.receipts.receipt import SignedReceipt


@dataclass(frozen=True, slots=True)
class KeptPromise:
    """A receipt as kept, with what it was asked by."""

    signed: SignedReceipt
    request_digest: str
    """Tells a repeated request from another one under the same idempotency key."""


@dataclass(frozen=True, slots=True)
class Told:
    """What was told about an order: at first, which measures how promises are kept, and last, which stands."""

    first: SignedReceipt
    latest: SignedReceipt
    """The first again, where nothing else was told."""


class Receipts(Protocol):
    """Receipts, kept for good. Nothing changes one."""

    def get(self, promise_id: str) -> KeptPromise | None:
        """The promise with this id, strongly consistent."""

    def of_order(self, order_id: str) -> Told | None:
        """What was told about an order, strongly consistent. None: nothing."""

    def keep(self, promise: KeptPromise) -> bool:
        """Keep a receipt, findable by its id and its order, all or nothing. False: its id is taken, nothing changed."""
