"""Shoppers."""

from __future__ import annotations

from dataclasses import replace

from shared.shoppers.ports import StaleShopper
from shared.shoppers.shopper import Shopper


class InMemoryShoppers:
    def __init__(self) -> None:
        self.shoppers: dict[str, Shopper] = {}

    def get(self, shopper_id: str) -> Shopper:
        return self.shoppers.get(shopper_id, Shopper(shopper_id))

    def save(self, shopper: Shopper) -> Shopper:
        if shopper.version != self.get(shopper.shopper_id).version:
            raise StaleShopper("stale")
        saved = self.shoppers[shopper.shopper_id] = replace(shopper, version=shopper.version + 1)
        return saved
