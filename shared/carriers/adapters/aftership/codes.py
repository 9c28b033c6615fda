"""AfterShip's words in ours: tags and subtags as details, courier slugs as our slugs.

Sources (2026-11): https://www.aftership.com/docs/tracking/2026-07/enum/delivery-statuses and .../delivery-sub-statuses,
https://support.aftership.com/en/article/learn-about-delivery-sub-statuses-1b0hdlx/ for those of 2026-03. Courier slugs:
https://www.aftership.com/docs/tracking/others/supported-couriers, recalled.
"""

from __future__ import annotations

from functools import lru_cache

from shared.carriers.reading.mover import slug_of
from shared.tracking.detail import Detail

_TAGS = {
    "Pending": Detail.PENDING,
    "InfoReceived": Detail.INFO_RECEIVED,
    "InTransit": Detail.IN_TRANSIT,
    "OutForDelivery": Detail.OUT_FOR_DELIVERY,
    "AttemptFail": Detail.ATTEMPT_FAILED,
    "AvailableForPickup": Detail.AVAILABLE_FOR_PICKUP,
    "Delivered": Detail.DELIVERED,
    "Exception": Detail.EXCEPTION,
    "Expired": Detail.EXPIRED,
}

_SUBTAGS = {
    "Pending_001": Detail.PENDING,
    "Pending_002": Detail.PENDING,
    "InfoReceived_001": Detail.INFO_RECEIVED,
    "InTransit_001": Detail.IN_TRANSIT,
    "InTransit_002": Detail.PICKED_UP,  # acceptance scan
    "InTransit_003": Detail.ARRIVED,
    "InTransit_004": Detail.ARRIVED_IN_COUNTRY,  # the destination's
    "InTransit_005": Detail.CUSTOMS_CLEARED,
    "InTransit_006": Detail.CUSTOMS_STARTED,
    "InTransit_007": Detail.DEPARTED,
    "InTransit_008": Detail.PROBLEM_RESOLVED,
    "InTransit_009": Detail.FORWARDED,  # to another delivery address
    "OutForDelivery_001": Detail.OUT_FOR_DELIVERY,
    "OutForDelivery_003": Detail.OUT_FOR_DELIVERY,  # the customer was contacted
    "OutForDelivery_004": Detail.DELIVERY_SCHEDULED,  # an appointment: not yet on the road, whatever the tag says
    "AttemptFail_001": Detail.ATTEMPT_FAILED,
    "AttemptFail_002": Detail.NOBODY_HOME,
    "AttemptFail_003": Detail.BUSINESS_CLOSED,
    "AvailableForPickup_001": Detail.AVAILABLE_FOR_PICKUP,
    "Delivered_001": Detail.DELIVERED,
    "Delivered_002": Detail.COLLECTED,
    "Delivered_003": Detail.DELIVERED_IN_PERSON,  # signed for by the customer
    "Delivered_004": Detail.DELIVERED,  # and paid
    "Delivered_005": Detail.DELIVERED_TO_NEIGHBOUR,
    "Exception_001": Detail.EXCEPTION,
    "Exception_002": Detail.RECIPIENT_MOVED,
    "Exception_003": Detail.REFUSED,
    "Exception_004": Detail.DELAYED_BY_CUSTOMS,
    "Exception_005": Detail.DELAYED,  # external factors
    "Exception_006": Detail.PAYMENT_DUE,
    "Exception_007": Detail.ADDRESS_PROBLEM,
    "Exception_008": Detail.UNCLAIMED,  # "pick up missed", by the customer
    "Exception_009": Detail.REJECTED_BY_CARRIER,
    "Exception_010": Detail.RETURNING,
    "Exception_011": Detail.RETURNED,
    "Exception_012": Detail.DAMAGED,
    "Exception_013": Detail.LOST,
    "Exception_016": Detail.DELAYED_BY_CARRIER,  # processing issue
    "Exception_017": Detail.DELAYED_BY_WEATHER,
    "Exception_018": Detail.DOCUMENTS_MISSING,
    "Expired_001": Detail.EXPIRED,
}

_SPELLED = {
    "dhl": "dhl_express",
    "dhl-global-mail": "dhl_ecommerce",
    "dhl-global-mail-asia": "dhl_ecommerce",
    "taqbin-jp": "yamato",
}

_NOBODY = frozenset({"", "unrecognized"})


def detail(tag: str, subtag: str) -> Detail:
    """What a checkpoint's two codes mean; a subtag that AfterShip does not list means no more than its tag."""
    return _SUBTAGS.get(subtag) or _TAGS.get(tag, Detail.UNKNOWN)


@lru_cache(maxsize=1024)
def mover(courier: str) -> str:
    """The slug of the company that moves the parcel, from AfterShip's slug of it ("dhl-global-mail").

    AfterShip's own where it did not recognise the courier.
    """
    return "aftership" if courier in _NOBODY else slug_of(courier, _SPELLED) or "aftership"
