"""Change what is kept of a shopper, whoever else does at the same time."""

from __future__ import annotations

from collections.abc import Callable

from shared.shoppers.ports import Shoppers, StaleShopper
from shared.shoppers.shopper import Shopper

TRIES = 5


def change_shopper(shoppers: Shoppers, shopper_id: str, change: Callable[[Shopper], Shopper]) -> Shopper:
    """Apply `change` to the shopper as stored, and again where somebody was faster; answers the shopper as it is now.

    A change that changes nothing is not saved. Raises StaleShopper when others were faster `TRIES` times.
    """
    for left in range(TRIES, 0, -1):
        known = shoppers.get(shopper_id)
        changed = change(known)
        if changed == known:
            return known
        try:
            return shoppers.save(changed)
        except StaleShopper:
            if left == 1:
                raise
    raise AssertionError("unreachable")
