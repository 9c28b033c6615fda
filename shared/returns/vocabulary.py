"""The words of returns. The values are public: they stand in `merchant.yaml`, answers and events."""

from __future__ import annotations

from enum import StrEnum


class ReasonGroup(StrEnum):
    """Why something comes back, as law and cost see it."""

    CHANGE_OF_MIND = "change_of_mind"
    """The shopper's side (購入者都合): it does not fit, it is not liked."""
    DEFECT = "defect"
    """The shop's or the maker's side: broken, not as described."""
    DELIVERY = "delivery"
    """What happened on the way or in the warehouse: damaged, wrong, missing."""
    WARRANTY = "warranty"
    """It broke in use, after the window, within its warranty."""


class Outcome(StrEnum):
    """What the shopper gets for it."""

    REFUND = "refund"
    """Money, by the way it was paid."""
    EXCHANGE = "exchange"
    """Another variant of the same product."""
    OTHER_ITEM = "other_item"
    """Any other product; the difference is charged or refunded."""
    REPLACEMENT = "replacement"
    """The same again."""
    STORE_CREDIT = "store_credit"
    GIFT_CARD = "gift_card"
    REPAIR = "repair"
    SPARE_PART = "spare_part"
    """A part is sent, the goods stay."""


EXCHANGES = frozenset({Outcome.EXCHANGE, Outcome.OTHER_ITEM, Outcome.REPLACEMENT})
"""Outcomes that send goods out again."""


class Method(StrEnum):
    """How it comes back."""

    LABEL = "label"
    """A label to print."""
    QR = "qr"
    """A code shown where the parcel is handed in; nothing to print."""
    PICKUP = "pickup"
    DROP_OFF = "drop_off"
    """At a point, without a box or label of one's own."""
    STORE = "store"
    OWN_CARRIER = "own_carrier"
    """The shopper sends it and says the number (元払い, 着払い)."""
    NONE = "none"
    """Nothing comes back."""


class WholeAt(StrEnum):
    """When the shopper is made whole: paid, credited, sent the replacement."""

    APPROVAL = "approval"
    FIRST_SCAN = "first_scan"
    RECEIPT = "receipt"
    INSPECTION = "inspection"


class Review(StrEnum):
    """Who decides on a request."""

    AUTOMATIC = "automatic"
    MANUAL = "manual"
    REJECT = "reject"


class Keep(StrEnum):
    """Whether the goods come back at all."""

    NO = "no"
    KEEP = "keep"
    DONATE = "donate"


class Checking(StrEnum):
    """How closely goods are looked at when they are back."""

    FULL = "full"
    LENIENT = "lenient"
    """Signs of use are let pass."""
    NONE = "none"
    """Receipt counts as a passed inspection."""


class Disposition(StrEnum):
    """What becomes of an item."""

    RESTOCK = "restock"
    RESALE = "resale"
    """Sold as used."""
    REFURBISH = "refurbish"
    RETURN_TO_VENDOR = "return_to_vendor"
    DONATE = "donate"
    SCRAP = "scrap"
    MISSING = "missing"


class Condition(StrEnum):
    """What an item is like, as the shopper says before and the warehouse after."""

    UNOPENED = "unopened"
    AS_NEW = "as_new"
    USED = "used"
    DAMAGED = "damaged"
    INCOMPLETE = "incomplete"
    WRONG_ITEM = "wrong_item"
    EMPTY = "empty"
    """The parcel held nothing."""


class ClockStart(StrEnum):
    """From what a window counts."""

    DELIVERED = "delivered"
    SHIPPED = "shipped"
    ORDERED = "ordered"


class ShippingRefund(StrEnum):
    """Whether what the shopper paid for delivery is paid back."""

    NEVER = "never"
    SHARE = "share"
    """The returned goods' share of it, by value."""
    WHOLE_ORDER = "whole_order"
    """Only once everything came back."""
    ALWAYS = "always"


class Actor(StrEnum):
    """Who did something."""

    SHOPPER = "shopper"
    STAFF = "staff"
    """The merchant's people and systems, by the merchant's key."""
    SYSTEM = "system"
    """Todoku itself: policy, carriers, clocks."""


WITHDRAWAL = "withdrawal"
"""The channel of returns by which consumers in the European Union withdraw from their purchase."""
