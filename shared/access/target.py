"""Where a code leads: a closed list, so that no other site can stand in an address of ours."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from shared.access.shopper_link import TRACKING
from shared.access.shopper_links import RETURNS, ShopperLinks


class Target(StrEnum):
    """What somebody wants of their order. The values are public: they stand in addresses."""

    TRACK = "track"
    RETURNS = "returns"
    WITHDRAWAL = "withdrawal"
    CANCELLATION = "cancellation"
    HELP = "help"
    PREFERENCES = "preferences"


_PLACES: Mapping[Target, tuple[str, str]] = {
    Target.TRACK: (TRACKING, ""),
    Target.RETURNS: (RETURNS, ""),
    Target.WITHDRAWAL: (RETURNS, "/withdrawal"),
    Target.CANCELLATION: (RETURNS, "/cancellation"),
    Target.HELP: ("help", ""),
    Target.PREFERENCES: ("preferences", ""),
}
"""The purpose of the token, and what stands behind it in the path."""


def target_named(name: str) -> Target:
    """The target of this name; the tracking page for anything else."""
    return Target(name) if name in {*Target} else Target.TRACK


def place_of(target: Target, link: str, links: ShopperLinks, now: datetime) -> str:
    """The path of a target with a fresh token. `link`: the reference in the order's link."""
    page, below = _PLACES[target]
    return f"/{page}/{links.token(page, link, now)}{below}"
