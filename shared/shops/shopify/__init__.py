"""Shopify: orders and fulfilments, pushed by webhooks as its REST Admin API writes them."""

from __future__ import annotations

from shared.shops.shop_system import ShopSystem
from shared.shops.shopify.payload import SLUG, read, take
from shared.shops.shopify.signature import verify
from shared.shops.shopify.topics import TOPICS

SHOP_SYSTEM = ShopSystem(slug=SLUG, name="Shopify", verify=verify, take=take, read=read, topics=TOPICS)
