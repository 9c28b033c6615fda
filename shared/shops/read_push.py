"""Read a queued push with the adapter of its shop system."""

from __future__ import annotations

from shared.shops.registry import UnknownShopSystem, shop_system
from shared.shops.shop_push import ShopPush, UnreadablePush
from shared.shops.shop_update import ShopUpdate


def read_push(push: ShopPush) -> ShopUpdate:
    """What it says; raises UnreadablePush or UnreadablePayload when there is no reading it."""
    try:
        system = shop_system(push.shop_system)
    except UnknownShopSystem:
        raise UnreadablePush("No adapter reads this shop system's pushes.", field="shop_system") from None
    return system.read(push)
