"""Gather what a message is written from: its order and parcel, the shop's look, and where its links lead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from shared.access.shopper_links import RETURNS, ShopperLinks
from shared.access.target import Target
from shared.brand import Brand
from shared.cases.case import Case
from shared.notifications.catalogue import trigger_named
from shared.notifications.choose_slots import choose_slots
from shared.notifications.content.letter import Letter, Links
from shared.notifications.message import Message
from shared.notifications.rules import NotificationRules, Slot
from shared.shoppers.shopper import Shopper
from shared.tracking.order import Order
from shared.tracking.parcel import Parcel

if TYPE_CHECKING:
    from shared.returns.withdrawal import Withdrawal


@dataclass(frozen=True, slots=True)
class Shop:
    """What the merchant decided about every message."""

    brand: Brand
    sender: str
    """From whom mails come."""
    rules: NotificationRules


@dataclass(frozen=True, slots=True)
class Around:
    """What there is around an order when a message about it is written."""

    parcel: Parcel | None = None
    """The message's, as last projected."""
    cases: Sequence[Case] = ()
    """The order's."""
    withdrawal: Withdrawal | None = None
    """Of the return whose withdrawal the message acknowledges."""


def compose(
    order: Order, message: Message, shopper: Shopper, *, around: Around, shop: Shop, links: ShopperLinks, now: datetime
) -> Letter:
    """The letter, ready to be written for any channel."""
    return Letter(
        order=order,
        message=message,
        brand=shop.brand,
        sender=shop.sender,
        links=links_of(order, message, links, now),
        now=now,
        parcel=around.parcel,
        withdrawal=around.withdrawal,
        slots=_slots(order, message, shopper, around.cases, shop.rules, now),
    )


def links_of(order: Order, message: Message, links: ShopperLinks, now: datetime) -> Links:
    """Every address in the message. `m` tells which message was followed, and by whom nobody can read from it."""
    from_here = {"m": message.message_id}
    choice = {"kind": message.kind, "channel": message.channel}
    about = {"sku": sku} if (sku := message.facts.get("sku")) else {}
    return Links(
        tracking=links.page("t", order.link, now, **from_here),
        preferences=links.page("preferences", order.link, now, **from_here),
        unsubscribe=links.page("unsubscribe", order.link, now, **choice, **from_here),
        review=links.page("reviews", order.link, now, **about, **from_here),
        help=links.page("help", order.link, now, **about, **from_here),
        problem=links.behind_a_code(Target.PROBLEM, order.link, now, **from_here),
        returns=links.page(RETURNS, order.link, now),
    )


def _slots(
    order: Order,
    message: Message,
    shopper: Shopper,
    cases: Sequence[Case],
    rules: NotificationRules,
    now: datetime,
) -> tuple[Slot, ...]:
    trigger = trigger_named(message.trigger)
    if trigger is None:
        return ()
    return choose_slots(order, trigger, shopper, cases, rules, now.astimezone(order.destination.zone).date())
