"""Record an order, and what its shopper chose while placing it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from shared.shoppers.ports import Shoppers
from shared.shoppers.record_choices import AHEAD, ChosenInFuture, record_choices
from shared.shoppers.shopper import shopper_id
from shared.shops.consent import Consent
from shared.tracking.order import Order
from shared.tracking.ports import Orders
from shared.tracking.record_order import record_order

SOURCE = "checkout"
"""Where these choices were made, whichever shop told them."""


def record_with_consent(
    orders: Orders, shoppers: Shoppers, order: Order, consents: Iterable[Consent], *, merchant_id: str, now: datetime
) -> tuple[Order, bool]:
    """Save the order, then the choices of its shopper; answers the order as stored, and whether it is new.

    Writes to two items. Both may be repeated, and an older choice changes nothing: after a crash in between the
    order stands without the choices, nobody was answered, and the repeat brings them. Until then the shopper counts as
    one who said nothing. Raises what `record_order` raises, StaleShopper, and ChosenInFuture before anything is saved.
    Choices of a shopper without any address are dropped: nothing can be sent to them.
    """
    chosen = [(consent.choices, consent.at or order.placed_at) for consent in consents if consent.choices]
    if any(at > now + AHEAD for _, at in chosen):
        raise ChosenInFuture("The shopper cannot have chosen in the future.", field="placed_at")
    recorded = record_order(orders, order, merchant_id=merchant_id, now=now)
    who = shopper_id(order.contact)
    if who:
        for choices, at in chosen:
            record_choices(shoppers, who, choices, at=at, source=SOURCE, now=now)
    return recorded
