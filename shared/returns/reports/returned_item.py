"""What was sold and what came back, as rows: what reports count and suggestions learn from. Nobody can be told from it.

Amounts are minor units of the row's currency; days are those of the order's destination.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shared.returns.vocabulary import Outcome, ReasonGroup

Options = tuple[tuple[str, str], ...]
"""A variant's choices: ("size", "M")."""


class Status(StrEnum):
    """What became of the request. The words stand in files."""

    OPEN = "open"
    """Nobody decided yet."""
    ACCEPTED = "accepted"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Goods:
    """What a row is about: some pieces of one position of an order."""

    order_id: str
    ordered_on: date
    sku: str
    product: str = ""
    """What its variants have in common; the SKU where the shop says no more."""
    product_type: str = ""
    options: Options = ()
    tier: str = ""
    """The buyer's, in the loyalty programme; "" : none."""
    country: str = ""
    carrier: str = ""
    """Who brought it; "" where that is not known, or several did."""
    lane: str = ""
    """From which warehouse to which country: `tokyo>JP`; "" likewise."""
    quantity: int = 1
    currency: str = ""
    value: int = 0
    """What was paid for the pieces, tax and all."""


@dataclass(frozen=True, slots=True)
class SoldItem:
    """Pieces that were sold, and not cancelled."""

    goods: Goods


@dataclass(frozen=True, slots=True)
class ReturnedItem:
    """Pieces that were asked back, with one reason and one outcome."""

    goods: Goods
    return_id: str
    item_id: str
    asked_on: date
    reason: str
    outcome: Outcome
    status: Status = Status.ACCEPTED
    group: ReasonGroup | None = None
    wanted_sku: str = ""
    wanted_options: Options = ()
    """Of what was chosen instead, where it is known."""
    kept: bool | None = None
    """Whether the shopper kept what they got instead (a refund keeps nobody); None: not known, or too early to say."""
    refunded: int = 0
    credited: int = 0
    """Store credit and gift cards, without the bonus."""
    exchanged: int = 0
    """What of the value stayed in the shop for other goods, or the same again; what was paid on top is left out."""
    bonus: int = 0
    way_back: int = 0
    """What the shop paid for the way back."""
    lost: int = 0
    """The value of goods that cannot be sold again: scrapped, donated, missing, or left with the shopper."""
