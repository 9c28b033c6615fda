"""EasyPost's words in ours: tracker statuses as milestones, carrier names as slugs.

Source (2026-11): https://docs.easypost.com/docs/trackers, the values listed for `status` and `status_detail`. The
page lists no value for a failed attempt; EasyPost reports one as `failure` or as a `delivery_exception`.
"""

from __future__ import annotations

import re

from shared.tracking.milestone import Milestone

# Not here, and so unknown: "unknown", with which EasyPost says that it does not know, and "error", which is about its
# own tracking and not about the parcel.
_STATUSES = {
    "pre_transit": Milestone.INFO_RECEIVED,
    "in_transit": Milestone.IN_TRANSIT,
    "out_for_delivery": Milestone.OUT_FOR_DELIVERY,
    "available_for_pickup": Milestone.AVAILABLE_FOR_PICKUP,
    "delivered": Milestone.DELIVERED,
    "return_to_sender": Milestone.EXCEPTION,
    "failure": Milestone.EXCEPTION,
    "cancelled": Milestone.EXCEPTION,
}

_UNDER_WAY = frozenset({Milestone.INFO_RECEIVED, Milestone.IN_TRANSIT, Milestone.OUT_FOR_DELIVERY})

# Details that mean trouble while the status still says that the parcel is under way.
_TROUBLE = frozenset(
    {
        "address_correction",
        "damaged",
        "delayed",
        "delivery_exception",
        "held",
        "lost",
        "missorted",
        "refused",
        "return",
        "transit_exception",
        "weather_delay",
    }
)

# Several EasyPost accounts can stand for one carrier; any name that begins with "FedEx" is FedEx.
_SLUGS = {
    "australiapost": "australia_post",
    "canadapost": "canada_post",
    "dhlecs": "dhl_ecommerce",
    "dhlexpress": "dhl_express",
    "royalmail": "royal_mail",
    "upsdap": "ups",
}

_NOT_IN_A_SLUG = re.compile(r"[^a-z0-9]+")


def milestone(status: str, status_detail: str) -> Milestone | None:
    """The milestone a scan's two codes mean; None for a status EasyPost does not list."""
    stage = _STATUSES.get(status)
    if stage in _UNDER_WAY and status_detail in _TROUBLE:
        return Milestone.EXCEPTION
    return stage


def mover(carrier: str) -> str:
    """The slug of the company that moves the parcel, from EasyPost's name of it ("DHLExpress"); may be empty."""
    name = carrier.lower()
    if name.startswith("fedex"):
        return "fedex"
    return _SLUGS.get(name) or _NOT_IN_A_SLUG.sub("_", name).strip("_")
