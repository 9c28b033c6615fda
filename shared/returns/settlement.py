"""How a shopper is made whole: one thing that is paid, credited, charged or sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class SettlementKind(StrEnum):
    """What is done. The values are public."""

    REFUND = "refund"
    """To one payment of the order."""
    STORE_CREDIT = "store_credit"
    GIFT_CARD = "gift_card"
    GOODS = "goods"
    """An exchange, a replacement, a part or a repaired item is sent; `amount` is what the goods that come back pay of
    it: nothing where the same is sent again."""
    CHARGE = "charge"
    """The shopper pays the difference of an exchange, or a fee that nothing else covers."""


class SettlementState(StrEnum):
    """How far it is."""

    RESERVED = "reserved"
    """Promised for a moment that has not come: it counts against what was captured."""
    DUE = "due"
    """The moment came: whoever pays is told."""
    DONE = "done"
    FAILED = "failed"
    """Refused; somebody has to look. `failure` says why."""
    RELEASED = "released"
    """Will not be: declined, cancelled, failed inspection. Counts no more."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """One of them. Amounts are minor units of the return's currency."""

    settlement_id: str
    """Unique, and the same however often it is tried: the idempotency key towards whoever pays."""
    return_id: str
    order_id: str
    kind: SettlementKind
    item_ids: tuple[str, ...]
    amount: int
    """Without the bonus: this counts against what was captured."""
    bonus: int = 0
    """On top, given by the merchant."""
    payment_id: str = ""
    """Refunds: which payment it goes back to."""
    sku: str = ""
    quantity: int = 0
    """Goods: what is sent."""
    state: SettlementState = SettlementState.RESERVED
    due_at: datetime | None = None
    settled_at: datetime | None = None
    reference: str = ""
    """Theirs: of the refund, the gift card, the order."""
    failure: str = ""
    """A code."""
    parts: tuple[tuple[str, int, int], ...] = ()
    """Of each item: its id, its part of `amount`, its part of `bonus`."""
    shipping: int = 0
    """What of `amount` is delivery that is paid back, so that none is paid back twice."""
    instead_of: str = ""
    """The return whose goods came back by this one: those goods count no more."""

    @property
    def counts(self) -> bool:
        """Whether it weighs against what was captured."""
        return self.kind in _GIVES and self.state is not SettlementState.RELEASED


_GIVES = frozenset({SettlementKind.REFUND, SettlementKind.STORE_CREDIT, SettlementKind.GIFT_CARD, SettlementKind.GOODS})
