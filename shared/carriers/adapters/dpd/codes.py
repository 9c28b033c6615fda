"""DPD's words as details: the statuses of a push, and those of the parcel life cycle.

Sources (2026-11): "Tracking Push Service – Ihr Schnelleinstieg" (DPD Germany, 04/2023), section "URL-Parameter", for
the pushes; "ParcelLifeCycle Service 2.0" (https://esolutions.dpd.com, DPD Germany) for the statuses in capitals. The
statuses that DPD Belgium and the Netherlands answer instead ("Courier") are read as their own texts explain them:
recalled, for their list is not public.
"""

from __future__ import annotations

from shared.tracking.detail import Detail

_PUSHES = {
    "start_order": Detail.INFO_RECEIVED,  # the order's data are there
    "pickup_driver": Detail.PICKED_UP,
    "pickup_depot": Detail.ARRIVED,  # at the depot it was collected for
    "delivery_depot": Detail.AT_DELIVERY_DEPOT,
    "delivery_carload": Detail.OUT_FOR_DELIVERY,
    "delivery_nab": Detail.ATTEMPT_FAILED,  # an "NAB scan": assumed to be the card for somebody who was not in
    "delivery_notification": Detail.EXCEPTION,  # an obstacle, such as an address to be cleared up
    "delivery_customer": Detail.DELIVERED,
    "delivery_shop": Detail.AVAILABLE_FOR_PICKUP,  # handed over at the Pickup parcelshop
    "pickup_by_consignee": Detail.COLLECTED,
    "no_pickup_by_consignee": Detail.UNCLAIMED,
    "error_pickup": Detail.NOT_COLLECTED,
    "error_return": Detail.RETURNING,
}

_STATUSES = {
    # What `shipmentInfo` says: an order to send, or to collect.
    "SHIPMENT": Detail.INFO_RECEIVED,
    "PICKUP": Detail.COLLECTION_SCHEDULED,  # recalled
    # What `statusInfo` says.
    "ACCEPTED": Detail.PICKED_UP,
    "AT_SENDING_DEPOT": Detail.ARRIVED,
    "ON_THE_ROAD": Detail.IN_TRANSIT,
    "AT_DELIVERY_DEPOT": Detail.AT_DELIVERY_DEPOT,
    "OUT_FOR_DELIVERY": Detail.OUT_FOR_DELIVERY,  # not in version 2.0 of the list, but answered since
    "DELIVERED": Detail.DELIVERED,
    # What the Benelux says.
    "PickedUp": Detail.PICKED_UP,
    "BetweenDepots": Detail.IN_TRANSIT,
    "Depot": Detail.AT_DELIVERY_DEPOT,
    "Courier": Detail.OUT_FOR_DELIVERY,
    "DeliveryFailure": Detail.ATTEMPT_FAILED,
    "ReturningFromDelivery": Detail.AT_DELIVERY_DEPOT,  # back there in the evening; DeliveryFailure was said before
    "ParcelShop": Detail.AVAILABLE_FOR_PICKUP,
    "Delivered": Detail.DELIVERED,
}


def push_detail(status: str) -> Detail:
    """What a push's `status` means; UNKNOWN for one that DPD does not list."""
    return _PUSHES.get(status, Detail.UNKNOWN)


def status_detail(status: str) -> Detail:
    """What a `status` of the life cycle means; UNKNOWN for one that is not listed above."""
    return _STATUSES.get(status, Detail.UNKNOWN)
