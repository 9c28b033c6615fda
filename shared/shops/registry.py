"""The shop systems this deployment can hear: every folder here is one. Each is imported when it is first asked for."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

import shared.shops as shops
from shared.errors import NotFound
from shared.shops.shop_system import ShopSystem


class UnknownShopSystem(NotFound):
    """No shop system of this name pushes to us."""

    code = "unknown_shop_system"


SLUGS: tuple[str, ...] = tuple(sorted(found.name for found in iter_modules(shops.__path__) if found.ispkg))
"""Every shop system's slug: the names of the folders."""


@cache
def shop_system(slug: str) -> ShopSystem:
    """The shop system of this slug; raises UnknownShopSystem, which lists the slugs there are."""
    if slug not in SLUGS:
        raise UnknownShopSystem(f"No such shop system. Known are: {', '.join(SLUGS)}.", field="shop_system")
    found: ShopSystem = import_module(f"shared.shops.{slug}").SHOP_SYSTEM
    return found
