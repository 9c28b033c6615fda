"""Shippo's words in ours: tracking statuses and their substatuses as details, carrier tokens as slugs.

Source (2026-11): https://docs.goshippo.com/docs/tracking/tracking, "Event definitions": six statuses, and 27
substatuses with the status each belongs to. Carrier tokens: https://docs.goshippo.com/docs/carriers/carriercapabilities,
recalled.
"""

from __future__ import annotations

from functools import lru_cache

from shared.carriers.reading.mover import slug_of
from shared.tracking.detail import Detail

MOCK = "shippo"
"""The carrier of Shippo's mock tracking numbers, "SHIPPO_TRANSIT" and others."""

# Not here, and so unknown: "UNKNOWN", which says that Shippo could not read what the carrier sent.
_STATUSES = {
    "PRE_TRANSIT": Detail.INFO_RECEIVED,
    "TRANSIT": Detail.IN_TRANSIT,
    "DELIVERED": Detail.DELIVERED,
    "RETURNED": Detail.RETURNING,  # on its way back, or back: it does not say which
    "FAILURE": Detail.EXCEPTION,
}

_SUBSTATUSES = {
    "PRE_TRANSIT": {"information_received": Detail.INFO_RECEIVED},
    "TRANSIT": {
        "address_issue": Detail.ADDRESS_PROBLEM,
        "contact_carrier": Detail.EXCEPTION,
        "delayed": Detail.DELAYED,
        "delivery_attempted": Detail.ATTEMPT_FAILED,
        "delivery_rescheduled": Detail.DELIVERY_SCHEDULED,
        "delivery_scheduled": Detail.DELIVERY_SCHEDULED,
        "location_inaccessible": Detail.NO_ACCESS,
        "notice_left": Detail.ATTEMPT_FAILED,
        "out_for_delivery": Detail.OUT_FOR_DELIVERY,
        "package_accepted": Detail.PICKED_UP,
        "package_arrived": Detail.ARRIVED,
        "package_damaged": Detail.DAMAGED,
        "package_departed": Detail.DEPARTED,
        "package_forwarded": Detail.FORWARDED,
        "package_held": Detail.HELD,
        "package_processed": Detail.PROCESSED,
        "package_processing": Detail.PROCESSED,
        "pickup_available": Detail.AVAILABLE_FOR_PICKUP,
        "reschedule_delivery": Detail.EXCEPTION,  # nothing moves until somebody calls the carrier
    },
    "DELIVERED": {"delivered": Detail.DELIVERED},
    "RETURNED": {"return_to_sender": Detail.RETURNING, "package_unclaimed": Detail.UNCLAIMED},
    "FAILURE": {
        "package_undeliverable": Detail.UNDELIVERABLE,
        "package_disposed": Detail.DISPOSED,
        "package_lost": Detail.LOST,
    },
}

_SPELLED = {"gso": "gls"}


def detail(status: str, substatus: str) -> Detail:
    """What a scan's two codes mean; a substatus that Shippo does not list for its status adds nothing to it."""
    stage = _STATUSES.get(status, Detail.UNKNOWN)
    return _SUBSTATUSES.get(status, {}).get(substatus, stage)


@lru_cache(maxsize=1024)
def mover(carrier: str) -> str:
    """The slug of the company that moves the parcel, from Shippo's token of it ("royal_mail_sf"); may be empty."""
    return slug_of(carrier, _SPELLED)
