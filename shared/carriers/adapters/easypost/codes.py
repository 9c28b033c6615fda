"""EasyPost's words in ours: tracker statuses as details, carrier names as slugs.

Source (2026-11): https://docs.easypost.com/docs/trackers and the types of EasyPost's own Node client, 8.9.0, which
list ten values of `status` and 28 of `status_detail`. None is for a failed attempt: EasyPost reports one as `failure`
or as a `delivery_exception`. Names of carriers: the `carrier` strings of https://docs.easypost.com/carriers, recalled.
"""

from __future__ import annotations

from functools import lru_cache

from shared.carriers.reading.mover import slug_of
from shared.tracking.detail import Detail

# Not here, and so unknown: "unknown", with which EasyPost says that it does not know, and "error", which is about its
# own tracking and not about the parcel.
_STATUSES = {
    "pre_transit": Detail.INFO_RECEIVED,
    "in_transit": Detail.IN_TRANSIT,
    "out_for_delivery": Detail.OUT_FOR_DELIVERY,
    "available_for_pickup": Detail.AVAILABLE_FOR_PICKUP,
    "delivered": Detail.DELIVERED,
    "return_to_sender": Detail.RETURNING,
    "failure": Detail.EXCEPTION,  # an attempt in vain, or the end: it does not say which
    "cancelled": Detail.CANCELLED,
}

# What `status_detail` adds, where it agrees with the status; "unknown" and "status_update" add nothing, and neither do
# those that repeat a status ("in_transit", "out_for_delivery", "failure", "arrived_at_pickup_location").
_DETAILS = {
    "label_created": Detail.LABEL_CREATED,
    "awaiting_information": Detail.INFO_RECEIVED,
    "received_at_origin_facility": Detail.PICKED_UP,
    "arrived_at_facility": Detail.ARRIVED,
    "arrived_at_destination": Detail.AT_DELIVERY_DEPOT,
    "received_at_destination_facility": Detail.AT_DELIVERY_DEPOT,
    "departed_facility": Detail.DEPARTED,
    "departed_origin_facility": Detail.DEPARTED,
    "transferred_to_destination_carrier": Detail.HANDED_TO_CARRIER,
    "expired": Detail.EXPIRED,
}

# Details that mean trouble, also while the status still says that the parcel is under way.
_TROUBLE = {
    "address_correction": Detail.ADDRESS_PROBLEM,
    "cancelled": Detail.CANCELLED,
    "damaged": Detail.DAMAGED,
    "delayed": Detail.DELAYED,
    "delivery_exception": Detail.EXCEPTION,
    "held": Detail.HELD,
    "lost": Detail.LOST,
    "missorted": Detail.MISSORTED,
    "refused": Detail.REFUSED,
    "return": Detail.RETURNING,
    "transit_exception": Detail.EXCEPTION,
    "weather_delay": Detail.DELAYED_BY_WEATHER,
}

_TROUBLED = frozenset({"pre_transit", "in_transit", "out_for_delivery", "failure"})

_SPELLED = {
    "amazonshipping": "amazon_shipping",
    "australiapost": "australia_post",
    "canadapost": "canada_post",
    "dhlecommerceasia": "dhl_ecommerce",
    "dhlecs": "dhl_ecommerce",
    "dhlexpress": "dhl_express",
    "dhlpaket": "dhl",
    "dpduk": "dpd",
    "jppost": "japan_post",
    "kuronekoyamato": "yamato",
    "royalmail": "royal_mail",
    "upsdap": "ups",
    "upsiparcel": "ups",
    "upsmailinnovations": "ups",
    "upssurepost": "ups",
}


def detail(status: str, status_detail: str) -> Detail:
    """What a scan's two codes mean; UNKNOWN for a status EasyPost does not list."""
    stage = _STATUSES.get(status)
    if stage is None:
        return Detail.UNKNOWN
    if status in _TROUBLED and status_detail in _TROUBLE:
        return _TROUBLE[status_detail]
    finer = _DETAILS.get(status_detail, stage)
    # A finer word that belongs to another milestone contradicts the status, which then stands.
    return finer if finer.milestone is stage.milestone or finer is Detail.EXPIRED else stage


@lru_cache(maxsize=1024)
def mover(carrier: str) -> str:
    """The slug of the company that moves the parcel, from EasyPost's name of it ("DHLExpress"); may be empty."""
    # Several EasyPost carriers are FedEx: "FedExSmartPost", "FedExMailview" ...
    return "fedex" if carrier.lower().startswith("fedex") else slug_of(carrier, _SPELLED)
