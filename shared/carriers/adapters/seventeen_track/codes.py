"""17TRACK's sub statuses and stages as details.

Source (2026-11): https://api.17track.net/en/doc?version=v2.2, the tables of main statuses and sub statuses, and of
the milestones' `key_stage`, as public clients repeat them. The comments give what the page says where the name alone
does not tell. A sub status that the page does not list stays unknown, though its first half may be a main status.
"""

from __future__ import annotations

from shared.tracking.cause import Cause
from shared.tracking.detail import Detail

Meaning = tuple[Detail, Cause | None]

_SUB_STATUSES: dict[str, Detail | Meaning] = {
    "NotFound_Other": Detail.PENDING,  # the carrier answered nothing yet
    "NotFound_InvalidCode": Detail.INFORMATION,  # the number cannot be asked for
    "InfoReceived": Detail.INFO_RECEIVED,
    "InTransit_PickedUp": Detail.PICKED_UP,
    "InTransit_Other": Detail.IN_TRANSIT,
    "InTransit_Departure": Detail.DEPARTED,  # left the port of the country of origin
    "InTransit_Arrival": Detail.ARRIVED_IN_COUNTRY,  # at the port of the country of destination
    "InTransit_CustomsProcessing": Detail.CUSTOMS_STARTED,
    "InTransit_CustomsReleased": Detail.CUSTOMS_CLEARED,
    # 17TRACK counts it as in transit; but customs waits for papers, without saying whose.
    "InTransit_CustomsRequiringInformation": (Detail.DOCUMENTS_MISSING, Cause.CUSTOMS),
    "Expired_Other": Detail.EXPIRED,
    "AvailableForPickup_Other": Detail.AVAILABLE_FOR_PICKUP,
    "OutForDelivery_Other": Detail.OUT_FOR_DELIVERY,
    "DeliveryFailure_Other": Detail.ATTEMPT_FAILED,
    "DeliveryFailure_NoBody": Detail.NOBODY_HOME,  # the recipient could not be reached at the door
    "DeliveryFailure_Security": Detail.ATTEMPT_FAILED,  # for safety, for customs or for charges: which, it does not say
    "DeliveryFailure_Rejected": Detail.REFUSED,
    "DeliveryFailure_InvalidAddress": Detail.ADDRESS_PROBLEM,
    "Delivered_Other": Detail.DELIVERED,
    "Exception_Other": Detail.EXCEPTION,
    "Exception_Returning": Detail.RETURNING,
    "Exception_Returned": Detail.RETURNED,  # the sender has it back
    "Exception_NoBody": (Detail.UNDELIVERABLE, Cause.CONSIGNEE),  # found before delivery: the recipient is not known
    "Exception_Security": Detail.HELD,  # found before delivery: for safety, for customs or for charges
    "Exception_Damage": Detail.DAMAGED,
    "Exception_Rejected": Detail.REFUSED,
    "Exception_Delayed": Detail.DELAYED,
    "Exception_Lost": Detail.LOST,
    "Exception_Destroyed": Detail.DISPOSED,
    "Exception_Cancel": Detail.CANCELLED,
}

# For scans without a sub status: those of version 2.0 have a stage only.
_STAGES: dict[str, Detail | Meaning] = {
    "InfoReceived": Detail.INFO_RECEIVED,
    "PickedUp": Detail.PICKED_UP,
    "Departure": Detail.DEPARTED,
    "Arrival": Detail.ARRIVED_IN_COUNTRY,
    "AvailableForPickup": Detail.AVAILABLE_FOR_PICKUP,
    "OutForDelivery": Detail.OUT_FOR_DELIVERY,
    "Delivered": Detail.DELIVERED,
    "Returning": Detail.RETURNING,
    "Returned": Detail.RETURNED,
}


def meaning(sub_status: str, stage: str) -> Meaning:
    """What a scan means, and what it is put down to where the sub status says so. UNKNOWN for what is not listed."""
    listed = _SUB_STATUSES.get(sub_status) if sub_status else _STAGES.get(stage)
    if listed is None:
        return Detail.UNKNOWN, None
    return listed if isinstance(listed, tuple) else (listed, None)
