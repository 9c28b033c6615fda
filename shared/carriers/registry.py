"""The carriers this deployment can hear: every folder of `adapters/`. Each is imported when it is first asked for."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

import shared.carriers.adapters as adapters
from shared.carriers.carrier import Carrier
from shared.errors import NotFound


class UnknownCarrier(NotFound):
    """No carrier of this name pushes to us."""

    code = "unknown_carrier"


SLUGS: tuple[str, ...] = tuple(sorted(found.name for found in iter_modules(adapters.__path__) if found.ispkg))
"""Every carrier's slug: the names of the folders."""


@cache
def carrier(slug: str) -> Carrier:
    """The carrier of this slug; raises UnknownCarrier, which lists the slugs there are."""
    if slug not in SLUGS:
        raise UnknownCarrier(f"No such carrier. Known are: {', '.join(SLUGS)}.", field="carrier")
    found: Carrier = import_module(f"shared.carriers.adapters.{slug}").CARRIER
    return found
