"""Read a queued push with the adapter of its shop system."""

from __future__ import annotations

from shared.returns.refund_word import RefundWord
from shared.shops.registry import UnknownShopSystem, shop_system
from shared.shops.shop_push import ShopPush, UnreadablePush
from shared.shops.shop_system import ShopSystem
from shared.shops.shop_update import ShopUpdate


def read_push(push: ShopPush) -> ShopUpdate:
    """What it says of an order; raises UnreadablePush or UnreadablePayload when there is no reading it."""
    return _system(push).read(push)


def read_refund_word(push: ShopPush) -> RefundWord:
    """Which refunds it is about; raises UnreadablePush or UnreadablePayload when there is no reading it."""
    read = _system(push).read_refund
    if read is None:
        raise UnreadablePush("This shop system tells of no refunds.", field="shop_system")
    return read(push)


def _system(push: ShopPush) -> ShopSystem:
    try:
        return shop_system(push.shop_system)
    except UnknownShopSystem:
        raise UnreadablePush("No adapter reads this shop system's pushes.", field="shop_system") from None
