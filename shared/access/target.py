"""Where a code leads: a closed list, so that no other site can stand in an address of ours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from shared.access.shopper_link import TRACKING
from shared.access.shopper_links import PROBLEMS, RETURNS, ShopperLinks


class Target(StrEnum):
    """What somebody wants of their order. The values are public: they stand in addresses."""

    TRACK = "track"
    RETURNS = "returns"
    WITHDRAWAL = "withdrawal"
    CANCELLATION = "cancellation"
    HELP = "help"
    PREFERENCES = "preferences"
    PROBLEM = "problem"


_PLACES: Mapping[Target, tuple[str, str]] = {
    Target.TRACK: (TRACKING, ""),
    Target.RETURNS: (RETURNS, ""),
    Target.WITHDRAWAL: (RETURNS, "/withdrawal"),
    Target.CANCELLATION: (RETURNS, "/cancellation"),
    Target.HELP: ("help", ""),
    Target.PREFERENCES: ("preferences", ""),
    Target.PROBLEM: (PROBLEMS, ""),
}
"""The purpose of the token, and what stands behind it in the path."""


_RETURN_NUMBER = re.compile(r"RMA-[0-9A-Z]{5}-[0-9A-Z]{5}")
"""Nothing else gets into a path; whose return it is, its page asks."""


def target_named(name: str) -> Target:
    """The target of this name; the tracking page for anything else."""
    return Target(name) if name in {*Target} else Target.TRACK


def return_number(text: str) -> str:
    """The number of a return as it stands in addresses; "" for anything else."""
    return text if _RETURN_NUMBER.fullmatch(text) else ""


def place_of(target: Target, link: str, links: ShopperLinks, now: datetime, number: str = "") -> str:
    """The path of a target with a fresh token. `link`: the reference in the order's link. `number`: of the one return
    that is asked for, as of `return_number`; of other targets it says nothing."""
    page, below = _PLACES[target]
    if target is Target.RETURNS and number:
        below = f"/{number}"
    return f"/{page}/{links.token(page, link, now)}{below}"
