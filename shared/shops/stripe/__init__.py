"""Stripe: what became of refunds, pushed by webhooks. Orders it knows none."""

from __future__ import annotations

from shared.shops.shop_system import ShopSystem
from shared.shops.stripe.payload import REFUND_TOPICS, SLUG, read, read_refund, take
from shared.shops.stripe.signature import verify

SHOP_SYSTEM = ShopSystem(
    slug=SLUG,
    name="Stripe",
    verify=verify,
    take=take,
    read=read,
    topics={},
    refund_topics=REFUND_TOPICS,
    read_refund=read_refund,
)
