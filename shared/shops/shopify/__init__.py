"""Shopify: orders and fulfilments, pushed by webhooks as its REST Admin API writes them."""

from __future__ import annotations

from shared.shops.shop_system import ShopSystem
from shared.shops.shopify.payload import SLUG, read, read_refund, take
from shared.shops.shopify.signature import verify
from shared.shops.shopify.topics import REFUND_TOPICS, TOPICS

SHOP_SYSTEM = ShopSystem(
    slug=SLUG,
    name="Shopify",
    verify=verify,
    take=take,
    read=read,
    topics=TOPICS,
    refund_topics=REFUND_TOPICS,
    read_refund=read_refund,
)
