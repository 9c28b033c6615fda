"""Cancelling an order, or some of it, before anything of it was handed over: the rules, and what one asks and hears."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shared.tracking.cancellation_asked import CancellationAsked, CancelledPieces


@dataclass(frozen=True, slots=True)
class CancellationRules:
    """What the merchant lets shoppers do. Staff are bound by none of it, only by what left already."""

    enabled: bool = False
    within_minutes: int | None = None
    """Since the order was placed; None: until it is sent."""
    partial: bool = False
    """Whether some of the order may be cancelled, or all of it only."""
    free_shipping_from: int | None = None
    """From this value of goods on, delivery was free. What is left below it bears `shipping_fee`."""
    shipping_fee: int = 0
    """What delivery costs below it, as the sale's prices, with or without tax."""
    currency: str = ""
    """ISO 4217, of the two amounts, minor units. A sale in another one bears no new fee."""


class CancellationState(StrEnum):
    """What became of a request. The values are public."""

    ASKED = "asked"
    """The shop has not said yet."""
    DONE = "done"
    NOT_DONE = "not_done"
    """The goods left before the shop cancelled: they can be returned."""


class WhyNot(StrEnum):
    """Why something cannot be cancelled. The values are public; all that hold are told."""

    NOT_OFFERED = "not_offered"
    TOO_LATE = "too_late"
    """The minutes are over."""
    HANDED_OVER = "handed_over"
    """Something of the order left already. What came can be returned."""
    CANCELLED = "cancelled"
    """The whole order is."""
    ASKED_ALREADY = "asked_already"
    """What was asked before leaves nothing to cancel: the shop has not said yet what became of it."""
    WHOLE_ORDER_ONLY = "whole_order_only"
    LINE_UNKNOWN = "line_unknown"
    NOTHING_ASKED = "nothing_asked"
    MORE_THAN_LEFT = "more_than_left"
    TOO_MANY = "too_many"
    """The order holds no more requests."""


@dataclass(frozen=True, slots=True)
class CancellationAsk:
    """What is to be cancelled."""

    pieces: tuple[tuple[str, int], ...] | None = None
    """Position -> how many, by the shop's id of it or its SKU. None: all that is left of the order."""
    reason: str = ""
    """A code, small letters."""


@dataclass(frozen=True, slots=True)
class CancellationRequest:
    """A request that was made, and what became of it."""

    asked: CancellationAsked
    state: CancellationState


@dataclass(frozen=True, slots=True)
class LineLeft:
    """What of a position can still be cancelled."""

    line: str
    sku: str
    name: str
    quantity: int


@dataclass(frozen=True, slots=True)
class PaidBack:
    """What a cancellation comes to; minor units. `value` = goods + tax + shipping - shipping_fee."""

    currency: str
    goods: int
    """Price of what is cancelled, less its share of what was taken off."""
    tax: int
    """On it, where prices are without."""
    shipping: int
    """Of what was paid for delivery, and its tax where prices are without: where nothing is left to send."""
    shipping_fee: int
    """Due instead, where what is left falls below free shipping; never more than goods and tax bear. 0 or more."""
    value: int
    """What need not be paid for any more."""
    paid_back: int
    """Of that, what was captured and goes back; the rest was never paid."""


@dataclass(frozen=True, slots=True)
class CancellationPreview:
    """The answer before anything is asked for, and beside what was."""

    order_id: str
    why_not: tuple[WhyNot, ...]
    """Empty: it can be cancelled."""
    until: datetime | None
    """Aware, UTC: how long a shopper may; None: until it is sent."""
    left: tuple[LineLeft, ...]
    """What can be cancelled, were the rest in order."""
    pieces: tuple[CancelledPieces, ...]
    """What would be."""
    whole_order: bool
    """Whether nothing is left then."""
    money: PaidBack | None
    """None where the shop does not say what was sold for how much."""
    requests: tuple[CancellationRequest, ...]
    """What was asked already, oldest first."""

    @property
    def is_possible(self) -> bool:
        return not self.why_not
